/**
 * What a model of a primitive is: pure transitions on plain values. Nothing is written in place, so a state can be kept,
 * compared and branched from at no cost. Rule: the same state and request give the same transition, always.
 */
import type { Address, ThreadId, Word } from "../base/ids.ts";
import type { Milliseconds } from "../base/units.ts";
import type { Status, Verb } from "../program/operation.ts";
import { STATUS } from "../program/operation.ts";

/** One operation of one thread, as far as a primitive cares. An `Operation` with its thread is one. */
export interface Request {
  readonly verb: Verb;
  readonly thread: ThreadId;
  readonly object: Address;
  readonly key: Word;
  readonly value: Word;
  /** 0 does not wait; Infinity waits for ever; between them the wait may end at any time it is blocked. */
  readonly timeoutMs: Milliseconds;
}

/**
 * What comes of a request. BLOCKED: it cannot complete now; the state may yet be another, since who waits is part of it (a barrier
 * counts arrivals, an event flag lets go who waited when it was set). The same request is made again until it completes.
 */
export interface Transition<S> {
  readonly state: S;
  readonly status: Status;
  readonly result: Word;
}

/** Whether `a` sorts before `b`, for priority queues. */
export type Before = (a: Word, b: Word) => boolean;

/** One primitive. */
export interface Model<S> {
  /** @param capacity as in `World.create`: permits, parties, threads or size; −1 none. */
  initial(capacity: number): S;
  step(state: S, request: Request): Transition<S>;
  /** The same request when its time limit passes while it is blocked: the extra choice of a timed wait. */
  expire(state: S, request: Request): Transition<S>;
}

export function done<S>(state: S, result: Word = 0): Transition<S> {
  return { state, status: STATUS.OK, result };
}

export function came<S>(state: S, status: Status, result: Word = 0): Transition<S> {
  return { state, status, result };
}

/** Who may not wait is refused, who may is blocked. */
export function blockedOr<S>(state: S, request: Request, refusal: Status = STATUS.REFUSED): Transition<S> {
  return { state, status: request.timeoutMs <= 0 ? refusal : STATUS.BLOCKED, result: 0 };
}
