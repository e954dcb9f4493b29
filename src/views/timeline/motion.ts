/** A viewport on its way to another. Pure: asked for a moment, it answers where the view is. Method: van Wijk and Nuij's smooth zoom (d3). */
import { easeCubicInOut, easeCubicOut, interpolateZoom } from "d3";
import type { Milliseconds } from "../../engine/base/units.ts";
import { lengthOf } from "./viewport.ts";
import type { Viewport } from "./viewport.ts";

export interface Motion {
  readonly to: Viewport;
  readonly endsMs: Milliseconds;
  at(nowMs: Milliseconds): Viewport;
}

/** How long a key's pan or zoom takes: short enough to follow a held key. */
export const KEY_MS: Milliseconds = 130;
/** How long it takes to go somewhere else altogether. */
export const TRAVEL_MS: Milliseconds = 420;

/** A motion that begins now. */
export function createMotion(from: Viewport, to: Viewport, nowMs: Milliseconds, durationMs: Milliseconds): Motion {
  const travel = interpolateZoom(toView(from), toView(to));
  const ease = durationMs > KEY_MS ? easeCubicInOut : easeCubicOut;
  return {
    to,
    endsMs: nowMs + durationMs,
    at(moment) {
      const part = Math.min(1, Math.max(0, 1 - (nowMs + durationMs - moment) / durationMs));
      return part >= 1 ? to : fromView(travel(ease(part)));
    },
  };
}

function toView(viewport: Viewport): [number, number, number] {
  return [(viewport.start + viewport.end) / 2, 0, lengthOf(viewport)];
}

function fromView([middle, , length]: [number, number, number]): Viewport {
  return { start: middle - length / 2, end: middle + length / 2 };
}
