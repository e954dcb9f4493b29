/**
 * What of a lane can be seen: a pure function of index and scale, whose size is bounded by the plot's width.
 *
 *   trace    |r|b|r|b|r|b| running            |blocked     | run |
 *   events    ·   ·   ·    ····· ·      ·      ·            · · ·
 *   picture  [ columns    ][ dense ][ box ][box][ bar       ][box…]
 *
 * A span narrower than SMALLEST_BAR pixels is not drawn by itself: its neighbours and it become columns, each with the share
 * of every state in it. Inside spans in which the thread runs, each event is a box until the next one; where boxes would
 * be narrower than SMALLEST_BOX they run together into one dense piece.
 */
import { SPAN_STATES, STATE } from "../../engine/trace/index-types.ts";
import type { Lane } from "../../engine/trace/index-types.ts";
import type { Microseconds } from "../../engine/base/units.ts";
import { eventAt } from "../../engine/trace/lanes-look-up.ts";
import { lastAtMost } from "../../engine/trace/lanes-search.ts";
import { timeBefore } from "../../engine/trace/lanes-sums.ts";
import type { Trace } from "../../engine/trace/trace.ts";
import type { PlotX, TimeScale } from "./time-scale.ts";

export const SMALLEST_BAR = 2;
const SMALLEST_BOX = 4;

/** A stretch in one state. `first` and `last` are places in `lane.events`: boxes have one event, dense pieces more. */
export interface Piece {
  readonly kind: "box" | "dense" | "bar";
  readonly x: PlotX;
  readonly end: PlotX;
  readonly state: number;
  readonly first: number;
  readonly last: number;
}

/** Columns from `x[i]` to `end[i]`; `share[i * states + state]` adds up to the part of it in which the thread lives. */
export interface Columns {
  readonly x: readonly PlotX[];
  readonly end: readonly PlotX[];
  readonly share: Float32Array;
}

export interface LanePicture {
  readonly pieces: readonly Piece[];
  readonly columns: Columns;
}

const STATES = SPAN_STATES.length;

/** The picture of a lane. @param columnWidth CSS pixels; wider columns cost less */
export function layOutLane(trace: Trace, lane: Lane, scale: TimeScale, columnWidth = 1): LanePicture {
  return new LaneLayout(trace, lane, scale, columnWidth).layOut();
}

class LaneLayout {
  readonly #trace: Trace;
  readonly #lane: Lane;
  readonly #scale: TimeScale;
  readonly #columnWidth: number;
  readonly #pieces: Piece[] = [];
  readonly #columnX: PlotX[] = [];
  readonly #columnEnd: PlotX[] = [];
  readonly #share: number[] = [];
  // Sums at both edges of a column; the right edge of one is the left edge of the next.
  #left = new Float64Array(STATES);
  #right = new Float64Array(STATES);
  #rightSlot = Number.NaN;
  /** Span and event that were found last: the next ones lie near them. */
  #span = -1;
  #event = -1;

  constructor(trace: Trace, lane: Lane, scale: TimeScale, columnWidth: number) {
    this.#trace = trace;
    this.#lane = lane;
    this.#scale = scale;
    this.#columnWidth = columnWidth;
  }

  layOut(): LanePicture {
    const { spans } = this.#lane;
    const to = Math.min(this.#scale.width, this.#scale.toX(this.#lane.end));
    let x = Math.max(0, this.#scale.toX(this.#lane.start));
    while (x < to) {
      const at = lastAtMost(spans.start, spans.count, this.#scale.toTime(x), this.#guess());
      this.#span = at;
      const end = at < 0 ? x : Math.min(to, this.#scale.toX(spans.end[at]));
      if (end - x >= SMALLEST_BAR || (at >= 0 && end >= to && this.#scale.toX(spans.start[at]) <= x - SMALLEST_BAR)) {
        this.#addSpan(at, x, end);
        x = end + 1e-9;
      } else {
        x = this.#addColumn(x, to);
      }
    }
    const columns = { x: this.#columnX, end: this.#columnEnd, share: Float32Array.from(this.#share) };
    return { pieces: this.#pieces, columns };
  }

  /** Columns stand on a raster of trace time, so that they do not flicker when the picture is panned. */
  #addColumn(x: PlotX, to: PlotX): PlotX {
    const { usPerPixel } = this.#scale;
    const raster = this.#columnWidth * usPerPixel;
    const slot = Math.floor(this.#scale.toTime(x + 1e-6) / raster);
    const from = slot * raster;
    this.#sumUp(slot, raster);
    const end = Math.min(to, Math.max(x + 1e-3, this.#scale.toX(from + raster)));
    this.#columnX.push(x);
    this.#columnEnd.push(end);
    for (let state = 0; state < STATES; state++)
      this.#share.push(Math.max(0, this.#right[state] - this.#left[state]) / raster);
    return end;
  }

  #guess(): number | undefined {
    return this.#span < 0 ? undefined : this.#span;
  }

  #sumUp(slot: number, raster: Microseconds): void {
    [this.#left, this.#right] = [this.#right, this.#left];
    if (this.#rightSlot !== slot) timeBefore(this.#lane, slot * raster, this.#left, this.#guess());
    this.#span = timeBefore(this.#lane, (slot + 1) * raster, this.#right, this.#guess());
    this.#rightSlot = slot + 1;
  }

  #addSpan(at: number, x: PlotX, end: PlotX): void {
    const state = this.#lane.spans.state[at];
    if (state === STATE.RUNNING || state === STATE.COMPUTING) return this.#addEvents(at, state, x, end);
    const event = this.#eventAt(this.#lane.spans.start[at]);
    this.#pieces.push({ kind: "bar", x, end, state, first: event, last: event });
  }

  /** Boxes and dense pieces from `x` to `end`, each step to the right by a search: never one step an event. */
  #addEvents(span: number, state: number, x: PlotX, end: PlotX): void {
    const { events } = this.#lane;
    const { time } = this.#trace;
    let at = this.#eventAt(Math.max(this.#lane.spans.start[span], this.#scale.toTime(x)));
    let from = x;
    // Events that the last dense piece had: the next will have about as many.
    let crowd = 0;
    while (from < end) {
      const next = at + 1 < events.length ? this.#scale.toX(time[events[at + 1]]) : Number.POSITIVE_INFINITY;
      const began = at < 0 ? from : Math.max(this.#scale.toX(time[events[at]]), -SMALLEST_BOX);
      if (next - Math.min(began, from) >= SMALLEST_BOX || next >= end) {
        const until = Math.min(end, next);
        this.#pieces.push({ kind: "box", x: from, end: until, state, first: at, last: at });
        from = until;
        at++;
      } else {
        const last = this.#eventAt(this.#scale.toTime(Math.min(end, from + SMALLEST_BOX)), at + crowd);
        crowd = last - at;
        const until = Math.min(end, Math.max(this.#scale.toX(time[events[last]]), from + 0.5));
        from = this.#addDense(state, from, until, at, Math.max(at, last - 1));
        at = Math.max(at + 1, last);
      }
    }
  }

  #eventAt(moment: Microseconds, guess = this.#event < 0 ? undefined : this.#event): number {
    this.#event = eventAt(this.#trace, this.#lane, moment, guess);
    return this.#event;
  }

  #addDense(state: number, x: PlotX, end: PlotX, first: number, last: number): PlotX {
    const before = this.#pieces.at(-1);
    if (before?.kind === "dense" && before.state === state && before.end >= x - 1e-6) {
      this.#pieces[this.#pieces.length - 1] = { ...before, end, last };
    } else {
      this.#pieces.push({ kind: "dense", x, end, state, first, last });
    }
    return end;
  }
}
