/**
 * Hash and equality of dict keys and set members, for everything whose `__hash__` and `__eq__` are not written in Python.
 * Equal numbers are one key whatever their type; objects are equal to themselves alone.
 */
import { compareIntFloat, hashFloat, hashInt, hashString, hashTuple } from "../text/index.ts";
import type { Heap } from "../heap.ts";
import { PyFloat, PyRef, PyTuple, type Value } from "../values.ts";
import { PyMethod } from "../callables.ts";
import { PyRange, PyType } from "./immutables.ts";
import { KIND } from "./kinds.ts";
import { setMembers } from "./sets.ts";

/** What has no hash at all: its type's name is in the message. */
export class Unhashable {
  readonly value: Value;
  constructor(value: Value) {
    this.value = value;
  }
}

/** What only Python code can say: the instance has a `__hash__` or `__eq__` of its own. */
export class UserHash {
  readonly value: Value;
  constructor(value: Value) {
    this.value = value;
  }
}

/** Tells whether an instance's class defines its own equality or hash. */
export type HasUserHash = (ref: PyRef) => boolean;

/** The hash as a signed 32-bit number. @throws Unhashable, UserHash */
export function hashOf(heap: Heap, value: Value, hasUserHash: HasUserHash): number {
  switch (typeof value) {
    case "number":
    case "bigint":
      return hashInt(value);
    case "string":
      return hashString(value);
    case "boolean":
      return value ? 1 : 0;
    default:
      return hashOfObject(heap, value, hasUserHash);
  }
}

function hashOfObject(
  heap: Heap,
  value: Exclude<Value, number | bigint | string | boolean>,
  hasUserHash: HasUserHash,
): number {
  if (value === null) return 0x1234567;
  if (value instanceof PyFloat) return hashFloat(value.value);
  if (value instanceof PyTuple) return hashTuple(value.items.map((item) => hashOf(heap, item, hasUserHash)));
  if (value instanceof PyRef) return hashOfRef(heap, value, hasUserHash);
  if (value instanceof PyType) return hashInt(value.index + 7919);
  if (value instanceof PyMethod) return hashOf(heap, value.self, hasUserHash) ^ hashOf(heap, value.callee, hasUserHash);
  if (value instanceof PyRange) return hashTuple([value.length, value.start, value.step].map(hashInt));
  return hashString(value.typeName);
}

function hashOfRef(heap: Heap, ref: PyRef, hasUserHash: HasUserHash): number {
  switch (heap.kind(ref)) {
    case KIND.LIST:
    case KIND.DICT:
    case KIND.SET:
    case KIND.DEQUE:
      throw new Unhashable(ref);
    case KIND.FROZEN_SET:
      return setMembers(heap, ref.at).reduce(
        (hash: number, word) => hash ^ hashOf(heap, heap.fromWord(word), hasUserHash),
        0x5bd1e995,
      );
    case KIND.INSTANCE:
    case KIND.EXCEPTION:
      if (hasUserHash(ref)) throw new UserHash(ref);
      return ref.at;
    default:
      return ref.at;
  }
}

/** Whether two keys are one. */
export function isEqualKey(heap: Heap, left: Value, right: Value): boolean {
  if (left === right) return true;
  if (typeof left === "string" || typeof right === "string") return false;
  if (left === null || right === null) return false;
  if (left instanceof PyRef || right instanceof PyRef) return isEqualRef(heap, left, right);
  if (left instanceof PyTuple) return right instanceof PyTuple && isEqualTuple(heap, left, right);
  if (isNumber(left) && isNumber(right)) return isEqualNumber(left, right);
  if (left instanceof PyMethod && right instanceof PyMethod) {
    return isEqualKey(heap, left.self, right.self) && isEqualKey(heap, left.callee, right.callee);
  }
  if (left instanceof PyRange && right instanceof PyRange) return isEqualRange(left, right);
  return false;
}

function isEqualRef(heap: Heap, left: Value, right: Value): boolean {
  if (!(left instanceof PyRef && right instanceof PyRef)) return false;
  if (left.at === right.at) return true;
  if (heap.kind(left) !== KIND.FROZEN_SET || heap.kind(right) !== KIND.FROZEN_SET) return false;
  const members = setMembers(heap, left.at).map((word) => heap.fromWord(word));
  const others = setMembers(heap, right.at).map((word) => heap.fromWord(word));
  return (
    members.length === others.length &&
    members.every((member) => others.some((other) => isEqualKey(heap, member, other)))
  );
}

function isEqualTuple(heap: Heap, left: PyTuple, right: PyTuple): boolean {
  const { items } = left;
  return items.length === right.items.length && items.every((item, i) => isEqualKey(heap, item, right.items[i]));
}

/** Equal as sequences. */
function isEqualRange(left: PyRange, right: PyRange): boolean {
  if (left.length !== right.length) return false;
  if (left.length === 0) return true;
  return left.start === right.start && (left.length === 1 || left.step === right.step);
}

export type Numeric = number | bigint | boolean | PyFloat;

export function isNumber(value: Value): value is Numeric {
  return (
    typeof value === "number" || typeof value === "bigint" || typeof value === "boolean" || value instanceof PyFloat
  );
}

/** Exact equality of numbers of any types. */
export function isEqualNumber(left: Numeric, right: Numeric): boolean {
  if (left instanceof PyFloat) {
    if (right instanceof PyFloat) return left.value === right.value;
    return compareIntFloat(typeof right === "boolean" ? Number(right) : right, left.value) === 0;
  }
  if (right instanceof PyFloat)
    return compareIntFloat(typeof left === "boolean" ? Number(left) : left, right.value) === 0;
  return (typeof left === "boolean" ? Number(left) : left) === (typeof right === "boolean" ? Number(right) : right);
}
