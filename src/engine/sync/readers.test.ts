// What the inspector and the deadlock watch read is what is there; misuse and faults leave the words right. One thread.

import { beforeEach, describe, expect, test } from "vitest";
import type { Address } from "../base/ids.ts";
import { Allocator, takeHeap } from "../memory/allocator.ts";
import { CONTROL, threadBlock, THREAD } from "../memory/layout.ts";
import { createRunMemory } from "../memory/run-memory.ts";
import { toSmallWord } from "../memory/words.ts";
import { STATUS } from "../program/operation.ts";
import { monotonicClock } from "../testing/node-clock.ts";
import { abortBarrier, describeBarrier, initBarrier, waitBarrier } from "./barrier.ts";
import { beginWait, countWaiters, initCondition, notifyCondition } from "./condition.ts";
import { StopSignal, type SyncContext } from "./context.ts";
import { countEventFlagWaiters, initEventFlag, waitEventFlag } from "./event-flag.ts";
import { beginFuture, countFutureWaiters, initFuture, settleFuture, stateOfFuture, waitFuture } from "./future.ts";
import { acquireGil, describeGil, dropGil, GIL, initGil, isGilRequested, releaseGil, requestGil } from "./gil.ts";
import { acquireLock, describeLock, initLock, isLocked, releaseLock } from "./lock.ts";
import { describePool, initPool, leavePool, submitTask, takeTask, tasksOfPool, terminatePool } from "./pool.ts";
import {
  describeQueue,
  getQueue,
  initQueue,
  isQueueFull,
  itemsOfQueue,
  putQueue,
  QUEUE_KIND,
  type QueueOwner,
  shutDownQueue,
} from "./queue.ts";
import { acquireRLock, initRLock, releaseRLock } from "./rlock.ts";
import { acquireSemaphore, describeSemaphore, initSemaphore, releaseSemaphore } from "./semaphore.ts";
import { createSyncContext } from "./thread-context.ts";

const FOREVER = Number.POSITIVE_INFINITY;

let words: Int32Array;
let context: SyncContext;
let other: SyncContext;
let owner: QueueOwner;
let at: Address;

beforeEach(() => {
  const memory = createRunMemory({ heapBytes: 1 << 16, globalSlots: 0 });
  words = memory.words;
  context = createSyncContext({ words, thread: 4, clock: monotonicClock });
  other = createSyncContext({ words, thread: 9, clock: monotonicClock });
  const allocator = new Allocator((count) => {
    const chunk = takeHeap(memory, count);
    if (chunk === null) throw new Error("spent");
    return chunk;
  });
  owner = { allocate: (count) => allocator.alloc(count), before: (a, b) => a < b };
  at = allocator.alloc(64);
});

/** Where a thread that has to wait can be stopped. */
const STOPS: readonly (readonly [when: string, stop: () => void])[] = [
  [
    "gives up the interpreter lock",
    () => {
      context.beforeWait = () => {
        throw new StopSignal("stopped");
      };
    },
  ],
  ["is about to sleep", () => Atomics.store(words, CONTROL.STOP, 1)],
];

describe("readers", () => {
  test("a lock's holder, depth and waiters", () => {
    initLock(words, at);
    expect(describeLock(words, at)).toEqual({ holder: -1, depth: 0, waiters: 0 });
    acquireLock(context, at);
    expect(describeLock(words, at)).toEqual({ holder: 4, depth: 1, waiters: 0 });
    expect(isLocked(words, at)).toBe(true);
    initRLock(words, at);
    acquireRLock(other, at);
    acquireRLock(other, at);
    expect(describeLock(words, at)).toEqual({ holder: 9, depth: 2, waiters: 0 });
    releaseRLock(other, at);
    expect(describeLock(words, at).depth).toBe(1);
  });

  test("a queue's sizes and items", () => {
    initQueue(words, at, QUEUE_KIND.FIFO, 3);
    for (const item of [5, 6, 7]) putQueue(context, at, item, FOREVER, owner);
    getQueue(context, at, FOREVER, owner);
    putQueue(context, at, 8, FOREVER, owner);
    expect(itemsOfQueue(words, at)).toEqual([6, 7, 8]);
    expect(isQueueFull(words, at)).toBe(true);
    shutDownQueue(context, at, false);
    const sight = { size: 3, capacity: 3, unfinished: 4, shutDown: true, getters: 0, putters: 0, joiners: 0 };
    expect(describeQueue(words, at)).toEqual(sight);
  });

  test("a pool's tasks and threads", () => {
    initPool(words, at, 2);
    for (const task of [5, 6, 7]) submitTask(context, at, task, owner.allocate);
    takeTask(context, at);
    expect(tasksOfPool(words, at)).toEqual([6, 7]);
    expect(describePool(words, at)).toEqual({ queued: 2, threads: 2, idle: 0, state: "open" });
    terminatePool(context, at);
    leavePool(context, at);
    leavePool(context, at);
    expect(leavePool(context, at)).toBe(STATUS.TOO_MANY);
    expect(describePool(words, at)).toEqual({ queued: 0, threads: 0, idle: 0, state: "terminated" });
  });

  test("a semaphore's permits and bound", () => {
    initSemaphore(words, at, 2, true);
    acquireSemaphore(context, at);
    expect(describeSemaphore(words, at)).toEqual({ permits: 1, bound: 2, waiters: 0 });
    expect(releaseSemaphore(context, at, 2)).toBe(STATUS.TOO_MANY);
    expect(releaseSemaphore(context, at)).toBe(STATUS.OK);
  });

  test("a barrier that is broken", () => {
    initBarrier(words, at, 3);
    abortBarrier(context, at);
    expect(describeBarrier(words, at)).toEqual({ parties: 3, inside: 0, broken: true });
  });

  test("a condition's waiters", () => {
    const condition = at + 16;
    initRLock(words, at);
    initCondition(words, condition);
    for (const each of [context, other]) {
      acquireRLock(each, at);
      beginWait(each, condition, at);
    }
    expect(countWaiters(words, condition)).toBe(2);
    acquireRLock(context, at);
    notifyCondition(context, condition, at, 1);
    expect(countWaiters(words, condition)).toBe(1);
  });

  test("the interpreter lock", () => {
    initGil(words, at);
    acquireGil(context, at, 5);
    requestGil(words, at);
    // Nobody waits, so there is nothing to give way to.
    expect(isGilRequested(words, at)).toBe(false);
    expect(describeGil(words, at)).toEqual({ holder: 4, waiters: 0, requested: false, switches: 1 });
    expect(releaseGil(other, at)).toBe(STATUS.NOT_OWNER);
    releaseGil(context, at);
    expect(describeGil(words, at).holder).toBe(-1);
  });
});

describe.each(STOPS)("a thread that is stopped as it %s", (_, stop) => {
  test("leaves a lock as it was", () => {
    initLock(words, at);
    acquireLock(other, at);
    stop();
    expect(() => acquireLock(context, at)).toThrow(StopSignal);
    expect(describeLock(words, at)).toEqual({ holder: 9, depth: 1, waiters: 0 });
    expect(releaseLock(other, at)).toBe(STATUS.OK);
  });

  test("leaves a queue as it was", () => {
    initQueue(words, at, QUEUE_KIND.FIFO, 1);
    stop();
    expect(() => getQueue(context, at, FOREVER, owner)).toThrow(StopSignal);
    putQueue(other, at, 3, FOREVER, owner);
    expect(() => putQueue(context, at, 4, FOREVER, owner)).toThrow(StopSignal);
    expect(describeQueue(words, at)).toMatchObject({ size: 1, getters: 0, putters: 0 });
    expect(getQueue(other, at, 0, owner)).toBe(STATUS.OK);
  });

  test("leaves a barrier, an event flag and a future as they were", () => {
    stop();
    initBarrier(words, at, 2);
    expect(() => waitBarrier(context, at)).toThrow(StopSignal);
    expect(describeBarrier(words, at).inside).toBe(0);
    initEventFlag(words, at);
    expect(() => waitEventFlag(context, at)).toThrow(StopSignal);
    expect(countEventFlagWaiters(words, at)).toBe(0);
    initFuture(words, at);
    expect(() => waitFuture(context, at)).toThrow(StopSignal);
    expect(countFutureWaiters(words, at)).toBe(0);
    expect(beginFuture(other, at)).toBe(STATUS.OK);
    expect(settleFuture(other, at, 7, false)).toBe(STATUS.OK);
    expect(stateOfFuture(words, at)).toBe(3);
  });
});

describe("a thread whose time is up", () => {
  test("is seen to be parked nowhere", () => {
    initLock(words, at);
    acquireLock(other, at);
    expect(acquireLock(context, at, 1)).toBe(STATUS.TIMED_OUT);
    expect(words[threadBlock(4) + THREAD.PARKED_AT]).toBe(0);
  });
});

describe("memory that runs out", () => {
  test("leaves a queue as it was", () => {
    initQueue(words, at, QUEUE_KIND.FIFO, 0);
    const poor = { ...owner, allocate: refuse };
    expect(() => putQueue(context, at, toSmallWord(1), FOREVER, poor)).toThrow("no room");
    expect(putQueue(context, at, toSmallWord(2), FOREVER, owner)).toBe(STATUS.OK);
    expect(describeQueue(words, at)).toMatchObject({ size: 1, unfinished: 1 });
  });

  test("leaves a pool as it was", () => {
    initPool(words, at, 1);
    expect(() => submitTask(context, at, 1, refuse)).toThrow("no room");
    expect(submitTask(context, at, 1, owner.allocate)).toBe(STATUS.OK);
    expect(describePool(words, at).queued).toBe(1);
  });
});

function refuse(): never {
  throw new Error("no room");
}

test("a thread that leaves a stopped run drops the interpreter lock without waiting for who asked for it", () => {
  initGil(words, at);
  acquireGil(context, at, 5);
  // Another thread waits, and has asked for the lock.
  Atomics.store(words, at + GIL.WAITING, 1);
  requestGil(words, at);
  dropGil(other, at);
  expect(describeGil(words, at).holder).toBe(4);
  Atomics.store(words, CONTROL.STOP, 1);
  dropGil(context, at);
  expect(describeGil(words, at).holder).toBe(-1);
});
