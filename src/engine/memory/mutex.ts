/**
 * Short mutual exclusion on one word of shared memory, for the inside of lists, dicts, queues and the like.
 *
 * Protocol: 0 free, 1 held, 2 held and somebody may sleep on the word. Who enters swaps 0 for 1; who finds it held swaps in
 * 2 and sleeps while it stays 2, and enters with 2, since others may sleep beside it. Who leaves swaps in 0 and
 * wakes one sleeper if it found 2, so an uncontended pair is two atomic operations and no call to the system.
 * Rule: what is done inside is short, never sleeps and never throws out, so a sleep here needs neither deadline nor stop.
 * Not promised: fairness, and that the same thread may enter twice (it would sleep for ever).
 */
import type { Address } from "../base/ids.ts";

const FREE = 0;
const HELD = 1;
const SLEEPERS = 2;

/** Looks before the first sleep. A section inside is shorter than the 40 µs that a sleep and a wake-up cost. */
const SPINS = 40;

/** Enters; sleeps while another thread is inside. */
export function enterMutex(words: Int32Array, at: Address): void {
  if (Atomics.compareExchange(words, at, FREE, HELD) !== FREE) enterSlowly(words, at);
}

/** Leaves, and wakes one sleeper if there may be one. Only who is inside may call it. */
export function leaveMutex(words: Int32Array, at: Address): void {
  if (Atomics.exchange(words, at, FREE) === SLEEPERS) Atomics.notify(words, at, 1);
}

function enterSlowly(words: Int32Array, at: Address): void {
  for (let spin = 0; spin < SPINS; spin++) {
    if (Atomics.load(words, at) === FREE && Atomics.compareExchange(words, at, FREE, HELD) === FREE) return;
  }
  while (Atomics.exchange(words, at, SLEEPERS) !== FREE) Atomics.wait(words, at, SLEEPERS);
}
