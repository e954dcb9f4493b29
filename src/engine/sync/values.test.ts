// Queue and pool carry plain values between real workers without the machine, and give all memory back.

import type { Worker } from "node:worker_threads";
import { afterEach, describe, expect, test } from "vitest";
import { startNodeWorker } from "../../../scripts/node-worker.ts";
import { ArgumentError } from "../base/errors.ts";
import { createRandom } from "../base/random.ts";
import { CONTROL } from "../memory/layout.ts";
import { monotonicClock } from "../testing/node-clock.ts";
import type { ValuesStart } from "../testing/values-start.ts";
import type { PlainValue } from "./plain-codec.ts";
import { QUEUE_KIND } from "./queue.ts";
import { SharedSpace, SpaceSpent } from "./shared-space.ts";
import { PoolFailure, ValuePool } from "./value-pool.ts";
import { QueueFailure, ValueQueue } from "./value-queue.ts";

const SEED = Number(process.env.INTERLEAVE_SEED);

const workers: Worker[] = [];

afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.terminate()));
});

async function start(space: SharedSpace, thread: number, role: ValuesStart["role"], from: number, to = 0) {
  const data: ValuesStart = { buffer: space.buffer, thread, role, from, to };
  const worker = await startNodeWorker(new URL("../testing/values.worker.ts", import.meta.url), data);
  workers.push(worker);
  return { ended: new Promise((done) => worker.once("message", done)) };
}

function used(space: SharedSpace): number {
  return Atomics.load(space.context.words, CONTROL.HEAP_NEXT);
}

function anyValue(random: ReturnType<typeof createRandom>, depth = 0): PlainValue {
  const kind = random.below(depth > 3 ? 5 : 7);
  if (kind === 0) return random.below(2 ** 32) - 2 ** 31;
  if (kind === 1) return random.fraction() * 1e9;
  if (kind === 2) return ["", "线程", "🧵".repeat(random.below(50)), "\udc00"][random.below(4)];
  if (kind === 3) return [null, true, false][random.below(3)];
  if (kind === 4) return random.below(100);
  const items = Array.from({ length: random.below(5) }, () => anyValue(random, depth + 1));
  return kind === 5 ? items : Object.fromEntries(items.map((item, i) => [`名${i}`, item]));
}

describe("value queue", () => {
  test(`what a worker sends back is what it was sent, seed ${SEED}`, async () => {
    const random = createRandom(SEED);
    const space = SharedSpace.create(1 << 20, monotonicClock);
    const there = ValueQueue.create(space, { capacity: 8 });
    const back = ValueQueue.create(space);
    const { ended } = await start(space, 1, "echo", there.address, back.address);
    let memory = 0;
    for (let round = 0; round < 400; round++) {
      const values = Array.from({ length: 8 }, () => anyValue(random));
      for (const value of values) there.put(value);
      expect(values.map(() => back.get())).toStrictEqual(values);
      if (round === 200) memory = used(space);
    }
    // Blocks are used again: the second half took next to nothing.
    expect(used(space) - memory).toBeLessThan(50_000);
    expect(there.join()).toBe(true);
    there.shutDown();
    await ended;
    expect(() => there.put(1)).toThrow(QueueFailure);
  });

  test("fails as Python's does", () => {
    const space = SharedSpace.create(1 << 16, monotonicClock);
    const queue = ValueQueue.create(space, { capacity: 1 });
    expect(() => queue.get(0)).toThrow("empty");
    expect(() => queue.get(5)).toThrow("empty");
    queue.put("a");
    expect(() => queue.put("b", 0)).toThrow("full");
    expect(() => queue.put("b", 5)).toThrow("full");
    queue.taskDone();
    expect(() => queue.taskDone()).toThrow("too many times");
    queue.shutDown(true);
    expect(() => queue.get()).toThrow("shut down");
    expect(queue.size).toBe(0);
  });

  test("a priority queue takes any order", () => {
    const space = SharedSpace.create(1 << 16, monotonicClock);
    const before = (a: PlainValue, b: PlainValue): boolean => JSON.stringify(a) < JSON.stringify(b);
    const queue = ValueQueue.create(space, { kind: QUEUE_KIND.PRIORITY, before });
    for (const name of ["pear", "fig", "apple"]) queue.put(name);
    expect([queue.get(), queue.get(), queue.get()]).toEqual(["apple", "fig", "pear"]);
  });

  test("an order that throws leaves the queue as it was", () => {
    const space = SharedSpace.create(1 << 16, monotonicClock);
    let throws = false;
    const queue = ValueQueue.create(space, {
      kind: QUEUE_KIND.PRIORITY,
      before: (a, b) => {
        if (throws) throw new TypeError("'<' not supported");
        return Number(a) < Number(b);
      },
    });
    for (const item of [3, 1, 2]) queue.put(item);
    throws = true;
    expect(() => queue.put(0)).toThrow(TypeError);
    expect(() => queue.get()).toThrow(TypeError);
    throws = false;
    expect([queue.get(), queue.get(), queue.get()]).toEqual([1, 2, 3]);
  });

  test("a space that is spent says so and the queue goes on", () => {
    const space = SharedSpace.create(4096, monotonicClock);
    const queue = ValueQueue.create(space);
    expect(() => queue.put("x".repeat(10_000))).toThrow(SpaceSpent);
    queue.put("small");
    expect(queue.get()).toBe("small");
  });

  test("a thread number out of range is refused", () => {
    const { buffer } = SharedSpace.create(4096, monotonicClock);
    expect(() => SharedSpace.attach(buffer, 256, monotonicClock)).toThrow(ArgumentError);
  });
});

describe("value pool", () => {
  test("results and failures come back to their tasks", async () => {
    const space = SharedSpace.create(1 << 20, monotonicClock);
    const pool = ValuePool.create(space, 2);
    const threads = [await start(space, 1, "serve", pool.address), await start(space, 2, "serve", pool.address)];
    const futures = [7, "fail", { 名: [1, "🧵"] }].map((argument) => pool.submit(argument));
    expect(futures[0].result()).toBe(49);
    expect(() => futures[1].result()).toThrow("RangeError: as asked");
    expect(() => futures[1].result()).toThrow(PoolFailure);
    expect(futures[2].result()).toEqual({ 名: [1, "🧵"] });
    expect(futures[0].cancel()).toBe(false);
    const items = Array.from({ length: 1000 }, (_, i) => i);
    expect(pool.map(items, 7)).toEqual(items.map((i) => i * i));
    expect(() => pool.join()).toThrow("still open");
    pool.close();
    expect(() => pool.submit(1)).toThrow("closed");
    expect(pool.join()).toBe(true);
    await Promise.all(threads.map(({ ended }) => ended));
  });

  test("memory of tasks is used again", async () => {
    const space = SharedSpace.create(1 << 20, monotonicClock);
    const pool = ValuePool.create(space, 1);
    await start(space, 1, "serve", pool.address);
    const items = Array.from({ length: 500 }, (_, i) => `task ${i}`);
    pool.map(items);
    const before = used(space);
    for (let round = 0; round < 20; round++) expect(pool.map(items)).toEqual(items);
    expect(used(space) - before).toBeLessThan(20_000);
    pool.close();
  });

  test("a task that no thread has taken can be cancelled", () => {
    const space = SharedSpace.create(1 << 16, monotonicClock);
    const pool = ValuePool.create(space, 1);
    const future = pool.submit(1);
    expect(() => future.result(5)).toThrow("no result within 5 ms");
    expect(future.cancel()).toBe(true);
    expect(() => future.result()).toThrow("cancelled");
    const served: PlainValue[] = [];
    pool.submit(2);
    pool.close();
    pool.serve((argument) => {
      served.push(argument);
      return null;
    });
    expect(served).toEqual([2]);
  });
});
