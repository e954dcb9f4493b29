// The real primitives under real threads against their models: every trace of the stress programs must be one that the models
// allow, and a trace in which one event was left out often must not be. A failing test's name holds the seed.

import { describe, expect, test } from "vitest";
import { startNodeWorker } from "../../../scripts/node-worker.ts";
import { createRandom } from "../base/random.ts";
import { CONTROL } from "../memory/layout.ts";
import { createRunMemory } from "../memory/run-memory.ts";
import { STRESS_PROGRAMS, type StressName, type Told } from "../testing/stress-programs.ts";
import type { StressEnd, StressStart } from "../testing/stress-start.ts";
import { TraceBuilder } from "../trace/builder.ts";
import { OP, type ObjectKind, type OpName } from "../trace/ops.ts";
import type { Trace } from "../trace/trace.ts";
import { checkTrace } from "./check-trace.ts";

const SEED = Number(process.env.INTERLEAVE_SEED);

/** What lies at which offset in a program, and how large it is; offsets beyond the last are of the last kind. */
const OBJECTS: Readonly<Partial<Record<StressName, readonly (readonly [number, ObjectKind, number?])[]>>> = {
  locks: [[0, "lock"]],
  rlocks: [[0, "rlock"]],
  conditions: [
    [0, "rlock"],
    [16, "condition"],
  ],
  tickets: [
    [0, "rlock"],
    [16, "condition"],
  ],
  queues: [[0, "queue", 3]],
  heaps: [[0, "priority-queue", 0]],
  semaphores: [[0, "semaphore", 2]],
  flags: [[0, "event-flag"]],
  barriers: [[0, "barrier", 3]],
  pools: [
    [0, "pool"],
    [256, "future"],
  ],
  gils: [[0, "gil"]],
};

async function record(program: StressName): Promise<Trace> {
  const threads = program === "flags" ? 2 : program === "conditions" ? 4 : 3;
  const memory = createRunMemory({ heapBytes: 4 << 20, globalSlots: 0 });
  const at = Atomics.add(memory.words, CONTROL.HEAP_NEXT, 65536);
  STRESS_PROGRAMS[program].setUp(memory.words, at, threads);
  const ends = await Promise.all(
    Array.from({ length: threads }, (_, index) =>
      runThread({
        memory: memory.words.buffer as SharedArrayBuffer,
        program,
        index,
        threads,
        seed: SEED,
        at,
        tells: true,
        rounds: program === "gils" ? 2000 : 250,
        stopAt: CONTROL.STOP,
      }),
    ),
  );
  return toTrace(
    program,
    threads,
    ends.flatMap(({ told }) => [...told]).sort((a, b) => a[0] - b[0]),
  );
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

function toTrace(program: StressName, threads: number, told: readonly Told[]): Trace {
  const builder = new TraceBuilder({ engine: "threads" });
  const ids = new Map<number, number>();
  for (let i = 0; i < threads; i++) builder.addThread(`T${i}`);
  for (const [seq, thread, op, offset, value] of told) {
    if (!ids.has(offset)) ids.set(offset, addObject(builder, program, offset));
    // Words of small integers are the codes of small integers; the programs put nothing else.
    const code = (value & 1) === 1 ? value : value === 0 ? 0 : builder.codeOfPlain(value === 6);
    builder.add(seq, thread, OP[op as OpName], ids.get(offset) ?? -1, 0, code);
  }
  return builder.build();
}

function addObject(builder: TraceBuilder, program: StressName, offset: number): number {
  const kinds = OBJECTS[program] ?? [];
  const [, kind, capacity] = kinds.findLast(([from]) => from <= offset) ?? kinds[0];
  return builder.addObject(`at ${offset}`, kind, capacity === undefined ? {} : { capacity });
}

/** The trace without one of its events that say something about an object's state. */
function without(trace: Trace, row: number): Trace {
  const cut = <T extends Float64Array | Int32Array | Uint16Array | Uint8Array>(column: T): T => {
    const copy = column.slice(0, -1) as T;
    copy.set(column.subarray(row + 1), row);
    return copy;
  };
  return {
    ...trace,
    count: trace.count - 1,
    time: cut(trace.time),
    thread: cut(trace.thread),
    op: cut(trace.op),
    ok: cut(trace.ok),
    line: cut(trace.line),
    object: cut(trace.object),
    key: cut(trace.key),
    value: cut(trace.value),
  };
}

/** Events without which the rest could not have been, but for the last of each object. */
const TELLING: ReadonlySet<number> = new Set(
  (["acquire", "release", "put", "get", "set", "arrive", "pass", "submit", "task-start", "woken"] as const).map(
    (op) => OP[op],
  ),
);

describe(`seed ${SEED}`, () => {
  for (const program of Object.keys(OBJECTS) as StressName[]) {
    test(`${program}: what real threads did, the model allows; what they did not, often not`, async () => {
      const trace = await record(program);
      expect(trace.count).toBeGreaterThan(program === "gils" ? 10 : 50);
      expect(checkTrace(trace)).toEqual({ ok: true });
      const random = createRandom(SEED);
      const rows = Array.from({ length: trace.count }, (_, row) => row).filter((row) => TELLING.has(trace.op[row]));
      let refused = 0;
      for (let i = 0; i < 40; i++) {
        const row = rows[random.below(Math.floor(rows.length * 0.9))];
        if (!checkTrace(without(trace, row)).ok) refused++;
      }
      expect(refused).toBeGreaterThan(5);
    });
  }
});
