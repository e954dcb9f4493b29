/** What all searches have in common: one run after another, each to its end, on one program that goes back instead of starting again. */
import type { ThreadId } from "../../base/ids.ts";
import type { Choice } from "../../program/stepping.ts";
import { isExpiry, threadOfChoice } from "../../program/stepping.ts";
import { type Explorable, NO_CHOICE } from "./explorable.ts";

/** How a run came to its end. */
export type RunEnding =
  /** All have ended, or nobody can go. */
  | "maximal"
  /** At the bound of steps. */
  | "max-steps"
  /** Everybody who can go spins: going on would only repeat what was. */
  | "cycle";

/** What came of playing on. */
export type Played =
  /** A run to its end, where the program then stands. */
  | "run"
  /** A part of a run: it is to be played on. */
  | "part"
  /** There is no run left. */
  | "nothing";

export interface ScheduleSearch {
  /** Plays the next run, or goes on with the one that was begun. @param until gives "part" once so many steps were taken in all */
  next(until: number): Played;
  /** Of the run just played. */
  readonly ending: RunEnding;
  readonly length: number;
  readonly preemptions: number;
  choiceAt(step: number): Choice;
  /** Steps taken so far in all runs. */
  readonly steps: number;
  /** Runs begun and abandoned so far, because others equal them. */
  readonly redundant: number;
  /** Choices left out so far for the bound on preemptions. */
  readonly leftOut: number;
  /** Choices left out so far because going there would only repeat what was (`Explorable.isSpinning`). */
  readonly spun: number;
  /** Share of the tree behind us, 0 to 1; null where there is no tree. */
  share(): number | null;
}

/** Bounds on single runs. */
export interface RunBounds {
  readonly maxSteps: number;
  /** Infinity for none. */
  readonly maxPreemptions: number;
}

/**
 * Whether letting another thread go now would preempt `last` (−1: nobody went yet): it could go on by itself. Who would only give up
 * a timed wait is blocked, and who spins gets nowhere, so leaving them is no preemption.
 */
export function couldGoOn(program: Explorable, last: ThreadId): boolean {
  if (last < 0) return false;
  const choice = program.choiceOf(last);
  return choice !== NO_CHOICE && !isExpiry(choice) && !program.isSpinning(last);
}

/** 1 where taking `choice` after a step of `last` preempts it. */
export function preemptionOf(program: Explorable, last: ThreadId, choice: Choice): number {
  return threadOfChoice(choice) !== last && couldGoOn(program, last) ? 1 : 0;
}

/** Twice as long, with what it held. */
export function grown(column: Int32Array): Int32Array<ArrayBuffer> {
  const longer = new Int32Array(column.length * 2);
  longer.set(column);
  return longer;
}
