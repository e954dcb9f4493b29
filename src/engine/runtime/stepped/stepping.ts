/**
 * Whole stretches of steps: along a schedule as far as it fits, or on by a scheduler until something happens. Rules: whoever drives one of
 * them is asked every now and then whether to go on (they are generators: not going on ends them where they are); the way along the history
 * is taken as long as there is one.
 */
import type { Line, Seq, ThreadId } from "../../base/ids.ts";
import type { RunStatus } from "../../program/report.ts";
import type { Choice, Misfit } from "../../program/stepping.ts";
import type { Scheduler } from "../../schedule/scheduler.ts";
import { Prefixes } from "../../trace/prefix.ts";
import { OP, type OpName } from "../../trace/ops.ts";
import type { Trace } from "../../trace/trace.ts";
import { misfitOf } from "./obstacles.ts";
import type { Simulation } from "./simulation.ts";
import { readerOf } from "./simulation-reader.ts";
import type { StepHistory } from "./step-history.ts";
import { recordRun } from "./stepped-run.ts";

/** Steps between two questions whether to go on. */
const STEPS_AT_ONCE = 256;

/** Where to stop, beside the end of the run. */
export type Until =
  | { readonly kind: "end" }
  | { readonly kind: "steps"; readonly count: number }
  /** After the step that makes the next event of one of these kinds. */
  | { readonly kind: "op"; readonly ops: readonly OpName[]; readonly thread?: ThreadId }
  /** After the step at whose end a thread that went on in it stands at the line. */
  | { readonly kind: "line"; readonly line: Line; readonly thread?: ThreadId };

/** Names what an analysis finds in a trace. @param end how the run ended, where the trace is a whole one */
export type FindingsOf = (trace: Trace, end: { status: RunStatus; stuck?: ReadonlySet<ThreadId> }) => readonly string[];

/** A stretch of steps: asks at each `yield` whether to go on. */
export type Stretch<Result> = Generator<void, Result, void>;

/** Follows a schedule from the present position. null where all of it fitted. */
export function* follow(history: StepHistory, path: readonly Choice[]): Stretch<Misfit | null> {
  yield* settle(history);
  for (const [taken, choice] of path.entries()) {
    const simulation = history.here();
    if (!simulation.choices().includes(choice)) return misfitOf(simulation, readerOf(simulation), choice);
    if (!history.take(choice)) yield* settle(history);
    if (taken % STEPS_AT_ONCE === STEPS_AT_ONCE - 1) yield;
  }
  return null;
}

/** Goes on until it comes to what is looked for. False: the run is over, or has `maxSteps` steps. */
export function* goOnUntil(
  history: StepHistory,
  until: Until,
  scheduler: Scheduler,
  maxSteps: number,
): Stretch<boolean> {
  yield* settle(history);
  const from = history.at;
  while (until.kind !== "steps" || history.at - from < until.count) {
    const choice = nextChoice(history, scheduler, maxSteps);
    if (choice === null) return until.kind === "end" && history.here().status !== null;
    if (!history.take(choice)) yield* settle(history);
    if (hasCome(history, until)) return true;
    if ((history.at - from) % STEPS_AT_ONCE === 0) yield;
  }
  return true;
}

/** Goes on until there is a finding that was not there before. False as `goOnUntil`. */
export function* goOnToFinding(
  history: StepHistory,
  findingsOf: FindingsOf,
  scheduler: Scheduler,
  maxSteps: number,
): Stretch<boolean> {
  const { at: from, length } = history;
  yield* goOnUntil(history, { kind: "end" }, scheduler, maxSteps);
  const found = yield* firstStepWithFinding(history, findingsOf, from);
  if (found === null) return false;
  history.go(Math.max(found, length));
  history.cut();
  history.go(found);
  return true;
}

/** Findings stay once they are there, so the first step that has a new one is found by halving. */
function* firstStepWithFinding(history: StepHistory, findingsOf: FindingsOf, from: number): Stretch<number | null> {
  const simulation = history.atEnd();
  const status = simulation.status ?? "stopped";
  const { trace, stuck } = recordRun(simulation, status, false);
  const prefixes = new Prefixes(trace);
  const findingsAt = (step: number) => findingsOf(prefixes.upTo(history.lastSeq[step]), { status: "stopped" });
  const before = new Set(findingsAt(from));
  const isNew = (findings: readonly string[]): boolean => findings.some((one) => !before.has(one));
  if (!isNew(findingsOf(trace, { status, stuck }))) return null;
  let low = from + 1;
  let high = history.length;
  while (low < high) {
    yield;
    const middle = (low + high) >> 1;
    if (isNew(findingsAt(middle))) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Lets a thread that computes go on until it has come to its next operation. */
function* settle(history: StepHistory): Stretch<void> {
  while (history.isComputing && !history.goOn()) yield;
}

/** The history's own next choice, else the scheduler's; null where there is none. */
function nextChoice(history: StepHistory, scheduler: Scheduler, maxSteps: number): Choice | null {
  if (history.at < history.length) return history.path[history.at];
  if (history.length >= maxSteps) return null;
  const simulation = history.here();
  const choices = simulation.choices();
  return choices.length === 0 ? null : scheduler(choices, history.at, simulation.current);
}

function hasCome(history: StepHistory, until: Until): boolean {
  switch (until.kind) {
    case "op":
      return hasEvent(history, new Set(until.ops.map((op) => OP[op])), until.thread);
    case "line":
      return standsAt(history.here(), until.line, until.thread);
    case "steps":
    case "end":
      return false;
  }
}

function hasEvent(history: StepHistory, ops: ReadonlySet<number>, thread: ThreadId | undefined): boolean {
  const { events } = history.here();
  const last: Seq = history.lastSeq[history.at];
  for (let seq = history.lastSeq[history.at - 1] + 1; seq <= last; seq++) {
    const event = events.at(seq);
    if (ops.has(event.op) && (thread === undefined || event.thread === thread)) return true;
  }
  return false;
}

function standsAt({ threads, current, moved }: Simulation, line: Line, thread: ThreadId | undefined): boolean {
  return [current, ...moved].some(
    (id) =>
      (thread === undefined || id === thread) &&
      threads[id]?.machine.place !== null &&
      threads[id].machine.line === line,
  );
}
