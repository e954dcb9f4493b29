/** Built-in functions on numbers and on sequences of them. */
import { BINARY, COMPARE } from "../bytecode.ts";
import { type Host, type Native, type NativeResult, TailCall } from "../native.ts";
import { numericBinary } from "../objects/arithmetic.ts";
import { compareValues } from "../objects/compare.ts";
import { expectInt, expectNumber, intOf } from "../objects/integers.ts";
import { PyRange } from "../objects/immutables.ts";
import { isNumber } from "../objects/keys.ts";
import { makeList } from "../objects/lists.ts";
import { callPrelude, orInPython, typeError, typeNameOf, userMethod, valueError } from "../objects/specials.ts";
import * as text from "../text/index.ts";
import { PyFloat, PyTuple, type Value } from "../values.ts";
import { bindNames, type Keywords, positional, withItems } from "./arguments.ts";

function abs(host: Host, [value]: Value[]): NativeResult {
  if (value instanceof PyFloat) return new PyFloat(Math.abs(value.value));
  const int = intOf(value);
  if (int !== null) return text.absInt(int);
  const found = userMethod(host.heap, value, "__abs__");
  if (found !== undefined) return new TailCall(found, [value]);
  throw typeError(`bad operand type for abs(): '${typeNameOf(host.heap, value)}'`);
}

const round: Native = (host, args, keywords) => {
  const [value, digits] = bindNames("round", args, keywords, ["number", "ndigits"], 1);
  const number = value as Value;
  if (number instanceof PyFloat) {
    if (digits === undefined || digits === null) return text.roundHalfEven(number.value);
    return new PyFloat(text.roundFloat(number.value, expectNumber(host.heap, digits)));
  }
  const int = intOf(number);
  if (int !== null)
    return digits === undefined || digits === null ? int : text.roundInt(int, expectNumber(host.heap, digits));
  const found = userMethod(host.heap, number, "__round__");
  if (found !== undefined) return new TailCall(found, digits === undefined ? [number] : [number, digits]);
  throw typeError(`type ${typeNameOf(host.heap, number)} doesn't define __round__ method`);
};

function divmod(host: Host, [left, right]: Value[]): NativeResult {
  if (isNumber(left) && isNumber(right)) {
    if (left instanceof PyFloat || right instanceof PyFloat) {
      const both = [left, right].map((value) =>
        value instanceof PyFloat ? value.value : text.intToFloat(intOf(value)!),
      );
      return new PyTuple(text.divmodFloat(both[0], both[1]).map((value) => new PyFloat(value)));
    }
    return new PyTuple(text.divmodInt(intOf(left)!, intOf(right)!));
  }
  const found = userMethod(host.heap, left, "__divmod__");
  if (found !== undefined) return new TailCall(found, [left, right]);
  const names = `'${typeNameOf(host.heap, left)}' and '${typeNameOf(host.heap, right)}'`;
  throw typeError(`unsupported operand type(s) for divmod(): ${names}`);
}

const pow: Native = (host, args, keywords) => {
  const [base, exponent, modulus] = bindNames("pow", args, keywords, ["base", "exp", "mod"], 2);
  if (modulus === undefined || modulus === null) return host.objects.binary(BINARY.POWER, base!, exponent!);
  const ints = [base!, exponent!, modulus].map(intOf);
  const [a, b, m] = ints;
  if (a !== null && b !== null && m !== null) return text.powModInt(a, b, m);
  const found = userMethod(host.heap, base!, "__pow__");
  if (found !== undefined) return new TailCall(found, [base!, exponent!, modulus]);
  const all = [base!, exponent!, modulus];
  if (all.every(isNumber)) throw typeError("pow() 3rd argument not allowed unless all arguments are integers");
  const names = all.map((value) => `'${typeNameOf(host.heap, value)}'`).join(", ");
  throw typeError(`unsupported operand type(s) for ** or pow(): ${names}`);
};

const sum: Native = (host, args, keywords) => {
  const [iterable, start] = bindNames("sum", args, keywords, ["iterable", "start"], 1, 1);
  if (typeof start === "string") throw typeError("sum() can't sum strings [use ''.join(seq) instead]");
  const first = intOf(start ?? 0);
  if (iterable instanceof PyRange && first !== null) return sumRange(iterable, first);
  return withItems(host, iterable!, (again, items) => sumOf(again, items, start ?? 0));
};

/** As many times the mean of the ends: a range may be longer than any list, and nothing but its end could stop a walk along it. */
function sumRange(range: PyRange, start: text.Int): text.Int {
  const [length, first, step] = [range.length, range.start, range.step].map(BigInt);
  return text.normalInt(BigInt(start) + length * first + (step * length * (length - 1n)) / 2n);
}

function sumOf(host: Host, items: readonly Value[], start: Value): NativeResult {
  if (!isNumber(start) || !items.every(isNumber)) return callPrelude(host, "_sum", [makeList(host.heap, items), start]);
  const firstFloat = [start, ...items].findIndex((item) => item instanceof PyFloat);
  if (firstFloat >= 0) return sumFloats([start, ...items]);
  return items.reduce<Value>(
    (total, item) => numericBinary(BINARY.ADD, total as number, item)!,
    start === true ? 1 : start === false ? 0 : start,
  );
}

/** Floats are added with the error kept beside (Neumaier), as CPython does since 3.12; ints before the first float exactly. */
function sumFloats(items: readonly Value[]): PyFloat {
  let total = 0;
  let lost = 0;
  for (const item of items) {
    const value = item instanceof PyFloat ? item.value : text.intToFloat(intOf(item)!);
    const next = total + value;
    lost += Math.abs(total) >= Math.abs(value) ? total - next + value : value - next + total;
    total = next;
  }
  return new PyFloat(lost !== 0 && Number.isFinite(lost) ? total + lost : total);
}

/** `min` (operator LT) and `max` (GT). */
function extreme(name: string, operator: number): Native {
  return (host, args, keywords) => {
    const { key, fallback } = extremeKeywords(name, keywords, args.length);
    if (args.length === 0) throw typeError(`${name} expected at least 1 argument, got 0`);
    const choose = (again: Host, items: readonly Value[]): NativeResult =>
      chooseFrom(again, name, operator, items, key, fallback);
    return args.length > 1 ? choose(host, args) : withItems(host, args[0], choose);
  };
}

function extremeKeywords(name: string, keywords: Keywords, given: number): { key: Value; fallback: Value | undefined } {
  for (const keyword of keywords?.keys() ?? []) {
    if (keyword !== "key" && keyword !== "default")
      throw typeError(`${name}() got an unexpected keyword argument '${keyword}'`);
  }
  const fallback = keywords?.get("default");
  if (fallback !== undefined && given > 1) {
    throw typeError(`Cannot specify a default for ${name}() with multiple positional arguments`);
  }
  return { key: keywords?.get("key") ?? null, fallback };
}

function chooseFrom(
  host: Host,
  name: string,
  operator: number,
  items: readonly Value[],
  key: Value,
  fallback: Value | undefined,
): NativeResult {
  if (items.length === 0) {
    if (fallback !== undefined) return fallback;
    throw valueError(`${name}() iterable argument is empty`);
  }
  if (key !== null) return callPrelude(host, "_extreme", [makeList(host.heap, items), operator, key]);
  return orInPython(host, "_extreme", [new PyTuple(items), operator, null], () => {
    let best = items[0];
    for (let i = 1; i < items.length; i++) if (compareValues(host, operator, items[i], best)) best = items[i];
    return best;
  });
}

export const NUMBER_FUNCTIONS: Readonly<Record<string, Native>> = {
  abs: positional("abs", 1, 1, abs),
  round,
  divmod: positional("divmod", 2, 2, divmod),
  pow,
  sum,
  min: extreme("min", COMPARE.LT),
  max: extreme("max", COMPARE.GT),
  bin: positional("bin", 1, 1, (host, [value]) => text.binInt(expectInt(host.heap, value))),
  oct: positional("oct", 1, 1, (host, [value]) => text.octInt(expectInt(host.heap, value))),
  hex: positional("hex", 1, 1, (host, [value]) => text.hexInt(expectInt(host.heap, value))),
  chr: positional("chr", 1, 1, (host, [value]) => text.chrInt(expectInt(host.heap, value))),
  ord: positional("ord", 1, 1, (host, [value]) => {
    if (typeof value === "string") return text.ordString(value);
    throw typeError(`ord() expected string of length 1, but ${typeNameOf(host.heap, value)} found`);
  }),
};
