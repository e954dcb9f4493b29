/**
 * Racing pairs, counted: of one object, two threads and their two lines, whoever came first, with the first two accesses that raced.
 * Rule: a million races may be added, so a pair lies in a column of numbers and is found by a hash.
 */
import type { ObjectId, Seq } from "../base/ids.ts";
import { withRoom } from "./growing.ts";
import type { Sites } from "./sites.ts";

/** Pairs that are kept: more than 256 threads at ten lines can make of one line each. */
const MOST_PAIRS = 1 << 18;

const OBJECT = 0;
const LOW = 1;
const HIGH = 2;
const EARLY = 3;
const LATE = 4;
const COUNT = 5;
const WIDTH = 6;

export interface RacePair {
  readonly object: ObjectId;
  /** The first two accesses that raced, in the order of the trace. */
  readonly rows: readonly [Seq, Seq];
  readonly count: number;
}

const NONE = -1;
const RECENT = 4096;

export class RacePairs {
  readonly #sites: Sites;
  #pairs = new Int32Array(WIDTH * 64);
  #count = 0;
  /** Where pairs met lately lie, by a hash of their sites. */
  readonly #recent = new Int32Array(RECENT).fill(NONE);
  readonly #recentNames = new Int32Array(RECENT);
  /** Number of a pair + 1 by hash; 0 nothing. */
  #places = new Int32Array(256);

  constructor(sites: Sites) {
    this.#sites = sites;
  }

  /** Two accesses of the object raced: where they come from, and their rows. */
  add(object: ObjectId, earlySite: number, lateSite: number, early: Seq, late: Seq): void {
    const name = (earlySite << 16) ^ lateSite;
    const at = ((earlySite << 6) ^ lateSite) & (RECENT - 1);
    const pair = this.#recent[at];
    if (pair !== NONE && this.#recentNames[at] === name && this.#pairs[pair + OBJECT] === object) {
      this.#pairs[pair + COUNT]++;
      return;
    }
    this.#recentNames[at] = name;
    this.#recent[at] = this.#lookUp(object, this.#sites.spots[earlySite], this.#sites.spots[lateSite], early, late);
  }

  #lookUp(object: ObjectId, spot: number, otherSpot: number, early: Seq, late: Seq): number {
    const low = Math.min(spot, otherSpot);
    const high = Math.max(spot, otherSpot);
    const mask = this.#places.length - 1;
    let place = hashOf(object, low, high) & mask;
    for (; this.#places[place] !== 0; place = (place + 1) & mask) {
      const at = (this.#places[place] - 1) * WIDTH;
      const pairs = this.#pairs;
      if (pairs[at + LOW] !== low || pairs[at + HIGH] !== high || pairs[at + OBJECT] !== object) continue;
      pairs[at + COUNT]++;
      return at;
    }
    return this.#count < MOST_PAIRS ? this.#add(place, object, low, high, early, late) : NONE;
  }

  /** In the order in which they were met first. */
  list(): RacePair[] {
    return Array.from({ length: this.#count }, (_, i) => {
      const at = i * WIDTH;
      const pairs = this.#pairs;
      return { object: pairs[at + OBJECT], rows: [pairs[at + EARLY], pairs[at + LATE]], count: pairs[at + COUNT] };
    });
  }

  #add(place: number, object: ObjectId, low: number, high: number, early: Seq, late: Seq): number {
    const at = this.#count * WIDTH;
    this.#pairs = withRoom(this.#pairs, at + WIDTH);
    this.#pairs.set([object, low, high, early, late, 1], at);
    this.#places[place] = ++this.#count;
    if (this.#count * 2 > this.#places.length) this.#spread();
    return at;
  }

  /** Twice the places, all pairs put at theirs again. */
  #spread(): void {
    const pairs = this.#pairs;
    this.#places = new Int32Array(this.#places.length * 2);
    const mask = this.#places.length - 1;
    for (let i = 0; i < this.#count; i++) {
      const [object, low, high] = pairs.subarray(i * WIDTH, i * WIDTH + EARLY);
      let place = hashOf(object, low, high) & mask;
      while (this.#places[place] !== 0) place = (place + 1) & mask;
      this.#places[place] = i + 1;
    }
  }
}

function hashOf(object: number, low: number, high: number): number {
  const hash = Math.imul(object, 0x9e3779b1) ^ Math.imul(low, 0x85ebca6b) ^ Math.imul(high, 0xc2b2ae35);
  return hash ^ (hash >>> 15);
}
