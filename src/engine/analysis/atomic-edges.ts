/**
 * Edges of atomic cells: an atomic read comes behind the atomic write whose value it saw, and behind no earlier one, since JavaScript
 * has no release sequences (ECMA-262, "Memory Model", synchronizes-with); an update reads and writes in one step.
 * In a run of real threads an access is numbered beside itself: it happened somewhere between its thread's event before and its own row.
 * Rule: in a simulated run the source is the last write, exactly. Else every write that may have been the source counts, also one that
 * got its number late, so that an order that exists is never missed.
 */
import type { ObjectId, Seq, ThreadId } from "../base/ids.ts";
import { OP } from "../trace/ops.ts";
import type { Trace } from "../trace/trace.ts";
import type { EdgeSink } from "./edges.ts";
import type { Channel } from "./item-channels.ts";

/** Channels of a cell, from its first on: what the last write knew, and what all writes knew. */
const LAST = 0;
const ALL = 1;

/** Who ever writes a cell, and the last write that the walk has passed. */
interface Cell {
  readonly writers: Set<ThreadId>;
  last: Seq;
}

/** One thread's writes of atomic cells; the walk has passed those before `next`. */
interface ThreadWrites {
  readonly rows: Seq[];
  next: number;
}

export class AtomicEdges {
  readonly #trace: Trace;
  readonly #sink: EdgeSink;
  readonly #channelsOf: (object: ObjectId) => Channel;
  readonly #isExact: boolean;
  /** By row: the row of the thread's event before; made when it is first wanted. */
  #before: Int32Array | null = null;
  readonly #cells = new Map<ObjectId, Cell>();
  readonly #threads = new Map<ThreadId, ThreadWrites>();

  /** @param channelsOf the first of an object's two channels */
  constructor(trace: Trace, sink: EdgeSink, channelsOf: (object: ObjectId) => Channel) {
    this.#trace = trace;
    this.#sink = sink;
    this.#channelsOf = channelsOf;
    this.#isExact = trace.engine === "simulator";
  }

  /** An access of an atomic cell. */
  visit(seq: Seq, object: ObjectId): void {
    const op = this.#trace.op[seq];
    const channels = this.#channelsOf(object);
    if (this.#isExact) return this.#visitExactly(seq, op, channels);
    const before = this.#rowsBefore();
    const cell = this.#cells.get(object);
    if (cell === undefined) return;
    if (op !== OP.write) this.#read(seq, channels, cell, before);
    if (isWrite(this.#trace, seq)) this.#write(seq, channels, cell, before);
  }

  #visitExactly(seq: Seq, op: number, channels: Channel): void {
    if (op !== OP.write) this.#sink.take(seq, channels + LAST);
    if (!isWrite(this.#trace, seq)) return;
    this.#sink.forget(channels + LAST);
    this.#sink.give(seq, channels + LAST);
  }

  #read(seq: Seq, channels: Channel, cell: Cell, before: Int32Array): void {
    const isSure = cell.last < before[seq];
    this.#sink.take(seq, channels + (isSure ? LAST : ALL));
    for (const writer of cell.writers) if (this.#mayHaveWritten(writer, seq, before)) this.#sink.meet(seq, writer);
  }

  #write(seq: Seq, channels: Channel, cell: Cell, before: Int32Array): void {
    if (cell.last < before[seq]) this.#sink.forget(channels + LAST);
    this.#sink.give(seq, channels + LAST);
    this.#sink.give(seq, channels + ALL);
    cell.last = seq;
  }

  /** Whether the next thing another thread tells is a write that the access may have seen; then it has done nothing else since. */
  #mayHaveWritten(writer: ThreadId, seq: Seq, before: Int32Array): boolean {
    const { thread, op, object, value } = this.#trace;
    if (writer === thread[seq]) return false;
    const write = this.#nextWriteOf(writer, seq);
    if (write < 0 || before[write] > seq || object[write] !== object[seq]) return false;
    return op[seq] !== OP.read || value[write] === value[seq];
  }

  #nextWriteOf(thread: ThreadId, seq: Seq): Seq {
    const writes = this.#threads.get(thread);
    if (writes === undefined) return -1;
    while (writes.next < writes.rows.length && writes.rows[writes.next] < seq) writes.next++;
    return writes.rows[writes.next] ?? -1;
  }

  #rowsBefore(): Int32Array {
    this.#before ??= this.#collect();
    return this.#before;
  }

  #collect(): Int32Array {
    const { count, thread, object, objects } = this.#trace;
    const before = new Int32Array(count);
    const last = new Int32Array(65536).fill(-1);
    for (let row = 0; row < count; row++) {
      before[row] = last[thread[row]];
      last[thread[row]] = row;
      if (object[row] >= 0 && objects[object[row]].atomic === true && isWrite(this.#trace, row)) this.#addWrite(row);
    }
    return before;
  }

  #addWrite(row: Seq): void {
    const { object, thread } = this.#trace;
    const cell = this.#cells.get(object[row]);
    if (cell === undefined) this.#cells.set(object[row], { writers: new Set([thread[row]]), last: -1 });
    else cell.writers.add(thread[row]);
    const writes = this.#threads.get(thread[row]);
    if (writes === undefined) this.#threads.set(thread[row], { rows: [row], next: 0 });
    else writes.rows.push(row);
  }
}

function isWrite({ op, ok }: Trace, row: Seq): boolean {
  const code = op[row];
  return code === OP.write || code === OP.update || (code === OP["compare-exchange"] && ok[row] !== 1);
}
