/** Upper and lower case as `str` has them: full mappings, title case at the start of each word of cased characters. */
import { codePoints } from "./code-points.ts";

const UPPER = /[\p{Uppercase}]/u;
const LOWER = /[\p{Lowercase}]/u;
const TITLE = /\p{Lt}/u;
const CASED = /[\p{Uppercase}\p{Lowercase}\p{Lt}]/u;

/** Characters whose title case is not their upper case (UnicodeData.txt): the Latin and Greek digraphs, Georgian. */
const DIGRAPHS: ReadonlyMap<string, string> = new Map(
  ["Ǆǅǆ", "Ǉǈǉ", "Ǌǋǌ", "Ǳǲǳ"].flatMap((three) => codePoints(three).map((c): [string, string] => [c, three[1]])),
);

/** s.upper(). */
export function strUpper(s: string): string {
  return s.toUpperCase();
}

/** s.lower(). */
export function strLower(s: string): string {
  return s.toLowerCase();
}

/** s.casefold(). */
export function strCasefold(s: string): string {
  return codePoints(s).map(foldCharacter).join("");
}

function foldCharacter(c: string): string {
  if (c === "ı" || isCherokee(c)) return c === "ı" ? c : c.toUpperCase();
  return codePoints(c.toLowerCase().toUpperCase())
    .map((one) => one.toLowerCase())
    .join("");
}

/** Cherokee folds to upper case, the older form. */
function isCherokee(c: string): boolean {
  return /[\u13a0-\u13fd\uab70-\uabbf]/.test(c);
}

/** s.swapcase(). */
export function strSwapcase(s: string): string {
  let at = 0;
  const swapped = codePoints(s).map((c) => {
    const here = at;
    at += c.length;
    if (UPPER.test(c)) return c === "Σ" ? lowerSigma(s, here) : c.toLowerCase();
    return LOWER.test(c) ? c.toUpperCase() : c;
  });
  return swapped.join("");
}

/** Sigma at a word's end has a form of its own; toLowerCase knows it only within the whole string. */
function lowerSigma(s: string, at: number): string {
  const before = s.slice(0, at).toLowerCase().length;
  return s.toLowerCase()[before];
}

/** s.capitalize(). */
export function strCapitalize(s: string): string {
  if (s === "") return s;
  const first = codePoints(s)[0];
  return titleCharacter(first) + s.toLowerCase().slice(first.toLowerCase().length);
}

/** s.title(). */
export function strTitle(s: string): string {
  let inWord = false;
  let at = 0;
  const titled = codePoints(s).map((c) => {
    const mapped = inWord ? (c === "Σ" ? lowerSigma(s, at) : c.toLowerCase()) : titleCharacter(c);
    inWord = CASED.test(c);
    at += c.length;
    return mapped;
  });
  return titled.join("");
}

function titleCharacter(c: string): string {
  const digraph = DIGRAPHS.get(c);
  if (digraph !== undefined) return digraph;
  if (c === "ŉ") return "ʼN";
  if (/[\u10d0-\u10ff]/.test(c)) return c; // Georgian has capitals but no title case
  // Greek with iota subscript: title case keeps it below, upper case writes it beside.
  if (/[\u1f80-\u1fff]/.test(c) && /.Ι$/u.test(c.toUpperCase()))
    return `${c.toUpperCase().slice(0, -1)}\u0345`.normalize("NFC");
  const [first, ...rest] = codePoints(c.toUpperCase());
  return first + rest.join("").toLowerCase();
}

/** s.isupper(). */
export function strIsupper(s: string): boolean {
  return UPPER.test(s) && !LOWER.test(s) && !TITLE.test(s);
}

/** s.islower(). */
export function strIslower(s: string): boolean {
  return LOWER.test(s) && !UPPER.test(s) && !TITLE.test(s);
}

/** s.istitle(). */
export function strIstitle(s: string): boolean {
  let inWord = false;
  let any = false;
  for (const c of s) {
    const starts = UPPER.test(c) || TITLE.test(c);
    const goesOn = LOWER.test(c);
    if ((starts && inWord) || (goesOn && !inWord)) return false;
    inWord = starts || goesOn;
    any ||= inWord;
  }
  return any;
}
