/**
 * A `collections.deque` in the heap: header, MUTEX, COUNT, FIRST, CAPACITY, STORAGE (a ring of item words), LIMIT (−1 none).
 * Rule: every use of a shared deque's content is inside its mutex.
 */
import type { Address, Word } from "../../base/ids.ts";
import type { Heap } from "../heap.ts";
import { PyRef } from "../values.ts";
import { HEADER_WORDS, KIND } from "./kinds.ts";

export const DEQUE_MUTEX = HEADER_WORDS;
const COUNT = HEADER_WORDS + 1;
const FIRST = HEADER_WORDS + 2;
const CAPACITY = HEADER_WORDS + 3;
const STORAGE = HEADER_WORDS + 4;
const LIMIT = HEADER_WORDS + 5;
const DEQUE_WORDS = HEADER_WORDS + 6;

const FIRST_CAPACITY = 8;

/** An empty deque; `limit` −1 for none. */
export function makeDeque(heap: Heap, limit: number): PyRef {
  const at = heap.alloc(DEQUE_WORDS + FIRST_CAPACITY);
  heap.store(at, KIND.DEQUE);
  heap.store(at + CAPACITY, FIRST_CAPACITY);
  heap.store(at + STORAGE, at + DEQUE_WORDS);
  heap.store(at + LIMIT, limit);
  return new PyRef(at);
}

export function dequeCount(heap: Heap, at: Address): number {
  return heap.load(at + COUNT);
}

export function dequeLimit(heap: Heap, at: Address): number {
  return heap.load(at + LIMIT);
}

/** Address of an item's word, counted from the left. */
export function dequeSlot(heap: Heap, at: Address, index: number): Address {
  const capacity = heap.load(at + CAPACITY);
  return heap.load(at + STORAGE) + ((heap.load(at + FIRST) + index) % capacity);
}

export function dequeWords(heap: Heap, at: Address): Word[] {
  return Array.from({ length: dequeCount(heap, at) }, (_, i) => heap.load(dequeSlot(heap, at, i)));
}

/** Adds on the right; a deque at its limit loses its leftmost item. */
export function dequeAppend(heap: Heap, at: Address, word: Word): void {
  const limit = dequeLimit(heap, at);
  if (limit === 0) return;
  if (limit > 0 && dequeCount(heap, at) === limit) dequePopLeft(heap, at);
  ensureRoom(heap, at);
  const count = dequeCount(heap, at);
  heap.store(dequeSlot(heap, at, count), word);
  heap.store(at + COUNT, count + 1);
}

export function dequeAppendLeft(heap: Heap, at: Address, word: Word): void {
  const limit = dequeLimit(heap, at);
  if (limit === 0) return;
  if (limit > 0 && dequeCount(heap, at) === limit) dequePop(heap, at);
  ensureRoom(heap, at);
  const capacity = heap.load(at + CAPACITY);
  heap.store(at + FIRST, (heap.load(at + FIRST) + capacity - 1) % capacity);
  heap.store(at + COUNT, dequeCount(heap, at) + 1);
  heap.store(dequeSlot(heap, at, 0), word);
}

/** Takes the rightmost item of a deque that is not empty. */
export function dequePop(heap: Heap, at: Address): Word {
  const count = dequeCount(heap, at) - 1;
  const word = heap.load(dequeSlot(heap, at, count));
  heap.store(at + COUNT, count);
  return word;
}

export function dequePopLeft(heap: Heap, at: Address): Word {
  const word = heap.load(dequeSlot(heap, at, 0));
  heap.store(at + FIRST, (heap.load(at + FIRST) + 1) % heap.load(at + CAPACITY));
  heap.store(at + COUNT, dequeCount(heap, at) - 1);
  return word;
}

export function dequeReplace(heap: Heap, at: Address, words: readonly Word[]): void {
  heap.store(at + COUNT, 0);
  for (const word of words) dequeAppend(heap, at, word);
}

function ensureRoom(heap: Heap, at: Address): void {
  const count = dequeCount(heap, at);
  const capacity = heap.load(at + CAPACITY);
  if (count < capacity) return;
  const words = dequeWords(heap, at);
  const storage = heap.alloc(capacity * 2);
  words.forEach((word, i) => heap.store(storage + i, word));
  heap.store(at + STORAGE, storage);
  heap.store(at + FIRST, 0);
  heap.store(at + CAPACITY, capacity * 2);
}
