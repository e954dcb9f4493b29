/**
 * Where lanes lie above one another. Pure; CSS pixels from the top of the first lane.
 *
 *   top ─────────────────────────────
 *        barTop ┌──────┐ barHeight      what the thread does
 *               └──────┘
 *        heldTop ====== heldHeight      what it holds, one row a depth
 *   top + height ────────────────────
 *
 * Rule: all lanes are equally high; what does not fit in the plot is scrolled to.
 */
import type { Lane } from "../../engine/trace/index-types.ts";

export interface LaneRow {
  readonly top: number;
  readonly height: number;
  readonly barTop: number;
  readonly barHeight: number;
  readonly heldTop: number;
  /** Of one depth, gap included. */
  readonly heldPitch: number;
  readonly heldHeight: number;
}

export interface LaneRows {
  readonly rows: readonly LaneRow[];
  readonly height: number;
  /** Whether a second line of text and names of what is held fit. */
  readonly roomy: boolean;
}

const LOWEST = 24;
const HIGHEST = 136;
const LOWEST_BAR = 12;
const HIGHEST_BAR = 44;
/** Depths that get a row of their own; deeper ones share the last. */
export const DEEPEST_ROW = 3;

/** Lays the lanes out in a plot that is `available` pixels high, each at least `least` pixels high. */
export function layOutLanes(lanes: readonly Pick<Lane, "holdings">[], available: number, least = 0): LaneRows {
  const depths = Math.min(DEEPEST_ROW, Math.max(0, ...lanes.map((lane) => lane.holdings.length)));
  const lowest = Math.max(least, LOWEST + depths * 5);
  const pitch = Math.floor(Math.min(HIGHEST + depths * 8, Math.max(lowest, available / Math.max(1, lanes.length))));
  const roomy = pitch >= 52 + depths * 16;
  const heldHeight = roomy ? 14 : 3;
  const heldPitch = heldHeight + 2;
  const heldRoom = depths === 0 ? 0 : depths * heldPitch + 3;
  const barHeight = Math.round(Math.min(HIGHEST_BAR, Math.max(LOWEST_BAR, (pitch - heldRoom) * (roomy ? 0.46 : 0.64))));
  const barTop = Math.max(3, Math.round((pitch - heldRoom - barHeight) / 2));
  const rows = lanes.map((_, at) => {
    const top = at * pitch;
    return {
      top,
      height: pitch,
      barTop: top + barTop,
      barHeight,
      heldTop: top + barTop + barHeight + 4,
      heldPitch,
      heldHeight,
    };
  });
  return { rows, height: pitch * lanes.length, roomy };
}

/** Index of the lane at a height; −1 outside. */
export function laneAt({ rows }: LaneRows, y: number): number {
  if (rows.length === 0 || y < 0) return -1;
  const at = Math.floor(y / rows[0].height);
  return at < rows.length ? at : -1;
}
