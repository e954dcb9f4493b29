/**
 * Every interleaving of steps, each once: depth first, the lowest thread first. With a bound on preemptions, every one within it.
 * Rule: the choices of each step on the way are kept until all of them were taken; nothing else is.
 */
import type { Choice } from "../../program/stepping.ts";
import { threadOfChoice } from "../../program/stepping.ts";
import { type Explorable, NO_CHOICE } from "./explorable.ts";
import { grown, type Played, preemptionOf, type RunBounds, type RunEnding, type ScheduleSearch } from "./search.ts";

const FIRST_STEPS = 256;

export class EveryInterleaving implements ScheduleSearch {
  ending: RunEnding = "maximal";
  length = 0;
  steps = 0;
  leftOut = 0;
  spun = 0;
  readonly redundant = 0;
  readonly #program: Explorable;
  readonly #bounds: RunBounds;
  #started = false;
  /** In the middle of a run. */
  #midway = false;
  /** Choices of all steps on the way, one step's after the other's. */
  #options = new Int32Array(FIRST_STEPS);
  /** By step: where its choices begin (the next step's begin where they end), and which of them was taken. */
  #begins = new Int32Array(FIRST_STEPS);
  #taken = new Int32Array(FIRST_STEPS);
  /** By step: the place before it, and the preemptions up to there. */
  #marks = new Int32Array(FIRST_STEPS);
  #preemptions = new Int32Array(FIRST_STEPS);

  constructor(program: Explorable, bounds: RunBounds) {
    this.#program = program;
    this.#bounds = bounds;
  }

  get preemptions(): number {
    return this.#preemptions[this.length];
  }

  choiceAt(step: number): Choice {
    return this.#options[this.#taken[step]];
  }

  next(until: number): Played {
    if (!this.#midway && this.#started && !this.#goBack()) return "nothing";
    this.#started = true;
    this.#midway = !this.#goOn(until);
    return this.#midway ? "part" : "run";
  }

  share(): number {
    let share = 0;
    let weight = 1;
    for (let step = 0; step < this.length; step++) {
      weight /= this.#begins[step + 1] - this.#begins[step];
      share += weight * (this.#taken[step] - this.#begins[step]);
    }
    return share + weight;
  }

  /** From where it stands to the end, always by the first choice. False when it took too many steps for now. */
  #goOn(until: number): boolean {
    while (this.steps < until) {
      if (!this.#findOptions()) return true;
      this.#take(this.#begins[this.length]);
    }
    return false;
  }

  /** Back to the last step at which something else can be chosen, and takes that. */
  #goBack(): boolean {
    while (this.length > 0) {
      this.length--;
      this.#program.backTo(this.#marks[this.length]);
      const option = this.#taken[this.length] + 1;
      if (option === this.#begins[this.length + 1]) continue;
      this.#take(option);
      return true;
    }
    return false;
  }

  /** Writes down what can be chosen here. False where the run ends. */
  #findOptions(): boolean {
    if (this.length + 2 >= this.#begins.length) this.#growSteps();
    const begin = this.#begins[this.length];
    const { spun } = this;
    const end = this.#collect(begin);
    this.#begins[this.length + 1] = end;
    if (end > begin) this.ending = this.length >= this.#bounds.maxSteps ? "max-steps" : "maximal";
    else this.ending = this.spun > spun ? "cycle" : "maximal";
    return end > begin && this.ending === "maximal";
  }

  #collect(begin: number): number {
    const program = this.#program;
    let end = begin;
    for (let thread = 0; thread < program.threadCount; thread++) {
      const choice = program.choiceOf(thread);
      if (choice === NO_CHOICE) continue;
      if (program.isSpinning(thread)) {
        this.spun++;
        continue;
      }
      if (this.#preemptionsWith(choice) > this.#bounds.maxPreemptions) {
        this.leftOut++;
        continue;
      }
      if (end === this.#options.length) this.#options = grown(this.#options);
      this.#options[end++] = choice;
    }
    return end;
  }

  #preemptionsWith(choice: Choice): number {
    const last = this.length === 0 ? -1 : threadOfChoice(this.choiceAt(this.length - 1));
    return this.#preemptions[this.length] + preemptionOf(this.#program, last, choice);
  }

  #take(option: number): void {
    const choice = this.#options[option];
    this.#preemptions[this.length + 1] = this.#preemptionsWith(choice);
    this.#marks[this.length] = this.#program.mark();
    this.#taken[this.length] = option;
    this.length++;
    this.steps++;
    this.#program.take(choice);
  }

  #growSteps(): void {
    this.#begins = grown(this.#begins);
    this.#taken = grown(this.#taken);
    this.#marks = grown(this.#marks);
    this.#preemptions = grown(this.#preemptions);
  }
}
