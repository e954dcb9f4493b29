/** The clock of tests that run real threads in Node. */
import type { Clock } from "../base/clock.ts";

/** Process-wide monotonic time, the same in every worker thread. */
export const monotonicClock: Clock = {
  nowMs: () => Number(process.hrtime.bigint()) / 1e6,
  wallMs: () => Date.now(),
};
