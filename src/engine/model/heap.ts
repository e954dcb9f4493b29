/**
 * A binary heap in a list that is never changed in place, item for item where CPython's `heapq` would have it (method: a
 * popped root's hole goes down to a leaf, then the last item comes up from there), so that equal items leave in the same order.
 */
import type { Word } from "../base/ids.ts";
import type { Before } from "./transition.ts";

export function pushed(heap: readonly Word[], item: Word, before: Before): readonly Word[] {
  const next = [...heap, item];
  siftUp(next, 0, next.length - 1, before);
  return next;
}

/** The heap without its smallest item, which is `heap[0]`. */
export function popped(heap: readonly Word[], before: Before): readonly Word[] {
  const next = heap.slice(0, -1);
  if (next.length === 0) return next;
  let hole = 0;
  for (let child = 1; child < next.length; child = 2 * hole + 1) {
    const right = child + 1;
    const smaller = right < next.length && !before(next[child], next[right]) ? right : child;
    next[hole] = next[smaller];
    hole = smaller;
  }
  next[hole] = heap[heap.length - 1];
  siftUp(next, 0, hole, before);
  return next;
}

/** Moves the item at `from` towards `top` past everything that it sorts before. */
function siftUp(heap: Word[], top: number, from: number, before: Before): void {
  const item = heap[from];
  let place = from;
  while (place > top) {
    const parent = (place - 1) >> 1;
    if (!before(item, heap[parent])) break;
    heap[place] = heap[parent];
    place = parent;
  }
  heap[place] = item;
}
