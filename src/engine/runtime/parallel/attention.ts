/** How threads call the coordinator: a word that is bumped and notified, and that the coordinator awaits without blocking. */
import { CONTROL } from "../../memory/layout.ts";

/** Asks the coordinator to look soon. */
export function callCoordinator(words: Int32Array): void {
  Atomics.add(words, CONTROL.ATTENTION, 1);
  Atomics.notify(words, CONTROL.ATTENTION);
}
