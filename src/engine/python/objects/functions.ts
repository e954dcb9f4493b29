/**
 * A Python function in the heap: header, code id, DEFAULTS (word of a tuple, 0 none), KEYWORD_DEFAULTS (tuple of name, value,
 * name, value…), CLOSURE (tuple of cells), ATTRIBUTES (address of a piece, 0 none).
 * Rule: all but attributes is written while the function is made and never after, so what was read once may be kept.
 */
import type { Address } from "../../base/ids.ts";
import type { FunctionParts } from "../callables.ts";
import type { Heap } from "../heap.ts";
import type { PyTuple } from "../values.ts";
import { PyRef, type Value } from "../values.ts";
import { HEADER_WORDS, KIND, kindAt } from "./kinds.ts";

const CODE = HEADER_WORDS;
export const DEFAULTS = HEADER_WORDS + 1;
export const KEYWORD_DEFAULTS = HEADER_WORDS + 2;
export const CLOSURE = HEADER_WORDS + 3;
export const FUNCTION_MUTEX = HEADER_WORDS + 4;
export const FUNCTION_ATTRIBUTES = HEADER_WORDS + 5;
const FUNCTION_WORDS = HEADER_WORDS + 6;

const KEPT = 128;

export function makeFunction(heap: Heap, codeId: number): PyRef {
  const at = heap.alloc(FUNCTION_WORDS);
  heap.store(at, KIND.FUNCTION);
  heap.store(at + CODE, codeId);
  return new PyRef(at);
}

/** Index of the function's code in the program. */
export function functionCode(heap: Heap, at: Address): number {
  return heap.load(at + CODE);
}

/** The items of one of the function's tuples; empty where there is none. */
export function functionTuple(heap: Heap, at: Address, offset: number): readonly Value[] {
  const word = heap.load(at + offset);
  return word === 0 ? NOTHING : (heap.fromWord(word) as PyTuple).items;
}

const NOTHING: readonly Value[] = [];

/** Keeps what functions are made of, for one machine. */
export class FunctionTable {
  readonly #heap: Heap;
  #addresses: Int32Array | null = null;
  #parts: FunctionParts[] = [];

  constructor(heap: Heap) {
    this.#heap = heap;
  }

  /** What a function is made of; null for anything else. Not to be asked before the function is complete. */
  partsIfFunction(at: Address): FunctionParts | null {
    const place = (at ^ (at >>> 7)) & (KEPT - 1);
    const addresses = this.#addresses;
    if (addresses !== null && addresses[place] === at) return this.#parts[place];
    if (kindAt(this.#heap.memory, at) !== KIND.FUNCTION) return null;
    const parts = this.#read(at);
    if (this.#addresses === null) this.#addresses = new Int32Array(KEPT);
    this.#addresses[place] = at;
    this.#parts[place] = parts;
    return parts;
  }

  /** Forgets all: memory was taken back. */
  forget(): void {
    this.#addresses?.fill(0);
  }

  #read(at: Address): FunctionParts {
    const heap = this.#heap;
    return {
      code: heap.program.codes[functionCode(heap, at)],
      defaults: functionTuple(heap, at, DEFAULTS),
      keywordDefaults: toMap(functionTuple(heap, at, KEYWORD_DEFAULTS)),
      closure: functionTuple(heap, at, CLOSURE) as readonly PyRef[],
    };
  }
}

function toMap(pairs: readonly Value[]): ReadonlyMap<string, Value> | null {
  if (pairs.length === 0) return null;
  const map = new Map<string, Value>();
  for (let i = 0; i < pairs.length; i += 2) map.set(pairs[i] as string, pairs[i + 1]);
  return map;
}
