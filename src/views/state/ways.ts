/**
 * The same work in every way that a scenario knows, one run after the other, to be put side by side. Rule: each way is a real run like any
 * other and is on show when it has ended; the one that was on show comes last, so that it is again; a run that was refused, failed or
 * stopped ends the row.
 */
import type { Parameter } from "../../engine/program/scenario.ts";
import type { Desk } from "./desk.ts";
import type { WaysFacts } from "./facts.ts";
import type { Moving } from "./moving.ts";
import { createTurns } from "./newest.ts";
import type { Running } from "./running.ts";
import { getValues } from "./selectors.ts";

/** The parameter that chooses among ways. */
export const WAY = "way";

export interface WaysActions {
  /** Runs each way. */
  runWays(): Promise<void>;
  /** Runs one way, to look into it. */
  runWay(way: string): Promise<void>;
}

export function createWays(
  desk: Desk,
  moving: Pick<Moving, "setParameter">,
  running: Pick<Running, "run">,
): WaysActions {
  const { facts } = desk;
  const turns = createTurns();

  async function runWays(): Promise<void> {
    const turn = turns.take();
    const { scenario } = facts.getState();
    const ways = findWays(scenario?.parameters ?? []);
    if (scenario === null || ways.length === 0) return;
    const shown = getValues(facts.getState())[WAY];
    const order = ways.toSorted((a, b) => Number(a === shown) - Number(b === shown));
    facts.setState({ ways: { scenario: scenario.id, done: [], running: order[0] } });
    for (const way of order) {
      const isStill = (): boolean => turns.isNewest(turn) && facts.getState().ways?.scenario === scenario.id;
      facts.setState(({ ways: now }) => ({ ways: now && { ...now, running: way } }));
      await moving.setParameter(WAY, way);
      if (!isStill()) return;
      const { query } = facts.getState();
      const result = await running.run({ query, scenario }).catch(() => null);
      if (!isStill()) return;
      if (result === null || result.report.status === "stopped") break;
      facts.setState(({ ways: now }) => ({
        ways: now && { ...now, done: inOrder(ways, [...now.done, { way, result }]) },
      }));
    }
    facts.setState(({ ways: now }) => ({ ways: now && { ...now, running: null } }));
  }

  async function runWay(way: string): Promise<void> {
    const { scenario } = facts.getState();
    await moving.setParameter(WAY, way);
    if (scenario === null || facts.getState().scenario !== scenario) return;
    // Whoever refused or failed has told the page already.
    await running.run({ query: facts.getState().query, scenario }).catch(() => undefined);
  }

  return {
    runWays: () => desk.pending.track(runWays()),
    runWay: (way) => desk.pending.track(runWay(way)),
  };
}

/** As the scenario names them. */
function inOrder(ways: readonly string[], done: WaysFacts["done"]): WaysFacts["done"] {
  return done.toSorted((a, b) => ways.indexOf(a.way) - ways.indexOf(b.way));
}

/** The ways that a scenario knows; none where it has no such parameter. */
export function findWays(parameters: readonly Parameter[]): readonly string[] {
  const choices = parameters.find(({ name, kind }) => name === WAY && kind === "choice")?.choices ?? [];
  return choices.filter((choice) => typeof choice === "string");
}

/** How a way is called. */
export function nameOfWay(parameters: readonly Parameter[], way: string, language: "en" | "zh-CN"): string {
  const parameter = parameters.find(({ name }) => name === WAY);
  return parameter?.choiceLabels?.[way]?.[language] ?? way;
}
