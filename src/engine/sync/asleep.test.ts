// Who was woken and has no processor yet is told from who still sleeps, though both sleep on one word: else a thread that is
// merely slow counts as stuck, or a thread that is stuck as merely slow.

import { afterAll, beforeAll, expect, test } from "vitest";
import type { Address } from "../base/ids.ts";
import { toAddressWord, toSmallWord } from "../memory/words.ts";
import { createOperation, type Operation, VERB } from "../program/operation.ts";
import { RealDriver } from "../testing/real-driver.ts";
import { isAsleep } from "./thread-context.ts";

let driver: RealDriver;

beforeAll(async () => {
  driver = await RealDriver.create();
});

afterAll(() => driver.close());

function operation(verb: Operation["verb"], object: Address, parts: Partial<Operation> = {}): Operation {
  return { ...createOperation(), verb, object, timeoutMs: Number.POSITIVE_INFINITY, ...parts };
}

async function blocked(thread: number, what: Operation) {
  const outcome = driver.perform(thread, what);
  await driver.untilBlocked(thread);
  await untilAsleep(thread);
  return { outcome };
}

/** It says that it parks before it has published where. */
async function untilAsleep(thread: number): Promise<void> {
  while (!isAsleep(driver.memory.words, thread)) await new Promise((later) => setImmediate(later));
}

test("one item wakes one of two getters; the other is asleep, and stays so", async () => {
  const queue = driver.create("queue", 0);
  const second = await blocked(2, operation(VERB.QUEUE_GET, queue));
  const third = await blocked(3, operation(VERB.QUEUE_GET, queue));
  await driver.perform(1, operation(VERB.QUEUE_PUT, queue, { value: toSmallWord(1) }));
  const [woken, waiting] = await Promise.race([
    second.outcome.then(() => [2, 3] as const),
    third.outcome.then(() => [3, 2] as const),
  ]);
  expect(isAsleep(driver.memory.words, woken)).toBe(false);
  expect(isAsleep(driver.memory.words, waiting)).toBe(true);
  await driver.perform(1, operation(VERB.QUEUE_PUT, queue, { value: toSmallWord(2) }));
  await Promise.all([second.outcome, third.outcome]);
  expect([2, 3].map((thread) => isAsleep(driver.memory.words, thread))).toEqual([false, false]);
});

test("a lock that went to another waiter leaves the third asleep", async () => {
  const lock = driver.create("lock", -1);
  await driver.perform(1, operation(VERB.LOCK_ACQUIRE, lock));
  const second = await blocked(2, operation(VERB.LOCK_ACQUIRE, lock));
  const third = await blocked(3, operation(VERB.LOCK_ACQUIRE, lock));
  await driver.perform(1, operation(VERB.LOCK_RELEASE, lock));
  const [woken, waiting] = await Promise.race([
    second.outcome.then(() => [2, 3] as const),
    third.outcome.then(() => [3, 2] as const),
  ]);
  expect(isAsleep(driver.memory.words, waiting)).toBe(true);
  await driver.perform(woken, operation(VERB.LOCK_RELEASE, lock));
  await Promise.all([second.outcome, third.outcome]);
  await driver.perform(waiting, operation(VERB.LOCK_RELEASE, lock));
});

test("a notified waiter is not asleep any more, the other one is", async () => {
  const lock = driver.create("lock", -1);
  const condition = driver.create("condition", -1);
  const key = toAddressWord(lock);
  const wait = async (thread: number) => {
    await driver.perform(thread, operation(VERB.LOCK_ACQUIRE, lock));
    const { result } = await driver.perform(thread, operation(VERB.CONDITION_WAIT, condition, { key }));
    return blocked(thread, operation(VERB.CONDITION_REACQUIRE, condition, { key, value: result }));
  };
  const notify = async () => {
    await driver.perform(1, operation(VERB.LOCK_ACQUIRE, lock));
    await driver.perform(1, operation(VERB.CONDITION_NOTIFY, condition, { key, value: toSmallWord(1) }));
    await driver.perform(1, operation(VERB.LOCK_RELEASE, lock));
  };
  const second = await wait(2);
  const third = await wait(3);
  await notify();
  await second.outcome;
  expect(isAsleep(driver.memory.words, 3)).toBe(true);
  await driver.perform(2, operation(VERB.LOCK_RELEASE, lock));
  await notify();
  await third.outcome;
  await driver.perform(3, operation(VERB.LOCK_RELEASE, lock));
});
