/**
 * Where threads sleep for a condition of a primitive that has a mutex of its own. Three words, written only inside that mutex:
 * TURN changes with every announcement and is what sleepers sleep on; SLEEPERS counts who sleeps or is on the way to or
 * from sleep; CLAIMED counts wake-ups given to sleepers that have not come back yet.
 *
 * Why no wake-up is lost: a sleeper reads TURN inside the mutex, so an announcement made after it let go finds TURN
 * changed. Why none is wasted: an announcement wakes only sleepers that no earlier one has claimed, so a burst of
 * announcements makes one call to the system. CLAIMED is never more than the sleepers that are awake or being woken.
 * A sleeper that is stopped announces in its place. Rule: who comes back looks at the condition again before anything else.
 * Where a thread sleeps is published in THREAD.TURNSTILE of its block, for the deadlock watch.
 * Not promised: that the longest sleeper is woken first.
 */
import type { Address } from "../base/ids.ts";
import type { Milliseconds } from "../base/units.ts";
import { THREAD, threadBlock } from "../memory/layout.ts";
import { enterMutex, leaveMutex } from "../memory/mutex.ts";
import type { SyncContext } from "./context.ts";

/** Offsets in a turnstile's words. */
export const TURNSTILE = { TURN: 0, SLEEPERS: 1, CLAIMED: 2 } as const;
export const TURNSTILE_WORDS = 3;

/** All sleepers. */
export const ALL = 0x7fffffff;

/**
 * Leaves the mutex, sleeps, and enters it again. False if the deadline passed; the condition may hold all the same.
 * @throws StopSignal with the mutex left and the sleeper signed off.
 */
export function sleepAt(ctx: SyncContext, mutex: Address, at: Address, deadlineMs: Milliseconds): boolean {
  const words = ctx.words;
  const turn = words[at];
  words[at + TURNSTILE.SLEEPERS]++;
  leaveMutex(words, mutex);
  const published = threadBlock(ctx.thread) + THREAD.TURNSTILE;
  Atomics.store(words, published, at);
  let inTime: boolean;
  try {
    inTime = ctx.park(at, turn, deadlineMs);
  } catch (signal) {
    Atomics.store(words, published, 0);
    enterMutex(words, mutex);
    signOff(words, at);
    const woken = announce(words, at, 1);
    leaveMutex(words, mutex);
    if (woken > 0) ctx.wake(at, woken);
    throw signal;
  }
  Atomics.store(words, published, 0);
  enterMutex(words, mutex);
  signOff(words, at);
  return inTime;
}

/**
 * Leaves the mutex, gives up an interpreter lock, and enters it again; called before a wait is told. As in CPython the thread lets
 * others run before it blocks, so what it waits for may be there when it is back: whoever calls looks again.
 * @throws StopSignal with the mutex left.
 */
export function stepAside(ctx: SyncContext, mutex: Address): void {
  if (ctx.beforeWait === undefined) return;
  leaveMutex(ctx.words, mutex);
  ctx.beforeWait();
  enterMutex(ctx.words, mutex);
}

/**
 * Claims at most `count` sleepers; called inside the mutex. The caller wakes as many (`ctx.wake(at, n)`) once it has left the
 * mutex, so that they do not run into it.
 */
export function announce(words: Int32Array, at: Address, count: number): number {
  const unclaimed = words[at + TURNSTILE.SLEEPERS] - words[at + TURNSTILE.CLAIMED];
  if (unclaimed <= 0) return 0;
  const claims = unclaimed < count ? unclaimed : count;
  words[at] = (words[at] + 1) | 0;
  words[at + TURNSTILE.CLAIMED] += claims;
  return claims;
}

/** Threads that wait here; stale as soon as it is said. */
export function countSleepers(words: Int32Array, at: Address): number {
  return Atomics.load(words, at + TURNSTILE.SLEEPERS);
}

function signOff(words: Int32Array, at: Address): void {
  words[at + TURNSTILE.SLEEPERS]--;
  if (words[at + TURNSTILE.CLAIMED] > 0) words[at + TURNSTILE.CLAIMED]--;
}
