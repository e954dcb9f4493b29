/** The values of number and string literals. Rule: every message is the one CPython gives, at the place where it gives it. */
import { PyFloat, type Value } from "../values.ts";
import type { SourceText } from "./diagnostics.ts";

const SIMPLE_ESCAPES: Readonly<Record<string, string>> = {
  "\n": "",
  "\\": "\\",
  "'": "'",
  '"': '"',
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};

/** An int as a value: number where it is safe, else bigint. */
export function toInteger(value: bigint): Value {
  const small = Number(value);
  return Number.isSafeInteger(small) ? small : value;
}

/** The value of a number token whose form was checked; null for an imaginary one. */
export function numberValue(text: string): Value {
  const digits = text.replaceAll("_", "");
  if (/^0[xXoObB]/.test(digits)) return toInteger(BigInt(digits.toLowerCase()));
  if (/[.eE]/.test(digits)) return new PyFloat(Number(digits));
  return toInteger(BigInt(digits));
}

const NUMBER =
  /(?:0[xX](?:_?[0-9a-fA-F])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+|(?:\d(?:_?\d)*\.(?:\d(?:_?\d)*)?|\.\d(?:_?\d)*)(?:[eE][+-]?\d(?:_?\d)*)?|\d(?:_?\d)*(?:[eE][+-]?\d(?:_?\d)*)?)/y;

/** Keywords that may follow a number at once (`1if x else y`). */
const MAY_FOLLOW = /^(?:and|else|for|if|in|is|not|or)\b/;

/** Length of the number at `start`. @throws ListingError where CPython refuses it */
export function scanNumber(source: SourceText, start: number): number {
  const { text } = source;
  NUMBER.lastIndex = start;
  const match = NUMBER.exec(text);
  const found = match === null ? "" : match[0];
  const end = start + found.length;
  const based = /^0([xXoObB])/.exec(text.slice(start, start + 2));
  if (based !== null) checkBased(source, start, end, based[1].toLowerCase());
  else checkDecimal(source, start, end, found);
  return end;
}

function checkBased(source: SourceText, start: number, end: number, letter: string): void {
  const kind = letter === "x" ? "hexadecimal" : letter === "o" ? "octal" : "binary";
  const next = source.text[end] ?? "";
  if (end <= start + 1) source.fail({ start: start + 1, end: start + 2 }, `invalid ${kind} literal`);
  if (/[0-9]/.test(next)) source.fail({ start: end, end: end + 1 }, `invalid digit '${next}' in ${kind} literal`);
  if (/[\p{L}_]/u.test(next) && !MAY_FOLLOW.test(source.text.slice(end, end + 5)))
    source.fail({ start: end - 1, end }, `invalid ${kind} literal`);
}

function checkDecimal(source: SourceText, start: number, end: number, found: string): void {
  const next = source.text[end] ?? "";
  if (/^0[0-9_]/.test(found) && !/[.eE]/.test(found) && /[1-9]/.test(found)) {
    source.fail(
      { start, end },
      "leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers",
    );
  }
  if (/^[jJ]$/.test(next)) {
    source.refuse({ start, end: end + 1 }, "complex numbers are not in this subset", "two floats, or a tuple of them");
    return;
  }
  if (next === "_") source.fail({ start: end, end: end + 1 }, "invalid decimal literal");
  if (/[\p{L}_]/u.test(next) && !MAY_FOLLOW.test(source.text.slice(end, end + 5)))
    source.fail({ start: end - 1, end }, "invalid decimal literal");
}

/** Text of a string literal's inside, escapes resolved. `start` is the offset of `raw` in the source. */
export function unescape(source: SourceText, raw: string, start: number): string {
  if (!raw.includes("\\")) return raw;
  let out = "";
  for (let i = 0; i < raw.length; i++) {
    if (raw[i] !== "\\") {
      out += raw[i];
      continue;
    }
    const escape = readEscape(source, raw, i, start);
    out += escape.text;
    i += escape.length - 1;
  }
  return out;
}

function readEscape(source: SourceText, raw: string, at: number, start: number): { text: string; length: number } {
  const letter = raw[at + 1];
  const simple = SIMPLE_ESCAPES[letter];
  if (simple !== undefined) return { text: simple, length: 2 };
  const octal = /^[0-7]{1,3}/.exec(raw.slice(at + 1, at + 4));
  if (octal !== null) return { text: String.fromCharCode(Number.parseInt(octal[0], 8)), length: 1 + octal[0].length };
  if (letter === "x") return hexEscape(source, raw, at, start, 2, "\\xXX");
  if (letter === "u") return hexEscape(source, raw, at, start, 4, "\\uXXXX");
  if (letter === "U") return hexEscape(source, raw, at, start, 8, "\\UXXXXXXXX");
  if (letter === "N") {
    const end = raw.indexOf("}", at);
    source.refuse(
      { start: start + at, end: start + (end < 0 ? at + 2 : end + 1) },
      "\\N{…} escapes are not in this subset",
      "the character itself, or \\uXXXX",
    );
    return { text: "", length: end < 0 ? 2 : end + 1 - at };
  }
  return { text: `\\${letter ?? ""}`, length: 2 };
}

function hexEscape(
  source: SourceText,
  raw: string,
  at: number,
  start: number,
  digits: number,
  shape: string,
): { text: string; length: number } {
  const hex = /^[0-9a-fA-F]*/.exec(raw.slice(at + 2, at + 2 + digits));
  const found = hex === null ? "" : hex[0];
  const end = at + 2 + found.length;
  if (found.length < digits) {
    source.fail(
      { start: start + at, end: start + end },
      `(unicode error) 'unicodeescape' codec can't decode bytes in position ${at}-${end - 1}: truncated ${shape} escape`,
    );
  }
  const point = Number.parseInt(found, 16);
  if (point > 0x10ffff)
    source.fail(
      { start: start + at, end: start + end },
      `(unicode error) 'unicodeescape' codec can't decode bytes in position ${at}-${end - 1}: illegal Unicode character`,
    );
  return { text: String.fromCodePoint(point), length: 2 + digits };
}
