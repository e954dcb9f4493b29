/**
 * Pinning a recorded run of 2 000 accesses that race, half of them numbered late: the schedule that does it again is found, against a simulation that
 * only follows that schedule. The compiler and the record are not timed.
 */
import { createRandom } from "../../src/engine/base/random.ts";
import type { Choice } from "../../src/engine/program/stepping.ts";
import { compile, type CompiledProgram } from "../../src/engine/python/index.ts";
import { findSchedule, type RunToPin } from "../../src/engine/runtime/pinning/find-schedule.ts";
import { type SimulationSettings, USUAL_SETTINGS } from "../../src/engine/runtime/stepped/settings.ts";
import { Simulation } from "../../src/engine/runtime/stepped/simulation.ts";
import { recordRun } from "../../src/engine/runtime/stepped/stepped-run.ts";
import { numberedLate } from "../../src/engine/testing/numbered-late.ts";
import type { Kernel, KernelContext } from "../harness/kernel.ts";

const SOURCE = `
import threading
x = 0
def work():
    global x
    for _ in range(500):
        x += 1
a = threading.Thread(target=work)
b = threading.Thread(target=work)
a.start()
b.start()
a.join()
b.join()
`;
const settings: SimulationSettings = { ...USUAL_SETTINGS, heapBytes: 4 * 1024 * 1024 };
const SEED = 7;

interface Recorded {
  readonly program: CompiledProgram;
  readonly run: RunToPin;
  readonly path: readonly Choice[];
}

function recordOne(): Recorded {
  const { program } = compile(SOURCE);
  if (program === null) throw new Error("the listing has errors");
  const random = createRandom(SEED);
  const simulation = new Simulation(program, settings);
  const path: Choice[] = [];
  for (let choices = simulation.choices(); choices.length > 0; choices = simulation.choices()) {
    path.push(choices[random.below(choices.length)]);
    simulation.take(path[path.length - 1]);
  }
  const { trace, values } = recordRun(simulation, "finished", false);
  const late = numberedLate(trace, random);
  const run = { program, settings, trace: late, returned: new Map(), status: "finished", values } as const;
  return { program, run, path };
}

const recorded = (context: KernelContext): Promise<Recorded> => context.keep("record", recordOne);

/** Milliseconds until the schedule is found. */
async function pin(context: KernelContext): Promise<number> {
  const { run } = await recorded(context);
  const before = context.now();
  const search = findSchedule(run, () => false);
  let step = search.next();
  while (step.done !== true) step = search.next();
  const took = context.now() - before;
  if (typeof step.value === "string") throw new Error(`the record was told to be ${step.value}`);
  return took;
}

/** Milliseconds of a simulation along the schedule. */
async function follow(context: KernelContext): Promise<number> {
  const { program, path } = await recorded(context);
  const before = context.now();
  const simulation = new Simulation(program, settings);
  for (const choice of path) simulation.take(choice);
  const took = context.now() - before;
  if (simulation.status !== "finished") throw new Error(`the run ended as ${simulation.status}`);
  return took;
}

export const kernels: readonly Kernel[] = [
  {
    name: "pin",
    unit: "ms",
    against: "a simulation that follows the schedule",
    goal: { value: { max: 2000 } },
    subject: pin,
    floor: follow,
  },
];
