/**
 * Litmus tests: iterations of SB a second, with plain accesses and Atomics, meeting, permuted and counted, against a bare loop of the same accesses on
 * two workers that do nothing else; and how long it takes until SB's weak outcome is seen.
 */
import { openLitmusBench } from "../../src/workers/litmus-client.ts";
import type { LitmusAccess } from "../../src/engine/litmus/index.ts";
import type { Kernel, KernelContext } from "../harness/kernel.ts";
import type { BareOrder } from "./litmus-bare.worker.ts";

const RACE_MS = 300;
const PASSES = 2000;
const CORES = 2;

async function iterationsPerSecond(access: LitmusAccess): Promise<number> {
  const { iterations, elapsedMs, outcomes } = await openLitmusBench(CORES).race({ test: "SB", access, ms: RACE_MS });
  const forbidden = outcomes.find(({ allowed }) => !allowed.js);
  if (forbidden !== undefined) throw new Error(`${forbidden.values.join(", ")} was seen, which JavaScript forbids`);
  return (iterations / elapsedMs) * 1000;
}

/** Two workers, each writing its cell and reading the other's, in order, without meeting. */
async function bareLoop(context: KernelContext): Promise<number> {
  const memory = new SharedArrayBuffer(1024 * 64 * 4);
  const workers = [0, 1].map(() =>
    context.start(new Worker(new URL("./litmus-bare.worker.ts", import.meta.url), { type: "module" })),
  );
  for (const worker of workers) {
    worker.postMessage("greet");
    await context.answerOf(worker);
  }
  const before = context.now();
  const orders = workers.map((_, me): BareOrder => ({ memory, me, passes: PASSES }));
  workers.forEach((worker, i) => worker.postMessage(orders[i]));
  const counts = await Promise.all(workers.map((worker) => context.answerOf<number>(worker)));
  const took = context.now() - before;
  return (Math.min(...counts) / took) * 1000;
}

/** Milliseconds until (0, 0) was seen, workers started included. */
async function untilWeak(context: KernelContext): Promise<number> {
  const bench = openLitmusBench(CORES);
  const before = context.now();
  for (let tries = 0; tries < 40; tries++) {
    const { outcomes } = await bench.race({ test: "SB", access: "plain", ms: 40, seed: tries });
    if (outcomes.some(({ values }) => values.every((value) => value === 0))) return context.now() - before;
  }
  throw new Error("SB's weak outcome was not seen");
}

export const kernels: readonly Kernel[] = [
  {
    name: "litmus-sb-plain",
    unit: "iterations/s",
    against: "a bare loop of the same accesses",
    goal: { value: { min: 5_000_000 } },
    rounds: 5,
    where: "main",
    subject: () => iterationsPerSecond("plain"),
    floor: bareLoop,
  },
  {
    name: "litmus-sb-atomics",
    unit: "iterations/s",
    against: "a bare loop of plain accesses",
    goal: {},
    rounds: 5,
    where: "main",
    subject: () => iterationsPerSecond("atomics"),
    floor: bareLoop,
  },
  {
    name: "litmus-sb-weak-seen",
    unit: "ms",
    against: "nothing",
    goal: { value: { max: 1000 } },
    rounds: 5,
    where: "main",
    subject: untilWeak,
  },
];
