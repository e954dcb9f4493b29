/**
 * The narrow contract between a thread's body and whatever runs it: the body names its next operation, the runtime
 * carries it out and gives a status and a word. The same verbs are done on Atomics by the real primitives and as
 * pure transitions by the model. Append only.
 */
import type { Address, Line, Word } from "../base/ids.ts";
import type { Milliseconds } from "../base/units.ts";

/**
 * What a body can ask for. Reads and writes of cells, elements and attributes, and whole-container operations, are done
 * by the machine on `World.memory` itself and told to the world; all the rest goes through `World.perform`.
 */
export const VERB = {
  NONE: 0,
  /** One cell, element or attribute. */
  READ: 1,
  WRITE: 2,
  /** A whole container, as one step. */
  CONTAINER_READ: 3,
  CONTAINER_WRITE: 4,
  /**
   * object: the Thread object; value: TRUE for a daemon; key: its name (word of a str). Result: thread id (small word).
   * Status TOO_MANY when no more threads can be made.
   */
  SPAWN: 10,
  /** object: the Thread object, value: thread id (small word). timeoutMs. OK or TIMED_OUT. */
  JOIN: 11,
  /** value: thread id. Result TRUE or FALSE. */
  IS_ALIVE: 12,
  /** Result: number of living threads (small word). */
  ACTIVE_COUNT: 13,
  /** timeoutMs: how long. */
  SLEEP: 14,
  /** value: the text as a word (a str). */
  PRINT: 15,
  /** Lock and RLock. timeoutMs: 0 try (REFUSED), FOREVER, or a limit (TIMED_OUT). Result of acquire/release: depth (small). */
  LOCK_ACQUIRE: 20,
  LOCK_RELEASE: 21,
  LOCK_LOCKED: 22,
  RLOCK_ACQUIRE: 23,
  RLOCK_RELEASE: 24,
  /** Condition: key is the address (word) of its lock. WAIT releases the lock fully and parks; result: levels given up (small). */
  CONDITION_WAIT: 30,
  /** Second half of a wait: woken or timed out, then the lock again (`value` levels). OK or TIMED_OUT. */
  CONDITION_REACQUIRE: 31,
  /** value: how many (small; −1 all). */
  CONDITION_NOTIFY: 32,
  /** Queues of all three kinds. value: item. timeoutMs as for locks. OK, REFUSED, TIMED_OUT, SHUT_DOWN. */
  QUEUE_PUT: 40,
  /** Result: item. */
  QUEUE_GET: 41,
  QUEUE_TASK_DONE: 42,
  QUEUE_JOIN: 43,
  /** value: TRUE to drop what is queued. */
  QUEUE_SHUTDOWN: 44,
  QUEUE_SIZE: 45,
  /** Pool. value: task word. Result of SUBMIT: nothing. CLOSED after close. */
  POOL_SUBMIT: 50,
  /** A pool's thread takes its next task; OK with the task, or SHUT_DOWN when there will be no more. */
  POOL_TAKE: 51,
  POOL_CLOSE: 52,
  /** Unfinished tasks are dropped. */
  POOL_TERMINATE: 53,
  /** Until all its threads have gone. */
  POOL_JOIN: 54,
  /** A pool's thread leaves. */
  POOL_LEAVE: 55,
  /** Result: threads that wait for a task and have none coming (small); no event. */
  POOL_IDLE: 56,
  /** Future. value: result (or exception) word; key: TRUE for an exception. REFUSED when it was already settled. */
  FUTURE_SETTLE: 60,
  /** Until settled. Result: the result or exception word; status OK, FAILED (an exception), CANCELLED, TIMED_OUT. */
  FUTURE_WAIT: 61,
  /** Result: a FUTURE_STATE (small). */
  FUTURE_STATE: 62,
  /** Marks it running; REFUSED if cancelled. */
  FUTURE_BEGIN: 63,
  /** OK, or REFUSED once it runs. */
  FUTURE_CANCEL: 64,
  /** Semaphore. Result: permits left. Status TOO_MANY for a bounded one. value: how many to release. */
  SEMAPHORE_ACQUIRE: 70,
  SEMAPHORE_RELEASE: 71,
  /** Event flag. */
  EVENT_SET: 80,
  EVENT_CLEAR: 81,
  EVENT_WAIT: 82,
  EVENT_IS_SET: 83,
  /** Barrier. Result: arrival index. BROKEN when broken. */
  BARRIER_WAIT: 90,
  BARRIER_RESET: 91,
  BARRIER_ABORT: 92,
  /**
   * Event loop. object: the loop. Sleeps until another thread has put a message there, timeoutMs at most; 0 only looks.
   * OK: result is the newest message (address), and the mailbox is empty again. TIMED_OUT: there was none.
   */
  SELECT: 100,
  /** Puts a message to another thread's loop: value is its address (word), key its name for people; timeoutMs 0 does not wake the loop. */
  LOOP_POST: 101,
  /** A loop lets a task go on: the value is its lane. Nothing is done; in a gated world it is what is waited for. */
  TASK_STEP: 102,
} as const;

export type Verb = (typeof VERB)[keyof typeof VERB];

/** How an operation came out. */
export const STATUS = {
  OK: 0,
  /** It cannot complete now (stepped runtimes only: real ones sleep instead). */
  BLOCKED: 1,
  /** An attempt that does not wait found it impossible. */
  REFUSED: 2,
  TIMED_OUT: 3,
  SHUT_DOWN: 4,
  /** Release of a lock that nobody holds. */
  NOT_HELD: 5,
  /** Release of another thread's RLock, wait or notify without the lock. */
  NOT_OWNER: 6,
  /** task_done or release called too many times; no more threads. */
  TOO_MANY: 7,
  CLOSED: 8,
  CANCELLED: 9,
  FAILED: 10,
  BROKEN: 11,
  OUT_OF_MEMORY: 12,
  /** A join of the current thread. */
  SELF: 13,
  /** A join of a thread not yet started. */
  NOT_STARTED: 14,
} as const;

export type Status = (typeof STATUS)[keyof typeof STATUS];

export const FUTURE_STATE = { PENDING: 0, RUNNING: 1, CANCELLED: 2, FINISHED: 3, FAILED: 4 } as const;

/** One operation; a body keeps a single one and fills it anew, so that asking allocates nothing. */
export interface Operation {
  verb: Verb;
  object: Address;
  key: Word;
  value: Word;
  /** 0 does not wait; Infinity waits for ever. Already scaled by `second`. */
  timeoutMs: Milliseconds;
  line: Line;
  /** Set by whoever performs it. */
  result: Word;
}

export function createOperation(): Operation {
  return { verb: VERB.NONE, object: 0, key: 0, value: 0, timeoutMs: 0, line: 0, result: 0 };
}
