/** Looking for a part of a string within bounds that are given and answered in code points. */
import { codePointLength, codePoints, hasSurrogates } from "./code-points.ts";
import { PythonError } from "./python-error.ts";

/** The part of s between the bounds, and where it begins; null when start lies behind the end. */
interface Window {
  readonly text: string;
  readonly from: number;
}

function windowOf(s: string, start: number | null, end: number | null): Window | null {
  if (start === null && end === null) return { text: s, from: 0 };
  const units: string | string[] = hasSurrogates(s) ? codePoints(s) : s;
  const length = units.length;
  const stop = end === null || end > length ? length : end < 0 ? Math.max(0, end + length) : end;
  const from = start === null ? 0 : start < 0 ? Math.max(0, start + length) : start;
  if (from > stop) return null;
  return { text: typeof units === "string" ? units.slice(from, stop) : units.slice(from, stop).join(""), from };
}

/** s.find(sub, start, end): a position in s, or −1. */
export function strFind(s: string, sub: string, start: number | null, end: number | null): number {
  const window = windowOf(s, start, end);
  return window === null ? -1 : position(window, window.text.indexOf(sub));
}

/** s.rfind(sub, start, end). */
export function strRfind(s: string, sub: string, start: number | null, end: number | null): number {
  const window = windowOf(s, start, end);
  return window === null ? -1 : position(window, window.text.lastIndexOf(sub));
}

function position(window: Window, unit: number): number {
  if (unit < 0) return -1;
  return window.from + codePointLength(window.text.slice(0, unit));
}

/** s.index(sub, start, end). @throws ValueError */
export function strIndex(s: string, sub: string, start: number | null, end: number | null): number {
  return found(strFind(s, sub, start, end));
}

/** s.rindex(sub, start, end). @throws ValueError */
export function strRindex(s: string, sub: string, start: number | null, end: number | null): number {
  return found(strRfind(s, sub, start, end));
}

function found(at: number): number {
  if (at < 0) throw new PythonError("ValueError", "substring not found");
  return at;
}

/** s.count(sub, start, end): occurrences that do not overlap. */
export function strCount(s: string, sub: string, start: number | null, end: number | null): number {
  const window = windowOf(s, start, end);
  if (window === null) return 0;
  return sub === "" ? codePointLength(window.text) + 1 : window.text.split(sub).length - 1;
}

/** s.startswith(prefix, start, end); several prefixes mean any of them. */
export function strStartswith(
  s: string,
  prefix: string | readonly string[],
  start: number | null,
  end: number | null,
): boolean {
  const window = windowOf(s, start, end);
  return window !== null && (typeof prefix === "string" ? [prefix] : prefix).some((one) => window.text.startsWith(one));
}

/** s.endswith(suffix, start, end); several suffixes mean any of them. */
export function strEndswith(
  s: string,
  suffix: string | readonly string[],
  start: number | null,
  end: number | null,
): boolean {
  const window = windowOf(s, start, end);
  return window !== null && (typeof suffix === "string" ? [suffix] : suffix).some((one) => window.text.endsWith(one));
}
