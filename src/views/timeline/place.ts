/** A place that changes faster than React renders, such as the event that a held key has reached. */
import type { Seq } from "../../engine/base/ids.ts";

export class Place {
  #seq: Seq = -1;

  get seq(): Seq {
    return this.#seq;
  }

  set(seq: Seq): void {
    this.#seq = seq;
  }
}
