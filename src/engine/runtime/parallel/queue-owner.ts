/**
 * What a real queue needs of the machine's values: room when it grows, and which of two items sorts first. Rule: only values
 * whose order runs no code of the listing can be compared here; anything else is a TypeError, as for CPython's incomparable ones.
 */
import type { Word } from "../../base/ids.ts";
import { takeHeap } from "../../memory/allocator.ts";
import type { Memory } from "../../memory/memory.ts";
import { isSmallWord } from "../../memory/words.ts";
import { OutOfMemory } from "../../program/world.ts";
import type { Heap } from "../../python/heap.ts";
import { isSame } from "../../python/objects/identity.ts";
import { KIND } from "../../python/objects/kinds.ts";
import { LIST_MUTEX, listWords } from "../../python/objects/lists.ts";
import { isKind } from "../../python/objects/types.ts";
import { typeNameOf, userMethod } from "../../python/objects/specials.ts";
import { compareStrings, PythonError } from "../../python/text/index.ts";
import { PyFloat, type PyRef, PyTuple, type Value } from "../../python/values.ts";
import type { QueueOwner } from "../../sync/queue.ts";

/** Room comes straight from the heap: not from the machine's own pieces, whose addresses must be the same in a replay. */
export function createQueueOwner(memory: Memory, heapOf: () => Heap, takeRoom = takeHeap): QueueOwner {
  return {
    allocate(words) {
      const piece = takeRoom(memory, words);
      if (piece === null) throw new OutOfMemory(words);
      return piece.from;
    },
    before(left, right) {
      if (isSmallWord(left) && isSmallWord(right)) return left < right;
      return isBefore(heapOf(), left, right);
    },
  };
}

function isBefore(heap: Heap, left: Word, right: Word): boolean {
  return compareValues(heap, heap.fromWord(left), heap.fromWord(right)) < 0;
}

function compareValues(heap: Heap, left: Value, right: Value): number {
  const a = toNumber(left);
  const b = toNumber(right);
  if (a !== undefined && b !== undefined) return a < b ? -1 : a > b ? 1 : 0;
  if (typeof left === "string" && typeof right === "string") return compareStrings(left, right);
  if (left instanceof PyTuple && right instanceof PyTuple) return compareItems(heap, left.items, right.items);
  if (isKind(heap, left, KIND.LIST) && isKind(heap, right, KIND.LIST))
    return compareItems(heap, itemsOf(heap, left), itemsOf(heap, right));
  throw new PythonError("TypeError", complaintAbout(heap, left, right));
}

function complaintAbout(heap: Heap, left: Value, right: Value): string {
  if (userMethod(heap, left, "__lt__") !== undefined || userMethod(heap, right, "__gt__") !== undefined)
    return "a PriorityQueue here does not ask a class which of two items is smaller; put tuples (priority, number, item)";
  return `'<' not supported between instances of '${typeNameOf(heap, left)}' and '${typeNameOf(heap, right)}'`;
}

function itemsOf(heap: Heap, { at }: PyRef): readonly Value[] {
  const { memory } = heap;
  memory.enter(at + LIST_MUTEX);
  try {
    return listWords(heap, at).map((word) => heap.fromWord(word));
  } finally {
    memory.leave(at + LIST_MUTEX);
  }
}

function compareItems(heap: Heap, left: readonly Value[], right: readonly Value[]): number {
  const shared = Math.min(left.length, right.length);
  for (let i = 0; i < shared; i++) {
    if (isSame(left[i], right[i])) continue;
    const order = compareValues(heap, left[i], right[i]);
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

function toNumber(value: Value): number | bigint | undefined {
  if (typeof value === "number" || typeof value === "bigint") return value;
  if (typeof value === "boolean") return Number(value);
  return value instanceof PyFloat ? value.value : undefined;
}
