/**
 * Python's `threading.Semaphore` and `BoundedSemaphore`.
 *
 * Protocol: MUTEX guards PERMITS and the turnstile; events are numbered inside it, so `value`, the permits left, is exact.
 * A release announces as many sleepers as it gives permits. BOUND is −1, or the number of permits that a release may not exceed.
 * INITIAL is what it was made with, for who reads a run that ended.
 * Not promised: fairness. Any thread may release.
 */
import type { Address } from "../base/ids.ts";
import type { Milliseconds } from "../base/units.ts";
import { enterMutex, leaveMutex } from "../memory/mutex.ts";
import { toSmallWord } from "../memory/words.ts";
import { STATUS, type Status } from "../program/operation.ts";
import { OP } from "../trace/ops.ts";
import { deadlineAfter, FOREVER, NO_PROBE, type Probe, type SyncContext } from "./context.ts";
import { announce, countSleepers, sleepAt, stepAside } from "./turnstile.ts";

/** Offsets in a semaphore's words. */
export const SEMAPHORE = { MUTEX: 0, PERMITS: 1, BOUND: 2, FREED: 3, INITIAL: 6 } as const;
export const SEMAPHORE_WORDS = 7;

/** Makes a semaphore with `permits` (0 or more); a bounded one refuses releases beyond that number. */
export function initSemaphore(words: Int32Array, at: Address, permits: number, bounded: boolean): void {
  for (let i = 0; i < SEMAPHORE_WORDS; i++) Atomics.store(words, at + i, 0);
  Atomics.store(words, at + SEMAPHORE.PERMITS, permits);
  Atomics.store(words, at + SEMAPHORE.BOUND, bounded ? permits : -1);
  Atomics.store(words, at + SEMAPHORE.INITIAL, permits);
}

/**
 * Takes a permit; `timeoutMs` 0 tries once.
 * @returns OK, REFUSED or TIMED_OUT; `ctx.result` is what is left, as a small word. @throws StopSignal while it waits.
 */
export function acquireSemaphore(
  ctx: SyncContext,
  at: Address,
  timeoutMs: Milliseconds = FOREVER,
  probe: Probe = NO_PROBE,
): Status {
  const words = ctx.words;
  enterMutex(words, at);
  if (words[at + SEMAPHORE.PERMITS] === 0) {
    const status = waitForPermit(ctx, at, timeoutMs, probe);
    if (status !== STATUS.OK) {
      leaveMutex(words, at);
      return status;
    }
  }
  const left = words[at + SEMAPHORE.PERMITS] - 1;
  words[at + SEMAPHORE.PERMITS] = left;
  ctx.result = toSmallWord(left);
  probe.did(OP.acquire, at, ctx.result);
  leaveMutex(words, at);
  return STATUS.OK;
}

/**
 * Gives `count` (1 or more) permits back.
 * @returns OK, or TOO_MANY and nothing given; `ctx.result` is what there is now, as a small word.
 */
export function releaseSemaphore(ctx: SyncContext, at: Address, count = 1, probe: Probe = NO_PROBE): Status {
  const words = ctx.words;
  enterMutex(words, at);
  const permits = words[at + SEMAPHORE.PERMITS] + count;
  const bound = words[at + SEMAPHORE.BOUND];
  if (bound >= 0 && permits > bound) {
    leaveMutex(words, at);
    return STATUS.TOO_MANY;
  }
  words[at + SEMAPHORE.PERMITS] = permits;
  ctx.result = toSmallWord(permits);
  probe.did(OP.release, at, ctx.result);
  const woken = announce(words, at + SEMAPHORE.FREED, count);
  leaveMutex(words, at);
  if (woken > 0) ctx.wake(at + SEMAPHORE.FREED, woken);
  return STATUS.OK;
}

/** What a semaphore looks like from outside. */
export interface SemaphoreSight {
  readonly permits: number;
  /** −1 no bound. */
  readonly bound: number;
  readonly waiters: number;
}

/** Reads a semaphore for the inspector and the deadlock watch; the parts are not of one moment. */
export function describeSemaphore(words: Int32Array, at: Address): SemaphoreSight {
  return {
    permits: Atomics.load(words, at + SEMAPHORE.PERMITS),
    bound: Atomics.load(words, at + SEMAPHORE.BOUND),
    waiters: countSleepers(words, at + SEMAPHORE.FREED),
  };
}

/** Inside the mutex, before and after. */
function waitForPermit(ctx: SyncContext, at: Address, timeoutMs: Milliseconds, probe: Probe): Status {
  const words = ctx.words;
  if (timeoutMs <= 0) {
    probe.did(OP.refused, at, toSmallWord(0));
    return STATUS.REFUSED;
  }
  const deadlineMs = deadlineAfter(ctx, timeoutMs);
  stepAside(ctx, at);
  if (words[at + SEMAPHORE.PERMITS] === 0) probe.waits(OP["acquire-wait"], at, timeoutMs !== FOREVER);
  while (words[at + SEMAPHORE.PERMITS] === 0) {
    const inTime = sleepAt(ctx, at, at + SEMAPHORE.FREED, deadlineMs);
    if (inTime || words[at + SEMAPHORE.PERMITS] > 0) continue;
    probe.did(OP["acquire-timeout"], at, toSmallWord(0));
    return STATUS.TIMED_OUT;
  }
  return STATUS.OK;
}
