/** Paints arrows between events of different lanes. Rule: never all of them: those of the selection, and those that a finding gave. */
import type { Seq } from "../../engine/base/ids.ts";
import { giverOf, takersOf } from "../../engine/trace/lanes.ts";
import { eventUpTo } from "../../engine/trace/lanes-look-up.ts";
import { ARROW_DASHES } from "./arrow-dashes.ts";
import type { LabelPlaces } from "./label-places.ts";
import type { LaneRow } from "./lane-rows.ts";
import { AXIS_HEIGHT } from "./scene.ts";
import type { SceneFacts } from "./scene.ts";
import type { TimeScale } from "./time-scale.ts";
import type { TimelineArrow } from "./timeline-props.ts";

/** Arrows of one event are at most so many: a `set` may wake a crowd. */
const MOST_OF_ONE = 24;

/** Hand-overs that end or begin at the selected event, or at its lane's events beside it. */
export function arrowsOfSelection({
  index,
  trace,
  selection,
}: Pick<SceneFacts, "index" | "trace" | "selection">): TimelineArrow[] {
  if (selection === null || selection < 0 || selection >= trace.count) return [];
  const lane = index.lanes.find((one) => one.thread === trace.thread[selection]);
  if (lane === undefined) return [];
  const at = eventUpTo(lane, selection);
  const arrows: TimelineArrow[] = takersOf(index.handovers, selection, MOST_OF_ONE).map((to) => ({
    from: selection,
    to,
    kind: "handover",
  }));
  for (const near of [at - 1, at, at + 1]) {
    const seq = lane.events[near];
    const giver = seq === undefined ? -1 : giverOf(index.handovers, seq);
    if (giver >= 0) arrows.push({ from: giver, to: seq, kind: "handover" });
  }
  return arrows;
}

/** Paints arrows whose line can be seen; several between the same two events lie beside one another. `rowOf` gives the row of an event on the canvas. */
export function drawArrows(
  context: CanvasRenderingContext2D,
  facts: SceneFacts,
  scale: TimeScale,
  arrows: readonly TimelineArrow[],
  labels: LabelPlaces,
  rowOf: (seq: Seq) => LaneRow | undefined,
): void {
  const between = new Map<string, number>();
  for (const arrow of arrows) {
    const from = rowOf(arrow.from);
    const to = rowOf(arrow.to);
    if (from === undefined || to === undefined) continue;
    const pair = [arrow.from, arrow.to].toSorted((a, b) => a - b).join();
    const nth = between.get(pair) ?? 0;
    between.set(pair, nth + 1);
    const x1 = scale.toX(facts.trace.time[arrow.from]) + nth * ASIDE;
    const x2 = scale.toX(facts.trace.time[arrow.to]) + nth * ASIDE;
    if (Math.max(x1, x2) < 0 || Math.min(x1, x2) > scale.width) continue;
    drawArrow(
      context,
      facts,
      arrow,
      { x1: near(x1, scale), x2: near(x2, scale), from, to, bulge: nth * BULGE },
      labels,
    );
  }
}

/** How far a second arrow between the same events stands aside at its ends, and how much further its middle goes; CSS pixels. */
const ASIDE = 7;
const BULGE = 30;

/** Far beyond the edges coordinates lose their digits; the direction is kept. */
function near(x: number, scale: TimeScale): number {
  return Math.max(-scale.width, Math.min(scale.width * 2, x));
}

interface Ends {
  readonly x1: number;
  readonly x2: number;
  readonly from: LaneRow;
  readonly to: LaneRow;
  /** How far its middle is pushed to the right; CSS pixels. */
  readonly bulge: number;
}

function drawArrow(
  context: CanvasRenderingContext2D,
  { palette, texts }: SceneFacts,
  arrow: TimelineArrow,
  { x1, x2, from, to, bulge }: Ends,
  labels: LabelPlaces,
): void {
  const down = to.top > from.top;
  const same = to.top === from.top;
  const y1 = down ? from.barTop + from.barHeight : from.barTop;
  const y2 = down || same ? to.barTop - 3 : to.barTop + to.barHeight + 3;
  const bow = same ? -34 : (y2 - y1) * 0.55;
  const colour = arrow.kind === "handover" ? palette.ink : palette.bad;
  const draw = (thickness: number, style: string): void => {
    context.strokeStyle = style;
    context.lineWidth = thickness;
    context.beginPath();
    context.moveTo(x1, y1);
    context.bezierCurveTo(x1 + bulge, y1 + bow, x2 + bulge, y2 - (same ? 34 : bow), x2, y2);
    context.stroke();
  };
  context.lineCap = "round";
  draw(4.5, palette.panel);
  context.setLineDash([...ARROW_DASHES[arrow.kind]]);
  draw(1.8, colour);
  context.setLineDash([]);
  drawHead(context, x2, y2, down || same ? 1 : -1, colour);
  context.beginPath();
  context.arc(x1, y1, 3, 0, Math.PI * 2);
  context.fill();
  const label = arrow.label ?? (arrow.kind === "lost" ? texts.lost : undefined);
  if (label === undefined) return;
  // Waits of a circle cross in the middle, so theirs stand nearer to where they begin.
  const along = arrow.kind === "wait" ? 0.22 : 0.5;
  labels.push(label, x1 + (x2 - x1) * along + bulge * 0.75 + 8, y1 + (y2 - y1) * along, colour);
}

function drawHead(context: CanvasRenderingContext2D, x: number, y: number, direction: 1 | -1, colour: string): void {
  context.fillStyle = colour;
  context.beginPath();
  context.moveTo(x, y + direction * 3);
  context.lineTo(x - 5, y - direction * 6);
  context.lineTo(x + 5, y - direction * 6);
  context.fill();
}

/** Rings around boxes: the selection's, and those of marks. */
export function drawRing(
  context: CanvasRenderingContext2D,
  colour: string,
  ground: string,
  x: number,
  end: number,
  y: number,
  height: number,
): void {
  const width = Math.max(3, end - x);
  context.beginPath();
  context.roundRect(x - 1.5, y - 1.5, width + 2, height + 3, 4);
  context.strokeStyle = ground;
  context.lineWidth = 5;
  context.stroke();
  context.strokeStyle = colour;
  context.lineWidth = 2.2;
  context.stroke();
}

/** A flag above a bar, where the box below it is too narrow for a ring. */
export function drawFlag(
  context: CanvasRenderingContext2D,
  colour: string,
  ground: string,
  x: number,
  y: number,
): void {
  context.beginPath();
  context.moveTo(x, y - 1);
  context.lineTo(x - 5.5, y - 9);
  context.lineTo(x + 5.5, y - 9);
  context.closePath();
  context.strokeStyle = ground;
  context.lineWidth = 3;
  context.stroke();
  context.fillStyle = colour;
  context.fill();
}

/** Where lanes begin on the canvas. */
export const LANES_TOP = AXIS_HEIGHT;
