/** How fine a clock is. */
import type { Clock } from "../engine/base/clock.ts";
import type { Microseconds } from "../engine/base/units.ts";

/** Steps that are looked at. */
const STEPS = 20;

/** The smallest step that the clock was seen to take, in microseconds, rounded to a whole one; about 0.1 ms of work. */
export function measureResolutionUs(clock: Clock): Microseconds {
  let smallest = Number.POSITIVE_INFINITY;
  for (let step = 0; step < STEPS; step++) {
    const before = clock.nowMs();
    let now = before;
    while (now === before) now = clock.nowMs();
    smallest = Math.min(smallest, now - before);
  }
  return Math.max(1, Math.round(smallest * 1000));
}
