/**
 * The object that stands for a generator or coroutine: header, code id, kind of code. The machine keeps the frame by the
 * object's address. Rule: a generator belongs to the thread that made it.
 */
import type { Address } from "../../base/ids.ts";
import { CODE_KIND } from "../bytecode.ts";
import type { Heap } from "../heap.ts";
import { PyRef, type Value } from "../values.ts";
import { HEADER_WORDS, KIND, kindAt } from "./kinds.ts";

const CODE = HEADER_WORDS;
const WHAT = HEADER_WORDS + 1;

export const GENERATOR_WORDS = HEADER_WORDS + 2;

export function makeGenerator(heap: Heap, codeId: number, codeKind: number): PyRef {
  return makeGeneratorOf(heap, codeId, codeKind, GENERATOR_WORDS);
}

/** One with room for more words, and with flags. */
export function makeGeneratorOf(heap: Heap, codeId: number, codeKind: number, words: number, flags = 0): PyRef {
  const at = heap.alloc(words);
  heap.store(at, KIND.GENERATOR | flags);
  heap.store(at + CODE, codeId);
  heap.store(at + WHAT, codeKind);
  return new PyRef(at);
}

/** Whether the object is a generator that can be iterated over: no coroutine, and no asynchronous one. */
export function isIterableGenerator(heap: Heap, value: Value): value is PyRef {
  return (
    value instanceof PyRef &&
    kindAt(heap.memory, value.at) === KIND.GENERATOR &&
    generatorKind(heap, value.at) === CODE_KIND.GENERATOR
  );
}

/** Whether it is a generator or coroutine of any kind. */
export function isGeneratorObject(heap: Heap, { at }: PyRef): boolean {
  return kindAt(heap.memory, at) === KIND.GENERATOR;
}

export function generatorCode(heap: Heap, at: Address): number {
  return heap.load(at + CODE);
}

export function generatorKind(heap: Heap, at: Address): number {
  return heap.load(at + WHAT);
}
