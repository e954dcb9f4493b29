/**
 * `left OP right` for numbers, strings, sequences, sets and dicts, and for instances by their methods, in CPython's order: a
 * subclass's reflected method first, then the left one's, then the right one's.
 */
import { BINARY, BINARY_SYMBOLS } from "../bytecode.ts";
import type { Heap } from "../heap.ts";
import { type Host, type NativeResult, TailCall } from "../native.ts";
import * as text from "../text/index.ts";
import type { Int } from "../text/index.ts";
import { PyFloat, PyRef, PyTuple, type Value } from "../values.ts";
import { isSubclass } from "./classes.ts";
import { formatPercent } from "./percent.ts";
import { NOT_IMPLEMENTED } from "./immutables.ts";
import { intOf } from "./integers.ts";
import { isNumber, type Numeric } from "./keys.ts";
import { combineContainers, extendInPlace } from "./container-operators.ts";
import { typeError, typeNameOf, userMethod } from "./specials.ts";
import { typeOf } from "./types.ts";

const METHODS: readonly string[] = [
  "add",
  "and",
  "floordiv",
  "lshift",
  "matmul",
  "mul",
  "mod",
  "or",
  "pow",
  "rshift",
  "sub",
  "truediv",
  "xor",
];
const BITWISE: ReadonlySet<number> = new Set([BINARY.AND, BINARY.OR, BINARY.XOR, BINARY.LSHIFT, BINARY.RSHIFT]);

export function binary(host: Host, operator: number, left: Value, right: Value): NativeResult {
  return (
    builtinBinary(host, operator, left, right) ?? userBinary(host, operator, left, right, BINARY_SYMBOLS[operator])
  );
}

/** As `binary`, with the in-place method first. */
export function inplace(host: Host, operator: number, left: Value, right: Value): NativeResult {
  const method = userMethod(host.heap, left, `__i${METHODS[operator]}__`);
  const symbol = `${BINARY_SYMBOLS[operator]}=`;
  if (method !== undefined) {
    return new TailCall(method, [left, right], null, (again, result) =>
      result === NOT_IMPLEMENTED ? userBinary(again, operator, left, right, symbol) : result,
    );
  }
  const changed = extendInPlace(host, operator, left, right);
  if (changed !== undefined) return changed;
  return builtinBinary(host, operator, left, right) ?? userBinary(host, operator, left, right, symbol);
}

/** The result for built-in types; undefined where they have none. `null` is never a result of an operator here. */
function builtinBinary(host: Host, operator: number, left: Value, right: Value): NativeResult | undefined {
  if (isNumber(left) && isNumber(right)) return numericBinary(operator, left, right);
  if (typeof left === "string") {
    if (operator === BINARY.ADD && typeof right === "string") return joinStrings(left, right);
    if (operator === BINARY.REMAINDER) return formatPercent(host, left, right);
  }
  if (operator === BINARY.MULTIPLY) return repeat(host, left, right);
  return combineContainers(host, operator, left, right);
}

function joinStrings(left: string, right: string): string {
  text.allowedLength(left.length + right.length, 1);
  return left + right;
}

/** Numbers of any type; undefined where the type has no such operator (bits of floats). */
export function numericBinary(operator: number, left: Numeric, right: Numeric): Value | undefined {
  if (left instanceof PyFloat || right instanceof PyFloat) {
    return BITWISE.has(operator) || operator === BINARY.MATRIX_MULTIPLY
      ? undefined
      : floatBinary(operator, toFloat(left), toFloat(right));
  }
  if (typeof left === "boolean" && typeof right === "boolean") {
    if (operator === BINARY.AND) return left && right;
    if (operator === BINARY.OR) return left || right;
    if (operator === BINARY.XOR) return left !== right;
  }
  return intBinary(operator, intOf(left)!, intOf(right)!);
}

function toFloat(value: Numeric): number {
  return value instanceof PyFloat ? value.value : text.intToFloat(intOf(value)!);
}

function intBinary(operator: number, left: Int, right: Int): Value | undefined {
  switch (operator) {
    case BINARY.ADD:
      return text.addInt(left, right);
    case BINARY.SUBTRACT:
      return text.subInt(left, right);
    case BINARY.MULTIPLY:
      return text.mulInt(left, right);
    case BINARY.FLOOR_DIVIDE:
      return text.floorDivInt(left, right);
    case BINARY.REMAINDER:
      return text.modInt(left, right);
    case BINARY.TRUE_DIVIDE:
      return new PyFloat(text.trueDivInt(left, right));
    case BINARY.POWER:
      return right < 0
        ? new PyFloat(text.powFloat(text.intToFloat(left), text.intToFloat(right)))
        : text.powInt(left, right);
    case BINARY.LSHIFT:
      return text.lshiftInt(left, right);
    case BINARY.RSHIFT:
      return text.rshiftInt(left, right);
    case BINARY.AND:
      return text.andInt(left, right);
    case BINARY.OR:
      return text.orInt(left, right);
    case BINARY.XOR:
      return text.xorInt(left, right);
    default:
      return undefined;
  }
}

function floatBinary(operator: number, left: number, right: number): PyFloat | undefined {
  switch (operator) {
    case BINARY.ADD:
      return new PyFloat(left + right);
    case BINARY.SUBTRACT:
      return new PyFloat(left - right);
    case BINARY.MULTIPLY:
      return new PyFloat(left * right);
    case BINARY.TRUE_DIVIDE:
      return new PyFloat(text.divFloat(left, right));
    case BINARY.FLOOR_DIVIDE:
      return new PyFloat(text.floorDivFloat(left, right));
    case BINARY.REMAINDER:
      return new PyFloat(text.modFloat(left, right));
    case BINARY.POWER:
      return new PyFloat(text.powFloat(left, right));
    default:
      return undefined;
  }
}

/** `"ab" * 3`, `[0] * n`, either way round. */
function repeat(host: Host, left: Value, right: Value): NativeResult | undefined {
  const times = intOf(right);
  if (times !== null && isSequence(left)) return repeatSequence(host, left, times);
  const reversedTimes = intOf(left);
  if (reversedTimes !== null && isSequence(right)) return repeatSequence(host, right, reversedTimes);
  return combineContainers(host, BINARY.MULTIPLY, left, right);
}

function isSequence(value: Value): value is string | PyTuple {
  return typeof value === "string" || value instanceof PyTuple;
}

function repeatSequence(host: Host, value: string | PyTuple, times: Int): NativeResult | undefined {
  if (typeof value === "string") return text.repeatString(value, times);
  const count = text.allowedLength(value.items.length, times);
  const items: Value[] = [];
  while (items.length < count) items.push(...value.items);
  return new PyTuple(items);
}

/** The methods of instances; TypeError with both types' names when nobody can. */
function userBinary(host: Host, operator: number, left: Value, right: Value, symbol: string): NativeResult {
  const { heap } = host;
  const forward = userMethod(heap, left, `__${METHODS[operator]}__`);
  const reflected = hasOtherType(heap, left, right) ? userMethod(heap, right, `__r${METHODS[operator]}__`) : undefined;
  const calls: TailCallParts[] = [];
  if (forward !== undefined) calls.push({ method: forward, args: [left, right] });
  if (reflected !== undefined) {
    const first = forward !== undefined && isSubclass(heap, typeOf(heap, right), typeOf(heap, left));
    calls.splice(first ? 0 : calls.length, 0, { method: reflected, args: [right, left] });
  }
  return callInTurn(calls, 0, () => {
    throw typeError(unsupported(heap, symbol, left, right));
  });
}

interface TailCallParts {
  readonly method: Value;
  readonly args: Value[];
}

/** Calls one after the other until one gives something else than NotImplemented. */
export function callInTurn(
  calls: readonly TailCallParts[],
  from: number,
  otherwise: (host: Host) => NativeResult,
  host?: Host,
): NativeResult {
  if (from === calls.length) return otherwise(host!);
  const { method, args } = calls[from];
  return new TailCall(method, args, null, (again, result) =>
    result === NOT_IMPLEMENTED ? callInTurn(calls, from + 1, otherwise, again) : result,
  );
}

function hasOtherType(heap: Heap, left: Value, right: Value): boolean {
  const leftType = typeOf(heap, left);
  const rightType = typeOf(heap, right);
  return (
    leftType !== rightType && !(leftType instanceof PyRef && rightType instanceof PyRef && leftType.at === rightType.at)
  );
}

function unsupported(heap: Heap, symbol: string, left: Value, right: Value): string {
  const leftName = typeNameOf(heap, left);
  const rightName = typeNameOf(heap, right);
  if (symbol === "+" || symbol === "+=") {
    if (leftName === "str") return `can only concatenate str (not "${rightName}") to str`;
    if (leftName === "list" && symbol === "+") return `can only concatenate list (not "${rightName}") to list`;
    if (leftName === "tuple") return `can only concatenate tuple (not "${rightName}") to tuple`;
  }
  if (symbol === "*" || symbol === "*=") {
    if (isSequenceName(leftName)) return `can't multiply sequence by non-int of type '${rightName}'`;
    if (isSequenceName(rightName)) return `can't multiply sequence by non-int of type '${leftName}'`;
  }
  if (symbol === "**") return `unsupported operand type(s) for ** or pow(): '${leftName}' and '${rightName}'`;
  return `unsupported operand type(s) for ${symbol}: '${leftName}' and '${rightName}'`;
}

function isSequenceName(name: string): boolean {
  return name === "str" || name === "list" || name === "tuple";
}

/** `-x`, `+x`, `~x`. */
export function unary(host: Host, kind: "-" | "+" | "~", value: Value): NativeResult {
  if (isNumber(value)) {
    const result = numericUnary(kind, value);
    if (result !== undefined) return result;
  }
  const name = kind === "-" ? "__neg__" : kind === "+" ? "__pos__" : "__invert__";
  const method = userMethod(host.heap, value, name);
  if (method !== undefined) return new TailCall(method, [value]);
  throw typeError(`bad operand type for unary ${kind}: '${typeNameOf(host.heap, value)}'`);
}

function numericUnary(kind: "-" | "+" | "~", value: Numeric): Value | undefined {
  if (value instanceof PyFloat) {
    if (kind === "~") return undefined;
    return kind === "-" ? new PyFloat(-value.value) : value;
  }
  const int = intOf(value)!;
  if (kind === "-") return text.negInt(int);
  return kind === "+" ? int : text.invertInt(int);
}
