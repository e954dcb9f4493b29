/** A place that changes faster than React renders, such as the event that a held key has reached. */
import type { Seq } from "../../engine/base/ids.ts";
import type { Microseconds } from "../../engine/base/units.ts";

export class Place {
  #seq: Seq = -1;
  #moment: Microseconds = Number.NEGATIVE_INFINITY;

  get seq(): Seq {
    return this.#seq;
  }

  /** Where the playhead's line stands: at the event, or later where a span begins without one. */
  get moment(): Microseconds {
    return this.#moment;
  }

  set(seq: Seq, moment: Microseconds): void {
    if (seq < 0) return this.clear();
    this.#seq = seq;
    this.#moment = moment;
  }

  /** Nowhere, or before the first event. */
  clear(): void {
    this.#seq = -1;
    this.#moment = Number.NEGATIVE_INFINITY;
  }
}
