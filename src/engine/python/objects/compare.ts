/**
 * `left OP right` for the six comparisons. Nested values are compared here as long as no listing's method is needed; a walk that
 * meets one starts again in the prelude. Rule: what cannot be ordered says so in CPython's words; equality never fails.
 */
import type { Address } from "../../base/ids.ts";
import { COMPARE, COMPARE_SYMBOLS } from "../bytecode.ts";
import type { Heap } from "../heap.ts";
import { type Host, type NativeResult, SUSPEND } from "../native.ts";
import type { PythonError } from "../text/index.ts";
import { compareInt, compareIntFloat, compareStrings } from "../text/index.ts";
import { PyFloat, PyRef, PyTuple, type Value } from "../values.ts";
import { callInTurn } from "./arithmetic.ts";
import { isSubclass } from "./classes.ts";
import { isSet, readBoth } from "./container-operators.ts";
import { isContainer, peekItems, peekWhole, toValues } from "./content.ts";
import { dictFromPairs } from "./dict-operations.ts";
import { dictFind, dictCount, entrySlot, NO_ENTRY } from "./dicts.ts";
import { hashKey } from "./hashing.ts";
import { PyView } from "./immutables.ts";
import { intOf } from "./integers.ts";
import { isEqualKey, isEqualNumber, isNumber, type Numeric } from "./keys.ts";
import { KIND } from "./kinds.ts";
import { callPrelude, NeedsPython, typeError, typeNameOf, userMethod } from "./specials.ts";
import { setFromWords } from "./set-operations.ts";
import { setFind } from "./sets.ts";
import { isKind, typeOf } from "./types.ts";
import { isSame } from "./identity.ts";
import { isVisible } from "./visible.ts";

const METHODS: readonly string[] = ["__lt__", "__le__", "__eq__", "__ne__", "__gt__", "__ge__"];
/** The operator with sides exchanged. */
const MIRRORED: readonly number[] = [COMPARE.GT, COMPARE.GE, COMPARE.EQ, COMPARE.NE, COMPARE.LT, COMPARE.LE];

export function compare(host: Host, operator: number, left: Value, right: Value): NativeResult {
  if (typeof left === "number" && typeof right === "number") return orderHolds(operator, left - right);
  if (typeof left === "string" && typeof right === "string") return compareTexts(operator, left, right);
  const byUser = userCompare(host, operator, left, right);
  if (byUser !== undefined) return byUser;
  try {
    return compareContainers(host, operator, left, right) ?? compareValues(host, operator, left, right);
  } catch (error) {
    if (error instanceof NeedsPython) return callPrelude(host, "_compare", [operator, left, right]);
    throw error;
  }
}

/** Whether the operator holds for values that stand in this order (negative: left first). NaN makes all but != false. */
function orderHolds(operator: number, order: number): boolean {
  switch (operator) {
    case COMPARE.LT:
      return order < 0;
    case COMPARE.LE:
      return order <= 0;
    case COMPARE.EQ:
      return order === 0;
    case COMPARE.NE:
      return order !== 0;
    case COMPARE.GT:
      return order > 0;
    default:
      return order >= 0;
  }
}

function compareTexts(operator: number, left: string, right: string): boolean {
  if (operator === COMPARE.EQ) return left === right;
  if (operator === COMPARE.NE) return left !== right;
  return orderHolds(operator, compareStrings(left, right));
}

/** Shared containers: one visible read before the walk. */
function compareContainers(
  host: Host,
  operator: number,
  left: Value,
  right: Value,
): boolean | typeof SUSPEND | undefined {
  if (!isContainer(host.heap, left) || !isContainer(host.heap, right)) return undefined;
  const words = readBoth(host, left, right);
  if (words === SUSPEND) return SUSPEND;
  if (left.at === right.at && operator === COMPARE.EQ) return true;
  return undefined;
}

/** Methods of instances, in CPython's order; undefined where neither side has any. */
function userCompare(host: Host, operator: number, left: Value, right: Value): NativeResult | undefined {
  const { heap } = host;
  const calls = [];
  const forward = compareMethod(heap, left, operator);
  const reflected = compareMethod(heap, right, MIRRORED[operator]);
  if (forward !== undefined) calls.push({ method: forward, args: [left, right] });
  if (reflected !== undefined) {
    const first = forward !== undefined && isProperSubclass(heap, right, left);
    calls.splice(first ? 0 : calls.length, 0, { method: reflected, args: [right, left] });
  }
  if (calls.length > 0) return callInTurn(calls, 0, (again) => equalOrRefuse(again, operator, left, right));
  // A class with only __eq__ answers != by its opposite.
  if (operator === COMPARE.NE) return userNotEqual(host, left, right);
  return undefined;
}

function userNotEqual(host: Host, left: Value, right: Value): NativeResult | undefined {
  const { heap } = host;
  if (compareMethod(heap, left, COMPARE.EQ) === undefined && compareMethod(heap, right, COMPARE.EQ) === undefined)
    return undefined;
  return callPrelude(host, "_not_equal", [left, right]);
}

function compareMethod(heap: Heap, value: Value, operator: number): Value | undefined {
  const method = userMethod(heap, value, METHODS[operator]);
  return method === null ? undefined : method;
}

function isProperSubclass(heap: Heap, value: Value, of: Value): boolean {
  const type = typeOf(heap, value);
  const base = typeOf(heap, of);
  return !isSame(type, base) && isSubclass(heap, type, base);
}

function equalOrRefuse(host: Host, operator: number, left: Value, right: Value): boolean {
  if (operator === COMPARE.EQ) return isSame(left, right);
  if (operator === COMPARE.NE) return !isSame(left, right);
  throw notOrdered(host.heap, operator, left, right);
}

function notOrdered(heap: Heap, operator: number, left: Value, right: Value): PythonError {
  const symbol = COMPARE_SYMBOLS[operator];
  return typeError(
    `'${symbol}' not supported between instances of '${typeNameOf(heap, left)}' and '${typeNameOf(heap, right)}'`,
  );
}

/**
 * Compares without asking a listing's code and without telling anybody.
 * @throws NeedsPython where only a listing's method can say, TypeError for what has no order
 */
export function compareValues(host: Host, operator: number, left: Value, right: Value): boolean {
  if (operator === COMPARE.EQ) return isEqual(host, left, right);
  if (operator === COMPARE.NE) return !isEqual(host, left, right);
  if (isNumber(left) && isNumber(right)) return orderHolds(operator, orderNumbers(left, right));
  if (typeof left === "string" && typeof right === "string") return orderHolds(operator, compareStrings(left, right));
  refuseUser(host.heap, left, operator);
  refuseUser(host.heap, right, MIRRORED[operator]);
  const leftItems = sequenceItems(host, left, right);
  if (leftItems !== null) return compareSequences(host, operator, leftItems, sequenceItems(host, right, left)!);
  if (isSet(host.heap, left) && isSet(host.heap, right)) return compareSets(host, operator, left, right);
  throw notOrdered(host.heap, operator, left, right);
}

/** Negative, 0 or positive; NaN where one is not a number. */
function orderNumbers(left: Numeric, right: Numeric): number {
  if (left instanceof PyFloat) {
    return right instanceof PyFloat ? floatOrder(left.value, right.value) : -compareIntFloat(intOf(right)!, left.value);
  }
  return right instanceof PyFloat
    ? compareIntFloat(intOf(left)!, right.value)
    : compareInt(intOf(left)!, intOf(right)!);
}

function floatOrder(left: number, right: number): number {
  return left < right ? -1 : left > right ? 1 : left === right ? 0 : Number.NaN;
}

function refuseUser(heap: Heap, value: Value, operator: number): void {
  if (compareMethod(heap, value, operator) !== undefined) throw new NeedsPython(value);
}

/** Items of a list, tuple or deque, when the other one is of the same type. */
function sequenceItems(host: Host, value: Value, other: Value): readonly Value[] | null {
  if (value instanceof PyTuple) return other instanceof PyTuple ? value.items : null;
  const { heap } = host;
  for (const kind of [KIND.LIST, KIND.DEQUE]) {
    if (isKind(heap, value, kind)) return isKind(heap, other, kind) ? toValues(heap, peekWhole(host, value)) : null;
  }
  return null;
}

function compareSequences(host: Host, operator: number, left: readonly Value[], right: readonly Value[]): boolean {
  const shorter = Math.min(left.length, right.length);
  for (let i = 0; i < shorter; i++) {
    if (!isSameOrEqual(host, left[i], right[i])) return compareValues(host, operator, left[i], right[i]);
  }
  return orderHolds(operator, left.length - right.length);
}

function isSameOrEqual(host: Host, left: Value, right: Value): boolean {
  return isSame(left, right) || isEqual(host, left, right);
}

/** `left == right`. @throws NeedsPython */
export function isEqual(host: Host, left: Value, right: Value): boolean {
  if (left === right) return !(left instanceof PyFloat) || left.value === left.value;
  if (isNumber(left) && isNumber(right)) return isEqualNumber(left, right);
  if (typeof left === "string" || typeof right === "string" || left === null || right === null) {
    return isEqualToPlain(host, left, right);
  }
  refuseUser(host.heap, left, COMPARE.EQ);
  refuseUser(host.heap, right, COMPARE.EQ);
  const leftItems = sequenceItems(host, left, right);
  if (leftItems !== null) return isEqualSequence(host, leftItems, sequenceItems(host, right, left)!);
  return isEqualContainer(host, left, right);
}

/** One side is a str or None: equal only to itself, unless the other side's class says otherwise. */
function isEqualToPlain(host: Host, left: Value, right: Value): boolean {
  refuseUser(host.heap, left, COMPARE.EQ);
  refuseUser(host.heap, right, COMPARE.EQ);
  return left === right;
}

function isEqualSequence(host: Host, left: readonly Value[], right: readonly Value[]): boolean {
  return left.length === right.length && left.every((item, i) => isSameOrEqual(host, item, right[i]));
}

function isEqualContainer(host: Host, left: Value, right: Value): boolean {
  const { heap } = host;
  if (isKind(heap, left, KIND.DICT) && isKind(heap, right, KIND.DICT)) return isEqualDict(host, left, right);
  if (isSetLike(heap, left) && isSetLike(heap, right)) return isEqualSet(host, left, right);
  return isEqualKey(heap, left, right);
}

function isEqualDict(host: Host, left: PyRef, right: PyRef): boolean {
  const { heap } = host;
  if (left.at === right.at) return true;
  const words = peekWhole(host, left);
  const others = quietDict(host, right);
  if (words.length !== dictCount(heap, others) * 2) return false;
  for (let i = 0; i < words.length; i += 2) {
    const key = heap.fromWord(words[i]);
    const entry = dictFind(heap, others, hashKey(heap, key), key);
    if (entry === NO_ENTRY) return false;
    const other = heap.fromWord(heap.load(entrySlot(heap, others, entry)));
    if (!isSameOrEqual(host, heap.fromWord(words[i + 1]), other)) return false;
  }
  return true;
}

/** The dict itself, or a copy of it where others may be at it. @throws NeedsPython */
function quietDict(host: Host, dict: PyRef): Address {
  if (!isVisible(host, dict.at)) return dict.at;
  const copy = dictFromPairs(host, peekWhole(host, dict));
  if (copy instanceof PyRef) return copy.at;
  throw new NeedsPython(dict);
}

function isSetLike(heap: Heap, value: Value): boolean {
  return isSet(heap, value) || (value instanceof PyView && value.view !== "values");
}

function isEqualSet(host: Host, left: Value, right: Value): boolean {
  return isSubset(host, left, right) && isSubset(host, right, left);
}

function compareSets(host: Host, operator: number, left: PyRef, right: PyRef): boolean {
  const order = peekWhole(host, left).length - peekWhole(host, right).length;
  switch (operator) {
    case COMPARE.LT:
      return order < 0 && isSubset(host, left, right);
    case COMPARE.LE:
      return isSubset(host, left, right);
    case COMPARE.GT:
      return order > 0 && isSubset(host, right, left);
    default:
      return isSubset(host, right, left);
  }
}

/** Whether every member of `left` is in `right`. @throws NeedsPython */
export function isSubset(host: Host, left: Value, right: Value): boolean {
  const { heap } = host;
  const others = setFromWords(
    host,
    (peekItems(host, right) ?? []).map((item) => heap.toWord(item)),
  );
  return (peekItems(host, left) ?? []).every((item) => setFind(heap, others.at, hashKey(heap, item), item) >= 0);
}
