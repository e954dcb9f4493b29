/**
 * Python's `threading.Lock` on one atomic word (method: the futex mutex of Ulrich Drepper, "Futexes Are Tricky", with the
 * holder in the word).
 *
 * Protocol. STATE is 0 when free, else `(holder + 1) << 2 | BUSY | SLEEPERS`. Acquiring swaps 0 for one's own value; releasing
 * swaps in 0, and wakes one sleeper if it found SLEEPERS. SLEEPERS is set by whoever is about to sleep, before it
 * sleeps, and by a woken thread that takes the lock while others still wait. Each wake-up has one receiver, who
 * either takes the lock, sleeps again with SLEEPERS set, or passes the wake-up on when it gives up: so none is lost.
 * BUSY exists only where somebody is told: it keeps the lock as it is while the event gets its number, so that
 * "refused" and "acquire-timeout" are numbered while the lock is held. WAITERS counts who is in the slow path, for
 * readers. DEPTH and REENTRANT belong to `rlock.ts`, which shares these words.
 * Not promised: fairness. A running thread may take the lock before a woken one (as in CPython). Any thread may release.
 */
import type { Address, ThreadId } from "../base/ids.ts";
import type { Milliseconds } from "../base/units.ts";
import { toSmallWord } from "../memory/words.ts";
import { STATUS, type Status } from "../program/operation.ts";
import { OP } from "../trace/ops.ts";
import { deadlineAfter, FOREVER, NO_PROBE, type Probe, type SyncContext } from "./context.ts";

/** Offsets in a lock's words. */
export const LOCK = { STATE: 0, WAITERS: 1, DEPTH: 2, REENTRANT: 3 } as const;
export const LOCK_WORDS = 4;

const SLEEPERS = 1;
const BUSY = 2;
const HOLDER_SHIFT = 2;

const DEPTH_NONE = toSmallWord(0);
const DEPTH_ONE = toSmallWord(1);

/** Looks at a busy lock before sleeping a tenth of a millisecond; being busy takes well under a microsecond. */
const BUSY_SPINS = 200;

/** Makes a free lock in words that are all 0. */
export function initLock(words: Int32Array, at: Address): void {
  Atomics.store(words, at + LOCK.STATE, 0);
  Atomics.store(words, at + LOCK.WAITERS, 0);
  Atomics.store(words, at + LOCK.DEPTH, 0);
  Atomics.store(words, at + LOCK.REENTRANT, 0);
}

/**
 * Takes the lock. `timeoutMs` 0 tries once.
 * @returns OK, REFUSED (tried once in vain) or TIMED_OUT; `ctx.result` is the depth, 1.
 * @throws StopSignal while it waits; the lock is then not taken.
 */
export function acquireLock(
  ctx: SyncContext,
  at: Address,
  timeoutMs: Milliseconds = FOREVER,
  probe: Probe = NO_PROBE,
): Status {
  const mine = (ctx.thread + 1) << HOLDER_SHIFT;
  ctx.result = DEPTH_ONE;
  if (probe === NO_PROBE) {
    if (Atomics.compareExchange(ctx.words, at, 0, mine) === 0) return STATUS.OK;
  } else if (Atomics.compareExchange(ctx.words, at, 0, mine | BUSY) === 0) {
    tellAcquired(ctx, at, probe);
    return STATUS.OK;
  }
  return acquireSlowly(ctx, at, mine, timeoutMs, probe);
}

/**
 * Gives the lock back, whoever holds it.
 * @returns OK or NOT_HELD; `ctx.result` is the depth left, 0.
 */
export function releaseLock(ctx: SyncContext, at: Address, probe: Probe = NO_PROBE): Status {
  ctx.result = DEPTH_NONE;
  if (probe !== NO_PROBE) {
    if (!keepHeld(ctx.words, at)) return STATUS.NOT_HELD;
    probe.did(OP.release, at, DEPTH_NONE);
  }
  const before = Atomics.exchange(ctx.words, at, 0);
  if (before === 0) return STATUS.NOT_HELD;
  if ((before & SLEEPERS) !== 0) ctx.wake(at, 1);
  return STATUS.OK;
}

/** Whether somebody holds it; stale as soon as it is said. */
export function isLocked(words: Int32Array, at: Address): boolean {
  return Atomics.load(words, at) !== 0;
}

/** Who holds the lock, −1 for nobody; stale unless it is the caller. */
export function holderOf(words: Int32Array, at: Address): ThreadId {
  return (Atomics.load(words, at) >> HOLDER_SHIFT) - 1;
}

/** What a Lock or RLock looks like from outside. */
export interface LockSight {
  /** −1 nobody. */
  readonly holder: ThreadId;
  /** 0 free; above 1 only for an RLock. */
  readonly depth: number;
  /** Threads that wait for it. */
  readonly waiters: number;
}

/** Reads a Lock or RLock for the inspector and the deadlock watch; the parts are not of one moment. */
export function describeLock(words: Int32Array, at: Address): LockSight {
  const holder = holderOf(words, at);
  const depth = holder < 0 ? 0 : Math.max(1, Atomics.load(words, at + LOCK.DEPTH));
  return { holder, depth, waiters: Atomics.load(words, at + LOCK.WAITERS) };
}

function acquireSlowly(ctx: SyncContext, at: Address, mine: number, timeoutMs: Milliseconds, probe: Probe): Status {
  if (timeoutMs <= 0) return refuse(ctx, at, mine, probe);
  const words = ctx.words;
  const deadlineMs = deadlineAfter(ctx, timeoutMs);
  const busy = probe === NO_PROBE ? 0 : BUSY;
  let asked = ctx.beforeWait === undefined;
  let told = false;
  let taken = false;
  Atomics.add(words, at + LOCK.WAITERS, 1);
  try {
    for (;;) {
      const others = Atomics.load(words, at + LOCK.WAITERS) > 1 ? SLEEPERS : 0;
      const state = Atomics.compareExchange(words, at, 0, mine | busy | others);
      if (state === 0) {
        taken = true;
        if (busy !== 0) tellAcquired(ctx, at, probe);
        return STATUS.OK;
      }
      if (!asked) {
        asked = true;
        ctx.beforeWait?.();
        continue;
      }
      if (!told) {
        told = true;
        probe.waits(OP["acquire-wait"], at, timeoutMs !== FOREVER);
        continue;
      }
      if ((state & SLEEPERS) === 0 && Atomics.compareExchange(words, at, state, state | SLEEPERS) !== state) continue;
      if (ctx.park(at, state | SLEEPERS, deadlineMs)) continue;
      if (tellHeld(ctx, at, OP["acquire-timeout"], probe)) return STATUS.TIMED_OUT;
    }
  } finally {
    Atomics.sub(words, at + LOCK.WAITERS, 1);
    if (!taken) passWakeUpOn(ctx, at);
  }
}

/** A try that found it held: refused, unless it has become free before that could be told. */
function refuse(ctx: SyncContext, at: Address, mine: number, probe: Probe): Status {
  if (probe === NO_PROBE) return STATUS.REFUSED;
  for (;;) {
    if (tellHeld(ctx, at, OP.refused, probe)) return STATUS.REFUSED;
    if (Atomics.compareExchange(ctx.words, at, 0, mine | BUSY) === 0) {
      tellAcquired(ctx, at, probe);
      return STATUS.OK;
    }
  }
}

function tellAcquired(ctx: SyncContext, at: Address, probe: Probe): void {
  probe.did(OP.acquire, at, DEPTH_ONE);
  Atomics.and(ctx.words, at, ~BUSY);
}

/** Tells `op` while the lock is held. False, and nothing told, when it is free. */
function tellHeld(ctx: SyncContext, at: Address, op: number, probe: Probe): boolean {
  if (probe === NO_PROBE) return Atomics.load(ctx.words, at) !== 0;
  if (!keepHeld(ctx.words, at)) return false;
  probe.did(op, at, DEPTH_NONE);
  Atomics.and(ctx.words, at, ~BUSY);
  return true;
}

/** Sets BUSY on a held lock. False when it is free. */
function keepHeld(words: Int32Array, at: Address): boolean {
  for (let spins = 0; ; spins++) {
    const state = Atomics.load(words, at);
    if (state === 0) return false;
    if ((state & BUSY) === 0 && Atomics.compareExchange(words, at, state, state | BUSY) === state) return true;
    // Never on STATE itself: that sleep would swallow a wake-up meant for a waiter.
    if (spins > BUSY_SPINS) Atomics.wait(words, at + LOCK.REENTRANT, Atomics.load(words, at + LOCK.REENTRANT), 0.1);
  }
}

/** Who gives up may have been woken: another waiter gets that wake-up, now or at the next release. */
function passWakeUpOn(ctx: SyncContext, at: Address): void {
  const words = ctx.words;
  while (Atomics.load(words, at + LOCK.WAITERS) > 0) {
    const state = Atomics.load(words, at);
    if (state === 0) {
      ctx.wake(at, 1);
      return;
    }
    if ((state & SLEEPERS) !== 0 || Atomics.compareExchange(words, at, state, state | SLEEPERS) === state) return;
  }
}
