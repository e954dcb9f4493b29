/** Every recorded answer of CPython (scripts/record-text.py) is this folder's answer too: value, type, message. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { PyFloat } from "../values.ts";
import type { FormatHooks, Int, PercentHooks } from "./index.ts";
import * as text from "./index.ts";
import { PythonError } from "./index.ts";

type Plain = null | boolean | string | { int: string } | { float: string } | readonly Plain[];
type Outcome = ["is", Plain] | ["raises", string, string];
type Row = [string, readonly Plain[], Outcome];
type Value = null | boolean | string | Int | PyFloat | readonly Value[];

const recording = JSON.parse(readFileSync(new URL("./text.recorded.json", import.meta.url), "utf8")) as {
  python: string;
  newer: number;
  cases: number;
  rows: Row[];
};

function decode(plain: Plain): Value {
  if (plain === null || typeof plain !== "object") return plain;
  if ("int" in plain) return wholeNumber(plain.int);
  if ("float" in plain) return new PyFloat(text.parseFloat(plain.float));
  return plain.map(decode);
}

/** Very long ints are written in hexadecimal. */
function wholeNumber(digits: string): Int {
  const size = BigInt(digits.replace("-", ""));
  return text.normalInt(digits.startsWith("-") ? -size : size);
}

function typeName(v: Value): string {
  if (v === null) return "NoneType";
  if (typeof v === "boolean") return "bool";
  if (v instanceof PyFloat) return "float";
  return typeof v === "string" ? "str" : "int";
}

const str = (v: Value): string => (v === null ? "None" : text.formatSpec(v as string, ""));
const repr = (v: Value): string => (typeof v === "string" ? text.reprString(v) : str(v));
const MAPPING: ReadonlyMap<string, Value> = new Map<string, Value>([
  ["a", 1],
  ["b", new PyFloat(2.5)],
  ["", 9],
  ["a(b)", 7],
]);

const percentHooks: PercentHooks<Value> = {
  str: (v) => (Array.isArray(v) ? "{'a': 1, 'b': 2.5, '': 9, 'a(b)': 7}" : str(v)),
  repr,
  ascii: (v) => (typeof v === "string" ? text.asciiString(v) : str(v)),
  number: (v) => {
    if (typeof v === "boolean") return Number(v);
    return v instanceof PyFloat || typeof v === "number" || typeof v === "bigint" ? v : null;
  },
  text: (v) => (typeof v === "string" ? v : null),
  typeName,
  isMapping: (v) => Array.isArray(v), // stands for the one mapping of the recording
  lookup: (_, key) => {
    const value = MAPPING.get(key);
    if (value === undefined) throw new PythonError("KeyError", key);
    return value;
  },
};

const formatHooks: FormatHooks<Value> = {
  attribute: () => {
    throw new PythonError("AttributeError", "no attributes here");
  },
  item: () => {
    throw new PythonError("TypeError", "no items here");
  },
  convert: (v, conversion) => (conversion === "s" ? str(v) : conversion === "r" ? repr(v) : percentHooks.ascii(v)),
  ofText: (s) => s,
  format: (v, spec) => text.formatSpec(v as string, spec),
};
const FORMAT_ARGS: readonly Value[] = ["x", 7, new PyFloat(2.5)];
const FORMAT_KEYWORDS: ReadonlyMap<string, Value> = new Map<string, Value>([
  ["a", "α"],
  ["b", "it's"],
  ["w", 6],
  ["p", 2],
]);

/** Functions that answer a float as a plain number, and those that take one. */
const FLOAT_RESULT =
  /^(trueDivInt|intToFloat|divFloat|floorDivFloat|modFloat|divmodFloat|powFloat|roundFloat|parseFloat|compareIntFloat)$/;

const special: Readonly<Record<string, (...args: Value[]) => Value>> = {
  formatSpec: (value, spec) => text.formatSpec(value as string, spec as string),
  percent: (format, args) => text.percentFormat(format as string, args as Value[], true, percentHooks),
  percentOne: (format, value) => text.percentFormat(format as string, [value], false, percentHooks),
  percentMap: (format) => text.percentFormat(format as string, [[]], false, percentHooks),
  strFormat: (format) => text.strFormat(format as string, FORMAT_ARGS, FORMAT_KEYWORDS, formatHooks),
  sliceIndices: (...args) => {
    const { start, stop, step } = text.sliceIndices(...(args as [number, number, number, number]));
    return [start, stop, step];
  },
  compareStrings: (a, b) => Math.sign(text.compareStrings(a as string, b as string)),
};

function answer(name: string, args: readonly Value[]): Value {
  if (name in special) return special[name](...args);
  const call = (text as unknown as Record<string, (...args: unknown[]) => Value>)[name];
  const result = call(...args.map((arg) => (arg instanceof PyFloat ? arg.value : arg)));
  return FLOAT_RESULT.test(name) ? asFloats(result) : result;
}

function asFloats(result: Value): Value {
  return typeof result === "number" ? new PyFloat(result) : (result as number[]).map((x) => new PyFloat(x));
}

function show(value: Value): string {
  if (Array.isArray(value)) return `[${value.map(show).join(", ")}]`;
  return typeof value === "string" ? JSON.stringify(value) : `${typeName(value)} ${str(value)}`;
}

function outcomeOf(name: string, args: readonly Value[]): string {
  try {
    return show(answer(name, args));
  } catch (error) {
    if (error instanceof PythonError) return `${error.typeName}: ${error.message}`;
    throw error;
  }
}

function expected(outcome: Outcome): string {
  return outcome[0] === "is" ? show(decode(outcome[1])) : `${outcome[1]}: ${outcome[2]}`;
}

describe(`recorded from CPython ${recording.python}`, () => {
  const byName = new Map<string, Row[]>();
  for (const row of recording.rows) byName.set(row[0], [...(byName.get(row[0]) ?? []), row]);
  it("is complete", () => expect(recording.rows.length).toBe(recording.cases));
  for (const [name, rows] of byName)
    it(`${name}, ${rows.length} cases`, () => {
      const wrong = rows
        .map(([, args, outcome]) => ({
          args: JSON.stringify(args),
          is: outcomeOf(name, args.map(decode)),
          not: expected(outcome),
        }))
        .filter((row) => row.is !== row.not);
      expect(wrong).toEqual([]);
    });
});
