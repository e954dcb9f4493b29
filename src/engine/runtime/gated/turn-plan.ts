/**
 * From a schedule to turns: the simulator goes through the choices once and what it does is taken down. Rule: the plan holds all that the
 * workers' run will be compared with.
 */
import type { Clock } from "../../base/clock.ts";
import type { ThreadId } from "../../base/ids.ts";
import type { Milliseconds } from "../../base/units.ts";
import type { RunStatus } from "../../program/report.ts";
import type { Choice } from "../../program/stepping.ts";
import type { CompiledProgram } from "../../python/index.ts";
import type { RingRecords } from "../../trace/assemble.ts";
import type { SimulationSettings } from "../stepped/settings.ts";
import { Simulation } from "../stepped/simulation.ts";
import { TurnWriter } from "./turns.ts";

export interface TurnPlan {
  readonly turns: SharedArrayBuffer;
  /** How the run ends; `step-limit` where somebody could still go on. */
  readonly status: RunStatus;
  readonly steps: number;
  /** Threads in all. */
  readonly threads: number;
  /** Those that can never go on, of a run that ends deadlocked. */
  readonly stuck: ReadonlySet<ThreadId>;
  /** The simulator's events. */
  readonly records: readonly RingRecords[];
  /** What the simulator took. */
  readonly tookMs: Milliseconds;
}

/** @param path choices that fit the program, from the first step on @throws InternalError where they do not fit */
export function planTurns(
  program: CompiledProgram,
  settings: SimulationSettings,
  path: readonly Choice[],
  clock: Clock,
): TurnPlan {
  const startMs = clock.nowMs();
  const writer = new TurnWriter();
  const simulation = new Simulation(program, { ...settings, record: true }, Number.POSITIVE_INFINITY, writer);
  for (const choice of path) {
    while (simulation.computing >= 0) simulation.goOn();
    simulation.take(choice);
  }
  const threads = simulation.threads.length;
  return {
    turns: writer.finish(),
    status: simulation.status ?? "step-limit",
    steps: path.length,
    threads,
    stuck: new Set(simulation.stuck()),
    records: simulation.events.records(threads),
    tookMs: clock.nowMs() - startMs,
  };
}
