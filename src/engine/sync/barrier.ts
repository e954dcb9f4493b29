/**
 * Python's `threading.Barrier`, with CPython's phases: filling, then draining until all have gone (who comes meanwhile waits
 * outside), resetting, and broken until a reset.
 *
 * Protocol: MUTEX guards PHASE, COUNT (threads inside) and the turnstile, at which both those inside and those outside sleep;
 * every change of phase announces to all. A timeout breaks the barrier for everybody. Events: `arrive` with the
 * index, `pass`, `broken` (one for each thread that gets it, and for an abort), `reset`; numbered inside the mutex.
 * A thread that is stopped leaves the barrier as a thread that was interrupted does in CPython: one arrival less.
 * Not here: the action, which the machine runs before the last thread's wait.
 */
import type { Address } from "../base/ids.ts";
import type { Milliseconds } from "../base/units.ts";
import { enterMutex, leaveMutex } from "../memory/mutex.ts";
import { toSmallWord } from "../memory/words.ts";
import { STATUS, type Status } from "../program/operation.ts";
import { OP } from "../trace/ops.ts";
import { deadlineAfter, FOREVER, NO_PROBE, type Probe, type SyncContext } from "./context.ts";
import { ALL, announce, sleepAt, stepAside, TURNSTILE } from "./turnstile.ts";

/** Offsets in a barrier's words. */
export const BARRIER = { MUTEX: 0, PARTIES: 1, COUNT: 2, PHASE: 3, CHANGED: 4 } as const;
export const BARRIER_WORDS = 7;

/** What PHASE says. */
const BARRIER_PHASE = { FILLING: 0, DRAINING: 1, RESETTING: 2, BROKEN: 3 } as const;

/** Makes an empty barrier for `parties` (1 or more) threads. */
export function initBarrier(words: Int32Array, at: Address, parties: number): void {
  for (let i = 0; i < BARRIER_WORDS; i++) Atomics.store(words, at + i, 0);
  Atomics.store(words, at + BARRIER.PARTIES, parties);
}

/**
 * Waits until all parties are there.
 * @returns OK with the arrival index (0 first) as a small word in `ctx.result`, or BROKEN, also when its own time is up. @throws StopSignal
 */
export function waitBarrier(
  ctx: SyncContext,
  at: Address,
  timeoutMs: Milliseconds = FOREVER,
  probe: Probe = NO_PROBE,
): Status {
  const words = ctx.words;
  enterMutex(words, at);
  awaitEntry(ctx, at, probe);
  if (words[at + BARRIER.PHASE] === BARRIER_PHASE.BROKEN) return leaveBroken(ctx, at, probe);
  const index = words[at + BARRIER.COUNT];
  words[at + BARRIER.COUNT] = index + 1;
  probe.did(OP.arrive, at, toSmallWord(index));
  if (index + 1 === words[at + BARRIER.PARTIES]) setPhase(ctx, at, BARRIER_PHASE.DRAINING);
  else awaitOthers(ctx, at, timeoutMs, probe);
  const passed = words[at + BARRIER.PHASE] === BARRIER_PHASE.DRAINING;
  ctx.result = toSmallWord(index);
  probe.did(passed ? OP.pass : OP.broken, at, ctx.result);
  goOut(ctx, at);
  leaveMutex(words, at);
  return passed ? STATUS.OK : STATUS.BROKEN;
}

/** Makes the barrier new; threads inside get BROKEN. */
export function resetBarrier(ctx: SyncContext, at: Address, probe: Probe = NO_PROBE): Status {
  const words = ctx.words;
  enterMutex(words, at);
  probe.did(OP.reset, at, 0);
  const phase = words[at + BARRIER.PHASE];
  if (words[at + BARRIER.COUNT] === 0) setPhase(ctx, at, BARRIER_PHASE.FILLING);
  else if (phase === BARRIER_PHASE.FILLING || phase === BARRIER_PHASE.BROKEN)
    setPhase(ctx, at, BARRIER_PHASE.RESETTING);
  leaveMutex(words, at);
  return STATUS.OK;
}

/** Breaks the barrier until it is reset: everybody inside, and everybody who comes, gets BROKEN. */
export function abortBarrier(ctx: SyncContext, at: Address, probe: Probe = NO_PROBE): Status {
  const words = ctx.words;
  enterMutex(words, at);
  probe.did(OP.broken, at, 0);
  setPhase(ctx, at, BARRIER_PHASE.BROKEN);
  leaveMutex(words, at);
  return STATUS.OK;
}

/** What a barrier looks like from outside. */
export interface BarrierSight {
  readonly parties: number;
  /** Threads that have arrived and not left. */
  readonly inside: number;
  readonly broken: boolean;
}

/** Reads a barrier for the inspector and the deadlock watch; the parts are not of one moment. */
export function describeBarrier(words: Int32Array, at: Address): BarrierSight {
  return {
    parties: Atomics.load(words, at + BARRIER.PARTIES),
    inside: Atomics.load(words, at + BARRIER.COUNT),
    broken: Atomics.load(words, at + BARRIER.PHASE) === BARRIER_PHASE.BROKEN,
  };
}

/** Inside the mutex: until those of the last round have gone. As in CPython this part knows no time limit. */
function awaitEntry(ctx: SyncContext, at: Address, probe: Probe): void {
  const words = ctx.words;
  const isClosed = (): boolean => {
    const phase = words[at + BARRIER.PHASE];
    return phase === BARRIER_PHASE.DRAINING || phase === BARRIER_PHASE.RESETTING;
  };
  if (!isClosed()) return;
  stepAside(ctx, at);
  probe.sleeps(OP.arrive, at, false);
  while (isClosed()) sleepAt(ctx, at, at + BARRIER.CHANGED, FOREVER);
}

/** Inside the mutex: until the last party came, the barrier broke, or the time is up, which breaks it. */
function awaitOthers(ctx: SyncContext, at: Address, timeoutMs: Milliseconds, probe: Probe): void {
  const words = ctx.words;
  const isFilling = (): boolean => words[at + BARRIER.PHASE] === BARRIER_PHASE.FILLING;
  const deadlineMs = deadlineAfter(ctx, timeoutMs);
  try {
    stepAside(ctx, at);
    probe.sleeps(OP.arrive, at, timeoutMs !== FOREVER);
    while (isFilling()) {
      const inTime = sleepAt(ctx, at, at + BARRIER.CHANGED, deadlineMs);
      if (!inTime && isFilling()) setPhase(ctx, at, BARRIER_PHASE.BROKEN);
    }
  } catch (signal) {
    enterMutex(words, at);
    goOut(ctx, at);
    leaveMutex(words, at);
    throw signal;
  }
}

function goOut(ctx: SyncContext, at: Address): void {
  const words = ctx.words;
  const left = words[at + BARRIER.COUNT] - 1;
  words[at + BARRIER.COUNT] = left;
  const phase = words[at + BARRIER.PHASE];
  if (left === 0 && (phase === BARRIER_PHASE.DRAINING || phase === BARRIER_PHASE.RESETTING)) {
    setPhase(ctx, at, BARRIER_PHASE.FILLING);
  }
}

/** A barrier is changed seldom and for all, so it wakes inside the mutex and keeps the code straight. */
function setPhase(ctx: SyncContext, at: Address, phase: number): void {
  ctx.words[at + BARRIER.PHASE] = phase;
  if (announce(ctx.words, at + BARRIER.CHANGED, ALL) > 0) ctx.wake(at + BARRIER.CHANGED + TURNSTILE.TURN, ALL);
}

function leaveBroken(ctx: SyncContext, at: Address, probe: Probe): Status {
  probe.did(OP.broken, at, 0);
  leaveMutex(ctx.words, at);
  return STATUS.BROKEN;
}
