/**
 * Each primitive's events played on its model. Rule: a check is fed the events of one object in the order of the trace and says
 * why one cannot be, or null. An event is numbered at the moment that fixes its order, so the model's state is exact.
 */
import type { ObjectId, Seq } from "../base/ids.ts";
import { FALSE, TRUE } from "../memory/words.ts";
import { EVENT_FLAG_MODEL } from "../model/event-flag.ts";
import { FUTURE_MODEL } from "../model/future.ts";
import { LOCK_MODEL, type LockState, RLOCK_MODEL } from "../model/lock.ts";
import { POOL_MODEL } from "../model/pool.ts";
import type { Model, Request, Transition } from "../model/transition.ts";
import { STATUS, type Status, VERB, type Verb } from "../program/operation.ts";
import { threadName } from "../trace/names.ts";
import { OP } from "../trace/ops.ts";
import type { Trace } from "../trace/trace.ts";
import { integerOf, isIntegerCode, reprOf } from "../trace/value-codes.ts";
import { createBarrierCheck } from "./check-barrier.ts";
import { createConditionCheck } from "./check-condition.ts";
import { createQueueCheck } from "./check-queue.ts";

/** Why the object's next event cannot be, or null. */
export type ObjectCheck = (seq: Seq) => string | null;

/** The check of an object; null for kinds without a model. */
export function createObjectCheck(trace: Trace, object: ObjectId): ObjectCheck | null {
  switch (trace.objects[object].kind) {
    case "lock":
    case "gil":
      return createLockCheck(trace, LOCK_MODEL);
    case "rlock":
      return createLockCheck(trace, RLOCK_MODEL);
    case "semaphore":
      return createSemaphoreCheck(trace, object);
    case "condition":
      return createConditionCheck(trace);
    case "event-flag":
      return createEventFlagCheck(trace);
    case "barrier":
      return createBarrierCheck(trace, object);
    case "queue":
    case "lifo-queue":
    case "priority-queue":
      return createQueueCheck(trace, object);
    case "pool":
      return createPoolCheck(trace);
    case "future":
      return createFutureCheck(trace);
    default:
      return null;
  }
}

/** A model that is played event by event. */
class Play<S> {
  state: S;
  readonly #trace: Trace;
  readonly #model: Model<S>;

  constructor(trace: Trace, model: Model<S>) {
    this.#trace = trace;
    this.#model = model;
    this.state = model.initial(-1);
  }

  /** Makes a request for the thread of an event. */
  ask(seq: Seq, verb: Verb, more: Partial<Request> = {}): Transition<S> {
    return this.#take(this.#model.step(this.state, this.#request(seq, verb, more)));
  }

  /** Lets the thread's time limit pass. */
  expire(seq: Seq, verb: Verb): Transition<S> {
    return this.#take(this.#model.expire(this.state, this.#request(seq, verb, {})));
  }

  #take(next: Transition<S>): Transition<S> {
    this.state = next.state;
    return next;
  }

  #request(seq: Seq, verb: Verb, more: Partial<Request>): Request {
    const value = this.#trace.value[seq];
    return { verb, thread: this.#trace.thread[seq], object: 0, key: 0, value, timeoutMs: 0, ...more };
  }
}

const FOREVER = { timeoutMs: Number.POSITIVE_INFINITY };

const unless = (status: Status, wanted: Status, why: string): string | null => (status === wanted ? null : why);

function createLockCheck(trace: Trace, model: Model<LockState>): ObjectCheck {
  const play = new Play(trace, model);
  const held = () => `it is held by ${threadName(trace, play.state.holder)}`;
  return (seq) => {
    switch (trace.op[seq]) {
      case OP.acquire: {
        const { status, state } = play.ask(seq, VERB.LOCK_ACQUIRE);
        return unless(status, STATUS.OK, `is acquired, but ${held()}`) ?? checkNumber(trace, seq, state.depth, "depth");
      }
      case OP.release: {
        const { status, state } = play.ask(seq, VERB.LOCK_RELEASE);
        if (status === STATUS.NOT_HELD) return "is released, but nobody holds it";
        return unless(status, STATUS.OK, `is released, but ${held()}`) ?? checkNumber(trace, seq, state.depth, "depth");
      }
      case OP.refused:
      case OP["acquire-timeout"]: {
        const before = play.state;
        const { status } = play.ask(seq, VERB.LOCK_ACQUIRE);
        play.state = before;
        return unless(status, STATUS.REFUSED, "is refused, but it could be had");
      }
      default:
        return null;
    }
  };
}

/** Permits are not known before the first event that tells them, where the trace does not name the capacity. */
function createSemaphoreCheck(trace: Trace, object: ObjectId): ObjectCheck {
  let permits = trace.objects[object].capacity ?? -1;
  return (seq) => {
    const told = integerOf(trace.value[seq], -1);
    switch (trace.op[seq]) {
      case OP.acquire:
        if (permits === 0) return "is acquired, but no permit is left";
        permits = permits < 0 ? told : permits - 1;
        return checkNumber(trace, seq, permits, "permits left");
      case OP.release:
        if (permits >= 0 && told >= 0 && told <= permits)
          return `has ${told} permits after a release, but had ${permits}`;
        permits = told >= 0 ? told : permits < 0 ? -1 : permits + 1;
        return null;
      case OP.refused:
      case OP["acquire-timeout"]:
      case OP["acquire-wait"]:
        if (permits > 0) return `is refused or waited for, but ${permits} permits are left`;
        permits = 0;
        return null;
      default:
        return null;
    }
  };
}

function createEventFlagCheck(trace: Trace): ObjectCheck {
  const play = new Play(trace, EVENT_FLAG_MODEL);
  return (seq) => {
    switch (trace.op[seq]) {
      case OP.set:
        play.ask(seq, VERB.EVENT_SET);
        return null;
      case OP.clear:
        play.ask(seq, VERB.EVENT_CLEAR);
        return null;
      case OP.wait:
        return unless(play.ask(seq, VERB.EVENT_WAIT, FOREVER).status, STATUS.BLOCKED, "is waited for, but it is set");
      case OP.woken:
        return unless(
          play.ask(seq, VERB.EVENT_WAIT, FOREVER).status,
          STATUS.OK,
          "is passed, but was not set since the wait began",
        );
      case OP["wait-timeout"]: {
        const isSet = play.state.isSet;
        const { status } = play.expire(seq, VERB.EVENT_WAIT);
        return isSet
          ? "the wait times out, but it is set"
          : unless(status, STATUS.TIMED_OUT, "the wait times out, but it was set meanwhile");
      }
      default:
        return null;
    }
  };
}

function createPoolCheck(trace: Trace): ObjectCheck {
  const play = new Play(trace, POOL_MODEL);
  return (seq) => {
    switch (trace.op[seq]) {
      case OP.submit:
        return unless(play.ask(seq, VERB.POOL_SUBMIT).status, STATUS.OK, "takes a task in, but it is closed");
      case OP["task-start"]: {
        const { status, result } = play.ask(seq, VERB.POOL_TAKE);
        if (status !== STATUS.OK) return "gives out a task, but has none";
        return checkSame(trace, seq, result, "gives out another task than the one submitted first");
      }
      case OP["get-wait"]:
        return unless(
          play.ask(seq, VERB.POOL_TAKE, FOREVER).status,
          STATUS.BLOCKED,
          "is waited for, but has a task or is closed",
        );
      case OP.refused:
        return unless(play.ask(seq, VERB.POOL_SUBMIT).status, STATUS.CLOSED, "refuses a task, but it is open");
      case OP.close:
        play.ask(seq, VERB.POOL_CLOSE);
        return null;
      case OP.terminate:
        play.ask(seq, VERB.POOL_TERMINATE);
        return null;
      case OP.join:
      case OP["join-wait"]:
        return play.state.stage === "open" ? "is joined, but it is open" : null;
      default:
        return null;
    }
  };
}

function createFutureCheck(trace: Trace): ObjectCheck {
  const play = new Play(trace, FUTURE_MODEL);
  return (seq) => {
    switch (trace.op[seq]) {
      case OP["task-start"]:
        return unless(play.ask(seq, VERB.FUTURE_BEGIN).status, STATUS.OK, "begins, but it is no longer pending");
      case OP["task-finish"]:
        return unless(play.ask(seq, VERB.FUTURE_SETTLE, { key: FALSE }).status, STATUS.OK, "is settled twice");
      case OP["task-fail"]:
        return unless(play.ask(seq, VERB.FUTURE_SETTLE, { key: TRUE }).status, STATUS.OK, "is settled twice");
      case OP["task-cancel"]:
        return unless(play.ask(seq, VERB.FUTURE_CANCEL).status, STATUS.OK, "is cancelled, but it had begun");
      case OP.wait:
        return unless(
          play.ask(seq, VERB.FUTURE_WAIT, FOREVER).status,
          STATUS.BLOCKED,
          "is waited for, but it is settled",
        );
      case OP["wait-timeout"]:
        return unless(
          play.expire(seq, VERB.FUTURE_WAIT).status,
          STATUS.TIMED_OUT,
          "the wait times out, but it is settled",
        );
      case OP.woken: {
        const { status, result } = play.ask(seq, VERB.FUTURE_WAIT);
        if (status === STATUS.TIMED_OUT) return "gives its result, but it is not settled";
        return status === STATUS.CANCELLED
          ? null
          : checkSame(trace, seq, result, "gives another result than it was settled with");
      }
      default:
        return null;
    }
  };
}

/** The event's value, where it has one, must be the number. */
function checkNumber(trace: Trace, seq: Seq, wanted: number, what: string): string | null {
  const code = trace.value[seq];
  if (code === 0 || !isIntegerCode(code) || wanted < 0) return null;
  return integerOf(code, 0) === wanted ? null : `its ${what} should be ${wanted}`;
}

/** The event's value, where it has one, must be the model's. */
function checkSame(trace: Trace, seq: Seq, wanted: number, why: string): string | null {
  const code = trace.value[seq];
  return code === 0 || wanted === 0 || code === wanted ? null : `${why} (${reprOf(trace, wanted)})`;
}
