/**
 * What a real primitive needs from its surroundings: the shared words, who asks, time, sleep, and somebody to tell.
 * Rule: the fast path of a primitive calls none of this but `words` and `thread`, and allocates nothing.
 */
import type { Address, ThreadId, Word } from "../base/ids.ts";
import type { Milliseconds } from "../base/units.ts";

/** Thrown out of a wait when the run is to stop; only the runtime catches it. */
export class StopSignal extends Error {
  override readonly name = "StopSignal";
}

/** Never: the deadline of a wait without a limit. */
export const FOREVER: Milliseconds = Number.POSITIVE_INFINITY;

/** One thread's access to shared memory. */
export interface SyncContext {
  readonly words: Int32Array;
  readonly thread: ThreadId;
  nowMs(): Milliseconds;
  /**
   * Sleeps while `words[at] === expected`, until notified or until `deadlineMs` (on this context's clock).
   * False if the deadline passed. May wake for nothing: callers look again. @throws StopSignal
   */
  park(at: Address, expected: number, deadlineMs: Milliseconds): boolean;
  /** Wakes at most `count` threads that sleep on the word. */
  wake(at: Address, count: number): void;
}

/**
 * Told what happens inside an operation, at the moment that fixes its place in the order.
 * `waits` is called at most once an operation, just before it first sleeps. `did` is called when the operation takes
 * effect: after an acquire succeeded, before a release becomes visible, inside a queue's own mutual exclusion.
 */
export interface Probe {
  waits(op: number, object: Address): void;
  did(op: number, object: Address, value: Word): void;
}

/** Tells nobody. */
export const NO_PROBE: Probe = { waits: () => undefined, did: () => undefined };
