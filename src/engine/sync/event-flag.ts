/**
 * Python's `threading.Event`.
 *
 * Protocol: MUTEX guards FLAG, SETS (how often it was set, wrapping) and the turnstile. A waiter passes when the flag is set or
 * was set since it came: as in CPython, a set that is cleared at once still lets go everybody who waited.
 * Events: `wait` only where it has to wait, `woken` whenever it passes, `wait-timeout`; numbered inside the mutex.
 */
import type { Address } from "../base/ids.ts";
import type { Milliseconds } from "../base/units.ts";
import { enterMutex, leaveMutex } from "../memory/mutex.ts";
import { STATUS, type Status } from "../program/operation.ts";
import { OP } from "../trace/ops.ts";
import { deadlineAfter, FOREVER, NO_PROBE, type Probe, type SyncContext } from "./context.ts";
import { ALL, announce, countSleepers, sleepAt, stepAside } from "./turnstile.ts";

/** Offsets in an event flag's words. */
export const EVENT_FLAG = { MUTEX: 0, FLAG: 1, SETS: 2, SET: 3 } as const;
export const EVENT_FLAG_WORDS = 6;

/** Makes a clear flag. */
export function initEventFlag(words: Int32Array, at: Address): void {
  for (let i = 0; i < EVENT_FLAG_WORDS; i++) Atomics.store(words, at + i, 0);
}

/** Sets the flag and lets everybody go who waits. */
export function setEventFlag(ctx: SyncContext, at: Address, probe: Probe = NO_PROBE): Status {
  const words = ctx.words;
  enterMutex(words, at);
  probe.did(OP.set, at, 0);
  Atomics.store(words, at + EVENT_FLAG.FLAG, 1);
  words[at + EVENT_FLAG.SETS] = (words[at + EVENT_FLAG.SETS] + 1) | 0;
  const woken = announce(words, at + EVENT_FLAG.SET, ALL);
  leaveMutex(words, at);
  if (woken > 0) ctx.wake(at + EVENT_FLAG.SET, ALL);
  return STATUS.OK;
}

/** Clears the flag. */
export function clearEventFlag(ctx: SyncContext, at: Address, probe: Probe = NO_PROBE): Status {
  const words = ctx.words;
  enterMutex(words, at);
  probe.did(OP.clear, at, 0);
  Atomics.store(words, at + EVENT_FLAG.FLAG, 0);
  leaveMutex(words, at);
  return STATUS.OK;
}

/** Waits until the flag is set. @returns OK or TIMED_OUT (also for `timeoutMs` 0). @throws StopSignal while it waits. */
export function waitEventFlag(
  ctx: SyncContext,
  at: Address,
  timeoutMs: Milliseconds = FOREVER,
  probe: Probe = NO_PROBE,
): Status {
  const words = ctx.words;
  if (probe === NO_PROBE && isEventFlagSet(words, at)) return STATUS.OK;
  enterMutex(words, at);
  if (words[at + EVENT_FLAG.FLAG] === 0) stepAside(ctx, at);
  const sets = words[at + EVENT_FLAG.SETS];
  let status: Status = STATUS.OK;
  if (words[at + EVENT_FLAG.FLAG] === 0) {
    const deadlineMs = deadlineAfter(ctx, timeoutMs);
    probe.waits(OP.wait, at, timeoutMs !== FOREVER);
    while (words[at + EVENT_FLAG.FLAG] === 0 && words[at + EVENT_FLAG.SETS] === sets) {
      if (status === STATUS.TIMED_OUT) break;
      if (!sleepAt(ctx, at, at + EVENT_FLAG.SET, deadlineMs)) status = STATUS.TIMED_OUT;
    }
    if (words[at + EVENT_FLAG.FLAG] === 1 || words[at + EVENT_FLAG.SETS] !== sets) status = STATUS.OK;
  }
  probe.did(status === STATUS.OK ? OP.woken : OP["wait-timeout"], at, 0);
  leaveMutex(words, at);
  return status;
}

/** Whether it is set; stale as soon as it is said. */
export function isEventFlagSet(words: Int32Array, at: Address): boolean {
  return Atomics.load(words, at + EVENT_FLAG.FLAG) === 1;
}

/** Threads that wait for it; stale as soon as it is said. */
export function countEventFlagWaiters(words: Int32Array, at: Address): number {
  return countSleepers(words, at + EVENT_FLAG.SET);
}
