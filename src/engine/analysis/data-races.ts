/**
 * Data races by happens-before: two accesses of one place by different threads, at least one a write, not both atomic, with no
 * chain of edges between them. Each thread has a vector clock; each place remembers every thread's last read and last write
 * with that thread's own time then, which the other has or has not heard of. (Flanagan and Freund, FastTrack, 2009, with all
 * threads' last accesses kept instead of one epoch, so that each racing pair of threads is told.)
 * Rule: a race found is one in the observed order of synchronisation; a race is not undefined behaviour here, it only means that the
 * result may depend on who comes first.
 */
import type { ObjectId, Seq, ThreadId } from "../base/ids.ts";
import { type Accesses, collectAccesses } from "../trace/accesses.ts";
import { ACCESSES, OP_ROLES } from "../trace/op-roles.ts";
import { OP } from "../trace/ops.ts";
import type { Trace } from "../trace/trace.ts";
import { type Channel, type EdgeSink, EdgeWalker } from "./edges.ts";
import type { BareFinding } from "./finding-sentences.ts";

/** Most findings that are told. */
const MOST_RACES = 100;

/** One finding for each object, pair of lines and threads, whoever came first, with the first pair of accesses. */
export function findDataRaces(trace: Trace, accesses: Accesses = collectAccesses(trace)): BareFinding[] {
  const finder = new RaceFinder(trace, accesses);
  for (let seq = 0; seq < trace.count; seq++) finder.visit(seq);
  return finder.findings();
}

const RECENT = 256;

/** Numbers of a slot: one thread's last accesses of one place, in a list of the place's slots. */
const THREAD = 0;
const WROTE_AT = 1;
const WROTE_ROW = 2;
const READ_AT = 3;
const READ_ROW = 4;
const NEXT = 5;
const SLOT = 6;

interface Race {
  readonly object: ObjectId;
  readonly rows: readonly [Seq, Seq];
  count: number;
}

class RaceFinder implements EdgeSink {
  readonly #trace: Trace;
  readonly #walker: EdgeWalker;
  readonly #placeOf: Int32Array;
  /** First slot of each place; −1 none. */
  readonly #first: Int32Array;
  #slots = new Int32Array(SLOT * 256);
  #used = 0;
  readonly #threads: number;
  readonly #clocks: Int32Array[];
  readonly #channels: (Int32Array | undefined)[] = [];
  readonly #races = new Map<string, Race>();
  /** Races met lately, by a hash of their lines and threads: looking them up by name for each of millions costs too much. */
  readonly #recent: (Race | undefined)[] = Array.from({ length: RECENT });

  constructor(trace: Trace, accesses: Accesses) {
    this.#trace = trace;
    this.#walker = new EdgeWalker(trace, this);
    this.#threads = trace.threads.reduce((most, { id }) => Math.max(most, id + 1), 0);
    this.#clocks = Array.from({ length: this.#threads }, (_, thread) => {
      const clock = new Int32Array(this.#threads);
      clock[thread] = 1;
      return clock;
    });
    this.#placeOf = placesByRow(trace, accesses);
    this.#first = new Int32Array(accesses.places.length).fill(-1);
  }

  visit(seq: Seq): void {
    if (!this.#isAccess(seq)) this.#walker.visit(seq);
    else if (this.#trace.object[seq] >= 0) this.#access(seq);
  }

  take(seq: Seq, channel: Channel): void {
    const given = this.#channels[channel];
    if (given !== undefined) joinInto(this.#clocks[this.#trace.thread[seq]], given);
  }

  give(seq: Seq, channel: Channel): void {
    const thread = this.#trace.thread[seq];
    const clock = this.#clocks[thread];
    const given = this.#channels[channel];
    if (given === undefined) this.#channels[channel] = clock.slice();
    else joinInto(given, clock);
    clock[thread]++;
  }

  meet(seq: Seq, other: ThreadId): void {
    joinInto(this.#clocks[this.#trace.thread[seq]], this.#clocks[other]);
    this.#clocks[other][other]++;
  }

  reuse(channel: Channel): void {
    this.#channels[channel] = undefined;
  }

  findings(): BareFinding[] {
    const races = [...this.#races.values()].sort((a, b) => a.rows[1] - b.rows[1]).slice(0, MOST_RACES);
    return races.map(({ object, rows, count }) => ({
      kind: "data-race",
      threads: rows.map((row) => this.#trace.thread[row]),
      objects: [object],
      lines: [...new Set(rows.map((row) => this.#trace.line[row]))].filter((line) => line > 0),
      events: rows,
      count,
    }));
  }

  /** A read of a primitive is a question and no access. */
  #isAccess(seq: Seq): boolean {
    const { op, object, objects } = this.#trace;
    if ((OP_ROLES[op[seq]] & ACCESSES) === 0) return false;
    const kind = object[seq] < 0 ? "cell" : objects[object[seq]].kind;
    return kind !== "event-flag" && kind !== "future";
  }

  #access(seq: Seq): void {
    const thread = this.#trace.thread[seq];
    const clock = this.#clocks[thread];
    const writes = this.#writes(seq);
    const place = this.#placeOf[seq];
    let own = -1;
    for (let at = this.#first[place]; at >= 0; at = this.#slots[at + NEXT]) {
      const other = this.#slots[at + THREAD];
      if (other === thread) {
        own = at;
        continue;
      }
      if (this.#slots[at + WROTE_AT] > clock[other]) this.#meet(this.#slots[at + WROTE_ROW], seq);
      else if (writes && this.#slots[at + READ_AT] > clock[other]) this.#meet(this.#slots[at + READ_ROW], seq);
    }
    if (own < 0) own = this.#addSlot(place, thread);
    const time = writes ? WROTE_AT : READ_AT;
    this.#slots[own + time] = clock[thread];
    this.#slots[own + time + 1] = seq;
  }

  #addSlot(place: number, thread: ThreadId): number {
    const at = this.#used;
    if (at === this.#slots.length) {
      const larger = new Int32Array(at * 2);
      larger.set(this.#slots);
      this.#slots = larger;
    }
    this.#slots[at + THREAD] = thread;
    this.#slots[at + NEXT] = this.#first[place];
    this.#first[place] = at;
    this.#used = at + SLOT;
    return at;
  }

  #writes(seq: Seq): boolean {
    const op = this.#trace.op[seq];
    return op !== OP.read && !(op === OP["compare-exchange"] && this.#trace.ok[seq] === 1);
  }

  /** Steps on a container as a whole exclude each other inside it, as in CPython. */
  #isAtomic(seq: Seq): boolean {
    const { key, object, objects } = this.#trace;
    if (key[seq] === 0 && objects[object[seq]].kind !== "cell") return true;
    const op = this.#trace.op[seq];
    return op === OP.update || op === OP["compare-exchange"];
  }

  #meet(early: Seq, late: Seq): void {
    if (this.#isAtomic(early) && this.#isAtomic(late)) return;
    const { object, line, thread } = this.#trace;
    const hash =
      (line[early] * 31 + line[late] * 7 + thread[early] * 5 + thread[late] * 3 + object[late]) & (RECENT - 1);
    const recent = this.#recent[hash];
    if (recent !== undefined && this.#isSamePair(recent, early, late)) {
      recent.count++;
      return;
    }
    const ends = [`${thread[early]}:${line[early]}`, `${thread[late]}:${line[late]}`].sort();
    const name = `${object[late]} ${ends.join(" ")}`;
    const race = this.#races.get(name) ?? { object: object[late], rows: [early, late], count: 0 };
    race.count++;
    this.#races.set(name, race);
    this.#recent[hash] = race;
  }

  #isSamePair({ rows: [first, second], object }: Race, early: Seq, late: Seq): boolean {
    if (object !== this.#trace.object[late]) return false;
    const isStraight = this.#isSameEnd(first, early) && this.#isSameEnd(second, late);
    return isStraight || (this.#isSameEnd(first, late) && this.#isSameEnd(second, early));
  }

  #isSameEnd(a: Seq, b: Seq): boolean {
    const { line, thread } = this.#trace;
    return line[a] === line[b] && thread[a] === thread[b];
  }
}

function placesByRow(trace: Trace, { places, rows }: Accesses): Int32Array {
  const found = new Int32Array(trace.count).fill(-1);
  places.forEach(({ from, to }, place) => {
    for (let i = from; i < to; i++) found[rows[i]] = place;
  });
  return found;
}

function joinInto(clock: Int32Array, other: Int32Array): void {
  for (let i = 0; i < clock.length; i++) if (other[i] > clock[i]) clock[i] = other[i];
}
