/**
 * Break it, then mend it: the learner first reaches a failure as the scheduler, then changes the program, and every order of it is
 * checked. Rules: the program to break stays the one it began with; a failure counts when the history has come to its end; a program
 * counts as mended only when every order was played and none fails.
 */
import type { ExplorationReport } from "../../engine/program/report.ts";
import type { ExploreRequest } from "../../workers/contract.ts";
import type { Desk } from "./desk.ts";
import { notify, notifyFault } from "./desk.ts";
import type { ChallengeFacts, Facts } from "./facts.ts";
import { createTurns } from "./newest.ts";
import { toProblem } from "./problem.ts";
import { isSameProgram } from "./query.ts";
import { getTone, requestOf } from "./selectors.ts";

/** How long the explorer looks for the shortest failure, and at a mended program; milliseconds. */
const SEARCH_MS = 20_000;

export interface Challenges {
  /** Begins with what is on show. */
  begin(): Promise<void>;
  /** On to mending. */
  mend(): void;
  /** Plays every order of what is on show. */
  check(): Promise<void>;
  giveUp(): void;
}

export function createChallenges(desk: Desk): Challenges {
  const { facts } = desk;
  const turns = createTurns();

  facts.subscribe((now, before) => {
    if (now.stepping?.view !== before.stepping?.view) noteFailure(now);
  });

  function put(part: Partial<ChallengeFacts>): void {
    facts.setState(({ challenge }) => ({ challenge: challenge && { ...challenge, ...part } }));
  }

  function noteFailure({ challenge, stepping, result, query }: Facts): void {
    if (challenge === null || challenge.mends || stepping === null || result === null) return;
    const { status, at, length, schedule } = stepping.view;
    if (at !== length || !isSameProgram(challenge.query, query)) return;
    // A livelock never ends: it has come about as soon as it can be told.
    const { report } = result.result;
    const isLivelock = status === null && report.findings.some(({ kind }) => kind === "livelock");
    if (!isLivelock && (status === null || getTone(report) !== "bad")) return;
    if (challenge.broken === null || length < challenge.broken.steps) put({ broken: { steps: length, schedule } });
  }

  /** null where it could not be explored, or something newer took its place: the page was told. */
  async function explore(now: Facts): Promise<ExplorationReport | null> {
    const turn = turns.take();
    const { seed: _, ...what } = requestOf(now);
    const request: ExploreRequest = {
      ...what,
      search: "exhaustive",
      reduction: "dpor",
      timeoutMs: SEARCH_MS,
    };
    try {
      const report = await desk.explorer().explore(request);
      return turns.isNewest(turn) ? report : null;
    } catch (error) {
      if (!turns.isNewest(turn)) return null;
      const problem = toProblem(error);
      if (problem === null) notifyFault(desk, "explore", error);
      else notify(desk, { kind: "problem", problem, from: "call" });
      return null;
    }
  }

  async function begin(): Promise<void> {
    const now = facts.getState();
    const challenge: ChallengeFacts = { query: now.query, explored: null, broken: null, mends: false, check: null };
    facts.setState({ challenge });
    const explored = await explore(now);
    if (explored !== null) put({ explored });
  }

  async function check(): Promise<void> {
    const now = facts.getState();
    put({ check: { query: now.query, report: null } });
    const report = await explore(now);
    put({ check: report && { query: now.query, report } });
  }

  return {
    begin: () => desk.pending.track(begin()),
    mend: () => put({ mends: true }),
    check: () => desk.pending.track(check()),
    giveUp() {
      turns.take();
      facts.setState({ challenge: null });
    },
  };
}
