/**
 * A trace as a file of our own format (page API, section 3). Promised members stand as promised; members beyond them
 * (`engine`, `dropped`, `elapsedMs`, `initial`, `capacity`, `atomic`, `reprs`) carry what else a trace holds, so that reading what
 * was written gives the same trace. Rule: written in pieces, since millions of events are more than one string should hold.
 */
import type { Seq } from "../base/ids.ts";
import { documentHead, otherOf } from "./event.ts";
import { opName } from "./op-roles.ts";
import { reprOfPlain } from "./plain-repr.ts";
import type { Trace, TraceObject, ValueEntry } from "./trace.ts";
import { isIntegerCode, LEFT_OUT, placeOf, type ValueCode } from "./value-codes.ts";

const EVENTS_A_PIECE = 4096;

/** The file, piece by piece. */
export function* exportInterleave(trace: Trace): Generator<string> {
  const head = {
    ...documentHead(trace),
    objects: trace.objects.map(toObject),
    engine: trace.engine,
    dropped: trace.dropped,
    elapsedMs: trace.elapsedMs,
    reprs: reprsOf(trace),
    total: trace.count,
  };
  yield `${JSON.stringify(head).slice(0, -1)},"events":[`;
  const writer = new EventWriter(trace);
  for (let from = 0; from < trace.count; from += EVENTS_A_PIECE) {
    const to = Math.min(trace.count, from + EVENTS_A_PIECE);
    let piece = "";
    for (let seq = from; seq < to; seq++) piece += `${seq === 0 ? "\n" : ",\n"}${writer.write(seq)}`;
    yield piece;
  }
  yield "\n]}\n";
}

/** A value's repr, and the object it refers to, where the plain value does not tell them: `[repr, plain, object?]`. */
export type ReprRow = readonly [repr: string, plain: ValueEntry["plain"], object?: number];

/** The entries whose repr or object is lost in plain form, with the rows and columns that hold them. */
export interface Reprs {
  readonly entries: readonly ReprRow[];
  /** Row, then 0 for its key or 1 for its value, then index into `entries`; flat. */
  readonly uses: readonly number[];
}

function reprsOf(trace: Trace): Reprs {
  const entries: ReprRow[] = [];
  const known = new Map<string, number>();
  const places = trace.values.map((entry, i) => {
    if (i === 0 || !isLossy(entry)) return -1;
    const row = toRow(entry);
    const name = JSON.stringify(row);
    const place = known.get(name) ?? entries.push(row) - 1;
    known.set(name, place);
    return place;
  });
  const uses: number[] = [];
  if (entries.length === 0) return { entries, uses };
  for (let seq = 0; seq < trace.count; seq++) {
    addUse(uses, seq, 0, rowOf(trace, places, trace.key[seq]));
    addUse(uses, seq, 1, rowOf(trace, places, trace.value[seq]));
  }
  return { entries, uses };
}

/** Members in one order, so that the same trace is the same text. */
function toObject({ id, name, kind, initial, capacity, atomic }: TraceObject) {
  return {
    id,
    name,
    kind,
    ...(initial && { initial: toEntry(initial) }),
    ...(capacity !== undefined && { capacity }),
    ...(atomic && { atomic }),
  };
}

function toEntry({ repr, plain, object }: ValueEntry): ValueEntry {
  return object === undefined ? { repr, plain } : { repr, plain, object };
}

function isLossy({ repr, plain, object }: ValueEntry): boolean {
  return object !== undefined || repr !== reprOfPlain(plain) || !isJson(plain);
}

/** JSON has no NaN and no infinities, and loses the sign of zero. */
function isJson(plain: ValueEntry["plain"]): boolean {
  return typeof plain !== "number" || (Number.isFinite(plain) && !Object.is(plain, -0));
}

function toRow({ repr, plain, object }: ValueEntry): ReprRow {
  return object === undefined ? [repr, plain] : [repr, plain, object];
}

function rowOf(trace: Trace, rows: readonly number[], code: ValueCode): number {
  return code === 0 || isIntegerCode(code) ? -1 : (rows[placeOf(trace, code)] ?? -1);
}

function addUse(uses: number[], seq: Seq, column: 0 | 1, place: number): void {
  if (place >= 0) uses.push(seq, column, place);
}

/** Writes one event as JSON; values of the table are written out once. */
class EventWriter {
  readonly #trace: Trace;
  readonly #values: readonly string[];
  readonly #ops: readonly string[];

  constructor(trace: Trace) {
    this.#trace = trace;
    this.#values = trace.values.map(({ plain }) => JSON.stringify(plain));
    this.#ops = Array.from({ length: 256 }, (_, op) => JSON.stringify(opName(trace, op)));
  }

  write(seq: Seq): string {
    const trace = this.#trace;
    const other = otherOf(trace, seq);
    let text = `{"seq":${seq},"t":${trace.time[seq]},"thread":${trace.thread[seq]},"op":${this.#ops[trace.op[seq]]}`;
    if (trace.object[seq] >= 0) text += `,"object":${trace.object[seq]}`;
    if (other < 0 && trace.key[seq] !== 0) text += `,"key":${this.#value(trace.key[seq])}`;
    if (trace.value[seq] !== 0) text += `,"value":${this.#value(trace.value[seq])}`;
    if (other >= 0) text += `,"other":${other}`;
    if (trace.line[seq] > 0) text += `,"line":${trace.line[seq]}`;
    if (trace.ok[seq] !== 0) text += `,"ok":${trace.ok[seq] === 2}`;
    const extra = trace.extras?.get(seq);
    return extra === undefined ? `${text}}` : `${text},${JSON.stringify(extra).slice(1)}`;
  }

  #value(code: ValueCode): string {
    if (isIntegerCode(code)) return String(code >> 1);
    const place = placeOf(this.#trace, code);
    return place < 0 ? JSON.stringify(LEFT_OUT.plain) : (this.#values[place] ?? "null");
  }
}
