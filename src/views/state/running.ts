/**
 * Running, repeating and stopping. Rules: one thing runs at a time and a new one stops the old; a refused request
 * changes nothing but a message; what runs through the page API is what the page shows.
 */
import type { Scenario } from "../../engine/program/scenario.ts";
import type { RepeatResult, RunRequest, RunResult } from "../../workers/contract.ts";
import type { Desk } from "./desk.ts";
import { dismiss, notify, notifyFault } from "./desk.ts";
import type { RunningFacts } from "./facts.ts";
import type { Playhead } from "./looking-back.ts";
import { createTurns } from "./newest.ts";
import { valuesOf, writeValue } from "./parameter-values.ts";
import type { Problem } from "./problem.ts";
import { toArgumentError, toProblem } from "./problem.ts";
import type { Query } from "./query.ts";
import { isSamePlace } from "./query.ts";
import { getSource, parametersIn, requestOf } from "./selectors.ts";

/** Events that a recorded run may have; a larger one is refused with the parameters to blame. */
export const EVENT_LIMIT = 10_000_000;

/** Events from which a trace is let go of before the next run. */
const LARGE_TRACE = 500_000;

/** How long a run may take unless told, in milliseconds. */
export const RUN_TIMEOUT_MS = 30_000;

/** A query made ready to run, with its scenario where it has one. */
export interface RunOrder {
  readonly query: Query;
  readonly scenario: Scenario | null;
  readonly timeoutMs?: number;
  readonly record?: boolean;
}

export interface Running {
  /** Runs and shows. @throws ArgumentError for a refused request, Error where the surroundings fail */
  run(order: RunOrder): Promise<RunResult>;
  /** Runs many times; shows progress only. Throws as `run`. */
  repeat(order: RunOrder, runs: number): Promise<RepeatResult>;
  /** The same run without recording, then with; shows the second and what recording cost. Throws as `run`. */
  measureCost(order: RunOrder): Promise<void>;
  /** Stops what runs; resolves when it has ended. */
  stop(): Promise<void>;
}

export function createRunning(desk: Desk, playhead: Playhead): Running {
  const { facts } = desk;
  const turns = createTurns();

  /** Refuses, or clears the way: stops what runs and marks the start. Gives this request's turn. */
  async function begin(order: RunOrder, repeat?: RunningFacts["repeat"]): Promise<number> {
    const problem = problemOf(order);
    if (problem !== null) throw refuse(problem);
    dismiss(desk, ({ kind }) => kind === "fault" || kind === "stranger");
    const turn = turns.take();
    if (facts.getState().running !== null) await desk.laboratory().stop();
    if (repeat === undefined) letGoOfLargeTrace();
    if (turns.isNewest(turn)) facts.setState({ running: { sinceMs: desk.nowMs(), progress: null, repeat } });
    return turn;
  }

  /** Two large traces at once would not fit everywhere: the old one goes before the new one comes. */
  function letGoOfLargeTrace(): void {
    const { result } = facts.getState();
    if (result === null || (result.result.trace?.count ?? 0) < LARGE_TRACE) return;
    facts.setState({ result: { ...result, result: { ...result.result, trace: null, index: null } }, snapshot: null });
  }

  function refuse(problem: Problem): Error {
    notify(desk, { kind: "problem", problem, from: "call" });
    return toArgumentError(problem);
  }

  function fail(turn: number, during: "run" | "repeat", error: unknown): void {
    if (!turns.isNewest(turn)) return;
    facts.setState({ running: null });
    const problem = toProblem(error);
    if (problem === null) notifyFault(desk, during, error);
    else notify(desk, { kind: "problem", problem, from: "call" });
  }

  /** Shows a result where the reader still is; who went elsewhere is shown nothing of it. */
  function show({ query, scenario }: RunOrder, result: RunResult): void {
    const now = facts.getState().query;
    if (!isSamePlace(query, now) || query.mode !== now.mode) return facts.setState({ running: null });
    const parameters = result.report.parameters;
    const source = getSource({ query, scenario });
    const last = result.trace === null ? -1 : result.trace.count - 1;
    facts.setState(({ visited, spoken }) => ({
      running: null,
      result: { query, parameters, source, result },
      cost: null,
      playhead: last,
      selection: null,
      revealed: null,
      snapshot: null,
      visited: scenario === null || visited.includes(scenario.id) ? visited : [...visited, scenario.id],
      spoken: { key: "ran", count: (spoken?.count ?? 0) + 1 },
    }));
    desk.keep({ visited: facts.getState().visited });
    void playhead.seek(last);
  }

  async function run(order: RunOrder): Promise<RunResult> {
    const turn = await begin(order);
    try {
      const result = await desk.laboratory().run(toRequest(order), (progress) => {
        if (turns.isNewest(turn)) facts.setState(({ running }) => ({ running: running && { ...running, progress } }));
      });
      if (turns.isNewest(turn)) show(order, result);
      return result;
    } catch (error) {
      fail(turn, "run", error);
      throw error;
    }
  }

  async function repeat(order: RunOrder, runs: number): Promise<RepeatResult> {
    const turn = await begin({ ...order, record: false }, { done: 0, runs });
    try {
      const result = await desk.laboratory().repeat({ ...toRequest(order), runs }, (done) => {
        if (turns.isNewest(turn))
          facts.setState(({ running }) => ({ running: running && { ...running, repeat: { done, runs } } }));
      });
      if (turns.isNewest(turn)) facts.setState({ running: null });
      return result;
    } catch (error) {
      fail(turn, "repeat", error);
      throw error;
    }
  }

  /** Nothing of it is shown. */
  async function runUnrecorded(order: RunOrder): Promise<RunResult> {
    const turn = await begin({ ...order, record: false });
    try {
      return await desk.laboratory().run({ ...toRequest(order), record: false });
    } catch (error) {
      fail(turn, "run", error);
      throw error;
    } finally {
      if (turns.isNewest(turn)) facts.setState({ running: null });
    }
  }

  async function measureCost(order: RunOrder): Promise<void> {
    const bare = await runUnrecorded(order);
    if (bare.report.status === "stopped") return;
    const recorded = await run(order);
    if (facts.getState().result?.result !== recorded) return;
    facts.setState({ cost: { recordedMs: recorded.report.elapsedMs, bareMs: bare.report.elapsedMs } });
  }

  return {
    run: (order) => desk.pending.track(run(order)),
    repeat: (order, runs) => desk.pending.track(repeat(order, runs)),
    measureCost: (order) => desk.pending.track(measureCost(order)),
    async stop() {
      if (facts.getState().running !== null) await desk.pending.track(desk.laboratory().stop());
    },
  };
}

function toRequest({ query, scenario, timeoutMs = RUN_TIMEOUT_MS, record = true }: RunOrder): RunRequest {
  return { ...requestOf({ query, scenario }), timeoutMs, record };
}

/** Why a run of this would be refused for its size; null when it would not. */
function problemOf({ query, scenario, record = true }: RunOrder): Problem | null {
  if (!record || scenario === null || query.program !== null) return null;
  const values = valuesOf(parametersIn(query, scenario), query.parameters);
  const estimate = scenario.estimateEvents(values);
  if (estimate <= EVENT_LIMIT) return null;
  const blamed = scenario.heavy ?? scenario.parameters.filter(({ kind }) => kind === "integer").map(({ name }) => name);
  return {
    field: blamed.join(", "),
    value: blamed.map((name) => writeValue(values[name])).join(", "),
    allowed: { kind: "events", limit: EVENT_LIMIT, estimate },
  };
}
