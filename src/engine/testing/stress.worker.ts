/** One thread of a stress program: waits until all are there, runs its body, tells what happened. */
import { parentPort, workerData } from "node:worker_threads";
import { createRandom } from "../base/random.ts";
import { Allocator, takeHeap } from "../memory/allocator.ts";
import { CONTROL } from "../memory/layout.ts";
import { SharedMemory } from "../memory/shared-memory.ts";
import { fromSmallWord } from "../memory/words.ts";
import { NO_PROBE, StopSignal } from "../sync/context.ts";
import { createSyncContext } from "../sync/thread-context.ts";
import { monotonicClock } from "./node-clock.ts";
import { anything } from "./random-deeds.ts";
import { createTelling, STRESS_PROGRAMS, type StressThread, type Told } from "./stress-programs.ts";
import { READY_AT, type StressEnd, type StressStart } from "./stress-start.ts";

const start = workerData as StressStart;
const memory = new SharedMemory(start.memory);
const { words } = memory;
const allocator = new Allocator((count) => {
  const chunk = takeHeap(memory, count);
  if (chunk === null) throw new Error("the test's memory is spent");
  return chunk;
});
const told: Told[] = [];
const tally: number[] = [];
const thread: StressThread = {
  context: createSyncContext({ words, thread: start.index, clock: monotonicClock, stopAt: start.stopAt }),
  probe: start.tells ? createTelling(words, CONTROL.SEQ, start.index, start.at, told) : NO_PROBE,
  random: createRandom(start.seed * 64 + start.index),
  owner: {
    allocate: (count) => allocator.alloc(count),
    before: (a, b) => fromSmallWord(a) < fromSmallWord(b),
  },
  at: start.at,
  index: start.index,
  threads: start.threads,
  get rounds() {
    return Atomics.load(words, start.stopAt) === 0 ? start.rounds : -1;
  },
  tally,
};

Atomics.add(words, READY_AT, 1);
while (Atomics.load(words, READY_AT) < start.threads) Atomics.wait(words, READY_AT, 0, 1);
parentPort?.postMessage(run());

function run(): StressEnd {
  try {
    const { body } = start.program === "anything" ? anything : STRESS_PROGRAMS[start.program];
    body(thread);
    return { tally, told, stopped: false };
  } catch (fault) {
    if (fault instanceof StopSignal) return { tally, told, stopped: true };
    throw fault;
  }
}
