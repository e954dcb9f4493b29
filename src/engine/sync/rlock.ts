/**
 * Python's `threading.RLock`: a Lock whose holder may take it again.
 *
 * Protocol: the words of `lock.ts` with REENTRANT 1; DEPTH is written by the holder alone, while it
 * holds the lock, and so plainly.
 * Every level is an event with its depth; only the first acquire and the last release change STATE.
 * Only the holder may release. Not promised: fairness.
 */
import type { Address } from "../base/ids.ts";
import type { Milliseconds } from "../base/units.ts";
import { toSmallWord } from "../memory/words.ts";
import { STATUS, type Status } from "../program/operation.ts";
import { OP } from "../trace/ops.ts";
import { FOREVER, NO_PROBE, type Probe, type SyncContext } from "./context.ts";
import { acquireLock, holderOf, initLock, LOCK, LOCK_WORDS, releaseLock } from "./lock.ts";

export const RLOCK_WORDS = LOCK_WORDS;

/** Makes a free reentrant lock in words that are all 0. */
export function initRLock(words: Int32Array, at: Address): void {
  initLock(words, at);
  Atomics.store(words, at + LOCK.REENTRANT, 1);
}

/**
 * Takes the lock once more, or for the first time.
 * @returns OK, REFUSED or TIMED_OUT; `ctx.result` is the depth as a small word. @throws StopSignal
 */
export function acquireRLock(
  ctx: SyncContext,
  at: Address,
  timeoutMs: Milliseconds = FOREVER,
  probe: Probe = NO_PROBE,
): Status {
  const words = ctx.words;
  if (holderOf(words, at) !== ctx.thread) {
    const status = acquireLock(ctx, at, timeoutMs, probe);
    if (status === STATUS.OK) words[at + LOCK.DEPTH] = 1;
    return status;
  }
  const depth = words[at + LOCK.DEPTH] + 1;
  words[at + LOCK.DEPTH] = depth;
  ctx.result = toSmallWord(depth);
  probe.did(OP.acquire, at, ctx.result);
  return STATUS.OK;
}

/**
 * Gives one level back.
 * @returns OK, NOT_HELD (nobody has it) or NOT_OWNER (another thread has it); `ctx.result` is the depth left as a small word.
 */
export function releaseRLock(ctx: SyncContext, at: Address, probe: Probe = NO_PROBE): Status {
  const words = ctx.words;
  const holder = holderOf(words, at);
  if (holder !== ctx.thread) return holder < 0 ? STATUS.NOT_HELD : STATUS.NOT_OWNER;
  const depth = words[at + LOCK.DEPTH] - 1;
  words[at + LOCK.DEPTH] = depth;
  if (depth === 0) return releaseLock(ctx, at, probe);
  ctx.result = toSmallWord(depth);
  probe.did(OP.release, at, ctx.result);
  return STATUS.OK;
}

/** Whether the calling thread may use it as its own: an RLock that it holds, or a Lock that anybody holds (as in CPython). */
export function isOwned(ctx: SyncContext, at: Address): boolean {
  const holder = holderOf(ctx.words, at);
  return Atomics.load(ctx.words, at + LOCK.REENTRANT) === 1 ? holder === ctx.thread : holder >= 0;
}

/** Gives back every level of a Lock or RLock that `isOwned`. @returns how many levels that were. */
export function releaseAllLevels(ctx: SyncContext, at: Address, probe: Probe): number {
  if (Atomics.load(ctx.words, at + LOCK.REENTRANT) === 0) {
    releaseLock(ctx, at, probe);
    return 1;
  }
  const levels = Atomics.load(ctx.words, at + LOCK.DEPTH);
  for (let level = 0; level < levels; level++) releaseRLock(ctx, at, probe);
  return levels;
}

/** Takes a Lock or RLock again, `levels` times. @throws StopSignal before the first level was taken. */
export function acquireLevels(ctx: SyncContext, at: Address, levels: number, probe: Probe): void {
  if (Atomics.load(ctx.words, at + LOCK.REENTRANT) === 0) {
    acquireLock(ctx, at, FOREVER, probe);
    return;
  }
  for (let level = 0; level < levels; level++) acquireRLock(ctx, at, FOREVER, probe);
}
