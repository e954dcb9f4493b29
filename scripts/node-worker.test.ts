// Real threads start from TypeScript, share memory with the test and really sleep in Atomics.wait.

import { expect, test } from "vitest";
import { bundleWorker, startNodeWorker } from "./node-worker.ts";

const sleeper = new URL("./made-up/sleeper.worker.ts", import.meta.url);

/** Waits until the cell is no longer 0, at most ten seconds. */
async function untilSet(cells: Int32Array, index: number): Promise<number> {
  const waited = Atomics.waitAsync(cells, index, 0, 10_000);
  if (waited.async) await waited.value;
  return Atomics.load(cells, index);
}

test("a worker sleeps on shared memory until it is woken", async () => {
  const cells = new Int32Array(new SharedArrayBuffer(16));
  const worker = await startNodeWorker(sleeper, cells);
  expect(await untilSet(cells, 0)).toBe(1);
  expect(Atomics.load(cells, 2)).toBe(0);
  Atomics.store(cells, 1, 1);
  Atomics.notify(cells, 1);
  expect(await untilSet(cells, 2)).toBe(1);
  expect(Atomics.load(cells, 3)).toBe("twelve chars".length);
  await worker.terminate();
});

test("one entry is bundled once", async () => {
  expect(await bundleWorker(sleeper)).toBe(await bundleWorker(sleeper));
});

test("an entry that does not exist is named", async () => {
  await expect(bundleWorker(new URL("./made-up/nobody.worker.ts", import.meta.url))).rejects.toThrow(
    "nobody.worker.ts",
  );
});
