/**
 * Makes the index of a trace: lanes with their spans, events and holdings, and the hand-overs between lanes. A pure
 * function of the trace and linear in it (4 million events well under a second).
 *
 * Bytes: 4 an event for its row; 17 a span and 3 for its sums; 8 a holding; 8 a hand-over. The dearest sequence is
 * acquire-wait, acquire, release: two spans, a holding and a hand-over for three events, 22 bytes an event.
 */
import type { Seq, ThreadId } from "../base/ids.ts";
import type { Microseconds } from "../base/units.ts";
import type { Lane, LaneHoldings, TraceIndex } from "./index-types.ts";
import { createRoom } from "./lanes-columns.ts";
import type { Room } from "./lanes-columns.ts";
import { findHandovers } from "./lanes-handovers.ts";
import { findHoldings } from "./lanes-holdings.ts";
import type { HoldingColumns } from "./lanes-holdings.ts";
import { buildSpans, quickestSleep } from "./lanes-spans.ts";
import { sumHoldings } from "./lanes-sums.ts";
import { OP } from "./ops.ts";
import type { Trace } from "./trace.ts";

export interface IndexOptions {
  /** Puts the arrays on shared memory, so that they cross between workers and page without a copy. */
  readonly shared?: boolean;
}

/** Part of the run by which it is drawn longer where a thread is still waiting at its last event. */
const OPEN_END = 0.04;

/** The index of a whole trace. */
export function buildIndex(trace: Trace, { shared = false }: IndexOptions = {}): TraceIndex {
  const room = createRoom(shared);
  const rows = rowsByThread(trace, room);
  const found = findHandovers(trace);
  const handovers = { from: found.from.copyTo(room), to: found.to.copyTo(room) };
  const holdings = findHoldings(trace);
  const range = rangeOf(trace, rows);
  const ready = trace.engine === "simulator" ? "known" : "inferred";
  const sleepScale = Math.min(...trace.threads.map(({ id }) => quickestSleep(trace, rows[id])));
  const lanes: Lane[] = [];
  for (const { id, parent } of trace.threads) {
    if (rows[id].length === 0) continue;
    const isTold = parent !== undefined;
    const end = endOfLane(trace, rows[id], range.end);
    const letGoBy = (row: Seq): Seq => giverOf(handovers, row);
    const spawnedAt = spawnTime(trace, rows[id], letGoBy);
    const { start, spans } = buildSpans(
      trace,
      { rows: rows[id], spawnedAt, end, ready, isTold, sleepScale, letGoBy },
      room,
    );
    const held = holdings[id].map((columns) => finishHoldings(trace, columns, range.end, room));
    lanes.push({ thread: id, start, end, spans, events: rows[id], holdings: held });
  }
  return { lanes, handovers, ready, start: range.start, end: range.end };
}

/** Row of the event that let `to` go on, −1 if none is known. */
export function giverOf(handovers: TraceIndex["handovers"], to: Seq): Seq {
  const at = firstAtLeast(handovers.to, to);
  return handovers.to[at] === to ? handovers.from[at] : -1;
}

/** Rows of the events that `from` let go on, ascending. Linear in the hand-overs: for a selection, not for a frame. */
export function takersOf(handovers: TraceIndex["handovers"], from: Seq, limit = 64): Seq[] {
  const takers: Seq[] = [];
  let at = firstAtLeast(handovers.to, from + 1);
  while (takers.length < limit) {
    at = handovers.from.indexOf(from, at);
    if (at < 0) return takers;
    takers.push(handovers.to[at++]);
  }
  return takers;
}

/** Index of the first of the ascending `values` that is at least `wanted`; their number if none is. */
export function firstAtLeast(values: Int32Array, wanted: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (values[middle] < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

function rowsByThread(trace: Trace, room: Room): Record<ThreadId, Int32Array> {
  const { count, thread } = trace;
  const counts = new Int32Array(65536);
  for (let row = 0; row < count; row++) counts[thread[row]]++;
  const columns: Int32Array[] = [];
  for (const { id } of trace.threads) columns[id] = room.int32(counts[id]);
  const filled = new Int32Array(65536);
  for (let row = 0; row < count; row++) {
    const id = thread[row];
    columns[id][filled[id]++] = row;
  }
  return columns;
}

/** From the first event to the last; later where a thread never ended, since it still waits when the run is stopped. */
function rangeOf(
  trace: Trace,
  rows: Record<ThreadId, Int32Array>,
): { readonly start: Microseconds; readonly end: Microseconds } {
  const { time, count, engine, elapsedMs } = trace;
  let start = Number.POSITIVE_INFINITY;
  let end = Number.NEGATIVE_INFINITY;
  let open = false;
  for (const { id } of trace.threads) {
    const own = rows[id];
    if (own.length === 0) continue;
    start = Math.min(start, time[own[0]]);
    end = Math.max(end, time[own[own.length - 1]]);
    open ||= !isEnd(trace, own[own.length - 1]);
  }
  if (count === 0) return { start: 0, end: 0 };
  if (!open) return { start, end };
  const stopped = engine === "recording" ? end : elapsedMs * 1000;
  return { start, end: Math.max(stopped, end + Math.max(1, (end - start) * OPEN_END)) };
}

function isEnd(trace: Trace, row: Seq): boolean {
  return trace.op[row] === OP.finish || trace.op[row] === OP.exit;
}

function endOfLane(trace: Trace, rows: Int32Array, runEnd: Microseconds): Microseconds {
  const last = rows[rows.length - 1];
  return isEnd(trace, last) ? trace.time[last] : runEnd;
}

function spawnTime(trace: Trace, rows: Int32Array, letGoBy: (row: Seq) => Seq): Microseconds | undefined {
  const spawn = letGoBy(rows[0]);
  return spawn < 0 ? undefined : trace.time[spawn];
}

function finishHoldings(trace: Trace, columns: HoldingColumns, openEnd: Microseconds, room: Room): LaneHoldings {
  const acquire = columns.acquire.copyTo(room);
  const release = columns.release.copyTo(room);
  const plain = { count: acquire.length, acquire, release, openEnd };
  return { ...plain, sums: sumHoldings(plain, trace.time, room) };
}
