import { describe, expect, it } from "vitest";
import { toRequest } from "./exploring.ts";
import { createScriptedDesk } from "./scripted-desk.ts";
import { TWO_ADDS_EXPLORED } from "./scripted-explorer.ts";

async function opened(search = "?scenario=count-race&mode=explore") {
  const scripted = createScriptedDesk();
  await scripted.actions.show(search, "replace");
  await scripted.desk.pending.none();
  return { ...scripted, exploring: scripted.actions.exploring, get: () => scripted.desk.facts.getState() };
}

/** Lets what waits for answered promises go on. */
const turn = () => new Promise((resolve) => setImmediate(resolve));

describe("exploring", () => {
  it("explores what is on show with its small defaults, and shows what came of it", async () => {
    const { exploring, explorer, get } = await opened();
    const report = await exploring.explore();
    expect(explorer.requests).toMatchObject([
      { scenario: "count-race", parameters: { iterations: 1 }, search: "exhaustive", reduction: "dpor" },
    ]);
    expect(report).toBe(TWO_ADDS_EXPLORED);
    expect(get().exploring).toMatchObject({ running: false, report: TWO_ADDS_EXPLORED });
  });

  it("gives an exhaustive search no seed, whatever the address has for the listing's random numbers", async () => {
    const { exploring, explorer } = await opened("?scenario=count-race&mode=explore&seed=7");
    await exploring.explore();
    await exploring.explore({ way: "walk", seed: 3 });
    expect(explorer.requests.map(({ seed }) => seed)).toEqual([undefined, 3]);
  });

  it("tells how far it is, pauses, goes on, and keeps what it has when it is stopped", async () => {
    const { exploring, explorer, get } = await opened();
    explorer.answer = null;
    const done = exploring.explore();
    await turn();
    explorer.tell({ runs: 3, share: 0.5 });
    expect(get().exploring).toMatchObject({ running: true, progress: { runs: 3, share: 0.5 } });
    await exploring.pause();
    expect(get().exploring?.paused).toBe(true);
    await exploring.resume();
    await exploring.stop();
    expect(await done).toMatchObject({ complete: false });
    expect(get().exploring).toMatchObject({ running: false, paused: false, report: { complete: false } });
    expect(explorer.calls).toEqual(["pause", "resume", "stop"]);
  });

  it("shows only the newest of two", async () => {
    const { exploring, explorer, get } = await opened();
    explorer.answer = null;
    const first = exploring.explore();
    await turn();
    const finishFirst = explorer.finish.bind(explorer);
    explorer.answer = TWO_ADDS_EXPLORED;
    const second = exploring.explore({ way: "none" });
    await second;
    finishFirst({ ...TWO_ADDS_EXPLORED, runs: 99 });
    expect(await first).toBeNull();
    expect(get().exploring).toMatchObject({ way: "none", report: { runs: 4 } });
  });

  it("ends what nobody waits for any more when another scenario is chosen", async () => {
    const { exploring, explorer, actions, get } = await opened();
    explorer.answer = null;
    const done = exploring.explore();
    await turn();
    await actions.chooseScenario("deadlock");
    expect(await done).toBeNull();
    expect([explorer.calls, get().exploring]).toEqual([["stop"], null]);
  });

  it("stays on show while the reader steps through what it found", async () => {
    const { exploring, actions, get } = await opened();
    await exploring.explore();
    await actions.setMode("step", { schedule: "s1.SCRIPT.1-2x2-1", step: 0 });
    expect(get().exploring?.report).toBe(TWO_ADDS_EXPLORED);
  });

  it("takes away what is not limited, and a seed from what has no chance in it", () => {
    const limits = { maxRuns: null, maxSteps: 50, maxPreemptions: 2, seconds: 3, seed: 7, untilFailure: true };
    expect(toRequest({ ...limits, way: "none" })).toEqual({
      search: "exhaustive",
      reduction: "none",
      untilFailure: true,
      maxSteps: 50,
      maxPreemptions: 2,
      timeoutMs: 3000,
    });
    expect(toRequest({ ...limits, way: "pct", untilFailure: false, maxRuns: 10 })).toMatchObject({
      search: "pct",
      seed: 7,
      maxRuns: 10,
    });
    expect(toRequest({ ...limits, way: "dpor", seconds: null }).timeoutMs).toBe(Infinity);
  });
});

describe("many real runs", () => {
  it("are kept beside the exact set", async () => {
    const { exploring, get } = await opened();
    await exploring.repeat();
    expect(get().repeated?.result).toMatchObject({ runs: 1000, outcomes: [{ runs: 1000 }] });
  });
});
