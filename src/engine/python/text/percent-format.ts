/**
 * `format % args`: reading the format, and formatting with callbacks for what values are (Objects/unicodeobject.c).
 * The callbacks may be asked for any value; whoever must not call back into a listing converts the arguments beforehand.
 */
import { PyFloat } from "../values.ts";
import { allowedTimes, codePointLength, codePoints, sliceString } from "./code-points.ts";
import { floatToInt } from "./floats.ts";
import { floatText } from "./format-spec.ts";
import type { Int } from "./integers.ts";
import { absInt, intToFloat, reprInt } from "./integers.ts";
import { PythonError } from "./python-error.ts";

/** What `%` needs of values it does not know. */
export interface PercentHooks<V> {
  str(v: V): string;
  repr(v: V): string;
  ascii(v: V): string;
  /** The int (a bool included) or float that v is, null when it is neither. */
  number(v: V): Int | PyFloat | null;
  /** The str that v is, null when it is none. */
  text(v: V): string | null;
  /** The int that v is for `*`, null otherwise (a float is none). */
  typeName(v: V): string;
  /** Whether v has `__getitem__` and is neither tuple nor str. */
  isMapping(v: V): boolean;
  /** mapping[key]; raises what the mapping raises. */
  lookup(mapping: V, key: string): V;
}

/** One piece of a format: the text before a conversion, and the conversion (null after the last one). */
export interface PercentPiece {
  readonly literal: string;
  /** Of `%(key)s`. */
  readonly key: string | null;
  readonly flags: string;
  readonly width: number | "*" | null;
  readonly precision: number | "*" | null;
  readonly conversion: string | null;
  /** Position of the conversion's letter, for messages. */
  readonly at: number;
}

const MAX_WIDTH = 2 ** 63 - 1;
const MAX_PRECISION = 2 ** 31 - 1;

/** Reads a format; `%%` is a piece with conversion "%". @throws ValueError for an incomplete one */
export function parsePercent(format: string): PercentPiece[] {
  const pieces: PercentPiece[] = [];
  for (const piece of readPieces(format, () => undefined)) pieces.push(piece);
  return pieces;
}

/** Reads piece by piece, so that an error further on comes after the effects of earlier pieces, as in CPython. */
function* readPieces(format: string, beforeKey: () => void): Generator<PercentPiece> {
  const text = codePoints(format);
  let at = 0;
  while (at < text.length) {
    const from = at;
    while (at < text.length && text[at] !== "%") at++;
    const literal = text.slice(from, at).join("");
    if (at === text.length) {
      yield { literal, key: null, flags: "", width: null, precision: null, conversion: null, at };
      return;
    }
    if (text[at + 1] === "(") beforeKey();
    const piece = readConversion(text, at + 1, literal);
    yield piece;
    at = piece.at + 1;
  }
}

function readConversion(text: readonly string[], start: number, literal: string): PercentPiece {
  let at = start;
  let key: string | null = null;
  if (text[at] === "(") {
    const end = closingParenthesis(text, at);
    key = text.slice(at + 1, end).join("");
    at = end + 1;
  }
  let flags = "";
  while (at < text.length && "-+ #0".includes(text[at])) flags += text[at++];
  let width: number | "*" | null;
  let precision: number | "*" | null = null;
  [width, at] = readCount(text, at, MAX_WIDTH, "width too big");
  if (text[at] === ".") {
    [precision, at] = readCount(text, at + 1, MAX_PRECISION, "precision too big");
    precision ??= 0;
  }
  if (at < text.length && "hlL".includes(text[at])) at++;
  if (at >= text.length) throw new PythonError("ValueError", "incomplete format");
  return { literal, key, flags, width, precision, conversion: text[at], at };
}

function closingParenthesis(text: readonly string[], open: number): number {
  let depth = 0;
  for (let at = open; at < text.length; at++) {
    if (text[at] === "(") depth++;
    else if (text[at] === ")" && --depth === 0) return at;
  }
  throw new PythonError("ValueError", "incomplete format key");
}

function readCount(
  text: readonly string[],
  from: number,
  most: number,
  message: string,
): [number | "*" | null, number] {
  if (text[from] === "*") return ["*", from + 1];
  let at = from;
  let value = 0;
  while (at < text.length && text[at] >= "0" && text[at] <= "9") value = value * 10 + Number(text[at++]);
  if (value > most) throw new PythonError("ValueError", message);
  return [at === from ? null : value, at];
}

/**
 * format % args, where `args` are a tuple's items (`isTuple`) or the one value that is no tuple.
 * @throws TypeError, ValueError, OverflowError, MemoryError
 */
export function percentFormat<V>(format: string, args: readonly V[], isTuple: boolean, hooks: PercentHooks<V>): string {
  const supply = new Supply(args, isTuple, hooks);
  let out = "";
  for (const piece of readPieces(format, () => supply.assertMapping())) {
    out += piece.literal;
    if (isBarePercent(piece)) out += "%";
    else if (piece.conversion !== null) out += formatPiece(piece, supply, hooks);
  }
  supply.assertSpent();
  return out;
}

function isBarePercent(piece: PercentPiece): boolean {
  return (
    piece.conversion === "%" &&
    piece.key === null &&
    piece.flags === "" &&
    piece.width === null &&
    piece.precision === null
  );
}

/** The arguments in order, or by key once a key was used. */
class Supply<V> {
  private next = 0;
  private keyed = false;
  private readonly args: readonly V[];
  private readonly isTuple: boolean;
  private readonly hooks: PercentHooks<V>;

  constructor(args: readonly V[], isTuple: boolean, hooks: PercentHooks<V>) {
    this.args = args;
    this.isTuple = isTuple;
    this.hooks = hooks;
  }

  take(): V {
    if (this.keyed && this.next > 0) throw new PythonError("TypeError", "not enough arguments for format string");
    if (this.next >= this.args.length) throw new PythonError("TypeError", "not enough arguments for format string");
    return this.args[this.next++];
  }

  byKey(key: string): V {
    const value = this.hooks.lookup(this.args[0], key);
    this.keyed = true;
    this.next = 1;
    return value;
  }

  assertMapping(): void {
    if (!this.isMapping()) throw new PythonError("TypeError", "format requires a mapping");
  }

  private isMapping(): boolean {
    return !this.isTuple && this.hooks.isMapping(this.args[0]);
  }

  /** A mapping may go unused, a tuple's item or a single value may not. */
  assertSpent(): void {
    if (this.next < this.args.length && !this.isMapping())
      throw new PythonError("TypeError", "not all arguments converted during string formatting");
  }
}

function formatPiece<V>(piece: PercentPiece, supply: Supply<V>, hooks: PercentHooks<V>): string {
  let { flags } = piece;
  const keyed = piece.key === null ? null : { value: supply.byKey(piece.key) };
  let width = piece.width === "*" ? starCount(supply, hooks) : (piece.width ?? 0);
  if (width < 0) {
    width = -width;
    flags += "-";
  }
  const precision = piece.precision === "*" ? Math.max(0, starCount(supply, hooks)) : piece.precision;
  const value = keyed === null ? supply.take() : keyed.value;
  const text = convert(piece, flags, precision, value, hooks);
  return padded(text, flags, width);
}

function starCount<V>(supply: Supply<V>, hooks: PercentHooks<V>): number {
  const count = hooks.number(supply.take());
  if (typeof count !== "number") throw new PythonError("TypeError", "* wants int");
  return count;
}

/** A converted value: sign and prefix apart, so that zeros can go between. */
interface Converted {
  readonly before: string;
  readonly text: string;
  readonly isNumber: boolean;
}

function convert<V>(
  piece: PercentPiece,
  flags: string,
  precision: number | null,
  value: V,
  hooks: PercentHooks<V>,
): Converted {
  const letter = piece.conversion as string;
  switch (letter) {
    case "s":
    case "r":
    case "a": {
      const full = letter === "s" ? hooks.str(value) : letter === "r" ? hooks.repr(value) : hooks.ascii(value);
      return { before: "", text: precision === null ? full : sliceString(full, 0, precision, null), isNumber: false };
    }
    case "c":
      return { before: "", text: character(value, hooks), isNumber: false };
    case "d":
    case "i":
    case "u":
      return wholeDigits("d", decimalInt(letter, value, hooks), flags, precision);
    case "o":
    case "x":
    case "X":
      return wholeDigits(letter, strictInt(letter, value, hooks), flags, precision);
    case "e":
    case "E":
    case "f":
    case "F":
    case "g":
    case "G":
      return floatDigits(letter, realNumber(value, hooks), flags, precision);
    default:
      throw unsupported(letter, piece.at);
  }
}

function unsupported(letter: string, at: number): PythonError {
  const code = letter.codePointAt(0) as number;
  const shown = code >= 32 && code <= 126 ? letter : "?";
  const message = `unsupported format character '${shown}' (0x${code.toString(16)}) at index ${at}`;
  return new PythonError("ValueError", message);
}

function character<V>(value: V, hooks: PercentHooks<V>): string {
  const text = hooks.text(value);
  if (text !== null && codePointLength(text) === 1) return text;
  const code = text === null ? hooks.number(value) : null;
  if (code === null || code instanceof PyFloat) throw new PythonError("TypeError", "%c requires int or char");
  if (code < 0 || code > 0x10ffff) throw new PythonError("OverflowError", "%c arg not in range(0x110000)");
  return String.fromCodePoint(Number(code));
}

function decimalInt<V>(letter: string, value: V, hooks: PercentHooks<V>): Int {
  const number = hooks.number(value);
  if (number === null)
    throw new PythonError("TypeError", `%${letter} format: a real number is required, not ${hooks.typeName(value)}`);
  return number instanceof PyFloat ? floatToInt(number.value) : number;
}

function strictInt<V>(letter: string, value: V, hooks: PercentHooks<V>): Int {
  const number = hooks.number(value);
  if (number === null || number instanceof PyFloat)
    throw new PythonError("TypeError", `%${letter} format: an integer is required, not ${hooks.typeName(value)}`);
  return number;
}

function realNumber<V>(value: V, hooks: PercentHooks<V>): number {
  const number = hooks.number(value);
  if (number === null) throw new PythonError("TypeError", `must be real number, not ${hooks.typeName(value)}`);
  return number instanceof PyFloat ? number.value : intToFloat(number);
}

function signBefore(negative: boolean, flags: string): string {
  if (negative) return "-";
  return flags.includes("+") ? "+" : flags.includes(" ") ? " " : "";
}

function wholeDigits(letter: string, value: Int, flags: string, precision: number | null): Converted {
  const size = absInt(value);
  const digits =
    letter === "d" ? reprInt(size) : letter === "o" ? size.toString(8) : casedHex(size.toString(16), letter);
  const prefix = letter !== "d" && flags.includes("#") ? `0${letter}` : "";
  const text = digits.padStart(allowedTimes(1, precision ?? 0), "0");
  return { before: signBefore(value < 0, flags) + prefix, text, isNumber: true };
}

function casedHex(digits: string, letter: string): string {
  return letter === "X" ? digits.toUpperCase() : digits;
}

function floatDigits(letter: string, x: number, flags: string, precision: number | null): Converted {
  const negative = x < 0 || Object.is(x, -0);
  const text = floatText(Math.abs(x), letter, allowedTimes(1, precision ?? 6), flags.includes("#"));
  return { before: signBefore(negative, flags), text, isNumber: true };
}

function padded(converted: Converted, flags: string, width: number): string {
  const { before, text, isNumber } = converted;
  const room = width - codePointLength(before + text);
  if (room <= 0) return before + text;
  allowedTimes(1, room);
  if (flags.includes("-")) return before + text + " ".repeat(room);
  return isNumber && flags.includes("0") ? before + "0".repeat(room) + text : " ".repeat(room) + before + text;
}
