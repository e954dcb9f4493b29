/**
 * Paints the whole run in small. Up to MOST_ROWS lanes have a row each: colour for who runs, height for how dense the
 * events are. More lanes share one band: which part of them runs, is blocked, waits. Painted once a trace and size.
 */
import { SPAN_STATES, STATE } from "../../engine/trace/index-types.ts";
import type { Lane } from "../../engine/trace/index-types.ts";
import { countEvents } from "../../engine/trace/lanes-look-up.ts";
import { addTimeInStates } from "../../engine/trace/lanes-sums.ts";
import type { Fills } from "./patterns.ts";
import type { SceneFacts } from "./scene.ts";
import type { Surface } from "./surface.ts";
import { createTimeScale } from "./time-scale.ts";

const MOST_ROWS = 10;
/** CSS pixels from one column to the next, and of the column itself. */
const STEP = 3;
const COLUMN = 2;
const EDGE = 5;

/** Paints the minimap on its surface. */
export function drawMinimap({ context, width, height, ratio }: Surface, facts: SceneFacts, fills: Fills): void {
  const { palette, index, bounds } = facts;
  context.fillStyle = palette.paper;
  context.fillRect(0, 0, width, height);
  const scale = createTimeScale(bounds, width, ratio);
  const room = height - EDGE * 2;
  fills.moveTo(0);
  if (index.lanes.length <= MOST_ROWS) {
    const pitch = room / Math.max(1, index.lanes.length);
    index.lanes.forEach((lane, at) =>
      drawRow(context, facts, fills, lane, columnsOf(facts, lane, width), EDGE + at * pitch, pitch),
    );
  } else {
    drawBand(context, facts, scale.usPerPixel, width, EDGE, room);
  }
}

interface Column {
  readonly x: number;
  readonly share: Float64Array;
  readonly events: number;
}

function columnsOf({ trace, bounds }: SceneFacts, lane: Lane, width: number): Column[] {
  const usPerStep = ((bounds.end - bounds.start) / width) * STEP;
  const columns: Column[] = [];
  for (let x = 0; x < width; x += STEP) {
    const from = bounds.start + (x / STEP) * usPerStep;
    const share = new Float64Array(SPAN_STATES.length);
    addTimeInStates(lane, from, from + usPerStep, share);
    columns.push({
      x,
      share: share.map((time) => time / usPerStep),
      events: countEvents(trace, lane, from, from + usPerStep),
    });
  }
  return columns;
}

function drawRow(
  context: CanvasRenderingContext2D,
  { palette }: SceneFacts,
  fills: Fills,
  lane: Lane,
  columns: readonly Column[],
  top: number,
  pitch: number,
): void {
  const most = Math.max(1, ...columns.map(({ events }) => events));
  const colour = palette.thread(lane.thread);
  const room = Math.max(1, pitch - (pitch > 4 ? 2 : 0.5));
  const bottom = top + room;
  for (const { x, share, events } of columns) {
    const runs = share[STATE.RUNNING] + share[STATE.COMPUTING];
    const waits = share[STATE.BLOCKED] + share[STATE.WAITING] + share[STATE.SLEEPING] + share[STATE.READY];
    if (waits > 0.02) {
      context.globalAlpha = 0.85 * Math.min(1, waits);
      context.fillStyle = fills.of(heaviest(share), colour);
      const height = Math.max(1.5, room * 0.34);
      context.fillRect(x, bottom - height, STEP, height);
    }
    if (runs > 0 || events > 0) {
      context.globalAlpha = 0.6;
      context.fillStyle = colour;
      const height = Math.max(1.5, room * (0.4 + 0.6 * Math.sqrt(events / most)) * Math.max(0.35, Math.min(1, runs)));
      context.fillRect(x, bottom - height, COLUMN, height);
    }
  }
  context.globalAlpha = 1;
}

function heaviest(share: Float64Array): number {
  const waits = [STATE.BLOCKED, STATE.WAITING, STATE.SLEEPING, STATE.READY];
  return waits.reduce((best, state) => (share[state] > share[best] ? state : best), STATE.BLOCKED as number);
}

/** How many of the lanes run, are blocked, wait…, one upon the other. */
function drawBand(
  context: CanvasRenderingContext2D,
  facts: SceneFacts,
  usPerPixel: number,
  width: number,
  top: number,
  room: number,
): void {
  const { index, bounds, palette } = facts;
  const share = new Float64Array(SPAN_STATES.length);
  const perLane = room / (index.lanes.length * usPerPixel * STEP);
  for (let x = 0; x < width; x += STEP) {
    const from = bounds.start + x * usPerPixel;
    share.fill(0);
    const sums = new Float64Array(SPAN_STATES.length);
    for (const lane of index.lanes) {
      sums.fill(0);
      addTimeInStates(lane, from, from + usPerPixel * STEP, sums);
      sums.forEach((time, state) => (share[state] += time));
    }
    const parts: readonly [string, number][] = [
      [palette.accent, share[STATE.RUNNING] + share[STATE.COMPUTING]],
      [palette.bad, share[STATE.BLOCKED]],
      [palette.wait, share[STATE.WAITING]],
      [palette.line, share[STATE.SLEEPING] + share[STATE.READY]],
    ];
    let bottom = top + room;
    context.globalAlpha = 0.65;
    for (const [colour, time] of parts) {
      const height = time * perLane;
      context.fillStyle = colour;
      context.fillRect(x, bottom - height, COLUMN, height);
      bottom -= height;
    }
  }
  context.globalAlpha = 1;
}
