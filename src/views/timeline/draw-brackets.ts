/**
 * Paints brackets: a line over a stretch of a lane, with words in the middle of what is in view, and small marks at the events that make it so.
 *
 *     ┌──── overtaken 120 times ────┐
 *     │/////////////////////////////│      the waiter
 *      ▾▾▾▾▾▾▾▾▾▾▾▾▾▾▾▾▾▾▾▾▾▾▾▾▾▾▾▾▾       who went first, on their own lanes
 */
import type { LabelPlaces } from "./label-places.ts";
import type { LaneRow } from "./lane-rows.ts";
import type { SceneFacts } from "./scene.ts";
import type { TimeScale } from "./time-scale.ts";
import type { TimelineBracket } from "./timeline-props.ts";

/** Above the bar, in CSS pixels. */
const LIFT = 7;
/** Marks nearer to one another are drawn as one. */
const LEAST_GAP = 4;
const LEAST_WIDTH = 8;

/** Paints those whose stretch or marks can be seen. `rowOf` gives the row of a thread on the canvas. */
export function drawBrackets(
  context: CanvasRenderingContext2D,
  facts: SceneFacts,
  scale: TimeScale,
  labels: LabelPlaces,
  rowOf: (thread: number) => LaneRow | undefined,
): void {
  for (const bracket of facts.brackets) {
    drawTicks(context, facts, scale, bracket, rowOf);
    const row = rowOf(bracket.thread);
    if (row !== undefined) drawBracket(context, facts, scale, bracket, row, labels);
  }
}

function drawBracket(
  context: CanvasRenderingContext2D,
  { trace, index, palette }: SceneFacts,
  scale: TimeScale,
  { from, to, label }: TimelineBracket,
  row: LaneRow,
  labels: LabelPlaces,
): void {
  const begin = scale.toX(trace.time[from]);
  const end = Math.max(begin + LEAST_WIDTH, scale.toX(to === null ? index.end : trace.time[to]));
  if (end < 0 || begin > scale.width) return;
  const [left, right] = [Math.max(-9, begin), Math.min(scale.width + 9, end)];
  const y = row.barTop - LIFT;
  context.beginPath();
  context.moveTo(left, y + LIFT - 1);
  context.lineTo(left, y);
  context.lineTo(right, y);
  context.lineTo(right, y + LIFT - 1);
  context.lineJoin = "round";
  context.strokeStyle = palette.panel;
  context.lineWidth = 5;
  context.stroke();
  context.strokeStyle = palette.bad;
  context.lineWidth = 2;
  context.stroke();
  const middle = (Math.max(0, left) + Math.min(scale.width, right)) / 2;
  labels.push(label, middle - labels.widthOf(label) / 2, y - 1, palette.bad);
}

function drawTicks(
  context: CanvasRenderingContext2D,
  { trace, palette }: SceneFacts,
  scale: TimeScale,
  { ticks = [] }: TimelineBracket,
  rowOf: (thread: number) => LaneRow | undefined,
): void {
  const last = new Map<number, number>();
  context.fillStyle = palette.bad;
  context.beginPath();
  for (const seq of ticks) {
    const thread = trace.thread[seq];
    const row = rowOf(thread);
    const x = scale.toX(trace.time[seq]);
    if (row === undefined || x < -5 || x > scale.width + 5 || x - (last.get(thread) ?? -99) < LEAST_GAP) continue;
    last.set(thread, x);
    context.moveTo(x, row.barTop - 1);
    context.lineTo(x - 3, row.barTop - 6);
    context.lineTo(x + 3, row.barTop - 6);
    context.closePath();
  }
  context.fill();
}
