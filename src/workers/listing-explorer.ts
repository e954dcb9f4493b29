/**
 * The explorer: goes through the schedules of a program in slices, so that it hears in between that it is to pause or stop, and that something
 * newer is wanted. Rules: one exploration at a time and the newest wins; what a bound, a stop or a newer one ended gives what it has.
 */
import type { Clock } from "../engine/base/clock.ts";
import type { ExplorationReport } from "../engine/program/report.ts";
import type { StepRule } from "../engine/program/stepping.ts";
import { Exploration, type ExploredProgram } from "../engine/runtime/explorer/exploration.ts";
import { LearntProgram } from "../engine/runtime/explorer/learnt-program.ts";
import { SimulatedProgram } from "../engine/runtime/explorer/simulated-program.ts";
import { judge } from "../engine/runtime/report.ts";
import { Simulation } from "../engine/runtime/stepped/simulation.ts";
import type { ExplorationProgress, ExploreRequest, Explorer } from "./contract.ts";
import { orderOf } from "./exploration-order.ts";
import { ExplorationReporter } from "./exploration-report.ts";
import { fingerprintOfPrepared, prepare, type Prepared, simulationSettingsOf, stepRuleOf } from "./prepared.ts";

export interface ExplorerSurroundings {
  readonly clock: Clock;
  /** Resolves when the worker has heard its messages. */
  readonly breathe: () => Promise<void>;
}

/** Milliseconds between two breaths. */
const SLICE_MS = 12;
const PROGRESS_MS = 100;

/** A time in which nothing is explored. */
class Pause {
  readonly over: Promise<void>;
  end: () => void = () => undefined;

  constructor() {
    this.over = new Promise((resolve) => {
      this.end = resolve;
    });
  }
}

export class ListingExplorer implements Explorer {
  readonly #clock: Clock;
  readonly #breathe: () => Promise<void>;
  /** Of the newest request; a stop is a request for nothing. */
  #turn = 0;
  #current: Promise<unknown> = Promise.resolve();
  /** null while nothing is paused. */
  #pause: Pause | null = null;

  constructor({ clock, breathe }: ExplorerSurroundings) {
    this.#clock = clock;
    this.#breathe = breathe;
  }

  async explore(
    request: ExploreRequest,
    onProgress?: (progress: ExplorationProgress) => void,
  ): Promise<ExplorationReport> {
    const turn = this.#takeTurn();
    const before = this.#current;
    const exploring = before.then(() => this.#explore(request, turn, onProgress));
    this.#current = exploring.catch(() => undefined);
    return exploring;
  }

  async pause(): Promise<void> {
    this.#pause ??= new Pause();
  }

  async resume(): Promise<void> {
    this.#pause?.end();
    this.#pause = null;
  }

  async stop(): Promise<void> {
    this.#takeTurn();
    await this.#current;
  }

  /** Whatever goes on ends at its next breath. */
  #takeTurn(): number {
    void this.resume();
    return ++this.#turn;
  }

  async #explore(
    request: ExploreRequest,
    turn: number,
    onProgress?: (progress: ExplorationProgress) => void,
  ): Promise<ExplorationReport> {
    const order = orderOf(request);
    const prepared = await prepare(request, true);
    const steps = stepRuleOf(prepared, request.steps);
    const exploration = new Exploration(toExplore(prepared, steps), order, this.#clock);
    await this.#drive(exploration, turn, onProgress);
    const reporter = new ExplorationReporter(prepared, steps, fingerprintOfPrepared(prepared, steps));
    return reporter.report(exploration.state(), order);
  }

  async #drive(
    exploration: Exploration,
    turn: number,
    onProgress: (progress: ExplorationProgress) => void = () => undefined,
  ): Promise<void> {
    let toldMs = this.#clock.nowMs();
    while (turn === this.#turn && !exploration.advance(SLICE_MS)) {
      await this.#breathe();
      if (this.#pause !== null) await this.#rest(exploration, this.#pause, onProgress);
      if (this.#clock.nowMs() - toldMs < PROGRESS_MS) continue;
      toldMs = this.#clock.nowMs();
      onProgress(progressOf(exploration, false));
    }
    if (!exploration.isOver) exploration.stop();
  }

  async #rest(
    exploration: Exploration,
    pause: Pause,
    onProgress: (progress: ExplorationProgress) => void,
  ): Promise<void> {
    onProgress(progressOf(exploration, true));
    await pause.over;
    onProgress(progressOf(exploration, false));
  }
}

/** The listing at its beginning. */
function toExplore(prepared: Prepared, steps: StepRule): ExploredProgram {
  const { scenario, resolved, program } = prepared;
  const settings = { ...simulationSettingsOf(prepared, steps), record: "console" as const, aloneSteps: true };
  const simulated = new SimulatedProgram(new Simulation(program, settings), ({ status, values, console, names }) => {
    const threads = names.map((name, id) => ({ id, name }));
    const parts = { scenario, parameters: resolved.parameters, status, values, console, threads, trace: null };
    const { outcome, correct } = judge(parts);
    return { status, outcome, correct };
  });
  return new LearntProgram(simulated);
}

function progressOf(exploration: Exploration, paused: boolean): ExplorationProgress {
  const { runs, steps, deadlocks, failures, outcomes, elapsedMs } = exploration;
  const share = exploration.share();
  const isKnown = share !== null && share > 0 && runs > 0;
  return {
    runs,
    steps,
    deadlocks,
    failures,
    outcomes,
    elapsedMs,
    paused,
    share,
    estimatedRuns: isKnown ? Math.max(runs, Math.round(runs / share)) : null,
    estimatedLeftMs: isKnown ? (elapsedMs * (1 - share)) / share : null,
  };
}
