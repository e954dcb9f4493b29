/** The clock is given to the engine, never taken from the surroundings, so that every run can be replayed. */
import type { Milliseconds } from "./units.ts";

/** A source of time. */
export interface Clock {
  /** Milliseconds with fractions since some fixed moment; never decreases. */
  nowMs(): Milliseconds;
  /** Milliseconds since 1970, for `time.time()`. */
  wallMs(): Milliseconds;
}
