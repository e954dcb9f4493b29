// An exploration as whoever runs it sees it: bounds are kept and said, the shortest failure is proven, random searches repeat by their seed.
import { describe, expect, it } from "vitest";
import type { Clock } from "../../base/clock.ts";
import { bruteForce } from "../../testing/brute-force.ts";
import { ExploredAbstract } from "../../testing/explored-abstract.ts";
import { lostUpdates, philosophers } from "../../testing/table-programs.ts";
import { Exploration, type ExplorationOrder, type ExplorationState } from "./exploration.ts";

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

/** A clock that moves on by so much at each look. */
function tickingClock(ms: number): Clock {
  let nowMs = 0;
  return { nowMs: () => (nowMs += ms), wallMs: () => 0 };
}

function explore(program: ExploredAbstract, order: Partial<ExplorationOrder> = {}): ExplorationState {
  const exploration = new Exploration(program, { ...WHOLE, ...order }, tickingClock(1));
  while (!exploration.advance(10));
  return exploration.state();
}

function lostUpdate(n = 2, k = 2): ExploredAbstract {
  return new ExploredAbstract(lostUpdates(n, k), "x", n * k);
}

function outcomesOf({ ends }: ExplorationState): Readonly<Record<string, number>> {
  const counted: Record<string, number> = {};
  for (const { outcome, status, runs } of ends) {
    const key = `${status} ${JSON.stringify(outcome.x)}`;
    counted[key] = (counted[key] ?? 0) + runs;
  }
  return counted;
}

describe("an exploration", () => {
  it("counts runs by how they ended", () => {
    const none = explore(lostUpdate(), { reduction: "none" });
    expect(none).toMatchObject({ runs: 70, redundant: 0, failures: 64, deadlocks: 0, complete: true, cuts: [] });
    expect(outcomesOf(none)).toEqual({ "finished 2": 32, "finished 3": 32, "finished 4": 6 });
    expect(explore(lostUpdate())).toMatchObject({ runs: 34, redundant: 0, complete: true });
  });

  it("counts deadlocks as failures", () => {
    const program = new ExploredAbstract(philosophers(3, false));
    expect(explore(program, { reduction: "none" })).toMatchObject({ runs: 168, deadlocks: 6, failures: 6 });
    expect(explore(program)).toMatchObject({ runs: 7, deadlocks: 1, failures: 1 });
  });

  it("gives a path for each end that leads there", () => {
    const program = lostUpdate();
    for (const { path, outcome } of explore(program).ends) {
      const mark = program.mark();
      for (const choice of path) program.take(choice);
      expect(program.meaningOf(program.end()).outcome).toEqual(outcome);
      program.backTo(mark);
    }
  });

  it("says how far it is, and that grows to the whole", () => {
    for (const reduction of ["none", "dpor"] as const) {
      const exploration = new Exploration(lostUpdate(3, 2), { ...WHOLE, reduction }, tickingClock(1));
      const shares = [exploration.share()];
      while (!exploration.advance(1)) shares.push(exploration.share());
      expect(shares[0]).toBe(0);
      expect(shares.length).toBeGreaterThan(5);
      for (const share of shares) expect(share).toBeLessThanOrEqual(1);
      expect(exploration.share()).toBe(1);
    }
  });
});

describe("bounds", () => {
  it.each([1, 6, 33])("at most %i runs", (maxRuns) => {
    const state = explore(lostUpdate(), { maxRuns });
    expect(state).toMatchObject({ runs: maxRuns, complete: false, cuts: [{ by: "max-runs", count: 1 }] });
  });

  it("as many runs as there are is no cut", () => {
    expect(explore(lostUpdate(), { maxRuns: 34 })).toMatchObject({ runs: 34, complete: true, cuts: [] });
  });

  it("time", () => {
    const state = explore(lostUpdate(4, 2), { timeoutMs: 5 });
    expect(state).toMatchObject({ complete: false, cuts: [{ by: "timeout", count: 1 }] });
    expect(state.runs).toBeGreaterThan(0);
  });

  it("stopping gives what there is, and time between slices does not count", () => {
    const exploration = new Exploration(lostUpdate(4, 2), WHOLE, tickingClock(1));
    exploration.advance(3);
    exploration.stop();
    const state = exploration.state();
    expect(state).toMatchObject({ complete: false, cuts: [{ by: "stopped", count: 1 }] });
    expect(exploration.advance(100)).toBe(true);
    expect(exploration.state().runs).toBe(state.runs);
  });

  it("steps of a run", () => {
    const state = explore(lostUpdate(), { maxSteps: 5, reduction: "none" });
    expect(state.complete).toBe(false);
    expect(state.cuts).toEqual([{ by: "max-steps", count: state.runs }]);
    expect(new Set(state.ends.map(({ status }) => status))).toEqual(new Set(["step-limit"]));
  });

  it.each(["none", "dpor"] as const)(
    "preemptions, under %s: never complete, and what is left out is counted",
    (reduction) => {
      const state = explore(lostUpdate(), { maxPreemptions: 1, reduction });
      expect(state).toMatchObject({ complete: false, cuts: [{ by: "max-preemptions" }] });
      expect(state.cuts[0].count).toBeGreaterThan(0);
      expect(explore(lostUpdate(), { maxPreemptions: 100, reduction }).complete).toBe(false);
    },
  );
});

describe("the shortest failure", () => {
  it.each([
    ["a lost update", lostUpdates(2, 2), 4],
    ["three threads", lostUpdates(3, 1), 3],
    ["early ends", "A: r = x; stop if r = 1; r = x; x = r + 1\nB: x = 1; y = 1\nC: r = y; stop if r = 0; x = 5", 1],
    ["a deadlock", `${philosophers(3, false)}\nU: x = 1`, 1],
  ])("of %s has fewest steps, then fewest preemptions", (_, text, right) => {
    const program = new ExploredAbstract(text, "x", right);
    const failing = [...(bruteForce(program)?.shortest ?? [])].filter(([end]) => {
      const { status, correct } = program.meaningOf(end);
      return status === "deadlocked" || correct === false;
    });
    const [[, [steps, preemptions]]] = failing.toSorted(([, a], [, b]) => a[0] - b[0] || a[1] - b[1]);
    for (const reduction of ["none", "dpor"] as const) {
      const { shortest } = explore(program, { reduction });
      expect([shortest?.path.length, shortest?.preemptions, shortest?.proven]).toEqual([steps, preemptions, true]);
    }
  });

  it("is not proven when something was cut off, and null when nothing fails", () => {
    expect(explore(lostUpdate(), { maxRuns: 20 }).shortest?.proven).toBe(false);
    expect(explore(new ExploredAbstract(philosophers(2, true))).shortest).toBeNull();
  });
});

describe("random searches", () => {
  it.each(["walk", "pct", "weighted"] as const)("%s stops at the first failure, and the seed repeats it", (search) => {
    const order = { search, untilFailure: true, maxRuns: 1000, seed: 7 };
    const state = explore(lostUpdate(), order);
    expect(state.firstFailure).toBe(state.runs);
    expect(state.cuts.map(({ by }) => by)).toEqual(["random", "until-failure"]);
    expect(state.shortest?.proven).toBe(false);
    expect(explore(lostUpdate(), order)).toEqual(state);
  });

  it("the walk fails as often as computed: 13/16 for 2 × 2, 5/6 for 3 × 1", () => {
    // Four standard deviations of 20 000 runs, with a fixed seed.
    for (const [n, k, chance] of [
      [2, 2, 13 / 16],
      [3, 1, 5 / 6],
    ]) {
      const { failures, runs } = explore(lostUpdate(n, k), { search: "walk", maxRuns: 20_000 });
      expect(Math.abs(failures / runs - chance)).toBeLessThan(4 * Math.sqrt((chance * (1 - chance)) / runs));
    }
  });

  it("pct finds a bug of depth 2 at least as often as it promises", () => {
    // x = 1 must come between B's two reads: 2 threads, 4 steps, one ordering besides the priorities.
    const program = new ExploredAbstract("A: x = 1\nB: r = x; s = x; y = s", "y", 0);
    const { failures, runs } = explore(program, { search: "pct", depth: 2, maxRuns: 5000 });
    expect(failures / runs).toBeGreaterThan(1 / (2 * 4));
  });
});
