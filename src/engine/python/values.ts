/**
 * Python values as locals and the stack hold them. Numbers, strings and tuples are JavaScript values; everything that
 * can change lives in the run's memory from birth, and here is only its address.
 *
 *   int      number where |v| ≤ 2^53 − 1, else bigint (always normalised: a bigint never fits a number)
 *   float    PyFloat       bool  boolean     None  null      str  string (JavaScript's UTF-16; Python's code points are
 *   tuple    PyTuple                                          counted where it matters)
 *   list, dict, set, instance, class, function, exception, lock, queue…   PyRef
 */
import type { Address } from "../base/ids.ts";

export type Value = null | boolean | number | bigint | string | PyFloat | PyTuple | PyRef | PyImmutable;

/** A Python float, kept apart from int: `1.0` and `1` print differently. */
export class PyFloat {
  readonly value: number;
  constructor(value: number) {
    this.value = value;
  }
}

/** A Python tuple; `items` is never written after it was made. */
export class PyTuple {
  readonly items: readonly Value[];
  constructor(items: readonly Value[]) {
    this.items = items;
  }
}

/** An object in the run's memory. Two references are the same object when their addresses are equal. */
export class PyRef {
  readonly at: Address;
  constructor(at: Address) {
    this.at = at;
  }
}

/** Immutable things that need no memory of their own: built-in functions and types, modules, ranges, slices, bound methods… */
export abstract class PyImmutable {
  /** Name of its type as `type(x).__name__` gives it. */
  abstract readonly typeName: string;
}
