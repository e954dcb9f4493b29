/**
 * What a read saw must be what some write could have left there. In a run of real threads an access happens beside its number:
 * somewhere between the thread's event before and its event after. So a read may have seen
 *   - any write of its cell that its own stretch overlaps,
 *   - or, of the writes that surely came before it, one that no other sure write surely came behind,
 *   - or the initial value, if no write surely came before it.
 * In a simulated run the order is exact: a read sees the last write. Rule: necessary for each read by itself; whether one order
 * explains all of them together is another question. Containers that are ever used as a whole are left out.
 */
import type { ObjectId, Seq, ThreadId } from "../base/ids.ts";
import { type Accesses, collectAccesses, type Place } from "../trace/accesses.ts";
import { placeName, threadName } from "../trace/names.ts";
import { OP } from "../trace/ops.ts";
import type { Trace } from "../trace/trace.ts";
import { entryOf, NO_VALUE, reprOf, type ValueCode } from "../trace/value-codes.ts";
import type { TraceVerdict } from "./check-trace.ts";

const FINE: TraceVerdict = { ok: true };

/** The earliest read that no write explains. */
export function checkCells(trace: Trace): TraceVerdict {
  const accesses = collectAccesses(trace);
  const stretches = trace.engine === "threads" ? neighbours(trace) : null;
  const unchecked = usedAsWhole(trace, accesses);
  let worst: TraceVerdict = FINE;
  for (const place of accesses.places) {
    if (unchecked.has(place.object)) continue;
    const rows = accesses.rows.subarray(place.from, place.to);
    const seq = new CellCheck(trace, rows, place, stretches).firstUnexplained();
    if (seq >= 0 && (worst.ok || seq < worst.seq)) worst = { ok: false, seq, why: explain(trace, seq) };
  }
  return worst;
}

function explain(trace: Trace, seq: Seq): string {
  const place = placeName(trace, trace.object[seq], trace.key[seq]);
  return `${threadName(trace, trace.thread[seq])} reads ${place}: ${reprOf(trace, trace.value[seq])}, which no write could have left there`;
}

/** Containers that some thread touched as a whole, which may have changed any part of them. */
function usedAsWhole(trace: Trace, { places }: Accesses): ReadonlySet<ObjectId> {
  const whole = places.filter(({ object, key }) => key === 0 && trace.objects[object].kind !== "cell");
  return new Set(whole.map(({ object }) => object));
}

/** The rows of a thread's events before and after each row; −1 and `count` where there is none. */
interface Neighbours {
  readonly before: Int32Array;
  readonly after: Int32Array;
}

function neighbours(trace: Trace): Neighbours {
  const { count, thread } = trace;
  const before = new Int32Array(count);
  const after = new Int32Array(count);
  const last = new Int32Array(65536).fill(-1);
  for (let row = 0; row < count; row++) {
    before[row] = last[thread[row]];
    last[thread[row]] = row;
  }
  last.fill(count);
  for (let row = count - 1; row >= 0; row--) {
    after[row] = last[thread[row]];
    last[thread[row]] = row;
  }
  return { before, after };
}

class CellCheck {
  readonly #trace: Trace;
  readonly #rows: Int32Array;
  readonly #place: Place;
  readonly #stretches: Neighbours | null;
  /** Rows of each thread's writes. */
  readonly #writes = new Map<ThreadId, number[]>();
  #hasUnknownWrites = false;

  constructor(trace: Trace, rows: Int32Array, place: Place, stretches: Neighbours | null) {
    this.#trace = trace;
    this.#rows = rows;
    this.#place = place;
    this.#stretches = stretches;
  }

  firstUnexplained(): Seq {
    const { op, value } = this.#trace;
    this.#collectWrites();
    if (this.#hasUnknownWrites) return -1;
    let last = -1;
    for (const row of this.#rows) {
      if (op[row] !== OP.read) {
        if (this.#isWrite(row)) last = row;
        continue;
      }
      const seen = last < 0 ? this.#mayBeInitial(value[row]) : value[row] === value[last];
      if (!seen && (this.#stretches === null || !this.#isExplained(row, this.#stretches))) return row;
    }
    return -1;
  }

  #collectWrites(): void {
    const { thread, value } = this.#trace;
    for (const row of this.#rows) {
      if (!this.#isWrite(row)) continue;
      if (value[row] === NO_VALUE && this.#trace.op[row] !== OP.write) this.#hasUnknownWrites = true;
      const own = this.#writes.get(thread[row]);
      if (own === undefined) this.#writes.set(thread[row], [row]);
      else own.push(row);
    }
  }

  #isWrite(row: Seq): boolean {
    const op = this.#trace.op[row];
    return op === OP.write || op === OP.update || (op === OP["compare-exchange"] && this.#trace.ok[row] !== 1);
  }

  /** An initial value that is not known is whatever was read. */
  #mayBeInitial(code: ValueCode): boolean {
    const initial = this.#place.key === 0 ? this.#trace.objects[this.#place.object].initial : undefined;
    return initial === undefined || initial.object !== undefined || initial.repr === entryOf(this.#trace, code)?.repr;
  }

  #isExplained(read: Seq, { before, after }: Neighbours): boolean {
    const { thread, value } = this.#trace;
    const sure: Seq[] = [];
    for (const [writer, rows] of this.#writes) {
      const own = writer === thread[read];
      let i = own ? lastBelow(rows, (row) => row < read) : lastBelow(rows, (row) => after[row] <= before[read]);
      if (i >= 0) sure.push(rows[i]);
      if (own) continue;
      for (i++; i < rows.length && before[rows[i]] < after[read]; i++) if (value[rows[i]] === value[read]) return true;
    }
    if (sure.length === 0) return this.#mayBeInitial(value[read]);
    const isOverwritten = (row: Seq) => sure.some((other) => this.#isSurelyBefore(row, other, after, before));
    return sure.some((row) => value[row] === value[read] && !isOverwritten(row));
  }

  #isSurelyBefore(a: Seq, b: Seq, after: Int32Array, before: Int32Array): boolean {
    const { thread } = this.#trace;
    return thread[a] === thread[b] ? a < b : after[a] <= before[b];
  }
}

/** Index of the last of ascending rows for which a condition that fails from some row on holds; −1 if for none. */
function lastBelow(rows: readonly number[], holds: (row: Seq) => boolean): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(rows[middle])) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
