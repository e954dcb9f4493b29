/**
 * From a recorded real run to a schedule that does what it did. Rule: a schedule is found only by doing it; what is given out has made every
 * event of the record.
 */
import type { RunStatus } from "../../program/report.ts";
import type { Choice } from "../../program/stepping.ts";
import type { CompiledProgram } from "../../python/index.ts";
import type { ReturnedValues } from "../../trace/overlap.ts";
import type { Plain, Trace } from "../../trace/trace.ts";
import type { SimulationSettings } from "../stepped/settings.ts";
import { readerOf } from "../stepped/simulation-reader.ts";
import { Simulation } from "../stepped/simulation.ts";
import { Pursuit } from "./pursuit.ts";
import { RecordedThreads } from "./recorded-threads.ts";

export interface RunToPin {
  readonly program: CompiledProgram;
  readonly settings: SimulationSettings;
  readonly trace: Trace;
  readonly returned: ReturnedValues;
  readonly status: RunStatus;
  /** What the module's names held at the end: writes that nobody read must come out right, too. */
  readonly values: Readonly<Record<string, Plain>>;
}

/** The choices; that no choices do it; or that this was not decided. */
export type Found = readonly Choice[] | "none" | "undecided";

/** Steps between two questions whether it is late. */
const STEPS_A_LOOK = 64;

/** These runs end in the middle, wherever their threads are. */
const ENDS_EARLY: ReadonlySet<RunStatus> = new Set(["stopped", "timed-out", "step-limit"]);

/** Looks until it has one, has tried all, or `isLate`; pauses now and then, so that others are heard. */
export function* findSchedule(run: RunToPin, isLate: () => boolean): Generator<void, Found> {
  const { trace, status } = run;
  if (trace.dropped > 0) return "undecided";
  const simulation = new Simulation(run.program, { ...run.settings, record: true });
  const pursuit = new Pursuit(simulation, new RecordedThreads(trace, run.returned), ENDS_EARLY.has(status));
  for (let step = 1; ; step++) {
    const met = pursuit.goOn();
    if (met === true && hasValues(simulation, run.values)) return pursuit.path;
    if (met === false || (met === true && pursuit.giveWay() === false)) return "none";
    if (step % STEPS_A_LOOK !== 0) continue;
    if (isLate()) return "undecided";
    yield;
  }
}

function hasValues(simulation: Simulation, values: RunToPin["values"]): boolean {
  const own = readerOf(simulation).moduleValues();
  return Object.entries(values).every(([name, value]) => JSON.stringify(own[name]) === JSON.stringify(value));
}
