/**
 * The explorer: runs a second through every interleaving of two threads that race on one cell, five reads and writes each by turns; and how long all
 * traces of lastzero(15) take. Against a bare recursion that goes through as many orders and does nothing.
 */
import { compile } from "../../src/engine/python/index.ts";
import { Exploration, type ExplorationOrder } from "../../src/engine/runtime/explorer/exploration.ts";
import { LearntProgram } from "../../src/engine/runtime/explorer/learnt-program.ts";
import { SimulatedProgram } from "../../src/engine/runtime/explorer/simulated-program.ts";
import { USUAL_SETTINGS } from "../../src/engine/runtime/stepped/settings.ts";
import { Simulation } from "../../src/engine/runtime/stepped/simulation.ts";
import { lastZero, lostUpdates } from "../../src/engine/testing/table-listings.ts";
import type { Kernel, KernelContext } from "../harness/kernel.ts";

/** Of two threads with five updates each: C(20, 10). */
const INTERLEAVINGS = 184_756;
const TRACES = 147_456;

const WHOLE: ExplorationOrder = {
  search: "exhaustive",
  reduction: "none",
  maxRuns: Infinity,
  maxSteps: 1000,
  maxPreemptions: Infinity,
  timeoutMs: Infinity,
  seed: 1,
  depth: 3,
  untilFailure: false,
};

/** Milliseconds that it takes to explore a listing. @throws Error when there are not so many runs */
function explore(context: KernelContext, source: string, order: Partial<ExplorationOrder>, runs: number): number {
  const { program } = compile(source);
  if (program === null) throw new Error("the listing has errors");
  const settings = { ...USUAL_SETTINGS, record: "console" as const, aloneSteps: true };
  const listing = new SimulatedProgram(new Simulation(program, settings), ({ status, values }) => ({
    status,
    outcome: values,
    correct: null,
  }));
  const clock = { nowMs: () => context.now(), wallMs: () => 0 };
  const exploration = new Exploration(new LearntProgram(listing), { ...WHOLE, ...order }, clock);
  while (!exploration.advance(1000));
  const state = exploration.state();
  if (state.runs !== runs || !state.complete) throw new Error(`${state.runs} runs of ${runs}`);
  return state.elapsedMs;
}

/** As many paths as there are interleavings, each choice counted: what any search has to go through at least. */
function walk(ones: number, twos: number): number {
  if (ones === 0 && twos === 0) return 1;
  return (ones > 0 ? walk(ones - 1, twos) : 0) + (twos > 0 ? walk(ones, twos - 1) : 0);
}

function bareMs(context: KernelContext): number {
  const before = context.now();
  if (walk(10, 10) !== INTERLEAVINGS) throw new Error("the bare loop lost its way");
  return context.now() - before;
}

export const kernels: readonly Kernel[] = [
  {
    name: "explorer-race",
    unit: "runs/s",
    against: "a bare recursion through as many orders",
    goal: { value: { min: 200_000 } },
    rounds: 5,
    subject: (context) =>
      (INTERLEAVINGS / explore(context, lostUpdates(2, 5), { reduction: "none" }, INTERLEAVINGS)) * 1000,
    floor: (context) => (INTERLEAVINGS / bareMs(context)) * 1000,
  },
  {
    name: "explorer-lastzero",
    unit: "ms",
    against: "a bare recursion through 184 756 orders",
    goal: { value: { max: 10_000 } },
    rounds: 1,
    subject: (context) => explore(context, lastZero(15), { reduction: "dpor" }, TRACES),
    floor: bareMs,
  },
];
