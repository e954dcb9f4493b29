/**
 * Whether a single order of the accesses to cells gives what a recorded run read (sequential consistency, checked on one execution: Gibbons and
 * Korach 1997). An event moves only within its overlap (`trace/overlap.ts`), program order stays, and each read must give what the last write
 * of its cell wrote. Where the recorded order does not, writes change places, the latest first.
 * Rule: a read that fits now may always come now; so only the order of writes is searched.
 */
import type { Seq, ThreadId } from "../base/ids.ts";
import { OP } from "../trace/ops.ts";
import { earliestOf } from "../trace/overlap.ts";
import type { Trace, ValueEntry } from "../trace/trace.ts";

export interface SingleOrder {
  readonly explained: boolean | "undecided";
  /** Accesses that no order explains together; empty where one does, or none was found in time. */
  readonly part: readonly Seq[];
}

/** One event as the search sees it. */
interface Access {
  readonly seq: Seq;
  readonly earliest: number;
  /** Cell or attribute; −1 for whatever else holds its place. */
  readonly cell: number;
  readonly writes: boolean;
  /** Equal for equal values. */
  readonly value: number;
}

interface Cells {
  /** By thread, in program order. */
  readonly threads: readonly (readonly Access[])[];
  /** By cell; −1 not known. */
  readonly initial: readonly number[];
}

const UNKNOWN = -1;

/** @param isLate asked now and then: the search then ends undecided */
export function findSingleOrder(trace: Trace, isLate: () => boolean): SingleOrder {
  const cells = cellsOf(trace);
  const explained = explain(cells, isLate);
  return { explained, part: explained === false ? smallestPart(cells, trace.count, isLate) : [] };
}

function cellsOf(trace: Trace): Cells {
  const earliest = earliestOf(trace);
  const numbers = new Map<string, number>();
  const values = new Map<string, number>();
  const initial: number[] = [];
  const threads = new Map<ThreadId, Access[]>();
  const valueOf = (text: string): number => numberOf(values, text);
  for (let seq = 0; seq < trace.count; seq++) {
    const op = trace.op[seq];
    const object = trace.objects[trace.object[seq]];
    const isCell = (op === OP.read || op === OP.write) && (object?.kind === "cell" || object?.kind === "instance");
    const cell = isCell ? numberOf(numbers, `${trace.object[seq]} ${trace.key[seq]}`) : -1;
    if (cell === initial.length) initial.push(object?.initial ? valueOf(textOfEntry(object.initial)) : UNKNOWN);
    const access = {
      seq,
      earliest: earliest[seq],
      cell,
      writes: op === OP.write,
      value: isCell ? valueOf(textOf(trace, trace.value[seq])) : 0,
    };
    const own = threads.get(trace.thread[seq]);
    if (own === undefined) threads.set(trace.thread[seq], [access]);
    else own.push(access);
  }
  return { threads: [...threads.values()], initial };
}

function numberOf(table: Map<string, number>, text: string): number {
  const known = table.get(text);
  if (known !== undefined) return known;
  table.set(text, table.size);
  return table.size - 1;
}

function textOf({ values }: Trace, code: number): string {
  return (code & 1) === 1 ? `i${code >> 1}` : code === 0 ? "" : textOfEntry(values[code >> 1]);
}

function textOfEntry({ plain, repr }: ValueEntry): string {
  return typeof plain === "number" && Number.isInteger(plain) && !repr.includes(".") ? `i${plain}` : repr;
}

/** A place where another thread's write could have come first. */
interface Branch {
  readonly at: Int32Array;
  readonly memory: Int32Array;
  readonly left: number[];
}

/** What of a run is to be explained: all of it, or a part. */
interface Bounds {
  /** Rows from here on are left out. */
  readonly end: number;
  /** Reads that need not give what they gave. */
  readonly free: ReadonlySet<Seq>;
}

const EVERYTHING: Bounds = { end: Number.POSITIVE_INFINITY, free: new Set() };
/** Writes between two questions whether it is late. */
const WRITES_A_LOOK = 256;

function explain({ threads, initial }: Cells, isLate: () => boolean, bounds = EVERYTHING): boolean | "undecided" {
  const lengths = threads.map((own) => countBefore(own, bounds.end));
  let at = new Int32Array(threads.length);
  let memory = Int32Array.from(initial);
  const branches: Branch[] = [];
  for (let looks = 0; ; looks++) {
    if (looks % WRITES_A_LOOK === WRITES_A_LOOK - 1 && isLate()) return "undecided";
    placeReads(threads, lengths, at, memory, bounds.free);
    if (at.every((place, thread) => place === lengths[thread])) return true;
    let ready = readyThreads(threads, lengths, at).filter((thread) => threads[thread][at[thread]].writes);
    if (ready.length > 1) branches.push({ at: at.slice(), memory: memory.slice(), left: ready.slice(1) });
    while (ready.length === 0) {
      const branch = branches.at(-1);
      if (branch === undefined) return false;
      at = branch.at.slice();
      memory = branch.memory.slice();
      ready = branch.left.splice(0, 1);
      if (branch.left.length === 0) branches.pop();
    }
    const [thread] = ready;
    const { cell, value } = threads[thread][at[thread]++];
    memory[cell] = value;
  }
}

/** With a write that was numbered later but may have come before the end. */
function countBefore(own: readonly Access[], end: number): number {
  let count = 0;
  while (count < own.length && own[count].seq < end) count++;
  return own[count]?.writes === true && own[count].cell >= 0 ? count + 1 : count;
}

/** Everything that writes nothing and fits now. */
function placeReads(
  threads: Cells["threads"],
  lengths: readonly number[],
  at: Int32Array,
  memory: Int32Array,
  free: ReadonlySet<Seq>,
): void {
  for (let placed = true; placed; ) {
    placed = false;
    for (const thread of readyThreads(threads, lengths, at)) {
      const { cell, writes, value, seq } = threads[thread][at[thread]];
      if (writes && cell >= 0) continue;
      if (cell >= 0 && memory[cell] !== UNKNOWN && memory[cell] !== value && !free.has(seq)) continue;
      at[thread]++;
      placed = true;
      break;
    }
  }
}

/** Threads whose next event may be the next of all, the one with the smallest number first. */
function readyThreads(threads: Cells["threads"], lengths: readonly number[], at: Int32Array): number[] {
  let first = Number.POSITIVE_INFINITY;
  let second = Number.POSITIVE_INFINITY;
  for (let thread = 0; thread < threads.length; thread++) {
    if (at[thread] === lengths[thread]) continue;
    const { seq } = threads[thread][at[thread]];
    if (seq < first) [first, second] = [seq, first];
    else if (seq < second) second = seq;
  }
  const ready: number[] = [];
  for (let thread = 0; thread < threads.length; thread++) {
    if (at[thread] === lengths[thread]) continue;
    const { seq, earliest } = threads[thread][at[thread]];
    if ((seq === first ? second : first) > earliest) ready.push(thread);
  }
  return ready.sort((a, b) => threads[a][at[a]].seq - threads[b][at[b]].seq);
}

/** The shortest beginning that no order explains, and of it the reads that cannot be done without, with the writes of their cells. */
function smallestPart(cells: Cells, count: number, isLate: () => boolean): Seq[] {
  const fails = (bounds: Bounds): boolean => explain(cells, isLate, bounds) === false;
  let explained = 0;
  let end = count;
  while (end - explained > 1) {
    const middle = (explained + end) >> 1;
    if (fails({ end: middle, free: EVERYTHING.free })) end = middle;
    else explained = middle;
  }
  const all = cells.threads.flatMap((own) => own.slice(0, countBefore(own, end))).filter(({ cell }) => cell >= 0);
  const needed = withoutNeedless(
    all.filter(({ writes }) => !writes).map(({ seq }) => seq),
    (free) => fails({ end, free }),
  );
  const reads = all.filter(({ seq }) => needed.has(seq));
  const named = new Set(reads.map(({ cell }) => cell));
  // What was numbered behind the end belongs to it only where a read needs it.
  const given = new Set(reads.map(({ cell, value }) => `${cell} ${value}`));
  const writes = all.filter(
    ({ seq, cell, value, writes: isWrite }) =>
      isWrite && named.has(cell) && (seq < end || given.has(`${cell} ${value}`)),
  );
  return [...needed, ...writes.map(({ seq }) => seq)].sort((a, b) => a - b);
}

/** Drops ever smaller groups as long as it still fails without them (delta debugging: Zeller and Hildebrandt 2002). */
function withoutNeedless(reads: readonly Seq[], failsWithout: (free: ReadonlySet<Seq>) => boolean): ReadonlySet<Seq> {
  let needed = [...reads];
  for (let size = Math.ceil(needed.length / 2); size > 0; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let from = 0; from < needed.length; ) {
      const kept = [...needed.slice(0, from), ...needed.slice(from + size)];
      const keptSet = new Set(kept);
      if (failsWithout(new Set(reads.filter((seq) => !keptSet.has(seq))))) needed = kept;
      else from += size;
    }
  }
  return new Set(needed);
}
