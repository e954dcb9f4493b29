/** What a simulation is told of the run: nothing here changes while it goes on. */
import type { Milliseconds } from "../../base/units.ts";
import type { StepRule } from "../../program/stepping.ts";
import type { PythonBuild } from "../parallel/messages.ts";

export interface SimulationSettings {
  readonly python: PythonBuild;
  readonly steps: StepRule;
  /** Real milliseconds that a second of the listing takes. */
  readonly secondMs: Milliseconds;
  readonly switchMs: Milliseconds;
  /** Seed of the listing's own random numbers. */
  readonly seed: number;
  readonly cores: number;
  readonly heapBytes: number;
  /** False makes no events; `console` those alone that say what was printed and raised, and the threads' lives. */
  readonly record: boolean | "console";
  /**
   * What a thread does while it is the only one left goes step by step too, instead of being attached, and is not counted: the explorer
   * looks at its order with what others did.
   */
  readonly aloneSteps?: boolean;
}

/** Heap of a stepped program: 16 MB. More would make every simulation slower to begin, since engines clear memory when they give it. */
export const STEPPED_HEAP_BYTES = 16 * 1024 * 1024;
/** Heap of a whole run where memory cannot be shared. */
export const SIMULATED_HEAP_BYTES = 64 * 1024 * 1024;

/** What a scenario or a listing leaves open. */
export const USUAL_SETTINGS: SimulationSettings = {
  python: "free-threaded",
  steps: "shared",
  secondMs: 1000,
  switchMs: 5,
  seed: 1,
  cores: 4,
  heapBytes: STEPPED_HEAP_BYTES,
  record: true,
};
