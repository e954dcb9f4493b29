/**
 * A stepped run done again by real workers, each behind its gate. Rule: what is given out is what the workers did and recorded; that it is
 * what the simulator did has been seen before.
 */
import { analyse } from "../engine/analysis/index.ts";
import type { Clock } from "../engine/base/clock.ts";
import { ArgumentError } from "../engine/base/errors.ts";
import type { RunReport } from "../engine/program/report.ts";
import { planTurns } from "../engine/runtime/gated/turn-plan.ts";
import type { ProgressLook } from "../engine/runtime/parallel/coordinator.ts";
import type { ProgramRun, ProgramRunner } from "../engine/runtime/parallel/run-program.ts";
import { buildReport } from "../engine/runtime/report.ts";
import { type Prepared, ruleOfSteps, simulationSettingsOf } from "./prepared.ts";
import type { StepRequest, StepResult } from "./stepping-contract.ts";

export interface GatedSurroundings {
  readonly runner: ProgramRunner;
  readonly clock: Clock;
  readonly onProgress?: (look: ProgressLook) => void;
}

/** Pacing is for watching: beyond this it would be waiting. */
const SLOWEST_MS = 1000;
const TIMEOUT_MS = 60_000;

/**
 * Does what `simulated` did on the workers. @throws ArgumentError for a pace out of range, Error when a worker dies or does something else
 */
export async function followOnWorkers(
  prepared: Prepared,
  request: StepRequest,
  simulated: StepResult,
  { runner, clock, onProgress }: GatedSurroundings,
): Promise<ProgramRun> {
  const { paceMs = 0 } = request;
  if (!(paceMs >= 0 && paceMs <= SLOWEST_MS))
    throw new ArgumentError("paceMs", paceMs, `a number from 0 to ${SLOWEST_MS}`);
  const settings = simulationSettingsOf(prepared, ruleOfSteps(prepared, request));
  const { program, resolved } = prepared;
  const plan = planTurns(program, settings, simulated.path, clock);
  const order = {
    text: { source: resolved.source, parameters: resolved.literals },
    program,
    settings: { ...settings, record: true, shaken: false, epochMs: clock.nowMs() },
    timeoutMs: TIMEOUT_MS + plan.steps * paceMs,
    heapBytes: settings.heapBytes,
    workers: Math.min(plan.threads, MOST_AT_ONCE),
    onProgress,
  };
  return runner.follow(order, { ...plan, status: simulated.report.status }, { paceMs });
}

/** Workers that are prepared before the run begins; more are made when they are wanted. */
const MOST_AT_ONCE = 16;

/** The report of what the workers did. */
export function reportOnWorkers({ scenario, resolved }: Prepared, simulated: RunReport, run: ProgramRun): RunReport {
  const { schedule, steps } = simulated;
  const { status, stuck, trace } = run;
  const about = { status, ...(schedule === null ? {} : { schedule }), ...(status === "deadlocked" ? { stuck } : {}) };
  return buildReport({
    scenario,
    parameters: resolved.parameters,
    engine: "threads",
    ...run,
    ...analyse(trace, about),
    ...(steps === null || schedule === null ? {} : { steps, schedule }),
  });
}
