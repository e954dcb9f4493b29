/**
 * Python's `threading.Condition` over a Lock or an RLock, in two halves, as the machine does it: `beginWait` takes a ticket
 * and gives the lock up with all its levels; `finishWait` sleeps until notified or too late and takes them back.
 *
 * Protocol: MUTEX guards the list of waiters (FIRST and LAST are thread id + 1; a waiter's next is THREAD.LINK of its block,
 * and THREAD.GRANT says 0 waiting, 1 notified). The ticket is taken before the lock is released, so a notify by
 * whoever takes the lock next finds the waiter. Notify takes waiters off the list, oldest first, sets GRANT, then wakes.
 * A waiter whose time is up looks at GRANT inside the mutex: if it was notified it counts as woken, so no notification is
 * swallowed (CPython 3.13 would let it go). Events: `wait`, `notify` and `wait-timeout` are numbered inside the mutex.
 * Promised: notify takes waiters in the order of their waits. Not promised: that they get the lock in that order.
 */
import type { Address, ThreadId } from "../base/ids.ts";
import type { Milliseconds } from "../base/units.ts";
import { THREAD, threadBlock } from "../memory/layout.ts";
import { enterMutex, leaveMutex } from "../memory/mutex.ts";
import { toSmallWord } from "../memory/words.ts";
import { STATUS, type Status } from "../program/operation.ts";
import { OP } from "../trace/ops.ts";
import { deadlineAfter, FOREVER, NO_PROBE, type Probe, type SyncContext } from "./context.ts";
import { acquireLevels, isOwned, releaseAllLevels } from "./rlock.ts";

/** Offsets in a condition's words. */
export const CONDITION = { MUTEX: 0, FIRST: 1, LAST: 2, WAITERS: 3 } as const;
export const CONDITION_WORDS = 4;

/** `count` of `notifyCondition` for everybody. */
export const NOTIFY_ALL = -1;

/** Makes a condition nobody waits for in words that are all 0. */
export function initCondition(words: Int32Array, at: Address): void {
  for (let i = 0; i < CONDITION_WORDS; i++) Atomics.store(words, at + i, 0);
}

/**
 * First half of a wait. `lock` is the address of the condition's Lock or RLock.
 * @returns OK with the levels given up as a small word in `ctx.result`, or NOT_OWNER and nothing done.
 */
export function beginWait(ctx: SyncContext, at: Address, lock: Address, probe: Probe = NO_PROBE): Status {
  if (!isOwned(ctx, lock)) return STATUS.NOT_OWNER;
  const words = ctx.words;
  enterMutex(words, at);
  append(words, at, ctx.thread);
  probe.did(OP.wait, at, 0);
  leaveMutex(words, at);
  ctx.result = toSmallWord(releaseAllLevels(ctx, lock, probe));
  return STATUS.OK;
}

/**
 * Second half: `levels` as `beginWait` gave them, here as a number.
 * @returns OK or TIMED_OUT, in both cases with the lock held as before.
 * @throws StopSignal without the lock; the thread then no longer waits and a notification it had is passed on.
 */
export function finishWait(
  ctx: SyncContext,
  at: Address,
  lock: Address,
  levels: number,
  timeoutMs: Milliseconds = FOREVER,
  probe: Probe = NO_PROBE,
): Status {
  const status = awaitGrant(ctx, at, timeoutMs, probe);
  if (status === STATUS.OK) probe.did(OP.woken, at, 0);
  acquireLevels(ctx, lock, levels, probe);
  return status;
}

/**
 * Wakes the `count` longest waiters, or all with NOTIFY_ALL; each takes the lock by itself later.
 * @returns OK with the number woken as a small word in `ctx.result`, or NOT_OWNER.
 */
export function notifyCondition(
  ctx: SyncContext,
  at: Address,
  lock: Address,
  count: number,
  probe: Probe = NO_PROBE,
): Status {
  if (!isOwned(ctx, lock)) return STATUS.NOT_OWNER;
  const words = ctx.words;
  enterMutex(words, at);
  const waiters = words[at + CONDITION.WAITERS];
  const woken = count === NOTIFY_ALL ? waiters : Math.min(count, waiters);
  ctx.result = toSmallWord(woken);
  probe.did(OP.notify, at, ctx.result);
  grantFirst(ctx, at, woken);
  leaveMutex(words, at);
  return STATUS.OK;
}

/** Threads that wait and are not notified yet; stale as soon as it is said. */
export function countWaiters(words: Int32Array, at: Address): number {
  return Atomics.load(words, at + CONDITION.WAITERS);
}

function awaitGrant(ctx: SyncContext, at: Address, timeoutMs: Milliseconds, probe: Probe): Status {
  const words = ctx.words;
  const grant = threadBlock(ctx.thread) + THREAD.GRANT;
  if (Atomics.load(words, grant) === 1) return STATUS.OK;
  const deadlineMs = deadlineAfter(ctx, timeoutMs);
  try {
    ctx.beforeWait?.();
    probe.sleeps(OP.wait, at, timeoutMs !== FOREVER);
    while (Atomics.load(words, grant) === 0) {
      if (!ctx.park(grant, 0, deadlineMs)) return signOff(ctx, at, probe);
    }
    return STATUS.OK;
  } catch (signal) {
    // A notification that came with the stop belongs to the next waiter.
    if (signOff(ctx, at, NO_PROBE) === STATUS.OK) {
      enterMutex(words, at);
      grantFirst(ctx, at, Math.min(1, words[at + CONDITION.WAITERS]));
      leaveMutex(words, at);
    }
    throw signal;
  }
}

/** Takes oneself off the list. OK if one was notified before that. */
function signOff(ctx: SyncContext, at: Address, probe: Probe): Status {
  const words = ctx.words;
  enterMutex(words, at);
  const notified = words[threadBlock(ctx.thread) + THREAD.GRANT] === 1;
  if (!notified) {
    remove(words, at, ctx.thread);
    probe.did(OP["wait-timeout"], at, 0);
  }
  leaveMutex(words, at);
  return notified ? STATUS.OK : STATUS.TIMED_OUT;
}

function grantFirst(ctx: SyncContext, at: Address, count: number): void {
  const words = ctx.words;
  for (let i = 0; i < count; i++) {
    const block = threadBlock(words[at + CONDITION.FIRST] - 1);
    unlinkAfter(words, at, 0);
    Atomics.store(words, block + THREAD.GRANT, 1);
    ctx.wake(block + THREAD.GRANT, 1);
  }
}

function append(words: Int32Array, at: Address, thread: ThreadId): void {
  const block = threadBlock(thread);
  Atomics.store(words, block + THREAD.GRANT, 0);
  words[block + THREAD.LINK] = 0;
  const last = words[at + CONDITION.LAST];
  if (last === 0) words[at + CONDITION.FIRST] = thread + 1;
  else words[threadBlock(last - 1) + THREAD.LINK] = thread + 1;
  words[at + CONDITION.LAST] = thread + 1;
  words[at + CONDITION.WAITERS]++;
}

function remove(words: Int32Array, at: Address, thread: ThreadId): void {
  let before = 0;
  let name = words[at + CONDITION.FIRST];
  while (name !== 0 && name !== thread + 1) {
    before = name;
    name = words[threadBlock(name - 1) + THREAD.LINK];
  }
  if (name !== 0) unlinkAfter(words, at, before);
}

/** Takes the waiter behind `before` (thread id + 1, 0 for the first) off the list. */
function unlinkAfter(words: Int32Array, at: Address, before: number): void {
  const link = before === 0 ? at + CONDITION.FIRST : threadBlock(before - 1) + THREAD.LINK;
  const name = words[link];
  const next = words[threadBlock(name - 1) + THREAD.LINK];
  words[link] = next;
  if (next === 0) words[at + CONDITION.LAST] = before;
  words[at + CONDITION.WAITERS]--;
}
