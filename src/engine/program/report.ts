/** What a run and an exploration tell: the reports of the page API, section 2, as types. Rule: these names are a promise; add, never rename. */
import type { Line, ObjectId, Seq, ThreadId } from "../base/ids.ts";
import type { Microseconds, Milliseconds } from "../base/units.ts";
import type { Language } from "./scenario.ts";
import type { Plain, TraceThread } from "../trace/trace.ts";

export type RunStatus = "stopped" | "timed-out" | "step-limit" | "deadlocked" | "failed" | "finished";

export const FINDING_KINDS = [
  "data-race",
  "deadlock",
  "partial-deadlock",
  "lock-order-inversion",
  "lost-wakeup",
  "lost-update",
  "starvation",
  "livelock",
  "misuse",
  "dead-holder",
  "blocked-event-loop",
  "unjoined",
] as const;

export type FindingKind = (typeof FINDING_KINDS)[number];

/** What an analysis reports, with its evidence. One for each kind, objects, pair of lines and threads. */
export interface Finding {
  readonly kind: FindingKind;
  /** A plain English sentence that names threads, objects and numbers; the page words its own from the other fields. */
  readonly message: string;
  readonly threads: readonly ThreadId[];
  readonly objects: readonly ObjectId[];
  readonly lines: readonly Line[];
  /** Earliest evidence. */
  readonly events: readonly Seq[];
  readonly count: number;
  readonly schedule?: string;
  /** True where dropped events or a cut run leave the answer open. */
  readonly incomplete?: boolean;
}

/**
 * A finding of an exploration: one for each kind, objects and lines. The trace that shows it is not kept, so its sentences come with it;
 * threads and events are those of the run that its schedule gives.
 */
export interface ExploredFinding extends Finding {
  /** The shortest of those that were seen, cut where the finding is complete. */
  readonly schedule: string;
  /** Runs that show it: of those that were looked through; of a livelock, of all. */
  readonly runs: number;
  /** By language; the one in English is `message`. */
  readonly sentences: Readonly<Record<Language, string>>;
}

export interface ConsoleLine {
  readonly thread: ThreadId;
  readonly timeUs: Microseconds;
  readonly text: string;
  /**
   * Where something is missing: this line stands for so many prints that were left out, or its own text lacks so many characters, in whose
   * place is `[… N …]`.
   */
  readonly leftOut?: { readonly prints: number; readonly characters: number };
}

export type Outcome = Readonly<Record<string, Plain>>;
export type ParameterValues = Readonly<Record<string, Plain>>;

export interface RunReport {
  /** null for a `program`. */
  readonly scenario: string | null;
  readonly parameters: ParameterValues;
  readonly engine: "threads" | "simulator" | "recording";
  readonly status: RunStatus;
  readonly outcome: Outcome;
  readonly expected: Outcome | null;
  readonly correct: boolean | null;
  readonly elapsedMs: Milliseconds;
  readonly threads: readonly TraceThread[];
  readonly findings: readonly Finding[];
  readonly console: readonly ConsoleLine[];
  readonly events: number;
  readonly dropped: number;
  readonly lostUpdates: Readonly<Record<string, number>> | null;
  readonly steps: number | null;
  readonly schedule: string | null;
}

/** How an exploration goes through the schedules. */
export type Search =
  /** Every one that matters, under `Reduction`. */
  | "exhaustive"
  /** At each step any of the choices with the same chance. */
  | "walk"
  /** Probabilistic concurrency testing: random priorities with few random changes (Burckhardt et al., ASPLOS 2010). */
  | "pct"
  /** Each thread has a random weight from 1 to 50 for a whole run (exact-checks, "Reduction, in short"). */
  | "weighted";

/** What an exhaustive search may leave out: nothing, or all but one interleaving of each Mazurkiewicz trace. */
export type Reduction = "none" | "dpor";

/** One distinct pair of outcome and status. */
export interface ExploredOutcome {
  readonly outcome: Outcome;
  readonly status: RunStatus;
  /** Runs that ended so, under the report's reduction. */
  readonly runs: number;
  /** Schedule text of the first of them. */
  readonly schedule: string;
  /** As in a run report: null where nothing is expected. */
  readonly correct: boolean | null;
}

export interface ShortestFailure {
  readonly schedule: string;
  readonly steps: number;
  readonly preemptions: number;
  /** True when no failing schedule has fewer steps, and none of as many steps has fewer preemptions. */
  readonly proven: boolean;
  /** True where it fails by a livelock: the schedule leads there and once round, which may go on for ever. */
  readonly livelock?: boolean;
}

/**
 * The search itself was ended: `maxRuns`, `timeoutMs`, `stop()`, or the failure it was to go on until. Single runs were ended early: `maxSteps`, a state that had been there
 * before in the same run. Schedules were left out: `maxPreemptions`, or a random search, which never covers all.
 */
export type CutBy =
  | "max-runs"
  | "timeout"
  | "stopped"
  | "until-failure"
  | "max-steps"
  | "cycle"
  | "max-preemptions"
  | "random";

/** Why an exploration is not complete; one entry for each bound that cut something off. */
export interface ExplorationCut {
  readonly by: CutBy;
  /** How many runs were ended, or choices left out, where that is counted; 0 else. */
  readonly count: number;
}

export interface ExplorationReport {
  /** null for a `program`. */
  readonly scenario: string | null;
  readonly parameters: ParameterValues;
  readonly search: Search;
  readonly reduction: Reduction;
  /** Runs to their end, cut ones included. */
  readonly runs: number;
  /** Runs begun and abandoned because another equals them: 0 under optimal reduction. */
  readonly redundant: number;
  /** Steps taken in all runs together; a shared beginning counts once. */
  readonly steps: number;
  /** Runs in which somebody can never go on. */
  readonly deadlocks: number;
  /** Runs that failed: deadlocked, an uncaught exception, not the expected outcome, or a livelock. */
  readonly failures: number;
  /** True only when nothing was cut off by a bound. */
  readonly complete: boolean;
  readonly cuts: readonly ExplorationCut[];
  /** Most frequent first. */
  readonly outcomes: readonly ExploredOutcome[];
  /** null when no run failed. */
  readonly shortest: ShortestFailure | null;
  /** Number of the first run that failed, from 1: what a random search is measured by. null when none did. */
  readonly firstFailure: number | null;
  /** Runs whose traces were looked through for findings: one of each outcome, 40 outcomes at most. */
  readonly lookedThrough: number;
  readonly findings: readonly ExploredFinding[];
  readonly elapsedMs: Milliseconds;
}
