/**
 * Random schedules, for programs too large to exhaust; each run begins anew with its own seeded choices.
 * `walk`: each of the choices with the same chance. `pct`: the runnable thread of the highest priority goes; priorities are random, and at
 * `depth` − 1 random steps the one that goes falls below all (Burckhardt, Kothari, Musuvathi, Nagarakatte, ASPLOS 2010: finds a bug of that depth
 * with a chance of at least 1/(n·k^(depth−1)) a run). `weighted`: each thread has a weight from 1 to 50 for a run. Rule: runs may repeat.
 */
import type { ThreadId } from "../../base/ids.ts";
import type { Random } from "../../base/random.ts";
import type { Choice } from "../../program/stepping.ts";
import { threadOfChoice } from "../../program/stepping.ts";
import { type Explorable, NO_CHOICE } from "./explorable.ts";
import { type Played, preemptionOf, type RunBounds, type RunEnding, type ScheduleSearch } from "./search.ts";

export type RandomKind = "walk" | "pct" | "weighted";

/** Steps that a run is taken to have before one has been seen. */
const FIRST_GUESS = 30;
const MOST_WEIGHT = 50;

export class RandomSearch implements ScheduleSearch {
  ending: RunEnding = "maximal";
  steps = 0;
  leftOut = 0;
  spun = 0;
  preemptions = 0;
  readonly redundant = 0;
  readonly #program: Explorable;
  readonly #bounds: RunBounds;
  readonly #kind: RandomKind;
  readonly #depth: number;
  readonly #random: Random;
  readonly #beginning: number;
  readonly #path: Choice[] = [];
  readonly #options: Choice[] = [];
  /** By thread: its weight, or its priority, higher ones first. */
  readonly #ranks: number[] = [];
  #changes: number[] = [];
  #lowest = 0;
  /** In the middle of a run. */
  #midway = false;
  /** Steps of the longest run so far; 0 before the first. */
  #longest = 0;

  /** @param depth of `pct`: how many orderings a bug is taken to need, at least 1 */
  constructor(program: Explorable, bounds: RunBounds, kind: RandomKind, random: Random, depth: number) {
    this.#program = program;
    this.#bounds = bounds;
    this.#kind = kind;
    this.#random = random;
    this.#depth = depth;
    this.#beginning = program.mark();
  }

  get length(): number {
    return this.#path.length;
  }

  choiceAt(step: number): Choice {
    return this.#path[step];
  }

  share(): null {
    return null;
  }

  next(until: number): Played {
    if (!this.#midway) this.#begin();
    this.#midway = !this.#goOn(until);
    if (this.#midway) return "part";
    this.#longest = Math.max(this.#longest, this.length);
    return "run";
  }

  /** False when it took too many steps for now. */
  #goOn(until: number): boolean {
    while (this.steps < until) {
      const { spun } = this;
      if (!this.#findOptions()) {
        this.ending = this.spun > spun ? "cycle" : "maximal";
        return true;
      }
      if (this.length >= this.#bounds.maxSteps) {
        this.ending = "max-steps";
        return true;
      }
      this.#take(this.#choose());
    }
    return false;
  }

  #begin(): void {
    this.#program.backTo(this.#beginning);
    this.#path.length = 0;
    this.preemptions = 0;
    this.#ranks.length = 0;
    this.#lowest = 0;
    const changes = Array.from({ length: this.#depth - 1 }, () => this.#random.below(this.#longest || FIRST_GUESS));
    this.#changes = this.#kind === "pct" ? changes : [];
  }

  #findOptions(): boolean {
    const program = this.#program;
    this.#options.length = 0;
    for (let thread = 0; thread < program.threadCount; thread++) {
      const choice = program.choiceOf(thread);
      if (choice === NO_CHOICE) continue;
      if (program.isSpinning(thread)) this.spun++;
      else if (this.preemptions + this.#preemptionOf(choice) <= this.#bounds.maxPreemptions) this.#options.push(choice);
      else this.leftOut++;
    }
    return this.#options.length > 0;
  }

  #choose(): Choice {
    switch (this.#kind) {
      case "walk":
        return this.#options[this.#random.below(this.#options.length)];
      case "weighted":
        return this.#byWeight();
      case "pct":
        return this.#byPriority();
    }
  }

  #byWeight(): Choice {
    const weights = this.#options.map((choice) => this.#rankOf(threadOfChoice(choice)));
    let left = this.#random.below(weights.reduce((sum, weight) => sum + weight, 0));
    const at = weights.findIndex((weight) => (left -= weight) < 0);
    return this.#options[at];
  }

  #byPriority(): Choice {
    const choice = this.#highest();
    if (!this.#changes.includes(this.length)) return choice;
    this.#ranks[threadOfChoice(choice)] = --this.#lowest;
    return this.#highest();
  }

  #highest(): Choice {
    return this.#options.reduce((best, choice) =>
      this.#rankOf(threadOfChoice(choice)) > this.#rankOf(threadOfChoice(best)) ? choice : best,
    );
  }

  /** Drawn when a thread is first seen in a run. */
  #rankOf(thread: ThreadId): number {
    const drawn = (): number => (this.#kind === "pct" ? this.#random.fraction() : 1 + this.#random.below(MOST_WEIGHT));
    return (this.#ranks[thread] ??= drawn());
  }

  #take(choice: Choice): void {
    this.preemptions += this.#preemptionOf(choice);
    this.#path.push(choice);
    this.steps++;
    this.#program.take(choice);
  }

  #preemptionOf(choice: Choice): number {
    const last = this.length === 0 ? -1 : threadOfChoice(this.#path[this.length - 1]);
    return preemptionOf(this.#program, last, choice);
  }
}
