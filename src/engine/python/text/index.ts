/**
 * Text and numbers by Python's rules: pure functions on values, no memory, no clock, no callbacks into a listing.
 * Whatever fails throws PythonError with CPython 3.13's type and message. Ints are `Int` (number | bigint, normalised),
 * floats are plain numbers here (PyFloat only where a function takes any value). Positions are in Python's code points.
 */
import type { PyFloat } from "../values.ts";

export type Int = number | bigint;
export type FormatValue = string | number | bigint | boolean | PyFloat;

/** `typeName` is the exception's class name, `message` its only argument. */
export declare class PythonError extends Error {
  readonly typeName: string;
  constructor(typeName: string, message: string);
}

// --- repr ---
export declare function reprString(s: string): string;
export declare function asciiString(s: string): string; // ascii(s)
export declare function reprFloat(x: number): string; // also str(x)
export declare function reprInt(n: Int): string; // with the 4300-digit limit

// --- format ---
export declare function formatSpec(value: FormatValue, spec: string): string; // format(value, spec)
/** What `%` needs of values it does not know. All are called in the order CPython calls them. */
export interface PercentHooks<V> {
  str(v: V): string;
  repr(v: V): string;
  ascii(v: V): string;
  number(v: V): Int | PyFloat | null; // int (bool included) or float of v, null when it is neither
  text(v: V): string | null; // the str itself for %c, null when v is no str
  typeName(v: V): string;
  isMapping(v: V): boolean; // has __getitem__ and is neither tuple nor str
  lookup(mapping: V, key: string): V;
}
/** `args`: the tuple's items, or the one value that is no tuple (then `isTuple` false). */
export declare function percentFormat<V>(format: string, args: readonly V[], isTuple: boolean, hooks: PercentHooks<V>): string;
/** One piece of a `%` format. `conversion` "%" is a literal percent sign; width/precision "*" take an argument first. */
export interface PercentPiece {
  literal: string; // the text before the conversion
  key: string | null; // %(key)s
  flags: string;
  width: number | "*" | null;
  precision: number | "*" | null;
  conversion: string | null; // null at the end: only `literal` counts
  at: number;
}
export declare function parsePercent(format: string): PercentPiece[];

/** One piece of `'…'.format(…)`: literal text, then perhaps a field. */
export interface FormatPiece {
  literal: string;
  field: FormatField | null;
}
export interface FormatField {
  first: number | string; // position, or keyword name; automatic numbering is already resolved
  path: readonly FormatAccess[];
  conversion: "r" | "s" | "a" | null;
  spec: readonly FormatPiece[]; // nested fields one level deep
}
export type FormatAccess = { attribute: string } | { index: string | number };
export declare function parseFormat(format: string): FormatPiece[];
export interface FormatHooks<V> {
  attribute(v: V, name: string): V;
  item(v: V, index: string | number): V;
  convert(v: V, conversion: "r" | "s" | "a"): string;
  ofText(s: string): V;
  format(v: V, spec: string): string;
}
export declare function strFormat<V>(
  format: string,
  args: readonly V[],
  keywords: ReadonlyMap<string, V>,
  hooks: FormatHooks<V>,
): string;

// --- strings by code point ---
export declare function codePointLength(s: string): number;
export declare function indexString(s: string, index: number): string; // negative allowed; IndexError
export declare function sliceString(s: string, start: number | null, stop: number | null, step: number | null): string;
export declare function codePoints(s: string): string[]; // for x in s
export declare function compareStrings(a: string, b: string): number; // by code points: <0, 0, >0
export declare function sliceIndices(
  length: number,
  start: number | null,
  stop: number | null,
  step: number | null,
): { start: number; stop: number; step: number; count: number };
export declare function ordString(s: string): number; // TypeError unless of length 1
export declare function chrInt(n: Int): string; // ValueError outside 0…0x10ffff
export declare function repeatString(s: string, times: Int): string;

// --- string methods (`sep` null means whitespace) ---
export declare function strSplit(s: string, sep: string | null, maxsplit: number): string[];
export declare function strRsplit(s: string, sep: string | null, maxsplit: number): string[];
export declare function strSplitlines(s: string, keepends: boolean): string[];
export declare function strStrip(s: string, chars: string | null): string;
export declare function strLstrip(s: string, chars: string | null): string;
export declare function strRstrip(s: string, chars: string | null): string;
export declare function strJoin(sep: string, parts: readonly string[]): string;
export declare function strReplace(s: string, from: string, to: string, count: number): string;
export declare function strFind(s: string, sub: string, start: number | null, end: number | null): number;
export declare function strRfind(s: string, sub: string, start: number | null, end: number | null): number;
export declare function strIndex(s: string, sub: string, start: number | null, end: number | null): number;
export declare function strRindex(s: string, sub: string, start: number | null, end: number | null): number;
export declare function strCount(s: string, sub: string, start: number | null, end: number | null): number;
export declare function strStartswith(
  s: string,
  prefix: string | readonly string[],
  start: number | null,
  end: number | null,
): boolean;
export declare function strEndswith(
  s: string,
  suffix: string | readonly string[],
  start: number | null,
  end: number | null,
): boolean;
export declare function strUpper(s: string): string;
export declare function strLower(s: string): string;
export declare function strTitle(s: string): string;
export declare function strCapitalize(s: string): string;
export declare function strSwapcase(s: string): string;
export declare function strCasefold(s: string): string;
export declare function strCenter(s: string, width: number, fill: string): string;
export declare function strLjust(s: string, width: number, fill: string): string;
export declare function strRjust(s: string, width: number, fill: string): string;
export declare function strZfill(s: string, width: number): string;
export declare function strIsdigit(s: string): boolean;
export declare function strIsdecimal(s: string): boolean;
export declare function strIsnumeric(s: string): boolean;
export declare function strIsalpha(s: string): boolean;
export declare function strIsalnum(s: string): boolean;
export declare function strIsspace(s: string): boolean;
export declare function strIsupper(s: string): boolean;
export declare function strIslower(s: string): boolean;
export declare function strIstitle(s: string): boolean;
export declare function strIsidentifier(s: string): boolean;
export declare function strIsprintable(s: string): boolean;
export declare function strIsascii(s: string): boolean;
export declare function strPartition(s: string, sep: string): [string, string, string];
export declare function strRpartition(s: string, sep: string): [string, string, string];
export declare function strExpandtabs(s: string, tabsize: number): string;
export declare function strRemoveprefix(s: string, prefix: string): string;
export declare function strRemovesuffix(s: string, suffix: string): string;
/** `table`: code point → replacement text, null deletes, undefined leaves it. */
export declare function strTranslate(s: string, table: (codePoint: number) => string | null | undefined): string;
/** str.maketrans(from, to[, delete]) as pairs [code point, code point or null]. */
export declare function strMaketrans(from: string, to: string, remove: string): [number, number | null][];

// --- ints (arguments and results normalised: a bigint never fits a safe number) ---
export declare function normalInt(n: bigint): Int;
export declare function addInt(a: Int, b: Int): Int;
export declare function subInt(a: Int, b: Int): Int;
export declare function mulInt(a: Int, b: Int): Int;
export declare function floorDivInt(a: Int, b: Int): Int; // ZeroDivisionError
export declare function modInt(a: Int, b: Int): Int; // ZeroDivisionError
export declare function divmodInt(a: Int, b: Int): [Int, Int];
export declare function trueDivInt(a: Int, b: Int): number; // a float; ZeroDivisionError, OverflowError
export declare function powInt(a: Int, b: Int): Int; // b ≥ 0; for b < 0 use powFloat(intToFloat(a), intToFloat(b))
export declare function powModInt(a: Int, b: Int, m: Int): Int; // pow(a, b, m)
export declare function negInt(a: Int): Int;
export declare function absInt(a: Int): Int;
export declare function invertInt(a: Int): Int;
export declare function lshiftInt(a: Int, b: Int): Int; // ValueError: negative shift count
export declare function rshiftInt(a: Int, b: Int): Int;
export declare function andInt(a: Int, b: Int): Int;
export declare function orInt(a: Int, b: Int): Int;
export declare function xorInt(a: Int, b: Int): Int;
export declare function compareInt(a: Int, b: Int): number;
export declare function bitLength(a: Int): number;
export declare function bitCount(a: Int): number;
export declare function binInt(a: Int): string; // bin(a)
export declare function octInt(a: Int): string;
export declare function hexInt(a: Int): string;
export declare function roundInt(a: Int, digits: number): Int; // round(1250, -2)
export declare function intToFloat(a: Int): number; // OverflowError
export declare function gcdInt(a: Int, b: Int): Int;

// --- floats ---
export declare function divFloat(a: number, b: number): number; // ZeroDivisionError
export declare function floorDivFloat(a: number, b: number): number;
export declare function modFloat(a: number, b: number): number;
export declare function divmodFloat(a: number, b: number): [number, number];
export declare function powFloat(a: number, b: number): number; // ZeroDivisionError, OverflowError; a complex result is refused
export declare function floatToInt(x: number): Int; // int(x); ValueError, OverflowError
export declare function floorFloat(x: number): Int;
export declare function ceilFloat(x: number): Int;
export declare function roundHalfEven(x: number): Int; // round(x)
export declare function roundFloat(x: number, digits: number): number; // round(x, digits)
export declare function compareIntFloat(a: Int, b: number): number; // exact; NaN when b is nan

// --- reading numbers ---
export declare function parseInt(text: string, base: number): Int; // int(text, base), ValueError
export declare function parseFloat(text: string): number; // float(text), ValueError

// --- hashes: equal numbers hash equal whatever their type (CPython's modulus 2^61 − 1, folded to 32 bits) ---
export declare function hashInt(a: Int): number;
export declare function hashFloat(x: number): number;
export declare function hashString(s: string): number;
export declare function hashTuple(hashes: readonly number[]): number;
