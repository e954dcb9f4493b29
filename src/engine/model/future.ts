/**
 * `concurrent.futures.Future` as transitions: pending, then running, then finished or failed; or cancelled while pending.
 * Rule: equals `sync/future.ts` in every status and result; once settled nothing changes any more.
 */
import type { Word } from "../base/ids.ts";
import { toSmallWord, TRUE } from "../memory/words.ts";
import { FUTURE_STATE, STATUS, type Status, VERB } from "../program/operation.ts";
import { blockedOr, came, done, type Model, type Request, type Transition } from "./transition.ts";

export interface FutureState {
  /** A FUTURE_STATE. */
  readonly stage: number;
  readonly value: Word;
}

export const FUTURE_MODEL: Model<FutureState> = {
  initial: () => ({ stage: FUTURE_STATE.PENDING, value: 0 }),
  step,
  expire: (state, request) => (isSettled(state) ? wait(state, request) : came(state, STATUS.TIMED_OUT)),
};

function isSettled({ stage }: FutureState): boolean {
  return stage === FUTURE_STATE.CANCELLED || stage === FUTURE_STATE.FINISHED || stage === FUTURE_STATE.FAILED;
}

function step(state: FutureState, request: Request): Transition<FutureState> {
  switch (request.verb) {
    case VERB.FUTURE_SETTLE:
      return settle(state, request);
    case VERB.FUTURE_WAIT:
      return wait(state, request);
    case VERB.FUTURE_BEGIN:
      return state.stage === FUTURE_STATE.PENDING
        ? done({ ...state, stage: FUTURE_STATE.RUNNING })
        : came(state, STATUS.REFUSED);
    case VERB.FUTURE_CANCEL:
      return cancel(state);
    default:
      return done(state, toSmallWord(state.stage));
  }
}

function settle(state: FutureState, { key, value }: Request): Transition<FutureState> {
  if (isSettled(state)) return came(state, STATUS.REFUSED);
  return done({ stage: key === TRUE ? FUTURE_STATE.FAILED : FUTURE_STATE.FINISHED, value });
}

function cancel(state: FutureState): Transition<FutureState> {
  if (state.stage === FUTURE_STATE.CANCELLED) return done(state);
  if (state.stage !== FUTURE_STATE.PENDING) return came(state, STATUS.REFUSED);
  return done({ ...state, stage: FUTURE_STATE.CANCELLED });
}

function wait(state: FutureState, request: Request): Transition<FutureState> {
  if (!isSettled(state)) return blockedOr(state, request, STATUS.TIMED_OUT);
  return came(state, statusOf(state), state.value);
}

function statusOf({ stage }: FutureState): Status {
  if (stage === FUTURE_STATE.CANCELLED) return STATUS.CANCELLED;
  return stage === FUTURE_STATE.FAILED ? STATUS.FAILED : STATUS.OK;
}
