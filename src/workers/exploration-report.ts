/**
 * The exploration report of the page API. What was found is looked for in one run of each outcome, stepped again with a record. Rule: every
 * schedule in it is one that `step` follows to its end.
 */
import { analyse, describeFinding } from "../engine/analysis/index.ts";
import type { ExplorationReport, ExploredFinding, Finding, RunStatus } from "../engine/program/report.ts";
import type { Choice, StepRule } from "../engine/program/stepping.ts";
import type { Circle, ExplorationOrder, ExplorationState } from "../engine/runtime/explorer/exploration.ts";
import { Simulation } from "../engine/runtime/stepped/simulation.ts";
import { recordRun } from "../engine/runtime/stepped/stepped-run.ts";
import { printSchedule } from "../engine/schedule/text.ts";
import { objectName } from "../engine/trace/names.ts";
import type { Trace } from "../engine/trace/trace.ts";
import { type Prepared, simulationSettingsOf } from "./prepared.ts";

/** Outcomes whose runs are looked through: the failing ones first, then by how often. */
const LOOKED_THROUGH = 40;
/** Longer runs are not looked through: they go round in circles. */
const LONGEST = 5000;
/** How often those who go round are let do so, to be told from threads that get on. */
const ROUNDS = 50;

export class ExplorationReporter {
  readonly #prepared: Prepared;
  readonly #steps: StepRule;
  readonly #fingerprint: string;

  constructor(prepared: Prepared, steps: StepRule, fingerprint: string) {
    this.#prepared = prepared;
    this.#steps = steps;
    this.#fingerprint = fingerprint;
  }

  report(state: ExplorationState, { search, reduction }: ExplorationOrder): ExplorationReport {
    const { scenario, resolved } = this.#prepared;
    const { runs, redundant, steps, deadlocks, failures, complete, cuts, shortest, firstFailure, elapsedMs } = state;
    return {
      scenario: scenario?.id ?? null,
      parameters: resolved.parameters,
      search,
      reduction,
      runs,
      redundant,
      steps,
      deadlocks,
      failures,
      complete,
      cuts,
      outcomes: state.ends.map((end) => ({
        outcome: end.outcome,
        status: end.status,
        runs: end.runs,
        schedule: this.#print(end.path),
        correct: end.correct,
      })),
      shortest: shortest && {
        schedule: this.#print(shortest.path),
        steps: shortest.path.length,
        preemptions: shortest.preemptions,
        proven: shortest.proven,
      },
      firstFailure,
      findings: this.#findings(state),
      elapsedMs,
    };
  }

  #print(path: readonly Choice[]): string {
    return printSchedule(this.#fingerprint, path);
  }

  #findings({ ends, shortest, circle }: ExplorationState): readonly ExploredFinding[] {
    const byWhat = new Map<string, ExploredFinding>();
    const failing = ends
      .toSorted((a, b) => Number(b.fails) - Number(a.fails))
      .map(({ path, status }) => ({ path, status }));
    const first = shortest === null ? [] : [{ path: shortest.path, status: null }];
    for (const { path, status } of [...first, ...failing.slice(0, LOOKED_THROUGH)])
      for (const [key, finding] of this.#findingsIn(path, status)) if (!byWhat.has(key)) byWhat.set(key, finding);
    const livelock = circle === null ? null : this.#livelockIn(circle);
    return livelock === null ? [...byWhat.values()] : [...byWhat.values(), livelock];
  }

  /** What an analysis says of a run that went round that often. */
  #livelockIn({ before, round }: Circle): ExploredFinding | null {
    const settings = { ...simulationSettingsOf(this.#prepared, this.#steps), aloneSteps: true };
    const simulation = new Simulation(this.#prepared.program, settings);
    const path: Choice[] = [];
    if (before.length + ROUNDS * round.length > LONGEST) return null;
    const rounds = Array.from({ length: ROUNDS }, () => round);
    for (const choice of [...before, ...rounds.flat()]) {
      if (simulation.isCounted(choice)) path.push(choice);
      // What was seen once need not come round again: then it is no livelock, and nothing is told.
      if (!simulation.choices().includes(choice)) return null;
      simulation.take(choice);
    }
    const { trace } = recordRun(simulation, "step-limit", false);
    const schedule = this.#print(path);
    const { findings } = analyse(trace, { status: "step-limit", schedule });
    const finding = findings.find(({ kind }) => kind === "livelock");
    return finding === undefined ? null : toExplored(finding, trace, schedule);
  }

  /** With what makes each one the same in another run. @param status as the exploration saw it; null: as the run tells */
  #findingsIn(path: readonly Choice[], status: RunStatus | null): readonly (readonly [string, ExploredFinding])[] {
    if (path.length > LONGEST || status === "step-limit") return [];
    const simulation = this.#play(path);
    const { trace, stuck, status: ended } = recordRun(simulation, simulation.status ?? "stopped", false);
    const schedule = this.#print(path);
    return analyse(trace, { status: ended, stuck, schedule }).findings.map((finding) => [
      nameOf(finding, trace),
      toExplored(finding, trace, schedule),
    ]);
  }

  #play(path: readonly Choice[]): Simulation {
    const simulation = new Simulation(this.#prepared.program, simulationSettingsOf(this.#prepared, this.#steps));
    for (const choice of path) {
      while (simulation.computing >= 0) simulation.goOn();
      simulation.take(choice);
    }
    while (simulation.computing >= 0) simulation.goOn();
    return simulation;
  }
}

function toExplored(finding: Finding, trace: Trace, schedule: string): ExploredFinding {
  const sentences = { en: finding.message, "zh-CN": describeFinding(finding, trace, "zh-CN") };
  return { ...finding, schedule, sentences };
}

/** Equal for findings that tell the same of different runs. */
function nameOf({ kind, objects, lines, threads }: Finding, trace: Trace): string {
  const names = objects.map((object) => objectName(trace, object)).toSorted();
  const sorted = (numbers: readonly number[]): number[] => numbers.toSorted((a, b) => a - b);
  return JSON.stringify([kind, names, sorted(lines), sorted(threads)]);
}
