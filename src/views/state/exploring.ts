/**
 * Exploring every order, or many random ones, of what is on show. Rules: one exploration at a time and a new one stops the old; what
 * was found stays on show until another program takes its place.
 */
import type { ExplorationReport } from "../../engine/program/report.ts";
import type { ExplorationProgress, ExploreRequest } from "../../workers/contract.ts";
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
  /**
   * Explores what is asked, which is on show already. Gives what it has, also where it was stopped or gave way to something newer.
   * @throws ArgumentError for a refused request, Error where the surroundings fail; the page was told too
   */
  exploreAs(request: ExploreRequest, onProgress?: (progress: ExplorationProgress) => void): Promise<ExplorationReport>;
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

  facts.subscribe(({ exploring, running }, before) => {
    // Another program took its place, or a run: what is still explored gives way.
    const isLeft = exploring === null || (running !== null && before.running === null && exploring.running);
    if (before.exploring?.running === true && isLeft) void desk.pending.track(desk.explorer().stop());
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

  async function exploreAs(
    request: ExploreRequest,
    onProgress: (progress: ExplorationProgress) => void = () => undefined,
  ): Promise<ExplorationReport> {
    const turn = turns.take();
    dismiss(desk, ({ kind }) => kind === "fault");
    if (facts.getState().running !== null) await running.stop();
    const { query } = facts.getState();
    const exploring = { query, way: wayIn(request), running: true, paused: false, progress: null, report: null };
    if (turns.isNewest(turn)) facts.setState({ exploring });
    try {
      const report = await desk.explorer().explore(request, (progress) => {
        put(turn, { progress });
        onProgress(progress);
      });
      put(turn, { running: false, paused: false, report });
      return report;
    } catch (error) {
      fail(turn, error);
      throw error;
    }
  }

  async function explore(part: Partial<Limits> = {}): Promise<ExplorationReport | null> {
    const now = facts.getState();
    try {
      // The seed of the address is that of the listing's random numbers in a run.
      const { seed: _, ...what } = requestOf(now);
      const report = await exploreAs({ ...what, ...toRequest({ ...now.limits, ...part }) });
      return facts.getState().exploring?.report === report ? report : null;
    } catch {
      // The page was told.
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
    exploreAs: (request, onProgress) => desk.pending.track(exploreAs(request, onProgress)),
    async pause() {
      put(turns.current(), { paused: true });
      await desk.pending.track(desk.explorer().pause());
    },
    async resume() {
      put(turns.current(), { paused: false });
      await desk.pending.track(desk.explorer().resume());
    },
    async stop() {
      if (facts.getState().exploring?.running === true) await desk.pending.track(desk.explorer().stop());
    },
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
    timeoutMs: seconds === null ? Infinity : seconds * 1000,
  };
}

/** Whether a way tries some orders by chance, and never all. */
export function isRandom(way: Way): boolean {
  return way !== "dpor" && way !== "none";
}

function wayIn({ search = "exhaustive", reduction = "dpor" }: ExploreRequest): Way {
  return search === "exhaustive" ? reduction : search;
}

function wayOf(way: Way): Pick<ExploreRequest, "search" | "reduction"> {
  return way === "dpor" || way === "none" ? { search: "exhaustive", reduction: way } : { search: way };
}
