/**
 * `threading.Event` as transitions. A set lets go everybody who waits, though it be cleared before they run: so who waits is
 * part of the state, from the first try on. Rule: equals `sync/event-flag.ts` in every status and result.
 */
import type { ThreadId } from "../base/ids.ts";
import { FALSE, TRUE } from "../memory/words.ts";
import { STATUS, VERB } from "../program/operation.ts";
import { came, done, type Model, type Request, type Transition } from "./transition.ts";

export interface EventFlagState {
  readonly isSet: boolean;
  readonly waiting: readonly ThreadId[];
  /** Waited when it was set, and may go whatever the flag says now. */
  readonly passing: readonly ThreadId[];
}

const CLEAR: EventFlagState = { isSet: false, waiting: [], passing: [] };

export const EVENT_FLAG_MODEL: Model<EventFlagState> = { initial: () => CLEAR, step, expire };

function step(state: EventFlagState, request: Request): Transition<EventFlagState> {
  switch (request.verb) {
    case VERB.EVENT_SET:
      return done({ isSet: true, waiting: [], passing: [...state.passing, ...state.waiting] });
    case VERB.EVENT_CLEAR:
      return done({ ...state, isSet: false });
    case VERB.EVENT_WAIT:
      return wait(state, request);
    default:
      return done(state, state.isSet ? TRUE : FALSE);
  }
}

function wait(state: EventFlagState, { thread, timeoutMs }: Request): Transition<EventFlagState> {
  if (state.isSet || state.passing.includes(thread)) {
    const passing = state.passing.filter((one) => one !== thread);
    return done({ ...state, passing: passing.length === state.passing.length ? state.passing : passing }, TRUE);
  }
  if (timeoutMs <= 0) return came(state, STATUS.TIMED_OUT, FALSE);
  if (state.waiting.includes(thread)) return came(state, STATUS.BLOCKED);
  return came({ ...state, waiting: [...state.waiting, thread] }, STATUS.BLOCKED);
}

function expire(state: EventFlagState, request: Request): Transition<EventFlagState> {
  if (state.passing.includes(request.thread)) return wait(state, request);
  return came({ ...state, waiting: state.waiting.filter((one) => one !== request.thread) }, STATUS.TIMED_OUT, FALSE);
}
