/**
 * The driver of `primitive-driver.ts` for the real primitives: three worker threads that really sleep in `Atomics.wait`.
 * Rule: whoever creates it closes it.
 */
import type { Worker } from "node:worker_threads";
import { startNodeWorker } from "../../../scripts/node-worker.ts";
import type { Address, ThreadId } from "../base/ids.ts";
import { Allocator, takeHeap } from "../memory/allocator.ts";
import { createRunMemory } from "../memory/run-memory.ts";
import type { SharedMemory } from "../memory/shared-memory.ts";
import type { Operation } from "../program/operation.ts";
import { createPrimitive } from "../runtime/parallel/primitives.ts";
import { HEADER_WORDS } from "../runtime/parallel/header.ts";
import { wakeForStop } from "../sync/thread-context.ts";
import type { ObjectKind } from "../trace/ops.ts";
import type { PrimitiveDriver, PrimitiveOutcome } from "./primitive-driver.ts";
import { type OnWaking, PARKS_AT, type RealDriverStart, type RealOrder } from "./real-driver-start.ts";

const THREADS = 3;
/** The real primitives, used by three threads that obey. */
export class RealDriver implements PrimitiveDriver {
  readonly memory: SharedMemory;
  readonly #workers: readonly Worker[];
  readonly #allocator: Allocator;
  readonly #parksBefore = new Int32Array(THREADS + 1);

  private constructor(memory: SharedMemory, workers: readonly Worker[]) {
    this.memory = memory;
    this.#workers = workers;
    this.#allocator = new Allocator((words) => {
      const chunk = takeHeap(memory, words);
      if (chunk === null) throw new Error("the test's memory is spent");
      return chunk;
    });
  }

  static async create(): Promise<RealDriver> {
    const memory = createRunMemory({ heapBytes: 4 << 20, globalSlots: 0 });
    const entry = new URL("./real-driver.worker.ts", import.meta.url);
    const starts = Array.from({ length: THREADS }, (_, i) => {
      const start: RealDriverStart = { memory: memory.words.buffer as SharedArrayBuffer, thread: i + 1 };
      return startNodeWorker(entry, start);
    });
    return new RealDriver(memory, await Promise.all(starts));
  }

  create(kind: ObjectKind, capacity: number): Address {
    const object = this.#allocator.alloc(64);
    createPrimitive(this.memory.words, kind, object + HEADER_WORDS, capacity);
    return object;
  }

  perform(thread: ThreadId, operation: Operation, onWaking: OnWaking = "go"): Promise<PrimitiveOutcome> {
    const worker = this.#workers[thread - 1];
    this.#parksBefore[thread] = this.#parks(thread);
    return new Promise((done, failed) => {
      worker.once("error", failed);
      worker.once("message", (outcome: PrimitiveOutcome) => {
        worker.off("error", failed);
        done(outcome);
      });
      const order: RealOrder = { operation, onWaking };
      worker.postMessage(order);
    });
  }

  async untilBlocked(thread: ThreadId): Promise<void> {
    const at = PARKS_AT + thread;
    const before = this.#parksBefore[thread];
    while (this.#parks(thread) === before) {
      const slept = Atomics.waitAsync(this.memory.words, at, before, 10_000);
      if (slept.async && (await slept.value) === "timed-out") throw new Error(`thread ${thread} did not go to sleep`);
    }
  }

  passTime(): void {
    // Real time passes by itself.
  }

  /** Wakes whoever still sleeps with a StopSignal and ends the workers. */
  async close(): Promise<void> {
    wakeForStop(this.memory.words, THREADS + 1);
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }

  #parks(thread: ThreadId): number {
    return Atomics.load(this.memory.words, PARKS_AT + thread);
  }
}
