/**
 * The object that stands for a generator or coroutine: header, code id, kind of code. The machine keeps the frame by the
 * object's address. Rule: a generator belongs to the thread that made it.
 */
import type { Address } from "../../base/ids.ts";
import type { Heap } from "../heap.ts";
import { PyRef } from "../values.ts";
import { HEADER_WORDS, KIND } from "./kinds.ts";

const CODE = HEADER_WORDS;
const CODE_KIND = HEADER_WORDS + 1;

export function makeGenerator(heap: Heap, codeId: number, codeKind: number): PyRef {
  const at = heap.alloc(HEADER_WORDS + 2);
  heap.store(at, KIND.GENERATOR);
  heap.store(at + CODE, codeId);
  heap.store(at + CODE_KIND, codeKind);
  return new PyRef(at);
}

export function generatorCode(heap: Heap, at: Address): number {
  return heap.load(at + CODE);
}

export function generatorKind(heap: Heap, at: Address): number {
  return heap.load(at + CODE_KIND);
}
