/**
 * `SyncContext` of a real thread: sleeps in `Atomics.wait`.
 *
 * Protocol: before it sleeps a thread publishes in its block what it sleeps for (THREAD.PARKED_FOR) and where (PARKED_AT), then
 * looks at the stop word, then sleeps; afterwards it clears PARKED_AT and looks again. Who stops the run sets the stop word
 * first and then notifies each published address. A thread between its look and its sleep would miss that one notification, so
 * whoever stops the run calls `wakeForStop` again every few milliseconds until all have ended.
 */
import type { Address, ThreadId } from "../base/ids.ts";
import type { Clock } from "../base/clock.ts";
import type { Milliseconds } from "../base/units.ts";
import { CONTROL, MAX_THREADS, THREAD, threadBlock } from "../memory/layout.ts";
import { FOREVER, StopSignal, type SyncContext } from "./context.ts";
import { TURNSTILE } from "./turnstile.ts";

/** What a thread's context is made of. */
export interface ThreadContextOptions {
  /** Words of the run on a SharedArrayBuffer. */
  readonly words: Int32Array;
  readonly thread: ThreadId;
  readonly clock: Clock;
  /** Word that is not 0 once the run is to stop. */
  readonly stopAt?: Address;
}

/** A context for the thread that calls it; only that thread may use it. */
export function createSyncContext(options: ThreadContextOptions): SyncContext {
  return new ThreadContext(options);
}

/**
 * Sets the stop word and wakes every thread that sleeps in a context's `park`, once. Call it again until all have ended.
 * @param threads how many thread blocks to look at.
 */
export function wakeForStop(words: Int32Array, threads: number = MAX_THREADS, stopAt: Address = CONTROL.STOP): void {
  Atomics.store(words, stopAt, 1);
  for (let thread = 0; thread < threads; thread++) {
    const at = Atomics.load(words, threadBlock(thread) + THREAD.PARKED_AT);
    if (at !== 0) Atomics.notify(words, at);
  }
}

/**
 * Whether the thread sleeps in a wait that nobody has ended yet, for the deadlock watch. A thread that was woken and has not
 * been given a processor yet does not count as asleep. That the word it sleeps on has changed is no sign: others may have been
 * woken in its place. At a turnstile it is a claim that nobody has followed yet; for a lock, that the lock is free;
 * for a grant or an end, that it came.
 */
export function isAsleep(words: Int32Array, thread: ThreadId): boolean {
  const block = threadBlock(thread);
  const at = Atomics.load(words, block + THREAD.PARKED_AT);
  if (at === 0) return false;
  const turnstile = Atomics.load(words, block + THREAD.TURNSTILE);
  if (turnstile !== 0) return Atomics.load(words, turnstile + TURNSTILE.CLAIMED) === 0;
  const waitsForRelease = Atomics.load(words, block + THREAD.PARKED_FOR) !== 0;
  return (Atomics.load(words, at) !== 0) === waitsForRelease;
}

class ThreadContext implements SyncContext {
  readonly words: Int32Array;
  readonly thread: ThreadId;
  result = 0;
  beforeWait?: () => void;
  readonly #clock: Clock;
  readonly #stopAt: Address;
  readonly #parkedAt: Address;
  readonly #parkedFor: Address;

  constructor(options: ThreadContextOptions) {
    this.words = options.words;
    this.thread = options.thread;
    this.#clock = options.clock;
    this.#stopAt = options.stopAt ?? CONTROL.STOP;
    this.#parkedAt = threadBlock(options.thread) + THREAD.PARKED_AT;
    this.#parkedFor = threadBlock(options.thread) + THREAD.PARKED_FOR;
  }

  nowMs(): Milliseconds {
    return this.#clock.nowMs();
  }

  park(at: Address, expected: number, deadlineMs: Milliseconds): boolean {
    const words = this.words;
    Atomics.store(words, this.#parkedFor, expected);
    Atomics.store(words, this.#parkedAt, at);
    let inTime = true;
    if (Atomics.load(words, this.#stopAt) === 0) {
      if (deadlineMs === FOREVER) Atomics.wait(words, at, expected);
      else inTime = this.#sleepUntil(at, expected, deadlineMs);
    }
    Atomics.store(words, this.#parkedAt, 0);
    if (Atomics.load(words, this.#stopAt) !== 0) throw new StopSignal("the run is to stop");
    return inTime;
  }

  wake(at: Address, count: number): void {
    Atomics.notify(this.words, at, count);
  }

  /** The system's timer may be early by the clock's own grain: then it sleeps the rest. */
  #sleepUntil(at: Address, expected: number, deadlineMs: Milliseconds): boolean {
    for (;;) {
      const leftMs = deadlineMs - this.#clock.nowMs();
      if (leftMs <= 0) return false;
      if (Atomics.wait(this.words, at, expected, leftMs) !== "timed-out") return true;
    }
  }
}
