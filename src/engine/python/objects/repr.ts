/**
 * `repr(value)` and `str(value)` without calling a listing's code; NeedsPython where only that can say.
 * Rule: a container inside another is read quietly, and one that contains itself prints "[...]" there.
 */
import type { Address } from "../../base/ids.ts";
import { Code } from "../bytecode.ts";
import { PyMethod, PyModule, PyNative } from "../callables.ts";
import type { Heap } from "../heap.ts";
import type { Host } from "../native.ts";
import { reprFloat, reprInt, reprString } from "../text/index.ts";
import type { PyImmutable } from "../values.ts";
import { PyFloat, PyRef, PyTuple, type Value } from "../values.ts";
import { CLASS, classNameOf, mroOf } from "./classes.ts";
import { isContainerKind, pairUp, peekItems, peekWhole, toValues } from "./content.ts";
import { dequeLimit } from "./deques.ts";
import { functionCode } from "./functions.ts";
import { generatorCode } from "./generators.ts";
import { isSame } from "./identity.ts";
import { METHOD_OWNERS, PyRange, PySingleton, PySlice, PySuper, PyType, PyView } from "./immutables.ts";
import { groupMembers } from "./exceptions.ts";
import { exceptionArgs } from "./instances.ts";
import { KIND, type Kind } from "./kinds.ts";
import { NeedsPython, typeNameOf, userMethod } from "./specials.ts";
import { COROUTINE_WRAPPER, typeOf } from "./types.ts";

/** How a walk goes: whose code it may not call, and what it is inside of. */
export interface ReprWalk {
  readonly host: Host;
  readonly inside: Set<Address>;
  readonly tuples: PyTuple[];
  /** Gives a text for instances whose repr is written in Python, instead of NeedsPython. */
  readonly describe: ((value: PyRef) => string) | null;
}

export function createWalk(host: Host, describe: ReprWalk["describe"] = null): ReprWalk {
  return { host, inside: new Set(), tuples: [], describe };
}

/** @throws NeedsPython, ValueError for an int of too many digits */
export function reprOf(walk: ReprWalk, value: Value): string {
  switch (typeof value) {
    case "number":
    case "bigint":
      return reprInt(value);
    case "string":
      return reprString(value);
    case "boolean":
      return value ? "True" : "False";
    default:
      return reprOfObject(walk, value);
  }
}

/** @throws NeedsPython */
export function strOf(walk: ReprWalk, value: Value): string {
  if (typeof value === "string") return value;
  if (value instanceof PyRef) {
    const { heap } = walk.host;
    const kind = heap.kind(value);
    if (kind === KIND.INSTANCE || kind === KIND.EXCEPTION) {
      if (userMethod(heap, value, "__str__") !== undefined) return byUser(walk, value);
      if (kind === KIND.EXCEPTION) return exceptionText(walk, value);
    }
  }
  return reprOf(walk, value);
}

function byUser(walk: ReprWalk, value: PyRef): string {
  if (walk.describe !== null) return walk.describe(value);
  throw new NeedsPython(value);
}

function reprOfObject(walk: ReprWalk, value: PyFloat | PyTuple | PyRef | PyImmutable | null): string {
  if (value === null) return "None";
  if (value instanceof PyFloat) return reprFloat(value.value);
  if (value instanceof PyTuple) return reprOfNestedTuple(walk, value);
  if (value instanceof PyRef) return reprOfRef(walk, value);
  return reprOfImmutable(walk, value);
}

/** A tuple that holds itself by way of a list is another value each time it is read; it is known by its items. */
function reprOfNestedTuple(walk: ReprWalk, tuple: PyTuple): string {
  if (walk.tuples.some((outer) => outer.items.length > 0 && isSame(outer, tuple)) && walk.inside.size > 0)
    return "(...)";
  walk.tuples.push(tuple);
  try {
    return reprOfTuple(walk, tuple.items);
  } finally {
    walk.tuples.pop();
  }
}

function reprOfTuple(walk: ReprWalk, items: readonly Value[]): string {
  if (items.length === 1) return `(${reprOf(walk, items[0])},)`;
  return `(${items.map((item) => reprOf(walk, item)).join(", ")})`;
}

function reprOfRef(walk: ReprWalk, ref: PyRef): string {
  const { heap } = walk.host;
  const kind = heap.kind(ref);
  if (isContainerKind(kind)) return reprOfContainer(walk, ref);
  switch (kind) {
    case KIND.INSTANCE:
    case KIND.EXCEPTION:
      return reprOfInstance(walk, ref);
    case KIND.CLASS:
      return `<class '${qualifiedClassName(heap, ref)}'>`;
    case KIND.FUNCTION:
      return `<function ${heap.program.codes[functionCode(heap, ref.at)].parts.qualifiedName} at ${addressText(ref.at)}>`;
    case KIND.GENERATOR:
      if (typeOf(heap, ref) === COROUTINE_WRAPPER) return plainObjectRepr(heap, ref);
      return `<${typeNameOf(heap, ref)} object ${heap.program.codes[generatorCode(heap, ref.at)].parts.qualifiedName} at ${addressText(ref.at)}>`;
    default:
      return REPRS.get(kind)?.(walk.host, ref) ?? plainObjectRepr(heap, ref);
  }
}

const REPRS = new Map<Kind, (host: Host, ref: PyRef) => string>();

/** Says what objects of a kind look like, where that is more than their type and address. */
export function setRepr(kind: Kind, repr: (host: Host, ref: PyRef) => string): void {
  REPRS.set(kind, repr);
}

/** `<threading.Event at 0x…>` for what is a Python class in CPython, `<_thread.lock object at 0x…>` for the rest. */
function plainObjectRepr(heap: Heap, ref: PyRef): string {
  const type = typeOf(heap, ref) as PyType;
  const word = type.module === "threading" ? "" : " object";
  return `<${type.qualifiedName}${word} at ${addressText(ref.at)}>`;
}

/** As CPython prints addresses: long, hexadecimal, the same for one object throughout a run. */
export function addressText(at: Address): string {
  return `0x${(0x7f0000000000 + at * 16).toString(16)}`;
}

/** The whole text of a container in one visible way or another; a view of the walk tells whether it is inside itself. */
function reprOfContainer(walk: ReprWalk, ref: PyRef): string {
  const kind = walk.host.heap.kind(ref);
  if (walk.inside.has(ref.at))
    return kind === KIND.DICT
      ? "{...}"
      : kind === KIND.LIST || kind === KIND.DEQUE
        ? "[...]"
        : `${typeNameOf(walk.host.heap, ref)}(...)`;
  return reprOfContent(walk, ref, toValues(walk.host.heap, peekWhole(walk.host, ref)));
}

/** The text of a container whose items are known; keys and values of a dict alternate. */
export function reprOfContent(walk: ReprWalk, ref: PyRef, items: readonly Value[]): string {
  walk.inside.add(ref.at);
  try {
    return containerText(walk, ref, items);
  } finally {
    walk.inside.delete(ref.at);
  }
}

function containerText(walk: ReprWalk, ref: PyRef, items: readonly Value[]): string {
  const { heap } = walk.host;
  const kind = heap.kind(ref);
  if (kind === KIND.DICT) {
    return `{${pairUp(items)
      .map(({ items: [key, value] }) => `${reprOf(walk, key)}: ${reprOf(walk, value)}`)
      .join(", ")}}`;
  }
  const joined = items.map((item) => reprOf(walk, item)).join(", ");
  if (kind === KIND.LIST) return `[${joined}]`;
  if (kind === KIND.DEQUE) return dequeText(heap, ref, joined);
  if (kind === KIND.SET) return items.length === 0 ? "set()" : `{${joined}}`;
  return items.length === 0 ? "frozenset()" : `frozenset({${joined}})`;
}

function dequeText(heap: Heap, ref: PyRef, joined: string): string {
  const limit = dequeLimit(heap, ref.at);
  return limit < 0 ? `deque([${joined}])` : `deque([${joined}], maxlen=${limit})`;
}

function reprOfInstance(walk: ReprWalk, ref: PyRef): string {
  const { heap } = walk.host;
  if (userMethod(heap, ref, "__repr__") !== undefined) return byUser(walk, ref);
  const type = typeOf(heap, ref);
  if (heap.kind(ref) === KIND.EXCEPTION) {
    const args = exceptionArgs(heap, ref.at).map((arg) => reprOf(walk, arg));
    return `${classNameOf(heap, type)}(${args.join(", ")})`;
  }
  return `<${qualifiedClassName(heap, type)} object at ${addressText(ref.at)}>`;
}

/** `__main__.Account`, `int`, `queue.Empty`. */
export function qualifiedClassName(heap: Heap, type: Value): string {
  if (type instanceof PyType) return type.qualifiedName;
  const { at } = type as PyRef;
  const module = heap.fromWord(heap.load(at + CLASS.MODULE)) as string;
  return `${module}.${heap.fromWord(heap.load(at + CLASS.QUALIFIED_NAME)) as string}`;
}

/** `str(exception)` of a class that has no `__str__` of its own. */
export function exceptionText(walk: ReprWalk, exception: PyRef): string {
  const { heap } = walk.host;
  const args = exceptionArgs(heap, exception.at);
  if (args.length === 0) return "";
  const names = builtinNames(heap, exception);
  if (args.length === 1) return names.includes("KeyError") ? reprOf(walk, args[0]) : strOf(walk, args[0]);
  if (args.length === 2 && names.includes("OSError")) return `[Errno ${strOf(walk, args[0])}] ${strOf(walk, args[1])}`;
  if (args.length === 2 && names.includes("BaseExceptionGroup")) return groupText(walk, args);
  return reprOfTuple(walk, args);
}

function groupText(walk: ReprWalk, [message, exceptions]: readonly Value[]): string {
  const count = groupMembers(walk.host.heap, exceptions).length;
  return `${strOf(walk, message)} (${count} sub-exception${count === 1 ? "" : "s"})`;
}

function builtinNames(heap: Heap, exception: PyRef): string[] {
  return mroOf(heap, typeOf(heap, exception)).flatMap((type) => (type instanceof PyType ? [type.name] : []));
}

function reprOfImmutable(walk: ReprWalk, value: PyImmutable): string {
  if (value instanceof PyType) return `<class '${value.qualifiedName}'>`;
  if (value instanceof PyNative) return reprOfNative(value);
  if (value instanceof PyMethod) return reprOfMethod(walk, value);
  if (value instanceof PyRange) return reprOfRange(value);
  if (value instanceof PyModule) return `<module '${value.name}' (built-in)>`;
  if (value instanceof PySingleton) return value.text;
  if (value instanceof PySlice)
    return `slice(${[value.start, value.stop, value.step].map((part) => reprOf(walk, part)).join(", ")})`;
  if (value instanceof PyView) return reprOfView(walk, value);
  if (value instanceof Code) return `<code object ${value.parts.name}, line ${value.parts.firstLine}>`;
  if (value instanceof PySuper) return `<super: ${reprOf(walk, value.type)}, ${reprOf(walk, value.self)}>`;
  return `<${value.typeName} object>`;
}

function reprOfNative(native: PyNative): string {
  const owner = METHOD_OWNERS.get(native);
  return owner === undefined
    ? `<built-in function ${native.name}>`
    : `<method '${native.name}' of '${owner.name}' objects>`;
}

function reprOfMethod(walk: ReprWalk, method: PyMethod): string {
  const { heap } = walk.host;
  const { callee, self } = method;
  if (callee instanceof PyNative) {
    const at = self instanceof PyRef ? self.at : 1;
    return `<built-in method ${callee.name} of ${typeNameOf(heap, self)} object at ${addressText(at)}>`;
  }
  const name = callee instanceof PyRef ? heap.program.codes[functionCode(heap, callee.at)].parts.qualifiedName : "?";
  return `<bound method ${name} of ${reprOf(walk, self)}>`;
}

function reprOfRange(range: PyRange): string {
  return range.step === 1
    ? `range(${range.start}, ${range.stop})`
    : `range(${range.start}, ${range.stop}, ${range.step})`;
}

function reprOfView(walk: ReprWalk, view: PyView): string {
  const items = peekItems(walk.host, view)!;
  return `${view.typeName}([${items.map((item) => reprOf(walk, item)).join(", ")}])`;
}
