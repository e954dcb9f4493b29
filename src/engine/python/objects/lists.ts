/**
 * A list in the heap: header, MUTEX, LENGTH, CAPACITY, STORAGE (address of the item words).
 *
 * Protocol of a shared list: whoever changes anything is inside the mutex. A reader of one item needs not be: it loads LENGTH
 * first and STORAGE after it, so the storage is at least as new as the length, and storages never shrink. Words behind
 * the length keep what they held, so such a reader sees an item that was there at some moment of its read.
 */
import type { Address, Word } from "../../base/ids.ts";
import type { Heap } from "../heap.ts";
import { PyRef, type Value } from "../values.ts";
import { HEADER_WORDS, KIND } from "./kinds.ts";

export const LIST_MUTEX = HEADER_WORDS;
const LENGTH = HEADER_WORDS + 1;
const CAPACITY = HEADER_WORDS + 2;
const STORAGE = HEADER_WORDS + 3;
const LIST_WORDS = HEADER_WORDS + 4;

/** A list of these items. */
export function makeList(heap: Heap, items: readonly Value[]): PyRef {
  const count = items.length;
  const words = new Array<Word>(count);
  for (let i = 0; i < count; i++) words[i] = heap.toWord(items[i]);
  return makeListOfWords(heap, words);
}

/** A list of the values of these words. */
export function makeListOfWords(heap: Heap, words: readonly Word[]): PyRef {
  const count = words.length;
  const at = heap.alloc(LIST_WORDS + count);
  const storage = at + LIST_WORDS;
  heap.store(at, KIND.LIST);
  heap.store(at + LENGTH, count);
  heap.store(at + CAPACITY, count);
  heap.store(at + STORAGE, storage);
  for (let i = 0; i < count; i++) heap.store(storage + i, words[i]);
  return new PyRef(at);
}

export function listLength(heap: Heap, at: Address): number {
  return heap.load(at + LENGTH);
}

/** Address of an item's word; `index` was checked against a length that was loaded before. */
export function listSlot(heap: Heap, at: Address, index: number): Address {
  return heap.load(at + STORAGE) + index;
}

/** The words of all items. The caller is inside the mutex of a shared list. */
export function listWords(heap: Heap, at: Address): Word[] {
  return listWordsFrom(heap, at, 0, listLength(heap, at));
}

export function listWordsFrom(heap: Heap, at: Address, from: number, to: number): Word[] {
  const storage = heap.load(at + STORAGE);
  const words = new Array<Word>(Math.max(0, to - from));
  for (let i = from; i < to; i++) words[i - from] = heap.load(storage + i);
  return words;
}

/** The items; the caller is inside the mutex of a shared list. */
export function listItems(heap: Heap, at: Address): Value[] {
  const words = listWords(heap, at);
  const items = new Array<Value>(words.length);
  for (let i = 0; i < words.length; i++) items[i] = heap.fromWord(words[i]);
  return items;
}

/** Adds at the end. As all that follow: the caller is inside the mutex of a shared list. */
export function listAppend(heap: Heap, at: Address, word: Word): void {
  const length = heap.load(at + LENGTH);
  ensureCapacity(heap, at, length, length + 1);
  heap.store(heap.load(at + STORAGE) + length, word);
  heap.store(at + LENGTH, length + 1);
}

export function listExtend(heap: Heap, at: Address, words: readonly Word[]): void {
  const length = heap.load(at + LENGTH);
  ensureCapacity(heap, at, length, length + words.length);
  const storage = heap.load(at + STORAGE) + length;
  for (let i = 0; i < words.length; i++) heap.store(storage + i, words[i]);
  heap.store(at + LENGTH, length + words.length);
}

/** Puts `inserted` in the place of `removed` items from `index` on. */
export function listSplice(heap: Heap, at: Address, index: number, removed: number, inserted: readonly Word[]): void {
  const length = heap.load(at + LENGTH);
  const after = length - removed + inserted.length;
  ensureCapacity(heap, at, length, after);
  const storage = heap.load(at + STORAGE);
  const shift = inserted.length - removed;
  if (shift > 0)
    for (let i = length - 1; i >= index + removed; i--) heap.store(storage + i + shift, heap.load(storage + i));
  if (shift < 0) for (let i = index + removed; i < length; i++) heap.store(storage + i + shift, heap.load(storage + i));
  for (let i = 0; i < inserted.length; i++) heap.store(storage + index + i, inserted[i]);
  heap.store(at + LENGTH, after);
}

/** Replaces everything. */
export function listReplace(heap: Heap, at: Address, words: readonly Word[]): void {
  const length = heap.load(at + LENGTH);
  ensureCapacity(heap, at, length, words.length);
  const storage = heap.load(at + STORAGE);
  for (let i = 0; i < words.length; i++) heap.store(storage + i, words[i]);
  heap.store(at + LENGTH, words.length);
}

/** Room for `wanted` items: a larger storage takes the place of the present one, which readers may still look at. */
function ensureCapacity(heap: Heap, at: Address, length: number, wanted: number): void {
  if (wanted <= heap.load(at + CAPACITY)) return;
  const capacity = Math.max(4, wanted + (wanted >> 1));
  const storage = heap.alloc(capacity);
  const before = heap.load(at + STORAGE);
  for (let i = 0; i < length; i++) heap.store(storage + i, heap.load(before + i));
  heap.store(at + STORAGE, storage);
  heap.store(at + CAPACITY, capacity);
}
