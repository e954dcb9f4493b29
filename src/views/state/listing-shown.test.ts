import { describe, expect, it } from "vitest";
import { loadScenario } from "../../engine/scenarios/index.ts";
import { scenarioIds } from "../../engine/scenarios/outline.ts";
import { hasLiteral, listingFor, toLiteral, withLiteral } from "./listing-shown.ts";
import { valuesOf, variantFor } from "./parameter-values.ts";

describe("a value in a listing's head", () => {
  it("replaces the right side and keeps the comment", () => {
    expect(withLiteral("threads = 2  # two\nx = threads\n", "threads", 4)).toBe("threads = 4  # two\nx = threads\n");
    expect(withLiteral("name = 'a # b'\n", "name", "c")).toBe('name = "c"\n');
  });

  it("touches only the module level and only that name", () => {
    const source = "def f():\n    threads = 2\nmy_threads = 2\nthreads = 2\n";
    expect(withLiteral(source, "threads", 9)).toBe("def f():\n    threads = 2\nmy_threads = 2\nthreads = 9\n");
  });

  it.each([
    [null, "None"],
    [true, "True"],
    [-8, "-8"],
    ['say "hi"\\', '"say \\"hi\\"\\\\"'],
    [[1, "a"], '[1, "a"]'],
    [{ a: false }, '{"a": False}'],
  ])("is written as Python writes it: %j", (value, text) => {
    expect(toLiteral(value)).toBe(text);
  });
});

describe("a parameter in a JavaScript listing", () => {
  it("takes the place of a constant at its head", () => {
    const source = "const delay = 0; // ms\nlet delay2 = 1;\n";
    expect(withLiteral(source, "delay", 5, "javascript")).toBe("const delay = 5; // ms\nlet delay2 = 1;\n");
    expect(withLiteral(source, "delay", "a'b", "javascript")).toBe(`const delay = "a'b"; // ms\nlet delay2 = 1;\n`);
  });
});

describe("the listing of every scenario", () => {
  it.each(scenarioIds)("%s shows the values of its listing parameters", async (id) => {
    const scenario = await loadScenario(id);
    for (const parameter of scenario.parameters.filter(
      ({ binds, kind }) => binds === "listing" && kind === "integer",
    )) {
      const value = Number(parameter.default) === parameter.max ? parameter.min : parameter.max;
      const values = { ...valuesOf(scenario.parameters, {}), [parameter.name]: value ?? 1 };
      const shown = listingFor(scenario, values);
      const name = parameter.variable ?? parameter.name;
      const hasIt = new RegExp(`^(?:const )?${name} *=`, "m").test(variantFor(scenario, values).source);
      if (hasIt) expect(shown).toMatch(new RegExp(`^(?:const )?${name} *= *${value}\\b`, "m"));
    }
  });
});

it("knows whether a listing has a name at its head", () => {
  expect([hasLiteral("workers = 4\n", "workers"), hasLiteral("x = 1\n    workers = 4\n", "workers")]).toEqual([
    true,
    false,
  ]);
  expect(hasLiteral("const delay = 0;\n", "delay", "javascript")).toBe(true);
});
