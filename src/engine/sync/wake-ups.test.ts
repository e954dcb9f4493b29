// No wake-up is lost when it reaches a thread that is stopped, or whose time is up, at that very moment: the next waiter
// gets it. Three real threads; the middle one meets its end as it wakes.

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Address } from "../base/ids.ts";
import { fromSmallWord, toAddressWord, toSmallWord } from "../memory/words.ts";
import { createOperation, type Operation, STATUS, VERB } from "../program/operation.ts";
import { RealDriver } from "../testing/real-driver.ts";
import { type OnWaking, STOPPED } from "../testing/real-driver-start.ts";
import { describeLock } from "./lock.ts";
import { describePool } from "./pool.ts";
import { describeQueue } from "./queue.ts";
import { HEADER_WORDS } from "../runtime/parallel/header.ts";

let driver: RealDriver;

beforeAll(async () => {
  driver = await RealDriver.create();
});

afterAll(() => driver.close());

const ENDS = [
  ["stop", STOPPED],
  ["late", STATUS.TIMED_OUT],
] as const satisfies readonly (readonly [OnWaking, number])[];

function operation(verb: Operation["verb"], object: Address, parts: Partial<Operation> = {}): Operation {
  return { ...createOperation(), verb, object, timeoutMs: Number.POSITIVE_INFINITY, ...parts };
}

/** Blocks a thread without waiting for how it comes out. */
async function blocked(thread: number, what: Operation, onWaking: OnWaking = "go") {
  const outcome = driver.perform(thread, what, onWaking);
  await driver.untilBlocked(thread);
  return { outcome };
}

describe.each(ENDS)("a waiter that meets %s as it wakes", (onWaking, status) => {
  test("leaves the lock to the next", async () => {
    const lock = driver.create("lock", -1);
    await driver.perform(1, operation(VERB.LOCK_ACQUIRE, lock));
    const second = await blocked(2, operation(VERB.LOCK_ACQUIRE, lock), onWaking);
    const third = await blocked(3, operation(VERB.LOCK_ACQUIRE, lock));
    await driver.perform(1, operation(VERB.LOCK_RELEASE, lock));
    // A lock that is free when the time is up is taken all the same, or is left to the next: both are right.
    const outcome = await second.outcome;
    if (outcome.status === STATUS.OK) await driver.perform(2, operation(VERB.LOCK_RELEASE, lock));
    else expect(outcome.status).toBe(status);
    expect((await third.outcome).status).toBe(STATUS.OK);
    expect(describeLock(driver.memory.words, lock + HEADER_WORDS)).toEqual({ holder: 3, depth: 1, waiters: 0 });
  });

  test("leaves the item to the next", async () => {
    const queue = driver.create("queue", 0);
    const second = await blocked(2, operation(VERB.QUEUE_GET, queue), onWaking);
    const third = await blocked(3, operation(VERB.QUEUE_GET, queue));
    await driver.perform(1, operation(VERB.QUEUE_PUT, queue, { value: toSmallWord(7) }));
    const outcome = await second.outcome;
    if (onWaking === "late") {
      // Its time was up, but there is an item: it takes it, and the next waits on.
      expect(fromSmallWord(outcome.result)).toBe(7);
      await driver.perform(1, operation(VERB.QUEUE_PUT, queue, { value: toSmallWord(7) }));
    } else {
      expect(outcome.status).toBe(status);
    }
    expect(fromSmallWord((await third.outcome).result)).toBe(7);
    expect(describeQueue(driver.memory.words, queue + HEADER_WORDS)).toMatchObject({ size: 0, getters: 0 });
  });

  test("leaves the room to the next", async () => {
    const queue = driver.create("queue", 1);
    await driver.perform(1, operation(VERB.QUEUE_PUT, queue, { value: toSmallWord(1) }));
    const second = await blocked(2, operation(VERB.QUEUE_PUT, queue, { value: toSmallWord(2) }), onWaking);
    const third = await blocked(3, operation(VERB.QUEUE_PUT, queue, { value: toSmallWord(3) }));
    await driver.perform(1, operation(VERB.QUEUE_GET, queue));
    if ((await second.outcome).status === STATUS.OK) await driver.perform(1, operation(VERB.QUEUE_GET, queue));
    expect((await third.outcome).status).toBe(STATUS.OK);
    expect(describeQueue(driver.memory.words, queue + HEADER_WORDS)).toMatchObject({ size: 1, putters: 0 });
  });

  test("leaves the task to the next", async () => {
    const pool = driver.create("pool", 2);
    const second = await blocked(2, operation(VERB.POOL_TAKE, pool), onWaking);
    const third = await blocked(3, operation(VERB.POOL_TAKE, pool));
    await driver.perform(1, operation(VERB.POOL_SUBMIT, pool, { value: toSmallWord(5) }));
    if ((await second.outcome).status === STATUS.OK) {
      await driver.perform(1, operation(VERB.POOL_SUBMIT, pool, { value: toSmallWord(5) }));
    }
    expect(fromSmallWord((await third.outcome).result)).toBe(5);
    expect(describePool(driver.memory.words, pool + HEADER_WORDS)).toMatchObject({ queued: 0, idle: 0 });
  });

  test("leaves the permit to the next", async () => {
    const semaphore = driver.create("semaphore", 0);
    const second = await blocked(2, operation(VERB.SEMAPHORE_ACQUIRE, semaphore), onWaking);
    const third = await blocked(3, operation(VERB.SEMAPHORE_ACQUIRE, semaphore));
    const release = operation(VERB.SEMAPHORE_RELEASE, semaphore, { value: toSmallWord(1) });
    await driver.perform(1, release);
    if ((await second.outcome).status === STATUS.OK) await driver.perform(1, release);
    expect((await third.outcome).status).toBe(STATUS.OK);
  });

  test("leaves the notification to the next, or is woken by it", async () => {
    const lock = driver.create("lock", -1);
    const condition = driver.create("condition", -1);
    const key = toAddressWord(lock);
    const wait = async (thread: number, how: OnWaking) => {
      await driver.perform(thread, operation(VERB.LOCK_ACQUIRE, lock));
      const { result } = await driver.perform(thread, operation(VERB.CONDITION_WAIT, condition, { key }));
      return blocked(thread, operation(VERB.CONDITION_REACQUIRE, condition, { key, value: result }), how);
    };
    const notify = async () => {
      await driver.perform(1, operation(VERB.LOCK_ACQUIRE, lock));
      await driver.perform(1, operation(VERB.CONDITION_NOTIFY, condition, { key, value: toSmallWord(1) }));
      await driver.perform(1, operation(VERB.LOCK_RELEASE, lock));
    };
    const second = await wait(2, onWaking);
    const third = await wait(3, "go");
    await notify();
    const outcome = await second.outcome;
    if (onWaking === "late") {
      // Notified in time after all: the notification is its own, and not swallowed.
      expect(outcome.status).toBe(STATUS.OK);
      await driver.perform(2, operation(VERB.LOCK_RELEASE, lock));
      await notify();
    } else {
      expect(outcome.status).toBe(STOPPED);
    }
    expect((await third.outcome).status).toBe(STATUS.OK);
  });
});
