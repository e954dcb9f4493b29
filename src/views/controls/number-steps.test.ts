import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fractionOf, nextValue, readNumber, valueAt } from "./number-steps.ts";

const small = { kind: "integer", min: 1, max: 8 } as const;
const wide = { kind: "integer", min: 1, max: 1_000_000 } as const;

describe("stepping a number", () => {
  it("goes by ones in a small range and by 1, 2, 5 in a wide one", () => {
    expect(nextValue(small, 2, 1)).toBe(3);
    expect(nextValue(small, 8, 1)).toBe(8);
    expect(nextValue(wide, 100_000, 1)).toBe(200_000);
    expect(nextValue(wide, 100_000, -1)).toBe(50_000);
    expect(nextValue(wide, 123, -1)).toBe(100);
    expect(nextValue(wide, 1, -1)).toBe(1);
  });

  it("stays within the bounds and gives whole numbers, wherever the range is dragged", () => {
    fc.assert(
      fc.property(fc.constantFrom(small, wide), fc.double({ min: 0, max: 1, noNaN: true }), (bounds, fraction) => {
        const value = valueAt(bounds, fraction);
        expect(Number.isInteger(value)).toBe(true);
        expect(value).toBeGreaterThanOrEqual(bounds.min);
        expect(value).toBeLessThanOrEqual(bounds.max);
      }),
    );
  });

  it("comes back to a value from its place", () => {
    for (const value of [1, 2, 10, 1000, 100_000, 1_000_000])
      expect(valueAt(wide, fractionOf(wide, value))).toBe(value);
    for (const value of [1, 2, 5, 8]) expect(valueAt(small, fractionOf(small, value))).toBe(value);
  });
});

describe("a typed number", () => {
  it.each([
    ["100,000", 100_000],
    ["100 000", 100_000],
    ["1\u202f000", 1000],
    ["−8", -8],
    ["2.5", 2.5],
    ["1e3", 1000],
    ["", null],
    ["two", null],
    ["0x10", null],
  ])("%j reads as %s", (text, value) => {
    expect(readNumber(text)).toBe(value);
  });
});
