/** Paints what stands behind and above the lanes: time marks, separators, the selected stretch, the playhead. */
import { momentFormatter, formatMoment } from "./numbers.ts";
import { AXIS_HEIGHT } from "./scene.ts";
import type { SceneFacts } from "./scene.ts";
import type { TimeScale } from "./time-scale.ts";

/** CSS pixels between two marks, about. */
const MARK_DISTANCE = 110;

/** Marks of time with their lines through the lanes. */
export function drawAxis(context: CanvasRenderingContext2D, facts: SceneFacts, scale: TimeScale): void {
  const { palette, height } = facts;
  const marks = scale.ticks(Math.max(2, Math.round(scale.width / MARK_DISTANCE)));
  const write = momentFormatter(marks);
  context.fillStyle = palette.line;
  for (const mark of marks) context.fillRect(scale.snap(scale.toX(mark)), AXIS_HEIGHT - 22, 1, height);
  context.font = `12px ${palette.sans}`;
  context.textBaseline = "middle";
  context.textAlign = "left";
  context.fillStyle = palette.soft;
  for (const mark of marks) context.fillText(write(mark), scale.toX(mark) + 5, AXIS_HEIGHT / 2 - 1);
}

/** The selected stretch, over the lanes. */
export function drawRange(context: CanvasRenderingContext2D, facts: SceneFacts, scale: TimeScale): void {
  const { range, palette, height } = facts;
  if (range === null) return;
  const x = scale.snap(Math.max(-2, scale.toX(range.start)));
  const end = scale.snap(Math.min(scale.width + 2, scale.toX(range.end)));
  if (end < 0 || x > scale.width) return;
  context.fillStyle = palette.accent;
  context.globalAlpha = 0.1;
  context.fillRect(x, 0, end - x, height);
  context.globalAlpha = 1;
  context.fillRect(x, 0, 1.5, height);
  context.fillRect(end - 1.5, 0, 1.5, height);
}

/** The playhead: a line with its time on the axis. */
export function drawPlayhead(context: CanvasRenderingContext2D, facts: SceneFacts, scale: TimeScale): void {
  const { palette, moment, height } = facts;
  const x = scale.toX(moment);
  if (x < -60 || x > scale.width + 60) return;
  context.fillStyle = palette.accent;
  context.fillRect(scale.snap(x) - 0.75, AXIS_HEIGHT - 8, 1.5, height);
  const text = playheadText(facts, scale);
  context.font = `600 12px ${palette.sans}`;
  const width = context.measureText(text).width + 14;
  const left = Math.min(Math.max(x - width / 2, 1), scale.width - width - 1);
  context.beginPath();
  context.roundRect(left, 4, width, AXIS_HEIGHT - 9, 4);
  context.fill();
  context.fillStyle = palette.onAccent;
  context.textBaseline = "middle";
  context.textAlign = "center";
  context.fillText(text, left + width / 2, AXIS_HEIGHT / 2);
  context.textAlign = "left";
}

/** The playhead's time, with one digit more than the axis has. */
export function playheadText({ moment }: SceneFacts, scale: TimeScale): string {
  return formatMoment(moment, (scale.usPerPixel * MARK_DISTANCE) / 10);
}
