// No wake-up is lost when it reaches a thread that is stopped, or whose time is up, at that very moment: the next waiter
// gets it. Three real threads; the middle one meets its end as it wakes.

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Address } from "../base/ids.ts";
import { toAddressWord, toSmallWord } from "../memory/words.ts";
import { createOperation, type Operation, STATUS, VERB } from "../program/operation.ts";
import type { PrimitiveOutcome } from "../testing/primitive-driver.ts";
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

function operation(verb: Operation["verb"], object: Address, parts: Partial<Operation> = {}): Operation {
  return { ...createOperation(), verb, object, timeoutMs: Number.POSITIVE_INFINITY, ...parts };
}

/** Blocks a thread without waiting for how it comes out. */
async function blocked(thread: number, what: Operation, onWaking: OnWaking = "go") {
  const outcome = driver.perform(thread, what, onWaking);
  await driver.untilBlocked(thread);
  return { outcome };
}

/** A primitive for which threads 2 and 3 wait, and what thread 1 does to let one of them go. */
interface Scene {
  readonly object: Address;
  wait(thread: number, onWaking: OnWaking): Promise<{ readonly outcome: Promise<PrimitiveOutcome> }>;
  letGo(): Promise<unknown>;
  /** What a thread does that came back with what it waited for. */
  after(thread: number): Promise<unknown>;
}

/**
 * Lets thread 2 be woken and meet its end, while thread 3 waits. Who sleeps longest is woken first, and thread 2 says that it
 * goes to sleep before it does: so a scene in which thread 3 was first is played out and tried again.
 */
async function meet(setScene: () => Promise<Scene>, onWaking: OnWaking) {
  for (let attempt = 0; attempt < 100; attempt++) {
    const scene = await setScene();
    const second = await scene.wait(2, onWaking);
    const third = await scene.wait(3, "go");
    await scene.letGo();
    const first = await Promise.race([second.outcome.then(() => 2), third.outcome.then(() => 3)]);
    if (first === 2) return { scene, outcome: await second.outcome, third: third.outcome };
    await scene.after(3);
    await scene.letGo();
    if ((await second.outcome).status === STATUS.OK) await scene.after(2);
  }
  throw new Error("thread 3 was always first");
}

const nothing = (): Promise<void> => Promise.resolve();

/** Waiters that one operation of thread 1 lets go, one each time. */
function sceneOf(object: Address, waits: Operation, letsGo: Operation): Scene {
  return {
    object,
    wait: (thread, onWaking) => blocked(thread, waits, onWaking),
    letGo: () => driver.perform(1, letsGo),
    after: nothing,
  };
}

async function lockScene(): Promise<Scene> {
  const lock = driver.create("lock", -1);
  const release = operation(VERB.LOCK_RELEASE, lock);
  let held = true;
  await driver.perform(1, operation(VERB.LOCK_ACQUIRE, lock));
  return {
    object: lock,
    wait: (thread, onWaking) => blocked(thread, operation(VERB.LOCK_ACQUIRE, lock), onWaking),
    // Once thread 1 has let go, it is whoever got the lock that lets the next one go.
    letGo: async () => {
      if (held) await driver.perform(1, release);
      held = false;
    },
    after: (thread) => driver.perform(thread, release),
  };
}

async function getScene(): Promise<Scene> {
  const queue = driver.create("queue", 0);
  return sceneOf(queue, operation(VERB.QUEUE_GET, queue), operation(VERB.QUEUE_PUT, queue, { value: toSmallWord(7) }));
}

async function putScene(): Promise<Scene> {
  const queue = driver.create("queue", 1);
  const put = operation(VERB.QUEUE_PUT, queue, { value: toSmallWord(7) });
  await driver.perform(1, put);
  return sceneOf(queue, put, operation(VERB.QUEUE_GET, queue));
}

async function taskScene(): Promise<Scene> {
  const pool = driver.create("pool", 2);
  return sceneOf(pool, operation(VERB.POOL_TAKE, pool), operation(VERB.POOL_SUBMIT, pool, { value: toSmallWord(7) }));
}

async function permitScene(): Promise<Scene> {
  const semaphore = driver.create("semaphore", 0);
  const release = operation(VERB.SEMAPHORE_RELEASE, semaphore, { value: toSmallWord(1) });
  return sceneOf(semaphore, operation(VERB.SEMAPHORE_ACQUIRE, semaphore), release);
}

async function notificationScene(): Promise<Scene> {
  const lock = driver.create("lock", -1);
  const condition = driver.create("condition", -1);
  const key = toAddressWord(lock);
  return {
    object: condition,
    wait: async (thread, onWaking) => {
      await driver.perform(thread, operation(VERB.LOCK_ACQUIRE, lock));
      const { result } = await driver.perform(thread, operation(VERB.CONDITION_WAIT, condition, { key }));
      return blocked(thread, operation(VERB.CONDITION_REACQUIRE, condition, { key, value: result }), onWaking);
    },
    letGo: async () => {
      await driver.perform(1, operation(VERB.LOCK_ACQUIRE, lock));
      await driver.perform(1, operation(VERB.CONDITION_NOTIFY, condition, { key, value: toSmallWord(1) }));
      await driver.perform(1, operation(VERB.LOCK_RELEASE, lock));
    },
    after: (thread) => driver.perform(thread, operation(VERB.LOCK_RELEASE, lock)),
  };
}

const SCENES = [
  ["the lock", lockScene],
  ["the item", getScene],
  ["the room", putScene],
  ["the task", taskScene],
  ["the permit", permitScene],
  ["the notification", notificationScene],
] as const;

describe.each(SCENES)("a waiter leaves %s to the next", (_name, setScene) => {
  test("when it is stopped as it wakes", async () => {
    const { outcome, third } = await meet(setScene, "stop");
    expect(outcome.status).toBe(STOPPED);
    expect((await third).status).toBe(STATUS.OK);
  });

  test("when its time is up as it wakes, or takes it after all", async () => {
    const { scene, outcome, third } = await meet(setScene, "late");
    if (outcome.status === STATUS.OK) {
      await scene.after(2);
      await scene.letGo();
    } else {
      expect(outcome.status).toBe(STATUS.TIMED_OUT);
    }
    expect((await third).status).toBe(STATUS.OK);
  });
});

test("what is left behind is in order", async () => {
  const words = driver.memory.words;
  const locks = await meet(lockScene, "stop");
  await locks.third;
  expect(describeLock(words, locks.scene.object + HEADER_WORDS)).toEqual({ holder: 3, depth: 1, waiters: 0 });
  const gets = await meet(getScene, "stop");
  await gets.third;
  expect(describeQueue(words, gets.scene.object + HEADER_WORDS)).toMatchObject({ size: 0, getters: 0 });
  const puts = await meet(putScene, "stop");
  await puts.third;
  expect(describeQueue(words, puts.scene.object + HEADER_WORDS)).toMatchObject({ size: 1, putters: 0 });
  const tasks = await meet(taskScene, "stop");
  await tasks.third;
  expect(describePool(words, tasks.scene.object + HEADER_WORDS)).toMatchObject({ queued: 0, idle: 0 });
});
