/**
 * Methods that a listing's class defines for the language itself (`__add__`, `__len__`…), and what to do when only they can say.
 * Rule: a method inherited from a built-in type is not a user's; natives answer for those.
 */
import type { Heap } from "../heap.ts";
import { type Host, type NativeResult, TailCall, type Then } from "../native.ts";
import { PythonError } from "../text/index.ts";
import type { Value } from "../values.ts";
import { classNameOf } from "./classes.ts";
import { PyType } from "./immutables.ts";
import { isInstance, typeOf } from "./types.ts";

/** The method of that name that the listing's (or prelude's) class of the value defines or inherits from such a class. */
export function userMethod(heap: Heap, value: Value, name: string): Value | undefined {
  if (!isInstance(heap, value)) return undefined;
  const type = typeOf(heap, value);
  if (type instanceof PyType) return undefined;
  const found = heap.classes.find(type, name);
  return found === undefined || found.slot === 0 ? undefined : heap.classes.valueOf(found);
}

/** A call of the user's method with these further arguments; undefined where there is none. */
export function callUser(
  heap: Heap,
  value: Value,
  name: string,
  args: readonly Value[],
  then: Then | null = null,
): TailCall | undefined {
  const method = userMethod(heap, value, name);
  if (method === undefined || method === null) return undefined;
  return new TailCall(method, [value, ...args], null, then);
}

/** The name of a value's type as messages give it. */
export function typeNameOf(heap: Heap, value: Value): string {
  const type = typeOf(heap, value);
  return type instanceof PyType ? type.messageName : classNameOf(heap, type);
}

/**
 * Thrown out of a walk over nested values when it meets one whose answer is written in Python: the walk starts again in the prelude.
 */
export class NeedsPython {
  readonly value: Value;
  constructor(value: Value) {
    this.value = value;
  }
}

/** A call of a prelude function of `builtins`. */
export function callPrelude(host: Host, name: string, args: Value[], then: Then | null = null): TailCall {
  return new TailCall(host.preludeValue("builtins", name), args, null, then);
}

/** The result of `walk`, or a call of the prelude's `name` where the walk needs Python. */
export function orInPython(host: Host, name: string, args: Value[], walk: () => NativeResult): NativeResult {
  try {
    return walk();
  } catch (error) {
    if (error instanceof NeedsPython) return callPrelude(host, name, args);
    throw error;
  }
}

export function typeError(message: string): PythonError {
  return new PythonError("TypeError", message);
}

export function valueError(message: string): PythonError {
  return new PythonError("ValueError", message);
}
