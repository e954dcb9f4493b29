/** What is told of a real run whose order is to become a schedule (page API, `pin`). Types only, like `contract.ts`. */
import type { Seq } from "../engine/base/ids.ts";

export interface PinResult {
  /** The schedule that does what the run did; null where none does, or none was found in time. */
  readonly schedule: string | null;
  /** Whether some single order of steps does what the run did; undecided where that took too long. */
  readonly explained: boolean | "undecided";
  /** Of a run that no order explains: the smallest part that shows it. Empty else. */
  readonly part: readonly Seq[];
}

/** Turns the last real run into a schedule. */
export interface PinningLaboratory {
  /** @throws Error where nothing was recorded on real threads yet */
  pin(): Promise<PinResult>;
}
