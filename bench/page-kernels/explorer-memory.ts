/**
 * What the explorer keeps while it goes through all traces of lastzero(13), above what it kept before it began; and of lastzero(11), which has a
 * fifth as many. Measured in Node, where a heap can be asked for; no page takes part. What grows are the ends, which the report has to
 * tell, one for each of its 4096 outcomes.
 */
import { compile } from "../../src/engine/python/index.ts";
import { Exploration, type ExplorationOrder } from "../../src/engine/runtime/explorer/exploration.ts";
import { LearntProgram } from "../../src/engine/runtime/explorer/learnt-program.ts";
import { SimulatedProgram } from "../../src/engine/runtime/explorer/simulated-program.ts";
import { USUAL_SETTINGS } from "../../src/engine/runtime/stepped/settings.ts";
import { Simulation } from "../../src/engine/runtime/stepped/simulation.ts";
import { liveHeapBytes } from "../../src/engine/testing/live-heap.ts";
import { lastZero } from "../../src/engine/testing/table-listings.ts";
import type { PageKernel } from "../harness/kernel.ts";

const WHOLE: ExplorationOrder = {
  search: "exhaustive",
  reduction: "dpor",
  maxRuns: Infinity,
  maxSteps: 1000,
  maxPreemptions: Infinity,
  timeoutMs: Infinity,
  seed: 1,
  depth: 3,
  untilFailure: false,
};

/** Milliseconds between two looks at the heap. */
const LOOK_MS = 250;

function begin(n: number): Exploration {
  const { program } = compile(lastZero(n));
  if (program === null) throw new Error("the listing has errors");
  const simulation = new Simulation(program, { ...USUAL_SETTINGS, record: "console", aloneSteps: true });
  const listing = new SimulatedProgram(simulation, ({ status, values }) => ({
    status,
    outcome: values,
    correct: null,
  }));
  return new Exploration(new LearntProgram(listing), WHOLE, { nowMs: () => performance.now(), wallMs: () => 0 });
}

/** Megabytes at most at any look. */
function peakMegabytes(n: number, traces: number): number {
  const exploration = begin(n);
  const before = liveHeapBytes();
  let peak = 0;
  for (let isOver = false; !isOver; ) {
    isOver = exploration.advance(LOOK_MS);
    peak = Math.max(peak, liveHeapBytes() - before);
  }
  if (exploration.runs !== traces) throw new Error(`${exploration.runs} runs of ${traces}`);
  return peak / 1e6;
}

export const kernels: readonly PageKernel[] = [
  {
    name: "explorer-memory",
    unit: "MB",
    against: "lastzero(11), a fifth of the runs",
    goal: { value: { max: 40 } },
    rounds: 1,
    subject: () => peakMegabytes(13, 32_768),
    floor: () => peakMegabytes(11, 7168),
  },
];
