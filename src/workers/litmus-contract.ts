/** What the litmus tests offer to the page, and what their workers are told: types only. */
import type { Milliseconds } from "../engine/base/units.ts";
import type { LitmusAccess, LitmusValues, Verdict } from "../engine/litmus/index.ts";
import type { RacePlan } from "../engine/litmus/race-memory.ts";

export interface LitmusRequest {
  /** Id of a test. */
  readonly test: string;
  readonly access: LitmusAccess;
  /** How long to race; 1 to 60 000. */
  readonly ms: Milliseconds;
  /** Of the orders in which cells are used; 1 unless told. */
  readonly seed?: number;
}

export interface LitmusOutcome {
  /** What the reads saw in the order of threads, then the final values that count; `names` says which is which. */
  readonly values: LitmusValues;
  readonly count: number;
  /** Whether JavaScript's memory model, x86-TSO and Arm allow it. */
  readonly allowed: Verdict;
}

export interface LitmusResult {
  readonly test: string;
  readonly access: LitmusAccess;
  readonly iterations: number;
  /** From the first batch to the last, in milliseconds. */
  readonly elapsedMs: Milliseconds;
  readonly names: readonly string[];
  /** Outcomes that were seen, most frequent first. */
  readonly outcomes: readonly LitmusOutcome[];
  readonly threads: number;
  readonly cores: number;
  /** False where there are more threads than cores: they take turns, and hardly ever meet. */
  readonly atOnce: boolean;
}

/** One test after the other; a new one stops the old. */
export interface LitmusBench {
  /** @throws ArgumentError; stopped, it gives what it has. @param onProgress about ten times a second */
  race(request: LitmusRequest, onProgress?: (soFar: LitmusResult) => void): Promise<LitmusResult>;
  /** Ends what races; resolves when its workers have ended. */
  stop(): Promise<void>;
}

/** What a worker is told: its part of a race. */
export interface RaceOrder {
  readonly memory: SharedArrayBuffer;
  readonly plan: RacePlan;
  readonly test: string;
  readonly access: LitmusAccess;
  /** Its number, from 0. */
  readonly me: number;
}

/** A worker that races: told once, it answers once. */
export interface RacingWorker {
  post(order: RaceOrder): void;
  /** Told when its race is over. */
  onEnd(listener: () => void): void;
  onFailure(listener: (reason: string) => void): void;
  terminate(): void;
}
