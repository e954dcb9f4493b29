/**
 * Strings as Python counts them: by code point. JavaScript counts UTF-16 units, which is the same unless the string has
 * surrogates; every function asks that once and then takes the plain path.
 */
import type { Int } from "./integers.ts";
import { PythonError } from "./python-error.ts";

/** Longest string made here, in UTF-16 units; below the browser's own limit so that the error is Python's. */
export const MAX_STRING = 2 ** 28;

/** Whether positions in UTF-16 units and in code points may differ. */
export function hasSurrogates(s: string): boolean {
  return /[\ud800-\udfff]/.test(s);
}

/** len(s). */
export function codePointLength(s: string): number {
  if (!hasSurrogates(s)) return s.length;
  let count = 0;
  for (const _ of s) count++;
  return count;
}

/** The characters of s, one code point each. */
export function codePoints(s: string): string[] {
  return Array.from(s);
}

/** s[index], a negative index counting from the end. @throws IndexError */
export function indexString(s: string, index: number): string {
  const units: ArrayLike<string> = hasSurrogates(s) ? codePoints(s) : s;
  const at = index < 0 ? index + units.length : index;
  if (at < 0 || at >= units.length) throw new PythonError("IndexError", "string index out of range");
  return units[at];
}

/** A slice's bounds within a sequence, as `slice.indices` gives them, and how many elements it takes. */
export interface SliceBounds {
  readonly start: number;
  readonly stop: number;
  readonly step: number;
  readonly count: number;
}

/** slice(start, stop, step).indices(length). @throws ValueError for a step of 0 */
export function sliceIndices(
  length: number,
  start: number | null,
  stop: number | null,
  step: number | null,
): SliceBounds {
  const stride = step ?? 1;
  if (stride === 0) throw new PythonError("ValueError", "slice step cannot be zero");
  const lowest = stride < 0 ? -1 : 0;
  const highest = stride < 0 ? length - 1 : length;
  const clamp = (at: number): number => Math.min(Math.max(at < 0 ? at + length : at, lowest), highest);
  const from = start === null ? (stride < 0 ? highest : lowest) : clamp(start);
  const to = stop === null ? (stride < 0 ? lowest : highest) : clamp(stop);
  return { start: from, stop: to, step: stride, count: Math.max(0, Math.ceil((to - from) / stride)) };
}

/** s[start:stop:step]. */
export function sliceString(s: string, start: number | null, stop: number | null, step: number | null): string {
  const units: string | string[] = hasSurrogates(s) ? codePoints(s) : s;
  const bounds = sliceIndices(units.length, start, stop, step);
  if (bounds.step === 1) {
    const end = Math.max(bounds.start, bounds.stop);
    return typeof units === "string" ? units.slice(bounds.start, end) : units.slice(bounds.start, end).join("");
  }
  const taken: string[] = [];
  for (let i = 0, at = bounds.start; i < bounds.count; i++, at += bounds.step) taken.push(units[at]);
  return taken.join("");
}

/** Below 0, 0 or above 0 by the first code point that differs; UTF-16 order puts U+E000…U+FFFF after what is beyond. */
export function compareStrings(a: string, b: string): number {
  if (a === b) return 0;
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) return isSurrogate(x) === isSurrogate(y) ? x - y : isSurrogate(x) ? 1 : -1;
  }
  return a.length - b.length;
}

function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff;
}

/** ord(s). @throws TypeError unless s is one character */
export function ordString(s: string): number {
  const length = codePointLength(s);
  if (length !== 1)
    throw new PythonError("TypeError", `ord() expected a character, but string of length ${length} found`);
  return s.codePointAt(0) as number;
}

/** chr(n). @throws ValueError outside U+0000…U+10FFFF */
export function chrInt(n: Int): string {
  if (n < 0 || n > 0x10ffff) throw new PythonError("ValueError", "chr() arg not in range(0x110000)");
  return String.fromCodePoint(Number(n));
}

/** s * times. @throws MemoryError beyond 2^28 units */
export function repeatString(s: string, times: Int): string {
  if (typeof times === "bigint" && BigInt.asIntN(64, times) !== times)
    throw new PythonError("OverflowError", "cannot fit 'int' into an index-sized integer");
  if (s === "" || times <= 0) return "";
  return s.repeat(allowedTimes(s.length, times));
}

/** Units of a sequence of `unit` units repeated `times` times, 0 where that is negative. @throws MemoryError beyond 2^28 */
export function allowedLength(unit: number, times: Int): number {
  return unit === 0 || times <= 0 ? 0 : unit * allowedTimes(unit, times);
}

/** `times` as a number when that many strings of `unit` units fit. @throws MemoryError */
export function allowedTimes(unit: number, times: Int): number {
  if (typeof times === "bigint" || unit * times > MAX_STRING)
    throw new PythonError("MemoryError", `a sequence may have ${MAX_STRING} items here`);
  return times;
}
