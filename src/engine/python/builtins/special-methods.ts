/**
 * What the language calls on built-in values, as methods that a listing can call too: `[1].__len__()`, `(5).__add__(3)`.
 * Rule: each does what the operator or built-in function does; nothing is done here.
 */
import { BINARY, COMPARE } from "../bytecode.ts";
import type { Host, Native, NativeResult } from "../native.ts";
import { numericBinary, unary } from "../objects/arithmetic.ts";
import { addMethods, NOT_IMPLEMENTED, type PyType } from "../objects/immutables.ts";
import { iteratorNext, makeIteratorOf, makeReversed } from "../objects/iteration.ts";
import { isNumber, type Numeric } from "../objects/keys.ts";
import { lengthOf } from "../objects/length.ts";
import { typeError } from "../objects/specials.ts";
import { truth } from "../objects/truth.ts";
import {
  BOOL,
  DEQUE,
  DICT,
  FLOAT,
  FROZEN_SET,
  INT,
  ITERATOR_TYPES,
  LIST,
  RANGE,
  SET,
  STR,
  TUPLE,
  typeOf,
  VIEW_TYPES,
} from "../objects/types.ts";
import type { Value } from "../values.ts";
import { NUMBER_FUNCTIONS } from "./number-functions.ts";

type Body = (host: Host, args: Value[]) => NativeResult;

function addAll(types: readonly PyType[], name: string, argumentCount: number, body: Body): void {
  const native: Native = (host, args, keywords) => {
    if (keywords !== null && keywords.size > 0) throw typeError(`wrapper ${name}() takes no keyword arguments`);
    const given = args.length - 1;
    if (given === argumentCount) return body(host, args);
    throw typeError(`expected ${argumentCount} argument${argumentCount === 1 ? "" : "s"}, got ${given}`);
  };
  for (const type of types) addMethods(type, { [name]: native });
}

const NUMBERS = [INT, FLOAT];
const SETS = [SET, FROZEN_SET];
const SEQUENCES = [STR, LIST, TUPLE];
const SIZED = [...SEQUENCES, ...SETS, DICT, DEQUE, RANGE, ...VIEW_TYPES];

addAll(SIZED, "__len__", 0, (host, [self]) => lengthOf(host, self));
addAll(SIZED, "__iter__", 0, (host, [self]) => makeIteratorOf(host, self));
addAll(SIZED, "__contains__", 1, (host, [self, item]) => host.objects.contains(self, item));
addAll([LIST, DICT, RANGE, DEQUE, ...VIEW_TYPES], "__reversed__", 0, (host, [self]) => makeReversed(host, self));
addAll([...SEQUENCES, DICT, DEQUE, RANGE], "__getitem__", 1, (host, [self, key]) => host.objects.getItem(self, key));
addAll([LIST, DICT, DEQUE], "__setitem__", 2, (host, [self, key, value]) => host.objects.setItem(self, key, value));
addAll([LIST, DICT, DEQUE], "__delitem__", 1, (host, [self, key]) => host.objects.deleteItem(self, key));
addAll([...ITERATOR_TYPES.values()], "__iter__", 0, (_host, [self]) => self);
addAll([...ITERATOR_TYPES.values()], "__next__", 0, (host, [self]) => iteratorNext(host, self));

const ARITHMETIC = {
  add: BINARY.ADD,
  sub: BINARY.SUBTRACT,
  mul: BINARY.MULTIPLY,
  truediv: BINARY.TRUE_DIVIDE,
  floordiv: BINARY.FLOOR_DIVIDE,
  mod: BINARY.REMAINDER,
  pow: BINARY.POWER,
} as const;
const BITS = {
  and: BINARY.AND,
  or: BINARY.OR,
  xor: BINARY.XOR,
  lshift: BINARY.LSHIFT,
  rshift: BINARY.RSHIFT,
} as const;

/** Whether a number's own methods take the other: a float's take ints, an int's no floats. */
function knows(self: Value, other: Value): boolean {
  return isNumber(other) && (typeof self === "object" || typeof other !== "object");
}

/** NotImplemented, as CPython says, where the other side is no number that this one knows. */
function numeric(operator: number, swapped: boolean): Body {
  return (_host, [self, other]) => {
    if (!knows(self, other)) return NOT_IMPLEMENTED;
    const [left, right] = (swapped ? [other, self] : [self, other]) as [Numeric, Numeric];
    return numericBinary(operator, left, right) ?? NOT_IMPLEMENTED;
  };
}

function addNumeric(types: readonly PyType[], operators: Readonly<Record<string, number>>): void {
  for (const [name, operator] of Object.entries(operators)) {
    addAll(types, `__${name}__`, 1, numeric(operator, false));
    addAll(types, `__r${name}__`, 1, numeric(operator, true));
  }
}

addNumeric(NUMBERS, ARITHMETIC);
addNumeric([INT], BITS);
addAll(NUMBERS, "__neg__", 0, (host, [self]) => unary(host, "-", self));
addAll(NUMBERS, "__pos__", 0, (host, [self]) => unary(host, "+", self));
addAll([INT], "__invert__", 0, (host, [self]) => unary(host, "~", self));
addAll(NUMBERS, "__abs__", 0, (host, [self]) => NUMBER_FUNCTIONS.abs(host, [self], null));
addAll(NUMBERS, "__bool__", 0, (host, [self]) => truth(host, self));
addAll(NUMBERS, "__int__", 0, (host, [self]) => INT.make!(host, INT, [self], null));
addAll(NUMBERS, "__float__", 0, (host, [self]) => FLOAT.make!(host, FLOAT, [self], null));
addAll([INT], "__index__", 0, (host, [self]) => INT.make!(host, INT, [self], null));

function operatorOn(types: readonly PyType[], operators: Readonly<Record<string, number>>): void {
  for (const [name, operator] of Object.entries(operators))
    addAll(types, `__${name}__`, 1, (host, [self, other]) => host.objects.binary(operator, self, other));
}

operatorOn(SEQUENCES, { add: BINARY.ADD, mul: BINARY.MULTIPLY, rmul: BINARY.MULTIPLY });
operatorOn([STR], { mod: BINARY.REMAINDER });
operatorOn([...SETS, ...VIEW_TYPES], { and: BINARY.AND, or: BINARY.OR, xor: BINARY.XOR, sub: BINARY.SUBTRACT });
operatorOn([DICT], { or: BINARY.OR });
addAll([LIST], "__iadd__", 1, (host, [self, other]) => host.objects.inplace(BINARY.ADD, self, other));
addAll([LIST], "__imul__", 1, (host, [self, other]) => host.objects.inplace(BINARY.MULTIPLY, self, other));
addAll([SET, DICT], "__ior__", 1, (host, [self, other]) => host.objects.inplace(BINARY.OR, self, other));

const ORDERED = [...NUMBERS, ...SEQUENCES, ...SETS];

function comparing(operator: number): Body {
  return (host, [self, other]) => {
    const alike = isNumber(self) ? knows(self, other) : typeOf(host.heap, self) === typeOf(host.heap, other);
    return alike ? host.objects.compare(operator, self, other) : NOT_IMPLEMENTED;
  };
}

addAll(ORDERED, "__lt__", 1, comparing(COMPARE.LT));
addAll(ORDERED, "__le__", 1, comparing(COMPARE.LE));
addAll(ORDERED, "__gt__", 1, comparing(COMPARE.GT));
addAll(ORDERED, "__ge__", 1, comparing(COMPARE.GE));
addAll([...ORDERED, BOOL, DICT, DEQUE, RANGE], "__eq__", 1, comparing(COMPARE.EQ));
addAll([...ORDERED, BOOL, DICT, DEQUE, RANGE], "__ne__", 1, comparing(COMPARE.NE));
for (const type of [LIST, DICT, SET, DEQUE]) type.attributes.set("__hash__", null);
