import { describe, expect, it } from "vitest";
import { outcomeEntries } from "./outcome-entries.ts";

describe("entries of an outcome", () => {
  it("are a scenario's keys", () => {
    expect(outcomeEntries({ count: 2, firstFinisher: 1 })).toEqual([
      ["count", 2],
      ["firstFinisher", 1],
    ]);
  });

  it("are a listing's values and what each thread printed", () => {
    const printed = { MainThread: ["a", "b"], worker: [] };
    expect(outcomeEntries({ values: { x: 1 }, printed })).toEqual([
      ["x", 1],
      ["MainThread:", "a ⏎ b"],
      ["worker:", ""],
    ]);
  });

  it("leave a scenario that has a key called values alone", () => {
    expect(outcomeEntries({ values: { x: 1 } })).toEqual([["values", { x: 1 }]]);
  });
});
