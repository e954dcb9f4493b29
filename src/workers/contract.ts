/**
 * What the laboratory worker offers to the page: types only, so that the page loads none of its code.
 * The laboratory never blocks: it compiles, starts the threads' workers, collects, analyses and answers questions.
 */
import type { Seq } from "../engine/base/ids.ts";
import type { Milliseconds } from "../engine/base/units.ts";
import type { Diagnostic, Listing } from "../engine/program/listing.ts";
import type { ParameterValues, RunReport } from "../engine/program/report.ts";
import type { StateSnapshot } from "../engine/trace/snapshot.ts";
import type { Trace } from "../engine/trace/trace.ts";
import type { TraceIndex } from "../engine/trace/index-types.ts";

/** What is to be run: a scenario of ours by id, or a listing; never both. */
export interface RunRequest {
  readonly scenario?: string;
  readonly program?: string;
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

export interface Laboratory {
  /** Bytecode and errors of a listing, for the editor; runs nothing. */
  compile(
    source: string,
    parameters?: ParameterValues,
  ): Promise<Listing | { readonly diagnostics: readonly Diagnostic[] }>;
  run(request: RunRequest, onProgress?: (progress: RunProgress) => void): Promise<RunResult>;
  repeat(request: RunRequest & { readonly runs: number }, onProgress?: (done: number) => void): Promise<RepeatResult>;
  /** Ends what runs; resolves when it has ended. */
  stop(): Promise<void>;
  /** State just after event `seq` of the last run (−1: before the first), with locals where the listing is known. */
  stateAt(seq: Seq): Promise<StateSnapshot>;
  exportTrace(format: string): Promise<string>;
  /** Workers that exist now: warm ones and those that run. */
  workerCount(): Promise<number>;
}
