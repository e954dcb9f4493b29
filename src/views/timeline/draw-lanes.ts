/** Paints lanes: bars by state, boxes with their labels, what is held. Rule: layout decides what there is; this only paints it. */
import { SPAN_STATES, STATE } from "../../engine/trace/index-types.ts";
import type { Lane } from "../../engine/trace/index-types.ts";
import { objectName } from "../../engine/trace/names.ts";
import { eventLabels } from "./event-words.ts";
import { layOutHoldings } from "./holding-picture.ts";
import type { HeldPiece } from "./holding-picture.ts";
import { layOutLane } from "./lane-picture.ts";
import type { Columns, LanePicture, Piece } from "./lane-picture.ts";
import { DEEPEST_ROW } from "./lane-rows.ts";
import type { LaneRow } from "./lane-rows.ts";
import { MOST_LABELS } from "./label-type.ts";
import type { LabelType } from "./label-type.ts";
import { lockColour } from "./lock-colours.ts";
import type { Fills } from "./patterns.ts";
import type { SceneFacts } from "./scene.ts";
import type { TimeScale } from "./time-scale.ts";

const STATES = SPAN_STATES.length;

/** From the bottom of a column to its top: what is done, then what is waited for. */
const STACK = [STATE.RUNNING, STATE.COMPUTING, STATE.READY, STATE.BLOCKED, STATE.WAITING, STATE.SLEEPING] as const;

/** What all lanes of one frame are painted with. */
export interface LanePaint {
  readonly context: CanvasRenderingContext2D;
  readonly facts: SceneFacts;
  readonly scale: TimeScale;
  readonly fills: Fills;
  readonly type: LabelType;
  readonly columnWidth: number;
  /** Labels that may still be written in this frame. */
  labelsLeft: number;
}

export function createLanePaint(paint: Omit<LanePaint, "labelsLeft">): LanePaint {
  return { ...paint, labelsLeft: MOST_LABELS };
}

/** Paints one lane at a row whose coordinates are the canvas's. */
export function drawLane(paint: LanePaint, lane: Lane, row: LaneRow): void {
  const { facts, scale } = paint;
  const picture = layOutLane(facts.trace, lane, scale, paint.columnWidth);
  const colour = facts.palette.thread(lane.thread);
  drawColumns(paint, picture.columns, row, colour);
  drawPieces(paint, picture, row, colour);
  if (paint.labelsLeft > 0) drawLabels(paint, picture, lane, row);
  lane.holdings.slice(0, DEEPEST_ROW).forEach((holdings, depth) => {
    drawHeld(paint, layOutHoldings(facts.trace, holdings, scale), row, depth);
  });
}

/** Waiting and sleeping are drawn thin: the eye is to find those who do something. */
export function barOf(row: LaneRow, state: number): { readonly y: number; readonly height: number } {
  if (state !== STATE.WAITING && state !== STATE.SLEEPING) return { y: row.barTop, height: row.barHeight };
  const height = Math.max(8, Math.round(row.barHeight * 0.5));
  return { y: row.barTop + Math.round((row.barHeight - height) / 2), height };
}

/**
 * One area a state, the whole stack first and what lies at its bottom last, so that each covers what is above it: a handful of
 * fills, however many columns there are.
 */
function drawColumns({ context, fills, scale }: LanePaint, columns: Columns, row: LaneRow, colour: string): void {
  const count = columns.x.length;
  if (count === 0) return;
  const bottom = row.barTop + row.barHeight;
  const heights = new Float32Array(count);
  const layers = STACK.map((state) => {
    let isThere = false;
    for (let at = 0; at < count; at++) {
      const share = columns.share[at * STATES + state];
      if (share > 0) isThere = true;
      heights[at] += share * row.barHeight;
    }
    return { state, isThere, tops: heights.map((height) => scale.snap(bottom - height)) };
  });
  for (const { state, isThere, tops } of layers.reverse()) {
    if (!isThere) continue;
    context.fillStyle = fills.of(state, colour);
    context.beginPath();
    traceArea(context, columns, tops, scale, bottom);
    context.fill();
  }
}

/** The outline of columns up to their tops; columns that touch share one figure, and equal ones a line. */
function traceArea(
  context: CanvasRenderingContext2D,
  { x, end }: Columns,
  tops: Float32Array,
  scale: TimeScale,
  bottom: number,
): void {
  for (let at = 0; at < x.length; at++) {
    const left = scale.snap(x[at]);
    const begins = at === 0 || left > scale.snap(end[at - 1]) + 0.1;
    if (begins) {
      context.moveTo(left, bottom);
      context.lineTo(left, tops[at]);
    } else if (tops[at] !== tops[at - 1]) {
      context.lineTo(left, tops[at - 1]);
      context.lineTo(left, tops[at]);
    }
    const right = scale.snap(end[at]);
    if (at + 1 < x.length && scale.snap(x[at + 1]) <= right + 0.1) continue;
    context.lineTo(right, tops[at]);
    context.lineTo(right, bottom);
    context.closePath();
  }
}

function drawPieces({ context, fills, scale }: LanePaint, { pieces }: LanePicture, row: LaneRow, colour: string): void {
  for (const piece of pieces) {
    const { y, height } = barOf(row, piece.state);
    const x = scale.snap(piece.x);
    const gap = piece.kind === "dense" ? 0 : 1;
    const width = Math.max(1 / scale.ratio, scale.snap(piece.end) - x - gap);
    context.fillStyle = fills.of(piece.state, colour);
    if (width > 8) fillRounded(context, x, y, width, height, 3);
    else context.fillRect(x, y, width, height);
    if (piece.kind === "dense") {
      context.fillStyle = fills.dense;
      context.fillRect(x, y, width, height);
    }
  }
}

function fillRounded(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  width: number,
  height: number,
  radius: number,
): void {
  context.beginPath();
  context.roundRect(x, y, width, height, radius);
  context.fill();
}

/** Left and right of a label in its box; small enough for "write 5" where eight steps are in view. */
const PADDING = 4;

function drawLabels(paint: LanePaint, { pieces }: LanePicture, lane: Lane, row: LaneRow): void {
  const { context, type } = paint;
  context.font = type.font;
  context.textBaseline = "middle";
  context.textAlign = "left";
  for (const piece of pieces) {
    const room = piece.end - piece.x - PADDING * 2;
    if (room < type.size || barOf(row, piece.state).height < type.size) continue;
    const label = type.fit(labelsOf(paint, piece, lane), room);
    if (label === undefined) continue;
    drawLabel(paint, label, piece, row);
    paint.labelsLeft--;
    if (paint.labelsLeft === 0) return;
  }
}

function labelsOf({ facts }: LanePaint, piece: Piece, lane: Lane): readonly string[] {
  const { trace, texts } = facts;
  const state = SPAN_STATES[piece.state];
  if (piece.state === STATE.READY) return [facts.texts.shortStates.ready];
  if (piece.kind === "dense") return [];
  if (piece.first < 0) return [texts.shortStates[state]];
  const seq = lane.events[piece.first];
  const labels = eventLabels(trace, seq, texts);
  const mark = facts.marks.find((one) => one.seq === seq && one.label !== undefined);
  return mark === undefined ? labels : [...labels.slice(0, -1).map((label) => `${label} (${mark.label})`), ...labels];
}

function drawLabel({ context, type, facts }: LanePaint, label: string, piece: Piece, row: LaneRow): void {
  const { palette } = facts;
  const { y, height } = barOf(row, piece.state);
  const x = piece.x + PADDING;
  const middle = y + height / 2 + 0.5;
  const isSolid = piece.state === STATE.RUNNING || piece.state === STATE.COMPUTING;
  if (!isSolid) {
    // Patterns are no ground for text.
    context.fillStyle = palette.panel;
    fillRounded(context, x - 4, middle - type.size / 2 - 2, type.widthOf(label) + 8, type.size + 3, 3);
  }
  context.fillStyle = isSolid ? palette.onThread : palette.ink;
  context.fillText(label, x, middle);
}

function drawHeld(paint: LanePaint, pieces: readonly HeldPiece[], row: LaneRow, depth: number): void {
  const { context, facts, scale } = paint;
  const { trace, palette } = facts;
  const y = row.heldTop + depth * row.heldPitch;
  for (const piece of pieces) {
    const x = scale.snap(piece.x);
    const width = Math.max(1 / scale.ratio, scale.snap(piece.end) - x);
    context.fillStyle = lockColour(palette, trace, piece.object);
    if (width < NARROW || row.heldHeight <= THIN) drawThinHolding(context, x, y, width, row.heldHeight, piece.share);
    else drawWideHolding(paint, piece, x, y, width, row.heldHeight);
  }
}

/** Holdings narrower than this have no frame, lower ones no name; CSS pixels. */
const NARROW = 9;
const THIN = 6;

/** One that is narrow, or a column of many: as high as its part of the time. */
function drawThinHolding(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  width: number,
  height: number,
  share: number,
): void {
  const high = height <= THIN ? height : Math.max(1, Math.round(height * share));
  context.globalAlpha = height <= THIN ? 0.25 + 0.5 * share : 0.5;
  context.fillRect(x, y + height - high, width, high);
  context.globalAlpha = 1;
}

function drawWideHolding(
  paint: LanePaint,
  piece: HeldPiece,
  x: number,
  y: number,
  width: number,
  height: number,
): void {
  const { context, facts, type } = paint;
  context.globalAlpha = 0.16;
  context.fillRect(x, y, width, height);
  context.globalAlpha = 1;
  if (piece.x > 0) context.fillRect(x, y, 3, height);
  context.fillRect(x, y + height - 1.5, width, 1.5);
  const label = type.fit([objectName(facts.trace, piece.object)], width - 12);
  if (label === undefined || paint.labelsLeft-- <= 0) return;
  context.font = type.font;
  context.textBaseline = "middle";
  context.fillStyle = facts.palette.ink;
  context.fillText(label, Math.max(x, 0) + 8, y + height / 2 - 0.5);
}
