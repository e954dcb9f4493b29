/**
 * What is held under a lane, as far as it can be seen: bars of one holding each, or, where they are too narrow, columns with
 * the part of their time in which something was held. Bounded by the plot's width like the lane itself.
 */
import type { ObjectId, Seq } from "../../engine/base/ids.ts";
import type { LaneHoldings } from "../../engine/trace/index-types.ts";
import { heldBefore, holdingAt, holdingEnd } from "../../engine/trace/lanes-sums.ts";
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
  return new HoldingLayout(trace, holdings, scale).layOut();
}

class HoldingLayout {
  readonly #trace: Trace;
  readonly #holdings: LaneHoldings;
  readonly #scale: TimeScale;
  readonly #pieces: HeldPiece[] = [];
  /** The last column's right edge: which holding lies there, and what was held before it. */
  #edgeSlot = Number.NaN;
  #edgeAt = -1;
  #edgeHeld = 0;

  constructor(trace: Trace, holdings: LaneHoldings, scale: TimeScale) {
    this.#trace = trace;
    this.#holdings = holdings;
    this.#scale = scale;
  }

  layOut(): HeldPiece[] {
    const { count, acquire } = this.#holdings;
    const { width } = this.#scale;
    let at = Math.max(0, holdingAt(this.#trace, this.#holdings, this.#scale.viewport.start));
    let x = 0;
    while (at < count && x < width) {
      const start = Math.max(x, this.#scale.toX(this.#trace.time[acquire[at]]));
      if (start >= width) break;
      const end = Math.min(width, this.#scale.toX(holdingEnd(this.#trace, this.#holdings, at)));
      if (end - start >= SMALLEST_BAR) {
        this.#pieces.push({ x: start, end, acquire: acquire[at], object: this.#trace.object[acquire[at]], share: 1 });
        x = end;
        at++;
      } else if (end > x) {
        x = this.#addColumn(start, at);
        // The holding at the column's edge may go on beyond it.
        at = Math.max(at + 1, this.#edgeAt);
      } else {
        at++;
      }
    }
    return this.#pieces;
  }

  /** Columns stand on a raster of trace time, as those of the lane do. */
  #addColumn(start: PlotX, guess: number): PlotX {
    const raster = COLUMN * this.#scale.usPerPixel;
    const slot = Math.floor(this.#scale.toTime(start) / raster);
    if (this.#edgeSlot !== slot) this.#sumUp(slot, raster, guess);
    const before = this.#edgeHeld;
    this.#sumUp(slot + 1, raster, this.#edgeAt);
    const share = Math.min(1, (this.#edgeHeld - before) / raster);
    const end = Math.max(start + 0.5, this.#scale.toX((slot + 1) * raster));
    const object = this.#trace.object[this.#holdings.acquire[Math.max(0, this.#edgeAt)]];
    if (share > 0) this.#pieces.push({ x: start, end, acquire: -1, object, share });
    return end;
  }

  #sumUp(slot: number, raster: number, guess: number): void {
    const moment = slot * raster;
    this.#edgeSlot = slot;
    this.#edgeAt = holdingAt(this.#trace, this.#holdings, moment, guess);
    this.#edgeHeld = heldBefore(this.#trace, this.#holdings, this.#edgeAt, moment);
  }
}
