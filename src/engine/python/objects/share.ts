/**
 * Marks what another thread may reach from now on: an object and everything behind it.
 * Rule: called before the object is put where others can see it, so nobody else touches it meanwhile. It stops at objects
 * that are marked already, since all that they reach was marked with them or when it was stored there.
 */
import type { Address, Word } from "../../base/ids.ts";
import type { Heap } from "../heap.ts";
import { PyFloat, PyRef, PyTuple, type Value } from "../values.ts";
import { slotsOf } from "./attributes.ts";
import { cellSlot } from "./cells.ts";
import { CLASS, classAttributes } from "./classes.ts";
import { dequeWords } from "./deques.ts";
import { dictPairs } from "./dicts.ts";
import { futureWords } from "../loop/futures.ts";
import { CLOSURE, DEFAULTS, FUNCTION_ATTRIBUTES, KEYWORD_DEFAULTS } from "./functions.ts";
import { PyClassMethod, PyProperty, PyStaticMethod, PySuper, PyView } from "./immutables.ts";
import { PyMethod } from "../callables.ts";
import { attributesOf, EXCEPTION, INSTANCE_CLASS } from "./instances.ts";
import { iteratorWords } from "./iterators.ts";
import { isSharedAt, KIND, kindAt, setFlag, SHARED } from "./kinds.ts";
import { listWords } from "./lists.ts";
import { primitiveWords } from "./primitives.ts";
import { setMembers } from "./sets.ts";

/** Marks everything that `value` reaches as shared. */
export function share(heap: Heap, value: Value): void {
  if (value === null || typeof value !== "object" || value instanceof PyFloat) return;
  if (value instanceof PyRef && isSharedAt(heap.memory, value.at)) return;
  const waiting: Value[] = [value];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next === null || typeof next !== "object") continue;
    if (next instanceof PyRef) shareObject(heap, next.at, waiting);
    else for (const part of partsOf(next)) waiting.push(part);
  }
}

function shareObject(heap: Heap, at: Address, waiting: Value[]): void {
  if (isSharedAt(heap.memory, at)) return;
  setFlag(heap.memory, at, SHARED);
  for (const word of wordsIn(heap, at)) {
    // Small ints and None, False, True lead nowhere.
    if ((word & 1) === 0 && word >>> 0 > 6) waiting.push(heap.fromWord(word));
  }
}

function partsOf(value: Value): readonly Value[] {
  if (value instanceof PyTuple) return value.items;
  if (value instanceof PyMethod) return [value.self, value.callee];
  if (value instanceof PyProperty) return [value.getter, value.setter, value.deleter];
  if (value instanceof PyStaticMethod || value instanceof PyClassMethod) return [value.callee];
  if (value instanceof PySuper) return [value.type, value.self];
  if (value instanceof PyView) return [value.dict];
  return [];
}

/** The words of the values that an object holds. */
function wordsIn(heap: Heap, at: Address): readonly Word[] {
  switch (kindAt(heap.memory, at)) {
    case KIND.LIST:
      return listWords(heap, at);
    case KIND.DICT:
      return dictPairs(heap, at).flat();
    case KIND.SET:
    case KIND.FROZEN_SET:
      return setMembers(heap, at);
    case KIND.DEQUE:
      return dequeWords(heap, at);
    case KIND.INSTANCE:
      return [heap.load(at + INSTANCE_CLASS), ...valuesOf(heap, attributesOf(heap, at))];
    case KIND.EXCEPTION:
      return exceptionWords(heap, at);
    case KIND.CLASS:
      return [heap.load(at + CLASS.BASES), ...valuesOf(heap, classAttributes(heap, at))];
    case KIND.FUNCTION:
      return functionWords(heap, at);
    case KIND.CELL:
      return [heap.load(cellSlot(at))];
    case KIND.ITERATOR:
      return iteratorWords(heap, at);
    case KIND.ASYNC_FUTURE:
    case KIND.TASK:
      return futureWords(heap, at);
    default:
      return primitiveWords(heap, at);
  }
}

function valuesOf(heap: Heap, piece: Address): Word[] {
  return slotsOf(heap, piece).map(([, slot]) => heap.load(slot));
}

function exceptionWords(heap: Heap, at: Address): Word[] {
  const { ARGS, CAUSE, CONTEXT } = EXCEPTION;
  const own = [INSTANCE_CLASS, ARGS, CAUSE, CONTEXT].map((offset) => heap.load(at + offset));
  return [...own, ...valuesOf(heap, attributesOf(heap, at))];
}

function functionWords(heap: Heap, at: Address): Word[] {
  const own = [DEFAULTS, KEYWORD_DEFAULTS, CLOSURE].map((offset) => heap.load(at + offset));
  const piece = heap.load(at + FUNCTION_ATTRIBUTES);
  return piece === 0 ? own : [...own, ...valuesOf(heap, piece)];
}
