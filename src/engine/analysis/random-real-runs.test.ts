// Thousands of random programs of 2 to 4 real threads on all primitives: what each thread did, the models allow. A failing test's name
// holds the seed.

import { describe, expect, test } from "vitest";
import { startNodeWorker } from "../../../scripts/node-worker.ts";
import { CONTROL } from "../memory/layout.ts";
import { createRunMemory } from "../memory/run-memory.ts";
import { initRounds, ROUND_OBJECTS, ROUND_WORDS } from "../testing/random-deeds.ts";
import type { Told } from "../testing/stress-programs.ts";
import type { StressEnd, StressStart } from "../testing/stress-start.ts";
import { TraceBuilder } from "../trace/builder.ts";
import { OP, type OpName } from "../trace/ops.ts";
import type { Trace } from "../trace/trace.ts";
import { checkTrace } from "./check-trace.ts";

const SEED = Number(process.env.INTERLEAVE_SEED);
const ROUNDS = 1000;

async function record(threads: number): Promise<readonly Told[]> {
  const memory = createRunMemory({ heapBytes: 8 << 20, globalSlots: 0 });
  const at = Atomics.add(memory.words, CONTROL.HEAP_NEXT, ROUNDS * ROUND_WORDS);
  initRounds(memory.words, at, ROUNDS);
  const ends = await Promise.all(
    Array.from({ length: threads }, (_, index) =>
      runThread({
        memory: memory.words.buffer as SharedArrayBuffer,
        program: "anything",
        index,
        threads,
        seed: SEED + threads,
        at,
        tells: true,
        rounds: ROUNDS,
        stopAt: CONTROL.STOP,
      }),
    ),
  );
  return ends.flatMap(({ told }) => told).sort((a, b) => a[0] - b[0]);
}

async function runThread(start: StressStart): Promise<StressEnd> {
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

/** The trace of one round. */
function toTrace(round: number, threads: number, told: readonly Told[]): Trace {
  const builder = new TraceBuilder({ engine: "threads" });
  for (let i = 0; i < threads; i++) builder.addThread(`T${i}`);
  const ids = ROUND_OBJECTS.map(([at, kind, capacity]) =>
    builder.addObject(`${kind} at ${at}`, kind, capacity === undefined ? {} : { capacity }),
  );
  told.forEach(([, thread, op, offset, value], seq) => {
    const object = ids[ROUND_OBJECTS.findIndex(([at]) => at === offset - round * ROUND_WORDS)];
    const code = (value & 1) === 1 ? value : value === 0 ? 0 : builder.codeOfPlain(value === 6);
    builder.add(seq, thread, OP[op as OpName], object, 0, code);
  });
  return builder.build();
}

describe(`seed ${SEED}`, () => {
  for (const threads of [2, 3, 4]) {
    test(`${ROUNDS} programs of ${threads} threads do what the models allow`, async () => {
      const told = await record(threads);
      const rounds = Array.from({ length: ROUNDS }, (): Told[] => []);
      for (const one of told) rounds[Math.floor(one[3] / ROUND_WORDS)].push(one);
      expect(told.length).toBeGreaterThan(ROUNDS * threads);
      rounds.forEach((round, i) => {
        const verdict = checkTrace(toTrace(i, threads, round));
        expect(verdict.ok ? "" : `round ${i}: ${JSON.stringify(verdict)}\n${round.join("\n")}`).toBe("");
      });
    });
  }
});
