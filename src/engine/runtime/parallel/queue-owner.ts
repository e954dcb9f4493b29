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
import { compareStrings, PythonError } from "../../python/text/index.ts";
import { PyFloat, PyTuple, type Value } from "../../python/values.ts";
import type { QueueOwner } from "../../sync/queue.ts";

/** Room comes straight from the heap: not from the machine's own pieces, whose addresses must be the same in a replay. */
export function createQueueOwner(memory: Memory, heapOf: () => Heap): QueueOwner {
  return {
    allocate(words) {
      const piece = takeHeap(memory, words);
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
  return compareValues(heap.fromWord(left), heap.fromWord(right)) < 0;
}

function compareValues(left: Value, right: Value): number {
  const a = toNumber(left);
  const b = toNumber(right);
  if (a !== undefined && b !== undefined) return a < b ? -1 : a > b ? 1 : 0;
  if (typeof left === "string" && typeof right === "string") return compareStrings(left, right);
  if (left instanceof PyTuple && right instanceof PyTuple) return compareTuples(left, right);
  throw new PythonError("TypeError", "'<' not supported between these items of a PriorityQueue");
}

function compareTuples(left: PyTuple, right: PyTuple): number {
  const shared = Math.min(left.items.length, right.items.length);
  for (let i = 0; i < shared; i++) {
    if (left.items[i] === right.items[i]) continue;
    const order = compareValues(left.items[i], right.items[i]);
    if (order !== 0) return order;
  }
  return left.items.length - right.items.length;
}

function toNumber(value: Value): number | bigint | undefined {
  if (typeof value === "number" || typeof value === "bigint") return value;
  if (typeof value === "boolean") return Number(value);
  return value instanceof PyFloat ? value.value : undefined;
}
