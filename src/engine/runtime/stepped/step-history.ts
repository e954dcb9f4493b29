/**
 * A stepped run with a past and a future: its choices in order, and a simulation that can be taken to any step of it. Images are kept at
 * intervals that double when there are too many; between two of them steps are taken again, which gives the same (the simulation's rule).
 * Rule: `at` is where whoever steps is; the simulation may stand elsewhere, since others look at other moments.
 */
import { InternalError } from "../../base/errors.ts";
import type { Seq } from "../../base/ids.ts";
import type { Choice } from "../../program/stepping.ts";
import type { CompiledProgram } from "../../python/index.ts";
import { ImagesKept } from "./images-kept.ts";
import type { SimulationSettings } from "./settings.ts";
import { Simulation } from "./simulation.ts";

/** A simulation that stands in the middle of a step. */
const NOWHERE = -1;

export class StepHistory {
  readonly program: CompiledProgram;
  readonly settings: SimulationSettings;
  readonly #simulation: Simulation;
  readonly #path: Choice[] = [];
  /** By number of steps done: the last event then. */
  readonly #lastSeq: Seq[] = [];
  readonly #images: ImagesKept;
  #at = 0;
  #stands = 0;
  /** The set-up or the last step of the history is not over: a thread computes. */
  #unfinished = false;
  /** How often `goOn` was called for the last step. */
  #slices = 0;
  #version = 0;
  /** What `lookAt` came to. */
  #seen: { readonly seq: Seq; readonly simulation: Simulation } | null = null;

  constructor(program: CompiledProgram, settings: SimulationSettings) {
    this.program = program;
    this.settings = settings;
    this.#simulation = new Simulation(program, settings);
    this.#images = new ImagesKept(this.#simulation);
    this.#note();
  }

  /** Steps done at the present position. */
  get at(): number {
    return this.#at;
  }

  get length(): number {
    return this.#path.length;
  }

  /** The choice of each step. */
  get path(): readonly Choice[] {
    return this.#path;
  }

  /** By number of steps done: the last event then, −1 where there is none; one longer than the path. */
  get lastSeq(): readonly Seq[] {
    return this.#lastSeq;
  }

  /** Another number whenever the history has changed. */
  get version(): number {
    return this.#version;
  }

  /** Whether a thread computes and has not come to its next operation: only at the end of the history. */
  get isComputing(): boolean {
    return this.#unfinished && this.#at === this.length;
  }

  /** The simulation at the present position; good until anything is asked of the history. */
  here(): Simulation {
    this.#standAt(this.#at);
    return this.#simulation;
  }

  /** The simulation at the end of the history. */
  atEnd(): Simulation {
    this.#standAt(this.length);
    return this.#simulation;
  }

  /**
   * Takes one choice. What came after in the history is dropped, unless it begins with the same choice. False when the thread computes on:
   * then `goOn`. @throws InternalError for a choice that nobody has
   */
  take(choice: Choice): boolean {
    if (this.#at < this.length && this.#path[this.#at] === choice) {
      this.#at++;
      return !this.isComputing;
    }
    const simulation = this.here();
    this.#cut(this.#at);
    simulation.take(choice);
    this.#path.push(choice);
    this.#slices = 0;
    this.#at = this.#stands = this.length;
    return this.#note();
  }

  /** Lets the thread that computes go on for a while. True when it has come to its next operation. */
  goOn(): boolean {
    if (!this.#unfinished) return true;
    const simulation = this.atEnd();
    simulation.goOn();
    this.#slices++;
    this.#lastSeq.pop();
    return this.#note();
  }

  /** Goes to the position after so many steps of the history. */
  go(step: number): void {
    if (step < 0 || step > this.length) throw new InternalError(`step ${step} is outside a history of ${this.length}`);
    this.#at = step;
  }

  /** Drops what comes after the present position. */
  cut(): void {
    this.#cut(this.#at);
  }

  /** A simulation just after an event, in the middle of a step maybe: for looking only, and only until something else is asked. */
  lookAt(seq: Seq): Simulation {
    if (this.#seen?.seq === seq) return this.#seen.simulation;
    this.#seen = null;
    const simulation = this.#bringTo(seq);
    this.#seen = { seq, simulation };
    return simulation;
  }

  #bringTo(seq: Seq): Simulation {
    const step = firstStepWith(this.#lastSeq, seq);
    if (this.#lastSeq[step] === seq) {
      this.#standAt(step);
    } else if (step === 0) {
      return new Simulation(this.program, this.settings, seq + 1);
    } else {
      this.#standAt(step - 1);
      this.#stands = NOWHERE;
      this.#simulation.takeUntil(this.#path[step - 1], seq);
    }
    return this.#simulation;
  }

  /** Writes down how far a step came; keeps an image where one is due. False while a thread computes. */
  #note(): boolean {
    this.#seen = null;
    this.#version++;
    this.#lastSeq.push(this.#simulation.events.count - 1);
    this.#unfinished = this.#simulation.computing >= 0;
    if (!this.#unfinished) this.#images.offer();
    return !this.#unfinished;
  }

  #cut(step: number): void {
    if (step === this.length) return;
    this.#seen = null;
    this.#version++;
    if (this.#stands > step) this.#standAt(step);
    this.#path.length = step;
    this.#lastSeq.length = step + 1;
    this.#unfinished = false;
    this.#images.dropAfter(step);
  }

  /** Brings the simulation to the position after so many steps: from where it is, or from the nearest image before. */
  #standAt(step: number): void {
    if (this.#stands === step) return;
    this.#seen = null;
    const nearest = this.#images.before(step);
    if (this.#stands === NOWHERE || this.#stands > step || nearest.steps > this.#stands) {
      this.#simulation.load(nearest);
      this.#stands = nearest.steps;
    }
    while (this.#stands < step) this.#stepAgain();
  }

  #stepAgain(): void {
    this.#simulation.take(this.#path[this.#stands++]);
    const slices = this.#unfinished && this.#stands === this.length ? this.#slices : Number.POSITIVE_INFINITY;
    for (let i = 0; i < slices && this.#simulation.computing >= 0; i++) this.#simulation.goOn();
  }
}

/** How many steps are done once an event has happened. */
function firstStepWith(lastSeq: readonly Seq[], seq: Seq): number {
  let low = 0;
  let high = lastSeq.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (lastSeq[middle] < seq) low = middle + 1;
    else high = middle;
  }
  return low;
}
