/**
 * A dict in the heap: header, MUTEX, COUNT, USED, CAPACITY, ENTRIES, INDEX_SIZE, INDEX. Entries are kept in the order they were
 * added, as triples hash, key word, value word; a removed one has key 0 until the next growth. From nine entries on an
 * index (open addressing, entry number + 1, −1 for removed) finds them; below that they are looked through.
 * Rule: every use of a shared dict's content is inside its mutex, and nothing in here calls back into Python.
 */
import type { Address, Word } from "../../base/ids.ts";
import type { Heap } from "../heap.ts";
import { PyRef, type Value } from "../values.ts";
import { isEqualKey } from "./keys.ts";
import { HEADER_WORDS, KIND } from "./kinds.ts";

export const DICT_MUTEX = HEADER_WORDS;
const COUNT = HEADER_WORDS + 1;
const USED = HEADER_WORDS + 2;
const CAPACITY = HEADER_WORDS + 3;
const ENTRIES = HEADER_WORDS + 4;
const INDEX_SIZE = HEADER_WORDS + 5;
const INDEX = HEADER_WORDS + 6;
const DICT_WORDS = HEADER_WORDS + 7;

const ENTRY_WORDS = 3;
const KEY = 1;
const VALUE = 2;
const MOST_WITHOUT_INDEX = 8;
const REMOVED = -1;

/** Not there. */
export const NO_ENTRY = -1;

export function makeDict(heap: Heap): PyRef {
  const at = heap.alloc(DICT_WORDS);
  heap.store(at, KIND.DICT);
  return new PyRef(at);
}

export function dictCount(heap: Heap, at: Address): number {
  return heap.load(at + COUNT);
}

/** How many entries were ever added since the last growth: a cursor over entries runs below it. */
export function dictUsed(heap: Heap, at: Address): number {
  return heap.load(at + USED);
}

/** Address of entry `entry`. */
function entryAt(heap: Heap, at: Address, entry: number): Address {
  return heap.load(at + ENTRIES) + entry * ENTRY_WORDS;
}

/** 0 for a removed entry. */
export function entryKey(heap: Heap, at: Address, entry: number): Word {
  return heap.load(entryAt(heap, at, entry) + KEY);
}

/** Address of the value's word. */
export function entrySlot(heap: Heap, at: Address, entry: number): Address {
  return entryAt(heap, at, entry) + VALUE;
}

/** The entry of a key with that hash; NO_ENTRY. */
export function dictFind(heap: Heap, at: Address, hash: number, key: Value): number {
  const size = heap.load(at + INDEX_SIZE);
  return size === 0 ? findAlong(heap, at, hash, key) : findByIndex(heap, at, size, hash, key);
}

function findAlong(heap: Heap, at: Address, hash: number, key: Value): number {
  const used = heap.load(at + USED);
  let entry = heap.load(at + ENTRIES);
  for (let i = 0; i < used; i++, entry += ENTRY_WORDS) {
    if (heap.load(entry) === hash && isEntryOf(heap, entry, key)) return i;
  }
  return NO_ENTRY;
}

function isEntryOf(heap: Heap, entry: Address, key: Value): boolean {
  const word = heap.load(entry + KEY);
  return word !== 0 && isEqualKey(heap, heap.fromWord(word), key);
}

function findByIndex(heap: Heap, at: Address, size: number, hash: number, key: Value): number {
  const index = heap.load(at + INDEX);
  const entries = heap.load(at + ENTRIES);
  for (let place = spread(hash) & (size - 1); ; place = (place + 1) & (size - 1)) {
    const number = heap.load(index + place);
    if (number === 0) return NO_ENTRY;
    if (number === REMOVED) continue;
    const entry = entries + (number - 1) * ENTRY_WORDS;
    if (heap.load(entry) === hash && isEntryOf(heap, entry, key)) return number - 1;
  }
}

/** Entries whose hash is `hash`, for keys whose equality is written in Python. */
export function dictCandidates(heap: Heap, at: Address, hash: number): number[] {
  const found: number[] = [];
  const used = heap.load(at + USED);
  for (let i = 0; i < used; i++) {
    const entry = entryAt(heap, at, i);
    if (heap.load(entry) === hash && heap.load(entry + KEY) !== 0) found.push(i);
  }
  return found;
}

/** Adds a key that is not there. Gives the address of the value's word. */
export function dictAdd(heap: Heap, at: Address, hash: number, key: Word, value: Word): Address {
  if (heap.load(at + USED) === heap.load(at + CAPACITY)) grow(heap, at);
  const number = heap.load(at + USED);
  const entry = entryAt(heap, at, number);
  heap.store(entry, hash);
  heap.store(entry + VALUE, value);
  heap.store(entry + KEY, key);
  heap.store(at + USED, number + 1);
  heap.store(at + COUNT, heap.load(at + COUNT) + 1);
  const size = heap.load(at + INDEX_SIZE);
  if (size !== 0) putInIndex(heap, heap.load(at + INDEX), size, hash, number);
  return entry + VALUE;
}

export function dictRemove(heap: Heap, at: Address, entry: number): void {
  const address = entryAt(heap, at, entry);
  const size = heap.load(at + INDEX_SIZE);
  if (size !== 0) takeFromIndex(heap, at, size, heap.load(address), entry);
  heap.store(address + KEY, 0);
  heap.store(at + COUNT, heap.load(at + COUNT) - 1);
}

/** Forgets everything; a new table takes the place of the old. */
export function dictClear(heap: Heap, at: Address): void {
  heap.store(at + COUNT, 0);
  heap.store(at + USED, 0);
  heap.store(at + CAPACITY, 0);
  heap.store(at + INDEX_SIZE, 0);
}

/** Numbers of the entries that are there, in order. */
export function dictEntries(heap: Heap, at: Address): number[] {
  const used = heap.load(at + USED);
  const entries: number[] = [];
  for (let i = 0; i < used; i++) if (entryKey(heap, at, i) !== 0) entries.push(i);
  return entries;
}

/** Key and value words of all entries, in order. */
export function dictPairs(heap: Heap, at: Address): [Word, Word][] {
  return dictEntries(heap, at).map((entry) => [entryKey(heap, at, entry), heap.load(entrySlot(heap, at, entry))]);
}

/** A larger table without the removed entries. Entry numbers change: a cursor sees that the count changed, or starts anew. */
function grow(heap: Heap, at: Address): void {
  const kept = dictEntries(heap, at);
  const capacity = Math.max(MOST_WITHOUT_INDEX, kept.length * 2);
  const before = heap.load(at + ENTRIES);
  const entries = heap.alloc(capacity * ENTRY_WORDS);
  kept.forEach((entry, i) => {
    const from = before + entry * ENTRY_WORDS;
    for (let word = 0; word < ENTRY_WORDS; word++) {
      heap.store(entries + i * ENTRY_WORDS + word, heap.load(from + word));
    }
  });
  heap.store(at + ENTRIES, entries);
  heap.store(at + USED, kept.length);
  heap.store(at + CAPACITY, capacity);
  buildIndex(heap, at, capacity);
}

function buildIndex(heap: Heap, at: Address, capacity: number): void {
  if (capacity <= MOST_WITHOUT_INDEX) {
    heap.store(at + INDEX_SIZE, 0);
    return;
  }
  let size = 32;
  while (size < capacity * 2) size *= 2;
  const index = heap.alloc(size);
  const used = heap.load(at + USED);
  for (let i = 0; i < used; i++) putInIndex(heap, index, size, heap.load(entryAt(heap, at, i)), i);
  heap.store(at + INDEX, index);
  heap.store(at + INDEX_SIZE, size);
}

function putInIndex(heap: Heap, index: Address, size: number, hash: number, entry: number): void {
  let place = spread(hash) & (size - 1);
  while (heap.load(index + place) > 0) place = (place + 1) & (size - 1);
  heap.store(index + place, entry + 1);
}

function takeFromIndex(heap: Heap, at: Address, size: number, hash: number, entry: number): void {
  const index = heap.load(at + INDEX);
  let place = spread(hash) & (size - 1);
  while (heap.load(index + place) !== entry + 1) place = (place + 1) & (size - 1);
  heap.store(index + place, REMOVED);
}

/** Neighbouring ints and addresses shall not make long runs. */
function spread(hash: number): number {
  return Math.imul(hash, 0x9e3779b1) >>> 7;
}
