/**
 * Lost updates, as the page API defines them. An update is a read and the next write of that place by the same thread. It is
 * kept when it lies on the chain of reads that ends in the final value, else lost:
 *
 *   T1  r0        w1              T1's update is lost: T2 read 0 too and wrote over it; the chain from the final 1 goes
 *   T2      r0        w1          back over T2's write and read to the initial 0
 *
 * A read's source is the latest earlier write that wrote its value. Where threads race, accesses are numbered beside the access:
 * if no earlier write wrote the value, the source is the first later one of another thread's, whose number came late.
 * Rule: linear in the accesses of a place, since the chain only ever goes back.
 */
import type { ObjectId, Seq, ThreadId } from "../base/ids.ts";
import type { Finding } from "../program/report.ts";
import { type Accesses, collectAccesses, type Place } from "../trace/accesses.ts";
import { placeName } from "../trace/names.ts";
import { CHANGES, OP_ROLES } from "../trace/op-roles.ts";
import { OP } from "../trace/ops.ts";
import type { Trace } from "../trace/trace.ts";
import { entryOf, NO_VALUE, type ValueCode } from "../trace/value-codes.ts";

/** Lost updates of one place with the same threads and lines, whoever lost. */
export interface LostUpdateGroup {
  readonly object: ObjectId;
  readonly place: string;
  /** Of the first: whose update was lost, and who wrote over it. */
  readonly threads: readonly [ThreadId, ThreadId];
  readonly lines: readonly [number, number];
  /** Of the first: the loser's read and write, then the other's. */
  readonly events: readonly [Seq, Seq, Seq, Seq];
  readonly count: number;
  /** Those of them whose overwriter had not seen what it wrote over: a value that was only set anew came over nothing. */
  readonly stale: Pick<LostUpdateGroup, "events" | "count"> | null;
}

export interface LostUpdates {
  /** Name of the place → updates lost, of every place that was updated at all. */
  readonly counts: Readonly<Record<string, number>>;
  readonly groups: readonly LostUpdateGroup[];
}

/** Most groups that are told; all are counted. */
const MOST_GROUPS = 100;

/** Beyond so many updated places those that lost nothing are left out, so that a report stays readable. */
const MOST_PLACES = 200;

export function computeLostUpdates(trace: Trace, accesses: Accesses = collectAccesses(trace)): LostUpdates {
  const counts = new Map<string, number>();
  const groups: LostUpdateGroup[] = [];
  for (const place of accesses.places) {
    if (isWhole(trace, place)) continue;
    const one = new PlaceUpdates(trace, accesses.rows.subarray(place.from, place.to), place);
    if (one.updates === 0) continue;
    const lost = one.computeLost();
    const name = placeName(trace, place.object, place.key);
    counts.set(name, (counts.get(name) ?? 0) + lost);
    if (lost > 0 && groups.length < MOST_GROUPS) groups.push(...one.groupLost(MOST_GROUPS - groups.length));
  }
  const told = [...counts].filter(([, lost]) => lost > 0 || counts.size <= MOST_PLACES);
  return { counts: Object.fromEntries(told), groups };
}

/**
 * The groups as findings, without their sentences. By the definition an update is lost too where a value is set anew later on, as a flag is; that is told
 * only where nothing orders the two.
 * @param racing objects on which accesses race
 */
export function lostUpdateFindings({ groups }: LostUpdates, racing: ReadonlySet<ObjectId>): Omit<Finding, "message">[] {
  const told = groups.flatMap((group) => {
    if (racing.has(group.object)) return [group];
    return group.stale === null ? [] : [{ ...group, ...group.stale }];
  });
  return told.map(({ object, threads, lines, events, count }) => ({
    kind: "lost-update",
    threads,
    objects: [object],
    lines: [...new Set(lines)].filter((line) => line > 0).sort((a, b) => a - b),
    events,
    count,
  }));
}

/** Containers as a whole change in single steps, whose values are not theirs. */
function isWhole(trace: Trace, { object, key }: Place): boolean {
  return key === 0 && trace.objects[object].kind !== "cell";
}

/** What an access is to the chain. */
const READ = 0;
const WRITE = 1;
/** Reads and writes in one step: what it read is what the write before it wrote. */
const BOTH = 2;
const NOTHING = 3;

const NO_READ = -1;

/** Lost updates of the same threads and lines: the first of them and what wrote over it, as indices of accesses. */
interface LostPair {
  lost: number;
  over: number;
  count: number;
  /** The same of those alone whose overwriter had not seen them. */
  stale: { lost: number; over: number; count: number } | null;
}

class PlaceUpdates {
  /** How many updates there are. */
  readonly updates: number;
  readonly #trace: Trace;
  readonly #rows: Int32Array;
  readonly #place: Place;
  /** By access: for a write that ends an update the index of its read (its own for BOTH), −1 for others. */
  readonly #readOf: Int32Array;
  readonly #isKept: Uint8Array;

  constructor(trace: Trace, rows: Int32Array, place: Place) {
    this.#trace = trace;
    this.#rows = rows;
    this.#place = place;
    this.#readOf = new Int32Array(rows.length);
    this.#isKept = new Uint8Array(rows.length);
    this.updates = this.#pairUp();
  }

  /** Marks what is kept and counts the rest. */
  computeLost(): number {
    this.#walkChain();
    let kept = 0;
    for (let i = 0; i < this.#rows.length; i++) kept += this.#isKept[i];
    return this.updates - kept;
  }

  /** The lost updates by threads and lines, each with the update that wrote over its first. */
  groupLost(most: number): LostUpdateGroup[] {
    const pairs: LostPair[] = [];
    /** By thread: its next update behind the row at hand. */
    const next: number[] = [];
    for (let i = this.#rows.length - 1; i >= 0; i--) {
      if (this.#readOf[i] === NO_READ) continue;
      if (this.#isKept[i] === 0) {
        const over = this.#overwriterOf(i, next);
        this.#addTo(pairs, i, over, over >= 0 && this.#hasNotSeen(over, i));
      }
      next[this.#threadOf(i)] = i;
    }
    return pairs
      .sort((a, b) => a.lost - b.lost)
      .slice(0, most)
      .map((pair) => this.#toGroup(pair));
  }

  #pairUp(): number {
    const lastRead: number[] = [];
    let updates = 0;
    for (let i = 0; i < this.#rows.length; i++) {
      const kind = this.#kindOf(i);
      const thread = this.#threadOf(i);
      this.#readOf[i] = NO_READ;
      if (kind === READ) lastRead[thread] = i;
      if (kind === READ || kind === NOTHING) continue;
      this.#readOf[i] = kind === BOTH ? i : (lastRead[thread] ?? NO_READ);
      lastRead[thread] = NO_READ;
      if (this.#readOf[i] !== NO_READ) updates++;
    }
    return updates;
  }

  #walkChain(): void {
    for (let at = this.#finalWrite(); at >= 0 && this.#isKept[at] === 0; ) {
      const read = this.#readOf[at];
      if (read === NO_READ) return;
      this.#isKept[at] = 1;
      at = read === at ? this.#writeBefore(at) : this.#sourceOf(read);
    }
  }

  /**
   * The write whose value stands at the end: that which the last read saw where it surely came after all writes, else the
   * write numbered last.
   */
  #finalWrite(): number {
    const last = this.#rows.length - 1;
    const write = this.#writeBefore(last + 1);
    const sure =
      write >= 0 &&
      last > write &&
      this.#kindOf(last) === READ &&
      this.#isSurelyAfter(this.#rows[last], this.#rows[write]);
    return sure ? this.#sourceOf(last) : write;
  }

  /** Whether the reading thread was told of something between the two rows, so that the read itself came after the write. */
  #isSurelyAfter(read: Seq, write: Seq): boolean {
    const { thread } = this.#trace;
    for (let row = read - 1; row > write; row--) if (thread[row] === thread[read]) return true;
    return false;
  }

  #sourceOf(read: number): number {
    const value = this.#valueOf(read);
    for (let i = read - 1; i >= 0; i--) if (this.#isWriteOf(i, value)) return i;
    return this.#isInitial(value) ? -1 : this.#lateSourceOf(read, value);
  }

  #writeBefore(at: number): number {
    let i = at - 1;
    while (i >= 0 && this.#kindOf(i) !== WRITE && this.#kindOf(i) !== BOTH) i--;
    return i;
  }

  /** Each other thread's first access behind the read may be a write that happened before it and was numbered late. */
  #lateSourceOf(read: number, value: ValueCode): number {
    const seen = new Set([this.#threadOf(read)]);
    for (let i = read + 1; i < this.#rows.length && seen.size < this.#trace.threads.length; i++) {
      if (seen.has(this.#threadOf(i))) continue;
      if (this.#isWriteOf(i, value)) return i;
      seen.add(this.#threadOf(i));
    }
    return -1;
  }

  #isInitial(value: ValueCode): boolean {
    const initial = this.#place.key === 0 ? this.#trace.objects[this.#place.object].initial : undefined;
    return initial !== undefined && initial.repr === entryOf(this.#trace, value)?.repr;
  }

  /** Of the others' next updates behind a lost one the first that had read before it. */
  #overwriterOf(lost: number, next: readonly number[]): number {
    let found = -1;
    let nearest = -1;
    for (let thread = 0; thread < next.length; thread++) {
      const update = next[thread];
      if (update === undefined || thread === this.#threadOf(lost)) continue;
      if (nearest < 0 || update < nearest) nearest = update;
      if (this.#readOf[update] < lost && (found < 0 || update < found)) found = update;
    }
    return found < 0 ? nearest : found;
  }

  /** Whether an update read before another was written, or, numbered late, what had been written before that. */
  #hasNotSeen(over: number, lost: number): boolean {
    const read = this.#readOf[over];
    return read < lost || (read !== over && this.#sourceOf(read) < lost);
  }

  /** Pairs are few and lost updates may be a million, so the pair is looked for and moved to the front, without a name. */
  #addTo(pairs: LostPair[], lost: number, by: number, isStale: boolean): void {
    const over = by < 0 ? lost : by;
    const place = pairs.findIndex((pair) => this.#isSamePair(pair, lost, over));
    const pair = place < 0 ? { lost, over, count: 0, stale: null } : pairs[place];
    if (isStale) pair.stale = { lost, over, count: (pair.stale?.count ?? 0) + 1 };
    pair.lost = lost;
    pair.over = over;
    pair.count++;
    if (place < 0) pairs.unshift(pair);
    else if (place > 0) pairs.unshift(...pairs.splice(place, 1));
  }

  #isSamePair(pair: LostPair, lost: number, over: number): boolean {
    const isStraight = this.#isSameEnd(pair.lost, lost) && this.#isSameEnd(pair.over, over);
    return isStraight || (this.#isSameEnd(pair.lost, over) && this.#isSameEnd(pair.over, lost));
  }

  #isSameEnd(a: number, b: number): boolean {
    const { line, thread } = this.#trace;
    const first = this.#rows[a];
    const second = this.#rows[b];
    return line[first] === line[second] && thread[first] === thread[second];
  }

  #toGroup({ lost, over, count, stale }: LostPair): LostUpdateGroup {
    const { line, thread } = this.#trace;
    const [write, overwrite] = [this.#rows[lost], this.#rows[over]];
    return {
      object: this.#place.object,
      place: placeName(this.#trace, this.#place.object, this.#place.key),
      threads: [thread[write], thread[overwrite]],
      lines: [line[write], line[overwrite]],
      events: this.#eventsOf(lost, over),
      count,
      stale: stale && { events: this.#eventsOf(stale.lost, stale.over), count: stale.count },
    };
  }

  #eventsOf(lost: number, over: number): LostUpdateGroup["events"] {
    const [read, otherRead] = [this.#readOf[lost], this.#readOf[over]];
    return [this.#rows[read], this.#rows[lost], this.#rows[otherRead], this.#rows[over]];
  }

  #kindOf(i: number): number {
    const row = this.#rows[i];
    const op = this.#trace.op[row];
    if (op === OP.read) return READ;
    if (op === OP.write) return WRITE;
    return (OP_ROLES[op] & CHANGES) !== 0 && this.#trace.ok[row] !== 1 ? BOTH : NOTHING;
  }

  #isWriteOf(i: number, value: ValueCode): boolean {
    const row = this.#rows[i];
    if (this.#trace.value[row] !== value || value === NO_VALUE) return false;
    const kind = this.#kindOf(i);
    return kind === WRITE || kind === BOTH;
  }

  #valueOf(i: number): ValueCode {
    return this.#trace.value[this.#rows[i]];
  }

  #threadOf(i: number): ThreadId {
    return this.#trace.thread[this.#rows[i]];
  }
}
