/**
 * An instance of a class of the listing: header, CLASS (word), MUTEX, then the first piece of its attributes.
 * An exception is the same with six words before the attributes; its class may be a built-in one.
 */
import type { Address, Word } from "../../base/ids.ts";
import type { Heap } from "../heap.ts";
import { PyRef, PyTuple, type Value } from "../values.ts";
import { initPiece, pieceWords } from "./attributes.ts";
import { HEADER_WORDS, KIND, kindAt } from "./kinds.ts";

export const INSTANCE_CLASS = HEADER_WORDS;
export const INSTANCE_MUTEX = HEADER_WORDS + 1;
export const INSTANCE_ATTRIBUTES = HEADER_WORDS + 2;

/** Words of exceptions alone. */
export const EXCEPTION = {
  /** Word of the tuple of arguments. */
  ARGS: HEADER_WORDS + 2,
  /** Words of `__cause__` and `__context__`; 0 none. */
  CAUSE: HEADER_WORDS + 3,
  CONTEXT: HEADER_WORDS + 4,
  SUPPRESS: HEADER_WORDS + 5,
  /** Address of the outermost place it passed so far: code, instruction, next inner; 0 none. */
  TRACEBACK: HEADER_WORDS + 6,
  /** Address of the primitive that was used against its contract; 0 none. */
  ABOUT: HEADER_WORDS + 7,
} as const;
export const EXCEPTION_ATTRIBUTES = HEADER_WORDS + 8;

/** An instance without attributes; `capacity` is how many it will probably get. */
export function makeInstance(heap: Heap, classWord: Word, capacity: number): PyRef {
  const at = heap.alloc(INSTANCE_ATTRIBUTES + pieceWords(capacity));
  heap.store(at, KIND.INSTANCE);
  heap.store(at + INSTANCE_CLASS, classWord);
  initPiece(heap, at + INSTANCE_ATTRIBUTES, capacity);
  return new PyRef(at);
}

export function makeExceptionObject(heap: Heap, classWord: Word, args: readonly Value[], capacity: number): PyRef {
  const argsWord = heap.toWord(new PyTuple(args));
  const at = heap.alloc(EXCEPTION_ATTRIBUTES + pieceWords(capacity));
  heap.store(at, KIND.EXCEPTION);
  heap.store(at + INSTANCE_CLASS, classWord);
  heap.store(at + EXCEPTION.ARGS, argsWord);
  initPiece(heap, at + EXCEPTION_ATTRIBUTES, capacity);
  return new PyRef(at);
}

/** Address of the first piece of an instance's or exception's attributes. */
export function attributesOf(heap: Heap, at: Address): Address {
  return at + (kindAt(heap.memory, at) === KIND.INSTANCE ? INSTANCE_ATTRIBUTES : EXCEPTION_ATTRIBUTES);
}

export function exceptionArgs(heap: Heap, at: Address): readonly Value[] {
  return (heap.fromWord(heap.load(at + EXCEPTION.ARGS)) as PyTuple).items;
}
