/**
 * What the runs of an exploration came to: how many ended how, and a schedule for each way. Rule: an end is counted by its number; what it
 * means is asked once.
 */
import type { Choice } from "../../program/stepping.ts";
import type { Outcome, RunStatus } from "../../program/report.ts";
import type { Explorable } from "./explorable.ts";

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
function isFailure({ status, correct }: RunEnd): boolean {
  return status === "deadlocked" || status === "failed" || (status === "finished" && correct === false);
}

/** A program as far as its ends are concerned; what one means is asked once. */
interface EndingProgram extends Pick<Explorable, "path"> {
  meaningOf(end: number): RunEnd;
}

export class ExploredEnds {
  runs = 0;
  deadlocks = 0;
  failures = 0;
  /** Number of the first run that failed, from 1; null while none did. */
  firstFailure: number | null = null;
  readonly #byNumber: ExploredEnd[] = [];
  readonly #program: EndingProgram;

  constructor(program: EndingProgram) {
    this.#program = program;
  }

  /** Counts the run at whose end the program stands. @param isLivelock it has no end: a failure, whatever values it goes round with */
  add(end: number, isLivelock: boolean): ExploredEnd {
    this.runs++;
    const known = (this.#byNumber[end] ??= this.#first(end));
    known.runs++;
    if (known.status === "deadlocked") this.deadlocks++;
    if (known.fails || isLivelock) this.#countFailure();
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
    return this.#byNumber[end]?.fails ?? isFailure(this.#program.meaningOf(end));
  }

  #countFailure(): void {
    this.failures++;
    this.firstFailure ??= this.runs;
  }

  #first(end: number): ExploredEnd {
    const meant = this.#program.meaningOf(end);
    return { ...meant, fails: isFailure(meant), path: this.#program.path(), runs: 0 };
  }
}
