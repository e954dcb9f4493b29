/** A thread of `real-driver.ts`: does one operation a message and answers with how it came out. */
import { parentPort, workerData } from "node:worker_threads";
import { Allocator, takeHeap } from "../memory/allocator.ts";
import { SharedMemory } from "../memory/shared-memory.ts";
import { fromSmallWord } from "../memory/words.ts";
import type { Operation } from "../program/operation.ts";
import { performOnPrimitive } from "../runtime/parallel/primitives.ts";
import { NO_PROBE, type SyncContext } from "../sync/context.ts";
import { createSyncContext } from "../sync/thread-context.ts";
import { monotonicClock } from "./node-clock.ts";
import { PARKS_AT, type RealDriverStart } from "./real-driver-start.ts";

const start = workerData as RealDriverStart;
const memory = new SharedMemory(start.memory);
const context = countParks(createSyncContext({ words: memory.words, thread: start.thread, clock: monotonicClock }));
const allocator = new Allocator((words) => {
  const chunk = takeHeap(memory, words);
  if (chunk === null) throw new Error("the test's memory is spent");
  return chunk;
});
const owner = {
  allocate: (words: number) => allocator.alloc(words),
  before: (a: number, b: number) => fromSmallWord(a) < fromSmallWord(b),
};

parentPort?.on("message", (operation: Operation) => {
  const status = performOnPrimitive(context, operation, NO_PROBE, owner);
  parentPort?.postMessage({ status, result: context.result });
});

/** Tells the test whenever the thread is about to sleep. */
function countParks(inner: SyncContext): SyncContext {
  const park = inner.park.bind(inner);
  inner.park = (at, expected, deadlineMs) => {
    Atomics.add(memory.words, PARKS_AT + start.thread, 1);
    Atomics.notify(memory.words, PARKS_AT + start.thread);
    return park(at, expected, deadlineMs);
  };
  return inner;
}
