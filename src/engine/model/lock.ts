/**
 * `threading.Lock` and `threading.RLock` as transitions. A Lock has no owner: any thread may release it. An RLock counts
 * its levels and belongs to its holder. Rule: equals `sync/lock.ts` and `sync/rlock.ts` in every status and result.
 */
import type { ThreadId } from "../base/ids.ts";
import type { Milliseconds } from "../base/units.ts";
import { toBooleanWord, toSmallWord } from "../memory/words.ts";
import { STATUS, VERB, type Verb } from "../program/operation.ts";
import { blockedOr, came, done, type Model, type Request, type Transition } from "./transition.ts";

export interface LockState {
  /** −1 nobody. */
  readonly holder: ThreadId;
  /** 0 free; above 1 only for an RLock. */
  readonly depth: number;
  readonly reentrant: boolean;
}

const FREE_LOCK: LockState = { holder: -1, depth: 0, reentrant: false };
const FREE_RLOCK: LockState = { holder: -1, depth: 0, reentrant: true };

/** Takes a lock, `levels` at once where a condition's wait gave up as many; the same state when it cannot be had. */
export function takeLock(state: LockState, thread: ThreadId, levels = 1): LockState {
  if (state.depth === 0) return { holder: thread, depth: levels, reentrant: state.reentrant };
  const again = state.reentrant && state.holder === thread;
  return again ? { holder: thread, depth: state.depth + levels, reentrant: true } : state;
}

/** Whether a condition may be used by the thread: its RLock is held by it, or its Lock by anybody (as in CPython). */
export function isOwnedBy(state: LockState, thread: ThreadId): boolean {
  return state.reentrant ? state.holder === thread : state.depth > 0;
}

export function freeLock(state: LockState): LockState {
  return state.reentrant ? FREE_RLOCK : FREE_LOCK;
}

/** Whether `step` would come to BLOCKED: what a scheduler asks at every step, without a transition being made for it. */
export function isLockBlocked(state: LockState, verb: Verb, thread: ThreadId, timeoutMs: Milliseconds): boolean {
  if (verb !== VERB.LOCK_ACQUIRE && verb !== VERB.RLOCK_ACQUIRE) return false;
  return state.depth > 0 && timeoutMs > 0 && !(state.reentrant && state.holder === thread);
}

function acquire(state: LockState, request: Request): Transition<LockState> {
  const taken = takeLock(state, request.thread);
  return taken === state ? blockedOr(state, request) : done(taken, toSmallWord(taken.depth));
}

function release(state: LockState, request: Request): Transition<LockState> {
  if (state.depth === 0) return came(state, STATUS.NOT_HELD);
  if (state.reentrant && state.holder !== request.thread) return came(state, STATUS.NOT_OWNER);
  const depth = state.depth - 1;
  return done(depth === 0 ? freeLock(state) : { ...state, depth }, toSmallWord(depth));
}

function step(state: LockState, request: Request): Transition<LockState> {
  switch (request.verb) {
    case VERB.LOCK_ACQUIRE:
    case VERB.RLOCK_ACQUIRE:
      return acquire(state, request);
    case VERB.LOCK_RELEASE:
    case VERB.RLOCK_RELEASE:
      return release(state, request);
    default:
      return done(state, toBooleanWord(state.depth > 0));
  }
}

const expire = (state: LockState): Transition<LockState> => came(state, STATUS.TIMED_OUT);

export const LOCK_MODEL: Model<LockState> = { initial: () => FREE_LOCK, step, expire };
export const RLOCK_MODEL: Model<LockState> = { initial: () => FREE_RLOCK, step, expire };
