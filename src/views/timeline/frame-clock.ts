/** The moments at which the timeline may draw. Rule: nothing in this folder asks the browser for a frame or for the time but here. */
import type { Milliseconds } from "../../engine/base/units.ts";

export interface FrameClock {
  now(): Milliseconds;
  /** Calls back before the next frame; the answer takes the wish back. */
  request(frame: () => void): () => void;
}

/** The browser's frames; in a hidden tab, where there are none, a timer stands in so that `whenDrawn` ends there too. */
export const browserFrames: FrameClock = {
  now: () => performance.now(),
  request(frame) {
    if (document.visibilityState === "hidden") {
      const timer = setTimeout(frame, 0);
      return () => clearTimeout(timer);
    }
    const wish = requestAnimationFrame(frame);
    return () => cancelAnimationFrame(wish);
  },
};
