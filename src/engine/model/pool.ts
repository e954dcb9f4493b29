/**
 * The heart of Python's pools as transitions: tasks in the order of submission, threads that take them and leave, and an end.
 * Rule: equals `sync/pool.ts` in every status and result.
 */
import type { Word } from "../base/ids.ts";
import { toSmallWord } from "../memory/words.ts";
import { STATUS, VERB } from "../program/operation.ts";
import { blockedOr, came, done, type Model, type Request, type Transition } from "./transition.ts";

export interface PoolState {
  readonly stage: "open" | "closed" | "terminated";
  /** Threads that have not left. */
  readonly threads: number;
  /** Not taken yet, oldest first. */
  readonly tasks: readonly Word[];
}

export const POOL_MODEL: Model<PoolState> = {
  initial: (capacity) => ({ stage: "open", threads: Math.max(0, capacity), tasks: [] }),
  step,
  expire: (state) => came(state, STATUS.TIMED_OUT),
};

function step(state: PoolState, request: Request): Transition<PoolState> {
  switch (request.verb) {
    case VERB.POOL_SUBMIT:
      if (state.stage !== "open") return came(state, STATUS.CLOSED);
      return done({ ...state, tasks: [...state.tasks, request.value] });
    case VERB.POOL_TAKE:
      return take(state, request);
    case VERB.POOL_CLOSE:
      return done(state.stage === "open" ? { ...state, stage: "closed" } : state);
    case VERB.POOL_TERMINATE:
      return done({ ...state, stage: "terminated", tasks: [] });
    case VERB.POOL_LEAVE:
      return leave(state);
    default:
      return join(state, request);
  }
}

function take(state: PoolState, request: Request): Transition<PoolState> {
  if (state.tasks.length > 0) return done({ ...state, tasks: state.tasks.slice(1) }, state.tasks[0]);
  return state.stage === "open" ? blockedOr(state, request, STATUS.TIMED_OUT) : came(state, STATUS.SHUT_DOWN);
}

function leave(state: PoolState): Transition<PoolState> {
  const threads = state.threads - 1;
  return threads < 0 ? came(state, STATUS.TOO_MANY) : done({ ...state, threads }, toSmallWord(threads));
}

function join(state: PoolState, request: Request): Transition<PoolState> {
  if (state.stage === "open") return came(state, STATUS.REFUSED);
  return state.threads === 0 ? done(state) : blockedOr(state, request, STATUS.TIMED_OUT);
}
