/** Between events and steps of a stepped run. Pure; `lastSeq` holds, by number of steps done, the last event then. */
import type { Seq } from "../../engine/base/ids.ts";

/** How many steps are done once an event has happened: its own step is. */
export function stepOfEvent(lastSeq: Int32Array, seq: Seq): number {
  let low = 0;
  let high = lastSeq.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (lastSeq[middle] < seq) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The events of a step (from 1), or of the set-up (0): the first, and the one behind the last. */
export function eventsOfStep(lastSeq: Int32Array, step: number): { readonly from: Seq; readonly to: Seq } {
  return { from: step === 0 ? 0 : lastSeq[step - 1] + 1, to: lastSeq[step] + 1 };
}
