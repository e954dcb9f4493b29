// What the page API promises, stated once more as types for specs. Its one rule: written from docs/page-api.md and
// importing nothing of src, so that a member that is renamed there fails here.

/** JSON's values. */
export type Plain = null | boolean | number | string | readonly Plain[] | { readonly [key: string]: Plain };

export type Values = Readonly<Record<string, Plain>>;

export type Status = "stopped" | "timed-out" | "step-limit" | "deadlocked" | "failed" | "finished";

/** Every status, in the order in which the first that holds is told. */
export const STATUSES: readonly Status[] = ["stopped", "timed-out", "step-limit", "deadlocked", "failed", "finished"];

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

export const THREAD_KINDS = ["main", "thread", "process", "task", "loop", "generator", "greenlet"] as const;

export const OBJECT_KINDS = [
  "cell",
  "list",
  "dict",
  "set",
  "instance",
  "lock",
  "rlock",
  "semaphore",
  "condition",
  "event-flag",
  "barrier",
  "rwlock",
  "queue",
  "lifo-queue",
  "priority-queue",
  "deque",
  "pipe",
  "channel",
  "pool",
  "future",
  "process",
  "manager",
  "thread-local",
  "loop",
  "gil",
] as const;

/** Members that the page API may have; until one is built it is absent. */
export const MEMBERS = [
  "version",
  "environment",
  "catalogue",
  "show",
  "run",
  "repeat",
  "step",
  "explore",
  "stop",
  "trace",
  "state",
  "seek",
  "relation",
  "pin",
  "litmus",
  "exportTrace",
  "openTrace",
  "clock",
  "advance",
  "idle",
] as const;

/** Members that are built. */
export const BUILT_MEMBERS = [
  "version",
  "environment",
  "catalogue",
  "show",
  "run",
  "repeat",
  "step",
  "explore",
  "stop",
  "trace",
  "state",
  "seek",
  "relation",
  "pin",
  "litmus",
  "exportTrace",
  "idle",
] as const;

export interface Environment {
  readonly isolated: boolean;
  readonly sharedMemory: boolean;
  readonly cores: number;
  readonly clockResolutionUs: number;
  readonly engine: "threads" | "simulator" | "recording";
}

export interface CatalogueParameter {
  readonly name: string;
  readonly kind: "integer" | "number" | "boolean" | "choice" | "text";
  readonly default: Plain;
  readonly smallDefault?: Plain;
  readonly min?: number;
  readonly max?: number;
  readonly choices?: readonly Plain[];
  readonly label: string;
}

export interface CatalogueEntry {
  readonly id: string;
  readonly chapter: string;
  readonly title: string;
  readonly summary: string;
  readonly parameters: readonly CatalogueParameter[];
  readonly outcomes: readonly string[];
  readonly modes: readonly string[];
  readonly listing: string;
}

export interface ReportThread {
  readonly id: number;
  readonly name: string;
  readonly kind: (typeof THREAD_KINDS)[number];
  readonly process: number;
  readonly worker: boolean;
  readonly state: string;
}

export interface Finding {
  readonly kind: (typeof FINDING_KINDS)[number];
  readonly message: string;
  readonly threads: readonly number[];
  readonly objects: readonly number[];
  readonly lines: readonly number[];
  readonly events: readonly number[];
  readonly count: number;
  readonly schedule?: string;
}

export interface ConsoleLine {
  readonly thread: number;
  readonly timeUs: number;
  readonly text: string;
}

export interface RunReport {
  readonly scenario: string | null;
  readonly parameters: Values;
  readonly engine: "threads" | "simulator" | "recording";
  readonly status: Status;
  readonly outcome: Values;
  readonly expected: Values | null;
  readonly correct: boolean | null;
  readonly elapsedMs: number;
  readonly threads: readonly ReportThread[];
  readonly findings: readonly Finding[];
  readonly console: readonly ConsoleLine[];
  readonly events: number;
  readonly dropped: number;
  readonly lostUpdates: Readonly<Record<string, number>> | null;
  readonly steps: number | null;
  readonly schedule: string | null;
}

export interface RepeatReport {
  readonly runs: number;
  readonly outcomes: readonly { readonly outcome: Values; readonly status: Status; readonly runs: number }[];
  readonly elapsedMs: number;
}

export interface TraceObject {
  readonly id: number;
  readonly name: string;
  readonly kind: (typeof OBJECT_KINDS)[number];
}

export interface TraceEvent {
  readonly seq: number;
  readonly t: number;
  readonly thread: number;
  readonly op: string;
  readonly object?: number;
  readonly key?: Plain;
  readonly value?: Plain;
  readonly other?: number;
  readonly line?: number;
  readonly ok?: boolean;
}

export interface TraceDocument {
  readonly format: "interleave-trace";
  readonly version: 1;
  readonly clock: { readonly unit: "us"; readonly resolution: number; readonly fixes: number };
  readonly threads: readonly ReportThread[];
  readonly objects: readonly TraceObject[];
  readonly events: readonly TraceEvent[];
  readonly total: number;
}

/** A rejected call, as its error says it. */
export interface Refusal {
  readonly message: string;
  readonly argument: unknown;
  readonly value: unknown;
  readonly allowed: unknown;
}
