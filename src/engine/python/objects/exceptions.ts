/**
 * Exception objects: making them, and the places they passed. A traceback is a chain of three words each: code, instruction,
 * next inner one; the outermost is found first.
 */
import type { Address } from "../../base/ids.ts";
import type { Heap } from "../heap.ts";
import type { TracebackEntry } from "../object-model.ts";
import { PyRef, PyTuple, type Value } from "../values.ts";
import { EXCEPTION, makeExceptionObject } from "./instances.ts";
import { KIND } from "./kinds.ts";
import type { PyType } from "./immutables.ts";
import { listItems } from "./lists.ts";

export function isExceptionObject(heap: Heap, value: Value): value is PyRef {
  return value instanceof PyRef && heap.kind(value) === KIND.EXCEPTION;
}

/** A new exception of a built-in type. */
export function makeBuiltinException(heap: Heap, type: PyType, args: readonly Value[]): PyRef {
  return makeExceptionObject(heap, heap.typeWord(type.index), args, 0);
}

/** The exceptions of a group, from its second argument: a list or a tuple. */
export function groupMembers(heap: Heap, exceptions: Value): readonly Value[] {
  if (exceptions instanceof PyTuple) return exceptions.items;
  return exceptions instanceof PyRef && heap.kind(exceptions) === KIND.LIST ? listItems(heap, exceptions.at) : [];
}

export function appendPlace(heap: Heap, exception: Address, code: number, instruction: number): void {
  const at = heap.alloc(3);
  heap.store(at, code);
  heap.store(at + 1, instruction);
  heap.store(at + 2, heap.load(exception + EXCEPTION.TRACEBACK));
  heap.store(exception + EXCEPTION.TRACEBACK, at);
}

/** Outermost first. */
export function placesOf(heap: Heap, exception: Address): TracebackEntry[] {
  const places: TracebackEntry[] = [];
  let at = heap.load(exception + EXCEPTION.TRACEBACK);
  while (at !== 0) {
    places.push({ code: heap.load(at), instruction: heap.load(at + 1) });
    at = heap.load(at + 2);
  }
  return places;
}

/** The exception in one of its words (CAUSE, CONTEXT); null where there is none. */
export function linkedException(heap: Heap, exception: Address, offset: number): PyRef | null {
  const word = heap.load(exception + offset);
  return word === 0 ? null : (heap.fromWord(word) as PyRef | null);
}

/** Sets `__context__` as CPython does: never to itself, and a cycle that would arise is cut. */
export function setContextOf(heap: Heap, exception: PyRef, context: PyRef): void {
  if (exception.at === context.at) return;
  let link = context;
  for (let steps = 0; steps < 10_000; steps++) {
    const next = linkedException(heap, link.at, EXCEPTION.CONTEXT);
    if (next === null) break;
    if (next.at === exception.at) {
      heap.store(link.at + EXCEPTION.CONTEXT, 0);
      break;
    }
    link = next;
  }
  heap.store(exception.at + EXCEPTION.CONTEXT, heap.toWord(context));
}
