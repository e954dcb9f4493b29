/** Built-in functions on any object: its type, attributes, length, iterator, text, identity. */
import type { Address } from "../../base/ids.ts";
import { PyMethod, PyModule } from "../callables.ts";
import { type Host, type Native, type NativeResult, TailCall, type Then } from "../native.ts";
import { slotsOf } from "../objects/attributes.ts";
import { findAttribute, type MethodFlag } from "../objects/attribute-access.ts";
import { isCallable } from "../objects/calls.ts";
import { classAttributes, type ClassValue, isSubclass, mroOf } from "../objects/classes.ts";
import { ASCII, convert, REPR } from "../objects/conversion.ts";
import { makeDict } from "../objects/dicts.ts";
import { dictSet } from "../objects/dict-operations.ts";
import { hashKey } from "../objects/hashing.ts";
import { PyType } from "../objects/immutables.ts";
import { attributesOf } from "../objects/instances.ts";
import { iteratorNext, makeIteratorOf, makeReversed } from "../objects/iteration.ts";
import { intOf } from "../objects/integers.ts";
import { KIND } from "../objects/kinds.ts";
import { lengthOf } from "../objects/length.ts";
import { makeList } from "../objects/lists.ts";
import { callPrelude, NeedsPython, typeError, typeNameOf, userMethod } from "../objects/specials.ts";
import { isInstance, isKind, typeOf } from "../objects/types.ts";
import { hashString, pythonHashFloat, pythonHashInt, pythonHashTuple } from "../text/index.ts";
import type { Int } from "../text/index.ts";
import { PyFloat, PyRef, PyTuple, type Value } from "../values.ts";
import { checkCount, positional } from "./arguments.ts";

/** A number that stays the same for an object throughout a run, and looks like CPython's. */
function id(host: Host, [value]: Value[]): Value {
  if (value instanceof PyRef) return idOfAddress(value.at);
  if (typeof value === "number") return 0x7e0000000000 + (value + 6) * 32;
  if (value === null || typeof value === "boolean") return 0x7e1000000000 + (value === null ? 0 : value ? 32 : 64);
  if (typeof value === "string") return 0x7e2000000000 + (hashString(value) >>> 0) * 16;
  const hash = value instanceof PyFloat ? Number(pythonHashFloat(value.value)) : hashOrType(host, value);
  return 0x7e3000000000 + (Math.abs(hash) % 2 ** 31) * 16;
}

function hashOrType(host: Host, value: Value): number {
  try {
    return hashKey(host.heap, value);
  } catch {
    return hashString(typeNameOf(host.heap, value));
  }
}

function idOfAddress(at: Address): number {
  return 0x7f0000000000 + at * 16;
}

function hash(host: Host, [value]: Value[]): NativeResult {
  const own = userMethod(host.heap, value, "__hash__");
  if (own !== undefined && own !== null) return new TailCall(own, [value], null, checkHash);
  return hashOf(host, value);
}

/** `hash(value)` of what has no method of its own for it. @throws TypeError */
export function hashOf(host: Host, value: Value): NativeResult {
  try {
    return pythonHash(host, value);
  } catch (error) {
    if (error instanceof NeedsPython) return callPrelude(host, "_hash", [value]);
    throw error;
  }
}

const checkHash: Then = (_host, result) => {
  const int = intOf(result);
  // What fits 64 bits stays as it is; −1 is an error's mark in CPython.
  if (int !== null) return BigInt.asIntN(64, BigInt(int)) !== BigInt(int) ? pythonHashInt(int) : int === -1 ? -2 : int;
  throw typeError("__hash__ method should return an integer");
};

function pythonHash(host: Host, value: Value): Int {
  const int = intOf(value);
  if (int !== null) return pythonHashInt(int);
  if (value instanceof PyFloat) return pythonHashFloat(value.value);
  if (value instanceof PyTuple) return pythonHashTuple(value.items.map((item) => pythonHash(host, item)));
  return hashKey(host.heap, value);
}

/** Whether a class is `types`, or one of them. @throws TypeError */
function matchesClass(host: Host, type: ClassValue, types: Value, name: string): boolean {
  if (types instanceof PyTuple) return types.items.some((each) => matchesClass(host, type, each, name));
  if (types instanceof PyType || isKind(host.heap, types, KIND.CLASS)) return isSubclass(host.heap, type, types);
  throw typeError(
    `${name}() arg 2 must be a ${name === "isinstance" ? "type, a tuple of types" : "class, a tuple of classes"}, or a union`,
  );
}

function isinstance(host: Host, [value, types]: Value[]): boolean {
  return matchesClass(host, typeOf(host.heap, value), types, "isinstance");
}

function issubclass(host: Host, [type, types]: Value[]): boolean {
  if (!(type instanceof PyType) && !isKind(host.heap, type, KIND.CLASS))
    throw typeError("issubclass() arg 1 must be a class");
  return matchesClass(host, type, types, "issubclass");
}

function attributeName(host: Host, value: Value, what: string): string {
  if (typeof value === "string") return value;
  throw typeError(`${what}attribute name must be string, not '${typeNameOf(host.heap, value)}'`);
}

function isVisibleName(host: Host, name: string): boolean {
  return host.program.allAttributesVisible || host.program.visibleAttributes.has(name);
}

function getattr(host: Host, args: Value[]): NativeResult {
  const [owner, nameValue] = args;
  const name = attributeName(host, nameValue, "");
  if (args.length < 3) return host.objects.getAttribute(owner, name, isVisibleName(host, name));
  const flag: MethodFlag = { isMethod: false };
  if (userMethod(host.heap, owner, "__getattr__") !== undefined) return callPrelude(host, "_getattr_or", args);
  const value = findAttribute(host, owner, name, isVisibleName(host, name), flag);
  if (value === undefined) return args[2];
  if (value instanceof TailCall) return callPrelude(host, "_getattr_or", args);
  return flag.isMethod ? new PyMethod(owner, value as Value) : value;
}

function hasattr(host: Host, [owner, nameValue]: Value[]): NativeResult {
  const name = attributeName(host, nameValue, "");
  const flag: MethodFlag = { isMethod: false };
  const value = findAttribute(host, owner, name, false, flag);
  if (value === undefined && userMethod(host.heap, owner, "__getattr__") === undefined) return false;
  if (value === undefined || value instanceof TailCall) return callPrelude(host, "_hasattr", [owner, name]);
  return true;
}

function setattr(host: Host, [owner, nameValue, value]: Value[]): NativeResult {
  const name = attributeName(host, nameValue, "");
  const result = host.objects.setAttribute(owner, name, value, isVisibleName(host, name));
  return typeof result === "symbol" || result instanceof TailCall ? result : null;
}

function delattr(host: Host, [owner, nameValue]: Value[]): NativeResult {
  const name = attributeName(host, nameValue, "");
  return host.objects.deleteAttribute(owner, name, isVisibleName(host, name));
}

/** `vars(object)`: a copy of its attributes. */
function vars(host: Host, [owner]: Value[]): NativeResult {
  if (isClass(host, owner)) throw typeError("vars() of a class is not in this subset: use dir() and getattr()");
  if (!isInstance(host.heap, owner)) throw typeError("vars() argument must have __dict__ attribute");
  return attributeDict(host, owner);
}

/** The attributes of an instance as a new dict. */
export function attributeDict(host: Host, owner: PyRef): PyRef {
  const { heap } = host;
  const dict = makeDict(heap);
  for (const [name, slot] of slotsOf(heap, attributesOf(heap, owner.at))) {
    dictSet(host, dict.at, heap.fromWord(name), heap.fromWord(heap.load(slot)));
  }
  return dict;
}

function dir(host: Host, args: Value[]): NativeResult {
  if (args.length === 0) throw typeError("dir() without an argument is not available here");
  const { heap } = host;
  const [value] = args;
  const names = new Set<string>();
  if (value instanceof PyModule) for (const name of host.objects.publicNames(value.index)) names.add(name);
  else for (const type of mroOf(heap, isClass(host, value) ? value : typeOf(heap, value))) addNames(host, type, names);
  if (isInstance(heap, value))
    for (const [name] of slotsOf(heap, attributesOf(heap, value.at))) names.add(heap.fromWord(name) as string);
  return makeList(heap, [...names].sort());
}

/** Whether the value is a class, built-in or of the listing. */
export function isClass(host: Host, value: Value): value is ClassValue {
  return value instanceof PyType || isKind(host.heap, value, KIND.CLASS);
}

function addNames(host: Host, type: ClassValue, names: Set<string>): void {
  if (type instanceof PyType) {
    for (const name of type.attributes.keys()) names.add(name);
    return;
  }
  for (const [name] of slotsOf(host.heap, classAttributes(host.heap, type.at)))
    names.add(host.heap.fromWord(name) as string);
}

const iter: Native = (host, args, keywords) => {
  checkCount("iter", args, keywords, 1, 2);
  if (args.length === 2) return callPrelude(host, "_call_until", args);
  return makeIteratorOf(host, args[0]);
};

function next(host: Host, args: Value[]): NativeResult {
  return iteratorNext(host, args[0], args.length > 1 ? args[1] : undefined);
}

function reversed(host: Host, [value]: Value[]): NativeResult {
  const made = makeReversed(host, value);
  if (made !== null) return made;
  const own = userMethod(host.heap, value, "__reversed__");
  if (own !== undefined) return new TailCall(own, [value]);
  if (userMethod(host.heap, value, "__getitem__") !== undefined) return callPrelude(host, "_reversed", [value]);
  throw typeError(`'${typeNameOf(host.heap, value)}' object is not reversible`);
}

function format(host: Host, [value, spec]: Value[]): NativeResult {
  if (spec === undefined) return host.objects.formatValue(value, "");
  if (typeof spec === "string") return host.objects.formatValue(value, spec);
  throw typeError(`format() argument 2 must be str, not ${typeNameOf(host.heap, spec)}`);
}

/** `any` (true ends it) and `all` (false does): at once over built-in containers of plain values, else item by item in the prelude. */
function quantifier(name: string): Native {
  return positional(name, 1, 1, (host, [iterable]) => callPrelude(host, `_${name}`, [iterable]));
}

export const OBJECT_FUNCTIONS: Readonly<Record<string, Native>> = {
  id: positional("id", 1, 1, id),
  hash: positional("hash", 1, 1, hash),
  isinstance: positional("isinstance", 2, 2, isinstance),
  issubclass: positional("issubclass", 2, 2, issubclass),
  callable: positional("callable", 1, 1, (host, [value]) => isCallable(host, value)),
  getattr: positional("getattr", 2, 3, getattr),
  hasattr: positional("hasattr", 2, 2, hasattr),
  setattr: positional("setattr", 3, 3, setattr),
  delattr: positional("delattr", 2, 2, delattr),
  vars: positional("vars", 1, 1, vars),
  dir: positional("dir", 0, 1, dir),
  len: positional("len", 1, 1, (host, [value]) => lengthOf(host, value)),
  iter,
  next: positional("next", 1, 2, next),
  reversed: positional("reversed", 1, 1, reversed),
  repr: positional("repr", 1, 1, (host, [value]) => convert(host, REPR, value)),
  ascii: positional("ascii", 1, 1, (host, [value]) => convert(host, ASCII, value)),
  format: positional("format", 1, 2, format),
  any: quantifier("any"),
  all: quantifier("all"),
};
