/** The stretch that an event's box covers: from the event to the thread's next one, or to where its state changes before. Pure. */
import type { Seq } from "../../engine/base/ids.ts";
import type { Microseconds } from "../../engine/base/units.ts";
import { STATE } from "../../engine/trace/index-types.ts";
import type { Lane } from "../../engine/trace/index-types.ts";
import { eventUpTo, spanAt } from "../../engine/trace/lanes-look-up.ts";
import type { Trace } from "../../engine/trace/trace.ts";

export interface EventBox {
  readonly start: Microseconds;
  readonly end: Microseconds;
  readonly state: number;
}

/** The box of an event of this lane. */
export function boxOf(trace: Trace, lane: Lane, seq: Seq): EventBox {
  const start = trace.time[seq];
  const at = eventUpTo(lane, seq);
  const next = at + 1 < lane.events.length ? trace.time[lane.events[at + 1]] : lane.end;
  const span = spanAt(lane, start);
  if (span < 0) return { start, end: next, state: STATE.RUNNING };
  return { start, end: Math.max(start, Math.min(next, lane.spans.end[span])), state: lane.spans.state[span] };
}
