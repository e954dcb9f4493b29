/**
 * From the body's verbs to the real primitives. Rule: a primitive's own words follow its object's header, so that the
 * object's address in the trace and the primitive's address differ by that header alone.
 */
import type { Address } from "../../base/ids.ts";
import { InternalError } from "../../base/errors.ts";
import { fromAddressWord, fromSmallWord, toBooleanWord, toSmallWord, TRUE } from "../../memory/words.ts";
import { STATUS, VERB, type Operation, type Status } from "../../program/operation.ts";
import { abortBarrier, initBarrier, resetBarrier, waitBarrier } from "../../sync/barrier.ts";
import { beginWait, finishWait, initCondition, notifyCondition } from "../../sync/condition.ts";
import type { Probe, SyncContext } from "../../sync/context.ts";
import { clearEventFlag, initEventFlag, isEventFlagSet, setEventFlag, waitEventFlag } from "../../sync/event-flag.ts";
import { beginFuture, cancelFuture, initFuture, settleFuture, stateOfFuture, waitFuture } from "../../sync/future.ts";
import { acquireLock, initLock, isLocked, releaseLock } from "../../sync/lock.ts";
import {
  closePool,
  describePool,
  initPool,
  joinPool,
  leavePool,
  submitTask,
  takeTask,
  terminatePool,
} from "../../sync/pool.ts";
import {
  getQueue,
  initQueue,
  joinQueue,
  markTaskDone,
  putQueue,
  QUEUE_KIND,
  shutDownQueue,
  sizeOfQueue,
  type QueueOwner,
} from "../../sync/queue.ts";
import { acquireRLock, initRLock, releaseRLock } from "../../sync/rlock.ts";
import { acquireSemaphore, initSemaphore, releaseSemaphore } from "../../sync/semaphore.ts";
import { OP, type ObjectKind } from "../../trace/ops.ts";
import { HEADER_WORDS } from "./header.ts";

/** Makes a primitive in words that are all 0. `capacity` is −1 for none. */
export function createPrimitive(words: Int32Array, kind: ObjectKind, at: Address, capacity: number): void {
  switch (kind) {
    case "lock":
      return initLock(words, at);
    case "rlock":
      return initRLock(words, at);
    case "condition":
      return initCondition(words, at);
    case "queue":
      return initQueue(words, at, QUEUE_KIND.FIFO, capacity);
    case "lifo-queue":
      return initQueue(words, at, QUEUE_KIND.LIFO, capacity);
    case "priority-queue":
      return initQueue(words, at, QUEUE_KIND.PRIORITY, capacity);
    case "semaphore":
      // A bounded one is told as −1 − permits.
      return capacity < 0 ? initSemaphore(words, at, -1 - capacity, true) : initSemaphore(words, at, capacity, false);
    case "event-flag":
      return initEventFlag(words, at);
    case "barrier":
      return initBarrier(words, at, capacity);
    case "pool":
      return initPool(words, at, capacity);
    case "future":
      return initFuture(words, at);
    default:
      throw new InternalError(`no primitive of kind ${kind}`);
  }
}

/** Carries one operation out; sleeps where it has to. The word it gave is in `context.result`. */
export function performOnPrimitive(
  context: SyncContext,
  operation: Operation,
  probe: Probe,
  owner: QueueOwner,
): Status {
  const at = operation.object + HEADER_WORDS;
  const { timeoutMs, value } = operation;
  switch (operation.verb) {
    case VERB.LOCK_ACQUIRE:
      return acquireLock(context, at, timeoutMs, probe);
    case VERB.LOCK_RELEASE:
      return releaseLock(context, at, probe);
    case VERB.LOCK_LOCKED:
      return ask(context, at, toBooleanWord(isLocked(context.words, at)), probe);
    case VERB.RLOCK_ACQUIRE:
      return acquireRLock(context, at, timeoutMs, probe);
    case VERB.RLOCK_RELEASE:
      return releaseRLock(context, at, probe);
    case VERB.CONDITION_WAIT:
      return beginWait(context, at, lockOf(operation), probe);
    case VERB.CONDITION_REACQUIRE:
      return finishWait(context, at, lockOf(operation), fromSmallWord(value), timeoutMs, probe);
    case VERB.CONDITION_NOTIFY:
      return notifyCondition(context, at, lockOf(operation), fromSmallWord(value), probe);
    case VERB.QUEUE_PUT:
      return putQueue(context, at, value, timeoutMs, owner, probe);
    case VERB.QUEUE_GET:
      return getQueue(context, at, timeoutMs, owner, probe);
    case VERB.QUEUE_TASK_DONE:
      return markTaskDone(context, at, probe);
    case VERB.QUEUE_JOIN:
      return joinQueue(context, at, timeoutMs, probe);
    case VERB.QUEUE_SHUTDOWN:
      return shutDownQueue(context, at, value === TRUE, probe);
    case VERB.QUEUE_SIZE:
      return ask(context, at, toSmallWord(sizeOfQueue(context.words, at)), probe);
    case VERB.POOL_SUBMIT:
      return submitTask(context, at, value, owner.allocate, probe);
    case VERB.POOL_TAKE:
      return takeTask(context, at, timeoutMs, probe);
    case VERB.POOL_CLOSE:
      return closePool(context, at, probe);
    case VERB.POOL_TERMINATE:
      return terminatePool(context, at, probe);
    case VERB.POOL_JOIN:
      return joinPool(context, at, timeoutMs, probe);
    case VERB.POOL_LEAVE:
      return leavePool(context, at);
    case VERB.POOL_IDLE:
      context.result = toSmallWord(idleThreads(context.words, at));
      return STATUS.OK;
    case VERB.FUTURE_SETTLE:
      return settleFuture(context, at, value, operation.key === TRUE, probe);
    case VERB.FUTURE_WAIT:
      return waitFuture(context, at, timeoutMs, probe);
    case VERB.FUTURE_STATE:
      return ask(context, at, toSmallWord(stateOfFuture(context.words, at)), probe);
    case VERB.FUTURE_BEGIN:
      return beginFuture(context, at, probe);
    case VERB.FUTURE_CANCEL:
      return cancelFuture(context, at, probe);
    case VERB.SEMAPHORE_ACQUIRE:
      return acquireSemaphore(context, at, timeoutMs, probe);
    case VERB.SEMAPHORE_RELEASE:
      return releaseSemaphore(context, at, fromSmallWord(value), probe);
    case VERB.EVENT_SET:
      return setEventFlag(context, at, probe);
    case VERB.EVENT_CLEAR:
      return clearEventFlag(context, at, probe);
    case VERB.EVENT_WAIT:
      return waitEventFlag(context, at, timeoutMs, probe);
    case VERB.EVENT_IS_SET:
      return ask(context, at, toBooleanWord(isEventFlagSet(context.words, at)), probe);
    case VERB.BARRIER_WAIT:
      return waitBarrier(context, at, timeoutMs, probe);
    case VERB.BARRIER_RESET:
      return resetBarrier(context, at, probe);
    case VERB.BARRIER_ABORT:
      return abortBarrier(context, at, probe);
    default:
      throw new InternalError(`verb ${operation.verb} is no operation on a primitive`);
  }
}

function idleThreads(words: Int32Array, at: Address): number {
  const { idle, queued } = describePool(words, at);
  return idle - queued;
}

/** A question to a primitive is a read of it: the answer may be stale as soon as it is given. */
function ask(context: SyncContext, at: Address, answer: number, probe: Probe): Status {
  context.result = answer;
  probe.did(OP.read, at, answer);
  return STATUS.OK;
}

function lockOf(operation: Operation): Address {
  return fromAddressWord(operation.key) + HEADER_WORDS;
}
