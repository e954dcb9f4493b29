/**
 * Images of a simulation at intervals, so that any step of a long history is near one. Rule: when there are too many, every other one is
 * dropped and the interval doubles: the way from an image to a step is at most a fiftieth of the history, or the first interval.
 */
import type { Simulation, SimulationImage } from "./simulation.ts";

/** Images kept, at most, and steps between the first ones. */
const MOST_IMAGES = 96;
const FIRST_INTERVAL = 32;

export class ImagesKept {
  readonly #simulation: Simulation;
  /** By number of steps, the first at the beginning. */
  #images: SimulationImage[] = [];
  #interval = FIRST_INTERVAL;

  constructor(simulation: Simulation) {
    this.#simulation = simulation;
  }

  /** Keeps an image of the simulation as it stands, if one is due here. */
  offer(): void {
    const { steps } = this.#simulation;
    const last = this.#images.at(-1);
    if (last !== undefined && steps < last.steps + this.#interval) return;
    this.#images.push(this.#simulation.capture());
    if (this.#images.length > MOST_IMAGES) this.#thinOut();
  }

  /** The last image at or before a step. A beginning that still computes has none. */
  before(steps: number): SimulationImage {
    let low = 0;
    let high = this.#images.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#images[middle].steps <= steps) low = middle;
      else high = middle - 1;
    }
    return this.#images[low];
  }

  /** Drops those of a future that is not to be. */
  dropAfter(steps: number): void {
    while (this.#images.length > 1 && this.#images[this.#images.length - 1].steps > steps) this.#images.pop();
  }

  #thinOut(): void {
    this.#interval *= 2;
    this.#images = this.#images.filter((_, i) => i % 2 === 0);
  }
}
