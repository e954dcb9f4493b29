import { describe, expect, it } from "vitest";
import { findLitmusTest, LITMUS_TESTS, type LitmusTest } from "../../engine/litmus/index.ts";
import type { LitmusResult } from "../../workers/litmus-contract.ts";
import { describeValues, outcomeRows, stepTexts } from "./outcome-rows.ts";
import { en } from "./words-en.ts";
import { zh } from "./words-zh.ts";

const sb = findLitmusTest("SB") as LitmusTest;

function seen(...outcomes: readonly (readonly [readonly number[], number])[]): LitmusResult {
  const allowed = { js: true, tso: true, arm: true };
  return {
    test: "SB",
    access: "plain",
    iterations: outcomes.reduce((sum, [, count]) => sum + count, 0),
    elapsedMs: 1000,
    names: sb.names,
    outcomes: outcomes.map(([values, count]) => ({ values, count, allowed })),
    threads: 2,
    cores: 2,
    atOnce: true,
  };
}

describe("rows of a litmus test", () => {
  it("are all outcomes that somebody allows, seen or not, and the weak one marked", () => {
    const rows = outcomeRows(sb, "plain", seen([[0, 1], 1_000_000], [[0, 0], 1]));
    expect(rows.map(({ values, count, isWeak }) => [...values, count, isWeak])).toEqual([
      [0, 0, 1, true],
      [0, 1, 1_000_000, false],
      [1, 0, 0, false],
      [1, 1, 0, false],
    ]);
    expect(rows.map(({ length }) => length)).toEqual([expect.closeTo(0.05, 2), 1, 0, 0]);
  });

  it("show the weak outcome with Atomics too, forbidden by all", () => {
    const [weak] = outcomeRows(sb, "atomics", null);
    expect(weak).toMatchObject({ values: [0, 0], isWeak: true, allowed: { js: false, tso: false, arm: false } });
  });

  it("show what nobody allows once it was seen", () => {
    expect(outcomeRows(sb, "plain", seen([[2, 2], 1])).at(-1)).toMatchObject({
      values: [2, 2],
      allowed: { js: false },
    });
  });
});

describe("words of a litmus test", () => {
  it("are steps as in Python, and named values", () => {
    expect(stepTexts(sb)).toEqual([
      ["x = 1", "r1 = y"],
      ["y = 1", "r2 = x"],
    ]);
    expect(describeValues(sb.names, sb.weak)).toBe("r1 = 0, r2 = 0");
  });

  it("ask a question of every test in both languages", () => {
    for (const { id } of LITMUS_TESTS) {
      expect(en.asks[id]).toMatch(/\?$/);
      expect(zh.asks[id]).toMatch(/？$/);
    }
  });
});
