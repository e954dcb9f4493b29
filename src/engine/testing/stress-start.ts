/** What a stress test and its threads agree on. */
import type { Address } from "../base/ids.ts";
import { CONTROL } from "../memory/layout.ts";
import type { StressName, Told } from "./stress-programs.ts";

/** Counts the threads that are ready, so that all begin together. */
export const READY_AT = CONTROL.RUNTIME;
/** A stop word for single threads, where others go on. */
export const VICTIMS_STOP_AT = CONTROL.RUNTIME + 1;

export interface StressStart {
  readonly memory: SharedArrayBuffer;
  /** `anything`: the random rounds of `random-deeds.ts`. */
  readonly program: StressName | "anything";
  readonly index: number;
  readonly threads: number;
  readonly rounds: number;
  readonly seed: number;
  readonly at: Address;
  /** Whether events are numbered and kept; without, the faster untold paths run. */
  readonly tells: boolean;
  readonly stopAt: Address;
}

export interface StressEnd {
  readonly tally: readonly number[];
  readonly told: readonly Told[];
  readonly stopped: boolean;
}
