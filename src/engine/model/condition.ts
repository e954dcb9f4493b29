/**
 * `threading.Condition` as transitions on its own state and that of its lock. A wait is two operations: CONDITION_WAIT gives up
 * all levels and parks, CONDITION_REACQUIRE ends when notified (or too late) and has the lock again.
 * Promised: notify takes waiters in the order of their waits. Rule: who was notified is woken, though its time was up too.
 */
import type { ThreadId } from "../base/ids.ts";
import { fromSmallWord, toSmallWord } from "../memory/words.ts";
import { STATUS, VERB } from "../program/operation.ts";
import { freeLock, isOwnedBy, type LockState, takeLock } from "./lock.ts";
import { came, type Request, type Transition } from "./transition.ts";

export interface ConditionState {
  /** Not notified yet, longest first. */
  readonly waiters: readonly ThreadId[];
  /** Notified, and without the lock still. */
  readonly notified: readonly ThreadId[];
  /** Gave up, and without the lock still. */
  readonly expired: readonly ThreadId[];
}

/** A condition and its lock, since nearly everything it does concerns both. */
export interface ConditionAndLock {
  readonly condition: ConditionState;
  readonly lock: LockState;
}

export const NEW_CONDITION: ConditionState = { waiters: [], notified: [], expired: [] };

export function stepCondition(both: ConditionAndLock, request: Request): Transition<ConditionAndLock> {
  switch (request.verb) {
    case VERB.CONDITION_WAIT:
      return park(both, request);
    case VERB.CONDITION_NOTIFY:
      return notify(both, request);
    default:
      return reacquire(both, request);
  }
}

/** The time of a parked thread is up: it is no waiter any more, and goes on as soon as it gets the lock. */
export function expireCondition(both: ConditionAndLock, request: Request): Transition<ConditionAndLock> {
  const { condition } = both;
  if (!condition.waiters.includes(request.thread)) return reacquire(both, request);
  const waiters = without(condition.waiters, request.thread);
  const expired = [...condition.expired, request.thread];
  return reacquire({ ...both, condition: { ...condition, waiters, expired } }, request);
}

function park({ condition, lock }: ConditionAndLock, { thread }: Request): Transition<ConditionAndLock> {
  if (!isOwnedBy(lock, thread)) return came({ condition, lock }, STATUS.NOT_OWNER);
  const parked = { ...condition, waiters: [...condition.waiters, thread] };
  return came({ condition: parked, lock: freeLock(lock) }, STATUS.OK, toSmallWord(lock.depth));
}

/** `timeoutMs` 0 gives up at once, but for the lock it still waits. */
function reacquire(both: ConditionAndLock, request: Request): Transition<ConditionAndLock> {
  const { condition, lock } = both;
  const { thread, timeoutMs, value } = request;
  const isExpired = condition.expired.includes(thread);
  if (condition.waiters.includes(thread)) {
    return timeoutMs <= 0 ? expireCondition(both, request) : came(both, STATUS.BLOCKED);
  }
  const taken = takeLock(lock, thread, fromSmallWord(value));
  if (taken === lock) return came(both, STATUS.BLOCKED);
  const back: ConditionState = {
    ...condition,
    notified: without(condition.notified, thread),
    expired: without(condition.expired, thread),
  };
  return came({ condition: back, lock: taken }, isExpired ? STATUS.TIMED_OUT : STATUS.OK);
}

function notify(both: ConditionAndLock, { thread, value }: Request): Transition<ConditionAndLock> {
  const { condition, lock } = both;
  if (!isOwnedBy(lock, thread)) return came(both, STATUS.NOT_OWNER);
  const asked = fromSmallWord(value);
  const count = asked < 0 ? condition.waiters.length : Math.min(asked, condition.waiters.length);
  const notified = [...condition.notified, ...condition.waiters.slice(0, count)];
  const told = { ...condition, waiters: condition.waiters.slice(count), notified };
  return came({ condition: told, lock }, STATUS.OK, toSmallWord(count));
}

function without(threads: readonly ThreadId[], thread: ThreadId): readonly ThreadId[] {
  return threads.includes(thread) ? threads.filter((one) => one !== thread) : threads;
}
