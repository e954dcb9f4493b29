/**
 * `threading.Barrier` as transitions, with CPython's phases: filling, draining until all have gone (who comes meanwhile waits
 * outside), resetting, and broken until a reset. The first try of a wait is the arrival; the last party goes straight through.
 * Rule: equals `sync/barrier.ts` in every status and result.
 */
import type { ThreadId } from "../base/ids.ts";
import { toSmallWord } from "../memory/words.ts";
import { STATUS, VERB } from "../program/operation.ts";
import { came, done, type Model, type Request, type Transition } from "./transition.ts";

export type BarrierPhase = "filling" | "draining" | "resetting" | "broken";

export interface BarrierState {
  readonly parties: number;
  readonly phase: BarrierPhase;
  /** Who has arrived and not left, with the index of the arrival. */
  readonly inside: readonly { readonly thread: ThreadId; readonly index: number }[];
}

export const BARRIER_MODEL: Model<BarrierState> = {
  initial: (capacity) => ({ parties: capacity, phase: "filling", inside: [] }),
  step,
  expire,
};

function step(state: BarrierState, request: Request): Transition<BarrierState> {
  switch (request.verb) {
    case VERB.BARRIER_RESET:
      return done(reset(state));
    case VERB.BARRIER_ABORT:
      return done({ ...state, phase: "broken" });
    default:
      return isInside(state, request.thread) ? goOn(state, request.thread) : arrive(state, request);
  }
}

/** Whose time is up inside breaks it for all; outside no limit counts, as in CPython. */
function expire(state: BarrierState, request: Request): Transition<BarrierState> {
  if (!isInside(state, request.thread)) return step(state, request);
  return goOn(state.phase === "filling" ? { ...state, phase: "broken" } : state, request.thread);
}

function isInside(state: BarrierState, thread: ThreadId): boolean {
  return state.inside.some((one) => one.thread === thread);
}

function arrive(state: BarrierState, { thread, timeoutMs }: Request): Transition<BarrierState> {
  if (state.phase === "broken") return came(state, STATUS.BROKEN);
  if (state.phase !== "filling") return came(state, STATUS.BLOCKED);
  const index = state.inside.length;
  const inside = [...state.inside, { thread, index }];
  if (index + 1 === state.parties) return goOn({ ...state, phase: "draining", inside }, thread);
  const waiting: BarrierState = { ...state, inside };
  return timeoutMs <= 0 ? goOn({ ...waiting, phase: "broken" }, thread) : came(waiting, STATUS.BLOCKED);
}

/** Somebody inside looks again. */
function goOn(state: BarrierState, thread: ThreadId): Transition<BarrierState> {
  if (state.phase === "filling") return came(state, STATUS.BLOCKED);
  const index = state.inside.find((one) => one.thread === thread)?.index ?? 0;
  const inside = state.inside.filter((one) => one.thread !== thread);
  const isOver = inside.length === 0 && state.phase !== "broken";
  const left: BarrierState = { ...state, inside, phase: isOver ? "filling" : state.phase };
  return came(left, state.phase === "draining" ? STATUS.OK : STATUS.BROKEN, toSmallWord(index));
}

function reset(state: BarrierState): BarrierState {
  if (state.inside.length === 0) return { ...state, phase: "filling" };
  return state.phase === "draining" ? state : { ...state, phase: "resetting" };
}
