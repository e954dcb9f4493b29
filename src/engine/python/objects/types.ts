/**
 * The built-in types, and which one a value has. What their methods do is added by `builtins/`, so that this page depends on nothing.
 * Rule: order is fixed, since types are numbered.
 */
import { InternalError } from "../../base/errors.ts";
import { Code } from "../bytecode.ts";
import { PyMethod, PyModule, PyNative } from "../callables.ts";
import type { Heap } from "../heap.ts";
import type { PyImmutable } from "../values.ts";
import { PyFloat, PyRef, PyTuple, type Value } from "../values.ts";
import type { ClassValue } from "./classes.ts";
import { createType, type Guard, METHOD_OWNERS, PyType } from "./immutables.ts";
import { INSTANCE_CLASS } from "./instances.ts";
import { ITERATOR, ITERATOR_TYPE_NAMES, type Iterates } from "./iterators.ts";
import { KIND, type Kind } from "./kinds.ts";

export const OBJECT = createType("object", null, "builtins", true);
export const TYPE = createType("type", OBJECT);
export const INT = createType("int", OBJECT);
export const BOOL = createType("bool", INT);
export const FLOAT = createType("float", OBJECT);
export const STR = createType("str", OBJECT);
export const NONE_TYPE = createType("NoneType", OBJECT);
export const TUPLE = createType("tuple", OBJECT);
export const LIST = createType("list", OBJECT);
export const DICT = createType("dict", OBJECT);
export const SET = createType("set", OBJECT);
export const FROZEN_SET = createType("frozenset", OBJECT);
export const RANGE = createType("range", OBJECT);
export const SLICE = createType("slice", OBJECT);
export const FUNCTION = createType("function", OBJECT);
export const METHOD = createType("method", OBJECT);
export const NATIVE = createType("builtin_function_or_method", OBJECT);
export const METHOD_DESCRIPTOR = createType("method_descriptor", OBJECT);
const MODULE = createType("module", OBJECT);
const CODE = createType("code", OBJECT);
const CELL = createType("cell", OBJECT);
export const GENERATOR = createType("generator", OBJECT);
export const COROUTINE = createType("coroutine", OBJECT);
export const ASYNC_GENERATOR = createType("async_generator", OBJECT);
export const ASYNC_SEND = createType("async_generator_asend", OBJECT);
export const ASYNC_THROW = createType("async_generator_athrow", OBJECT);
export const COROUTINE_WRAPPER = createType("coroutine_wrapper", OBJECT);
export const PROPERTY = createType("property", OBJECT);
export const STATIC_METHOD = createType("staticmethod", OBJECT);
export const CLASS_METHOD = createType("classmethod", OBJECT);
export const SUPER = createType("super", OBJECT);
const GET_SET = createType("getset_descriptor", OBJECT);
const NOT_IMPLEMENTED_TYPE = createType("NotImplementedType", OBJECT);
const ELLIPSIS_TYPE = createType("ellipsis", OBJECT);
const TRACEBACK_TYPE = createType("traceback", OBJECT);
export const DICT_KEYS = createType("dict_keys", OBJECT);
const DICT_VALUES = createType("dict_values", OBJECT);
export const DICT_ITEMS = createType("dict_items", OBJECT);
export const DEQUE = createType("deque", OBJECT, "collections");
export const LOCK = createType("lock", OBJECT, "_thread");
export const RLOCK = createType("RLock", OBJECT, "_thread");
export const SEMAPHORE = createType("Semaphore", OBJECT, "threading");
export const BOUNDED_SEMAPHORE = createType("BoundedSemaphore", SEMAPHORE, "threading");
export const CONDITION = createType("Condition", OBJECT, "threading");
export const EVENT_FLAG = createType("Event", OBJECT, "threading");
export const BARRIER = createType("Barrier", OBJECT, "threading");
export const THREAD_LOCAL = createType("_local", OBJECT, "_thread");
export const QUEUE = createType("Queue", OBJECT, "queue");
export const LIFO_QUEUE = createType("LifoQueue", QUEUE, "queue");
export const PRIORITY_QUEUE = createType("PriorityQueue", QUEUE, "queue");
export const SIMPLE_QUEUE = createType("SimpleQueue", OBJECT, "_queue");
const POOL = createType("_pool", OBJECT);
const FUTURE = createType("Future", OBJECT, "concurrent.futures._base");
export const ASYNC_FUTURE = createType("Future", OBJECT, "_asyncio");
export const TASK = createType("Task", ASYNC_FUTURE, "_asyncio");
export const LOOP = createType("_UnixSelectorEventLoop", OBJECT, "asyncio.unix_events");
export const HANDLE = createType("Handle", OBJECT, "asyncio.events");
export const TIMER_HANDLE = createType("TimerHandle", HANDLE, "asyncio.events");
export const ATOMIC_CELL = createType("Cell", OBJECT, "atomics");
export const ATOMIC_INT = createType("AtomicInt", OBJECT, "atomics");

/** Of `d.keys()`, `d.values()`, `d.items()`. */
export const VIEW_TYPES: readonly PyType[] = [DICT_KEYS, DICT_VALUES, DICT_ITEMS];

/** Types of iterators over built-in containers, by name. */
export const ITERATOR_TYPES: ReadonlyMap<string, PyType> = new Map(
  [...new Set(Object.values(ITERATOR_TYPE_NAMES))].map((name) => [name, createType(name, OBJECT)]),
);

/** By kind. */
const OBJECT_TYPES: (PyType | undefined)[] = [];
for (const [kind, type] of [
  [KIND.LIST, LIST],
  [KIND.DICT, DICT],
  [KIND.SET, SET],
  [KIND.FROZEN_SET, FROZEN_SET],
  [KIND.FUNCTION, FUNCTION],
  [KIND.CELL, CELL],
  [KIND.DEQUE, DEQUE],
  [KIND.LOCK, LOCK],
  [KIND.RLOCK, RLOCK],
  [KIND.CONDITION, CONDITION],
  [KIND.EVENT_FLAG, EVENT_FLAG],
  [KIND.BARRIER, BARRIER],
  [KIND.THREAD_LOCAL, THREAD_LOCAL],
  [KIND.LIFO_QUEUE, LIFO_QUEUE],
  [KIND.PRIORITY_QUEUE, PRIORITY_QUEUE],
  [KIND.POOL, POOL],
  [KIND.FUTURE, FUTURE],
  [KIND.ASYNC_FUTURE, ASYNC_FUTURE],
  [KIND.TASK, TASK],
  [KIND.LOOP, LOOP],
] as const)
  OBJECT_TYPES[kind] = type;

const IMMUTABLE_TYPES = new Map<string, PyType>([
  ["range", RANGE],
  ["slice", SLICE],
  ["method", METHOD],
  ["module", MODULE],
  ["code", CODE],
  ["property", PROPERTY],
  ["staticmethod", STATIC_METHOD],
  ["classmethod", CLASS_METHOD],
  ["super", SUPER],
  ["getset_descriptor", GET_SET],
  ["NotImplementedType", NOT_IMPLEMENTED_TYPE],
  ["ellipsis", ELLIPSIS_TYPE],
  ["traceback", TRACEBACK_TYPE],
  ["dict_keys", DICT_KEYS],
  ["dict_values", DICT_VALUES],
  ["dict_items", DICT_ITEMS],
  ["type", TYPE],
]);

/** Types of objects whose kind alone does not tell: set by who makes them, asked here. */
export type KindType = (heap: Heap, at: number) => PyType;
const ASKED = new Map<Kind, KindType>();

/** Says how the type of objects of a kind is found, where one kind has several types. */
export function askTypeOf(kind: Kind, ask: KindType): void {
  ASKED.set(kind, ask);
}

/** `type(value)`. */
export function typeOf(heap: Heap, value: Value): ClassValue {
  switch (typeof value) {
    case "number":
    case "bigint":
      return INT;
    case "string":
      return STR;
    case "boolean":
      return BOOL;
    default:
      return value === null ? NONE_TYPE : typeOfObject(heap, value);
  }
}

function typeOfObject(heap: Heap, value: PyFloat | PyTuple | PyRef | PyImmutable): ClassValue {
  if (value instanceof PyRef) return typeOfRef(heap, value);
  if (value instanceof PyFloat) return FLOAT;
  if (value instanceof PyTuple) return TUPLE;
  if (value instanceof PyType) return TYPE;
  if (value instanceof PyNative) return METHOD_OWNERS.has(value) ? METHOD_DESCRIPTOR : NATIVE;
  if (value instanceof PyMethod) return value.callee instanceof PyNative ? NATIVE : METHOD;
  if (value instanceof PyModule) return MODULE;
  if (value instanceof Code) return CODE;
  return IMMUTABLE_TYPES.get(value.typeName)!;
}

function typeOfRef(heap: Heap, ref: PyRef): ClassValue {
  const kind = heap.kind(ref);
  switch (kind) {
    case KIND.INSTANCE:
    case KIND.EXCEPTION:
      return heap.fromWord(heap.load(ref.at + INSTANCE_CLASS)) as ClassValue;
    case KIND.CLASS:
      return TYPE;
    case KIND.ITERATOR:
      return ITERATOR_TYPES.get(ITERATOR_TYPE_NAMES[heap.load(ref.at + ITERATOR.WHAT) as Iterates])!;
    default:
      return OBJECT_TYPES[kind] ?? typeByAsking(heap, ref, kind);
  }
}

function typeByAsking(heap: Heap, ref: PyRef, kind: Kind): PyType {
  const ask = ASKED.get(kind);
  if (ask === undefined) throw new InternalError(`no type for kind ${kind}`);
  return ask(heap, ref.at);
}

/** Whether the value is an object whose class is one of the listing or an exception: it may have methods written in Python. */
export function isInstance(heap: Heap, value: Value): value is PyRef {
  if (!(value instanceof PyRef)) return false;
  const kind = heap.kind(value);
  return kind === KIND.INSTANCE || kind === KIND.EXCEPTION;
}

/** Methods of types whose values are objects of one kind (or one of several) are refused for all others. */
export function ofKind(...kinds: readonly Kind[]): Guard {
  const [only] = kinds;
  if (kinds.length === 1) return (host, self) => self instanceof PyRef && host.heap.kind(self) === only;
  return (host, self) => self instanceof PyRef && kinds.includes(host.heap.kind(self));
}

export function isKind(heap: Heap, value: Value, kind: Kind): value is PyRef {
  return value instanceof PyRef && heap.kind(value) === kind;
}
