/** Where a step leads: along the hand-overs, within a lane, from span to span. Pure; null where there is nothing further. */
import type { Seq } from "../../engine/base/ids.ts";
import type { Microseconds } from "../../engine/base/units.ts";
import type { Lane, TraceIndex } from "../../engine/trace/index-types.ts";
import { firstAtLeast, giverOf, takersOf } from "../../engine/trace/lanes.ts";
import { seqAt } from "../../engine/trace/lanes-look-up.ts";
import { lastAtMost } from "../../engine/trace/lanes-search.ts";
import type { Trace } from "../../engine/trace/trace.ts";

/** The next or previous event of the whole run. */
export function stepFrom(trace: Trace, seq: Seq, by: 1 | -1): Seq | null {
  const next = seq + by;
  return next >= 0 && next < trace.count ? next : null;
}

/** The next or previous event of one lane. */
export function stepInLane(lane: Lane, seq: Seq, by: 1 | -1): Seq | null {
  const at = by === 1 ? firstAtLeast(lane.events, seq + 1) : firstAtLeast(lane.events, seq) - 1;
  return at >= 0 && at < lane.events.length ? lane.events[at] : null;
}

/** Index of the span after or before the one that the moment lies in. Not every span begins with an event, so events do not tell. */
export function stepSpan({ spans }: Lane, moment: Microseconds, by: 1 | -1): number | null {
  const next = lastAtMost(spans.start, spans.count, moment) + by;
  return next >= 0 && next < spans.count ? next : null;
}

/** The event after which a span stands: its own where it begins with one, else the last of anybody's before it. */
export function eventOfSpan(trace: Trace, index: TraceIndex, { spans }: Lane, span: number): Seq {
  const own = spans.seq[span];
  return trace.time[own] === spans.start[span] ? own : seqAt(trace, index, spans.start[span]);
}

/** On: to the event that this one let go on, else to the next that any hand-over reached. Back: to the one that let it, else to the one before. */
export function stepHandover({ handovers }: TraceIndex, seq: Seq, by: 1 | -1): Seq | null {
  if (by === 1) {
    const [taker] = takersOf(handovers, seq, 1);
    return taker ?? handovers.to[firstAtLeast(handovers.to, seq + 1)] ?? null;
  }
  const giver = giverOf(handovers, seq);
  if (giver >= 0) return giver;
  const before = firstAtLeast(handovers.to, seq) - 1;
  return before >= 0 ? handovers.to[before] : null;
}
