/**
 * How a column's 32-bit number holds a value: 0 nothing, odd a small integer, even a place in the trace's table of values.
 * Rule: a whole number that fits is always written as the integer, so that equal values have equal codes.
 */
import { MAX_SMALL, MIN_SMALL } from "../memory/words.ts";
import type { ObjectId } from "../base/ids.ts";
import { reprOfPlain } from "./plain-repr.ts";
import type { Plain, Trace, ValueEntry } from "./trace.ts";

/** What a column's `value` or `key` holds. */
export type ValueCode = number;

export const NO_VALUE: ValueCode = 0;

/** The code of a whole number from MIN_SMALL to MAX_SMALL. */
export function toIntegerCode(value: number): ValueCode {
  return (value << 1) | 1;
}

export function isIntegerCode(code: ValueCode): boolean {
  return (code & 1) === 1;
}

export function fromIntegerCode(code: ValueCode): number {
  return code >> 1;
}

/** The integer that a code holds, or `otherwise` where it holds something else. */
export function integerOf(code: ValueCode, otherwise: number): number {
  return (code & 1) === 1 ? code >> 1 : otherwise;
}

/** What is needed to look a value up. */
export type TraceValues = Pick<Trace, "values" | "leftOut">;

/** Stands for each value that a trace does not keep. */
export const LEFT_OUT: ValueEntry = { repr: "<left out>", plain: "<left out>" };

/** Where the entry of an even code lies in `values`; −1 where it is left out. */
export function placeOf({ leftOut }: TraceValues, code: ValueCode): number {
  const at = code >> 1;
  if (leftOut === undefined || at < leftOut.from) return at;
  return at < leftOut.from + leftOut.count ? -1 : at - leftOut.count;
}

/** The even code of what lies at a place of `values`. */
export function codeOfPlace({ leftOut }: TraceValues, place: number): ValueCode {
  return (leftOut === undefined || place < leftOut.from ? place : place + leftOut.count) << 1;
}

/** What an even code that is not 0 stands for. */
export function tableEntry(trace: TraceValues, code: ValueCode): ValueEntry | undefined {
  const place = placeOf(trace, code);
  return place < 0 ? LEFT_OUT : trace.values[place];
}

/** The value behind a code; undefined for nothing. */
export function plainOf(trace: TraceValues, code: ValueCode): Plain | undefined {
  if (code === NO_VALUE) return undefined;
  return isIntegerCode(code) ? fromIntegerCode(code) : tableEntry(trace, code)?.plain;
}

/** The value with its repr behind a code; null for nothing. */
export function entryOf(trace: TraceValues, code: ValueCode): ValueEntry | null {
  if (code === NO_VALUE) return null;
  if (!isIntegerCode(code)) return tableEntry(trace, code) ?? null;
  const value = fromIntegerCode(code);
  return { repr: String(value), plain: value };
}

/** Python's `repr` of the value behind a code; empty for nothing. */
export function reprOf(trace: TraceValues, code: ValueCode): string {
  if (code === NO_VALUE) return "";
  return isIntegerCode(code) ? String(fromIntegerCode(code)) : (tableEntry(trace, code)?.repr ?? "");
}

/** A table of values under construction: equal entries get one code. */
export class ValueTable {
  /** Entry 0 is never used, so that code 0 can say "nothing". */
  readonly entries: ValueEntry[] = [{ repr: "", plain: null }];
  readonly #codes = new Map<string, ValueCode>();

  codeOfPlain(plain: Plain): ValueCode {
    if (typeof plain === "number" && fitsInteger(plain)) return toIntegerCode(plain);
    return this.codeOf({ repr: reprOfPlain(plain), plain });
  }

  codeOf(entry: ValueEntry): ValueCode {
    if (isSmallEntry(entry)) return toIntegerCode(Number(entry.plain));
    const name = nameOf(entry.repr, entry.plain, entry.object);
    const known = this.#codes.get(name);
    if (known !== undefined) return known;
    const code = this.entries.push(entry) * 2 - 2;
    this.#codes.set(name, code);
    return code;
  }
}

function fitsInteger(value: number): boolean {
  return Number.isInteger(value) && value >= MIN_SMALL && value <= MAX_SMALL && !Object.is(value, -0);
}

function isSmallEntry(entry: ValueEntry): boolean {
  const { plain, repr, object } = entry;
  return object === undefined && typeof plain === "number" && fitsInteger(plain) && repr === String(plain);
}

function nameOf(repr: string, plain: Plain, object: ObjectId | undefined): string {
  return `${typeof plain}\n${object ?? ""}\n${repr}\n${JSON.stringify(plain)}`;
}
