/**
 * Lanes with running sums, made once a trace: what the timeline draws from, so that a picture costs what is on the
 * screen and not what is in the trace. Plain columns, so that an index crosses to the page without a copy when its
 * arrays lie on shared memory. At most 22 bytes an event (see `lanes.ts`), 48 with the trace.
 *
 *   lane of T1   |run |blocked  |run|sleep   |run|      spans, in time order, without gaps while the thread lives
 *   events       · ·· ·   ·   · ·· ···       · ·        rows of the trace that belong to the lane, in order
 *   sums         0                 Σ                    microseconds in each state before every 16th span
 *   held         [==lock_a=======]                      what the thread holds, depth 0
 *                   [=lock_b==]                         depth 1
 */
import type { ThreadId } from "../base/ids.ts";
import type { Microseconds } from "../base/units.ts";

/** States that a span can have; the number is the index. */
export const SPAN_STATES = ["running", "ready", "blocked", "waiting", "sleeping", "computing"] as const;
export type SpanState = (typeof SPAN_STATES)[number];

/** Number of a state in the columns. */
export const STATE = { RUNNING: 0, READY: 1, BLOCKED: 2, WAITING: 3, SLEEPING: 4, COMPUTING: 5 } as const;

/** Running sums stand before every 2^SUM_SHIFT-th entry. */
export const SUM_SHIFT = 4;

export interface LaneSpans {
  readonly count: number;
  /** Microseconds. `end[i] === start[i + 1]`: both are views of one column. */
  readonly start: Float64Array;
  readonly end: Float64Array;
  /** Index into SPAN_STATES. */
  readonly state: Uint8Array;
  /** Row of the lane's own event that began the span; what is waited for is that event's object or `other`. */
  readonly seq: Int32Array;
  /** Microseconds in each state before span `b << SUM_SHIFT`, at `b * SPAN_STATES.length + state`. */
  readonly sums: Float64Array;
}

/** Stretches during which a thread held something; those of one depth never overlap and are in time order. */
export interface LaneHoldings {
  readonly count: number;
  /** Rows of the acquire; the object is that event's. */
  readonly acquire: Int32Array;
  /** Rows of the release, −1 where it was never released. */
  readonly release: Int32Array;
  /** Microseconds held before entry `b << SUM_SHIFT`. */
  readonly sums: Float64Array;
  /** Where a holding that was never released ends: the run's end, for nobody else gets it. */
  readonly openEnd: Microseconds;
}

export interface Lane {
  readonly thread: ThreadId;
  /** Microseconds; the lane is empty outside. */
  readonly start: Microseconds;
  readonly end: Microseconds;
  readonly spans: LaneSpans;
  /** Rows of the trace that belong to this thread, ascending. */
  readonly events: Int32Array;
  /** By depth: 0 is drawn nearest the lane. */
  readonly holdings: readonly LaneHoldings[];
}

export interface TraceIndex {
  /** One a thread, in order of id; threads without an event have none. */
  readonly lanes: readonly Lane[];
  /**
   * Hand-overs by row, `to` ascending: `from[i]` happens before `to[i]` and lets it go on (release→acquire of a waiter,
   * put→get, notify→woken, set→woken, arrive→pass, spawn→start, finish→join, submit→task-start, task-finish→join).
   */
  readonly handovers: { readonly from: Int32Array; readonly to: Int32Array };
  /** Whether "ready" is known (a scheduler chose) or inferred from gaps of the clock. */
  readonly ready: "known" | "inferred";
  /** Microseconds. `end` is late enough for every span that is open at the end of the run to be seen. */
  readonly start: Microseconds;
  readonly end: Microseconds;
}

/** Gaps of a real run's clock that are longer than this are shown as "ready", and as inferred. */
export const READY_GAP_US: Microseconds = 200;
