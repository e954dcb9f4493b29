/**
 * For each place the last access of each site, with its thread's own time then. An access races with those of other threads whose time it
 * has not heard of. Keeping the last of each site loses no pair of lines: whoever has not heard of an earlier access of a site has not
 * heard of the last one either. Two short ways spare most of the looking (FastTrack, Flanagan and Freund, 2009, with its epochs):
 *
 *   - all accesses so far came one behind the other, and this one comes behind the last: nothing can race (its "exclusive" case);
 *   - a read that comes behind the last write, behind which all before it had come: nothing can race (its write epoch);
 *   - nobody else has been at the place since the site was looked at: nothing new can race (its same epoch).
 *
 * Rule: columns of numbers; nothing is made for an access whose site was met before. A pair is counted once for each turn of the other thread.
 */
import type { ObjectId, Seq, ThreadId } from "../base/ids.ts";
import { withRoom } from "./growing.ts";
import type { RacePairs } from "./race-pairs.ts";
import { SITE_IS_ATOMIC, SITE_WRITES, type Sites } from "./sites.ts";
import type { Clock } from "./thread-clocks.ts";

/** Numbers of a place. */
const FIRST = 0;
/** Goes up whenever another thread comes. */
const TURN = 1;
const LAST_HOST = 2;
const LAST_AT = 3;
const WRITE_HOST = 4;
const WRITE_AT = 5;
/** IS_CHAIN and IS_CLEAN. */
const STATE = 6;
const PLACE_WIDTH = 7;

/** All accesses so far came one behind the other. */
const IS_CHAIN = 1;
/** All accesses before the last write came before it. */
const IS_CLEAN = 2;

/** Numbers of a site's last access of a place. */
const SITE = 0;
const AT = 1;
const ROW = 2;
const NEXT = 3;
/** The place's turn when it was looked at last. */
const LOOKED = 4;
const ACCESS_WIDTH = 5;

const NONE = -1;
const CACHE = 4096;

export class AccessHistory {
  readonly #pairs: RacePairs;
  readonly #sites: Sites;
  #places = new Int32Array(PLACE_WIDTH * 64);
  #accesses = new Int32Array(ACCESS_WIDTH * 64);
  #placeCount = 0;
  #accessCount = 0;
  /** Where accesses met lately lie, by a hash of place and site. */
  readonly #cached = new Int32Array(CACHE).fill(NONE);
  readonly #cachedPlaces = new Int32Array(CACHE);

  /** @param pairs is told of each race */
  constructor(pairs: RacePairs, sites: Sites) {
    this.#pairs = pairs;
    this.#sites = sites;
  }

  /** A new place, by its number. */
  addPlace(): number {
    const at = this.#placeCount * PLACE_WIDTH;
    this.#places = withRoom(this.#places, at + PLACE_WIDTH);
    this.#places[at + FIRST] = NONE;
    this.#places[at + LAST_HOST] = NONE;
    this.#places[at + WRITE_HOST] = NONE;
    this.#places[at + STATE] = IS_CHAIN | IS_CLEAN;
    return this.#placeCount++;
  }

  /** Tells of every race of this access with what others did at the place, then keeps it. */
  visit(place: number, site: number, clock: Clock, object: ObjectId, seq: Seq): void {
    const host = this.#sites.hosts[site];
    const writes = (this.#sites.flags[site] & SITE_WRITES) !== 0;
    const own = this.#accessOf(place, site);
    const places = this.#places;
    const at = place * PLACE_WIDTH;
    if (places[at + LAST_HOST] !== host) places[at + TURN]++;
    let state = places[at + STATE];
    if (!this.#followsLast(at, host, clock)) {
      state &= ~IS_CHAIN;
      const isSafe =
        !writes && (state & IS_CLEAN) !== 0 && knows(clock, places[at + WRITE_HOST], places[at + WRITE_AT]);
      if (!isSafe && this.#looksAgain(own, at) && this.check(place, site, clock, object, seq) && writes)
        state |= IS_CHAIN;
    }
    const time = clock[host];
    places[at + LAST_HOST] = host;
    places[at + LAST_AT] = time;
    if (writes) {
      places[at + WRITE_HOST] = host;
      places[at + WRITE_AT] = time;
      state = (state & IS_CHAIN) !== 0 ? IS_CHAIN | IS_CLEAN : 0;
    }
    places[at + STATE] = state;
    this.#accesses[own + AT] = time;
    this.#accesses[own + ROW] = seq;
  }

  /** Keeps the access and tells nothing. */
  keep(place: number, site: number, clock: Clock, seq: Seq): void {
    const own = this.#accessOf(place, site);
    this.#accesses[own + AT] = clock[this.#sites.hosts[site]];
    this.#accesses[own + ROW] = seq;
  }

  /** Tells of every race with what others did at the place. True when all of that, raced with or not, happened before. */
  check(place: number, site: number, clock: Clock, object: ObjectId, seq: Seq): boolean {
    const { hosts, flags } = this.#sites;
    const accesses = this.#accesses;
    const own = flags[site];
    let isOrdered = true;
    for (let at = this.#places[place * PLACE_WIDTH + FIRST]; at !== NONE; at = accesses[at + NEXT]) {
      const other = accesses[at + SITE];
      if (accesses[at + AT] <= clock[hosts[other]] || hosts[other] === hosts[site]) continue;
      isOrdered = false;
      const isConflict = ((own | flags[other]) & SITE_WRITES) !== 0 && (own & flags[other] & SITE_IS_ATOMIC) === 0;
      if (isConflict) this.#pairs.add(object, other, site, accesses[at + ROW], seq);
    }
    return isOrdered;
  }

  #followsLast(at: number, host: ThreadId, clock: Clock): boolean {
    const places = this.#places;
    if ((places[at + STATE] & IS_CHAIN) === 0) return false;
    const last = places[at + LAST_HOST];
    return last === host || knows(clock, last, places[at + LAST_AT]);
  }

  /** Whether another thread has been at the place since the site was looked at; notes that it is looked at now. */
  #looksAgain(own: number, at: number): boolean {
    const turn = this.#places[at + TURN];
    if (this.#accesses[own + LOOKED] === turn) return false;
    this.#accesses[own + LOOKED] = turn;
    return true;
  }

  #accessOf(place: number, site: number): number {
    const cache = (Math.imul(place, 31) + site) & (CACHE - 1);
    const cached = this.#cached[cache];
    if (cached !== NONE && this.#cachedPlaces[cache] === place && this.#accesses[cached + SITE] === site) return cached;
    const found = this.#findAccess(place, site);
    this.#cached[cache] = found;
    this.#cachedPlaces[cache] = place;
    return found;
  }

  #findAccess(place: number, site: number): number {
    const accesses = this.#accesses;
    for (let at = this.#places[place * PLACE_WIDTH + FIRST]; at !== NONE; at = accesses[at + NEXT])
      if (accesses[at + SITE] === site) return at;
    return this.#addAccess(place, site);
  }

  #addAccess(place: number, site: number): number {
    const at = this.#accessCount++ * ACCESS_WIDTH;
    this.#accesses = withRoom(this.#accesses, at + ACCESS_WIDTH);
    this.#accesses[at + SITE] = site;
    this.#accesses[at + NEXT] = this.#places[place * PLACE_WIDTH + FIRST];
    this.#places[place * PLACE_WIDTH + FIRST] = at;
    return at;
  }
}

/** Whether a clock has heard of a host's time; of nobody, always. */
function knows(clock: Clock, host: number, time: number): boolean {
  return host === NONE || time <= clock[host];
}
