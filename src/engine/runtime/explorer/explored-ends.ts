/**
 * What the runs of an exploration came to: how many ended how, and a schedule for each way. Rule: an end is counted by its number; what it
 * means is asked once.
 */
import type { Choice } from "../../program/stepping.ts";
import type { Outcome, RunStatus } from "../../program/report.ts";
import type { ScheduleSearch } from "./search.ts";

/** What a number that `Explorable.end` gave stands for. */
export interface RunEnd {
  readonly outcome: Outcome;
  readonly status: RunStatus;
  /** null where nothing is expected. */
  readonly correct: boolean | null;
}

/** One way to end, with the first run that ended so. */
export interface ExploredEnd extends RunEnd {
  readonly fails: boolean;
  readonly path: readonly Choice[];
  runs: number;
}

/** Nobody may wait for ever, no exception may leave a thread, and what is expected has to come out. */
export function isFailure({ status, correct }: RunEnd): boolean {
  return status === "deadlocked" || status === "failed" || (status === "finished" && correct === false);
}

export class ExploredEnds {
  runs = 0;
  deadlocks = 0;
  failures = 0;
  /** Number of the first run that failed, from 1; null while none did. */
  firstFailure: number | null = null;
  readonly #byNumber: ExploredEnd[] = [];
  readonly #meaning: (end: number) => RunEnd;

  /** @param meaning what an end's number stands for; asked once for each */
  constructor(meaning: (end: number) => RunEnd) {
    this.#meaning = meaning;
  }

  /** Counts the run that `search` has just played. */
  add(end: number, search: ScheduleSearch): ExploredEnd {
    this.runs++;
    const known = (this.#byNumber[end] ??= this.#first(end, search));
    known.runs++;
    if (known.status === "deadlocked") this.deadlocks++;
    if (known.fails) this.#countFailure();
    return known;
  }

  /** Most frequent first. */
  all(): readonly ExploredEnd[] {
    return this.#byNumber.filter((one) => one !== undefined).toSorted((a, b) => b.runs - a.runs);
  }

  get count(): number {
    return this.#byNumber.reduce((count) => count + 1, 0);
  }

  /** Whether a run that ended so failed, counted or not. */
  isFailing(end: number): boolean {
    return this.#byNumber[end]?.fails ?? isFailure(this.#meaning(end));
  }

  #countFailure(): void {
    this.failures++;
    this.firstFailure ??= this.runs;
  }

  #first(end: number, search: ScheduleSearch): ExploredEnd {
    const meant = this.#meaning(end);
    return { ...meant, fails: isFailure(meant), path: pathOf(search), runs: 0 };
  }
}

/** The choices of the run that a search has just played. */
export function pathOf(search: ScheduleSearch): readonly Choice[] {
  return Array.from({ length: search.length }, (_, step) => search.choiceAt(step));
}
