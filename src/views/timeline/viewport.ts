/**
 * The stretch of time that is in view, and how it moves. Pure; microseconds throughout.
 * Rule: a viewport never leaves the bounds and never becomes shorter than SHORTEST_US, whatever it is asked for.
 */
import type { Microseconds } from "../../engine/base/units.ts";

export interface Viewport {
  readonly start: Microseconds;
  readonly end: Microseconds;
}

/** The closest look: a tenth of a microsecond across the screen. */
export const SHORTEST_US: Microseconds = 0.1;

/** Part of a run that is left free on either side, so that the first and the last event can be seen and reached. */
const MARGIN = 0.015;

/** Everything there is to see of a run from `start` to `end`. */
export function boundsOf(start: Microseconds, end: Microseconds): Viewport {
  const length = Math.max(end - start, SHORTEST_US * 10);
  return { start: start - length * MARGIN, end: start + length * (1 + MARGIN) };
}

export function lengthOf({ start, end }: Viewport): Microseconds {
  return end - start;
}

/** The nearest viewport that keeps the rule. */
export function clampViewport(wanted: Viewport, bounds: Viewport): Viewport {
  const longest = lengthOf(bounds);
  if (!(lengthOf(wanted) < longest)) return bounds;
  const length = Math.max(SHORTEST_US, lengthOf(wanted));
  const middle = (wanted.start + wanted.end) / 2;
  const start = Math.min(bounds.end - length, Math.max(bounds.start, middle - length / 2));
  return { start, end: start + length };
}

/** Moves by a part of what is in view: −0.5 is half a screen back. */
export function panBy(viewport: Viewport, part: number, bounds: Viewport): Viewport {
  const by = lengthOf(viewport) * part;
  return clampViewport({ start: viewport.start + by, end: viewport.end + by }, bounds);
}

/** Zooms so that `moment` stays where it is; a factor above 1 looks closer. */
export function zoomAt(viewport: Viewport, factor: number, moment: Microseconds, bounds: Viewport): Viewport {
  const length = Math.min(lengthOf(bounds), Math.max(SHORTEST_US, lengthOf(viewport) / factor));
  const part = (moment - viewport.start) / lengthOf(viewport);
  const start = moment - part * length;
  return clampViewport({ start, end: start + length }, bounds);
}

/** Moves just so far that `moment` is in view, with some room around it. */
export function revealMoment(viewport: Viewport, moment: Microseconds, bounds: Viewport): Viewport {
  const room = lengthOf(viewport) * 0.12;
  if (moment >= viewport.start + room && moment <= viewport.end - room) return viewport;
  const by = moment < viewport.start + room ? moment - room * 2 - viewport.start : moment + room * 2 - viewport.end;
  return clampViewport({ start: viewport.start + by, end: viewport.end + by }, bounds);
}

/** A stretch with a tenth of its length around it. */
export function around(start: Microseconds, end: Microseconds, bounds: Viewport): Viewport {
  const room = Math.max((end - start) * 0.1, SHORTEST_US);
  return clampViewport({ start: start - room, end: end + room }, bounds);
}

export function isSameViewport(a: Viewport, b: Viewport): boolean {
  return a.start === b.start && a.end === b.end;
}
