import { describe, expect, it } from "vitest";
import type { Parameter, Scenario } from "../../engine/program/scenario.ts";
import { checkValues, differingFrom, valuesOf, variantFor } from "./parameter-values.ts";
import { describeAllowed } from "./problem.ts";

const label = { en: "x", "zh-CN": "x" };
const parameters: readonly Parameter[] = [
  { name: "threads", kind: "integer", default: 2, min: 1, max: 8, label, binds: "listing" },
  { name: "lock", kind: "choice", default: "none", choices: ["none", "inner"], label, binds: "variant" },
  { name: "polite", kind: "boolean", default: true, label, binds: "listing" },
];

describe("typed values", () => {
  it.each([
    [{ threads: 0 }, "threads: an integer from 1 to 8"],
    [{ threads: "2" }, "threads: an integer from 1 to 8"],
    [{ threads: null }, "threads: an integer from 1 to 8"],
    [{ threads: Number.NaN }, "threads: an integer from 1 to 8"],
    [{ lock: "INNER" }, "lock: one of none, inner"],
    [{ polite: 1 }, "polite: true or false"],
    [{ iterations: 5 }, "iterations: one of threads, lock, polite"],
    [{ ["__proto__x"]: 5 }, "__proto__x: one of threads, lock, polite"],
  ])("%j is refused by name", (given, sentence) => {
    const { problems } = checkValues(parameters, given);
    expect(problems.map(({ field, allowed }) => `${field}: ${describeAllowed(allowed)}`)).toEqual([sentence]);
  });

  it("are taken at both ends of their range", () => {
    expect(checkValues(parameters, { threads: 1, polite: false }).problems).toEqual([]);
    expect(checkValues(parameters, { threads: 8, lock: "inner" }).problems).toEqual([]);
  });
});

describe("defaults", () => {
  it("fill in what is not named, and false is a name", () => {
    expect(valuesOf(parameters, { polite: false })).toEqual({ threads: 2, lock: "none", polite: false });
    expect(differingFrom(parameters, { threads: 2, lock: "inner", polite: false })).toEqual({
      lock: "inner",
      polite: false,
    });
  });
});

describe("the variant that runs", () => {
  const variant = (id: string, when: Scenario["variants"][number]["when"]) => ({ id, label, source: id, when });
  const scenario = {
    variants: [variant("plain", { lock: "none" }), variant("mended", { lock: "inner" })],
  } as unknown as Scenario;

  it("is the first whose conditions hold, else the default", () => {
    expect(variantFor(scenario, { lock: "inner" }).id).toBe("mended");
    expect(variantFor(scenario, { lock: "other" }).id).toBe("plain");
  });
});
