/**
 * Threads as transitions: started, joined, asked whether they live, ended. Ids are dense, in the order of start; 0 is main.
 * A sleep promises only "at least" and removes no order, so it never blocks here. Rule: equals what a real world answers.
 */
import type { Address, ThreadId } from "../base/ids.ts";
import { fromSmallWord, NONE, toBooleanWord, toSmallWord, TRUE } from "../memory/words.ts";
import { STATUS, VERB } from "../program/operation.ts";
import { blockedOr, came, done, type Request, type Transition } from "./transition.ts";

/** Threads that one run may have, main included; as many as shared memory has blocks for. */
export const MOST_THREADS = 256;

export interface ModelThread {
  readonly object: Address;
  readonly parent: ThreadId;
  readonly daemon: boolean;
  readonly ended: boolean;
}

/** By thread id. */
export type ThreadsState = readonly ModelThread[];

/** Only main, which runs. */
export const MAIN_ALONE: ThreadsState = [{ object: 0, parent: -1, daemon: false, ended: false }];

export function stepThreads(state: ThreadsState, request: Request): Transition<ThreadsState> {
  switch (request.verb) {
    case VERB.SPAWN:
      return spawn(state, request);
    case VERB.JOIN:
      return join(state, request);
    case VERB.IS_ALIVE:
      return done(state, toBooleanWord(isAlive(state, fromSmallWord(request.value))));
    case VERB.ACTIVE_COUNT:
      return done(state, toSmallWord(state.filter(({ ended }) => !ended).length));
    default:
      return done(state);
  }
}

/** The time of a join is up. */
export function expireThreads(state: ThreadsState, request: Request): Transition<ThreadsState> {
  return isAlive(state, fromSmallWord(request.value)) ? came(state, STATUS.TIMED_OUT, NONE) : join(state, request);
}

/** The thread has ended, by its last line or by an exception. */
export function endThread(state: ThreadsState, thread: ThreadId): ThreadsState {
  return state.with(thread, { ...state[thread], ended: true });
}

/** Whether the program goes on: it waits for every thread that is no daemon. */
export function isProgramAlive(state: ThreadsState): boolean {
  return state.some(({ ended, daemon }) => !ended && !daemon);
}

function spawn(state: ThreadsState, { thread, object, value }: Request): Transition<ThreadsState> {
  if (state.length >= MOST_THREADS) return came(state, STATUS.TOO_MANY);
  const started = { object, parent: thread, daemon: value === TRUE, ended: false };
  return done([...state, started], toSmallWord(state.length));
}

function join(state: ThreadsState, request: Request): Transition<ThreadsState> {
  const other = fromSmallWord(request.value);
  if (other === request.thread) return came(state, STATUS.SELF);
  if (state[other] === undefined) return came(state, STATUS.NOT_STARTED);
  return state[other].ended ? done(state, NONE) : blockedOr(state, request, STATUS.TIMED_OUT);
}

function isAlive(state: ThreadsState, thread: ThreadId): boolean {
  return state[thread]?.ended === false;
}
