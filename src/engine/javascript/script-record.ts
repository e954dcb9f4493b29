/**
 * What a script's worker is told and what it tells: lanes, promises and events as they come, in batches. Plain values that cross
 * between workers. Rule: events of a batch come in their order, and name only lanes and things that were told before or with them.
 */
import type { Line, ObjectId, ThreadId } from "../base/ids.ts";
import type { Milliseconds } from "../base/units.ts";
import type { ObjectKind, OpName } from "../trace/ops.ts";

/** Lanes that every run has: the script's own task, and the loop. */
export const SCRIPT_LANE: ThreadId = 0;
export const LOOP_LANE: ThreadId = 1;

/** Things that every run has, in the order of their numbers. */
export const FIXED_THINGS = [
  { name: "microtask queue", kind: "queue" },
  { name: "task queue", kind: "queue" },
  { name: "timers", kind: "priority-queue" },
] as const satisfies readonly Thing[];
export const MICROTASKS: ObjectId = 0;
export const TASKS: ObjectId = 1;
export const TIMERS: ObjectId = 2;

/** An object of the trace: a queue or a promise. */
export interface Thing {
  readonly name: string;
  readonly kind: ObjectKind;
}

/** What a lane stands for. */
const LANE_SORTS = [
  "script",
  "loop",
  "async",
  "timeout",
  "interval",
  "reaction",
  "adoption",
  "microtask",
  "message",
] as const;
export type LaneSort = (typeof LANE_SORTS)[number];

/** A piece of code that the loop runs, as the worker keeps it: the script, an activation, a callback. */
export interface LaneNow {
  readonly id: ThreadId;
  readonly name: string;
  /** Line that it stands at. */
  line: Line;
}

/** A lane as it is told when it is made. */
export interface NewLane {
  readonly id: ThreadId;
  readonly name: string;
  readonly sort: LaneSort;
}

export interface ScriptEvent {
  /** Milliseconds on the worker's clock. */
  readonly at: Milliseconds;
  readonly lane: ThreadId;
  readonly op: OpName;
  readonly line: Line;
  readonly object?: ObjectId;
  readonly other?: ThreadId;
  readonly value?: number | string;
  readonly ok?: boolean;
  /** Of a timer's sleep: when its time will have passed, on the worker's clock. */
  readonly due?: Milliseconds;
}

export interface Batch {
  readonly lanes: readonly NewLane[];
  readonly things: readonly Thing[];
  readonly events: readonly ScriptEvent[];
  /** Where the script stood when the batch was sent, for who looks while it runs. */
  readonly line: Line;
}

/** Why a recording went no further. */
export type Limit =
  /** So many microtasks in one checkpoint. */
  | { readonly kind: "microtasks"; readonly count: number; readonly line: Line }
  | { readonly kind: "events"; readonly count: number; readonly line: Line }
  | { readonly kind: "lanes"; readonly count: number; readonly line: Line };

/** To a script's worker: the instrumented text. It runs once. */
export interface ScriptOrder {
  readonly text: string;
  /** How long a second of the listing takes; a real one unless given. */
  readonly secondMs?: Milliseconds;
}

export type FromScript =
  /** The listing begins: from here on its time counts. */
  | { readonly kind: "started" }
  | { readonly kind: "batch"; readonly batch: Batch }
  /** Nothing can come any more: no task, no microtask, no timer. */
  | { readonly kind: "ended"; readonly strays: number; readonly endMs: Milliseconds }
  | { readonly kind: "limit"; readonly limit: Limit }
  /** The worker could not run the text at all. */
  | { readonly kind: "refused"; readonly reason: string };
