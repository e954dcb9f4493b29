/**
 * The one place where the timeline's spaces meet: trace time (µs), CSS pixels of the plot, device pixels of the canvas.
 * Rule: whoever holds a number says in its name or its type which space it is of; only this scale converts.
 */
import { scaleLinear } from "d3";
import type { Microseconds } from "../../engine/base/units.ts";
import type { Viewport } from "./viewport.ts";

/** CSS pixels from the plot's left edge. */
export type PlotX = number;

export interface TimeScale {
  readonly viewport: Viewport;
  /** CSS pixels. */
  readonly width: number;
  readonly usPerPixel: number;
  /** CSS pixel → device pixel. */
  readonly ratio: number;
  toX(moment: Microseconds): PlotX;
  toTime(x: PlotX): Microseconds;
  /** The nearest edge of a device pixel, so that rectangles meet without a blur. */
  snap(x: PlotX): PlotX;
  /** Round moments, about `count` of them. */
  ticks(count: number): readonly Microseconds[];
}

/** A scale for a plot of `width` CSS pixels. */
export function createTimeScale(viewport: Viewport, width: number, ratio = 1): TimeScale {
  const { start, end } = viewport;
  const pixelsPerUs = width / (end - start);
  return {
    viewport,
    width,
    ratio,
    usPerPixel: (end - start) / width,
    toX: (moment) => (moment - start) * pixelsPerUs,
    toTime: (x) => start + x / pixelsPerUs,
    snap: (x) => Math.round(x * ratio) / ratio,
    ticks: (count) => scaleLinear().domain([start, end]).ticks(count),
  };
}
