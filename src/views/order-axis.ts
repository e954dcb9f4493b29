/**
 * Lanes by order in place of time: when that is what one wants to see first, and the arrows that tell who hands over what to whom. Pure. Rule: what
 * is drawn by order is laid out by the engine (`lanes-in-order.ts`).
 */
import type { Seq } from "../engine/base/ids.ts";
import { otherOf } from "../engine/trace/event.ts";
import { canLayOutInOrder, isHandOver } from "../engine/trace/lanes-in-order.ts";
import { OP } from "../engine/trace/ops.ts";
import type { Trace } from "../engine/trace/trace.ts";
import { entryOf, plainOf } from "../engine/trace/value-codes.ts";
import type { TimelineArrow } from "./timeline/timeline-props.ts";

/** What the lanes are laid out by. */
export type LaneAxis = "time" | "order";

/** Hand-overs that get an arrow each; of more the selected one's are drawn. */
const MOST_ARROWS = 400;
const LONGEST_LABEL = 18;
/** A wait from so many milliseconds on is worth being seen as long as it was. */
const LONG_WAIT_MS = 5;

/** By order where nobody waits for time to pass, so that the clock has nothing to tell. */
export function usualAxis(trace: Trace): LaneAxis {
  if (!canLayOutInOrder(trace)) return "time";
  for (let seq = 0; seq < trace.count; seq++) if (waitedMs(trace, seq) >= LONG_WAIT_MS) return "time";
  return "order";
}

function waitedMs(trace: Trace, seq: Seq): number {
  const op = trace.op[seq];
  if (op !== OP.sleep && op !== OP["timer-set"] && op !== OP.compute) return 0;
  const plain = plainOf(trace, trace.value[seq]);
  return typeof plain === "number" ? plain : 0;
}

/** Each place where one lane gives way and another goes on, with the value that goes along; none where there are too many to be read. */
export function handOverArrows(trace: Trace): readonly TimelineArrow[] {
  const arrows: TimelineArrow[] = [];
  for (let seq = 0; seq + 1 < trace.count; seq++) {
    if (!isHandOver(trace, seq)) continue;
    if (arrows.length === MOST_ARROWS) return [];
    const label = labelOf(trace, seq);
    arrows.push({ from: seq, to: seq + 1, kind: "handover", ...(label === "" ? {} : { label }) });
  }
  return arrows;
}

/** What goes along with a hand-over: what is yielded, sent, thrown, returned or switched with. */
function labelOf(trace: Trace, seq: Seq): string {
  if (otherOf(trace, seq) < 0) return "";
  const repr = entryOf(trace, trace.value[seq])?.repr ?? "None";
  if (repr === "None") return "";
  return repr.length > LONGEST_LABEL ? `${repr.slice(0, LONGEST_LABEL - 1)}…` : repr;
}
