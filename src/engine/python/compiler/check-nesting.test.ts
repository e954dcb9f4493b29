/** No listing is nested so deep that the browser's stack ends its compilation: it runs, or it is refused at its place. */
import { describe, expect, it } from "vitest";
import { compile } from "../index.ts";
import { DEEPEST_NESTING } from "./check-nesting.ts";

const SHAPES: Readonly<Record<string, (levels: number) => string>> = {
  "signs before a name": (levels) => `y = ${"-".repeat(levels)}a`,
  not: (levels) => `y = ${"not ".repeat(levels)}a`,
  "one sum": (levels) => `y = ${"a + ".repeat(levels)}a`,
  powers: (levels) => `y = ${"a ** ".repeat(levels)}a`,
  attributes: (levels) => `y = a${".b".repeat(levels)}`,
  calls: (levels) => `y = a${"()".repeat(levels)}`,
  places: (levels) => `y = a${"[0]".repeat(levels)}`,
  conditionals: (levels) => `y = ${"1 if a else ".repeat(levels)}0`,
  lambdas: (levels) => `y = ${"lambda: ".repeat(levels)}0`,
  branches: (levels) => `if a:\n  pass\n${"elif a:\n  pass\n".repeat(levels)}`,
};

describe.each(Object.entries(SHAPES))("%s within each other", (_, shape) => {
  it("compile up to the limit, and are refused with line and column beyond it", () => {
    expect(compile(`a = 1\n${shape(DEEPEST_NESTING - 10)}\n`).diagnostics).toEqual([]);
    for (const levels of [DEEPEST_NESTING + 10, 50_000]) {
      const { program, diagnostics } = compile(`a = 1\n${shape(levels)}\n`);
      expect(program).toBeNull();
      expect(diagnostics).toHaveLength(1);
      expect(diagnostics[0].message).toBe(`more than ${DEEPEST_NESTING} expressions or branches within each other`);
      expect(diagnostics[0].instead).toBe("several statements, with names for the parts");
      expect(diagnostics[0].line).toBeGreaterThan(1);
      expect(diagnostics[0].column).toBeGreaterThan(0);
    }
  });
});

it("refuses more names before a star than an instruction has room for, in CPython's words", () => {
  expect(compile(`${"a, ".repeat(255)}*b = range(300)\n`).diagnostics).toEqual([]);
  const { diagnostics } = compile(`${"a, ".repeat(256)}*b = range(300)\n`);
  expect(diagnostics.map(({ message }) => message)).toEqual(["too many expressions in star-unpacking assignment"]);
});
