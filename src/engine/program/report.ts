/** What a run tells: the run report of the page API, section 2, as types. Rule: these names are a promise; add, never rename. */
import type { Line, ObjectId, Seq, ThreadId } from "../base/ids.ts";
import type { Microseconds, Milliseconds } from "../base/units.ts";
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

export interface ConsoleLine {
  readonly thread: ThreadId;
  readonly timeUs: Microseconds;
  readonly text: string;
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
