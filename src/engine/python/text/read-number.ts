/** int('…') and float('…'): which texts are numbers, and the words for those that are not. */
import { SPACE, toAsciiDigits } from "./char-classes.ts";
import type { Int } from "./integers.ts";
import { MAX_STR_DIGITS, normalInt } from "./integers.ts";
import { PythonError } from "./python-error.ts";
import { reprString } from "./repr-string.ts";

const BLANKS = new RegExp(`^[${SPACE}]+|[${SPACE}]+$`, "gu");
const FLOAT = /^[+-]?(?:\d+(?:_\d+)*\.?(?:\d+(?:_\d+)*)?|\.\d+(?:_\d+)*)(?:[eE][+-]?\d+(?:_\d+)*)?$/;
const SPECIAL = /^([+-]?)(?:(inf|infinity)|nan)$/i;
const PREFIX_BASES: Readonly<Record<string, number>> = { b: 2, o: 8, x: 16 };

/** int(text, base); base 0 reads the prefix. @throws ValueError */
export function parseInt(text: string, base: number): Int {
  if (base !== 0 && (base < 2 || base > 36))
    throw new PythonError("ValueError", "int() base must be >= 2 and <= 36, or 0");
  const trimmed = toAsciiDigits(text.replace(BLANKS, ""));
  const negative = trimmed.startsWith("-");
  const unsigned = negative || trimmed.startsWith("+") ? trimmed.slice(1) : trimmed;
  const { digits, radix } = withoutPrefix(unsigned, base);
  if (!isDigits(digits, radix) || (base === 0 && radix === 10 && /^0[0_]*[1-9]/.test(digits)))
    throw new PythonError("ValueError", `invalid literal for int() with base ${base}: ${reprString(text)}`);
  const size = wholeNumber(digits.replaceAll("_", ""), radix);
  return negative ? (typeof size === "number" ? 0 - size : -size) : size;
}

function withoutPrefix(text: string, base: number): { digits: string; radix: number } {
  const prefix = text[0] === "0" ? PREFIX_BASES[(text[1] ?? "").toLowerCase()] : undefined;
  if (prefix === undefined || (base !== 0 && base !== prefix)) return { digits: text, radix: base === 0 ? 10 : base };
  // One underscore may stand between the prefix and the digits.
  return { digits: text.slice(text[2] === "_" ? 3 : 2), radix: prefix };
}

function isDigits(text: string, radix: number): boolean {
  if (!/^[0-9a-zA-Z]+(?:_[0-9a-zA-Z]+)*$/.test(text)) return false;
  for (const c of text) if (c !== "_" && Number.parseInt(c, 36) >= radix) return false;
  return true;
}

function wholeNumber(digits: string, radix: number): Int {
  const small = Number.parseInt(digits, radix);
  if (Number.isSafeInteger(small)) return small;
  const isPowerOfTwo = (radix & (radix - 1)) === 0;
  if (!isPowerOfTwo && digits.length > MAX_STR_DIGITS) {
    const limit = `Exceeds the limit (${MAX_STR_DIGITS} digits) for integer string conversion: value has ${digits.length} digits`;
    throw new PythonError("ValueError", `${limit}; use sys.set_int_max_str_digits() to increase the limit`);
  }
  return normalInt(isPowerOfTwo ? bitsOf(digits, radix) : valueOf(digits, BigInt(radix)));
}

function bitsOf(digits: string, radix: number): bigint {
  const width = Math.log2(radix);
  let bits = "";
  for (const c of digits) bits += Number.parseInt(c, radix).toString(2).padStart(width, "0");
  return BigInt(`0b${bits}`);
}

function valueOf(digits: string, radix: bigint): bigint {
  if (radix === 10n) return BigInt(digits);
  let value = 0n;
  for (const c of digits) value = value * radix + BigInt(Number.parseInt(c, 36));
  return value;
}

/** float(text). @throws ValueError */
export function parseFloat(text: string): number {
  const trimmed = toAsciiDigits(text.replace(BLANKS, ""));
  if (FLOAT.test(trimmed)) return Number(trimmed.replaceAll("_", ""));
  const special = SPECIAL.exec(trimmed);
  if (special === null) throw new PythonError("ValueError", `could not convert string to float: ${reprString(text)}`);
  const size = special[2] === undefined ? NaN : Infinity;
  return special[1] === "-" ? -size : size;
}
