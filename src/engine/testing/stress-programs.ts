/**
 * Programs of 2 to 4 real threads that do thousands of random operations on one primitive, and what must hold afterwards.
 * Each thread tells what it did with the number that fixes its place in the order; the check replays that order on a plain
 * JavaScript twin of the primitive, so an operation that came out as it could not have is found and named.
 * Rule: the same seed draws the same operations; only their interleaving differs.
 */
import type { Address } from "../base/ids.ts";
import type { Random } from "../base/random.ts";
import { enterMutex, leaveMutex } from "../memory/mutex.ts";
import { fromSmallWord, toSmallWord } from "../memory/words.ts";
import { STATUS } from "../program/operation.ts";
import { initBarrier, waitBarrier } from "../sync/barrier.ts";
import { beginWait, finishWait, initCondition, NOTIFY_ALL, notifyCondition } from "../sync/condition.ts";
import type { Probe, SyncContext } from "../sync/context.ts";
import { clearEventFlag, initEventFlag, setEventFlag, waitEventFlag } from "../sync/event-flag.ts";
import { beginFuture, cancelFuture, initFuture, settleFuture, waitFuture } from "../sync/future.ts";
import { acquireGil, initGil, releaseGil, yieldGil } from "../sync/gil.ts";
import { acquireLock, initLock, releaseLock } from "../sync/lock.ts";
import { closePool, initPool, joinPool, leavePool, submitTask, takeTask } from "../sync/pool.ts";
import {
  getQueue,
  initQueue,
  joinQueue,
  markTaskDone,
  putQueue,
  QUEUE_KIND,
  type QueueOwner,
  shutDownQueue,
} from "../sync/queue.ts";
import { acquireRLock, initRLock, releaseRLock } from "../sync/rlock.ts";
import { acquireSemaphore, initSemaphore, releaseSemaphore } from "../sync/semaphore.ts";
import { OP_NAMES } from "../trace/ops.ts";

/** What a thread of a program has. */
export interface StressThread {
  readonly context: SyncContext;
  readonly probe: Probe;
  readonly random: Random;
  readonly owner: QueueOwner;
  /** Zeroed words for the primitives, the same for all threads. */
  readonly at: Address;
  /** 0, 1, 2… */
  readonly index: number;
  readonly threads: number;
  /** How many rounds to do; −1 as soon as the thread is to stop. */
  readonly rounds: number;
  /** What the thread wants checked; also there when it was stopped. */
  readonly tally: number[];
}

/** One thing told: its number, who, the op's name, the object's address less `at`, and the value. */
export type Told = readonly [seq: number, thread: number, op: string, object: number, value: number];

export interface StressProgram {
  readonly setUp: (words: Int32Array, at: Address, threads: number) => void;
  readonly body: (thread: StressThread) => void;
  /** @throws Error when something cannot have been. */
  readonly check: (
    told: readonly Told[],
    results: readonly (readonly number[])[],
    words: Int32Array,
    at: Address,
  ) => void;
}

/** Where the shared counter of a program lies: behind its primitives. */
const CELL = 200;
const INSIDE = 201;

/** 0, a short limit, or none: all three ways to wait. */
function anyTimeout(random: Random): number {
  const draw = random.below(4);
  return draw === 0 ? 0 : draw === 1 ? random.fraction() * 0.3 : Number.POSITIVE_INFINITY;
}

/** Adds 1 as Python would, with a moment in between, where a missing lock would lose it. */
function addOne(thread: StressThread): void {
  const { words } = thread.context;
  const cell = thread.at + CELL;
  if (words[thread.at + INSIDE] !== 0) throw new Error(`thread ${thread.index} is not alone inside`);
  words[thread.at + INSIDE] = 1;
  const before = words[cell];
  for (let spin = thread.random.below(50); spin > 0; spin--) Atomics.load(words, cell);
  words[cell] = before + 1;
  words[thread.at + INSIDE] = 0;
  count(thread);
}

function count(thread: StressThread, amount = 1): void {
  thread.tally[0] = (thread.tally[0] ?? 0) + amount;
}

function expect(holds: boolean, message: () => string): asserts holds {
  if (!holds) throw new Error(message());
}

function checkCounter(results: readonly (readonly number[])[], words: Int32Array, at: Address): void {
  const added = results.reduce((sum, [count = 0]) => sum + count, 0);
  expect(words[at + CELL] === added, () => `${added} additions left ${words[at + CELL]}`);
}

/** The mutual exclusion inside lists, dicts and all the rest. */
const mutexes: StressProgram = {
  setUp: () => undefined,
  body: (thread) => {
    const { context, at } = thread;
    for (let round = 0; round < thread.rounds; round++) {
      enterMutex(context.words, at);
      addOne(thread);
      leaveMutex(context.words, at);
    }
  },
  check: (_told, results, words, at) => checkCounter(results, words, at),
};

const locks: StressProgram = {
  setUp: initLock,
  body: (thread) => {
    const { context, at, probe, random } = thread;
    for (let round = 0; round < thread.rounds; round++) {
      if (acquireLock(context, at, anyTimeout(random), probe) !== STATUS.OK) continue;
      addOne(thread);
      releaseLock(context, at, probe);
    }
  },
  check: (told, results, words, at) => {
    checkCounter(results, words, at);
    let holder = -1;
    for (const event of told) {
      const [, thread, op] = event;
      if (op === "acquire") expect(holder < 0, () => `${event.join(" ")}: held by ${holder}`);
      if (op === "release") expect(holder === thread, () => `${event.join(" ")}: held by ${holder}`);
      if (op === "refused" || op === "acquire-timeout") expect(holder >= 0, () => `${event.join(" ")}: it was free`);
      if (op === "acquire") holder = thread;
      if (op === "release") holder = -1;
    }
  },
};

const rlocks: StressProgram = {
  setUp: initRLock,
  body: (thread) => {
    const { context, at, probe, random } = thread;
    for (let round = 0; round < thread.rounds; round++) {
      if (acquireRLock(context, at, anyTimeout(random), probe) !== STATUS.OK) continue;
      const levels = random.below(3);
      for (let level = 0; level < levels; level++) acquireRLock(context, at, anyTimeout(random), probe);
      addOne(thread);
      for (let level = 0; level <= levels; level++) releaseRLock(context, at, probe);
    }
  },
  check: (told, results, words, at) => {
    checkCounter(results, words, at);
    let holder = -1;
    let depth = 0;
    for (const event of told) {
      const [, thread, op, , value] = event;
      if (op === "refused" || op === "acquire-timeout") expect(depth > 0 && holder !== thread, () => event.join(" "));
      if (op !== "acquire" && op !== "release") continue;
      expect(depth === 0 || holder === thread, () => `${event.join(" ")}: held by ${holder}`);
      depth += op === "acquire" ? 1 : -1;
      holder = thread;
      expect(fromSmallWord(value) === depth, () => `${event.join(" ")}: the depth is ${depth}`);
    }
  },
};

const LOCK_AT = 0;
const CONDITION_AT = 16;
const BUFFER_SIZE = 3;

/** A buffer of three places under one condition, as in a textbook: consumers and producers wait for each other. */
const conditions: StressProgram = {
  setUp: (words, at) => {
    initRLock(words, at + LOCK_AT);
    initCondition(words, at + CONDITION_AT);
  },
  body: (thread) => {
    const { context, probe, random } = thread;
    const { words } = context;
    const lock = thread.at + LOCK_AT;
    const condition = thread.at + CONDITION_AT;
    const cell = thread.at + CELL;
    const change = thread.index % 2 === 0 ? 1 : -1;
    for (let round = 0; round < thread.rounds; round++) {
      acquireRLock(context, lock, Number.POSITIVE_INFINITY, probe);
      while (change > 0 ? words[cell] === BUFFER_SIZE : words[cell] === 0) {
        if (beginWait(context, condition, lock, probe) !== STATUS.OK) throw new Error("wait without the lock");
        const levels = fromSmallWord(context.result);
        const timeoutMs = random.below(3) === 0 ? random.fraction() * 0.2 : Number.POSITIVE_INFINITY;
        if (finishWait(context, condition, lock, levels, timeoutMs, probe) === STATUS.TIMED_OUT) count(thread);
      }
      words[cell] += change;
      // Waiters of both kinds share the condition, so one notification could reach the wrong kind.
      notifyCondition(context, condition, lock, NOTIFY_ALL, probe);
      releaseRLock(context, lock, probe);
    }
  },
  check: (told, _results, words, at) => {
    expect(words[at + CELL] === 0, () => `${words[at + CELL]} items are left`);
    const waiting = new Set<number>();
    const woken = new Set<number>();
    for (const event of told) {
      const [, thread, op, object, value] = event;
      if (object !== CONDITION_AT) continue;
      if (op === "wait") waiting.add(thread);
      if (op === "notify") {
        expect(fromSmallWord(value) === waiting.size, () => `${event.join(" ")}: ${waiting.size} waited`);
        for (const waiter of waiting) woken.add(waiter);
        waiting.clear();
      }
      if (op === "woken") expect(woken.delete(thread), () => `${event.join(" ")}: nobody notified it`);
      if (op === "wait-timeout") expect(waiting.delete(thread), () => `${event.join(" ")}: it was notified`);
    }
    expect(waiting.size === 0 && woken.size === 0, () => "somebody still waits");
  },
};

/** One notify for one waiter at a time, with waiters that time out: a swallowed notification would hang the rest. */
const tickets: StressProgram = {
  setUp: conditions.setUp,
  body: (thread) => {
    const { context, probe, random } = thread;
    const { words } = context;
    const lock = thread.at + LOCK_AT;
    const condition = thread.at + CONDITION_AT;
    const cell = thread.at + CELL;
    const total = thread.rounds * (thread.threads - 1);
    if (thread.index === 0) {
      for (let round = 0; round < total; round++) {
        acquireRLock(context, lock, Number.POSITIVE_INFINITY, probe);
        words[cell]++;
        notifyCondition(context, condition, lock, 1, probe);
        releaseRLock(context, lock, probe);
      }
      return;
    }
    thread.tally[0] = 0;
    while (thread.tally[0] < thread.rounds) {
      acquireRLock(context, lock, Number.POSITIVE_INFINITY, probe);
      while (words[cell] === 0) {
        beginWait(context, condition, lock, probe);
        const timeoutMs = random.below(2) === 0 ? random.fraction() * 0.1 : Number.POSITIVE_INFINITY;
        const levels = fromSmallWord(context.result);
        if (finishWait(context, condition, lock, levels, timeoutMs, probe) === STATUS.TIMED_OUT) break;
      }
      if (words[cell] > 0) {
        words[cell]--;
        count(thread);
      }
      releaseRLock(context, lock, probe);
    }
  },
  check: (told, results, words, at) => {
    // All were made unless nothing was told; those that a stopped thread did not take are left.
    const made = told.filter(([, , op]) => op === "notify").length;
    const taken = results.slice(1).reduce((sum, [count]) => sum + count, 0);
    expect(
      told.length === 0 || words[at + CELL] === made - taken,
      () => `${words[at + CELL]} left of ${made} - ${taken}`,
    );
  },
};

const CAPACITY = 3;

const queues: StressProgram = {
  setUp: (words, at) => initQueue(words, at, QUEUE_KIND.FIFO, CAPACITY),
  body: (thread) => {
    const { context, at, owner, probe, random } = thread;
    // The last producer that ends shuts the queue down; consumers then find it empty.
    if (thread.index % 2 === 0) {
      for (let round = 0; round < thread.rounds; ) {
        const item = toSmallWord(thread.index * 1_000_000 + round);
        if (putQueue(context, at, item, anyTimeout(random), owner, probe) === STATUS.OK) round++;
      }
      const producers = Math.ceil(thread.threads / 2);
      if (Atomics.add(context.words, at + CELL, 1) + 1 === producers) {
        joinQueue(context, at, Number.POSITIVE_INFINITY, probe);
        shutDownQueue(context, at, false, probe);
      }
      return;
    }
    for (;;) {
      const status = getQueue(context, at, anyTimeout(random), owner, probe);
      if (status === STATUS.SHUT_DOWN) return;
      if (status !== STATUS.OK) continue;
      thread.tally.push(fromSmallWord(context.result));
      markTaskDone(context, at, probe);
    }
  },
  check: (told, results) => {
    const items: number[] = [];
    let shut = false;
    let unfinished = 0;
    for (const event of told) {
      const [, thread, op, , value] = event;
      const puts = thread % 2 === 0;
      if (op === "put") {
        expect(items.length < CAPACITY && !shut, () => `${event.join(" ")}: ${items.length} items`);
        items.push(value);
        unfinished++;
      } else if (op === "get") {
        expect(items.shift() === value, () => `${event.join(" ")}: another item was first`);
      } else if (op === "refused" || op === "put-timeout" || op === "get-timeout" || op.endsWith("-wait")) {
        if (op === "join-wait") expect(unfinished > 0, () => event.join(" "));
        else if (puts) expect(items.length === CAPACITY, () => `${event.join(" ")}: ${items.length} items`);
        else expect(items.length === 0, () => `${event.join(" ")}: ${items.length} items`);
      } else if (op === "task-done") {
        unfinished--;
        expect(fromSmallWord(value) === unfinished, () => `${event.join(" ")}: ${unfinished} unfinished`);
      } else if (op === "join") {
        expect(unfinished === 0, () => `${event.join(" ")}: ${unfinished} unfinished`);
      } else if (op === "shutdown") {
        shut = true;
      }
    }
    expect(items.length === 0, () => `${items.length} items are left`);
    const all = results.flat();
    expect(new Set(all).size === all.length, () => "an item came twice");
    for (const got of results) {
      const last = new Map<number, number>();
      for (const item of got) {
        const producer = Math.floor(item / 1_000_000);
        expect((last.get(producer) ?? -1) < item, () => `${item} came late`);
        last.set(producer, item);
      }
    }
  },
};

/** Growing storage and the heap's order under contention: every item once. */
const heaps: StressProgram = {
  setUp: (words, at) => initQueue(words, at, QUEUE_KIND.PRIORITY, 0),
  body: (thread) => {
    const { context, at, owner, probe, random } = thread;
    for (let round = 0; round < thread.rounds; round++) {
      const item = random.below(1000) * 8 + thread.index;
      putQueue(context, at, toSmallWord(item), Number.POSITIVE_INFINITY, owner, probe);
      if (random.below(3) === 0) continue;
      getQueue(context, at, 0, owner, probe);
    }
  },
  check: (told) => {
    const items: number[] = [];
    for (const event of told) {
      const [, , op, , value] = event;
      if (op === "put") items.push(fromSmallWord(value));
      if (op === "refused") expect(items.length === 0, () => `${event.join(" ")}: ${items.length} items`);
      if (op !== "get") continue;
      const smallest = Math.min(...items);
      expect(fromSmallWord(value) === smallest, () => `${event.join(" ")}: ${smallest} is smaller`);
      items.splice(items.indexOf(smallest), 1);
    }
  },
};

const PERMITS = 2;

const semaphores: StressProgram = {
  setUp: (words, at) => initSemaphore(words, at, PERMITS, true),
  body: (thread) => {
    const { context, at, probe, random } = thread;
    thread.tally[0] = 0;
    for (let round = 0; round < thread.rounds; round++) {
      if (acquireSemaphore(context, at, anyTimeout(random), probe) !== STATUS.OK) continue;
      thread.tally[0] = Math.max(thread.tally[0], Atomics.add(context.words, at + CELL, 1) + 1);
      Atomics.sub(context.words, at + CELL, 1);
      releaseSemaphore(context, at, 1, probe);
    }
  },
  check: (told, results) => {
    for (const [most] of results) expect(most <= PERMITS, () => `${most} were inside`);
    let permits = PERMITS;
    for (const event of told) {
      const [, , op, , value] = event;
      if (op === "acquire" || op === "release") {
        permits += op === "acquire" ? -1 : 1;
        expect(permits >= 0 && fromSmallWord(value) === permits, () => `${event.join(" ")}: ${permits} left`);
      } else {
        expect(permits === 0, () => `${event.join(" ")}: ${permits} left`);
      }
    }
  },
};

/** Ping-pong over two flags; a wake-up that is lost hangs both. */
const flags: StressProgram = {
  setUp: (words, at) => {
    initEventFlag(words, at);
    initEventFlag(words, at + 16);
  },
  body: ({ context, at, probe, index, rounds }) => {
    if (index > 1) return;
    const [mine, other] = index === 0 ? [at, at + 16] : [at + 16, at];
    for (let round = 0; round < rounds; round++) {
      if (index === 0) setEventFlag(context, other, probe);
      waitEventFlag(context, mine, Number.POSITIVE_INFINITY, probe);
      clearEventFlag(context, mine, probe);
      if (index === 1) setEventFlag(context, other, probe);
    }
  },
  check: (told) => {
    const isSet = new Map<number, boolean>();
    for (const event of told) {
      const [, , op, object] = event;
      if (op === "set") isSet.set(object, true);
      if (op === "clear") isSet.set(object, false);
      if (op === "woken") expect(isSet.get(object) === true, () => `${event.join(" ")}: it is clear`);
      if (op === "wait") expect(isSet.get(object) !== true, () => `${event.join(" ")}: it is set`);
    }
  },
};

const barriers: StressProgram = {
  setUp: initBarrier,
  body: ({ context, at, probe, rounds, tally }) => {
    for (let round = 0; round < rounds; round++) {
      if (waitBarrier(context, at, Number.POSITIVE_INFINITY, probe) !== STATUS.OK) throw new Error("broken");
      tally.push(fromSmallWord(context.result));
    }
  },
  check: (_told, results) => {
    results[0].forEach((_, round) => {
      const indices = results.map((indices) => indices[round]).sort((a, b) => a - b);
      expect(
        indices.every((index, i) => index === i),
        () => `round ${round}: ${indices.join()}`,
      );
    });
  },
};

const POOL_AT = 0;
const FUTURES_AT = 256;

/** Thread 0 submits and collects, cancelling some; the others work. */
const pools: StressProgram = {
  setUp: (words, at, threads) => initPool(words, at + POOL_AT, threads - 1),
  body: (thread) => {
    const { context, at, owner, probe, random } = thread;
    const pool = at + POOL_AT;
    if (thread.index > 0) {
      try {
        while (takeTask(context, pool, Number.POSITIVE_INFINITY, probe) === STATUS.OK) {
          const future = fromSmallWord(context.result);
          if (beginFuture(context, future, probe) !== STATUS.OK) continue;
          settleFuture(context, future, toSmallWord(future * 3), future % 5 === 0, probe);
          count(thread);
        }
      } finally {
        leavePool(context, pool);
      }
      return;
    }
    const futures: number[] = [];
    for (let round = 0; round < thread.rounds; round++) {
      const future = at + FUTURES_AT + round * 8;
      initFuture(context.words, future);
      submitTask(context, pool, toSmallWord(future), owner.allocate, probe);
      if (random.below(8) === 0) cancelFuture(context, future, probe);
      futures.push(future);
      if (random.below(20) === 0) waitFuture(context, future, random.fraction() * 0.1, probe);
    }
    closePool(context, pool, probe);
    for (const future of futures) {
      const status = waitFuture(context, future, Number.POSITIVE_INFINITY, probe);
      if (status === STATUS.CANCELLED) continue;
      count(thread);
      const fits = fromSmallWord(context.result) === future * 3 && (status === STATUS.FAILED) === (future % 5 === 0);
      if (!fits) throw new Error(`future ${future} came out with ${status} and ${context.result}`);
    }
    if (joinPool(context, pool, Number.POSITIVE_INFINITY, probe) !== STATUS.OK) throw new Error("not joined");
  },
  check: (told, results) => {
    const done = results.slice(1).reduce((sum, [count = 0]) => sum + count, 0);
    expect(done === results[0][0], () => `${done} done, ${results[0][0]} collected`);
    const submitted = told.filter(([, , op, object]) => op === "submit" && object === POOL_AT).map((event) => event[4]);
    const started = told
      .filter(([, , op, object]) => op === "task-start" && object === POOL_AT)
      .map((event) => event[4]);
    expect(submitted.join() === started.join(), () => "tasks were not started in the order of submission");
  },
};

const GIL_INTERVAL_MS = 0.2;

/** Threads that never let go by themselves: others get on only because the lock is handed over on request. */
const gils: StressProgram = {
  setUp: initGil,
  body: (thread) => {
    const { context, at, probe } = thread;
    acquireGil(context, at, GIL_INTERVAL_MS, probe);
    for (let round = 0; round < thread.rounds * 20; round++) {
      addOne(thread);
      yieldGil(context, at, GIL_INTERVAL_MS, probe);
    }
    releaseGil(context, at, probe);
  },
  check: (told, results, words, at) => {
    checkCounter(results, words, at);
    let holder = -1;
    let last = -1;
    let retakes = 0;
    for (const event of told) {
      const [, thread, op] = event;
      if (op === "acquire") expect(holder < 0, () => `${event.join(" ")}: held by ${holder}`);
      if (op === "release") expect(holder === thread, () => `${event.join(" ")}: held by ${holder}`);
      if (op === "acquire" && last === thread) retakes++;
      if (op === "acquire") holder = thread;
      if (op === "release") holder = -1;
      if (op === "release") last = thread;
    }
    // A holder that gave way may have it again at once only where the thread that asked was stopped.
    expect(retakes <= 2, () => `${retakes} times the lock was snatched back`);
  },
};

/** Every program, by name. */
export const STRESS_PROGRAMS = {
  mutexes,
  locks,
  rlocks,
  conditions,
  tickets,
  queues,
  heaps,
  semaphores,
  flags,
  barriers,
  pools,
  gils,
} as const satisfies Record<string, StressProgram>;

export type StressName = keyof typeof STRESS_PROGRAMS;

/** A probe that keeps what it is told in `told`, numbered by one shared counter. */
export function createTelling(words: Int32Array, counter: Address, thread: number, at: Address, told: Told[]): Probe {
  const tell = (op: number, object: Address, value: number): void => {
    told.push([Atomics.add(words, counter, 1), thread, OP_NAMES[op], object - at, value]);
  };
  return { waits: (op, object) => tell(op, object, 0), sleeps: () => undefined, did: tell };
}
