/** What `call_soon` and `call_later` give: header, whether it was cancelled, callee and arguments (words), moment (word; None for at once). */
import type { Address } from "../../base/ids.ts";
import type { Heap } from "../heap.ts";
import { HEADER_WORDS, KIND } from "../objects/kinds.ts";
import { PyRef, PyTuple, type Value } from "../values.ts";

const CANCELLED = HEADER_WORDS;
const CALLEE = HEADER_WORDS + 1;
const ARGS = HEADER_WORDS + 2;
const WHEN = HEADER_WORDS + 3;

export function makeHandle(heap: Heap, callee: Value, args: readonly Value[], when: Value): PyRef {
  const words = [heap.toWord(callee), heap.toWord(new PyTuple(args)), heap.toWord(when)];
  const at = heap.alloc(HEADER_WORDS + 4);
  heap.store(at, KIND.HANDLE);
  heap.store(at + CALLEE, words[0]);
  heap.store(at + ARGS, words[1]);
  heap.store(at + WHEN, words[2]);
  return new PyRef(at);
}

export function isCancelledHandle(heap: Heap, at: Address): boolean {
  return heap.load(at + CANCELLED) !== 0;
}

export function cancelHandle(heap: Heap, at: Address): void {
  heap.store(at + CANCELLED, 1);
}

export function handleCallee(heap: Heap, at: Address): Value {
  return heap.fromWord(heap.load(at + CALLEE));
}

/** Seconds on the loop's clock; None for a handle of `call_soon`. */
export function handleWhen(heap: Heap, at: Address): Value {
  return heap.fromWord(heap.load(at + WHEN));
}
