/**
 * Running sums: how long a lane was in each state, or held something, within any stretch of time. Two binary searches
 * and at most 2^SUM_SHIFT steps at either end, whatever the stretch holds: that is what the whole run is drawn from.
 * Law: the sums over a stretch inside the lane add up to its length.
 */
import type { Microseconds } from "../base/units.ts";
import { SPAN_STATES, SUM_SHIFT } from "./index-types.ts";
import type { Lane, LaneHoldings } from "./index-types.ts";
import type { Room } from "./lanes-columns.ts";
import { lastAtMost, lastRowAtMost } from "./lanes-search.ts";
import type { Trace } from "./trace.ts";

const STATES = SPAN_STATES.length;
const BLOCK = 1 << SUM_SHIFT;

/** The `sums` column of spans. */
export function sumSpans(
  count: number,
  start: Float64Array,
  end: Float64Array,
  state: Uint8Array,
  room: Room,
): Float64Array {
  const sums = room.float64(((count >> SUM_SHIFT) + 1) * STATES);
  const total = new Float64Array(STATES);
  for (let at = 0; at <= count; at++) {
    if ((at & (BLOCK - 1)) === 0) sums.set(total, (at >> SUM_SHIFT) * STATES);
    if (at < count) total[state[at]] += end[at] - start[at];
  }
  return sums;
}

/** The `sums` column of holdings. */
export function sumHoldings(holdings: Omit<LaneHoldings, "sums">, time: Float64Array, room: Room): Float64Array {
  const { count } = holdings;
  const sums = room.float64((count >> SUM_SHIFT) + 1);
  let total = 0;
  for (let at = 0; at <= count; at++) {
    if ((at & (BLOCK - 1)) === 0) sums[at >> SUM_SHIFT] = total;
    if (at < count) total += endOf(holdings, time, at) - time[holdings.acquire[at]];
  }
  return sums;
}

/** Adds to `out` the microseconds in each state from `from` to `to`, as far as the lane lives there. */
export function addTimeInStates(lane: Lane, from: Microseconds, to: Microseconds, out: Float64Array): void {
  const low = Math.max(from, lane.start);
  const high = Math.min(to, lane.end);
  if (!(high > low) || lane.spans.count === 0) return;
  addTimeBefore(lane, high, 1, out);
  addTimeBefore(lane, low, -1, out);
  // Differences of large sums leave dust; a share is never negative.
  for (let state = 0; state < STATES; state++) if (out[state] < 0) out[state] = 0;
}

/** Microseconds in each state from `from` to `to`. */
export function timeInStates(lane: Lane, from: Microseconds, to: Microseconds): Float64Array {
  const out = new Float64Array(STATES);
  addTimeInStates(lane, from, to, out);
  return out;
}

/**
 * Writes into `out` the microseconds in each state from the lane's start to `moment`: differences of two are times between.
 * Gives the span that holds the moment, −1 before the lane's start. @param guess about which span that may be
 */
export function timeBefore(lane: Lane, moment: Microseconds, out: Float64Array, guess?: number): number {
  out.fill(0);
  return moment > lane.start ? addTimeBefore(lane, Math.min(moment, lane.end), 1, out, guess) : -1;
}

function addTimeBefore(lane: Lane, moment: Microseconds, sign: number, out: Float64Array, guess?: number): number {
  const { start, end, state, count, sums } = lane.spans;
  const at = lastAtMost(start, count, moment, guess);
  if (at < 0) return at;
  const block = at >> SUM_SHIFT;
  for (let one = 0; one < STATES; one++) out[one] += sign * sums[block * STATES + one];
  for (let one = block << SUM_SHIFT; one < at; one++) out[state[one]] += sign * (end[one] - start[one]);
  out[state[at]] += sign * (Math.min(moment, end[at]) - start[at]);
  return at;
}

/** Index of the last holding that began at or before `moment`; −1 if there is none. */
export function holdingAt(trace: Trace, holdings: LaneHoldings, moment: Microseconds, guess?: number): number {
  return lastRowAtMost(holdings.acquire, holdings.count, trace.time, moment, guess);
}

/** When a holding ended: its release, or the end of the run. */
export function holdingEnd(trace: Trace, holdings: LaneHoldings, at: number): Microseconds {
  return endOf(holdings, trace.time, at);
}

/** Another thread's release is read from another clock: it may not come before the acquire, nor after the next one. */
function endOf(
  { count, acquire, release, openEnd }: Omit<LaneHoldings, "sums">,
  time: Float64Array,
  at: number,
): Microseconds {
  if (release[at] < 0) return openEnd;
  const end = Math.max(time[acquire[at]], time[release[at]]);
  return at + 1 < count ? Math.min(end, time[acquire[at + 1]]) : end;
}

/** Microseconds held, of holdings of one depth, from `from` to `to`. */
export function timeHeld(trace: Trace, holdings: LaneHoldings, from: Microseconds, to: Microseconds): Microseconds {
  const before = heldBefore(trace, holdings, holdingAt(trace, holdings, from), from);
  return Math.max(0, heldBefore(trace, holdings, holdingAt(trace, holdings, to), to) - before);
}

/** Microseconds held before `moment`, where `at` is `holdingAt` of it. */
export function heldBefore(trace: Trace, holdings: LaneHoldings, at: number, moment: Microseconds): Microseconds {
  if (at < 0) return 0;
  const block = at >> SUM_SHIFT;
  let total = holdings.sums[block];
  for (let one = block << SUM_SHIFT; one < at; one++) {
    total += holdingEnd(trace, holdings, one) - trace.time[holdings.acquire[one]];
  }
  return total + Math.min(moment, holdingEnd(trace, holdings, at)) - trace.time[holdings.acquire[at]];
}
