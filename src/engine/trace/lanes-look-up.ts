/** Questions to an index, each answered in logarithmic time: what is where, and what comes next. */
import type { Seq } from "../base/ids.ts";
import type { Microseconds } from "../base/units.ts";
import type { Lane, TraceIndex } from "./index-types.ts";
import { firstAtLeast } from "./lanes.ts";
import { lastAtMost, lastRowAtMost } from "./lanes-search.ts";
import type { Trace } from "./trace.ts";

/** Index of the span that holds `moment`; −1 where the thread does not live then. */
export function spanAt(lane: Lane, moment: Microseconds): number {
  if (moment < lane.start || moment > lane.end) return -1;
  return lastAtMost(lane.spans.start, lane.spans.count, moment);
}

/** Place in `lane.events` of the last event at or before `moment`; −1 if there is none. @param guess about which that may be */
export function eventAt(trace: Trace, lane: Lane, moment: Microseconds, guess?: number): number {
  return lastRowAtMost(lane.events, lane.events.length, trace.time, moment, guess);
}

/** Place in `lane.events` of the last event whose row is at most `seq`; −1 if there is none. */
export function eventUpTo(lane: Lane, seq: Seq): number {
  return firstAtLeast(lane.events, seq + 1) - 1;
}

/** How many of the lane's events lie after `from` and up to `to`. */
export function countEvents(trace: Trace, lane: Lane, from: Microseconds, to: Microseconds): number {
  return eventAt(trace, lane, to) - eventAt(trace, lane, from);
}

/** The last row, in the run's total order, of those that happened at or before `moment`; −1 if none did. */
export function seqAt(trace: Trace, index: TraceIndex, moment: Microseconds): Seq {
  let seq = -1;
  for (const lane of index.lanes) {
    const at = eventAt(trace, lane, moment);
    if (at >= 0) seq = Math.max(seq, lane.events[at]);
  }
  return seq;
}
