/**
 * The events that an operation on a primitive makes, from how its model came out: op for op what `sync/*` tells from inside the real
 * ones. Rule: what a thread waits for is told once an operation, by `tellWait`; everything else by `tellDone`.
 */
import type { Address, ThreadId, Word } from "../../base/ids.ts";
import type { Milliseconds } from "../../base/units.ts";
import { fromAddressWord, fromSmallWord, MAX_SMALL, toBooleanWord, toSmallWord, TRUE } from "../../memory/words.ts";
import { FUTURE_STATE, type Operation, STATUS, type Status, type Verb, VERB } from "../../program/operation.ts";
import type { BarrierState } from "../../model/barrier.ts";
import type { ConditionState } from "../../model/condition.ts";
import type { FutureState } from "../../model/future.ts";
import type { PrimitiveState } from "../../model/models.ts";
import { OK, type OkCode } from "../../program/world.ts";
import { OP, type OpCode } from "../../trace/ops.ts";

/** Tells one event of the thread whose operation it is; `ok` is absent unless given. */
export type Tell = (op: OpCode, object: Address, key: Word, value: Word, ok?: OkCode) => void;

/** How an operation came out. */
export interface Move {
  readonly status: Status;
  readonly result: Word;
  /** Where its object stood before. */
  readonly before: PrimitiveState | ConditionState;
}

const NOTHING = toSmallWord(0);

/** Whole milliseconds, rounded up; nothing for a wait without a limit. */
function toLimit(timeoutMs: Milliseconds): Word {
  return timeoutMs === Number.POSITIVE_INFINITY ? 0 : toSmallWord(Math.min(MAX_SMALL, Math.ceil(timeoutMs)));
}

/** Whether an operation would not wait for ever: it only tries, or has a time limit. An acquire that was got so is told as `ok`. */
function isLimited({ timeoutMs }: Operation): boolean {
  return timeoutMs !== Number.POSITIVE_INFINITY;
}

/** That the operation cannot complete now: its wait event, where it has one of its own. */
export function tellWait(operation: Operation, tell: Tell): void {
  const { verb, object, timeoutMs } = operation;
  switch (verb) {
    case VERB.JOIN:
      return tell(OP["join-wait"], 0, operation.value, toLimit(timeoutMs));
    case VERB.CONDITION_REACQUIRE:
      // Only for its lock: the wait itself was told when it parked. There is no limit to that.
      return tell(OP["acquire-wait"], fromAddressWord(operation.key), 0, 0);
    case VERB.BARRIER_WAIT:
      // The arrival told it.
      return;
    default: {
      const op = WAIT_OF[verb];
      if (op !== undefined) tell(op, object, 0, toLimit(timeoutMs));
    }
  }
}

const WAIT_OF = byVerb<OpCode>([
  [VERB.LOCK_ACQUIRE, OP["acquire-wait"]],
  [VERB.RLOCK_ACQUIRE, OP["acquire-wait"]],
  [VERB.SEMAPHORE_ACQUIRE, OP["acquire-wait"]],
  [VERB.QUEUE_PUT, OP["put-wait"]],
  [VERB.QUEUE_GET, OP["get-wait"]],
  [VERB.POOL_TAKE, OP["get-wait"]],
  [VERB.QUEUE_JOIN, OP["join-wait"]],
  [VERB.POOL_JOIN, OP["join-wait"]],
  [VERB.EVENT_WAIT, OP.wait],
  [VERB.FUTURE_WAIT, OP.wait],
  [VERB.SELECT, OP["select-wait"]],
]);

/** Ops by how an operation ended. */
interface Endings {
  readonly done?: OpCode;
  readonly refused?: OpCode;
  readonly late?: OpCode;
}

const TAKEN: Endings = { done: OP.acquire, refused: OP.refused, late: OP["acquire-timeout"] };
const GIVEN: Endings = { done: OP.release };
const ASKED: Endings = { done: OP.read };

/** For operations whose events follow from status and result alone. */
const ENDINGS = byVerb<Endings>([
  [VERB.LOCK_ACQUIRE, TAKEN],
  [VERB.RLOCK_ACQUIRE, TAKEN],
  [VERB.SEMAPHORE_ACQUIRE, TAKEN],
  [VERB.LOCK_RELEASE, GIVEN],
  [VERB.RLOCK_RELEASE, GIVEN],
  [VERB.SEMAPHORE_RELEASE, GIVEN],
  [VERB.LOCK_LOCKED, ASKED],
  [VERB.QUEUE_SIZE, ASKED],
  [VERB.FUTURE_STATE, ASKED],
  [VERB.EVENT_IS_SET, ASKED],
  [VERB.QUEUE_TASK_DONE, { done: OP["task-done"] }],
  [VERB.CONDITION_NOTIFY, { done: OP.notify }],
]);

/** What the operation of a thread did. @param expired its time limit passed while it was blocked */
export function tellDone(thread: ThreadId, operation: Operation, move: Move, expired: boolean, tell: Tell): void {
  const { verb, object, value } = operation;
  const { status, result } = move;
  const endings = ENDINGS[verb];
  if (endings === TAKEN && status === STATUS.OK && isLimited(operation))
    return tell(OP.acquire, object, 0, result, OK.TRUE);
  if (endings !== undefined) return tellEnding(object, endings, status, result, tell);
  switch (verb) {
    case VERB.QUEUE_PUT:
      return tellTransfer(object, OP.put, OP["put-timeout"], status, value, tell);
    case VERB.QUEUE_GET:
      return tellTransfer(object, OP.get, OP["get-timeout"], status, result, tell);
    case VERB.CONDITION_WAIT:
      return tellPark(operation, move, tell);
    case VERB.CONDITION_REACQUIRE:
      return tellLevels(operation, tell);
    case VERB.EVENT_WAIT:
    case VERB.FUTURE_WAIT:
      return tellWaited(operation, move, expired, tell);
    case VERB.BARRIER_WAIT:
      return tellBarrier(thread, object, move, tell);
    case VERB.POOL_TAKE:
      if (status === STATUS.OK) tell(OP["task-start"], object, 0, result);
      else if (status === STATUS.TIMED_OUT) tell(OP["get-timeout"], object, 0, 0);
      return;
    case VERB.QUEUE_JOIN:
    case VERB.POOL_JOIN:
      if (status === STATUS.OK) tell(OP.join, object, 0, 0);
      else if (status === STATUS.TIMED_OUT) tell(OP["join-timeout"], object, 0, 0);
      return;
    case VERB.FUTURE_SETTLE:
      if (status === STATUS.OK) tell(operation.key === TRUE ? OP["task-fail"] : OP["task-finish"], object, 0, value);
      return;
    case VERB.FUTURE_CANCEL:
      if ((move.before as FutureState).stage === FUTURE_STATE.PENDING) tell(OP["task-cancel"], object, 0, 0);
      return;
    default:
      tellPlainly(operation, status, tell);
  }
}

/** Operations that are one event, or none when they came out otherwise. */
function tellPlainly({ verb, object, value }: Operation, status: Status, tell: Tell): void {
  switch (verb) {
    case VERB.POOL_SUBMIT:
      return status === STATUS.OK ? tell(OP.submit, object, 0, value) : tell(OP.refused, object, 0, 0);
    case VERB.FUTURE_BEGIN:
      return status === STATUS.OK ? tell(OP["task-start"], object, 0, 0) : undefined;
    case VERB.QUEUE_SHUTDOWN:
      return tell(OP.shutdown, object, 0, toBooleanWord(value === TRUE));
    case VERB.POOL_CLOSE:
      return tell(OP.close, object, 0, 0);
    case VERB.POOL_TERMINATE:
      return tell(OP.terminate, object, 0, 0);
    case VERB.EVENT_SET:
      return tell(OP.set, object, 0, 0);
    case VERB.EVENT_CLEAR:
      return tell(OP.clear, object, 0, 0);
    case VERB.BARRIER_RESET:
      return tell(OP.reset, object, 0, 0);
    case VERB.BARRIER_ABORT:
      return tell(OP.broken, object, 0, 0);
    default:
    // A pool's thread that leaves is no event.
  }
}

function tellEnding(object: Address, { done, refused, late }: Endings, status: Status, result: Word, tell: Tell): void {
  if (status === STATUS.OK && done !== undefined) tell(done, object, 0, result);
  else if (status === STATUS.REFUSED && refused !== undefined) tell(refused, object, 0, NOTHING);
  else if (status === STATUS.TIMED_OUT && late !== undefined) tell(late, object, 0, NOTHING);
}

function tellTransfer(object: Address, done: OpCode, late: OpCode, status: Status, item: Word, tell: Tell): void {
  if (status === STATUS.OK) tell(done, object, 0, item);
  else tell(status === STATUS.TIMED_OUT ? late : OP.refused, object, 0, 0);
}

/** A wait gives its lock back level by level. */
function tellPark({ object, key }: Operation, { status, result }: Move, tell: Tell): void {
  if (status !== STATUS.OK) return;
  tell(OP.wait, object, 0, 0);
  for (let left = fromSmallWord(result) - 1; left >= 0; left--)
    tell(OP.release, fromAddressWord(key), 0, toSmallWord(left));
}

/** And takes as many again; that it was woken, or too late, was told when that happened. */
function tellLevels({ key, value }: Operation, tell: Tell): void {
  const levels = fromSmallWord(value);
  for (let depth = 1; depth <= levels; depth++) tell(OP.acquire, fromAddressWord(key), 0, toSmallWord(depth));
}

/** One look without waiting is told as a wait that ended at once, as the real ones do. */
function tellWaited(operation: Operation, { status, result }: Move, expired: boolean, tell: Tell): void {
  if (status === STATUS.TIMED_OUT) {
    if (!expired) tellWait(operation, tell);
    return tell(OP["wait-timeout"], operation.object, 0, 0);
  }
  tell(OP.woken, operation.object, 0, operation.verb === VERB.FUTURE_WAIT ? result : 0);
}

/** The first move of a wait is its arrival, and the last who arrives passes at once; outside a broken barrier nobody arrives. */
function tellBarrier(thread: ThreadId, object: Address, { status, result, before }: Move, tell: Tell): void {
  const wasInside = (before as BarrierState).inside.some((one) => one.thread === thread);
  const arrives = !wasInside && (before as BarrierState).phase === "filling";
  if (arrives) tell(OP.arrive, object, 0, toSmallWord((before as BarrierState).inside.length));
  if (status === STATUS.BLOCKED) return;
  const wentIn = wasInside || arrives;
  tell(status === STATUS.OK ? OP.pass : OP.broken, object, 0, wentIn ? result : 0);
}

/** A table with a place for every verb, since it is looked into at every step. */
function byVerb<T>(entries: readonly (readonly [Verb, T])[]): readonly (T | undefined)[] {
  const table = new Array<T | undefined>(128).fill(undefined);
  for (const [verb, entry] of entries) table[verb] = entry;
  return table;
}
