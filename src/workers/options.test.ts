// Every option of the requests has its effect, or is refused by name with what is allowed; nothing is silently left aside.
import { describe, expect, it } from "vitest";
import type { Clock } from "../engine/base/clock.ts";
import { breathe } from "./breathe.ts";
import type { ExploreRequest, RunRequest } from "./contract.ts";
import { ThreadLaboratory } from "./laboratory.ts";
import { ListingExplorer } from "./listing-explorer.ts";
import { sharedClock } from "./shared-clock.ts";
import type { StepRequest } from "./stepping-contract.ts";

/** Time goes on by that much whenever it is asked for. */
function hurried(tickMs: number): Clock {
  let now = 0;
  const nowMs = (): number => (now += tickMs);
  return { nowMs, wallMs: nowMs };
}

const explored = (request: ExploreRequest, clock = sharedClock) =>
  new ListingExplorer({ clock, breathe }).explore(request);

/** On the simulator, which is what runs where memory cannot be shared. */
function laboratory(clock: Clock) {
  const createWorker = (): never => {
    throw new Error("the simulator needs no worker");
  };
  return new ThreadLaboratory({ clock, createWorker, resolutionUs: 5, warm: 0, sharedMemory: false, breathe });
}

const RACE = { scenario: "bank-race", parameters: { iterations: 1 } } as const;
const DICE = "import random\nx = random.random()\n";

describe("explore", () => {
  it.each<readonly [string, ExploreRequest, object]>([
    ["parameters", { ...RACE, parameters: { iterations: 1, lock: "inner" } }, { runs: 2, failures: 0 }],
    ["reduction", { ...RACE, reduction: "none" }, { runs: 70, reduction: "none" }],
    ["steps", { ...RACE, steps: "visible", maxRuns: 1 }, { runs: 1, steps: 22 }],
    ["search", { ...RACE, search: "walk" }, { runs: 1000, search: "walk", complete: false }],
    ["maxRuns", { ...RACE, maxRuns: 5 }, { runs: 5, cuts: [{ by: "max-runs", count: 1 }] }],
    ["maxSteps", { ...RACE, maxSteps: 3, reduction: "none" }, { cuts: [{ by: "max-steps", count: 8 }] }],
    ["untilFailure", { ...RACE, untilFailure: true }, { failures: 1, cuts: [{ by: "until-failure", count: 1 }] }],
  ])("%s", async (_, request, told) => {
    expect(await explored(request)).toMatchObject(told);
  });

  it.each<ExploreRequest>([
    { reduction: "dpor" },
    { reduction: "none" },
    { search: "walk" },
    { search: "pct" },
    { search: "weighted" },
  ])("maxPreemptions in %j: without any nobody comes between", async (way) => {
    const { failures, cuts, complete } = await explored({ ...RACE, ...way, maxPreemptions: 0 });
    expect([failures, complete]).toEqual([0, false]);
    expect(cuts.map(({ by }) => by)).toContain("max-preemptions");
  });

  it.each(["walk", "pct", "weighted"] as const)(
    "seed of %s: another one, other runs; the same, the same",
    async (search) => {
      const tallies: string[] = [];
      for (const seed of [1, 2, 1]) {
        const { outcomes } = await explored({ ...RACE, search, seed, maxRuns: 60 });
        tallies.push(JSON.stringify(outcomes.map(({ outcome, runs }) => [outcome, runs])));
      }
      expect(tallies[0]).toBe(tallies[2]);
      expect(tallies[0]).not.toBe(tallies[1]);
    },
  );

  it("depth of pct: with 1 priorities never change, so nobody comes between", async () => {
    const way = { scenario: "count-race", search: "pct", maxRuns: 200 } as const;
    expect((await explored({ ...way, depth: 1 })).failures).toBe(0);
    expect((await explored({ ...way, depth: 2 })).failures).toBeGreaterThan(0);
  });

  it("timeoutMs, and ten minutes where it is not given", async () => {
    const long: ExploreRequest = {
      scenario: "bank-race",
      parameters: { iterations: 3, threads: 3 },
      reduction: "none",
    };
    for (const [timeoutMs, heldTo] of [
      [40, 40],
      [undefined, 600_000],
    ] as const) {
      const report = await explored({ ...long, timeoutMs }, hurried(heldTo / 4));
      expect(report).toMatchObject({ complete: false, cuts: [{ by: "timeout" }] });
      expect(report.elapsedMs).toBeGreaterThanOrEqual(heldTo);
      expect(report.elapsedMs).toBeLessThan(heldTo * 2);
    }
  });

  it.each<readonly [ExploreRequest, string, string]>([
    [{ depth: 3 }, "depth", 'search "pct"'],
    [{ depth: 3, search: "walk" }, "depth", 'search "pct"'],
    [{ seed: 1 }, "seed", 'search "walk" or "pct" or "weighted"'],
    [{ search: "pct", reduction: "dpor" }, "reduction", 'search "exhaustive"'],
  ])("refuses what would be left aside: %j", async (way, argument, where) => {
    const allowed = `none here: ${argument} has an effect only with ${where}`;
    await expect(explored({ ...RACE, ...way })).rejects.toMatchObject({ argument, allowed });
  });

  it.each([
    ["search", "all"],
    ["reduction", "some"],
    ["steps", "all"],
    ["maxRuns", 0],
    ["maxSteps", 0.5],
    ["maxPreemptions", -1],
    ["timeoutMs", 0],
    ["untilFailure", "yes"],
  ])("refuses %s: %j", async (argument, value) => {
    await expect(explored({ ...RACE, [argument]: value })).rejects.toMatchObject({ argument, value });
  });
});

describe("step", () => {
  const stepped = async (request: StepRequest) => (await laboratory(sharedClock).step(request)).report;

  it("seed, schedule, steps, maxSteps, parameters", async () => {
    const schedules = await Promise.all([1, 2, 1].map(async (seed) => (await stepped({ ...RACE, seed })).schedule));
    expect(schedules[0]).toBe(schedules[2]);
    expect(schedules[0]).not.toBe(schedules[1]);
    expect((await stepped({ ...RACE, schedule: schedules[1] ?? "" })).schedule).toBe(schedules[1]);
    expect(await stepped({ ...RACE, maxSteps: 3 })).toMatchObject({ steps: 3, status: "step-limit" });
    const [shared, visible] = [await stepped(RACE), await stepped({ ...RACE, steps: "visible" })];
    expect(visible.steps).toBeGreaterThan(Number(shared.steps));
    const locked = await stepped({ ...RACE, parameters: { iterations: 1, lock: "inner" } });
    expect(locked).toMatchObject({ correct: true });
  });

  it.each([
    ["seed", 0.5],
    ["schedule", "s1.nonsense"],
    ["on", "paper"],
    ["on", "workers"],
    ["steps", "all"],
    ["maxSteps", 0],
  ])("refuses %s: %j", async (argument, value) => {
    await expect(stepped({ ...RACE, [argument]: value })).rejects.toMatchObject({ argument, value });
  });
});

describe("run and repeat", () => {
  const run = (request: RunRequest, clock = sharedClock) => laboratory(clock).run(request);

  it("record, seed, timeoutMs, runs, parameters", async () => {
    expect(await run({ ...RACE, record: false })).toMatchObject({ trace: null, report: { lostUpdates: null } });
    const drawn = await Promise.all([1, 2, 1].map(async (seed) => (await run({ program: DICE, seed })).report.outcome));
    expect(drawn[0]).toEqual(drawn[2]);
    expect(drawn[0]).not.toEqual(drawn[1]);
    const late = await run({ program: "while True:\n    pass\n", timeoutMs: 50 }, hurried(10));
    expect(late.report.status).toBe("timed-out");
    expect(await laboratory(sharedClock).repeat({ ...RACE, runs: 3 })).toMatchObject({ runs: 3 });
    expect((await run({ ...RACE, parameters: { iterations: 2 } })).report.parameters).toMatchObject({ iterations: 2 });
  });
});
