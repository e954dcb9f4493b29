/**
 * `threading.Semaphore` and `BoundedSemaphore` as transitions. Any thread may release, and more than once.
 * Rule: equals `sync/semaphore.ts` in every status and result.
 */
import { fromSmallWord, toSmallWord } from "../memory/words.ts";
import { STATUS, VERB } from "../program/operation.ts";
import { blockedOr, came, done, type Model, type Request, type Transition } from "./transition.ts";

export interface SemaphoreState {
  readonly permits: number;
  /** What a release may not exceed; −1 no bound. */
  readonly bound: number;
}

/** @param bounded whether a release beyond the first number of permits is refused. */
export function semaphoreModel(bounded: boolean): Model<SemaphoreState> {
  return {
    initial: (capacity) => ({ permits: Math.max(0, capacity), bound: bounded ? Math.max(0, capacity) : -1 }),
    step: (state, request) =>
      request.verb === VERB.SEMAPHORE_ACQUIRE ? acquire(state, request) : release(state, request),
    expire: (state) => came(state, STATUS.TIMED_OUT),
  };
}

function acquire(state: SemaphoreState, request: Request): Transition<SemaphoreState> {
  if (state.permits === 0) return blockedOr(state, request);
  const permits = state.permits - 1;
  return done({ ...state, permits }, toSmallWord(permits));
}

function release(state: SemaphoreState, request: Request): Transition<SemaphoreState> {
  const permits = state.permits + fromSmallWord(request.value);
  if (state.bound >= 0 && permits > state.bound) return came(state, STATUS.TOO_MANY);
  return done({ ...state, permits }, toSmallWord(permits));
}
