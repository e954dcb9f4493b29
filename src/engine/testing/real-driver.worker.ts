/** A thread of `real-driver.ts`: does one operation a message and answers with how it came out. */
import { parentPort, workerData } from "node:worker_threads";
import { Allocator, takeHeap } from "../memory/allocator.ts";
import { SharedMemory } from "../memory/shared-memory.ts";
import { fromSmallWord } from "../memory/words.ts";
import type { Operation } from "../program/operation.ts";
import { performOnPrimitive } from "../runtime/parallel/primitives.ts";
import { NO_PROBE, StopSignal, type SyncContext } from "../sync/context.ts";
import { createSyncContext } from "../sync/thread-context.ts";
import { monotonicClock } from "./node-clock.ts";
import { type OnWaking, PARKS_AT, type RealDriverStart, type RealOrder, STOPPED } from "./real-driver-start.ts";

const start = workerData as RealDriverStart;
const memory = new SharedMemory(start.memory);
const context = watchSleep(createSyncContext({ words: memory.words, thread: start.thread, clock: monotonicClock }));
const allocator = new Allocator((words) => {
  const chunk = takeHeap(memory, words);
  if (chunk === null) throw new Error("the test's memory is spent");
  return chunk;
});
const owner = {
  allocate: (words: number) => allocator.alloc(words),
  before: (a: number, b: number) => fromSmallWord(a) < fromSmallWord(b),
};

let onWaking: OnWaking = "go";

parentPort?.on("message", (order: RealOrder) => {
  onWaking = order.onWaking;
  parentPort?.postMessage({ status: perform(order.operation), result: context.result });
});

function perform(operation: Operation): number {
  try {
    return performOnPrimitive(context, operation, NO_PROBE, owner);
  } catch (fault) {
    if (fault instanceof StopSignal) return STOPPED;
    throw fault;
  }
}

/** Tells the test whenever the thread is about to sleep, and lets a stop or the end of its time meet it as it wakes. */
function watchSleep(inner: SyncContext): SyncContext {
  const park = inner.park.bind(inner);
  inner.park = (at, expected, deadlineMs) => {
    Atomics.add(memory.words, PARKS_AT + start.thread, 1);
    Atomics.notify(memory.words, PARKS_AT + start.thread);
    const inTime = park(at, expected, deadlineMs);
    if (onWaking === "stop") throw new StopSignal("stopped as it woke");
    return onWaking === "late" ? false : inTime;
  };
  return inner;
}
