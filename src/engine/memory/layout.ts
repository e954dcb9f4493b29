/**
 * Where things lie in a run's shared memory: the control words, one block for each thread, the module-level
 * slots, then the heap. Words that different threads write often are a cache line (16 words) apart.
 *
 * Protocol of the thread blocks: STATE, WAIT_ON, WAIT_KIND are written by the thread itself and bracketed by VERSION (odd
 * while it writes); the coordinator reads them twice and believes two equal readings. MAILBOX is where a parked
 * worker sleeps: whoever starts a thread claims it by compareExchange PARKED → CLAIMED, writes the block, then stores
 * START and notifies. BREAKER is set by others and asks the machine to look up at its next call or backward jump.
 */
import type { Address, ThreadId } from "../base/ids.ts";

/** Control words, by address. */
export const CONTROL = {
  /** Next number in the total order of events. */
  SEQ: 0,
  /** 1 as soon as the run is to stop. */
  STOP: 16,
  /** First free word of the heap: threads take whole chunks. */
  HEAP_NEXT: 32,
  /** First word behind the heap. */
  HEAP_END: 33,
  /** Threads created so far, main included. */
  THREAD_COUNT: 48,
  /** 1 from the first start of a thread on: what was before is set-up and makes no cell events. */
  STARTED: 49,
  /** Threads alive that the program waits for. */
  ALIVE: 50,
  /** Bumped and notified when the coordinator should look: a spawn without a parked worker, a block, an end. */
  ATTENTION: 64,
  /** Threads that were started and for which no parked worker was found. */
  WANTED_WORKERS: 65,
  /** Workers that have a mailbox in this run. */
  WORKER_COUNT: 66,
  /** The interpreter lock: a GIL block of 16 words. */
  GIL: 80,
  /** Words reserved for tests. */
  RUNTIME: 96,
  /** Where the runtime keeps the words that module slots held when the first thread was started; 0 before. */
  INITIAL: 104,
  /** Address of the program's strings and types, written by main before any code runs. */
  STATICS: 112,
  /** Grows whenever a class gets an attribute it did not have: what was looked up before may have changed. */
  CLASS_EPOCH: 113,
  /** Threads that were given a number for their name. */
  NAMES: 114,
  /** Number of this run in a series of runs on the same workers, from 0; seeds are counted on by it. */
  RUN: 115,
  /** Threads of a shaken run that stand awake at its starting gate or have passed it; and a word that each arrival bumps. */
  AT_START: 128,
  ARRIVALS: 129,
  /** Threads that the run before this one of a series started; 0 in the first. */
  STARTS_BEFORE: 130,
  /** Lanes that were made, and numbers that were given to tasks for their names. */
  LANES: 116,
  TASKS: 117,
  /** Generators that have lanes. */
  GENERATORS: 118,
  /** 1 once all acts of a gated run are done. */
  TURNS_OVER: 131,
  /** Gated runs: first word behind the heap and its stretches, and the first free one there; 0 in other runs. */
  ROOM: 132,
  ROOM_NEXT: 133,
} as const;

/** First word of the thread blocks, and the size of one. */
export const THREADS_BASE: Address = 144;
export const THREAD_WORDS = 32;
/** Threads that one run may create, main included; the next start is RuntimeError("can't start new thread"). */
export const MAX_THREADS = 256;
/** Lanes beside threads that one run may have: a trace has 16 bits for the two together. What is beyond stays on its parent's lane. */
export const MAX_LANES = 65_000;
/** Number of the first lane that is no thread. */
export const FIRST_LANE = MAX_THREADS;

/** Offsets in a thread block. */
export const THREAD = {
  STATE: 0,
  /** Address of the object it waits for, 0 none. */
  WAIT_ON: 1,
  /** Op code of the wait event. */
  WAIT_KIND: 2,
  /** 1 while the wait has a time limit (it can always go on). */
  WAIT_TIMED: 3,
  VERSION: 4,
  BREAKER: 5,
  /** Address the thread sleeps on in Atomics.wait, 0 none: whoever stops the run notifies it. */
  PARKED_AT: 6,
  /** Value of that word for which it sleeps. */
  PARKED_FOR: 12,
  /** Line of its last operation. */
  LINE: 7,
  /** 1 once it ended; joiners wait on this word. */
  ENDED: 8,
  /** 1 if it ended by an uncaught exception. */
  FAILED: 9,
  DAEMON: 10,
  /** Word of its name (a str) and address of its Thread object; 0 for main. */
  NAME: 11,
  OBJECT: 13,
  /** Worker (index of its mailbox) that runs it. */
  WORKER: 14,
  PARENT: 15,
  /** A word of its own to sleep on (second cache line). */
  SLEEP: 16,
  /** For waiters' queues of primitives: link and grant. */
  LINK: 17,
  GRANT: 18,
  /** Address of the turnstile it sleeps at, 0 where it sleeps on another word. */
  TURNSTILE: 19,
  /** Gated runs: 1 + the number of the act that the thread may go on with (bumped and notified), and the steps it has done. */
  GATE: 20,
  GATE_STEPS: 21,
  /** Gated runs: its virtual milliseconds, a float64. */
  CLOCK: 22,
  /** Events that were only counted (a run that is not recorded). */
  UNWRITTEN: 24,
  /** Address of the state of its stream of random numbers; 0 before the first. */
  RANDOM: 25,
} as const;

/** States in THREAD.STATE. */
export const STATE = { FREE: 0, NEW: 1, RUNNING: 2, BLOCKED: 3, SLEEPING: 4, ENDED: 5 } as const;

/** First word of the mailboxes of workers, one a worker. */
export const MAILBOX_BASE: Address = THREADS_BASE + MAX_THREADS * THREAD_WORDS;
const MAILBOX_WORDS = 16;
export const MAX_WORKERS = 256;
/** Offsets and states in a mailbox. */
export const MAILBOX = { STATE: 0, THREAD: 1 } as const;
export const MAILBOX_STATE = { ABSENT: 0, PARKED: 1, CLAIMED: 2, START: 3, RELEASED: 4 } as const;

/** First word of module-level slots: `GLOBALS_BASE + slot`. */
export const GLOBALS_BASE: Address = MAILBOX_BASE + MAX_WORKERS * MAILBOX_WORDS;

export function threadBlock(thread: ThreadId): Address {
  return THREADS_BASE + thread * THREAD_WORDS;
}

export function mailbox(worker: number): Address {
  return MAILBOX_BASE + worker * MAILBOX_WORDS;
}

/** First word of the heap for a program with that many module-level slots. */
export function heapBase(globalSlots: number): Address {
  return (GLOBALS_BASE + globalSlots + 15) & ~15;
}
