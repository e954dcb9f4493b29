/**
 * What a real primitive needs from its surroundings: the shared words, who asks, time, sleep, and somebody to tell.
 * Rule: the fast path of a primitive calls none of this but `words`, `thread` and `result`, and allocates nothing.
 */
import type { Address, ThreadId, Word } from "../base/ids.ts";
import type { Milliseconds } from "../base/units.ts";

/** Thrown out of a wait when the run is to stop; only the runtime catches it. */
export class StopSignal extends Error {
  override readonly name = "StopSignal";
}

/** Never: the time limit of a wait without a limit. */
export const FOREVER: Milliseconds = Number.POSITIVE_INFINITY;

/** One thread's access to shared memory. */
export interface SyncContext {
  readonly words: Int32Array;
  readonly thread: ThreadId;
  /** The word that the last operation gave beside its status: an item, a depth or a count as a small word. */
  result: Word;
  nowMs(): Milliseconds;
  /**
   * Sleeps while `words[at] === expected`, until notified or until `deadlineMs` (on this context's clock).
   * False if the deadline passed. May wake for nothing: callers look again. @throws StopSignal
   */
  park(at: Address, expected: number, deadlineMs: Milliseconds): boolean;
  /**
   * Called by an operation that found that it has to wait, before it tells so and outside any mutual exclusion: gives up the
   * interpreter lock if the thread has it. The operation then looks again. It may sleep and throw StopSignal.
   */
  beforeWait?: () => void;
  /** Wakes at most `count` threads that sleep on the word. */
  wake(at: Address, count: number): void;
}

/**
 * Told what happens inside an operation, at the moment that fixes its place in the order. It must be quick and must not
 * throw or sleep for long, since it is often called inside a primitive's own mutual exclusion. `object` is the address of
 * the primitive's own words.
 */
export interface Probe {
  /** The operation cannot complete and will sleep: the event `op` (acquire-wait, put-wait…). Once for each object waited for. */
  waits(op: number, object: Address, timed: boolean): void;
  /**
   * The operation will sleep for `object`, but that is no event: `op` (a condition's wait, a barrier's arrive) was told
   * by `did` already. For the thread's published state alone.
   */
  sleeps(op: number, object: Address, timed: boolean): void;
  /** The operation takes effect: after an acquire succeeded, before a release becomes visible, inside a queue's own mutual exclusion. */
  did(op: number, object: Address, value: Word): void;
}

/** Tells nobody. Primitives know it by identity and then skip what only telling needs. */
export const NO_PROBE: Probe = { waits: () => undefined, sleeps: () => undefined, did: () => undefined };

/** The moment at which a wait of `timeoutMs` from now ends. */
export function deadlineAfter(ctx: SyncContext, timeoutMs: Milliseconds): Milliseconds {
  return timeoutMs === FOREVER ? FOREVER : ctx.nowMs() + timeoutMs;
}
