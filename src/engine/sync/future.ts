/**
 * Python's `concurrent.futures.Future`: a result or an exception that somebody waits for.
 *
 * Protocol: STATE goes PENDING → RUNNING → FINISHED or FAILED, or PENDING → CANCELLED, or straight from PENDING to its end; it is
 * written inside MUTEX, VALUE before it. Once settled nothing changes any more, so reading a settled future enters no mutex.
 * Events, on the future: `task-start` when it begins, `task-finish` or `task-fail` with the value, `task-cancel`; for who waits
 * `wait` (only where it has to), `woken` with the value, `wait-timeout`. All but `woken` are numbered inside the mutex.
 */
import type { Address, Word } from "../base/ids.ts";
import type { Milliseconds } from "../base/units.ts";
import { enterMutex, leaveMutex } from "../memory/mutex.ts";
import { FUTURE_STATE, STATUS, type Status } from "../program/operation.ts";
import { OP } from "../trace/ops.ts";
import { deadlineAfter, FOREVER, NO_PROBE, type Probe, type SyncContext } from "./context.ts";
import { ALL, announce, countSleepers, sleepAt, stepAside } from "./turnstile.ts";

/** Offsets in a future's words. */
export const FUTURE = { MUTEX: 0, STATE: 1, VALUE: 2, SETTLED: 3 } as const;
export const FUTURE_WORDS = 6;

/** Makes a pending future. */
export function initFuture(words: Int32Array, at: Address): void {
  for (let i = 0; i < FUTURE_WORDS; i++) Atomics.store(words, at + i, 0);
}

/** A FUTURE_STATE as a number; stale unless it is an end. */
export function stateOfFuture(words: Int32Array, at: Address): number {
  return Atomics.load(words, at + FUTURE.STATE);
}

/** Marks it running. @returns OK, or REFUSED when it is cancelled, runs already or is settled. */
export function beginFuture(ctx: SyncContext, at: Address, probe: Probe = NO_PROBE): Status {
  return move(ctx, at, FUTURE_STATE.PENDING, FUTURE_STATE.RUNNING, OP["task-start"], probe);
}

/** Cancels it. @returns OK (also when it is cancelled already), or REFUSED once it runs or is settled. */
export function cancelFuture(ctx: SyncContext, at: Address, probe: Probe = NO_PROBE): Status {
  const status = move(ctx, at, FUTURE_STATE.PENDING, FUTURE_STATE.CANCELLED, OP["task-cancel"], probe);
  if (status === STATUS.OK) return status;
  return stateOfFuture(ctx.words, at) === FUTURE_STATE.CANCELLED ? STATUS.OK : status;
}

/** Gives it its result, or its exception where `failed`. @returns OK, or REFUSED when it was settled or cancelled. */
export function settleFuture(
  ctx: SyncContext,
  at: Address,
  value: Word,
  failed: boolean,
  probe: Probe = NO_PROBE,
): Status {
  const words = ctx.words;
  enterMutex(words, at);
  if (isSettled(words[at + FUTURE.STATE])) {
    leaveMutex(words, at);
    return STATUS.REFUSED;
  }
  words[at + FUTURE.VALUE] = value;
  probe.did(failed ? OP["task-fail"] : OP["task-finish"], at, value);
  setState(ctx, at, failed ? FUTURE_STATE.FAILED : FUTURE_STATE.FINISHED);
  return STATUS.OK;
}

/**
 * Waits until it is settled; the value is in `ctx.result`. `timeoutMs` 0 looks once.
 * @returns OK, FAILED (the value is an exception), CANCELLED or TIMED_OUT. @throws StopSignal while it waits.
 */
export function waitFuture(
  ctx: SyncContext,
  at: Address,
  timeoutMs: Milliseconds = FOREVER,
  probe: Probe = NO_PROBE,
): Status {
  const words = ctx.words;
  if (!isSettled(stateOfFuture(words, at)) && !awaitSettled(ctx, at, timeoutMs, probe)) return STATUS.TIMED_OUT;
  ctx.result = words[at + FUTURE.VALUE];
  probe.did(OP.woken, at, ctx.result);
  const state = stateOfFuture(words, at);
  if (state === FUTURE_STATE.CANCELLED) return STATUS.CANCELLED;
  return state === FUTURE_STATE.FAILED ? STATUS.FAILED : STATUS.OK;
}

/** Threads that wait for it; stale as soon as it is said. */
export function countFutureWaiters(words: Int32Array, at: Address): number {
  return countSleepers(words, at + FUTURE.SETTLED);
}

function isSettled(state: number): boolean {
  return state >= FUTURE_STATE.CANCELLED;
}

function awaitSettled(ctx: SyncContext, at: Address, timeoutMs: Milliseconds, probe: Probe): boolean {
  const words = ctx.words;
  const deadlineMs = deadlineAfter(ctx, timeoutMs);
  enterMutex(words, at);
  stepAside(ctx, at);
  if (!isSettled(words[at + FUTURE.STATE])) probe.waits(OP.wait, at, timeoutMs !== FOREVER);
  while (!isSettled(words[at + FUTURE.STATE])) {
    const inTime = sleepAt(ctx, at, at + FUTURE.SETTLED, deadlineMs);
    if (inTime || isSettled(words[at + FUTURE.STATE])) continue;
    probe.did(OP["wait-timeout"], at, 0);
    leaveMutex(words, at);
    return false;
  }
  leaveMutex(words, at);
  return true;
}

function move(ctx: SyncContext, at: Address, from: number, to: number, op: number, probe: Probe): Status {
  const words = ctx.words;
  enterMutex(words, at);
  if (words[at + FUTURE.STATE] !== from) {
    leaveMutex(words, at);
    return STATUS.REFUSED;
  }
  probe.did(op, at, 0);
  setState(ctx, at, to);
  return STATUS.OK;
}

/** Leaves the mutex. */
function setState(ctx: SyncContext, at: Address, state: number): void {
  const words = ctx.words;
  Atomics.store(words, at + FUTURE.STATE, state);
  const woken = isSettled(state) ? announce(words, at + FUTURE.SETTLED, ALL) : 0;
  leaveMutex(words, at);
  if (woken > 0) ctx.wake(at + FUTURE.SETTLED, ALL);
}
