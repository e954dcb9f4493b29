/**
 * What the laboratory offers to whoever is the scheduler: whole stepped runs, and sessions that go step by step, back and forth.
 * Types only, like `contract.ts`.
 */
import type { Line, ThreadId } from "../engine/base/ids.ts";
import type { Milliseconds } from "../engine/base/units.ts";
import type { ParameterValues, RunStatus } from "../engine/program/report.ts";
import type { Choice, Misfit, StepRule, ThreadPreview } from "../engine/program/stepping.ts";
import type { OpName } from "../engine/trace/ops.ts";
import type { Laboratory, RunProgress, RunResult } from "./contract.ts";
import type { PinningLaboratory } from "./pin-contract.ts";

/** A run under the controlled scheduler: page API `step`. */
export interface StepRequest {
  readonly scenario?: string;
  readonly program?: string;
  readonly parameters?: ParameterValues;
  /** Seed of the choices where the schedule says nothing; 1 unless told. */
  readonly seed?: number;
  /** Text of a schedule, followed as far as it goes. */
  readonly schedule?: string;
  /** `workers`: what the simulator does is then done by real workers behind gates; it must be the same, event for event. */
  readonly on?: "simulator" | "workers";
  /** On workers: pause before each step, for whoever watches; 0 unless told. */
  readonly paceMs?: Milliseconds;
  /** The scenario's own unless told. */
  readonly steps?: StepRule;
  /** 100 000 unless told. */
  readonly maxSteps?: number;
}

export interface StepResult extends RunResult {
  /** By number of steps done: the last event then; −1 where there is none yet. One longer than there are steps. */
  readonly lastSeq: Int32Array;
  /** The choice of each step. */
  readonly path: readonly Choice[];
}

/** Where a run of steps is to end. */
export type SteppingTarget =
  | { readonly kind: "end" }
  /** After so many steps: one at a time makes an automatic play of any speed. */
  | { readonly kind: "steps"; readonly count: number }
  /** After the step that makes the next event of one of these kinds. */
  | { readonly kind: "op"; readonly ops: readonly OpName[]; readonly thread?: ThreadId }
  /** After the step at whose end some thread (or this one) stands at the line. */
  | { readonly kind: "line"; readonly line: Line; readonly thread?: ThreadId }
  /** After the step that makes a finding that was not there before. */
  | { readonly kind: "finding" };

/** What a learner does as the scheduler. */
export type SteppingMove =
  /** Takes one choice at the present position. What came after it in the history is dropped, unless it is the same choice. */
  | { readonly kind: "take"; readonly choice: Choice }
  /** Goes to the position after so many steps of the history; nothing is dropped. */
  | { readonly kind: "go"; readonly step: number }
  /** Goes on from the present position: along the history while there is one, then by the seed's choices. */
  | { readonly kind: "run"; readonly until: SteppingTarget; readonly seed?: number };

/** The history and the present position, after a move. */
export interface SteppingView {
  /** Steps done at the present position, 0 to `length`. */
  readonly at: number;
  /** Steps in the history; those after `at` are a future that may still be dropped. */
  readonly length: number;
  /** The choice of each step of the history. */
  readonly path: readonly Choice[];
  /** By number of steps done: the last event then; −1 where there is none yet. `length + 1` entries. */
  readonly lastSeq: Int32Array;
  /** Schedule text of the whole history, and of the part up to the present position. */
  readonly schedule: string;
  readonly scheduleHere: string;
  readonly steps: StepRule;
  /** How it stands at the present position; null: somebody can go on. */
  readonly status: RunStatus | null;
  /** All threads at the present position: what each would do, or why it cannot. */
  readonly threads: readonly ThreadPreview[];
  /** Where the schedule that the session was opened with stopped fitting; the history is the part before. null where it fits. */
  readonly misfit: Misfit | null;
  /** Whether a `run` came to what it looked for; null after other moves. */
  readonly reached: boolean | null;
  /** Trace, lanes and report of the whole history, where that changed; null where it is as it was. `status` "stopped" while it goes on. */
  readonly result: RunResult | null;
}

/** Stepping by hand; one session at a time, which any run ends. */
export interface SteppingLaboratory {
  /** A whole run: follows the schedule as far as it goes, then the seed. @throws ArgumentError for a schedule that does not fit */
  step(request: StepRequest, onProgress?: (progress: RunProgress) => void): Promise<StepResult>;
  /** Opens a session; a schedule in the request is its history, and its end the present position. */
  openStepping(request: StepRequest): Promise<SteppingView>;
  /** @throws ArgumentError for a choice that nobody has now, and for a step outside the history */
  moveStepping(move: SteppingMove): Promise<SteppingView>;
}

/** Everything that the laboratory's worker offers. */
export type WholeLaboratory = Laboratory & SteppingLaboratory & PinningLaboratory;
