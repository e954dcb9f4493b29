/** Taking strings apart and putting them together: split, strip, partition, join, replace, as `str` has them. */
import { SPACE } from "./char-classes.ts";
import { codePoints, MAX_STRING } from "./code-points.ts";
import { PythonError } from "./python-error.ts";

const LEADING_SPACE = new RegExp(`^[${SPACE}]+`, "u");
const SPACE_ONE = new RegExp(`[${SPACE}]`, "u");
const WORDS = new RegExp(`[^${SPACE}]+`, "gu");
// oxlint-disable-next-line no-control-regex -- str.splitlines ends a line at these control characters too
const LINE_END = /\r\n|[\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029]/g;

/** s.split(sep, maxsplit); sep null means runs of whitespace, a negative maxsplit no limit. @throws ValueError */
export function strSplit(s: string, sep: string | null, maxsplit: number): string[] {
  if (sep === null) return splitWords(s, maxsplit);
  assertSeparator(sep);
  if (maxsplit < 0) return s.split(sep);
  const parts: string[] = [];
  let from = 0;
  for (let at = s.indexOf(sep); at >= 0 && parts.length < maxsplit; at = s.indexOf(sep, from)) {
    parts.push(s.slice(from, at));
    from = at + sep.length;
  }
  parts.push(s.slice(from));
  return parts;
}

function splitWords(s: string, maxsplit: number): string[] {
  if (maxsplit < 0) return s.match(WORDS) ?? [];
  const parts: string[] = [];
  let rest = s.replace(LEADING_SPACE, "");
  while (rest !== "" && parts.length < maxsplit) {
    const end = rest.search(SPACE_ONE);
    if (end < 0) break;
    parts.push(rest.slice(0, end));
    rest = rest.slice(end).replace(LEADING_SPACE, "");
  }
  // With the limit reached CPython keeps what is left, its trailing whitespace included.
  if (rest !== "") parts.push(rest);
  return parts;
}

/** s.rsplit(sep, maxsplit). @throws ValueError */
export function strRsplit(s: string, sep: string | null, maxsplit: number): string[] {
  if (maxsplit < 0) return strSplit(s, sep, maxsplit);
  if (sep === null) return rsplitWords(s, maxsplit);
  assertSeparator(sep);
  const parts: string[] = [];
  let rest = s;
  for (let at = rest.lastIndexOf(sep); at >= 0 && parts.length < maxsplit; at = rest.lastIndexOf(sep)) {
    parts.push(rest.slice(at + sep.length));
    rest = rest.slice(0, at);
  }
  parts.push(rest);
  return parts.reverse();
}

function rsplitWords(s: string, maxsplit: number): string[] {
  const parts: string[] = [];
  let rest = strRstrip(s, null);
  while (rest !== "" && parts.length < maxsplit) {
    let start = rest.length;
    while (start > 0 && !SPACE_ONE.test(rest[start - 1])) start--;
    if (start === 0) break;
    parts.push(rest.slice(start));
    rest = strRstrip(rest.slice(0, start), null);
  }
  if (rest !== "") parts.push(rest);
  return parts.reverse();
}

function assertSeparator(sep: string): void {
  if (sep === "") throw new PythonError("ValueError", "empty separator");
}

/** s.splitlines(keepends). */
export function strSplitlines(s: string, keepends: boolean): string[] {
  const lines: string[] = [];
  let from = 0;
  for (const end of s.matchAll(LINE_END)) {
    const after = end.index + end[0].length;
    lines.push(s.slice(from, keepends ? after : end.index));
    from = after;
  }
  if (from < s.length) lines.push(s.slice(from));
  return lines;
}

/** s.strip(chars); chars null means whitespace. */
export function strStrip(s: string, chars: string | null): string {
  return strRstrip(strLstrip(s, chars), chars);
}

/** s.lstrip(chars). */
export function strLstrip(s: string, chars: string | null): string {
  const characters = codePoints(s);
  const strips = stripper(chars);
  let start = 0;
  let units = 0;
  while (start < characters.length && strips(characters[start])) units += characters[start++].length;
  return s.slice(units);
}

/** s.rstrip(chars). */
export function strRstrip(s: string, chars: string | null): string {
  const characters = codePoints(s);
  const strips = stripper(chars);
  let end = characters.length;
  let units = s.length;
  while (end > 0 && strips(characters[end - 1])) units -= characters[--end].length;
  return s.slice(0, units);
}

function stripper(chars: string | null): (c: string) => boolean {
  if (chars === null) return (c) => SPACE_ONE.test(c);
  const set = new Set(codePoints(chars));
  return (c) => set.has(c);
}

/** sep.join(parts). @throws MemoryError */
export function strJoin(sep: string, parts: readonly string[]): string {
  let length = sep.length * Math.max(0, parts.length - 1);
  for (const part of parts) length += part.length;
  assertLength(length);
  return parts.join(sep);
}

/** s.replace(from, to, count); a negative count means all. @throws MemoryError */
export function strReplace(s: string, from: string, to: string, count: number): string {
  if (count === 0) return s;
  if (from === "") return replaceEmpty(s, to, count);
  const parts = strSplit(s, from, count);
  assertLength(s.length + (parts.length - 1) * (to.length - from.length));
  return parts.join(to);
}

/** An empty `from` is found before each character and at the end. */
function replaceEmpty(s: string, to: string, count: number): string {
  const characters = codePoints(s);
  const places = count < 0 ? characters.length + 1 : Math.min(count, characters.length + 1);
  assertLength(s.length + places * to.length);
  const done = characters.map((c, i) => (i < places ? to + c : c)).join("");
  return places > characters.length ? done + to : done;
}

function assertLength(length: number): void {
  if (length > MAX_STRING) throw new PythonError("MemoryError", `a string may have ${MAX_STRING} characters here`);
}

/** s.partition(sep). @throws ValueError */
export function strPartition(s: string, sep: string): [string, string, string] {
  assertSeparator(sep);
  const at = s.indexOf(sep);
  return at < 0 ? [s, "", ""] : [s.slice(0, at), sep, s.slice(at + sep.length)];
}

/** s.rpartition(sep). @throws ValueError */
export function strRpartition(s: string, sep: string): [string, string, string] {
  assertSeparator(sep);
  const at = s.lastIndexOf(sep);
  return at < 0 ? ["", "", s] : [s.slice(0, at), sep, s.slice(at + sep.length)];
}

/** s.removeprefix(prefix). */
export function strRemoveprefix(s: string, prefix: string): string {
  return s.startsWith(prefix) ? s.slice(prefix.length) : s;
}

/** s.removesuffix(suffix). */
export function strRemovesuffix(s: string, suffix: string): string {
  return suffix !== "" && s.endsWith(suffix) ? s.slice(0, -suffix.length) : s;
}
