/**
 * The laboratory: compiles, runs, collects, analyses and answers questions about the last run, away from the page's main thread. Rule: one
 * thing runs at a time, the newest request wins, and nothing here ever blocks.
 */
import { ArgumentError } from "../engine/base/errors.ts";
import type { Clock } from "../engine/base/clock.ts";
import type { Diagnostic, Listing } from "../engine/program/listing.ts";
import type { ParameterValues } from "../engine/program/report.ts";
import type { Scenario } from "../engine/program/scenario.ts";
import { analyse, relation, type Relation } from "../engine/analysis/index.ts";
import { compile } from "../engine/python/index.ts";
import { EVENT_LIMIT, type ProgressLook } from "../engine/runtime/parallel/coordinator.ts";
import { DEFAULT_HEAP_BYTES } from "../engine/runtime/parallel/run-memories.ts";
import type { RunSettings, WorkerFactory } from "../engine/runtime/parallel/messages.ts";
import { ProgramRunner, type ProgramRun, type ProgramRunRequest } from "../engine/runtime/parallel/run-program.ts";
import type { RunEnd } from "../engine/runtime/parallel/run-end.ts";
import { WarmWorkers } from "../engine/runtime/parallel/warm-workers.ts";
import { callsOfRun, LookBack } from "../engine/runtime/look-back.ts";
import { buildReport } from "../engine/runtime/report.ts";
import { exportTrace } from "../engine/trace/formats.ts";
import { buildIndex } from "../engine/trace/lanes.ts";
import type { StateSnapshot } from "../engine/trace/snapshot.ts";
import type { Trace } from "../engine/trace/trace.ts";
import type { Laboratory, RepeatResult, RunProgress, RunRequest, RunResult } from "./contract.ts";
import { exportToBlob } from "./blob-export.ts";
import { followOnWorkers, reportOnWorkers } from "./gated-runs.ts";
import { OutcomeTally } from "./outcome-tally.ts";
import type { PinningLaboratory, PinResult } from "./pin-contract.ts";
import { pinRun, type RecordedRun } from "./pinned-runs.ts";
import { prepare, type Prepared } from "./prepared.ts";
import { SteppedRuns } from "./stepped-runs.ts";
import type { StepRequest, StepResult, SteppingLaboratory, SteppingMove, SteppingView } from "./stepping-contract.ts";

/** What a laboratory is given. */
export interface LaboratorySurroundings {
  readonly clock: Clock;
  readonly createWorker: WorkerFactory;
  /** Resolution of the clock, in microseconds. */
  readonly resolutionUs: number;
  /** Processors that listings are told of; 4 unless told. */
  readonly cores?: number;
  /** Compiles a listing in the threads' workers ahead of a run, so that they are warm. */
  readonly warm: number;
  /** False where memory cannot be shared: runs are then simulated. */
  readonly sharedMemory?: boolean;
  /** Resolves when the worker has heard its messages; by a timer unless told. */
  readonly breathe?: () => Promise<void>;
}

/** Records a ring has room for: 256 Ki of 24 bytes, 6 MB a worker. */
const RING_BYTES = 128 + 262_144 * 24;
const DEFAULT_TIMEOUT_MS = 30_000;
/** Threads to have workers for when nothing is known: main and two more. */
const LIKELY_THREADS = 3;
/** Between two tellings of how many runs are done. */
const PROGRESS_MS = 100;

export class ThreadLaboratory implements Laboratory, SteppingLaboratory, PinningLaboratory {
  readonly #clock: Clock;
  readonly #cores: number;
  readonly #workers: WarmWorkers;
  readonly #runner: ProgramRunner;
  #turn = 0;
  /** How often `stop` was called: a request that was made before a stop and comes to its turn after it is stopped at once. */
  #stops = 0;
  #current: Promise<unknown> = Promise.resolve();
  #lookBack: LookBack | null = null;
  /** The last real run that was recorded. */
  #recorded: RecordedRun | null = null;
  readonly #breathe: () => Promise<void>;
  readonly #sharedMemory: boolean;
  readonly #stepped: SteppedRuns;

  constructor(surroundings: LaboratorySurroundings) {
    const { clock, createWorker, resolutionUs, cores = 4, warm, sharedMemory = true, breathe = byTimer } = surroundings;
    this.#clock = clock;
    this.#sharedMemory = sharedMemory;
    this.#breathe = breathe;
    this.#stepped = new SteppedRuns({ clock, shared: sharedMemory, breathe });
    this.#cores = cores;
    this.#workers = new WarmWorkers(createWorker, RING_BYTES);
    this.#runner = new ProgramRunner(this.#workers, clock, resolutionUs);
    this.#workers.warmUp(warm);
  }

  async compile(
    source: string,
    parameters: ParameterValues = {},
  ): Promise<Listing | { readonly diagnostics: readonly Diagnostic[] }> {
    const { program, diagnostics } = compile(source, { parameters });
    return program === null ? { diagnostics } : { bytecode: program.bytecode, parameters: program.parameters };
  }

  async run(request: RunRequest, onProgress?: (progress: RunProgress) => void): Promise<RunResult> {
    const started = this.#clock.nowMs();
    const stops = this.#stops;
    const prepared = await this.#prepare(request);
    const compiledMs = this.#clock.nowMs();
    if (!this.#sharedMemory)
      return this.#stepping(stops, (isWanted) => this.#stepped.run(prepared, request, isWanted, onProgress));
    return this.#alone(async () => {
      this.#stepped.forget();
      const startMs = this.#clock.nowMs();
      const running = this.#runner.run(this.#toRun(prepared, request, false, onProgress));
      if (stops !== this.#stops) void this.#runner.stop();
      const run = await running;
      const ranMs = this.#clock.nowMs();
      const result = this.#finish(prepared, request, run);
      return {
        ...result,
        measured: {
          compileMs: compiledMs - started,
          startMs: startMs - compiledMs,
          runMs: run.elapsedMs,
          collectMs: run.collectMs,
          analyseMs: this.#clock.nowMs() - ranMs,
          heapBytes: run.heapBytes,
          ringFill: run.ringFill,
          workers: run.workers,
        },
      };
    });
  }

  async repeat(
    request: RunRequest & { readonly runs: number },
    onProgress?: (done: number) => void,
  ): Promise<RepeatResult> {
    const { runs } = request;
    if (!Number.isInteger(runs) || runs < 1 || runs > 100_000)
      throw new ArgumentError("runs", runs, "an integer from 1 to 100000");
    const stops = this.#stops;
    const prepared = await this.#prepare(request);
    if (!this.#sharedMemory)
      return this.#stepping(stops, (isWanted) => this.#stepped.repeat(prepared, request, isWanted, onProgress));
    return this.#alone(async () => {
      this.#stepped.forget();
      const startMs = this.#clock.nowMs();
      const tally = new OutcomeTally();
      let toldMs = startMs;
      const shaken = this.#toRun(prepared, { ...request, record: false }, true);
      const repeating = this.#runner.repeat(shaken, runs, (one) => {
        tally.add(this.#reportOf(prepared, one, null).outcome, one.status);
        if (this.#clock.nowMs() - toldMs < PROGRESS_MS) return;
        toldMs = this.#clock.nowMs();
        onProgress?.(tally.runs);
      });
      if (stops !== this.#stops) void this.#runner.stop();
      await repeating;
      return { runs: tally.runs, outcomes: tally.outcomes(), elapsedMs: this.#clock.nowMs() - startMs };
    });
  }

  async step(request: StepRequest, onProgress?: (progress: RunProgress) => void): Promise<StepResult> {
    const stops = this.#stops;
    const prepared = await prepare(request, true);
    if (request.on === "workers" && !this.#sharedMemory)
      throw new ArgumentError("on", request.on, '"simulator": without shared memory there are no workers');
    return this.#stepping(stops, async (isWanted) => {
      const simulated = await this.#stepped.step(prepared, request, isWanted, onProgress);
      const isOver = request.on !== "workers" || !isWanted();
      return isOver ? simulated : this.#stepOnWorkers(prepared, request, simulated, onProgress);
    });
  }

  async #stepOnWorkers(
    prepared: Prepared,
    request: StepRequest,
    simulated: StepResult,
    onProgress?: (progress: RunProgress) => void,
  ): Promise<StepResult> {
    const simulatedBack = this.#stepped.lookBack;
    this.#stepped.forget();
    const run = await followOnWorkers(prepared, request, simulated, {
      runner: this.#runner,
      clock: this.#clock,
      onProgress: onProgress && ((look) => onProgress(toProgress(look))),
    });
    const { trace } = run;
    this.#lookBack = simulatedBack?.withTrace(trace) ?? null;
    const report = reportOnWorkers(prepared, simulated.report, run);
    const { collectMs, elapsedMs: runMs, heapBytes, ringFill, workers } = run;
    const measured = { ...simulated.measured, collectMs, runMs, heapBytes, ringFill, workers };
    return { ...simulated, report, trace, index: buildIndex(trace, { shared: true }), measured };
  }

  async openStepping(request: StepRequest): Promise<SteppingView> {
    const stops = this.#stops;
    const prepared = await prepare(request, true);
    return this.#stepping(stops, (isWanted) => this.#stepped.open(prepared, request, isWanted));
  }

  async moveStepping(move: SteppingMove): Promise<SteppingView> {
    return this.#stepping(this.#stops, (isWanted) => this.#stepped.move(move, isWanted));
  }

  async pin(): Promise<PinResult> {
    const stops = this.#stops;
    const recorded = this.#recorded;
    if (recorded === null) throw new Error("nothing was recorded on real threads yet: run a program first");
    return this.#alone((isNewest) =>
      pinRun(recorded, {
        clock: this.#clock,
        breathe: this.#breathe,
        isWanted: () => isNewest() && stops === this.#stops,
      }),
    );
  }

  async stop(): Promise<void> {
    this.#stops++;
    const over = this.#current.then(
      () => undefined,
      () => undefined,
    );
    await Promise.race([this.#runner.stop() ?? over, over]);
  }

  async stateAt(seq: number): Promise<StateSnapshot> {
    const lookBack = this.#stepped.lookBack ?? this.#lookBack;
    if (lookBack === null) throw new Error("there is no recorded run to look back at yet");
    return lookBack.at(seq);
  }

  async relation(seqA: number, seqB: number): Promise<Relation> {
    const lookBack = this.#stepped.lookBack ?? this.#lookBack;
    if (lookBack === null) throw new Error("there is no recorded run to look at yet");
    return relation(lookBack.trace, seqA, seqB);
  }

  async exportTrace(format: string): Promise<string> {
    return exportTrace(this.#lastTrace(), format);
  }

  async exportBlob(format: string): Promise<Blob> {
    return exportToBlob(this.#lastTrace(), format);
  }

  #lastTrace(): Trace {
    const lookBack = this.#stepped.lookBack ?? this.#lookBack;
    if (lookBack === null) throw new Error("there is no recorded run to export yet");
    return lookBack.trace;
  }

  async workerCount(): Promise<number> {
    return this.#workers.count;
  }

  /** Ends all workers; nothing can be asked afterwards. */
  close(): void {
    this.#turn++;
    void this.#runner.stop();
    this.#workers.close();
  }

  /** Ends what runs and waits for it; then does `work`, unless a newer request came meanwhile. */
  async #alone<T>(work: (isNewest: () => boolean) => Promise<T>): Promise<T> {
    const turn = ++this.#turn;
    void this.#runner.stop();
    await this.#current.catch(() => undefined);
    const isNewest = (): boolean => turn === this.#turn;
    if (!isNewest()) throw new Error("a newer request took its place");
    const running = work(isNewest);
    this.#current = running;
    return running;
  }

  /** As `#alone`, for what is simulated: `isWanted` is false as soon as something newer is asked, or `stop` was. */
  #stepping<T>(stops: number, work: (isWanted: () => boolean) => Promise<T>): Promise<T> {
    return this.#alone((isNewest) => {
      this.#lookBack = null;
      return work(() => isNewest() && stops === this.#stops);
    });
  }

  async #prepare(request: RunRequest): Promise<Prepared> {
    const prepared = await prepare(request);
    refuseTooLarge(prepared, request);
    return prepared;
  }

  #toRun(
    { scenario, resolved, program }: Prepared,
    request: RunRequest,
    shaken: boolean,
    onProgress?: (progress: RunProgress) => void,
  ): ProgramRunRequest {
    const { python, secondMs, switchMs, source, literals } = resolved;
    const settings: RunSettings = {
      python,
      secondMs,
      switchMs,
      shaken,
      seed: request.seed ?? 1,
      cores: this.#cores,
      record: request.record ?? true,
      epochMs: this.#clock.nowMs(),
    };
    return {
      text: { source, parameters: literals },
      program,
      settings,
      timeoutMs: request.timeoutMs ?? DEFAULT_TIMEOUT_MS,
      heapBytes: DEFAULT_HEAP_BYTES,
      workers: likelyThreads(scenario, resolved.parameters),
      onProgress: onProgress && ((look) => onProgress(toProgress(look))),
    };
  }

  #finish(prepared: Prepared, request: RunRequest, run: ProgramRun): Omit<RunResult, "measured"> {
    const isRecorded = request.record !== false;
    const { trace, status, values, notes } = run;
    this.#recorded = isRecorded ? { prepared, trace, notes, status, values } : null;
    if (!isRecorded) {
      this.#lookBack = null;
      return { report: this.#reportOf(prepared, run, null), trace: null, index: null };
    }
    this.#lookBack = new LookBack(run.trace, prepared.program, callsOfRun(run, prepared.program, run.settings));
    return {
      report: this.#reportOf(prepared, run, run),
      trace: run.trace,
      index: buildIndex(run.trace, { shared: true }),
    };
  }

  #reportOf({ scenario, resolved }: Prepared, run: RunEnd, recorded: ProgramRun | null) {
    const { findings, lostUpdates } =
      recorded === null
        ? { findings: [], lostUpdates: null }
        : analyse(recorded.trace, { status: run.status, stuck: recorded.stuck });
    return buildReport({
      scenario,
      parameters: resolved.parameters,
      engine: "threads",
      status: run.status,
      values: run.values,
      console: run.console,
      threads: run.threads,
      trace: recorded?.trace ?? null,
      findings,
      lostUpdates,
      events: run.events,
      dropped: run.dropped,
      elapsedMs: run.elapsedMs,
    });
  }
}

function refuseTooLarge({ scenario, resolved: { parameters } }: Prepared, { record = true }: RunRequest): void {
  if (scenario === null || !record) return;
  const estimate = scenario.estimateEvents(parameters);
  if (estimate <= EVENT_LIMIT) return;
  const blamed = scenario.heavy ?? [];
  throw new ArgumentError(
    blamed.join(", "),
    blamed.map((name) => JSON.stringify(parameters[name])).join(", "),
    `values for which a recorded run has at most ${EVENT_LIMIT} events (these make about ${Math.round(estimate)}), or record: false`,
  );
}

function byTimer(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

/** Main and what the parameters say there will be beside it. */
function likelyThreads(scenario: Scenario | null, { threads, workers }: ParameterValues): number {
  if (scenario === null) return LIKELY_THREADS;
  return 1 + Math.max(2, Number(threads ?? 0), Number(workers ?? 0));
}

function toProgress(look: ProgressLook): RunProgress {
  const names = ["new", "new", "running", "blocked", "sleeping", "finished"];
  return {
    ...look,
    threads: look.threads.map(({ id, state, line, stuck, steps }) => ({
      id,
      name: id === 0 ? "MainThread" : `Thread-${id}`,
      state: stuck ? "stuck" : names[state],
      line,
      steps,
    })),
  };
}
