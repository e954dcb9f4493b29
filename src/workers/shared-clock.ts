/**
 * One clock for all workers of a page. Each worker's `performance.now` counts from its own start; `timeOrigin` says when that was, on
 * the browser's one monotonic clock, so that the sum is comparable between workers to within the clock's resolution.
 */
import type { Clock } from "../engine/base/clock.ts";

/** Read once: that costs as much as the time itself. */
const ORIGIN_MS = performance.timeOrigin;

export const sharedClock: Clock = {
  nowMs: () => ORIGIN_MS + performance.now(),
  wallMs: () => Date.now(),
};
