import { describe, expect, it } from "vitest";
import { scenarioIds } from "../../engine/scenarios/outline.ts";
import { createScriptedDesk } from "../state/scripted-desk.ts";
import { createPageApi } from "./page-api.ts";

async function api({ sharedMemory = true } = {}) {
  const scripted = createScriptedDesk({ sharedMemory });
  await scripted.actions.show("?scenario=bank-race", "replace");
  return {
    ...scripted,
    api: createPageApi(scripted.desk, scripted.actions, "1.2.3"),
    get: () => scripted.desk.facts.getState(),
  };
}

/** Runs to the end of the scripted run. */
async function ran() {
  const page = await api();
  const report = page.api.run({ scenario: "bank-race", parameters: { iterations: 10 } });
  while (page.requests.length === 0) await new Promise((resolve) => setImmediate(resolve));
  page.finish();
  return { ...page, report: await report };
}

const MEMBERS =
  "version environment catalogue show run repeat step explore stop trace state seek relation litmus pin exportTrace idle".split(
    " ",
  );

describe("the page API", () => {
  it("has the members that are built, and no other", async () => {
    const page = await api();
    expect(Object.keys(page.api).sort()).toEqual([...MEMBERS].sort());
    expect(page.api.version).toBe("1.2.3");
    expect(page.api.environment()).toEqual({
      isolated: true,
      sharedMemory: true,
      cores: 2,
      clockResolutionUs: 5,
      engine: "threads",
    });
  });

  it("gives the catalogue in both languages, every entry with the promised members", async () => {
    const page = await api();
    for (const lang of ["en", "zh-CN"]) {
      const entries = await page.api.catalogue({ lang });
      expect(entries.map(({ id }) => id)).toEqual(scenarioIds);
      for (const entry of entries) {
        expect(Object.keys(entry)).toEqual([
          "id",
          "chapter",
          "title",
          "summary",
          "parameters",
          "outcomes",
          "modes",
          "listing",
        ]);
        expect(entry.modes).toContain("run");
        expect(entry.listing).toMatch(/\S/);
        expect(/\p{Script=Han}/u.test(entry.title)).toBe(lang === "zh-CN");
        for (const parameter of entry.parameters) {
          const allowed = ["name", "kind", "default", "smallDefault", "min", "max", "choices", "label"];
          expect(Object.keys(parameter).filter((key) => !allowed.includes(key))).toEqual([]);
          expect(typeof parameter.label).toBe("string");
        }
      }
    }
    expect(JSON.stringify(await page.api.catalogue())).toBe(JSON.stringify(await page.api.catalogue({ lang: "en" })));
  });

  it("runs what is asked for and shows it in the page", async () => {
    const { report, get, requests, written } = await ran();
    expect(report).toMatchObject({ scenario: "bank-race", status: "finished" });
    expect(requests).toMatchObject([{ scenario: "bank-race", parameters: { iterations: 10, threads: 2 } }]);
    expect(get().result?.result.report).toBe(report);
    expect(written.at(-1)).toBe("push ?scenario=bank-race&iterations=10");
  });

  it("runs a program with values for its head", async () => {
    const page = await api();
    const report = page.api.run({ program: "rounds = 5\nprint(rounds)\n", parameters: { rounds: 9 } });
    while (page.requests.length === 0) await new Promise((resolve) => setImmediate(resolve));
    page.finish();
    await report;
    expect(page.requests).toMatchObject([{ program: "rounds = 9\nprint(rounds)\n", parameters: { rounds: 9 } }]);
    expect(page.requests[0].scenario).toBeUndefined();
  });

  it("runs a JavaScript listing where one is shown: as an edited one of the scenario that is written in it", async () => {
    const page = await api();
    const report = page.api.run({ program: "console.log(1);\n", language: "javascript" });
    while (page.requests.length === 0) await new Promise((resolve) => setImmediate(resolve));
    expect(page.get().query).toMatchObject({ scenario: "js-event-loop", program: "console.log(1);\n" });
    page.finish();
    await report;
    expect(page.requests).toMatchObject([{ program: "console.log(1);\n", language: "javascript" }]);
    expect(page.requests[0].scenario).toBeUndefined();
  });

  it.each([
    [{}, "scenario", "either a scenario's id or a program, and not both"],
    [{ scenario: "bank-race", program: "x = 1" }, "scenario", "either a scenario's id or a program, and not both"],
    [{ scenario: "nope" }, "scenario", `one of ${scenarioIds.join(", ")}`],
    [{ scenario: 7 }, "scenario", `one of ${scenarioIds.join(", ")}`],
    [{ scenario: "bank-race", parameters: { threads: 99 } }, "threads", "an integer from 1 to 8"],
    [{ scenario: "bank-race", parameters: { treads: 2 } }, "treads", "one of threads, iterations, lock, python"],
    [{ scenario: "bank-race", parameters: 5 }, "parameters", "an object of names and values"],
    [{ scenario: "bank-race", timeoutMs: -1 }, "timeoutMs", "a number from 1 to 3600000"],
    [{ scenario: "bank-race", record: "no" }, "record", "true or false"],
    [
      { scenario: "bank-race", timeout: 5 },
      "timeout",
      "one of scenario, program, language, parameters, timeoutMs, record, seed",
    ],
    [{ program: "x", language: "ruby" }, "language", 'of a program, "python" or "javascript"'],
    [{ scenario: "pool", language: "javascript" }, "language", 'of a program, "python" or "javascript"'],
    [{ program: 5 }, "program", "a text of at most 200000 characters"],
    [
      { program: "x = 1\nimport os\n" },
      "program",
      "a listing without errors; line 2, column 8: the module os is not in yet",
    ],
    [{ program: "x = 1\n", parameters: { y: 2 } }, "y", "one of x, second"],
    ["bank-race", "request", "an object with scenario, program, language, parameters, timeoutMs, record, seed"],
  ])("refuses run(%j) by name, tells the page, and runs nothing", async (request, argument, allowed) => {
    const page = await api();
    const refusal = page.api.run(request);
    await expect(refusal).rejects.toBeInstanceOf(Error);
    await expect(refusal).rejects.toMatchObject({ argument, allowed });
    await expect(refusal).rejects.toHaveProperty("value");
    expect(page.get().notices).toMatchObject([{ kind: "problem", problem: { field: argument } }]);
    expect(page.requests).toEqual([]);
  });

  it("refuses by name what has no text and what JSON has no words for", async () => {
    const cycle: Record<string, unknown> = {};
    cycle["self"] = cycle;
    for (const value of [10n, Symbol("s"), cycle, Object.create(null), () => 1]) {
      const page = await api();
      await expect(page.api.run({ program: value })).rejects.toMatchObject({ argument: "program" });
      await expect(page.api.run({ program: value })).rejects.toMatchObject({ argument: "program" });
      expect(page.get().notices).toHaveLength(1);
    }
  });

  it("refuses other calls by name", async () => {
    const { api: page } = await ran();
    await expect(page.catalogue({ lang: "fr" })).rejects.toMatchObject({
      argument: "lang",
      value: "fr",
      allowed: "one of en, zh-CN",
    });
    await expect(page.repeat({ scenario: "bank-race" })).rejects.toMatchObject({
      argument: "runs",
      allowed: "an integer from 1 to 100000",
    });
    await expect(page.seek({ seq: 10 })).rejects.toMatchObject({
      argument: "seq",
      value: 10,
      allowed: "an integer from -1 to 9",
    });
    await expect(page.seek({})).rejects.toMatchObject({ argument: "seq" });
    await expect(page.relation(0, 10)).rejects.toMatchObject({
      argument: "seqB",
      value: 10,
      allowed: "an integer from 0 to 9",
    });
    await expect(page.relation(undefined, 1)).rejects.toMatchObject({ argument: "seqA" });
    expect(await page.relation(7, 2)).toEqual({ ordered: true, chain: [2, 7] });
    await expect(page.trace({ threads: [4] })).rejects.toMatchObject({ argument: "threads" });
    await expect(page.trace({ from: -1 })).rejects.toMatchObject({ argument: "from", value: -1 });
    await expect(page.exportTrace("pdf")).rejects.toMatchObject({
      argument: "format",
      value: "pdf",
      allowed: "one of interleave, chrome, text, csv",
    });
    await expect(page.exportTrace("csv", { as: "file" })).rejects.toMatchObject({ argument: "as", value: "file" });
    await expect(page.show(5)).rejects.toMatchObject({ argument: "query", value: 5 });
  });

  it("gives trace, state and files of the last run", async () => {
    const { api: page } = await ran();
    const whole = await page.trace();
    expect(whole).toMatchObject({ format: "interleave-trace", version: 1, clock: { unit: "us" }, total: 10 });
    expect(whole.events).toHaveLength(10);
    expect((await page.trace({ from: 2, to: 4 })).events.map(({ seq }) => seq)).toEqual([2, 3]);
    await page.seek({ seq: 3 });
    expect((await page.state()).seq).toBe(3);
    expect(await page.exportTrace("csv")).toBe("as csv");
    await expect(page.seek({ step: 1 })).rejects.toMatchObject({ argument: "step", value: 1 });
    await expect(page.seek({ seq: 1, step: 1 })).rejects.toMatchObject({ argument: "seq", value: 1 });
    const blob = (await page.exportTrace("interleave", { as: "blob" })) as Blob;
    expect([blob.type, await blob.text()]).toEqual(["application/json;charset=utf-8", "as interleave"]);
  });

  it("says that there is no run yet", async () => {
    const { api: page } = await api();
    for (const call of [page.trace(), page.state(), page.seek({ seq: 0 }), page.exportTrace("csv")]) {
      await expect(call).rejects.toThrow(/no recorded run/);
    }
    await expect(page.stop()).resolves.toBeUndefined();
  });

  it("says what runs where memory cannot be shared", async () => {
    const { api: page } = await api({ sharedMemory: false });
    expect(page.environment()).toMatchObject({ sharedMemory: false, engine: "simulator" });
    expect(await page.repeat({ scenario: "bank-race", runs: 3 })).toMatchObject({ runs: 3 });
    expect(await page.catalogue()).toHaveLength(scenarioIds.length);
  });

  it("steps a whole run, and shows it in step mode at its end", async () => {
    const { api: page, get, session } = await api();
    const report = await page.step({ scenario: "bank-race", seed: 3, maxSteps: 50 });
    expect(session.requests[0]).toMatchObject({ scenario: "bank-race", parameters: {}, seed: 3, maxSteps: 50 });
    expect(report).toMatchObject({ engine: "simulator", steps: 4 });
    expect(get().query).toMatchObject({ mode: "step", scenario: "bank-race", schedule: report.schedule });
    expect(get().stepping?.view).toMatchObject({ at: 4, length: 4, schedule: report.schedule });
    await page.seek({ step: 2 });
    expect(get().stepping?.view.at).toBe(2);
    await expect(page.seek({ step: 5 })).rejects.toMatchObject({ argument: "step", value: 5 });
    await expect(page.step({ scenario: "bank-race", on: "paper" })).rejects.toMatchObject({ argument: "on" });
    await expect(page.step({ scenario: "bank-race", maxSteps: 0 })).rejects.toMatchObject({ argument: "maxSteps" });
    await expect(page.step({ scenario: "bank-race", schedule: 5 })).rejects.toMatchObject({ argument: "schedule" });
  });

  it("explores, shows it in explore mode, and tells how far it is", async () => {
    const { api: page, get, explorer } = await api();
    const told: number[] = [];
    explorer.answer = null;
    const exploring = page.explore({
      scenario: "count-race",
      parameters: { iterations: 2 },
      reduction: "none",
      maxRuns: 50,
      onProgress: ({ runs }: { runs: number }) => told.push(runs),
    });
    while (explorer.requests.length === 0) await new Promise((resolve) => setImmediate(resolve));
    expect(explorer.requests[0]).toMatchObject({ parameters: { iterations: 2 }, reduction: "none", maxRuns: 50 });
    explorer.tell({ runs: 7 });
    expect([told, get().query.mode, get().exploring?.way]).toEqual([[7], "explore", "none"]);
    await page.stop();
    expect(await exploring).toMatchObject({ complete: false, cuts: [{ by: "stopped" }] });
    expect(get().exploring).toMatchObject({ running: false, report: { complete: false } });
  });

  it("stops an exploration for a run", async () => {
    const { api: page, explorer } = await api();
    explorer.answer = null;
    const exploring = page.explore({ scenario: "bank-race" });
    while (explorer.requests.length === 0) await new Promise((resolve) => setImmediate(resolve));
    void page.run({ scenario: "bank-race" });
    expect(await exploring).toMatchObject({ complete: false });
  });

  it("refuses a scenario whose modes lack what is asked for, and what an exploration would leave aside", async () => {
    const { api: page, get, explorer, session } = await api();
    const none = (name: string, where: string) => `none here: ${name} has an effect only with search ${where}`;
    for (const [call, request, argument, allowed] of [
      ["step", { scenario: "why-it-waits" }, "scenario", "a scenario with mode step; the modes of this one: run"],
      ["explore", { scenario: "why-it-waits" }, "scenario", "a scenario with mode explore; the modes of this one: run"],
      ["explore", { scenario: "bank-race", depth: 3 }, "depth", none("depth", '"pct"')],
      ["explore", { scenario: "bank-race", seed: 3 }, "seed", none("seed", '"walk" or "pct" or "weighted"')],
      [
        "explore",
        { scenario: "bank-race", search: "walk", reduction: "dpor" },
        "reduction",
        none("reduction", '"exhaustive"'),
      ],
    ] as const) {
      await expect(page[call](request)).rejects.toMatchObject({ argument, allowed });
      expect(get().notices.at(-1)).toMatchObject({ kind: "problem", problem: { field: argument } });
    }
    expect([explorer.requests, session.requests]).toEqual([[], []]);
    expect(get().query).toMatchObject({ scenario: "bank-race", mode: "run" });
  });

  it("refuses an exploration by name", async () => {
    const { api: page } = await api();
    for (const [argument, value] of Object.entries({ reduction: "some", maxRuns: 0, maxPreemptions: -1, steps: "all" }))
      await expect(page.explore({ scenario: "bank-race", [argument]: value })).rejects.toMatchObject({
        argument,
        value,
      });
    await expect(page.explore({ scenario: "bank-race", onProgress: 1 })).rejects.toMatchObject({
      argument: "onProgress",
    });
    await expect(page.explore({ scenario: "nothing" })).rejects.toMatchObject({ argument: "scenario" });
  });
});
