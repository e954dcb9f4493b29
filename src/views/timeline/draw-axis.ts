/** Paints what stands behind and above the lanes: time marks, separators, the selected stretch, the playhead. */
import type { Microseconds } from "../../engine/base/units.ts";
import { momentFormatter, formatMoment } from "./numbers.ts";
import { AXIS_HEIGHT } from "./scene.ts";
import type { SceneFacts } from "./scene.ts";
import type { TimeScale } from "./time-scale.ts";

/** CSS pixels between two marks, about. */
const MARK_DISTANCE = 100;

/** Marks of time with their lines through the lanes; words that the playhead's bubble or the edge would cut are left out. */
export function drawAxis(context: CanvasRenderingContext2D, facts: SceneFacts, scale: TimeScale): void {
  const { palette, height } = facts;
  const { marks, write } = marksOf(context, facts, scale);
  const bubble = bubbleOf(context, facts, scale);
  context.fillStyle = palette.line;
  for (const mark of marks) context.fillRect(scale.snap(scale.toX(mark)), AXIS_HEIGHT - 22, 1, height);
  context.font = markFont(palette);
  context.textBaseline = "middle";
  context.textAlign = "left";
  context.fillStyle = palette.soft;
  for (const mark of marks) {
    const text = write(mark);
    const x = scale.toX(mark) + 5;
    const end = x + context.measureText(text).width;
    const isCovered = bubble !== null && end > bubble.left - 4 && x < bubble.left + bubble.width + 4;
    if (!isCovered && end < scale.width) context.fillText(text, x, AXIS_HEIGHT / 2 - 1);
  }
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

/** As many marks as have room for their words. */
function marksOf(context: CanvasRenderingContext2D, facts: SceneFacts, scale: TimeScale) {
  const { palette, stepUnit } = facts;
  context.font = markFont(palette);
  if (stepUnit !== null) return stepMarks(facts, scale, stepUnit);
  let distance = MARK_DISTANCE;
  for (;;) {
    const marks = scale.ticks(Math.max(1, scale.width / distance));
    const write = momentFormatter(marks);
    const widest = context.measureText(write(marks[marks.length - 1] ?? 0)).width + 22;
    const apart = marks.length > 1 ? (marks[1] - marks[0]) / scale.usPerPixel : scale.width;
    if (apart >= widest || marks.length <= 2) return { marks, write };
    distance *= 1.5;
  }
}

/** Marks where steps begin: all of them, or every second, fifth, tenth… as there is room. */
function stepMarks({ bounds, texts }: SceneFacts, scale: TimeScale, unit: Microseconds) {
  const marks = scale.ticks(Math.max(1, scale.width / STEP_DISTANCE)).filter((mark) => mark % unit === 0);
  const write = (mark: Microseconds): string => (mark === 0 ? texts.stepZero : String(mark / unit));
  return { marks: marks.filter((mark) => mark >= bounds.start), write };
}

/** CSS pixels between two marks of steps, about. */
const STEP_DISTANCE = 44;

function markFont(palette: SceneFacts["palette"]): string {
  return `12px ${palette.sans}`;
}

interface Bubble {
  readonly x: number;
  readonly left: number;
  readonly width: number;
  readonly text: string;
}

/** Where the playhead's time stands; null where its line is out of view. */
function bubbleOf(context: CanvasRenderingContext2D, facts: SceneFacts, scale: TimeScale): Bubble | null {
  const x = scale.toX(facts.moment);
  if (x < -1 || x > scale.width + 1) return null;
  const text = playheadText(facts, scale);
  context.font = bubbleFont(facts);
  const width = context.measureText(text).width + 14;
  return { x, width, text, left: Math.min(Math.max(x - width / 2, 1), scale.width - width - 1) };
}

function bubbleFont({ palette }: SceneFacts): string {
  return `600 12px ${palette.sans}`;
}

/** The playhead: a line with its time on the axis. */
export function drawPlayhead(context: CanvasRenderingContext2D, facts: SceneFacts, scale: TimeScale): void {
  const bubble = bubbleOf(context, facts, scale);
  if (bubble === null) return;
  const { palette, height } = facts;
  context.fillStyle = palette.accent;
  context.fillRect(scale.snap(bubble.x) - 0.75, AXIS_HEIGHT - 8, 1.5, height);
  context.beginPath();
  context.roundRect(bubble.left, 4, bubble.width, AXIS_HEIGHT - 9, 4);
  context.fill();
  context.font = bubbleFont(facts);
  context.fillStyle = palette.onAccent;
  context.textBaseline = "middle";
  context.textAlign = "center";
  context.fillText(bubble.text, bubble.left + bubble.width / 2, AXIS_HEIGHT / 2);
  context.textAlign = "left";
}

/** The playhead's time, with one digit more than the axis has. */
function playheadText({ moment, stepUnit, texts }: SceneFacts, scale: TimeScale): string {
  if (stepUnit !== null) {
    const step = Math.round(moment / stepUnit) - 1;
    return step === 0 ? texts.stepZero : texts.afterStep(texts.count(step));
  }
  return formatMoment(moment, (scale.usPerPixel * MARK_DISTANCE) / 10);
}
