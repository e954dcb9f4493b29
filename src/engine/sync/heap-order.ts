/**
 * A binary heap in a store, with the same comparisons and the same result for equal items as CPython's `heapq`
 * (method: sift the hole down to a leaf, then the item up).
 * Rule: all comparisons come before the first write, so a comparison that throws leaves the heap as it was.
 */
import type { Address, Word } from "../base/ids.ts";
import { STORE } from "./store.ts";

/** Whether `a` sorts before `b`; may throw. */
export type Before = (a: Word, b: Word) => boolean;

/** The way from the root to a leaf; a thread sifts one heap at a time. */
const path = new Int32Array(32);

/** Adds `item`; there must be room. The store is used from its first word on (FIRST stays 0). */
export function pushHeap(words: Int32Array, store: Address, item: Word, before: Before): void {
  const heap = words[store + STORE.AT];
  const count = words[store + STORE.COUNT];
  let steps = 0;
  for (let position = count; position > 0; steps++) {
    const parent = (position - 1) >> 1;
    if (!before(item, words[heap + parent])) break;
    position = parent;
  }
  let position = count;
  for (; steps > 0; steps--) {
    const parent = (position - 1) >> 1;
    words[heap + position] = words[heap + parent];
    position = parent;
  }
  words[heap + position] = item;
  words[store + STORE.COUNT] = count + 1;
}

/** Takes the smallest; there must be one. */
export function popHeap(words: Int32Array, store: Address, before: Before): Word {
  const heap = words[store + STORE.AT];
  const count = words[store + STORE.COUNT] - 1;
  const smallest = words[heap];
  if (count > 0) {
    const last = words[heap + count];
    let leaf = 0;
    path[0] = 0;
    for (let child = 1; child < count; child = 2 * path[leaf] + 1) {
      const right = child + 1;
      path[++leaf] = right < count && !before(words[heap + child], words[heap + right]) ? right : child;
    }
    // Items of the path move one up as far as the place where `last` belongs.
    let place = leaf;
    while (place > 0 && before(last, words[heap + path[place]])) place--;
    for (let i = 0; i < place; i++) words[heap + path[i]] = words[heap + path[i + 1]];
    words[heap + path[place]] = last;
  }
  words[store + STORE.COUNT] = count;
  return smallest;
}
