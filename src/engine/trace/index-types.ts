/**
 * Lanes with levels of detail, made once a trace: what the timeline draws from, so that a picture costs what is on the
 * screen and not what is in the trace. Arrays may lie on shared memory.
 *
 *   lane of T1   |run |blocked  |run|sleep   |run|      spans, in time order, without gaps while the thread lives
 *   events       · ·· ·   ·   · ·· ···       · ·        rows of the trace that belong to the lane, in order
 *   level k      one entry for 2^(k·LEVEL_SHIFT) spans: share of time by state, first and last
 */
import type { ObjectId, ThreadId } from "../base/ids.ts";

/** States that a span can have; the number is the index. */
export const SPAN_STATES = ["running", "ready", "blocked", "waiting", "sleeping", "computing"] as const;
export type SpanState = (typeof SPAN_STATES)[number];

export interface LaneSpans {
  readonly count: number;
  /** Microseconds. */
  readonly start: Float64Array;
  readonly end: Float64Array;
  /** Index into SPAN_STATES. */
  readonly state: Uint8Array;
  /** What it waits for; −1 none. */
  readonly object: Int32Array;
  /** Row of the event that began the span. */
  readonly seq: Int32Array;
}

/** A stretch during which a thread held a lock; `depth` 0 is drawn nearest the lane. */
export interface Holding {
  readonly thread: ThreadId;
  readonly object: ObjectId;
  readonly start: number;
  readonly end: number;
  readonly acquire: number;
  readonly release: number;
}

export interface Lane {
  readonly thread: ThreadId;
  /** Microseconds; the lane is empty outside. */
  readonly start: number;
  readonly end: number;
  readonly spans: LaneSpans;
  /** Rows of the trace that belong to this thread, ascending. */
  readonly events: Int32Array;
  /** Aggregated levels over `spans`: for each entry, microseconds in each state (SPAN_STATES.length numbers). */
  readonly levels: readonly { readonly shift: number; readonly share: Float32Array }[];
  readonly holdings: readonly Holding[];
}

export interface TraceIndex {
  readonly lanes: readonly Lane[];
  /** Hand-overs, by row: `from[i]` happens before `to[i]` and lets it go on (release→acquire, put→get, notify→woken, spawn→start, finish→join). */
  readonly handovers: { readonly from: Int32Array; readonly to: Int32Array };
  /** Microseconds. */
  readonly start: number;
  readonly end: number;
}
