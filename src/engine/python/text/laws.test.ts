/** Laws that hold for every value, on random ones; a failure prints fast-check's seed and the smallest counter-example. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PyFloat } from "../values.ts";
import type { Int } from "./index.ts";
import * as text from "./index.ts";

const anyInt = fc
  .oneof(
    fc.maxSafeInteger().map(BigInt),
    fc.bigInt({ min: -(2n ** 140n), max: 2n ** 140n }),
    fc.bigInt({ min: 2n ** 53n - 3n, max: 2n ** 53n + 3n }),
    fc.integer({ min: -20, max: 20 }).map(BigInt),
  )
  .map(text.normalInt);
const anyFloat = fc.double();
const anyText = fc.string({
  unit: fc.constantFrom("a", "b", " ", "é", "中", "😀", "\uffff", "\n", "'"),
  maxLength: 12,
});
const bound = fc.option(fc.integer({ min: -15, max: 15 }));

const exact = (a: Int): bigint => BigInt(a);
const isNormal = (a: Int): boolean =>
  typeof a === "number" ? Number.isSafeInteger(a) && !Object.is(a, -0) : !isSafe(a);
const isSafe = (a: bigint): boolean => a <= 2n ** 53n - 1n && a >= -(2n ** 53n) + 1n;

describe("ints", () => {
  const operations: [string, (a: Int, b: Int) => Int, (a: bigint, b: bigint) => bigint][] = [
    ["+", text.addInt, (a, b) => a + b],
    ["-", text.subInt, (a, b) => a - b],
    ["*", text.mulInt, (a, b) => a * b],
    ["&", text.andInt, (a, b) => a & b],
    ["|", text.orInt, (a, b) => a | b],
    ["^", text.xorInt, (a, b) => a ^ b],
  ];
  for (const [name, ours, theirs] of operations)
    it(`${name} is exact and normal`, () => {
      fc.assert(
        fc.property(anyInt, anyInt, (a, b) => {
          const result = ours(a, b);
          expect(exact(result)).toBe(theirs(exact(a), exact(b)));
          expect(isNormal(result)).toBe(true);
        }),
      );
    });

  it("a is b·(a // b) + a % b, and the rest has b's sign", () => {
    fc.assert(
      fc.property(anyInt, anyInt, (a, b) => {
        fc.pre(b !== 0);
        const [quotient, rest] = text.divmodInt(a, b);
        expect(exact(quotient) * exact(b) + exact(rest)).toBe(exact(a));
        expect(rest === 0 || rest < 0 === b < 0).toBe(true);
        expect(exact(text.absInt(rest)) < exact(text.absInt(b))).toBe(true);
        expect(isNormal(quotient) && isNormal(rest)).toBe(true);
      }),
    );
  });

  it("reads back what it prints, in every base", () => {
    fc.assert(
      fc.property(anyInt, (a) => {
        expect(text.parseInt(text.reprInt(a), 10)).toBe(a);
        expect(text.parseInt(text.hexInt(a), 0)).toBe(a);
        expect(text.parseInt(text.binInt(a), 2)).toBe(a);
        expect(text.parseInt(text.formatSpec(a, "_d"), 10)).toBe(a);
      }),
    );
  });

  it("shifts are products and floored quotients by powers of two", () => {
    fc.assert(
      fc.property(anyInt, fc.nat(150), (a, by) => {
        expect(exact(text.lshiftInt(a, by))).toBe(exact(a) << BigInt(by));
        expect(exact(text.rshiftInt(a, by))).toBe(exact(a) >> BigInt(by));
      }),
    );
  });

  it("compares with floats exactly", () => {
    expect(text.compareIntFloat(text.normalInt(2n ** 53n + 1n), 2 ** 53)).toBe(1);
    expect(text.compareIntFloat(2, NaN)).toBeNaN();
  });

  it("refuses what would not fit before it is computed", () => {
    const tooLarge = expect.objectContaining({ typeName: "MemoryError" });
    expect(() => text.powInt(10, 10 ** 10)).toThrow(tooLarge);
    expect(() => text.lshiftInt(1, 2 ** 40)).toThrow(tooLarge);
    expect(() => text.repeatString("ab", 2 ** 40)).toThrow(tooLarge);
    expect(() => text.formatSpec(1, "999999999999")).toThrow(tooLarge);
    expect(() => text.strLjust("a", 1e12, " ")).toThrow(tooLarge);
  });
});

describe("floats", () => {
  it("repr reads back to the same float", () => {
    fc.assert(
      fc.property(anyFloat, (x) => {
        expect(text.parseFloat(text.reprFloat(x))).toBe(x);
      }),
    );
  });

  it("rounding to many digits changes nothing, and to few agrees with the fixed text", () => {
    fc.assert(
      fc.property(fc.double({ min: -1e9, max: 1e9, noNaN: true }), fc.nat(10), (x, digits) => {
        expect(text.roundFloat(x, 330)).toBe(x);
        const rounded = text.roundFloat(x, digits);
        expect(text.reprFloat(rounded)).toBe(
          text.reprFloat(text.parseFloat(text.formatSpec(asFloat(x), `.${digits}f`))),
        );
      }),
    );
  });

  it("equal numbers hash equal", () => {
    fc.assert(
      fc.property(anyInt, (a) => {
        const x = Number(a);
        if (text.compareIntFloat(a, x) === 0) expect(text.hashFloat(x)).toBe(text.hashInt(a));
      }),
    );
  });

  it("divmod puts a back together for whole floats", () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.integer({ min: 1, max: 2 ** 31 }), (a, b) => {
        const [quotient, rest] = text.divmodFloat(a, b);
        expect(BigInt(quotient) * BigInt(b) + BigInt(rest)).toBe(BigInt(a));
      }),
    );
  });
});

describe("strings", () => {
  it("slices like the array of its characters", () => {
    fc.assert(
      fc.property(
        anyText,
        bound,
        bound,
        fc.option(fc.integer({ min: -3, max: 3 }).filter((n) => n !== 0)),
        (s, a, b, c) => {
          const characters = Array.from(s);
          const { start, step, count } = text.sliceIndices(characters.length, a, b, c);
          const expected = Array.from({ length: count }, (_, i) => characters[start + i * step]).join("");
          expect(text.sliceString(s, a, b, c)).toBe(expected);
        },
      ),
    );
  });

  it("join undoes split, from either end and with any limit", () => {
    fc.assert(
      fc.property(
        anyText,
        fc.constantFrom("a", " ", "ab", "😀", "aa"),
        fc.integer({ min: -1, max: 4 }),
        (s, sep, limit) => {
          expect(text.strJoin(sep, text.strSplit(s, sep, limit))).toBe(s);
          expect(text.strJoin(sep, text.strRsplit(s, sep, limit))).toBe(s);
          expect(text.strPartition(s, sep).join("")).toBe(s);
          expect(text.strRpartition(s, sep).join("")).toBe(s);
          expect(text.strReplace(s, sep, sep, -1)).toBe(s);
        },
      ),
    );
  });

  it("find answers where the part stands, and count how many splits there are", () => {
    fc.assert(
      fc.property(anyText, anyText, bound, bound, (s, sub, start, end) => {
        const at = text.strFind(s, sub, start, end);
        if (at >= 0) expect(text.sliceString(s, at, at + text.codePointLength(sub), 1)).toBe(sub);
        expect(at >= 0).toBe(text.strCount(s, sub, start, end) > 0);
        expect(text.strRfind(s, sub, start, end)).toBeGreaterThanOrEqual(at);
      }),
    );
  });

  it("orders by code points", () => {
    fc.assert(
      fc.property(anyText, anyText, (a, b) => {
        const points = (s: string): string =>
          Array.from(s, (c) => (c.codePointAt(0) as number).toString(16).padStart(6, "0")).join("");
        const expected = points(a) < points(b) ? -1 : points(a) > points(b) ? 1 : 0;
        expect(Math.sign(text.compareStrings(a, b))).toBe(expected);
      }),
    );
  });

  it("padding reaches the width, stripping takes it off", () => {
    fc.assert(
      fc.property(anyText, fc.nat(30), (s, width) => {
        for (const pad of [text.strCenter, text.strLjust, text.strRjust]) {
          const padded = pad(s, width, "*");
          expect(text.codePointLength(padded)).toBe(Math.max(width, text.codePointLength(s)));
          expect(text.strStrip(padded, "*")).toBe(s);
        }
      }),
    );
  });

  it("splitlines with ends gives the whole text back", () => {
    fc.assert(
      fc.property(anyText, (s) => {
        expect(text.strSplitlines(s, true).join("")).toBe(s);
      }),
    );
  });
});

function asFloat(x: number): text.FormatValue {
  return new PyFloat(x);
}
