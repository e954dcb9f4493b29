/**
 * Python's order of plain values, as far as a trace can tell: numbers, strings, and lists or tuples of them.
 * Rule: undefined where Python would refuse to compare, or where the plain forms do not say.
 */
import { isArray } from "./plain-repr.ts";
import type { Plain, ValueEntry } from "./trace.ts";

/** Negative, 0 or positive as `a` is before, equal to or behind `b`. */
export function comparePlain(a: ValueEntry | null, b: ValueEntry | null): number | undefined {
  if (a === null || b === null) return undefined;
  return compare(a.plain, b.plain, isText(a.repr), isText(b.repr));
}

function compare(a: Plain, b: Plain, aIsText?: boolean, bIsText?: boolean): number | undefined {
  if (isArray(a) && isArray(b)) return compareArrays(a, b);
  const left = toComparable(a, aIsText);
  const right = toComparable(b, bIsText);
  if (left === undefined || right === undefined || (typeof left === "string") !== (typeof right === "string"))
    return undefined;
  if (typeof left === "string" && typeof right === "string") return compareText(left, right);
  return left < right ? -1 : left > right ? 1 : 0;
}

function compareArrays(a: readonly Plain[], b: readonly Plain[]): number | undefined {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const order = compare(a[i], b[i]);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

/** Integers beyond 2^53 are decimal strings in plain form; whether a string is one, only its repr tells. */
function toComparable(value: Plain, isTextByRepr: boolean | undefined): number | bigint | string | undefined {
  if (typeof value === "number") return value;
  if (typeof value === "boolean") return value ? 1 : 0;
  if (typeof value !== "string") return undefined;
  const isLongInteger = isTextByRepr === undefined ? /^-?\d{16,}$/.test(value) : !isTextByRepr && /^-?\d+$/.test(value);
  return isLongInteger ? BigInt(value) : value;
}

/** By code points, as Python compares; JavaScript's own order is by UTF-16 units. */
function compareText(a: string, b: string): number {
  const left = Array.from(a, (char) => char.codePointAt(0) ?? 0);
  const right = Array.from(b, (char) => char.codePointAt(0) ?? 0);
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    if (left[i] !== right[i]) return left[i] - right[i];
  }
  return left.length - right.length;
}

function isText(repr: string): boolean {
  return repr.startsWith("'") || repr.startsWith('"');
}
