import { describe, expect, it } from "vitest";
import { unpackProgram } from "./packed-program.ts";
import { createScriptedDesk } from "./scripted-desk.ts";
import { canRun, getParameters, getSource, getValues, isResultCurrent } from "./selectors.ts";

async function opened(search = "?scenario=bank-race") {
  const scripted = createScriptedDesk();
  await scripted.actions.show(search, "replace");
  await scripted.desk.pending.none();
  return { ...scripted, get: () => scripted.desk.facts.getState(), scripted };
}

describe("opening an address", () => {
  it("shows the scenario with its listing and compiles it", async () => {
    const { get, requests } = await opened("?scenario=bank-race&iterations=7");
    expect(get().scenario?.id).toBe("bank-race");
    expect(getSource(get())).toContain("iterations = 7");
    expect(get().compiled?.source).toBe(getSource(get()));
    expect(requests).toEqual([]);
  });

  it("tells bad values, keeps the defaults, runs nothing and leaves the address as it was typed", async () => {
    const { get, requests, written } = await opened("?scenario=bank-race&threads=99");
    expect(getValues(get()).threads).toBe(2);
    expect(get().notices).toMatchObject([{ kind: "problem", problem: { field: "threads", value: "99" } }]);
    expect([requests, written]).toEqual([[], []]);
  });

  it("says of a listing that it came with the address, and does not run it", async () => {
    const { actions } = createScriptedDesk();
    await actions.show("?scenario=bank-race", "replace");
    const { get, requests } = await opened("?program=S7I1BAA");
    expect(get().notices.map(({ kind }) => kind)).toContain("stranger");
    expect(requests).toEqual([]);
  });

  it("shows the catalogue with a message for an unknown scenario", async () => {
    const { get } = await opened("?scenario=nope");
    expect(get().query).toMatchObject({ scenario: null, program: null });
    expect(get().notices).toMatchObject([{ problem: { field: "scenario", value: "nope" } }]);
  });
});

describe("moving on", () => {
  it("keeps the address up to date: an entry for each scenario and parameter, none for language and theme", async () => {
    const { actions, written } = await opened();
    await actions.setParameter("threads", 3);
    await actions.setParameter("threads", 2);
    await actions.setLanguage("zh-CN");
    await actions.setTheme("dark");
    await actions.chooseScenario("pool");
    await actions.openCatalogue();
    expect(written.slice(1)).toEqual([
      "push ?scenario=bank-race&threads=3",
      "push ?scenario=bank-race",
      "replace ?scenario=bank-race&lang=zh-CN",
      "replace ?scenario=bank-race&lang=zh-CN&theme=dark",
      "push ?scenario=pool&lang=zh-CN&theme=dark",
      "push ?catalogue=1&lang=zh-CN&theme=dark",
    ]);
  });

  it("lets go of a result when the scenario changes and marks it when a parameter does", async () => {
    const { actions, get, scripted } = await opened();
    const run = actions.runShown();
    await Promise.resolve();
    scripted.finish();
    await run;
    expect(isResultCurrent(get())).toBe(true);
    await actions.setParameter("threads", 3);
    expect(get().result).not.toBeNull();
    expect(isResultCurrent(get())).toBe(false);
    await actions.chooseScenario("pool");
    expect(get().result).toBeNull();
    expect(scripted.stops).toBe(0);
  });

  it("shows the scenario that was chosen last, whichever loads first", async () => {
    const { actions, get } = await opened();
    await Promise.all([
      actions.chooseScenario("pool"),
      actions.chooseScenario("deadlock"),
      actions.chooseScenario("two-jobs"),
    ]);
    expect(get().scenario?.id).toBe("two-jobs");
    expect(get().query.scenario).toBe("two-jobs");
  });
});

describe("editing", () => {
  it("puts the listing into the address, and the scenario's own text takes it out again", async () => {
    const { actions, get, written } = await opened("?scenario=bank-race&threads=3");
    const own = getSource(get());
    await actions.edit(`${own}# 改动\n`);
    const address = new URLSearchParams((written.at(-1) ?? "").replace("replace ?", ""));
    expect(await unpackProgram(address.get("program") ?? "")).toBe(`${own}# 改动\n`);
    await actions.edit(own);
    expect(get().query.program).toBeNull();
    expect(getValues(get()).threads).toBe(3);
    await actions.edit("x = 1\n");
    await actions.resetListing();
    expect(getSource(get())).toBe(own);
  });

  it("makes parameters of what stands in the head, and writes them there", async () => {
    const { actions, get } = await opened();
    await actions.writeOwn("");
    await actions.edit("rounds = 10\nprint(rounds)\n");
    expect(getParameters(get()).map(({ name }) => name)).toEqual(["rounds", "second"]);
    await actions.setParameter("rounds", 25);
    expect(getSource(get())).toBe("rounds = 25\nprint(rounds)\n");
    await actions.setParameter("second", 100);
    expect(get().query.parameters).toEqual({ second: 100 });
  });

  it("shows errors, keeps the controls in place, and nothing can be run", async () => {
    const { actions, get } = await opened();
    await actions.writeOwn("");
    await actions.edit("rounds = 10\n");
    await actions.edit("rounds = 10\nimport os\n");
    expect(get().compiled?.diagnostics).toMatchObject([{ line: 2, column: 8 }]);
    expect(getParameters(get()).map(({ name }) => name)).toEqual(["rounds", "second"]);
    expect(canRun(get())).toBe(false);
  });
});

describe("running", () => {
  it("asks for all parameters by name, and shows what came", async () => {
    const { actions, get, requests, scripted } = await opened("?scenario=bank-race&iterations=10&seed=4");
    const run = actions.runShown();
    await Promise.resolve();
    expect(get().running).not.toBeNull();
    scripted.finish();
    await run;
    expect(requests).toMatchObject([
      {
        scenario: "bank-race",
        parameters: { threads: 2, iterations: 10, lock: "none", python: "free-threaded" },
        seed: 4,
        timeoutMs: 30_000,
        record: true,
      },
    ]);
    expect(get().running).toBeNull();
    expect(get().playhead).toBe(9);
    expect(get().visited).toEqual(["bank-race"]);
  });

  it("stops the old run for a new one and shows only the new", async () => {
    const { actions, get, requests, scripted } = await opened();
    const first = actions.running.run({ query: get().query, scenario: get().scenario });
    await Promise.resolve();
    const second = actions.running.run({
      query: { ...get().query, parameters: { threads: 4 } },
      scenario: get().scenario,
    });
    expect((await first).report.status).toBe("stopped");
    await Promise.resolve();
    await Promise.resolve();
    scripted.finish();
    expect((await second).report.status).toBe("finished");
    expect(scripted.stops).toBe(1);
    expect(requests).toHaveLength(2);
    expect(get().result?.parameters.threads).toBe(4);
  });

  it("stops what runs when the reader goes elsewhere, and shows nothing of it there", async () => {
    const { actions, get, scripted } = await opened();
    const run = actions.runShown();
    await Promise.resolve();
    await actions.chooseScenario("deadlock");
    await run;
    expect(scripted.stops).toBe(1);
    expect(get().scenario?.id).toBe("deadlock");
    expect([get().running, get().result, get().visited]).toEqual([null, null, []]);
  });

  it("does not go on to the recorded run when the one without recording was stopped", async () => {
    const { actions, get, requests } = await opened();
    const measuring = actions.measureCost();
    await Promise.resolve();
    await actions.stop();
    await measuring;
    expect(requests).toMatchObject([{ record: false }]);
    expect([get().running, get().cost]).toEqual([null, null]);
  });

  it("refuses what would record too many events, and names the parameters to blame", async () => {
    const { actions, get, requests } = await opened("?scenario=bank-race&threads=8&iterations=1000000");
    await actions.runShown();
    expect(requests).toEqual([]);
    expect(get().notices).toMatchObject([
      {
        kind: "problem",
        problem: { field: "threads, iterations", value: "8, 1000000", allowed: { kind: "events", limit: 10_000_000 } },
      },
    ]);
    void actions.runShown({ record: false });
    await Promise.resolve();
    expect(requests).toMatchObject([{ record: false }]);
  });

  it("asks the laboratory also where memory cannot be shared: it simulates there", async () => {
    const scripted = createScriptedDesk({ sharedMemory: false });
    await scripted.actions.show("?scenario=bank-race", "replace");
    expect(canRun(scripted.desk.facts.getState())).toBe(true);
    void scripted.actions.runShown();
    await Promise.resolve();
    expect(scripted.requests).toMatchObject([{ scenario: "bank-race" }]);
  });
});

describe("looking back", () => {
  it("clamps the playhead and knows the state there", async () => {
    const { actions, get, scripted } = await opened();
    const run = actions.runShown();
    await Promise.resolve();
    scripted.finish();
    await run;
    await actions.seek(3);
    expect([get().playhead, get().snapshot?.seq]).toEqual([3, 3]);
    await actions.seek(99);
    expect([get().playhead, get().snapshot?.seq]).toEqual([9, 9]);
    await actions.select(4);
    expect([get().selection, get().playhead]).toEqual([4, 4]);
    await Promise.all([1, 7, 2, 5].map((seq) => actions.seek(seq)));
    expect(get().snapshot?.seq).toBe(5);
  });
});
