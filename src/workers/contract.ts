/**
 * What the laboratory worker offers to the page: types only, so that the page loads none of its code.
 * The laboratory never blocks: it compiles, starts the threads' workers, collects, analyses and answers questions.
 */
import type { Relation } from "../engine/analysis/relation.ts";
import type { Seq } from "../engine/base/ids.ts";
import type { Milliseconds } from "../engine/base/units.ts";
import type { Diagnostic, Listing, ListingLanguage } from "../engine/program/listing.ts";
import type { ExplorationReport, ParameterValues, Reduction, RunReport, Search } from "../engine/program/report.ts";
import type { StateSnapshot } from "../engine/trace/snapshot.ts";
import type { Trace } from "../engine/trace/trace.ts";
import type { TraceIndex } from "../engine/trace/index-types.ts";

/** What is to be run: a scenario of ours by id, or a listing; never both. */
export interface RunRequest {
  readonly scenario?: string;
  readonly program?: string;
  /** What `program` is written in; Python unless told. A scenario knows its own. */
  readonly language?: ListingLanguage;
  readonly parameters?: ParameterValues;
  readonly timeoutMs?: Milliseconds;
  /** False keeps counts only. */
  readonly record?: boolean;
  /** Seed of the run's randomness. */
  readonly seed?: number;
}

export interface RunResult {
  readonly report: RunReport;
  /** null when not recorded. Columns lie on shared memory. */
  readonly trace: Trace | null;
  /** Lanes and their levels of detail, made off the main thread. */
  readonly index: TraceIndex | null;
  /** Cost and use of the run, for the statistics tab. */
  readonly measured: RunMeasurements;
}

export interface RunMeasurements {
  readonly compileMs: Milliseconds;
  readonly startMs: Milliseconds;
  readonly runMs: Milliseconds;
  readonly collectMs: Milliseconds;
  readonly analyseMs: Milliseconds;
  readonly heapBytes: number;
  /** Highest fill of any ring, 0 to 1. */
  readonly ringFill: number;
  readonly workers: number;
}

/** Told while a run goes on, about ten times a second. */
export interface RunProgress {
  readonly events: number;
  readonly elapsedMs: Milliseconds;
  readonly threads: readonly {
    readonly id: number;
    readonly name: string;
    readonly state: string;
    readonly line: number;
    /** Steps that its worker has done, where workers follow a schedule. */
    readonly steps?: number;
  }[];
}

export interface RepeatResult {
  readonly runs: number;
  readonly outcomes: readonly {
    readonly outcome: RunReport["outcome"];
    readonly status: RunReport["status"];
    readonly runs: number;
  }[];
  readonly elapsedMs: Milliseconds;
}

/** What is to be explored. Small defaults hold for parameters that are not named. */
export interface ExploreRequest {
  readonly scenario?: string;
  readonly program?: string;
  readonly parameters?: ParameterValues;
  /** `exhaustive` unless told. */
  readonly search?: Search;
  /** Of an exhaustive search; `dpor` unless told. */
  readonly reduction?: Reduction;
  /** What counts as a step; the scenario's own unless told. */
  readonly steps?: "shared" | "visible";
  /** Unlimited for an exhaustive search, 1000 for a random one, unless told. */
  readonly maxRuns?: number;
  /** Steps that one run may take; 100 000 unless told. */
  readonly maxSteps?: number;
  readonly maxPreemptions?: number;
  /** 600 000 unless told; Infinity: no limit. */
  readonly timeoutMs?: Milliseconds;
  /** Of a random search; 1 unless told. */
  readonly seed?: number;
  /** Of `pct`: how many orderings a bug needs (d), 3 unless told. */
  readonly depth?: number;
  /** End with the first run that fails. */
  readonly untilFailure?: boolean;
}

/** How far an exploration is, about ten times a second. */
export interface ExplorationProgress {
  readonly runs: number;
  readonly steps: number;
  readonly deadlocks: number;
  readonly failures: number;
  /** Distinct pairs of outcome and status so far. */
  readonly outcomes: number;
  readonly elapsedMs: Milliseconds;
  readonly paused: boolean;
  /**
   * Share of the search tree behind us, 0 to 1, each branch known to be open counting as much as its neighbours. null for a random
   * search. Branches differ in size and reduction may open more of them, so it is an estimate and may fall.
   */
  readonly share: number | null;
  /** Runs that there will be in all, as `share` makes one expect. null for a random search or before the first run. */
  readonly estimatedRuns: number | null;
  readonly estimatedLeftMs: Milliseconds | null;
}

/** The explorer's worker. One exploration at a time: a new one stops the old. */
export interface Explorer {
  /** @throws ArgumentError; ended by a bound or by `stop`, it gives what it has, marked incomplete. */
  explore(request: ExploreRequest, onProgress?: (progress: ExplorationProgress) => void): Promise<ExplorationReport>;
  pause(): Promise<void>;
  resume(): Promise<void>;
  /** Ends what is explored; resolves when it has ended. */
  stop(): Promise<void>;
}

export interface Laboratory {
  /** Bytecode and errors of a listing, for the editor; runs nothing. */
  compile(
    source: string,
    parameters?: ParameterValues,
    language?: ListingLanguage,
  ): Promise<Listing | { readonly diagnostics: readonly Diagnostic[] }>;
  run(request: RunRequest, onProgress?: (progress: RunProgress) => void): Promise<RunResult>;
  repeat(request: RunRequest & { readonly runs: number }, onProgress?: (done: number) => void): Promise<RepeatResult>;
  /** Ends what runs; resolves when it has ended. */
  stop(): Promise<void>;
  /** State just after event `seq` of the last run (−1: before the first), with locals where the listing is known. */
  stateAt(seq: Seq): Promise<StateSnapshot>;
  /** How two events of the last run stand to each other. @throws ArgumentError where there is no such event */
  relation(seqA: Seq, seqB: Seq): Promise<Relation>;
  /** The last trace as a file's text. @throws ArgumentError where it is longer than the longest text */
  exportTrace(format: string): Promise<string>;
  /** The same as a Blob without a type, of any length. */
  exportBlob(format: string): Promise<Blob>;
  /** Workers that exist now: warm ones and those that run. */
  workerCount(): Promise<number>;
}
