/**
 * The failing schedule with fewest steps, then fewest preemptions. Equal runs of a reduced search have equally many steps, but preemptions
 * depend on the order that was played; so after such a search the schedules with none, one, two… preemptions are gone through until one of
 * that length fails. Rule: `proven` is said only when everything shorter and everything smoother was looked at.
 */
import type { Choice } from "../../program/stepping.ts";
import { EveryInterleaving } from "./every-interleaving.ts";
import type { Explorable } from "./explorable.ts";
import type { ScheduleSearch } from "./search.ts";

export interface FailingPath {
  readonly path: readonly Choice[];
  readonly preemptions: number;
  /** It leads to a livelock and once round. */
  readonly isLivelock: boolean;
}

/** Keeps the best failing run of those it is shown. */
export class ShortestFailure {
  best: FailingPath | null = null;

  /** Looks at a run that failed, at whose end the program stands. */
  add(program: Explorable, preemptions: number, isLivelock: boolean): void {
    const { best } = this;
    const { stepsHere } = program;
    if (best !== null && stepsHere > best.path.length) return;
    if (best !== null && stepsHere === best.path.length && preemptions >= best.preemptions) return;
    this.best = { path: program.path(), preemptions, isLivelock };
  }
}

/** Looks for a run that fails after as many steps with fewer preemptions. */
export class FewerPreemptions {
  /** null until one was found. */
  found: FailingPath | null = null;
  readonly #program: Explorable;
  readonly #fails: () => boolean;
  readonly #steps: number;
  readonly #below: number;
  #search: ScheduleSearch;
  #preemptions = 0;
  /** Steps of the searches with fewer preemptions. */
  #before = 0;
  readonly #beginning: number;

  /** @param fails whether the run at whose end the program stands failed */
  constructor(program: Explorable, known: FailingPath, fails: () => boolean) {
    this.#program = program;
    this.#fails = fails;
    this.#steps = known.path.length;
    this.#below = known.preemptions;
    this.#beginning = program.mark();
    this.#search = this.#within(0);
  }

  /** Steps taken so far. */
  get steps(): number {
    return this.#before + this.#search.steps;
  }

  /** Plays one run more, or a part. False when it is known: `found`, or that there is none. @param until as in `ScheduleSearch.next` */
  next(until: number): boolean {
    if (this.found !== null || this.#preemptions >= this.#below) return false;
    const played = this.#search.next(until - this.#before);
    if (played === "part") return true;
    if (played === "nothing") return this.#allowOneMore();
    const { preemptions, ending } = this.#search;
    if (ending !== "maximal" || this.#program.stepsHere !== this.#steps || !this.#fails()) return true;
    this.found = { path: this.#program.path(), preemptions, isLivelock: false };
    return false;
  }

  #allowOneMore(): boolean {
    this.#preemptions++;
    this.#before += this.#search.steps;
    this.#program.backTo(this.#beginning);
    this.#search = this.#within(this.#preemptions);
    return this.#preemptions < this.#below;
  }

  #within(maxPreemptions: number): ScheduleSearch {
    return new EveryInterleaving(this.#program, { maxSteps: this.#steps, maxPreemptions });
  }
}
