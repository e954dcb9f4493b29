/**
 * Data races by happens-before: two accesses of one place by different threads, at least one a write, not both atomic, with no
 * chain of edges between them. (Flanagan and Freund, FastTrack, 2009: vector clocks and epochs; beyond it the last access of each line is
 * kept, so that every racing pair of lines in the observed order is told.)
 * A step on a container as a whole excludes all others inside it, so such steps do not race with each other; against an access of one of
 * its elements they stand as an atomic access against a plain one.
 * Rule: a race found is one in the observed order of synchronisation; a race is not undefined behaviour here, it only means that the
 * result may depend on processor and engine.
 */
import type { ObjectId, Seq } from "../base/ids.ts";
import type { Trace } from "../trace/trace.ts";
import { AccessHistory } from "./access-history.ts";
import { ACCESS, accessKinds, PLACE, placeKindOf } from "./conflict.ts";
import { EdgeWalker } from "./edges.ts";
import type { BareFinding } from "./finding-sentences.ts";
import { PairTable } from "./pair-table.ts";
import { RacePairs, type RacePair } from "./race-pairs.ts";
import { SITE_IS_ATOMIC, SITE_WRITES, Sites } from "./sites.ts";
import { type Clock, ThreadClocks } from "./thread-clocks.ts";

/** Most findings that are told; each object's pairs of lines come first, then the same lines of further threads. */
const MOST_RACES = 1000;

/** One finding for each object, pair of lines and threads, whoever came first, with the first pair of accesses. */
export function findDataRaces(trace: Trace): BareFinding[] {
  return chooseRaces(trace, findRacePairs(trace)).map((pair) => toFinding(trace, pair));
}

/** All racing pairs, by their first meeting. Linear in the events: five million a second and more. */
export function findRacePairs(trace: Trace): RacePair[] {
  const races = new RaceWalk(trace);
  for (let seq = 0; seq < trace.count; seq++) races.visit(seq);
  return races.pairs.list();
}

const { NONE, WRITE, COMPARE_EXCHANGE } = ACCESS;
const { CELL, CONTAINER } = PLACE;

class RaceWalk {
  readonly pairs: RacePairs;
  readonly #trace: Trace;
  readonly #clocks: ThreadClocks;
  readonly #edges: EdgeWalker;
  readonly #history: AccessHistory;
  readonly #objectKinds: Uint8Array;
  /** Place of each object as a whole. */
  readonly #whole: Int32Array;
  /** Place that stands for all elements of a container together. */
  readonly #elements: Int32Array;
  readonly #parts: PairTable;
  readonly #sites: Sites;

  constructor(trace: Trace) {
    this.#trace = trace;
    this.#clocks = new ThreadClocks(trace);
    this.#edges = new EdgeWalker(trace, this.#clocks);
    this.#sites = new Sites(this.#clocks.hosts);
    this.pairs = new RacePairs(this.#sites);
    this.#history = new AccessHistory(this.pairs, this.#sites);
    this.#objectKinds = Uint8Array.from(trace.objects, placeKindOf);
    this.#whole = Int32Array.from(trace.objects, () => this.#history.addPlace());
    this.#elements = Int32Array.from(trace.objects, () => this.#history.addPlace());
    this.#parts = new PairTable(() => this.#history.addPlace());
  }

  visit(seq: Seq): void {
    const kind = accessKinds[this.#trace.op[seq]];
    if (kind === NONE) return this.#edges.visit(seq);
    const object = this.#trace.object[seq];
    if (object < 0) return;
    const objectKind = this.#objectKinds[object];
    if (objectKind === CELL) this.#visitCell(seq, kind, object);
    else if (objectKind === CONTAINER) this.#visitContainer(seq, kind, object);
    else this.#edges.visit(seq);
  }

  #visitCell(seq: Seq, kind: number, object: ObjectId): void {
    const key = this.#trace.key[seq];
    const place = key === 0 ? this.#whole[object] : this.#parts.of(object, key);
    this.#history.visit(place, this.#siteOf(seq, kind, false), this.#clockOf(seq), object, seq);
  }

  #visitContainer(seq: Seq, kind: number, object: ObjectId): void {
    const key = this.#trace.key[seq];
    const isWhole = key === 0;
    const own = isWhole ? this.#whole : this.#elements;
    const others = isWhole ? this.#elements : this.#whole;
    const site = this.#siteOf(seq, kind, isWhole);
    const clock = this.#clockOf(seq);
    this.#history.check(others[object], site, clock, object, seq);
    this.#history.keep(own[object], site, clock, seq);
    if (!isWhole) this.#history.visit(this.#parts.of(object, key), site, clock, object, seq);
  }

  #siteOf(seq: Seq, kind: number, isWhole: boolean): number {
    const { thread, line, ok } = this.#trace;
    const writes = kind >= WRITE && !(kind === COMPARE_EXCHANGE && ok[seq] === 1);
    // Elements are compared with wholes as if those were plain, and wholes never with each other.
    const isAtomic = !isWhole && kind >= COMPARE_EXCHANGE;
    return this.#sites.of(thread[seq], line[seq], (writes ? SITE_WRITES : 0) | (isAtomic ? SITE_IS_ATOMIC : 0));
  }

  #clockOf(seq: Seq): Clock {
    return this.#clocks.of(this.#clocks.hosts[this.#trace.thread[seq]]);
  }
}

/** By the later access; where there are too many, what adds a pair of lines goes before what only adds threads. */
function chooseRaces(trace: Trace, pairs: readonly RacePair[]): RacePair[] {
  const sorted = pairs.toSorted((a, b) => a.rows[1] - b.rows[1] || a.rows[0] - b.rows[0]);
  if (sorted.length <= MOST_RACES) return sorted;
  const seen = new Set<string>();
  const isNew = ({ object, rows }: RacePair): boolean => {
    const name = [object, ...rows.map((row) => trace.line[row]).sort((a, b) => a - b)].join(" ");
    return seen.size < seen.add(name).size;
  };
  const first = new Set(sorted.filter(isNew).slice(0, MOST_RACES));
  for (const pair of sorted) if (first.size < MOST_RACES) first.add(pair);
  return sorted.filter((pair) => first.has(pair));
}

function toFinding(trace: Trace, { object, rows, count }: RacePair): BareFinding {
  return {
    kind: "data-race",
    threads: rows.map((row) => trace.thread[row]),
    objects: [object],
    lines: [...new Set(rows.map((row) => trace.line[row]))].filter((line) => line > 0),
    events: rows,
    count,
  };
}
