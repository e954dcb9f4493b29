/**
 * The laboratory's part for JavaScript listings: compiles, runs, reports, looks back. Rule: it runs one thing at a time, and what it kept
 * of the last run is let go of when something else was run.
 */
import { findOnBrowserLoop, stuckLanes, type EndlessChain } from "../../engine/analysis/browser-loop.ts";
import { relation, type Relation } from "../../engine/analysis/index.ts";
import { ArgumentError } from "../../engine/base/errors.ts";
import type { Clock } from "../../engine/base/clock.ts";
import { compileScript } from "../../engine/javascript/listing.ts";
import type { ScriptOrder } from "../../engine/javascript/script-record.ts";
import { toTrace } from "../../engine/javascript/to-trace.ts";
import type { ScriptRecord } from "../../engine/javascript/to-trace.ts";
import type { Diagnostic, Listing } from "../../engine/program/listing.ts";
import type { ParameterValues, RunReport, RunStatus } from "../../engine/program/report.ts";
import type { Scenario } from "../../engine/program/scenario.ts";
import { readLines, textOf } from "../../engine/runtime/console.ts";
import { buildReport } from "../../engine/runtime/report.ts";
import { resolveScenario } from "../../engine/scenarios/resolve.ts";
import { browserLoopAt } from "../../engine/trace/browser-loop.ts";
import { exportTrace } from "../../engine/trace/formats.ts";
import { buildIndex } from "../../engine/trace/lanes.ts";
import { OP } from "../../engine/trace/ops.ts";
import type { StateSnapshot } from "../../engine/trace/snapshot.ts";
import type { Trace } from "../../engine/trace/trace.ts";
import { exportToBlob } from "../blob-export.ts";
import type { RunProgress, RunRequest, RunResult } from "../contract.ts";
import { ListingError } from "../prepared.ts";
import type { ScriptWorkerFactory } from "./script-port.ts";
import { ScriptRunner, type ScriptEnding, type ScriptRun } from "./script-runner.ts";

export interface ScriptSurroundings {
  readonly clock: Clock;
  /** What starts workers for listings; asked when the first one is to be run. */
  readonly loadScriptWorkers: () => Promise<ScriptWorkerFactory>;
  /** Resolution of the clock, in microseconds. */
  readonly resolutionUs: number;
  readonly sharedMemory: boolean;
}

const DEFAULT_TIMEOUT_MS = 30_000;

interface PreparedScript {
  readonly scenario: Scenario | null;
  readonly parameters: ParameterValues;
  readonly text: string;
  /** How many real milliseconds a second of the listing takes; 1000 unless told. */
  readonly secondMs?: number;
}

export class ScriptLaboratory {
  readonly #surroundings: ScriptSurroundings;
  readonly #runner: ScriptRunner;
  #trace: Trace | null = null;

  constructor(surroundings: ScriptSurroundings) {
    this.#surroundings = surroundings;
    this.#runner = new ScriptRunner(surroundings.loadScriptWorkers);
  }

  /** Errors of a listing and the parameters at its head. It has no bytecode to show. */
  compile(source: string, parameters: ParameterValues): Listing | { readonly diagnostics: readonly Diagnostic[] } {
    const { script, diagnostics } = compileScript(source, parameters);
    return script === null ? { diagnostics } : { bytecode: [], parameters: script.parameters };
  }

  /** @throws ArgumentError for a listing or a parameter that is refused */
  async run(
    request: RunRequest,
    scenario: Scenario | null,
    onProgress?: (progress: RunProgress) => void,
  ): Promise<RunResult> {
    const { clock, sharedMemory, resolutionUs } = this.#surroundings;
    const beganMs = clock.nowMs();
    const prepared = prepareScript(request, scenario);
    const compiledMs = clock.nowMs();
    const run = await this.#runner.run(orderOf(prepared), request.timeoutMs ?? DEFAULT_TIMEOUT_MS, (record) =>
      onProgress?.(toProgress(record, clock.nowMs() - compiledMs)),
    );
    const endedMs = clock.nowMs();
    const isOver = run.ending.kind === "ended";
    // Both clocks count from the same moment.
    const endMs = run.ending.kind === "ended" ? run.ending.endMs : endedMs;
    const trace = toTrace(run.record, { isOver, endMs, resolutionUs }, sharedMemory);
    const report = reportOf(prepared, run, trace);
    const record = request.record ?? true;
    this.#trace = record ? trace : null;
    return {
      report: record ? report : { ...report, findings: [], lostUpdates: null },
      trace: record ? trace : null,
      index: record ? buildIndex(trace, { shared: sharedMemory }) : null,
      measured: {
        compileMs: compiledMs - beganMs,
        startMs: Math.max(0, endedMs - compiledMs - trace.elapsedMs),
        runMs: trace.elapsedMs,
        collectMs: 0,
        analyseMs: clock.nowMs() - endedMs,
        heapBytes: 0,
        ringFill: 0,
        workers: 1,
      },
    };
  }

  /** Ends what runs. */
  stop(): void {
    this.#runner.stop();
  }

  /** What was kept of the last run is another's from now on. */
  forget(): void {
    this.#trace = null;
  }

  /** Whether the last recorded run was one of these. */
  get hasTrace(): boolean {
    return this.#trace !== null;
  }

  /** @throws ArgumentError where there is no such event */
  stateAt(seq: number): StateSnapshot {
    return browserLoopAt(this.#recorded(), seq);
  }

  relation(seqA: number, seqB: number): Relation {
    return relation(this.#recorded(), seqA, seqB);
  }

  exportTrace(format: string): string {
    return exportTrace(this.#recorded(), format);
  }

  exportBlob(format: string): Blob {
    return exportToBlob(this.#recorded(), format);
  }

  #recorded(): Trace {
    if (this.#trace === null) throw new Error("there is no recorded run to look back at yet");
    return this.#trace;
  }
}

function prepareScript({ program, parameters = {} }: RunRequest, scenario: Scenario | null): PreparedScript {
  if (scenario !== null) {
    const resolved = resolveScenario(scenario, parameters);
    return {
      scenario,
      parameters: resolved.parameters,
      text: compileOrRefuse(resolved.source, resolved.literals).text,
      ...scaleOf(resolved.parameters["second"]),
    };
  }
  const head = compileOrRefuse(program ?? "", {}).parameters.map(({ name }) => name);
  const { second, ...own } = parameters;
  const isScaled = second !== undefined && !head.includes("second");
  if (isScaled && !isSecond(second))
    throw new ArgumentError("second", second, `an integer from ${LEAST_SECOND} to ${MOST_SECOND}`);
  const literals = isScaled ? own : parameters;
  for (const [name, value] of Object.entries(literals)) {
    if (!head.includes(name)) throw new ArgumentError(name, value, `one of ${["second", ...head].join(", ")}`);
  }
  const text = compileOrRefuse(program ?? "", literals).text;
  return { scenario: null, parameters, text, ...scaleOf(isScaled ? second : undefined) };
}

function scaleOf(second: unknown): Pick<PreparedScript, "secondMs"> {
  return typeof second === "number" ? { secondMs: second } : {};
}

const LEAST_SECOND = 20;
const MOST_SECOND = 10_000;

function isSecond(value: unknown): boolean {
  return typeof value === "number" && Number.isInteger(value) && value >= LEAST_SECOND && value <= MOST_SECOND;
}

function orderOf({ text, secondMs }: PreparedScript): ScriptOrder {
  return secondMs === undefined ? { text } : { text, secondMs };
}

function compileOrRefuse(source: string, parameters: ParameterValues) {
  const { script, diagnostics } = compileScript(source, parameters);
  if (script === null) throw new ListingError(diagnostics);
  return script;
}

function reportOf({ scenario, parameters }: PreparedScript, { ending, record }: ScriptRun, trace: Trace): RunReport {
  const status = statusOf(ending, trace);
  return buildReport({
    scenario,
    parameters,
    engine: "threads",
    status,
    values: {},
    // Printed lines, and what nobody caught, as a browser's console shows it.
    console: readLines(trace, [OP.print, OP.raise], textOf),
    threads: trace.threads,
    trace,
    findings: findOnBrowserLoop(trace, { status, endless: endlessOf(ending), line: record.line }),
    lostUpdates: {},
    events: trace.count,
    dropped: 0,
    elapsedMs: trace.elapsedMs,
  });
}

function endlessOf(ending: ScriptEnding): EndlessChain | null {
  return ending.kind === "limit" && ending.limit.kind === "microtasks" ? ending.limit : null;
}

function statusOf(ending: ScriptEnding, trace: Trace): RunStatus {
  switch (ending.kind) {
    case "stopped":
      return "stopped";
    case "timed-out":
      return "timed-out";
    case "limit":
      return "step-limit";
    case "ended":
      if (stuckLanes(trace).length > 0) return "deadlocked";
      return trace.op.includes(OP.raise) ? "failed" : "finished";
  }
}

function toProgress({ events, line }: ScriptRecord, elapsedMs: number): RunProgress {
  return { events: events.length, elapsedMs, threads: [{ id: 0, name: "script", state: "running", line }] };
}
