/**
 * What each thread holds, and when: locks, semaphores' permits and the interpreter lock.
 * Rule: a holding lies at the lowest depth that is free when it begins, so those of one depth never overlap. Taking a
 * re-entrant lock again makes no second holding. A semaphore's permit that its taker never gives back is a signal and
 * not a holding, and is left out.
 */
import type { ObjectId, Seq, ThreadId } from "../base/ids.ts";
import { Int32Column } from "./lanes-columns.ts";
import { OP } from "./ops.ts";
import type { Trace } from "./trace.ts";

/** Rows of one depth of one lane, in time order. */
export interface HoldingColumns {
  readonly acquire: Int32Column;
  readonly release: Int32Column;
}

interface Open {
  readonly object: ObjectId;
  readonly acquire: Seq;
  readonly depth: number;
  levels: number;
}

/** By thread id, then by depth. */
export type HoldingsByThread = readonly (readonly HoldingColumns[])[];

/** Finds all holdings in one pass. */
export function findHoldings(trace: Trace): HoldingsByThread {
  const finder = new HoldingFinder(trace);
  const { count, op } = trace;
  for (let row = 0; row < count; row++) {
    const code = op[row];
    if (code === OP.acquire) finder.acquire(row);
    else if (code === OP.release) finder.release(row);
  }
  return finder.close();
}

class HoldingFinder {
  readonly #trace: Trace;
  readonly #open: Open[][] = [];
  readonly #found: HoldingColumns[][] = [];

  constructor(trace: Trace) {
    this.#trace = trace;
    for (const { id } of trace.threads) {
      this.#open[id] = [];
      this.#found[id] = [];
    }
  }

  acquire(row: Seq): void {
    const object = this.#trace.object[row];
    const open = this.#open[this.#trace.thread[row]];
    const held = open.find((one) => one.object === object);
    if (held && this.#isReentrant(object)) held.levels++;
    else open.push({ object, acquire: row, depth: lowestFree(open), levels: 1 });
  }

  /** Any thread may release a Lock: then the holding that ends is its holder's. */
  release(row: Seq): void {
    const object = this.#trace.object[row];
    const thread = this.#trace.thread[row];
    if (this.#releaseOf(thread, object, row) || this.#kindOf(object) === "semaphore") return;
    for (const { id } of this.#trace.threads) if (this.#releaseOf(id, object, row)) return;
  }

  close(): HoldingsByThread {
    for (const { id } of this.#trace.threads) {
      for (const one of this.#open[id]) if (this.#kindOf(one.object) !== "semaphore") this.#add(id, one, -1);
    }
    return this.#found;
  }

  #releaseOf(thread: ThreadId, object: ObjectId, row: Seq): boolean {
    const open = this.#open[thread];
    const at = open.findLastIndex((one) => one.object === object);
    if (at < 0) return false;
    const one = open[at];
    one.levels--;
    if (one.levels > 0) return true;
    open.splice(at, 1);
    this.#add(thread, one, row);
    return true;
  }

  #add(thread: ThreadId, one: Open, release: Seq): void {
    const depths = this.#found[thread];
    while (depths.length <= one.depth) depths.push({ acquire: new Int32Column(), release: new Int32Column() });
    depths[one.depth].acquire.push(one.acquire);
    depths[one.depth].release.push(release);
  }

  #isReentrant(object: ObjectId): boolean {
    return this.#kindOf(object) !== "semaphore";
  }

  #kindOf(object: ObjectId): string | undefined {
    return this.#trace.objects[object]?.kind;
  }
}

function lowestFree(open: readonly Open[]): number {
  let depth = 0;
  while (open.some((one) => one.depth === depth)) depth++;
  return depth;
}
