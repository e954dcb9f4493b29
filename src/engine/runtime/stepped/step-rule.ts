/**
 * What is a step: the conventions of the explorer's counts (docs/stepping.md). Rule: this file alone decides it, for simulator, gated
 * workers and explorer alike.
 */
import { VERB, type Verb } from "../../program/operation.ts";
import type { StepRule } from "../../program/stepping.ts";

/** What of a thread matters to whether its operation is a step. */
export interface Stepper {
  readonly isMain: boolean;
  /** Main: whether it has touched anything shared since it started its first thread. */
  readonly hasAccessed: boolean;
}

/** Whether an operation of a program with other threads alive is a step. Local work and events without a verb never are. */
export function isStep(rule: StepRule, verb: Verb, { isMain, hasAccessed }: Stepper): boolean {
  switch (verb) {
    case VERB.NONE:
    case VERB.POOL_LEAVE:
      return false;
    case VERB.PRINT:
    case VERB.SLEEP:
      return rule === "visible";
    case VERB.SPAWN:
    case VERB.JOIN:
      return rule === "visible" || !isMain || hasAccessed;
    default:
      return true;
  }
}

/** Whether it is a shared access, after which main's starts and joins are steps. */
export function isAccess(verb: Verb): boolean {
  switch (verb) {
    case VERB.NONE:
    case VERB.PRINT:
    case VERB.SLEEP:
    case VERB.SPAWN:
    case VERB.JOIN:
    case VERB.TASK_STEP:
      return false;
    default:
      return true;
  }
}

/** One cell, element or attribute, or a container: done by the machine itself, and never blocked. */
export function isMemoryVerb(verb: Verb): boolean {
  return verb !== VERB.NONE && verb <= VERB.CONTAINER_WRITE;
}
