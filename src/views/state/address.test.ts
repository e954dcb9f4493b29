import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Parameter } from "../../engine/program/scenario.ts";
import type { Known } from "./address.ts";
import { readAddress, toSearch, writeAddress } from "./address.ts";
import { describeAllowed } from "./problem.ts";
import { EMPTY_QUERY } from "./query.ts";
import type { Query } from "./query.ts";

const label = { en: "x", "zh-CN": "x" };
const parameters: readonly Parameter[] = [
  { name: "threads", kind: "integer", default: 2, min: 1, max: 8, label, binds: "listing" },
  { name: "timeout", kind: "number", default: 0.5, min: 0, max: 10, label, binds: "listing" },
  { name: "polite", kind: "boolean", default: false, label, binds: "listing" },
  { name: "lock", kind: "choice", default: "none", choices: ["none", "inner", 3], label, binds: "variant" },
  { name: "name", kind: "text", default: "Alice", label, binds: "listing" },
];

const known: Known = {
  scenarioIds: ["bank-race", "pool"],
  modes: ["run"],
  defaultScenario: "bank-race",
  parametersOf: async () => parameters,
};

const read = (search: string) => readAddress(search, known);
const toldOf = async (search: string) =>
  (await read(search)).problems.map(
    ({ field, value, allowed }) => `${field}=${String(value)}: ${describeAllowed(allowed)}`,
  );

describe("reading an address", () => {
  it("gives what is named and nothing else", async () => {
    const { query, problems } = await read(
      "?scenario=pool&threads=3&timeout=2.5&polite=true&lock=inner&name=%E5%BC%A0%E4%B8%89&seed=7&lang=zh-CN&theme=dark&autorun=1",
    );
    expect(problems).toEqual([]);
    expect(query).toEqual({
      ...EMPTY_QUERY,
      scenario: "pool",
      parameters: { threads: 3, timeout: 2.5, polite: true, lock: "inner", name: "张三" },
      seed: 7,
      language: "zh-CN",
      theme: "dark",
      autorun: true,
    });
  });

  it("opens the default scenario on the bare page, the catalogue and an own listing where they are named", async () => {
    expect((await read("")).query.scenario).toBe("bank-race");
    expect((await read("?catalogue=1")).query).toEqual(EMPTY_QUERY);
    expect((await read("?litmus=MP")).query).toEqual({ ...EMPTY_QUERY, litmus: "MP" });
    expect(await writeAddress({ ...EMPTY_QUERY, litmus: "2+2W" })).toBe("?litmus=2%2B2W");
    expect(await toldOf("?litmus=XX")).toHaveLength(1);
    expect((await read("?program=")).query).toEqual({ ...EMPTY_QUERY, program: "" });
  });

  it("takes a schedule and a step, and refuses what has not their form", async () => {
    const { query, problems } = await read("?schedule=s1..1x2-2x3-1!&step=4");
    expect([query.schedule, query.step, problems]).toEqual(["s1..1x2-2x3-1!", 4, []]);
    expect(await toldOf("?schedule=1x2&step=-1")).toEqual([
      "schedule=1x2: a schedule as this page writes it: s1.FINGERPRINT.CHOICES, for example s1..1x2-2x3",
      "step=-1: an integer from 0 to 100000",
    ]);
  });

  it("keeps the type of a choice", async () => {
    expect((await read("?lock=3")).query.parameters).toEqual({ lock: 3 });
  });

  it.each([
    ["?threads=99", "threads=99: an integer from 1 to 8"],
    ["?threads=2.5", "threads=2.5: an integer from 1 to 8"],
    ["?threads=", "threads=: an integer from 1 to 8"],
    ["?threads=1e1", "threads=1e1: an integer from 1 to 8"],
    ["?threads=NaN", "threads=NaN: an integer from 1 to 8"],
    ["?timeout=Infinity", "timeout=Infinity: a number from 0 to 10"],
    ["?timeout=-1", "timeout=-1: a number from 0 to 10"],
    ["?polite=maybe", "polite=maybe: true or false"],
    ["?lock=Inner", "lock=Inner: one of none, inner, 3"],
    ["?treads=2", "treads=2: one of threads, timeout, polite, lock, name"],
    ["?seed=-1", "seed=-1: an integer from 0 to 4294967295"],
    ["?seed=4294967296", "seed=4294967296: an integer from 0 to 4294967295"],
    ["?mode=step", "mode=step: one of run"],
    ["?lang=fr", "lang=fr: one of en, zh-CN"],
    ["?theme=pink", "theme=pink: one of light, dark, auto"],
    ["?autorun=yes", "autorun=yes: one of 1, 0"],
    ["?program=%20!", "program= !: a listing packed by this page's Share"],
    ["?program=AAAA", "program=AAAA: a listing packed by this page's Share"],
  ])("tells field, value and what is allowed: %s", async (search, sentence) => {
    expect(await toldOf(search)).toEqual([sentence]);
  });

  it("falls back to the default for the bad field alone", async () => {
    const { query } = await read("?scenario=pool&threads=0&lock=inner&lang=fr");
    expect(query).toEqual({ ...EMPTY_QUERY, scenario: "pool", parameters: { lock: "inner" } });
  });

  it("shows the catalogue for an unknown scenario, with one message", async () => {
    const { query, problems } = await read("?scenario=nope&threads=3");
    expect(query.scenario).toBeNull();
    expect(query.program).toBeNull();
    expect(problems.map(({ field, value }) => [field, value])).toEqual([["scenario", "nope"]]);
  });

  it("never throws, whatever the address says", async () => {
    await fc.assert(
      fc.asyncProperty(fc.dictionary(fc.string(), fc.string()), fc.string(), async (names, tail) => {
        await read(`?${new URLSearchParams(names).toString()}&${tail}`);
      }),
    );
  });
});

describe("an address restores exactly what it names", () => {
  const queries: fc.Arbitrary<Query> = fc.record({
    scenario: fc.constantFrom(null, "bank-race", "pool"),
    program: fc.option(fc.string({ unit: "binary" }).map((text) => text.toWellFormed())),
    mode: fc.constant("run" as const),
    litmus: fc.constant(null),
    parameters: fc.record(
      {
        threads: fc.integer({ min: 1, max: 8 }),
        timeout: fc.double({ min: 0, max: 10, noNaN: true }).map((value) => (Object.is(value, -0) ? 0 : value)),
        polite: fc.boolean(),
        lock: fc.constantFrom("none", "inner", 3),
        name: fc.string().map((text) => text.trim()),
      },
      { requiredKeys: [] },
    ),
    seed: fc.option(fc.integer({ min: 0, max: 4_294_967_295 })),
    schedule: fc.option(fc.constantFrom("s1..", "s1..1x2-2x3-1!", "s1.k3_b-Q.0-12x40")),
    step: fc.option(fc.integer({ min: 0, max: 100_000 })),
    language: fc.constantFrom(null, "en" as const, "zh-CN" as const),
    theme: fc.constantFrom(null, "light" as const, "dark" as const, "auto" as const),
    autorun: fc.boolean(),
  });

  it("for every query", async () => {
    await fc.assert(
      fc.asyncProperty(queries, async (query) => {
        const again = await read(await writeAddress(query));
        expect(again.problems).toEqual([]);
        expect(again.query).toEqual(query);
      }),
    );
  });
});

describe("a query as an object", () => {
  it("is what the same address says", async () => {
    const search = toSearch({
      scenario: "pool",
      parameters: { threads: 3 },
      lock: "inner",
      autorun: true,
      lang: undefined,
    });
    expect((await read(search)).query).toEqual({
      ...EMPTY_QUERY,
      scenario: "pool",
      parameters: { threads: 3, lock: "inner" },
      autorun: true,
    });
  });
});
