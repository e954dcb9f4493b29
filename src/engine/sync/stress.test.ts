// Random programs of 2 to 4 real threads on every primitive: nothing overlaps, nothing is lost, nobody hangs, and what was
// told is an order that the primitive allows. A failing test's name holds the seed that draws the same operations.

import { describe, expect, test } from "vitest";
import { startNodeWorker } from "../../../scripts/node-worker.ts";
import { CONTROL } from "../memory/layout.ts";
import { createRunMemory } from "../memory/run-memory.ts";
import { wakeForStop } from "./thread-context.ts";
import { STRESS_PROGRAMS, type StressName, type Told } from "../testing/stress-programs.ts";
import { type StressEnd, type StressStart, VICTIMS_STOP_AT } from "../testing/stress-start.ts";

const SEED = Number(process.env.INTERLEAVE_SEED);

const ROUNDS: Readonly<Record<StressName, number>> = {
  mutexes: 20000,
  locks: 3000,
  rlocks: 2000,
  conditions: 600,
  tickets: 600,
  queues: 1500,
  heaps: 1200,
  semaphores: 1500,
  flags: 600,
  barriers: 400,
  pools: 1500,
  gils: 3000,
};

/** Where not any number of threads will do: as many who take as who give. */
const THREADS: Partial<Record<StressName, readonly number[]>> = { flags: [2], conditions: [2, 4] };

/** Programs that tell less than an event every other round: hand-overs by time, and what has no events at all. */
const LEAST_TOLD: Partial<Record<StressName, number>> = { gils: 10, mutexes: -1 };

interface PlayOptions {
  readonly threads: number;
  readonly tells?: boolean;
  /** Threads that are stopped in the middle, where the others go on. */
  readonly victims?: readonly number[];
}

async function play(name: StressName, { threads, tells = true, victims = [] }: PlayOptions) {
  const program = STRESS_PROGRAMS[name];
  const memory = createRunMemory({ heapBytes: 8 << 20, globalSlots: 0 });
  const at = Atomics.add(memory.words, CONTROL.HEAP_NEXT, 65536);
  program.setUp(memory.words, at, threads);
  const starts = Array.from({ length: threads }, (_, index) => {
    const start: StressStart = {
      memory: memory.words.buffer as SharedArrayBuffer,
      program: name,
      index,
      threads,
      rounds: ROUNDS[name],
      seed: SEED,
      at,
      tells,
      stopAt: victims.includes(index) ? VICTIMS_STOP_AT : CONTROL.STOP,
    };
    return startThread(start);
  });
  if (victims.length > 0) await stopVictims(memory.words, threads, Promise.all(victims.map((index) => starts[index])));
  const ends = await Promise.all(starts);
  return { program, words: memory.words, at, ends };
}

/** Stops them once the program is in full swing; a wake-up can miss a thread that is about to sleep, so it is repeated. */
async function stopVictims(words: Int32Array, threads: number, ended: Promise<unknown>): Promise<void> {
  let going = true;
  const watch = ended.finally(() => {
    going = false;
  });
  while (going && Atomics.load(words, CONTROL.SEQ) < 300) await pause(words);
  while (going) {
    wakeForStop(words, threads, VICTIMS_STOP_AT);
    await pause(words);
  }
  await watch;
}

/** Lets the threads run for a millisecond. */
async function pause(words: Int32Array): Promise<void> {
  const wait = Atomics.waitAsync(words, CONTROL.RUNTIME + 2, 0, 1);
  if (wait.async) await wait.value;
}

async function startThread(start: StressStart): Promise<StressEnd> {
  const worker = await startNodeWorker(new URL("../testing/stress.worker.ts", import.meta.url), start);
  try {
    return await new Promise<StressEnd>((done, failed) => {
      worker.once("message", done);
      worker.once("error", failed);
    });
  } finally {
    await worker.terminate();
  }
}

function inOrder(ends: readonly StressEnd[]): Told[] {
  return ends.flatMap((end) => [...end.told]).sort((a, b) => a[0] - b[0]);
}

/** Programs in which one thread can go without the others waiting for it, and which one. */
const VICTIMS: Partial<Record<StressName, readonly number[]>> = {
  locks: [1, 2],
  rlocks: [1, 2],
  tickets: [1],
  queues: [1],
  semaphores: [0, 2],
  pools: [2],
  gils: [0, 2],
};

const names = Object.keys(STRESS_PROGRAMS) as StressName[];

describe(`seed ${SEED}`, () => {
  for (const name of names) {
    for (const threads of THREADS[name] ?? [2, 3, 4]) {
      test(`${name}, ${threads} threads, told`, async () => {
        const { program, words, at, ends } = await play(name, { threads });
        const told = inOrder(ends);
        expect(told.length).toBeGreaterThan(LEAST_TOLD[name] ?? ROUNDS[name] / 2);
        program.check(
          told,
          ends.map((end) => end.tally),
          words,
          at,
        );
      });
    }
    test(`${name}, untold`, async () => {
      const { program, words, at, ends } = await play(name, {
        threads: Math.max(...(THREADS[name] ?? [4])),
        tells: false,
      });
      // Without what was told only the results and the memory are checked.
      if (name !== "pools")
        program.check(
          [],
          ends.map((end) => end.tally),
          words,
          at,
        );
      expect(ends.every((end) => !end.stopped)).toBe(true);
    });
    const victims = VICTIMS[name];
    if (victims === undefined) continue;
    test(`${name}, while a thread is stopped the others go on`, async () => {
      const { program, words, at, ends } = await play(name, { threads: 4, victims });
      program.check(
        inOrder(ends),
        ends.map((end) => end.tally),
        words,
        at,
      );
    });
  }
});
