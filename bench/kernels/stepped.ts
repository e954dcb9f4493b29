/**
 * The simulator: steps a second of two threads that count, with and without a lock, drawn by the seeded scheduler and recorded as a session does it,
 * against the draws alone; and how long it takes to come to some other step of a history of 100 000.
 */
import { compile } from "../../src/engine/python/index.ts";
import { STEPPED_HEAP_BYTES, USUAL_SETTINGS } from "../../src/engine/runtime/stepped/settings.ts";
import { Simulation } from "../../src/engine/runtime/stepped/simulation.ts";
import { StepHistory } from "../../src/engine/runtime/stepped/step-history.ts";
import { seededScheduler } from "../../src/engine/schedule/scheduler.ts";
import type { Kernel, KernelContext } from "../harness/kernel.ts";

const SETTINGS = { ...USUAL_SETTINGS, heapBytes: STEPPED_HEAP_BYTES };
const STEPS = 400_000;
const HISTORY = 100_000;
/** Places in the history that are gone to in one sample; the slowest counts. */
const JUMPS = 10;

/** A listing of two threads that count; a turn takes `steps` steps. */
function counting(lines: readonly string[], steps: number, all: number) {
  const source = [
    "import threading",
    "count = 0",
    "lock = threading.Lock()",
    "def work():",
    "    global count",
    `    for i in range(${all / 2 / steps}):`,
    ...lines.map((line) => `        ${line}`),
    "ts = [threading.Thread(target=work) for i in range(2)]",
    "for t in ts: t.start()",
    "for t in ts: t.join()",
    "",
  ].join("\n");
  const { program } = compile(source);
  if (program === null) throw new Error("the listing has errors");
  return program;
}

const PLAIN = ["count += 1"];
const LOCKED = ["with lock:", "    count += 1"];

function stepsPerSecond(context: KernelContext, lines: readonly string[], steps: number): number {
  const simulation = new Simulation(counting(lines, steps, STEPS), SETTINGS);
  const choose = seededScheduler(1);
  const before = context.now();
  for (;;) {
    const choices = simulation.choices();
    if (choices.length === 0) break;
    simulation.take(choose(choices, simulation.steps, simulation.current));
  }
  const took = context.now() - before;
  // The last thread takes no steps while it is alone.
  if (simulation.status !== "finished" || simulation.steps < STEPS / 2)
    throw new Error(`${simulation.steps} steps of ${STEPS}, ${simulation.status}`);
  return (simulation.steps / took) * 1000;
}

function drawsPerSecond(context: KernelContext): number {
  const choose = seededScheduler(1);
  const before = context.now();
  let sum = 0;
  for (let step = 0; step < STEPS; step++) sum += choose([2, 4], step, -1);
  const took = context.now() - before;
  if (sum === 0) throw new Error("nothing was drawn");
  return (STEPS / took) * 1000;
}

function longHistory(): StepHistory {
  const history = new StepHistory(counting(PLAIN, 2, HISTORY * 1.2), SETTINGS);
  const choose = seededScheduler(1);
  while (history.length < HISTORY) {
    const simulation = history.here();
    history.take(choose(simulation.choices(), history.at, simulation.current));
  }
  return history;
}

/** Milliseconds to the slowest of some steps, each far from the one before. */
async function goAnywhere(context: KernelContext): Promise<number> {
  const history = await context.keep("history", longHistory);
  let slowest = 0;
  for (let jump = 0; jump < JUMPS; jump++) {
    const step = (((context.round + 2) * JUMPS + jump + 1) * 61_803) % HISTORY;
    const before = context.now();
    history.go(step);
    const { steps } = history.here();
    slowest = Math.max(slowest, context.now() - before);
    if (steps !== step) throw new Error(`it came to step ${steps} and not to ${step}`);
  }
  return slowest;
}

const operations = (name: string, lines: readonly string[], steps: number): Kernel => ({
  name,
  unit: "steps/s",
  against: "the scheduler's draws alone",
  goal: { value: { min: 2_000_000 } },
  rounds: 5,
  subject: (context) => stepsPerSecond(context, lines, steps),
  floor: drawsPerSecond,
});

export const kernels: readonly Kernel[] = [
  operations("simulator-ops", PLAIN, 2),
  operations("simulator-ops-locked", LOCKED, 4),
  {
    name: "step-back",
    unit: "ms",
    against: "nothing",
    goal: { value: { max: 50 } },
    rounds: 5,
    subject: goAnywhere,
  },
];
