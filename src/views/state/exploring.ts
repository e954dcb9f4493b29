/**
 * Exploring every order, or many random ones, of what is on show. Rules: one exploration at a time and a new one stops the old; what
 * was found stays on show until another program takes its place.
 */
import type { ExplorationReport } from "../../engine/program/report.ts";
import type { ExploreRequest } from "../../workers/contract.ts";
import type { Desk } from "./desk.ts";
import { dismiss, notify, notifyFault } from "./desk.ts";
import type { ExploringFacts, Limits, Way } from "./facts.ts";
import { createTurns } from "./newest.ts";
import { toProblem } from "./problem.ts";
import type { RunOrder, Running } from "./running.ts";
import { requestOf } from "./selectors.ts";

/** Real runs that are compared with the exact set. */
export const MANY_RUNS = 1000;

export interface Exploring {
  setLimits(limits: Partial<Limits>): void;
  /** Explores what is on show; gives null where it was refused, failed or gave way to a newer one: the page was told. */
  explore(limits?: Partial<Limits>): Promise<ExplorationReport | null>;
  pause(): Promise<void>;
  resume(): Promise<void>;
  /** Ends it; what was found so far is shown. */
  stop(): Promise<void>;
  /** Runs what is on show many times on real threads. */
  repeat(): Promise<void>;
}

export function createExploring(desk: Desk, running: Pick<Running, "repeat" | "stop">): Exploring {
  const { facts } = desk;
  const turns = createTurns();

  facts.subscribe(({ exploring }, before) => {
    // Another program took its place: what is still explored is of no use to anybody.
    if (before.exploring?.running === true && exploring === null) void desk.pending.track(desk.explorer().stop());
  });

  function put(turn: number, part: Partial<ExploringFacts>): void {
    if (!turns.isNewest(turn)) return;
    facts.setState(({ exploring }) => ({ exploring: exploring && { ...exploring, ...part } }));
  }

  function fail(turn: number, error: unknown): void {
    if (!turns.isNewest(turn) || facts.getState().exploring === null) return;
    facts.setState({ exploring: null });
    const problem = toProblem(error);
    if (problem === null) notifyFault(desk, "explore", error);
    else notify(desk, { kind: "problem", problem, from: "call" });
  }

  async function explore(part: Partial<Limits> = {}): Promise<ExplorationReport | null> {
    const now = facts.getState();
    const limits = { ...now.limits, ...part };
    const turn = turns.take();
    dismiss(desk, ({ kind }) => kind === "fault");
    if (now.running !== null) await running.stop();
    facts.setState({
      exploring: { query: now.query, way: limits.way, running: true, paused: false, progress: null, report: null },
    });
    try {
      const request = { ...requestOf(now), ...toRequest(limits) };
      const report = await desk.explorer().explore(request, (progress) => put(turn, { progress }));
      put(turn, { running: false, paused: false, report });
      return turns.isNewest(turn) && facts.getState().exploring !== null ? report : null;
    } catch (error) {
      fail(turn, error);
      return null;
    }
  }

  async function repeat(): Promise<void> {
    const { query, scenario } = facts.getState();
    const order: RunOrder = { query, scenario };
    try {
      const result = await running.repeat(order, MANY_RUNS);
      if (facts.getState().query.scenario === query.scenario) facts.setState({ repeated: { query, result } });
    } catch {
      // Whoever refused it or failed has told the page already.
    }
  }

  return {
    setLimits: (limits) => facts.setState((before) => ({ limits: { ...before.limits, ...limits } })),
    explore: (limits) => desk.pending.track(explore(limits)),
    async pause() {
      put(turns.current(), { paused: true });
      await desk.pending.track(desk.explorer().pause());
    },
    async resume() {
      put(turns.current(), { paused: false });
      await desk.pending.track(desk.explorer().resume());
    },
    stop: () => desk.pending.track(desk.explorer().stop()),
    repeat: () => desk.pending.track(repeat()),
  };
}

/** Limits as the explorer takes them; what has no limit is left out. */
export function toRequest(limits: Limits): Omit<ExploreRequest, "scenario" | "program" | "parameters"> {
  const { maxRuns, maxSteps, maxPreemptions, seconds, seed, untilFailure } = limits;
  return {
    ...wayOf(limits.way),
    ...(isRandom(limits.way) ? { seed } : {}),
    ...(untilFailure ? { untilFailure } : {}),
    ...(maxRuns === null ? {} : { maxRuns }),
    ...(maxSteps === null ? {} : { maxSteps }),
    ...(maxPreemptions === null ? {} : { maxPreemptions }),
    ...(seconds === null ? {} : { timeoutMs: seconds * 1000 }),
  };
}

/** Whether a way tries some orders by chance, and never all. */
export function isRandom(way: Way): boolean {
  return way !== "dpor" && way !== "none";
}

function wayOf(way: Way): Pick<ExploreRequest, "search" | "reduction"> {
  return way === "dpor" || way === "none" ? { search: "exhaustive", reduction: way } : { search: way };
}
