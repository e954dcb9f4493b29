// Threads that are learnt end as simulated ones do: as many runs, the same outcomes as often, the same shortest failure, on random listings.
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bruteForce } from "../../testing/brute-force.ts";
import { exploredListing, learntListing } from "../../testing/explored-listing.ts";
import { randomListing } from "../../testing/random-listings.ts";
import { guardedUpdates, lastZero, lostUpdates, threadsOf } from "../../testing/table-listings.ts";
import { Exploration, type ExplorationOrder, type ExplorationState, type ExploredProgram } from "./exploration.ts";

const WHOLE: ExplorationOrder = {
  search: "exhaustive",
  reduction: "dpor",
  maxRuns: Infinity,
  maxSteps: 1000,
  maxPreemptions: Infinity,
  timeoutMs: Infinity,
  seed: 1,
  depth: 3,
  untilFailure: false,
};

function explore(program: ExploredProgram, order: Partial<ExplorationOrder>): ExplorationState {
  const exploration = new Exploration(program, { ...WHOLE, ...order }, { nowMs: () => 0, wallMs: () => 0 });
  while (!exploration.advance(1));
  return exploration.state();
}

/** All but the order of ends that came equally often. */
function told({ ends, ...state }: ExplorationState) {
  const counts = ends.map(({ status, outcome, runs, path }) => JSON.stringify([status, outcome, runs, path]));
  return { ...state, counts: counts.toSorted() };
}

describe("learnt threads", () => {
  it("do on random listings what simulated ones do, and reduction plays each trace once and ends in all ways", () => {
    let learnt = 0;
    fc.assert(
      fc.property(randomListing, (source) => {
        const program = exploredListing(source);
        const beginning = program.mark();
        const all = bruteForce(program);
        for (const reduction of ["none", "dpor"] as const) {
          const trees = learntListing(source);
          const state = explore(trees, { reduction });
          if (!trees.gaveUp) learnt++;
          program.backTo(beginning);
          expect(told(state)).toEqual(told(explore(program, { reduction })));
          expect(state.runs).toBe(reduction === "none" ? all?.interleavings : all?.traces);
          expect([state.redundant, state.ends.length]).toEqual([0, all?.ends.size]);
        }
      }),
      { numRuns: 30 },
    );
    expect(learnt).toBeGreaterThan(30);
  });

  it.each([
    ["lost updates", lostUpdates(2, 2), false],
    ["a lock", guardedUpdates(3), false],
    ["elements", lastZero(3), false],
    ["a list that grows", threadsOf(2, "a = []", "a.append(i)"), true],
    ["values made while threads run", threadsOf(2, "x = ''", "global x\nx = str(i) + 'th'"), true],
  ])("%s", (_, source, gaveUp) => {
    const program = learntListing(source);
    for (const search of ["exhaustive", "walk"] as const) {
      const order = { search, maxRuns: 200 };
      expect(told(explore(program, order))).toEqual(told(explore(exploredListing(source), order)));
    }
    expect(program.gaveUp).toBe(gaveUp);
  });
});
