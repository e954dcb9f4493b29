/**
 * An interpreter lock like CPython's since 3.2 (method: `Python/ceval_gil.c`): one thread runs Python code at a time.
 *
 * Protocol: MUTEX guards everything. HOLDER is thread id + 1 or 0. A thread that waits sleeps for the switch interval; if nobody
 * took the lock meanwhile it sets REQUEST and the BREAKER word of the holder's block, and goes on sleeping. A holder
 * that gives the lock up while it is requested waits at SWITCHED until another thread has had it (LAST is no longer itself, or
 * nobody waits any more): so it cannot snatch the lock back. WAITING counts threads that want it; SWITCHES how often it
 * changed hands. Events `acquire-wait`, `acquire` (value 1) and `release` (value 0) are numbered inside the mutex.
 * Promised: after a forced hand-over another thread has run. Not promised: which one.
 */
import type { Address, ThreadId } from "../base/ids.ts";
import type { Milliseconds } from "../base/units.ts";
import { THREAD, threadBlock } from "../memory/layout.ts";
import { enterMutex, leaveMutex } from "../memory/mutex.ts";
import { toSmallWord } from "../memory/words.ts";
import { STATUS, type Status } from "../program/operation.ts";
import { OP } from "../trace/ops.ts";
import { deadlineAfter, FOREVER, NO_PROBE, type Probe, type SyncContext } from "./context.ts";
import { ALL, announce, sleepAt } from "./turnstile.ts";

/** Offsets in the lock's words. */
export const GIL = {
  MUTEX: 0,
  HOLDER: 1,
  REQUEST: 2,
  LAST: 3,
  WAITING: 4,
  SWITCHES: 5,
  FREED: 6,
  SWITCHED: 9,
} as const;
const GIL_WORDS = 12;

const HELD = toSmallWord(1);
const FREE = toSmallWord(0);

/** Makes a free lock. */
export function initGil(words: Int32Array, at: Address): void {
  for (let i = 0; i < GIL_WORDS; i++) Atomics.store(words, at + i, 0);
}

/**
 * Takes the lock; after `intervalMs` of waiting for the same holder it asks it to give way.
 * @returns OK. @throws StopSignal without the lock.
 */
export function acquireGil(ctx: SyncContext, at: Address, intervalMs: Milliseconds, probe: Probe = NO_PROBE): Status {
  const words = ctx.words;
  enterMutex(words, at);
  if (words[at + GIL.HOLDER] !== 0) {
    probe.waits(OP["acquire-wait"], at, false);
    words[at + GIL.WAITING]++;
    try {
      while (words[at + GIL.HOLDER] !== 0) waitOnce(ctx, at, intervalMs);
    } catch (signal) {
      withdraw(ctx, at);
      throw signal;
    }
    words[at + GIL.WAITING]--;
  }
  Atomics.store(words, at + GIL.HOLDER, ctx.thread + 1);
  words[at + GIL.REQUEST] = 0;
  if (words[at + GIL.LAST] !== ctx.thread + 1) {
    words[at + GIL.LAST] = ctx.thread + 1;
    words[at + GIL.SWITCHES] = (words[at + GIL.SWITCHES] + 1) | 0;
  }
  probe.did(OP.acquire, at, HELD);
  const woken = announce(words, at + GIL.SWITCHED, ALL);
  leaveMutex(words, at);
  if (woken > 0) ctx.wake(at + GIL.SWITCHED, ALL);
  return STATUS.OK;
}

/**
 * Gives the lock up, before a wait or at the end. Where it is requested, returns only once another thread has had it.
 * @returns OK, or NOT_OWNER. @throws StopSignal while it waits for that; the lock is then free.
 */
export function releaseGil(ctx: SyncContext, at: Address, probe: Probe = NO_PROBE): Status {
  const words = ctx.words;
  enterMutex(words, at);
  if (words[at + GIL.HOLDER] !== ctx.thread + 1) {
    leaveMutex(words, at);
    return STATUS.NOT_OWNER;
  }
  const forced = words[at + GIL.REQUEST] !== 0;
  const woken = setFree(ctx, at, probe);
  if (forced) {
    if (woken > 0) ctx.wake(at + GIL.FREED, woken);
    while (words[at + GIL.LAST] === ctx.thread + 1 && words[at + GIL.WAITING] > 0) {
      sleepAt(ctx, at, at + GIL.SWITCHED, FOREVER);
    }
    leaveMutex(words, at);
    return STATUS.OK;
  }
  leaveMutex(words, at);
  if (woken > 0) ctx.wake(at + GIL.FREED, woken);
  return STATUS.OK;
}

/**
 * Gives the lock up for good, where the thread has it, as it leaves a run that is to stop: it waits for nobody, since others may never
 * take it again. Never throws.
 */
export function dropGil(ctx: SyncContext, at: Address, probe: Probe = NO_PROBE): void {
  const words = ctx.words;
  enterMutex(words, at);
  const holds = words[at + GIL.HOLDER] === ctx.thread + 1;
  const woken = holds ? setFree(ctx, at, probe) : 0;
  leaveMutex(words, at);
  if (woken > 0) ctx.wake(at + GIL.FREED, woken);
}

/** Gives way if somebody asked for it: gives the lock up, lets another thread have it, takes it again. True if it did. */
export function yieldGil(ctx: SyncContext, at: Address, intervalMs: Milliseconds, probe: Probe = NO_PROBE): boolean {
  if (!isGilRequested(ctx.words, at)) return false;
  releaseGil(ctx, at, probe);
  acquireGil(ctx, at, intervalMs, probe);
  return true;
}

/** Asks the holder to give way now: for switch intervals that are counted in bytecodes by the holder itself. */
export function requestGil(words: Int32Array, at: Address): void {
  if (Atomics.load(words, at + GIL.WAITING) > 0) Atomics.store(words, at + GIL.REQUEST, 1);
}

/** Whether the holder is asked to give way. */
export function isGilRequested(words: Int32Array, at: Address): boolean {
  return Atomics.load(words, at + GIL.REQUEST) !== 0;
}

/** What the lock looks like from outside. */
export interface GilSight {
  /** −1 nobody. */
  readonly holder: ThreadId;
  readonly waiters: number;
  readonly requested: boolean;
  /** How often it went to another thread than before. */
  readonly switches: number;
}

/** Reads the lock for the inspector and the deadlock watch; the parts are not of one moment. */
export function describeGil(words: Int32Array, at: Address): GilSight {
  return {
    holder: Atomics.load(words, at + GIL.HOLDER) - 1,
    waiters: Atomics.load(words, at + GIL.WAITING),
    requested: isGilRequested(words, at),
    switches: Atomics.load(words, at + GIL.SWITCHES),
  };
}

/** Inside the mutex, by the holder: how many sleepers to wake. */
function setFree({ words }: SyncContext, at: Address, probe: Probe): number {
  probe.did(OP.release, at, FREE);
  Atomics.store(words, at + GIL.HOLDER, 0);
  return announce(words, at + GIL.FREED, 1);
}

/** Inside the mutex: sleeps one interval, then asks the holder to give way if it is still the same. */
function waitOnce(ctx: SyncContext, at: Address, intervalMs: Milliseconds): void {
  const words = ctx.words;
  const switches = words[at + GIL.SWITCHES];
  const inTime = sleepAt(ctx, at, at + GIL.FREED, deadlineAfter(ctx, intervalMs));
  const holder = words[at + GIL.HOLDER];
  if (inTime || holder === 0 || words[at + GIL.SWITCHES] !== switches) return;
  Atomics.store(words, at + GIL.REQUEST, 1);
  Atomics.store(words, threadBlock(holder - 1) + THREAD.BREAKER, 1);
}

/** A thread that is stopped waits no more; a holder that waits for it to have had the lock must not. */
function withdraw(ctx: SyncContext, at: Address): void {
  const words = ctx.words;
  enterMutex(words, at);
  words[at + GIL.WAITING]--;
  const woken = announce(words, at + GIL.SWITCHED, ALL);
  leaveMutex(words, at);
  if (woken > 0) ctx.wake(at + GIL.SWITCHED, ALL);
}
