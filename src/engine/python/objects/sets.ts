/**
 * A set in the heap: header, MUTEX, COUNT, FILL, MASK, TABLE (pairs hash, member word). Members come out in the order of the
 * table, and places are chosen as CPython's set does (ten neighbours, then a jump mixed from the hash; larger at three
 * fifths full), so that sets of ints print as they do there.
 * Rule: every use of a shared set's content is inside its mutex, and nothing in here calls back into Python.
 */
import type { Address, Word } from "../../base/ids.ts";
import type { Heap } from "../heap.ts";
import { PyRef, type Value } from "../values.ts";
import { isEqualKey } from "./keys.ts";
import { HEADER_WORDS, KIND } from "./kinds.ts";

export const SET_MUTEX = HEADER_WORDS;
const COUNT = HEADER_WORDS + 1;
/** Places that were ever used, removed members included. */
const FILL = HEADER_WORDS + 2;
const MASK = HEADER_WORDS + 3;
const TABLE = HEADER_WORDS + 4;
const SET_WORDS = HEADER_WORDS + 5;

const PLACE_WORDS = 2;
const MEMBER = 1;
const SMALLEST = 8;
const NEIGHBOURS = 9;
/** An even word that is no address of an object: the member was removed. */
const REMOVED: Word = 8;

export function makeSet(heap: Heap, frozen = false): PyRef {
  const at = heap.alloc(SET_WORDS + SMALLEST * PLACE_WORDS);
  heap.store(at, frozen ? KIND.FROZEN_SET : KIND.SET);
  heap.store(at + MASK, SMALLEST - 1);
  heap.store(at + TABLE, at + SET_WORDS);
  return new PyRef(at);
}

export function setCount(heap: Heap, at: Address): number {
  return heap.load(at + COUNT);
}

/** Places of the table: a cursor runs below this. */
export function setPlaces(heap: Heap, at: Address): number {
  return heap.load(at + MASK) + 1;
}

/** Member word in a place; 0 where there is none. */
export function memberAt(heap: Heap, at: Address, place: number): Word {
  const word = heap.load(heap.load(at + TABLE) + place * PLACE_WORDS + MEMBER);
  return word === REMOVED ? 0 : word;
}

/** Words of all members, in the set's order. */
export function setMembers(heap: Heap, at: Address): Word[] {
  return setEntries(heap, at).map(([, word]) => word);
}

/** Hash and word of all members. */
export function setEntries(heap: Heap, at: Address): [number, Word][] {
  const table = heap.load(at + TABLE);
  const places = setPlaces(heap, at);
  const entries: [number, Word][] = [];
  for (let place = 0; place < places; place++) {
    const word = heap.load(table + place * PLACE_WORDS + MEMBER);
    if (word !== 0 && word !== REMOVED) entries.push([heap.load(table + place * PLACE_WORDS), word]);
  }
  return entries;
}

/** Goes over the places that a member with this hash may have; `look` gives true to stop. */
function probe(mask: number, hash: number, look: (place: number) => boolean): void {
  let perturb = hash >>> 0;
  let from = perturb & mask;
  for (;;) {
    const last = from + NEIGHBOURS <= mask ? from + NEIGHBOURS : from;
    for (let place = from; place <= last; place++) if (look(place)) return;
    perturb >>>= 5;
    from = (Math.imul(from, 5) + 1 + perturb) & mask;
  }
}

/** The place of a member with that hash, −1 where there is none. */
export function setFind(heap: Heap, at: Address, hash: number, member: Value): number {
  const table = heap.load(at + TABLE);
  let found = -1;
  probe(heap.load(at + MASK), hash, (place) => {
    const word = heap.load(table + place * PLACE_WORDS + MEMBER);
    if (word === 0) return true;
    if (word === REMOVED || heap.load(table + place * PLACE_WORDS) !== hash) return false;
    if (!isEqualKey(heap, heap.fromWord(word), member)) return false;
    found = place;
    return true;
  });
  return found;
}

/** Members whose hash is `hash`, for those whose equality is written in Python. */
export function setCandidates(heap: Heap, at: Address, hash: number): Word[] {
  return setEntries(heap, at)
    .filter(([found]) => found === hash)
    .map(([, word]) => word);
}

/** Adds a member that is not there; the place of a removed one is used again, as CPython does. */
export function setAdd(heap: Heap, at: Address, hash: number, member: Word): void {
  const mask = heap.load(at + MASK);
  const count = heap.load(at + COUNT) + 1;
  heap.store(at + COUNT, count);
  if (putFirst(heap, heap.load(at + TABLE), mask, hash, member)) return;
  const fill = heap.load(at + FILL) + 1;
  heap.store(at + FILL, fill);
  if (fill * 5 >= mask * 3) resize(heap, at, roomFor(count));
}

/** Puts a member into the first place that is empty or held one that was removed; whether it is the latter. */
function putFirst(heap: Heap, table: Address, mask: number, hash: number, member: Word): boolean {
  let free = 0;
  probe(mask, hash, (place) => {
    const at = table + place * PLACE_WORDS;
    const word = heap.load(at + MEMBER);
    if (free === 0 && (word === REMOVED || word === 0)) free = at;
    return word === 0;
  });
  const again = heap.load(free + MEMBER) === REMOVED;
  heap.store(free, hash);
  heap.store(free + MEMBER, member);
  return again;
}

function putClean(heap: Heap, table: Address, mask: number, hash: number, member: Word): void {
  probe(mask, hash, (place) => {
    const at = table + place * PLACE_WORDS;
    if (heap.load(at + MEMBER) !== 0) return false;
    heap.store(at, hash);
    heap.store(at + MEMBER, member);
    return true;
  });
}

function resize(heap: Heap, at: Address, atLeast: number): void {
  const entries = setEntries(heap, at);
  let size = SMALLEST;
  while (size <= atLeast) size *= 2;
  const table = heap.alloc(size * PLACE_WORDS);
  for (const [hash, member] of entries) putClean(heap, table, size - 1, hash, member);
  heap.store(at + TABLE, table);
  heap.store(at + MASK, size - 1);
  heap.store(at + FILL, entries.length);
}

/** Makes room for `more` members before they are merged in, as CPython does when one set takes in another. */
export function setReserve(heap: Heap, at: Address, more: number): void {
  const fill = heap.load(at + FILL);
  if ((fill + more) * 5 >= heap.load(at + MASK) * 3) resize(heap, at, (heap.load(at + COUNT) + more) * 2);
}

/** Removes the places of removed members where they are more than a quarter, as CPython does when one set is taken from another. */
export function setTidy(heap: Heap, at: Address): void {
  const count = heap.load(at + COUNT);
  if (heap.load(at + FILL) - count > heap.load(at + MASK) >> 2) resize(heap, at, roomFor(count));
}

function roomFor(count: number): number {
  return count > 50_000 ? count * 2 : count * 4;
}

export function setRemove(heap: Heap, at: Address, place: number): void {
  heap.store(heap.load(at + TABLE) + place * PLACE_WORDS + MEMBER, REMOVED);
  heap.store(at + COUNT, heap.load(at + COUNT) - 1);
}

export function setClear(heap: Heap, at: Address): void {
  const table = heap.alloc(SMALLEST * PLACE_WORDS);
  heap.store(at + TABLE, table);
  heap.store(at + MASK, SMALLEST - 1);
  heap.store(at + FILL, 0);
  heap.store(at + COUNT, 0);
}

/** Takes the content of a set that nobody else has. */
export function setAdopt(heap: Heap, at: Address, from: Address): void {
  for (const offset of [COUNT, FILL, MASK, TABLE]) heap.store(at + offset, heap.load(from + offset));
}
