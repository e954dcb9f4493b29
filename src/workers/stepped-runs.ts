/**
 * Stepped runs in the laboratory: whole ones, and the session in which a learner is the scheduler. Rules: one session at a time; long
 * stretches let the worker hear messages in between, and end where they are when a newer request comes.
 */
import { analyse } from "../engine/analysis/index.ts";
import type { Clock } from "../engine/base/clock.ts";
import { ArgumentError } from "../engine/base/errors.ts";
import type { Milliseconds } from "../engine/base/units.ts";
import type { Finding, RunReport, RunStatus } from "../engine/program/report.ts";
import { describeChoice, type Misfit, type StepRule } from "../engine/program/stepping.ts";
import { LookBack } from "../engine/runtime/look-back.ts";
import { buildReport } from "../engine/runtime/report.ts";
import { callsOfSteps } from "../engine/runtime/stepped/calls-of-steps.ts";
import { describeMisfit } from "../engine/runtime/stepped/describe-misfit.ts";
import { previewThreads } from "../engine/runtime/stepped/previews.ts";
import { SIMULATED_HEAP_BYTES, type SimulationSettings } from "../engine/runtime/stepped/settings.ts";
import { standingCells } from "../engine/runtime/stepped/standing-cells.ts";
import { nameOfThread, readerOf } from "../engine/runtime/stepped/simulation-reader.ts";
import { Simulation } from "../engine/runtime/stepped/simulation.ts";
import { StepHistory } from "../engine/runtime/stepped/step-history.ts";
import { recordRun, type SteppedRun } from "../engine/runtime/stepped/stepped-run.ts";
import { follow, goOnToFinding, goOnUntil, type Stretch } from "../engine/runtime/stepped/stepping.ts";
import { type Scheduler, seededScheduler } from "../engine/schedule/scheduler.ts";
import { parseSchedule, printSchedule } from "../engine/schedule/text.ts";
import { buildIndex } from "../engine/trace/lanes.ts";
import type { StandingCell } from "../engine/trace/snapshot.ts";
import type { RepeatResult, RunProgress, RunRequest, RunResult } from "./contract.ts";
import { OutcomeTally } from "./outcome-tally.ts";
import { fingerprintOfPrepared, type Prepared, ruleOfSteps, simulationSettingsOf, stepRuleOf } from "./prepared.ts";
import type { StepRequest, StepResult, SteppingMove, SteppingTarget, SteppingView } from "./stepping-contract.ts";

export interface SteppedSurroundings {
  readonly clock: Clock;
  /** Whether traces may lie on shared memory. */
  readonly shared: boolean;
  /** Resolves when the worker has heard its messages. */
  readonly breathe: () => Promise<void>;
}

/** A program that is being stepped. */
interface Open {
  readonly prepared: Prepared;
  readonly steps: StepRule;
  readonly fingerprint: string;
  readonly history: StepHistory;
  readonly maxSteps: number;
  readonly compileMs: Milliseconds;
  misfit: Misfit | null;
  /** What the threads share from the start; null before it was asked for. */
  standing: readonly StandingCell[] | null;
  /** Version of the history whose result was given out. */
  shown: number;
}

const USUAL_SEED = 1;
const USUAL_MAX_STEPS = 100_000;
const MOST_STEPS = 1_000_000;
/** How long a whole run may take. */
const TIMEOUT_MS = 30_000;
/** How long a move of a session waits for a thread that computes for itself. */
const PATIENCE_MS = 2000;
/** How long a session that is opened may follow its schedule. */
const FOLLOWING_MS = 10_000;
/** Between two breaths. */
const BREATH_MS = 12;
const PROGRESS_MS = 100;

/** How a stretch ended: by itself, by its time, or since something newer is wanted. */
type Ended<Result> =
  | { readonly by: "itself"; readonly result: Result }
  | { readonly by: "time" | "newer"; readonly result: null };

export class SteppedRuns {
  readonly #clock: Clock;
  readonly #shared: boolean;
  readonly #breathe: () => Promise<void>;
  #open: Open | null = null;
  #lookBack: LookBack | null = null;

  constructor({ clock, shared, breathe }: SteppedSurroundings) {
    this.#clock = clock;
    this.#shared = shared;
    this.#breathe = breathe;
  }

  /** Looks back at what was stepped last; null where that was something else. */
  get lookBack(): LookBack | null {
    return this.#lookBack;
  }

  /** Something else runs: the session is over. */
  forget(): void {
    this.#open = null;
    this.#lookBack = null;
  }

  /** A whole run: follows the schedule as far as it goes, then the seed. @throws ArgumentError for a schedule that does not fit */
  async step(
    prepared: Prepared,
    request: StepRequest,
    isWanted: () => boolean,
    onProgress?: (progress: RunProgress) => void,
  ): Promise<StepResult> {
    const open = this.#begin(prepared, request);
    const { history } = open;
    const path = readSchedule(request.schedule, open.fingerprint);
    const drive = <Result>(stretch: Stretch<Result>) =>
      this.#drive(stretch, TIMEOUT_MS, isWanted, tell(history, onProgress));
    const followed = await drive(follow(history, path));
    if (followed.result !== null) throw misfitError(String(request.schedule), followed.result, history);
    const scheduler = seededScheduler(request.seed ?? USUAL_SEED);
    const ended =
      followed.by === "itself" ? await drive(goOnUntil(history, { kind: "end" }, scheduler, open.maxSteps)) : followed;
    const result = this.#resultOf(open, statusOf(history, ended.by));
    return { ...result, lastSeq: Int32Array.from(history.lastSeq), path: history.path };
  }

  /** What `run` does where memory cannot be shared: the same program with its own defaults, on the simulator. */
  async run(
    prepared: Prepared,
    request: RunRequest,
    isWanted: () => boolean,
    onProgress?: (progress: RunProgress) => void,
  ): Promise<RunResult> {
    const seed = request.seed ?? USUAL_SEED;
    const open = this.#openWith(
      prepared,
      { seed, heapBytes: SIMULATED_HEAP_BYTES },
      stepRuleOf(prepared, undefined),
      Number.POSITIVE_INFINITY,
    );
    const { history } = open;
    const stretch = goOnUntil(history, { kind: "end" }, seededScheduler(seed), MOST_SIMULATED_STEPS);
    const ended = await this.#drive(stretch, request.timeoutMs ?? TIMEOUT_MS, isWanted, tell(history, onProgress));
    const result = this.#resultOf(open, statusOf(history, ended.by));
    if (request.record !== false) return result;
    this.#lookBack = null;
    return { ...result, trace: null, index: null, report: { ...result.report, lostUpdates: null, findings: [] } };
  }

  /** What `repeat` does where memory cannot be shared: every run with choices of its own. */
  async repeat(
    prepared: Prepared,
    { runs, seed = USUAL_SEED }: RunRequest & { readonly runs: number },
    isWanted: () => boolean,
    onProgress?: (done: number) => void,
  ): Promise<RepeatResult> {
    this.forget();
    const beganMs = this.#clock.nowMs();
    const tally = new OutcomeTally();
    const settings = { ...simulationSettingsOf(prepared, stepRuleOf(prepared, undefined)), record: "console" as const };
    const isRandom = prepared.program.imports.includes("random");
    let simulation = new Simulation(prepared.program, { ...settings, seed });
    const beginning = simulation.computing < 0 && !isRandom ? simulation.capture() : null;
    for (let run = 0; run < runs; run++) {
      if (beginning !== null) simulation.load(beginning);
      else if (run > 0) simulation = new Simulation(prepared.program, { ...settings, seed: seed + run });
      const stretch = runOff(simulation, seededScheduler(seed + run));
      const ended = await this.#drive(stretch, TIMEOUT_MS, isWanted, () => onProgress?.(run));
      if (ended.by === "newer") break;
      const end = recordRun(simulation, ended.result ?? "timed-out", false);
      tally.add(outcomeOf(prepared, end), end.status);
      if (run % RUNS_A_BREATH === RUNS_A_BREATH - 1) await this.#breathe();
      if (!isWanted()) break;
    }
    return { runs: tally.runs, outcomes: tally.outcomes(), elapsedMs: this.#clock.nowMs() - beganMs };
  }

  /** Opens a session; a schedule in the request is its history, and its end the present position. */
  async open(prepared: Prepared, request: StepRequest, isWanted: () => boolean): Promise<SteppingView> {
    const open = this.#begin(prepared, request);
    this.#open = open;
    const path = readSchedule(request.schedule, open.fingerprint);
    const { result } = await this.#drive(follow(open.history, path), FOLLOWING_MS, isWanted);
    open.misfit = result;
    return this.#viewOf(open, null);
  }

  /** @throws ArgumentError for a choice that nobody has now, and for a step outside the history */
  async move(move: SteppingMove, isWanted: () => boolean): Promise<SteppingView> {
    const open = this.#open;
    if (open === null) throw new Error("nothing is being stepped: open a session first");
    const { history } = open;
    switch (move.kind) {
      case "take":
        refuseChoice(history, move.choice);
        await this.#drive(goOnBy(history, move.choice), PATIENCE_MS, isWanted);
        return this.#viewOf(open, null);
      case "go":
        if (!Number.isInteger(move.step) || move.step < 0 || move.step > history.length)
          throw new ArgumentError("step", move.step, `an integer from 0 to ${history.length}`);
        history.go(move.step);
        return this.#viewOf(open, null);
      case "run": {
        const { result } = await this.#drive(runTo(open, move.until, move.seed ?? USUAL_SEED), TIMEOUT_MS, isWanted);
        return this.#viewOf(open, result ?? false);
      }
    }
  }

  #begin(prepared: Prepared, request: StepRequest): Open {
    const { on = "simulator", seed, maxSteps = USUAL_MAX_STEPS } = request;
    if (on !== "simulator" && on !== "workers") throw new ArgumentError("on", on, '"simulator" or "workers"');
    if (seed !== undefined && !Number.isSafeInteger(seed)) throw new ArgumentError("seed", seed, "an integer");
    if (!Number.isInteger(maxSteps) || maxSteps < 1 || maxSteps > MOST_STEPS)
      throw new ArgumentError("maxSteps", maxSteps, `an integer from 1 to ${MOST_STEPS}`);
    return this.#openWith(prepared, {}, ruleOfSteps(prepared, request), maxSteps);
  }

  /** The listing's own random numbers and processors are always the same unless told: a schedule alone is to give the same run. */
  #openWith(prepared: Prepared, given: Partial<SimulationSettings>, steps: StepRule, maxSteps: number): Open {
    this.forget();
    const beganMs = this.#clock.nowMs();
    const history = new StepHistory(prepared.program, { ...simulationSettingsOf(prepared, steps), ...given });
    const fingerprint = fingerprintOfPrepared(prepared, steps);
    const compileMs = this.#clock.nowMs() - beganMs;
    return { prepared, steps, fingerprint, history, maxSteps, compileMs, misfit: null, standing: null, shown: -1 };
  }

  /** Goes through a stretch, with breaths between. */
  async #drive<Result>(
    stretch: Stretch<Result>,
    patienceMs: Milliseconds,
    isWanted: () => boolean,
    look: (elapsedMs: Milliseconds) => void = () => undefined,
  ): Promise<Ended<Result>> {
    const beganMs = this.#clock.nowMs();
    let breathedMs = beganMs;
    let toldMs = beganMs;
    for (;;) {
      const { done, value } = stretch.next();
      if (done === true) return { by: "itself", result: value };
      const nowMs = this.#clock.nowMs();
      if (nowMs - beganMs > patienceMs) return { by: "time", result: null };
      if (nowMs - toldMs > PROGRESS_MS) look(nowMs - beganMs);
      if (nowMs - toldMs > PROGRESS_MS) toldMs = nowMs;
      if (nowMs - breathedMs < BREATH_MS) continue;
      await this.#breathe();
      breathedMs = this.#clock.nowMs();
      if (!isWanted()) return { by: "newer", result: null };
    }
  }

  #viewOf(open: Open, reached: boolean | null): SteppingView {
    const { history, fingerprint, steps, misfit } = open;
    const { at, length, path } = history;
    const simulation = history.here();
    const view = {
      at,
      length,
      path,
      lastSeq: Int32Array.from(history.lastSeq),
      schedule: printSchedule(fingerprint, path),
      scheduleHere: printSchedule(fingerprint, path.slice(0, at)),
      steps,
      status: simulation.status,
      threads: previewThreads(simulation),
      misfit,
      reached,
    };
    if (open.shown === history.version) return { ...view, result: null };
    const result = this.#resultOf(open, statusOf(history, "newer"));
    open.shown = history.version;
    return { ...view, result };
  }

  /** Trace, lanes and report of the whole history. */
  #resultOf(open: Open, status: RunStatus): RunResult {
    const { history, prepared } = open;
    const beganMs = this.#clock.nowMs();
    const run = recordRun(history.atEnd(), status, this.#shared);
    const recordedMs = this.#clock.nowMs();
    this.#lookBack = new LookBack(run.trace, prepared.program, callsOfSteps(history), () => standingIn(open));
    const report = reportOf(open, run);
    const index = buildIndex(run.trace, { shared: this.#shared });
    return {
      report,
      trace: run.trace,
      index,
      measured: {
        compileMs: open.compileMs,
        startMs: 0,
        runMs: 0,
        collectMs: recordedMs - beganMs,
        analyseMs: this.#clock.nowMs() - recordedMs,
        heapBytes: run.heapBytes,
        ringFill: 0,
        workers: 0,
      },
    };
  }
}

/** Asked for once: it is the same after every step. */
function standingIn(open: Open): readonly StandingCell[] {
  const { history } = open;
  open.standing ??= standingCells(history.lookAt(history.lastSeq[0]));
  return open.standing;
}

/** Steps of a simulated run that nobody has bounded: its timeout ends it, or this. */
const MOST_SIMULATED_STEPS = 4_000_000;

/** Runs after which the worker hears its messages. */
const RUNS_A_BREATH = 20;

/** A whole run that nobody goes back in. */
function* runOff(simulation: Simulation, scheduler: Scheduler): Stretch<RunStatus> {
  for (let step = 0; ; step++) {
    while (simulation.computing >= 0) {
      yield;
      simulation.goOn();
    }
    const choices = simulation.choices();
    if (choices.length === 0) return simulation.status ?? "stopped";
    if (step >= MOST_SIMULATED_STEPS) return "step-limit";
    simulation.take(scheduler(choices, step, simulation.current));
    if (step % 256 === 255) yield;
  }
}

function outcomeOf({ scenario, resolved }: Prepared, run: SteppedRun): RunReport["outcome"] {
  const { parameters } = resolved;
  const report = {
    scenario,
    parameters,
    engine: "simulator" as const,
    ...run,
    trace: null,
    findings: [],
    lostUpdates: null,
  };
  return buildReport(report).outcome;
}

function* goOnBy(history: StepHistory, choice: number): Stretch<void> {
  if (history.take(choice)) return;
  while (!history.goOn()) yield;
}

function runTo({ history, maxSteps }: Open, until: SteppingTarget, seed: number): Stretch<boolean> {
  const scheduler = seededScheduler(seed);
  return until.kind === "finding"
    ? goOnToFinding(history, (trace, end) => analyse(trace, end).findings.map(keyOf), scheduler, maxSteps)
    : goOnUntil(history, until, scheduler, maxSteps);
}

/** Findings are the same when they are about the same. */
function keyOf({ kind, threads, objects, lines }: Finding): string {
  return JSON.stringify([kind, threads, objects, lines]);
}

/** @throws ArgumentError for a text that is no schedule, and for one of another program */
function readSchedule(text: string | undefined, fingerprint: string): readonly number[] {
  if (text === undefined) return [];
  const written = parseSchedule(text);
  if (written.fingerprint !== null && written.fingerprint !== fingerprint)
    throw new ArgumentError(
      "schedule",
      text,
      `a schedule of this listing with these parameters, which begins with s1.${fingerprint}. (or with s1.. for any)`,
    );
  return written.path;
}

function misfitError(schedule: string, misfit: Misfit, history: StepHistory): ArgumentError {
  const simulation = history.here();
  const reader = readerOf(simulation);
  const nameOf = (thread: number): string => nameOfThread(reader, simulation.threads[thread]);
  return new ArgumentError(
    "schedule",
    schedule,
    `a schedule that fits this program (${describeMisfit(misfit, nameOf)})`,
  );
}

function refuseChoice(history: StepHistory, choice: number): void {
  const choices = history.here().choices();
  if (choices.includes(choice)) return;
  const allowed = choices.length === 0 ? "nothing: nobody can go" : `one of ${choices.map(describeChoice).join(", ")}`;
  throw new ArgumentError("choice", describeChoice(choice), allowed);
}

function statusOf(history: StepHistory, by: Ended<unknown>["by"]): RunStatus {
  const { status } = history.atEnd();
  if (status !== null) return status;
  if (by === "itself") return "step-limit";
  return by === "time" ? "timed-out" : "stopped";
}

function reportOf({ prepared, history, fingerprint }: Open, run: SteppedRun): RunReport {
  const { scenario, resolved } = prepared;
  // Nobody would want to carry a longer one.
  const isShort = history.length <= USUAL_MAX_STEPS;
  const schedule = isShort ? printSchedule(fingerprint, history.path) : undefined;
  const { findings, lostUpdates } = analyse(run.trace, {
    status: run.status,
    ...(schedule === undefined ? {} : { schedule }),
    ...(run.status === "deadlocked" ? { stuck: run.stuck } : {}),
  });
  return buildReport({
    scenario,
    parameters: resolved.parameters,
    engine: "simulator",
    ...run,
    findings,
    lostUpdates,
    steps: history.length,
    schedule,
  });
}

function tell(
  history: StepHistory,
  onProgress?: (progress: RunProgress) => void,
): ((elapsedMs: Milliseconds) => void) | undefined {
  return onProgress && ((elapsedMs) => onProgress(progressOf(history, elapsedMs)));
}

function progressOf(history: StepHistory, elapsedMs: Milliseconds): RunProgress {
  const simulation = history.here();
  const reader = readerOf(simulation);
  const states = ["running", "runnable", "blocked", "finished"];
  return {
    events: simulation.events.count,
    elapsedMs,
    threads: simulation.threads.map((thread) => ({
      id: thread.id,
      name: nameOfThread(reader, thread),
      state: states[thread.stage],
      line: thread.machine.line,
    })),
  };
}
