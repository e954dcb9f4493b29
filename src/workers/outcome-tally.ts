/** Counts runs by outcome and status. Rule: two outcomes are the same when their JSON is, keys in the scenario's own order. */
import type { Outcome, RunStatus } from "../engine/program/report.ts";

interface Counted {
  readonly outcome: Outcome;
  readonly status: RunStatus;
  runs: number;
}

export class OutcomeTally {
  readonly #counted = new Map<string, Counted>();
  runs = 0;

  add(outcome: Outcome, status: RunStatus): void {
    this.runs++;
    const key = `${status} ${JSON.stringify(outcome)}`;
    const known = this.#counted.get(key);
    if (known === undefined) this.#counted.set(key, { outcome, status, runs: 1 });
    else known.runs++;
  }

  /** Most frequent first. */
  outcomes(): readonly { readonly outcome: Outcome; readonly status: RunStatus; readonly runs: number }[] {
    return [...this.#counted.values()].map((one) => ({ ...one })).toSorted((a, b) => b.runs - a.runs);
  }
}
