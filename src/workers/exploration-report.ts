/** The exploration report of the page API. Rule: every schedule in it is one that `step` follows to its end. */
import type { ExplorationReport } from "../engine/program/report.ts";
import type { Choice, StepRule } from "../engine/program/stepping.ts";
import type { ExplorationOrder, ExplorationState } from "../engine/runtime/explorer/exploration.ts";
import { printSchedule } from "../engine/schedule/text.ts";
import { ExploredFindings } from "./explored-findings.ts";
import type { Prepared } from "./prepared.ts";

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
    const { lookedThrough, findings } = new ExploredFindings(this.#prepared, this.#steps, (path) =>
      this.#print(path),
    ).of(state);
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
        ...(shortest.isLivelock ? { livelock: true } : {}),
      },
      firstFailure,
      lookedThrough,
      findings,
      elapsedMs,
    };
  }

  #print(path: readonly Choice[]): string {
    return printSchedule(this.#fingerprint, path);
  }
}
