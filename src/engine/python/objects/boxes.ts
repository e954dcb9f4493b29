/**
 * Immutable values that do not fit a word, as boxes: kind in word 0, content from word 1 on. Strings are in `string-box.ts`.
 * Rule: a box is complete before its address is returned, and never written again.
 */
import type { Address } from "../../base/ids.ts";
import { InternalError } from "../../base/errors.ts";
import { Code } from "../bytecode.ts";
import { PythonError } from "../text/index.ts";
import { PyMethod, PyModule, PyNative } from "../callables.ts";
import type { Heap } from "../heap.ts";
import { PyFloat, PyImmutable, PyTuple, type Value } from "../values.ts";
import {
  GET_SETS,
  NATIVES,
  numberOfNative,
  PyClassMethod,
  PyGetSet,
  PyProperty,
  PyRange,
  PySingleton,
  PySlice,
  PyStaticMethod,
  PySuper,
  PyType,
  PyView,
  SINGLETONS,
  TYPES,
  VIEW_KINDS,
} from "./immutables.ts";
import { KIND, kindAt, type Kind } from "./kinds.ts";
import { readStringBox } from "./string-box.ts";
import type { PyRef } from "../values.ts";

const float = new Float64Array(1);
/** Tuples within each other: whoever reads them goes down by recursion, and the limit must not be the browser's stack. */
const DEEPEST_TUPLE = 1000;
const halves = new Int32Array(float.buffer);

/** The address of a new box. Ints, floats, tuples and immutable objects only: all else has a word already. */
export function encodeBox(heap: Heap, value: Value): Address {
  switch (typeof value) {
    case "number":
      return floatBox(heap, KIND.WIDE_INT, value);
    case "bigint":
      return bigIntBox(heap, value);
    default:
      return objectBox(heap, value);
  }
}

function objectBox(heap: Heap, value: Value): Address {
  if (value instanceof PyFloat) return floatBox(heap, KIND.FLOAT, value.value);
  if (value instanceof PyTuple) return tupleBox(heap, value.items);
  if (value instanceof PyType) return heap.typeWord(value.index) >>> 1;
  if (value instanceof PyNative) return numberBox(heap, KIND.NATIVE, numberOf(value));
  if (value instanceof PyModule) return numberBox(heap, KIND.MODULE, value.index);
  if (value instanceof Code) return numberBox(heap, KIND.CODE, value.id);
  if (value instanceof PySingleton) return numberBox(heap, KIND.SINGLETON, value.index);
  if (value instanceof PyGetSet) return numberBox(heap, KIND.GET_SET, value.index);
  return partsBox(heap, value);
}

function partsBox(heap: Heap, value: Value): Address {
  if (value instanceof PyMethod) return wordsBox(heap, KIND.METHOD, [value.self, value.callee]);
  if (value instanceof PyRange) return wordsBox(heap, KIND.RANGE, [value.start, value.stop, value.step]);
  if (value instanceof PySlice) return wordsBox(heap, KIND.SLICE, [value.start, value.stop, value.step]);
  if (value instanceof PyProperty) return wordsBox(heap, KIND.PROPERTY, [value.getter, value.setter, value.deleter]);
  if (value instanceof PyStaticMethod) return wordsBox(heap, KIND.STATIC_METHOD, [value.callee]);
  if (value instanceof PyClassMethod) return wordsBox(heap, KIND.CLASS_METHOD, [value.callee]);
  if (value instanceof PySuper) return wordsBox(heap, KIND.SUPER, [value.type, value.self]);
  if (value instanceof PyView) return wordsBox(heap, KIND.VIEW, [value.dict, VIEW_KINDS.indexOf(value.view)]);
  throw new InternalError(`no box for a value of type ${value instanceof PyImmutable ? value.typeName : typeof value}`);
}

function numberOf(native: PyNative): number {
  const number = numberOfNative(native);
  if (number === undefined) throw new InternalError(`native ${native.name} was not made by createNative`);
  return number;
}

function numberBox(heap: Heap, kind: Kind, number: number): Address {
  const at = heap.alloc(2);
  heap.store(at, kind);
  heap.store(at + 1, number);
  return at;
}

function floatBox(heap: Heap, kind: Kind, value: number): Address {
  const at = heap.alloc(3);
  float[0] = value;
  heap.store(at, kind);
  heap.store(at + 1, halves[0]);
  heap.store(at + 2, halves[1]);
  return at;
}

function readFloat(heap: Heap, at: Address): number {
  halves[0] = heap.load(at + 1);
  halves[1] = heap.load(at + 2);
  return float[0];
}

const LIMB_BITS = 32n;
const LIMB = (1n << LIMB_BITS) - 1n;

/** Word 1 is the number of limbs, negative for a negative int; limbs follow, lowest first. */
function bigIntBox(heap: Heap, value: bigint): Address {
  let rest = value < 0n ? -value : value;
  const limbs: number[] = [];
  while (rest > 0n) {
    limbs.push(Number(rest & LIMB) | 0);
    rest >>= LIMB_BITS;
  }
  const at = heap.alloc(2 + limbs.length);
  heap.store(at, KIND.BIG_INT);
  heap.store(at + 1, value < 0n ? -limbs.length : limbs.length);
  for (let i = 0; i < limbs.length; i++) heap.store(at + 2 + i, limbs[i]);
  return at;
}

function readBigInt(heap: Heap, at: Address): bigint {
  const count = heap.load(at + 1);
  let value = 0n;
  for (let i = Math.abs(count) - 1; i >= 0; i--) value = (value << LIMB_BITS) | BigInt(heap.load(at + 2 + i) >>> 0);
  return count < 0 ? -value : value;
}

/** Word 1 is the number of items. Items are boxed first, so that the tuple is complete when it is written. */
function tupleBox(heap: Heap, items: readonly Value[], depth = 0): Address {
  if (depth > DEEPEST_TUPLE) throw new PythonError("RecursionError", "maximum recursion depth exceeded in a tuple");
  const words = items.map((item) =>
    item instanceof PyTuple ? tupleBox(heap, item.items, depth + 1) << 1 : heap.toWord(item),
  );
  const at = heap.alloc(2 + words.length);
  heap.store(at, KIND.TUPLE);
  heap.store(at + 1, words.length);
  for (let i = 0; i < words.length; i++) heap.store(at + 2 + i, words[i]);
  return at;
}

function wordsBox(heap: Heap, kind: Kind, parts: readonly Value[]): Address {
  const words = parts.map((part) => heap.toWord(part));
  const at = heap.alloc(1 + words.length);
  heap.store(at, kind);
  for (let i = 0; i < words.length; i++) heap.store(at + 1 + i, words[i]);
  return at;
}

/** The value in a box. */
export function decodeBox(heap: Heap, at: Address): Value {
  const kind = kindAt(heap.memory, at);
  switch (kind) {
    case KIND.FLOAT:
      return new PyFloat(readFloat(heap, at));
    case KIND.WIDE_INT:
      return readFloat(heap, at);
    case KIND.BIG_INT:
      return readBigInt(heap, at);
    case KIND.STR:
      return readStringBox(heap.memory, at);
    case KIND.TUPLE:
      return readTuple(heap, at);
    default:
      return decodeObject(heap, at, kind);
  }
}

function readTuple(heap: Heap, at: Address): PyTuple {
  const count = heap.load(at + 1);
  const items = new Array<Value>(count);
  for (let i = 0; i < count; i++) items[i] = heap.fromWord(heap.load(at + 2 + i));
  return new PyTuple(items);
}

function decodeObject(heap: Heap, at: Address, kind: Kind): Value {
  const number = heap.load(at + 1);
  switch (kind) {
    case KIND.NATIVE:
      return NATIVES[number];
    case KIND.TYPE:
      return TYPES[number];
    case KIND.MODULE:
      return heap.statics.modules[number];
    case KIND.CODE:
      return heap.program.codes[number];
    case KIND.SINGLETON:
      return SINGLETONS[number];
    case KIND.GET_SET:
      return GET_SETS[number];
    default:
      return decodeParts(heap, at, kind);
  }
}

function decodeParts(heap: Heap, at: Address, kind: Kind): Value {
  const part = (index: number): Value => heap.fromWord(heap.load(at + 1 + index));
  switch (kind) {
    case KIND.METHOD:
      return new PyMethod(part(0), part(1));
    case KIND.RANGE:
      return new PyRange(part(0) as number, part(1) as number, part(2) as number);
    case KIND.SLICE:
      return new PySlice(part(0), part(1), part(2));
    case KIND.PROPERTY:
      return new PyProperty(part(0), part(1), part(2));
    case KIND.STATIC_METHOD:
      return new PyStaticMethod(part(0));
    case KIND.CLASS_METHOD:
      return new PyClassMethod(part(0));
    case KIND.SUPER:
      return new PySuper(part(0), part(1));
    case KIND.VIEW:
      return new PyView(part(0) as PyRef, VIEW_KINDS[part(1) as number]);
    default:
      throw new InternalError(`word ${at} of the heap is of kind ${kind}, no box`);
  }
}
