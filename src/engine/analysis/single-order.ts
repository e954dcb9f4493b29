/**
 * Whether a single order of the accesses to cells gives what a recorded run read (sequential consistency, checked on one execution: Gibbons and
 * Korach 1997). An event moves only within its overlap (`trace/overlap.ts`), program order stays, each read must give what the last write
 * of its cell wrote, and an atomic update must have returned what the one before it left. Where the recorded order does not do so, writes
 * change places, the latest first.
 * Rule: a read that fits now may always come now; so only the order of writes is searched.
 */
import type { Seq, ThreadId } from "../base/ids.ts";
import { laneHosts } from "../trace/lane-hosts.ts";
import { OP } from "../trace/ops.ts";
import { earliestOf, isPlainOp, type ReturnedValues } from "../trace/overlap.ts";
import type { Trace, TraceObject, ValueEntry } from "../trace/trace.ts";

export interface SingleOrder {
  readonly explained: boolean | "undecided";
  /** Accesses that no order explains together; empty where one does, or none was found in time. */
  readonly part: readonly Seq[];
}

/** One event as the search sees it. Values are numbers that are equal for equal values. */
interface Access {
  readonly seq: Seq;
  readonly earliest: number;
  /** Cell or attribute; −1 for whatever else holds its place. */
  readonly cell: number;
  /** What it found there; −1 where it did not look, or where that is not known. */
  readonly found: number;
  /** What it left there; −1 where it wrote nothing. */
  readonly left: number;
}

interface Cells {
  /** By thread, in program order. */
  readonly threads: readonly (readonly Access[])[];
  /** By cell; −1 not known. */
  readonly initial: readonly number[];
}

const UNKNOWN = -1;
const NOTHING = -1;

/** @param isLate asked now and then: the search then ends undecided @param returned of atomic updates of integers */
export function findSingleOrder(
  trace: Trace,
  isLate: () => boolean,
  returned: ReturnedValues = new Map(),
): SingleOrder {
  const cells = cellsOf(trace, returned);
  const explained = explain(cells, isLate);
  return { explained, part: explained === false ? smallestPart(cells, trace.count, isLate) : [] };
}

function cellsOf(trace: Trace, returned: ReturnedValues): Cells {
  const earliest = earliestOf(trace);
  const numbers = new Map<string, number>();
  const values = new Map<string, number>();
  const initial: number[] = [];
  const threads = new Map<ThreadId, Access[]>();
  const valueOf = (text: string): number => numberOf(values, text);
  const runs = laneHosts(trace.threads);
  for (let seq = 0; seq < trace.count; seq++) {
    const object = trace.objects[trace.object[seq]];
    const isCell = isPlainOp(trace.op[seq]) && (object?.kind === "cell" || object?.kind === "instance");
    const cell = isCell ? numberOf(numbers, `${trace.object[seq]} ${trace.key[seq]}`) : -1;
    if (cell === initial.length) initial.push(initialOf(object, valueOf));
    const did = isCell ? doneTo(trace, seq, returned, valueOf) : { found: UNKNOWN, left: NOTHING };
    const access = { seq, earliest: earliest[seq], cell, ...did };
    const thread = runs[trace.thread[seq]];
    const own = threads.get(thread);
    if (own === undefined) threads.set(thread, [access]);
    else own.push(access);
  }
  return { threads: [...threads.values()], initial };
}

/** What a container held at first is told by what it held at the end: that is not known then. */
function initialOf({ initial }: TraceObject, valueOf: (text: string) => number): number {
  const { plain } = initial ?? {};
  const isKnown = initial !== undefined && plain !== undefined && (typeof plain !== "object" || plain === null);
  return isKnown ? valueOf(textOfEntry(initial)) : UNKNOWN;
}

/** What an access found, and what it left. */
function doneTo(
  trace: Trace,
  seq: Seq,
  returned: ReturnedValues,
  valueOf: (text: string) => number,
): Pick<Access, "found" | "left"> {
  const value = valueOf(textOf(trace, trace.value[seq]));
  if (trace.op[seq] === OP.read) return { found: value, left: NOTHING };
  const before = returned.get(seq);
  return { found: before === undefined ? UNKNOWN : valueOf(`i${before}`), left: value };
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
    placeReads(threads, lengths, at, memory, bounds);
    if (at.every((place, thread) => place === lengths[thread])) return true;
    let ready = readyThreads(threads, lengths, at).filter((thread) => {
      const access = threads[thread][at[thread]];
      return access.left !== NOTHING && fits(access, memory, bounds);
    });
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
    const { cell, left } = threads[thread][at[thread]++];
    memory[cell] = left;
  }
}

/** Whether the cell holds what the access found. What was numbered behind the end need not have happened yet. */
function fits({ cell, found, seq }: Access, memory: Int32Array, { end, free }: Bounds): boolean {
  return found === UNKNOWN || memory[cell] === UNKNOWN || memory[cell] === found || seq >= end || free.has(seq);
}

/** With a write that was numbered later but may have come before the end. */
function countBefore(own: readonly Access[], end: number): number {
  let count = 0;
  while (count < own.length && own[count].seq < end) count++;
  return count < own.length && own[count].left !== NOTHING ? count + 1 : count;
}

/** Everything that writes nothing and fits now. */
function placeReads(
  threads: Cells["threads"],
  lengths: readonly number[],
  at: Int32Array,
  memory: Int32Array,
  bounds: Bounds,
): void {
  for (let placed = true; placed; ) {
    placed = false;
    for (const thread of readyThreads(threads, lengths, at)) {
      const access = threads[thread][at[thread]];
      const { cell, left, found, seq } = access;
      if (left !== NOTHING || (cell >= 0 && !fits(access, memory, bounds))) continue;
      // What nobody told is what was read first.
      if (cell >= 0 && memory[cell] === UNKNOWN && !bounds.free.has(seq)) memory[cell] = found;
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
    all.filter(({ found, seq }) => found !== UNKNOWN && seq < end).map(({ seq }) => seq),
    (free) => fails({ end, free }),
  );
  const found = all.filter(({ seq }) => needed.has(seq));
  const named = new Set(found.map(({ cell }) => cell));
  // What was numbered behind the end belongs to it only where somebody found it.
  const given = new Set(found.map((access) => `${access.cell} ${access.found}`));
  const writes = all.filter(
    ({ seq, cell, left }) => left !== NOTHING && named.has(cell) && (seq < end || given.has(`${cell} ${left}`)),
  );
  return [...new Set([...needed, ...writes.map(({ seq }) => seq)])].sort((a, b) => a - b);
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
