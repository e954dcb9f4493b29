/**
 * A trace in memory: columns of numbers, one row an event, in the run's total order (row = seq).
 * Everything that is shown, found or exported is a pure function of this. 26 bytes an event; columns may lie on
 * shared memory so that workers and page read the same bytes; nobody writes after the trace was made.
 */
import type { Microseconds, Milliseconds } from "../base/units.ts";
import type { Line, ObjectId, Seq, ThreadId } from "../base/ids.ts";
import type { ObjectKind, OpName } from "./ops.ts";

/** JSON's values: what the page API gives for a Python value. Integers beyond 2^53 are decimal strings. */
export type Plain = null | boolean | number | string | readonly Plain[] | { readonly [key: string]: Plain };

/** A value that does not fit a column's small integer: its Python `repr` and its plain form. */
export interface ValueEntry {
  readonly repr: string;
  readonly plain: Plain;
  /** The object that the value refers to, where it is one of the trace's objects. */
  readonly object?: ObjectId;
  /** Characters that a very long text lacks in `plain`; where they were stands `[… N …]`. */
  readonly leftOut?: number;
}

/** Values that a trace does not keep because there were too many: so many of the table, from this place on. */
export interface ValuesLeftOut {
  readonly from: number;
  readonly count: number;
}

export type ThreadKind = "main" | "thread" | "process" | "task" | "loop" | "generator" | "greenlet";

/** How a thread ended, or where it was when the run ended. */
export type ThreadState = "new" | "running" | "blocked" | "sleeping" | "finished" | "failed" | "stopped";

export interface TraceThread {
  readonly id: ThreadId;
  readonly name: string;
  readonly kind: ThreadKind;
  /** The process it belongs to; 0 is the first. */
  readonly process: number;
  /** Whether a Web Worker (or another real thread) of its own ran it. */
  readonly worker: boolean;
  readonly state: ThreadState;
  /** Of a lane that is no thread: who runs it (the thread or, for a task, the loop). */
  readonly parent?: ThreadId;
}

export interface TraceObject {
  readonly id: ObjectId;
  readonly name: string;
  readonly kind: ObjectKind;
  /** Value when the first thread was started, for a cell; length or capacity live in `detail`. */
  readonly initial?: ValueEntry;
  /** Capacity of a bounded queue, workers of a pool, parties of a barrier, permits that a semaphore was made with. */
  readonly capacity?: number;
  /** Every access of the cell is atomic (`atomics.AtomicInt`): such accesses never race, and hand on what was known. */
  readonly atomic?: true;
}

/**
 * The columns. `value` and `key` hold: 0 nothing; odd → the integer `v >> 1`; even → place `v >> 1` of the table of values (place 0 is unused).
 * The table is `values`, without the places that `leftOut` names: `value-codes.ts` alone looks things up in it.
 * `other` (a thread id) is kept in `key` as an odd integer for ops that have one (`spawn`, `join`, `switch`…).
 */
export interface Trace {
  readonly count: number;
  /** Time in microseconds since the run began. Equal clock readings are spread in order within one clock tick. */
  readonly time: Float64Array;
  readonly thread: Uint16Array;
  readonly op: Uint8Array;
  /** 0 absent, 1 false, 2 true. */
  readonly ok: Uint8Array;
  readonly line: Uint16Array;
  /** ObjectId, −1 where there is none. */
  readonly object: Int32Array;
  readonly key: Int32Array;
  readonly value: Int32Array;
  readonly values: readonly ValueEntry[];
  /** Absent where all values are kept. */
  readonly leftOut?: ValuesLeftOut;
  readonly threads: readonly TraceThread[];
  readonly objects: readonly TraceObject[];
  /** Names of ops from a file that this version does not know; code = FIRST_UNKNOWN_OP + index. */
  readonly unknownOps: readonly string[];
  readonly clock: { readonly resolutionUs: Microseconds; readonly fixes: number };
  /** Events that did not fit; findings then say "incomplete". */
  readonly dropped: number;
  /** What made it: decides the badge, and whether "ready" is known or inferred. */
  readonly engine: "threads" | "simulator" | "recording";
  readonly elapsedMs: Milliseconds;
  /** Fields of events from a file that the columns have no place for, by row, so that nothing read is lost when written again. */
  readonly extras?: ReadonlyMap<Seq, Readonly<Record<string, Plain>>>;
}

/** One event as the page API gives it. */
export interface TraceEvent {
  readonly seq: Seq;
  /** Microseconds. */
  readonly t: Microseconds;
  readonly thread: ThreadId;
  readonly op: OpName | (string & {});
  readonly object?: ObjectId;
  readonly key?: Plain;
  readonly value?: Plain;
  readonly other?: ThreadId;
  readonly line?: Line;
  readonly ok?: boolean;
}
