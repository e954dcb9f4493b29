/**
 * Finding events by words: every word must be met by the op, the object, the thread, the line or the value. Pure.
 * Rule: words are turned into tables of what they meet once; a pass over the events then looks up bytes and compares numbers.
 */
import type { Seq } from "../../engine/base/ids.ts";
import { opName } from "../../engine/trace/op-roles.ts";
import type { Trace } from "../../engine/trace/trace.ts";
import { codeOfPlace, toIntegerCode } from "../../engine/trace/value-codes.ts";
import type { OpName } from "../../engine/trace/ops.ts";
import type { TimelineTexts } from "./texts.ts";

interface Term {
  readonly ops: Uint8Array;
  readonly threads: Uint8Array;
  readonly objects: Uint8Array;
  /** −1: no line. */
  readonly line: number;
  /** Codes of the values that meet it. */
  readonly values: ReadonlySet<number>;
}

/** Rows that met a query, ascending; at most MOST_MATCHES are kept, `total` counts all. */
export interface Matches {
  readonly query: string;
  readonly rows: Int32Array;
  readonly total: number;
}

const MOST_MATCHES = 100_000;

/** All events that meet every word of the query. Linear in the events: about 10 ns each and word. */
export function findEvents(trace: Trace, query: string, texts: TimelineTexts): Matches {
  const terms = termsOf(trace, query, texts);
  const rows = new Int32Array(Math.min(trace.count, MOST_MATCHES));
  let total = 0;
  if (terms.length === 0) return { query, rows: rows.subarray(0, 0), total };
  for (let row = 0; row < trace.count; row++) {
    if (!meetsAll(trace, row, terms)) continue;
    if (total < rows.length) rows[total] = row;
    total++;
  }
  return { query, rows: rows.slice(0, Math.min(total, rows.length)), total };
}

/** Place in `rows` of the first match after `seq`, or of the last before it; wraps around; −1 if there is none. */
export function nextMatch({ rows }: Matches, seq: Seq, by: 1 | -1): number {
  if (rows.length === 0) return -1;
  let at = rows.findIndex((row) => (by === 1 ? row > seq : row >= seq));
  if (by === 1) return at < 0 ? 0 : at;
  at = at < 0 ? rows.length - 1 : at - 1;
  return at < 0 ? rows.length - 1 : at;
}

function meetsAll(trace: Trace, row: Seq, terms: readonly Term[]): boolean {
  for (const term of terms) if (!meets(trace, row, term)) return false;
  return true;
}

function meets(trace: Trace, row: Seq, term: Term): boolean {
  if (term.ops[trace.op[row]] === 1 || term.threads[trace.thread[row]] === 1) return true;
  const object = trace.object[row];
  if (object >= 0 && term.objects[object] === 1) return true;
  if (term.line >= 0 && trace.line[row] === term.line) return true;
  return term.values.size > 0 && term.values.has(trace.value[row]);
}

function termsOf(trace: Trace, query: string, texts: TimelineTexts): Term[] {
  const words = query
    .toLowerCase()
    .replace(/(?:line|第)\s*(\d+)\s*行?/g, "line:$1")
    .split(/\s+/);
  return words.filter((word) => word !== "").map((word) => termOf(trace, word, texts));
}

function termOf(trace: Trace, word: string, texts: TimelineTexts): Term {
  const line = /^line:(\d+)$/.exec(word);
  const none = {
    ops: new Uint8Array(256),
    threads: new Uint8Array(65536),
    objects: new Uint8Array(trace.objects.length),
  };
  if (line) return { ...none, line: Number(line[1]), values: new Set() };
  const number = /^-?\d+$/.test(word) ? Number(word) : null;
  const hasWord = (text: string): boolean => text.toLowerCase().includes(word);
  if (number === null) {
    for (let op = 1; op < 256; op++) {
      const name = opName(trace, op);
      if (name !== "" && (hasWord(name) || hasWord(texts.ops[name as OpName] ?? ""))) none.ops[op] = 1;
    }
  }
  for (const { id, name } of trace.threads)
    if (name.toLowerCase() === word || (number === null && hasWord(name))) none.threads[id] = 1;
  for (const { id, name } of trace.objects) if (number === null && hasWord(name)) none.objects[id] = 1;
  return { ...none, line: number ?? -1, values: valuesOf(trace, word, number) };
}

function valuesOf(trace: Trace, word: string, number: number | null): ReadonlySet<number> {
  const codes = new Set<number>();
  if (number !== null && Math.abs(number) < 2 ** 30) codes.add(toIntegerCode(number));
  trace.values.forEach(({ repr }, at) => {
    if (at > 0 && (number === null ? repr.toLowerCase().includes(word) : repr === word))
      codes.add(codeOfPlace(trace, at));
  });
  return codes;
}
