/**
 * What a piece of the heap is: the kinds, and the two words that every piece begins with.
 * Word 0 is `kind | flags << 8`; word 1 of an object that can change is its name for people (word of a str, 0 none).
 * Boxes of immutable values (kinds below FIRST_OBJECT) use word 1 for their content and are never written again.
 */
import type { Address } from "../../base/ids.ts";
import type { Memory } from "../../memory/memory.ts";

export const KIND = {
  NONE: 0,
  // boxes
  FLOAT: 1,
  /** An int beyond a word and within ±(2^53 − 1), as a float64. */
  WIDE_INT: 2,
  BIG_INT: 3,
  STR: 4,
  TUPLE: 5,
  NATIVE: 6,
  TYPE: 7,
  MODULE: 8,
  CODE: 9,
  RANGE: 10,
  SLICE: 11,
  METHOD: 12,
  SINGLETON: 13,
  PROPERTY: 14,
  STATIC_METHOD: 15,
  CLASS_METHOD: 16,
  SUPER: 17,
  GET_SET: 18,
  VIEW: 19,
  // objects
  LIST: 32,
  DICT: 33,
  SET: 34,
  FROZEN_SET: 35,
  INSTANCE: 36,
  EXCEPTION: 37,
  CLASS: 38,
  FUNCTION: 39,
  CELL: 40,
  GENERATOR: 41,
  ITERATOR: 42,
  THREAD_LOCAL: 43,
  DEQUE: 44,
  ATOMIC: 45,
  /** State of random numbers: raw words. */
  STREAM: 46,
  /** One step of an asynchronous generator, to be awaited. */
  ASYNC_STEP: 47,
  /** Of asyncio; the future of pools is a primitive. */
  ASYNC_FUTURE: 48,
  TASK: 49,
  LOOP: 50,
  HANDLE: 51,
  // primitives: the words after the header are the world's
  LOCK: 64,
  RLOCK: 65,
  SEMAPHORE: 66,
  CONDITION: 67,
  EVENT_FLAG: 68,
  BARRIER: 69,
  QUEUE: 70,
  LIFO_QUEUE: 71,
  PRIORITY_QUEUE: 72,
  POOL: 73,
  FUTURE: 74,
} as const;

export type Kind = (typeof KIND)[keyof typeof KIND];

export const FIRST_OBJECT = KIND.LIST;
export const FIRST_PRIMITIVE = KIND.LOCK;

/** Words of an object's header. */
export const HEADER_WORDS = 2;
/** Offset of the name in the header. */
export const NAME = 1;

const KIND_BITS = 0xff;
/** Set once another thread may reach the object. */
export const SHARED = 1 << 8;
/** The name came from an attribute alone and becomes longer when its owner gets a name. */
export const NAMED_BY_ATTRIBUTE = 1 << 9;
/** Of a sleep that nobody has awaited yet: it has no frame. */
export const UNBEGUN = 1 << 10;

export function kindAt(memory: Memory, at: Address): Kind {
  return (memory.load(at) & KIND_BITS) as Kind;
}

export function isSharedAt(memory: Memory, at: Address): boolean {
  return (memory.load(at) & SHARED) !== 0;
}

/** Sets flags, whoever else sets others at the same time. */
export function setFlag(memory: Memory, at: Address, flag: number): void {
  for (;;) {
    const before = memory.load(at);
    if (memory.compareExchange(at, before, before | flag) === before) return;
  }
}

export function clearFlag(memory: Memory, at: Address, flag: number): void {
  for (;;) {
    const before = memory.load(at);
    if (memory.compareExchange(at, before, before & ~flag) === before) return;
  }
}
