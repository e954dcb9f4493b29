/**
 * Which assignment of a thread took its value from a cell that somebody else has written since. Rule: only what the record shows
 * counts: a read at the line of the assignment, a write of another thread behind it, and none of the thread's own, for with
 * that the value was spent.
 */
import type { Line, Seq } from "../base/ids.ts";
import { firstAtLeast } from "../trace/lanes.ts";
import { OP } from "../trace/ops.ts";
import { writes } from "../trace/snapshot-index.ts";
import type { Trace } from "../trace/trace.ts";

/** A read whose value is out of date. */
export interface StaleRow {
  readonly read: Seq;
  /** The last read of the same assignment: just after it the local has its value. */
  readonly last: Seq;
  /** The first write of another thread behind the read. */
  readonly writtenAt: Seq;
}

/** How many of the thread's events are looked through for an assignment. */
const FARTHEST = 4096;

export class StaleReads {
  readonly #trace: Trace;
  readonly #rows: Int32Array;
  readonly #nextWrite: (read: Seq, until: Seq) => Seq;

  /** @param rows the thread's own, ascending  @param nextWrite the first write of what was read, −1 for none */
  constructor(trace: Trace, rows: Int32Array, nextWrite: (read: Seq, until: Seq) => Seq) {
    this.#trace = trace;
    this.#rows = rows;
    this.#nextWrite = nextWrite;
  }

  /** The stale read behind the last assignment at one of the lines, as things stand just after event `seq`; null for none. */
  at(lines: ReadonlySet<Line>, seq: Seq): StaleRow | null {
    const last = this.#lastRead(lines, seq);
    if (last < 0) return null;
    for (const at of this.#readsOf(last)) {
      const writtenAt = this.#overwritten(at, seq);
      if (writtenAt >= 0) return { read: this.#rows[at], last: this.#rows[last], writtenAt };
    }
    return null;
  }

  /** Place in the thread's rows of its last read at one of the lines. */
  #lastRead(lines: ReadonlySet<Line>, seq: Seq): number {
    const newest = firstAtLeast(this.#rows, seq + 1) - 1;
    for (let at = newest; at >= 0 && newest - at < FARTHEST; at--)
      if (this.#isRead(at) && lines.has(this.#trace.line[this.#rows[at]])) return at;
    return -1;
  }

  /** The reads of one assignment, backwards from its last: those of its line, up to a place that was read before. */
  #readsOf(last: number): readonly number[] {
    const { line } = this.#trace;
    const reads: number[] = [];
    for (let at = last; at >= 0 && this.#isRead(at); at--) {
      const row = this.#rows[at];
      if (line[row] !== line[this.#rows[last]] || reads.some((one) => this.#isSamePlace(this.#rows[one], row))) break;
      reads.push(at);
    }
    return reads;
  }

  /** Elements and attributes are read by key; what a whole container holds is no one value. */
  #isRead(at: number): boolean {
    const { op, object, key, objects } = this.#trace;
    const row = this.#rows[at];
    return op[row] === OP.read && (key[row] !== 0 || objects[object[row]]?.kind === "cell");
  }

  #overwritten(at: number, seq: Seq): Seq {
    const { thread } = this.#trace;
    const read = this.#rows[at];
    const write = this.#nextWrite(read, seq);
    if (write < 0 || thread[write] === thread[read]) return -1;
    for (let own = at + 1; own < this.#rows.length && this.#rows[own] <= seq; own++) {
      const row = this.#rows[own];
      if (this.#isSamePlace(row, read) && writes(this.#trace, row)) return -1;
    }
    return write;
  }

  #isSamePlace(row: Seq, other: Seq): boolean {
    const { object, key } = this.#trace;
    return object[row] === object[other] && key[row] === key[other];
  }
}
