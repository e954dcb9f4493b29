/**
 * What a step touched: the objects, and whether it wrote. Two steps of different threads are dependent when they touch one object and at
 * least one writes it; a whole container is every element of it (the rule of docs/stepping.md). Threads' lives are objects too.
 */
import type { Address, ThreadId, Word } from "../../base/ids.ts";
import { threadBlock } from "../../memory/layout.ts";
import { fromAddressWord, fromSmallWord } from "../../memory/words.ts";
import { type Operation, VERB } from "../../program/operation.ts";

/** All prints are on one object where they are steps. */
const CONSOLE: Address = 1;

/** What threads tell each other without an operation (a counter within a module) is on one object. */
export const HIDDEN: Address = 2;

export interface Touch {
  readonly object: Address;
  /** Of an element or attribute; 0 of a cell or primitive. */
  readonly key: Word;
  readonly writes: boolean;
  /** The whole container. */
  readonly whole: boolean;
}

/** Whether two touches of different threads may not change places. */
export function dependent(a: Touch, b: Touch): boolean {
  if (a.object !== b.object || !(a.writes || b.writes)) return false;
  return a.whole || b.whole || a.key === b.key;
}

/** A thread's life: started, running, ended. */
export function lifeOf(thread: ThreadId): Address {
  return threadBlock(thread);
}

/**
 * What an operation that has not been done would touch, at most: a compare-exchange that will fail, or a get that will be refused, turns out to
 * be a read only when it is done.
 * @param threads how many there are
 */
export function touchesOf(operation: Operation, threads: number): Touch[] {
  const { verb, object, key, value } = operation;
  switch (verb) {
    case VERB.READ:
      return [{ object, key, writes: false, whole: false }];
    case VERB.WRITE:
      return [{ object, key, writes: true, whole: false }];
    case VERB.CONTAINER_READ:
      return [{ object, key: 0, writes: false, whole: true }];
    case VERB.CONTAINER_WRITE:
      return [{ object, key: 0, writes: true, whole: true }];
    case VERB.PRINT:
      return [on(CONSOLE, true)];
    case VERB.NONE:
    case VERB.SLEEP:
    case VERB.TASK_STEP:
      return [];
    case VERB.SPAWN:
      return [on(lifeOf(threads), true)];
    case VERB.JOIN:
    case VERB.IS_ALIVE:
      return [on(lifeOf(fromSmallWord(value)), false)];
    case VERB.ACTIVE_COUNT:
      return Array.from({ length: threads }, (_, thread) => on(lifeOf(thread), false));
    // It ends after every leave, each of which is on a key of its own.
    case VERB.POOL_JOIN:
      return [{ object, key: 0, writes: false, whole: true }];
    case VERB.CONDITION_WAIT:
    case VERB.CONDITION_REACQUIRE:
      return [on(object, true), on(fromAddressWord(key), true)];
    default:
      return [on(object, writesPrimitive(operation))];
  }
}

function on(object: Address, writes: boolean): Touch {
  return { object, key: 0, writes, whole: false };
}

/** Questions and waits for what cannot be taken away are reads; all else changes the primitive or excludes others. */
function writesPrimitive({ verb }: Operation): boolean {
  switch (verb) {
    case VERB.LOCK_LOCKED:
    case VERB.QUEUE_SIZE:
    case VERB.QUEUE_JOIN:
    case VERB.POOL_IDLE:
    case VERB.FUTURE_WAIT:
    case VERB.FUTURE_STATE:
    case VERB.EVENT_WAIT:
    case VERB.EVENT_IS_SET:
      return false;
    default:
      return true;
  }
}

/** Whether an operation that was done without changing its primitive was a read: a get from an empty queue, a cancel that came too late. */
export function isReadWhenRefused({ verb }: Operation): boolean {
  switch (verb) {
    case VERB.QUEUE_PUT:
    case VERB.QUEUE_GET:
    case VERB.POOL_SUBMIT:
    case VERB.POOL_TAKE:
    case VERB.FUTURE_SETTLE:
    case VERB.FUTURE_BEGIN:
    case VERB.FUTURE_CANCEL:
    case VERB.QUEUE_TASK_DONE:
      return true;
    default:
      return false;
  }
}
