// Any plain value comes back as it went in; what cannot cross is refused by its path.

import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ArgumentError } from "../base/errors.ts";
import { PlainCodec, type PlainValue } from "./plain-codec.ts";

const codec = new PlainCodec();

function roundTrip(value: PlainValue): PlainValue {
  const padded = new Int32Array(codec.encode(value).length + 3);
  padded.set(codec.encode(value), 3);
  return codec.decode(padded, 3);
}

const plain = fc.letrec<{ value: PlainValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 6 },
    fc.constantFrom(null, undefined, true, false),
    fc.integer(),
    fc.double(),
    fc.string({ unit: "binary" }),
    fc.array(tie("value"), { maxLength: 6 }),
    fc.dictionary(fc.string({ unit: "grapheme" }), tie("value"), { maxKeys: 6, noNullPrototype: true }),
  ),
})).value;

describe("plain codec", () => {
  test("any plain value comes back", () => {
    fc.assert(
      fc.property(plain, (value) => {
        expect(roundTrip(value)).toStrictEqual(value);
      }),
      { numRuns: 2000 },
    );
  });

  test.each([
    ["a lone surrogate", "\ud800x\udfff"],
    ["an emoji with joiners", "👩‍👩‍👧‍👦"],
    ["Chinese", "生产者与消费者"],
    ["nothing", ""],
    ["a null character", "a\0b"],
    ["a long text", "é".repeat(100_001)],
    ["minus zero", -0],
    ["infinity", Number.NEGATIVE_INFINITY],
    ["not a number", Number.NaN],
    ["the largest safe integer", Number.MAX_SAFE_INTEGER],
    ["2^31", 2 ** 31],
    ["-2^31", -(2 ** 31)],
  ])("%s", (_name, value) => {
    expect(Object.is(roundTrip(value), value)).toBe(true);
  });

  test("a member called __proto__ is a member", () => {
    const value = JSON.parse('{"__proto__": {"a": 1}}') as PlainValue;
    const copy = roundTrip(value) as object;
    expect(Object.keys(copy)).toEqual(["__proto__"]);
    expect(Object.getPrototypeOf(copy)).toBe(Object.prototype);
  });

  test.each([
    ["a function", { list: [1, () => 1] }, "value.list[1]"],
    ["a Map", { map: new Map() }, "value.map"],
    ["a big integer", 1n, "value"],
    ["a symbol", [Symbol("s")], "value[0]"],
    ["a Date", [[new Date(0)]], "value[0][0]"],
  ])("%s is refused by its path", (_name, value, path) => {
    const encode = () => codec.encode(value as unknown as PlainValue);
    expect(encode).toThrow(ArgumentError);
    expect(encode).toThrow(path);
  });

  test("a cycle is refused", () => {
    const ring: PlainValue[] = [];
    ring.push(ring);
    expect(() => codec.encode(ring)).toThrow(/without cycles/);
  });
});
