/**
 * Where the threads of a race wait for each other. ARRIVED counts who has come; the last to come sets it back, decides whether the race goes on,
 * raises ROUND and wakes sleepers. Everybody else looks at ROUND until it changes: spinning, since who starts within the same few
 * nanoseconds meets most, and asleep after a while, so that a thread that got no core does not keep the others from theirs.
 * Rule: GOES_ON is written before ROUND is raised and read after, so that all decide alike.
 */
import { ARRIVED, BATCHES, GOES_ON, ROUND, SLEEPERS, STOP } from "./race-memory.ts";

/**
 * Looks at ROUND before a thread goes to sleep: some 10 ms. On a busy machine threads have a core at the same time only now and then, for a
 * few milliseconds, and can use that only if they are awake.
 */
const SPINS = 1_000_000;
/** A thread that sleeps looks again after so long, in milliseconds. */
const NAP_MS = 50;

/** Waits for all; begins a batch. False when the race is over. */
export function meetForBatch(words: Int32Array, threads: number, spins: number): boolean {
  meet(words, threads, spins, () => {
    const goesOn = Atomics.load(words, STOP) === 0 ? 1 : 0;
    Atomics.store(words, GOES_ON, goesOn);
    if (goesOn === 1) Atomics.add(words, BATCHES, 1);
  });
  return Atomics.load(words, GOES_ON) === 1;
}

/** Waits for all. */
export function meetAfterBatch(words: Int32Array, threads: number, spins: number): void {
  meet(words, threads, spins, () => undefined);
}

/** How often to look before going to sleep: hardly where others need the core. */
export function spinsFor(atOnce: boolean): number {
  return atOnce ? SPINS : 0;
}

function meet(words: Int32Array, threads: number, spins: number, asLast: () => void): void {
  const round = Atomics.load(words, ROUND);
  if (Atomics.add(words, ARRIVED, 1) === threads - 1) {
    Atomics.store(words, ARRIVED, 0);
    asLast();
    Atomics.add(words, ROUND, 1);
    if (Atomics.load(words, SLEEPERS) > 0) Atomics.notify(words, ROUND);
    return;
  }
  for (let i = 0; i < spins; i++) if (Atomics.load(words, ROUND) !== round) return;
  Atomics.add(words, SLEEPERS, 1);
  while (Atomics.load(words, ROUND) === round) Atomics.wait(words, ROUND, round, NAP_MS);
  Atomics.sub(words, SLEEPERS, 1);
}
