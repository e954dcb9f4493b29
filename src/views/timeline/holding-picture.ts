/**
 * What is held under a lane, as far as it can be seen: bars of one holding each, or, where they are too narrow, columns with
 * the part of their time in which something was held. Bounded by the plot's width like the lane itself.
 */
import type { ObjectId, Seq } from "../../engine/base/ids.ts";
import type { LaneHoldings } from "../../engine/trace/index-types.ts";
import { holdingAt, holdingEnd, timeHeld } from "../../engine/trace/lanes-sums.ts";
import type { Trace } from "../../engine/trace/trace.ts";
import { SMALLEST_BAR } from "./lane-picture.ts";
import type { PlotX, TimeScale } from "./time-scale.ts";

/** `acquire` is −1 for a column, whose object is the last that was held in it. */
export interface HeldPiece {
  readonly x: PlotX;
  readonly end: PlotX;
  readonly acquire: Seq;
  readonly object: ObjectId;
  /** Part of the time held, 0 to 1. */
  readonly share: number;
}

const COLUMN = 3;

/** The holdings of one depth that are in view. */
export function layOutHoldings(trace: Trace, holdings: LaneHoldings, scale: TimeScale): HeldPiece[] {
  const pieces: HeldPiece[] = [];
  let at = Math.max(0, holdingAt(trace, holdings, scale.viewport.start));
  let x = 0;
  while (at < holdings.count && x < scale.width) {
    const start = Math.max(x, scale.toX(trace.time[holdings.acquire[at]]));
    if (start >= scale.width) break;
    const end = Math.min(scale.width, scale.toX(holdingEnd(trace, holdings, at)));
    if (end - start >= SMALLEST_BAR) {
      const acquire = holdings.acquire[at];
      pieces.push({ x: start, end, acquire, object: trace.object[acquire], share: 1 });
      x = end;
      at++;
    } else if (end > x) {
      x = addColumn(pieces, trace, holdings, scale, start);
      at = Math.max(at + 1, holdingAt(trace, holdings, scale.toTime(x)));
    } else {
      at++;
    }
  }
  return pieces;
}

function addColumn(pieces: HeldPiece[], trace: Trace, holdings: LaneHoldings, scale: TimeScale, start: PlotX): PlotX {
  const raster = COLUMN * scale.usPerPixel;
  const from = Math.floor(scale.toTime(start) / raster) * raster;
  const share = Math.min(1, timeHeld(trace, holdings, from, from + raster) / raster);
  const x = scale.toX(from);
  const end = Math.max(start + 0.5, x + COLUMN);
  const last = holdings.acquire[Math.max(0, holdingAt(trace, holdings, from + raster))];
  if (share > 0) pieces.push({ x: start, end, acquire: -1, object: trace.object[last], share });
  return end;
}
