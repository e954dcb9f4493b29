/** Words for the sync kernels, laid out as a run's, and a context on them. A thread number is used by one thread. */
import type { Clock } from "../../../src/engine/base/clock.ts";
import { Allocator, takeHeap } from "../../../src/engine/memory/allocator.ts";
import { heapBase } from "../../../src/engine/memory/layout.ts";
import { createRunMemory } from "../../../src/engine/memory/run-memory.ts";
import { SharedMemory } from "../../../src/engine/memory/shared-memory.ts";
import type { SyncContext } from "../../../src/engine/sync/context.ts";
import type { QueueOwner } from "../../../src/engine/sync/queue.ts";
import { createSyncContext } from "../../../src/engine/sync/thread-context.ts";
import type { KernelContext } from "../../harness/kernel.ts";

export const pageClock: Clock = { nowMs: () => performance.now(), wallMs: () => Date.now() };

/** First of the words that a kernel may use as it likes: 4 096 of them. */
export const FREE_WORDS = heapBase(0);
/** A word with a cache line to itself, on which threads begin together. */
const GO_AT = FREE_WORDS + 4096 - 32;
/** Where a kernel's primitive lies. */
export const PRIMITIVE_AT = FREE_WORDS + 64;
/** A second one, some cache lines behind. */
export const OTHER_PRIMITIVE_AT = FREE_WORDS + 256;
/** A plain word that only mutual exclusion keeps right. */
export const COUNTER_AT = FREE_WORDS + 512;

/** One thread's access. */
export interface Words {
  readonly buffer: SharedArrayBuffer;
  readonly words: Int32Array;
  readonly context: SyncContext;
  readonly owner: QueueOwner;
}

export function createWords(): Words {
  const memory = createRunMemory({ heapBytes: 8 << 20, globalSlots: 0 });
  if (takeHeap(memory, 4096)?.from !== FREE_WORDS) throw new Error("the heap does not begin where it should");
  return wordsOn(memory, 0);
}

export function attachWords(buffer: SharedArrayBuffer, thread: number): Words {
  return wordsOn(new SharedMemory(buffer), thread);
}

function wordsOn(memory: SharedMemory, thread: number): Words {
  const allocator = new Allocator((count) => {
    const chunk = takeHeap(memory, count);
    if (chunk === null) throw new Error("the kernel's memory is spent");
    return chunk;
  });
  return {
    buffer: memory.words.buffer as SharedArrayBuffer,
    words: memory.words,
    context: createSyncContext({ words: memory.words, thread, clock: pageClock }),
    owner: { allocate: (count) => allocator.alloc(count), before: (a, b) => a < b },
  };
}

/** Waits until `threads` threads are here, looking rather than sleeping, so that all begin within a microsecond. */
export function beginTogether(words: Int32Array, threads: number): void {
  const place = Atomics.add(words, GO_AT, 1);
  const full = (Math.floor(place / threads) + 1) * threads;
  while (Atomics.load(words, GO_AT) < full);
}

/** Gives a worker an order and resolves with its answer. */
export function ask<Answer>(context: KernelContext, worker: Worker, order: unknown): Promise<Answer> {
  const answer = context.answerOf<Answer>(worker);
  worker.postMessage(order);
  return answer;
}

/**
 * Waits until the worker answers. Chromium starts a worker, and gives it its first messages, only while the thread that
 * made it is not asleep: so whoever is about to sleep greets first.
 */
export async function greet(context: KernelContext, worker: Worker): Promise<void> {
  await ask(context, worker, { job: "greet" });
}
