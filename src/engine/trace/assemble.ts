/**
 * From the records that threads wrote into their rings to a trace: scatters them by number into columns, names objects and
 * decodes values once each, mends times. Linear in the records, and indifferent to the order of threads.
 * Rule: nothing is lost silently; numbers that no record has (dropped events) leave no row, and `dropped` says how many.
 */
import type { Address, ObjectId, Seq, ThreadId, Word } from "../base/ids.ts";
import { assert } from "../base/errors.ts";
import { keepEnds } from "../base/keep-ends.ts";
import type { Microseconds, Milliseconds } from "../base/units.ts";
import { NO_SEQ, NOTE, RECORD, RECORD_WORDS } from "../memory/ring-layout.ts";
import { fromSmallWord, isSmallWord, toSmallWord } from "../memory/words.ts";
import { CodeMap } from "./code-map.ts";
import { type Columns, createColumns } from "./columns.ts";
import { type LaneEnd, LaneTable } from "./lane-table.ts";
import { NAMES_THREAD, OP_ROLES } from "./op-roles.ts";
import { OP } from "./ops.ts";
import { mendTimes } from "./times.ts";
import type { Plain, Trace, TraceObject, TraceThread, ValueEntry, ValuesLeftOut } from "./trace.ts";

/** What one ring held: blocks of whole records, in the order in which they were written. */
export interface RingRecords {
  /** Whose they are until a THREAD note says that another thread's begin (a worker runs one thread after another). */
  readonly thread: ThreadId;
  readonly chunks: readonly Int32Array[];
  /** Added to this ring's clock readings to align it with the others. */
  readonly offsetUs?: Microseconds;
}

/** A decoded value; `address` where it refers to something that may be one of the trace's objects. */
export interface DecodedValue {
  readonly repr: string;
  readonly plain: Plain;
  readonly address?: Address;
  /** Characters that a very long text lacks. */
  readonly leftOut?: number;
}

/** How addresses and words of the run's memory become names and values. Each is asked once for each address or word. */
export interface Decoders {
  object(address: Address): Omit<TraceObject, "id">;
  /** For words that are no small integer. */
  value(word: Word): DecodedValue;
}

export interface Assembly {
  readonly records: readonly RingRecords[];
  readonly decoders: Decoders;
  readonly threads: readonly TraceThread[];
  readonly resolutionUs: Microseconds;
  readonly dropped: number;
  readonly engine: Trace["engine"];
  readonly elapsedMs: Milliseconds;
  /** Whether the columns are to lie on shared memory. */
  readonly shared?: boolean;
  /** Whether one thread went at a time; time then never goes back between threads either. */
  readonly inTurns?: boolean;
}

/** Something that a body was told and needs again when it is replayed. */
export interface Note {
  /** Comes before the thread's event of this index (its own events, counted from 0). */
  readonly beforeEventIndex: number;
  /** One of `NOTE`. */
  readonly kind: number;
  /** OBJECT, KEY, VALUE and TIME of the record. */
  readonly words: readonly [number, number, number, number];
}

export interface Assembled {
  readonly trace: Trace;
  /** By thread id; threads without notes have none. */
  readonly notes: ReadonlyMap<ThreadId, readonly Note[]>;
  readonly lanes: LaneTable;
  /** The raw address of each object of the trace, by object id. */
  readonly addresses: Int32Array;
  /** The raw word of each entry of the trace's table of values, by its index. */
  readonly words: Int32Array;
}

const FIRST_VALUES = { items: 500_000, characters: 16_000_000 };
const NEWEST_VALUES = { items: 500_000, characters: 16_000_000 };

/** Makes the trace. Linear: four million records take well under a second and a half. */
export function assembleTrace(assembly: Assembly): Assembled {
  const rows = new RowNumbers(assembly.records);
  const columns = createColumns(rows.count, assembly.shared);
  const notes = new Map<ThreadId, Note[]>();
  const lanes = new LaneTable(assembly.records, assembly.threads);
  for (const records of assembly.records) scatter(records, columns, rows, notes, lanes);
  if (!lanes.isEmpty) nameLanes(columns, rows.count, lanes);
  const objects = nameObjects(columns, rows.count, assembly.decoders);
  const words = numberValues(columns, rows.count);
  const { values, leftOut } = decodeValues(words, assembly.decoders, objects);
  const { decoders, dropped, engine, elapsedMs, resolutionUs, inTurns = false } = assembly;
  const fixes = mendTimes(columns, rows.count, objects.list.length, resolutionUs, inTurns);
  const threads = lanes.threads((word) => nameOf(decoders, word), endOfLanes(columns, rows.count));
  const trace: Trace = {
    ...columns,
    count: rows.count,
    values,
    ...(leftOut.count > 0 && { leftOut }),
    threads,
    objects: objects.list,
    unknownOps: [],
    clock: { resolutionUs, fixes },
    dropped,
    engine,
    elapsedMs,
  };
  const { addresses } = objects;
  return { trace, notes, lanes, addresses: Int32Array.from(addresses), words: Int32Array.from(words) };
}

/** From numbers of the run's order to rows: the same where none is missing, else their rank. */
class RowNumbers {
  readonly count: number;
  readonly #ranks: Int32Array | null;

  constructor(records: readonly RingRecords[]) {
    const { count, last } = extentOf(records);
    this.count = count;
    this.#ranks = last + 1 === count ? null : ranksOf(records, last);
  }

  of(seq: Seq): number {
    return this.#ranks === null ? seq : this.#ranks[seq];
  }
}

function extentOf(records: readonly RingRecords[]): { count: number; last: Seq } {
  let count = 0;
  let last = -1;
  for (const { thread, chunks } of records) {
    for (const chunk of chunks) {
      assert(
        chunk.length % RECORD_WORDS === 0,
        `the ring of thread ${thread} has a block of ${chunk.length} words, not whole records`,
      );
      for (let at = RECORD.SEQ; at < chunk.length; at += RECORD_WORDS) {
        const seq = chunk[at];
        if (seq === NO_SEQ) continue;
        count++;
        if (seq > last) last = seq;
      }
    }
  }
  return { count, last };
}

function ranksOf(records: readonly RingRecords[], last: Seq): Int32Array {
  const ranks = new Int32Array(last + 1);
  for (const { chunks } of records) {
    for (const chunk of chunks) {
      for (let at = RECORD.SEQ; at < chunk.length; at += RECORD_WORDS) if (chunk[at] !== NO_SEQ) ranks[chunk[at]] = 1;
    }
  }
  for (let seq = 0, rank = 0; seq <= last; seq++) {
    const present = ranks[seq];
    ranks[seq] = rank;
    rank += present;
  }
  return ranks;
}

/** Copies one ring's records to their rows, addresses and words as they are; adds its notes to those of their threads. */
function scatter(
  records: RingRecords,
  columns: Columns,
  rows: RowNumbers,
  notes: Map<ThreadId, Note[]>,
  lanes: LaneTable,
): void {
  const { chunks, offsetUs = 0 } = records;
  const { time, op, ok, line, object, key, value } = columns;
  let thread = records.thread;
  let lane = thread;
  let own = 0;
  for (const chunk of chunks) {
    for (let at = 0; at < chunk.length; at += RECORD_WORDS) {
      const seq = chunk[at + RECORD.SEQ];
      const meta = chunk[at + RECORD.META];
      if (seq === NO_SEQ) {
        if ((meta & 255) === NOTE.THREAD) {
          thread = chunk[at + RECORD.VALUE];
          lane = thread;
          own = 0;
        } else if ((meta & 255) === NOTE.LANE) {
          lane = lanes.idOf(chunk[at + RECORD.VALUE]);
        } else {
          addNote(notes, thread, noteAt(chunk, at, own));
        }
        continue;
      }
      own++;
      const row = rows.of(seq);
      assert(op[row] === 0, `two events have the number ${seq}; one is of thread ${thread}`);
      op[row] = meta & 255;
      ok[row] = (meta >>> 8) & 255;
      line[row] = meta >>> 16;
      object[row] = chunk[at + RECORD.OBJECT];
      key[row] = chunk[at + RECORD.KEY];
      value[row] = chunk[at + RECORD.VALUE];
      time[row] = chunk[at + RECORD.TIME] + offsetUs;
      columns.thread[row] = lane;
    }
  }
}

/** Events that name a lane name it as the trace does. */
function nameLanes({ op, key }: Columns, count: number, lanes: LaneTable): void {
  for (let row = 0; row < count; row++) {
    if ((OP_ROLES[op[row]] & NAMES_THREAD) === 0 || !isSmallWord(key[row])) continue;
    key[row] = toSmallWord(lanes.idOf(fromSmallWord(key[row])));
  }
}

function nameOf(decoders: Decoders, word: Word): string {
  const { plain } = decoders.value(word);
  return typeof plain === "string" ? plain : "";
}

/** What each lane did last, and how its task came out. */
function endOfLanes({ op, ok, thread }: Columns, count: number): (id: ThreadId) => LaneEnd {
  const last = new Uint8Array(65536);
  const failed = new Uint8Array(65536);
  for (let row = 0; row < count; row++) {
    const id = thread[row];
    last[id] = op[row];
    if (op[row] === OP["task-fail"]) failed[id] = ok[row] === OK_FALSE ? CANCELLED : FAILED;
    else if (op[row] === OP.finish && ok[row] === OK_FALSE) failed[id] = FAILED;
  }
  return (id) => ({ op: last[id], failed: failed[id] === FAILED, cancelled: failed[id] === CANCELLED });
}

const OK_FALSE = 1;
const FAILED = 1;
const CANCELLED = 2;

function addNote(notes: Map<ThreadId, Note[]>, thread: ThreadId, note: Note): void {
  const known = notes.get(thread);
  if (known === undefined) notes.set(thread, [note]);
  else known.push(note);
}

function noteAt(chunk: Int32Array, at: number, beforeEventIndex: number): Note {
  return {
    beforeEventIndex,
    kind: chunk[at + RECORD.META] & 255,
    words: [chunk[at + RECORD.OBJECT], chunk[at + RECORD.KEY], chunk[at + RECORD.VALUE], chunk[at + RECORD.TIME]],
  };
}

interface NamedObjects {
  readonly list: TraceObject[];
  readonly addresses: Address[];
  readonly ids: CodeMap;
}

/** Replaces addresses by dense ids, in the order of first appearance. */
function nameObjects(columns: Columns, count: number, decoders: Decoders): NamedObjects {
  const list: TraceObject[] = [];
  const addresses: Address[] = [];
  const ids = new CodeMap((address) => {
    addresses.push(address);
    return list.push({ id: list.length, ...decoders.object(address) }) - 1;
  });
  const column = columns.object;
  for (let row = 0; row < count; row++) column[row] = column[row] === 0 ? -1 : ids.code(column[row]);
  return { list, addresses, ids };
}

/** Replaces words that are no small integers by places in the table of values. @returns the words by place */
function numberValues(columns: Columns, count: number): Word[] {
  const words: Word[] = [0];
  const codes = new CodeMap((word) => words.push(word) * 2 - 2);
  for (const column of [columns.key, columns.value]) {
    for (let row = 0; row < count; row++) {
      const word = column[row];
      if (word !== 0 && !isSmallWord(word)) column[row] = codes.code(word);
    }
  }
  return words;
}

/** The first values and the newest; a value costs some hundred bytes here and again in the page. */
function decodeValues(
  words: readonly Word[],
  decoders: Decoders,
  objects: NamedObjects,
): { values: ValueEntry[]; leftOut: ValuesLeftOut } {
  const first: ValueEntry[] = [{ repr: "", plain: null }];
  const newest: ValueEntry[] = [];
  const { from, to } = keepEnds(words.length - 1, FIRST_VALUES, NEWEST_VALUES, (value) => {
    const entry = toEntry(decoders.value(words[value + 1]), objects.ids);
    (value + 1 === first.length ? first : newest).push(entry);
    return entry.repr.length + (typeof entry.plain === "string" ? entry.plain.length : 0);
  });
  return { values: first.concat(newest.reverse()), leftOut: { from: from + 1, count: to - from } };
}

function toEntry({ repr, plain, address, leftOut }: DecodedValue, ids: CodeMap): ValueEntry {
  const object: ObjectId | undefined = address === undefined ? undefined : ids.get(address);
  if (leftOut !== undefined) return { repr, plain, leftOut };
  return object === undefined ? { repr, plain } : { repr, plain, object };
}
