/** Padding and the like: center, ljust, rjust, zfill, expandtabs, translate. Widths are in code points. */
import { allowedTimes, codePointLength, codePoints } from "./code-points.ts";
import { PythonError } from "./python-error.ts";

/** s.center(width, fill); the odd blank goes left when the width is odd. @throws TypeError, MemoryError */
export function strCenter(s: string, width: number, fill: string): string {
  const room = roomFor(s, width, fill);
  if (room <= 0) return s;
  const left = Math.floor(room / 2) + (room % 2 === 1 && width % 2 === 1 ? 1 : 0);
  return fill.repeat(left) + s + fill.repeat(room - left);
}

/** s.ljust(width, fill). */
export function strLjust(s: string, width: number, fill: string): string {
  return s + fill.repeat(Math.max(0, roomFor(s, width, fill)));
}

/** s.rjust(width, fill). */
export function strRjust(s: string, width: number, fill: string): string {
  return fill.repeat(Math.max(0, roomFor(s, width, fill))) + s;
}

function roomFor(s: string, width: number, fill: string): number {
  if (codePointLength(fill) !== 1)
    throw new PythonError("TypeError", "The fill character must be exactly one character long");
  return allowedTimes(fill.length, width - codePointLength(s));
}

/** s.zfill(width): zeros after the sign. */
export function strZfill(s: string, width: number): string {
  const room = roomFor(s, width, "0");
  if (room <= 0) return s;
  const sign = s.startsWith("-") || s.startsWith("+") ? s[0] : "";
  return sign + "0".repeat(room) + s.slice(sign.length);
}

/** s.expandtabs(tabsize): blanks up to the next multiple of tabsize, counted from the line's start. */
export function strExpandtabs(s: string, tabsize: number): string {
  let column = 0;
  const out: string[] = [];
  for (const c of s) {
    if (c === "\t") {
      const blanks = tabsize > 0 ? tabsize - (column % tabsize) : 0;
      out.push(" ".repeat(allowedTimes(1, blanks)));
      column += blanks;
    } else {
      out.push(c);
      column = c === "\n" || c === "\r" ? 0 : column + 1;
    }
  }
  return out.join("");
}

/** s.translate(table): `table` gives a character's replacement, null to delete it, undefined to leave it. */
export function strTranslate(s: string, table: (codePoint: number) => string | null | undefined): string {
  return codePoints(s)
    .map((c) => {
      const to = table(c.codePointAt(0) as number);
      return to === undefined ? c : (to ?? "");
    })
    .join("");
}

/** str.maketrans(from, to, remove) as pairs of code points, null for what is deleted. @throws ValueError */
export function strMaketrans(from: string, to: string, remove: string): [number, number | null][] {
  const [sources, targets] = [codePoints(from), codePoints(to)];
  if (sources.length !== targets.length)
    throw new PythonError("ValueError", "the first two maketrans arguments must have equal length");
  const pairs = sources.map((c, i): [number, number | null] => [ordOf(c), ordOf(targets[i])]);
  return [...pairs, ...codePoints(remove).map((c): [number, null] => [ordOf(c), null])];
}

function ordOf(c: string): number {
  return c.codePointAt(0) as number;
}
