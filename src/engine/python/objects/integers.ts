/** Values as ints: what an index, a count or a shift may be. */
import type { Heap } from "../heap.ts";
import { type Int, PythonError } from "../text/index.ts";
import { PyFloat, type Value } from "../values.ts";
import { typeError, typeNameOf } from "./specials.ts";

/** The int that a value is (a bool included); null otherwise. */
export function intOf(value: Value): Int | null {
  if (typeof value === "number" || typeof value === "bigint") return value;
  if (typeof value === "boolean") return value ? 1 : 0;
  return null;
}

/** As `intOf`. @throws TypeError "'str' object cannot be interpreted as an integer" */
export function expectInt(heap: Heap, value: Value): Int {
  const int = intOf(value);
  if (int === null) throw typeError(`'${typeNameOf(heap, value)}' object cannot be interpreted as an integer`);
  return int;
}

/** As `expectInt`, for counts and sizes. @throws OverflowError beyond 2^53 */
export function expectNumber(heap: Heap, value: Value): number {
  const int = expectInt(heap, value);
  if (typeof int === "bigint") throw new PythonError("OverflowError", "Python int too large to convert to C ssize_t");
  return int;
}

/** A position in a sequence, clamped where it is far outside; null for None. @throws TypeError */
export function sliceBound(value: Value): number | null {
  if (value === null) return null;
  const int = intOf(value);
  if (int === null) throw typeError("slice indices must be integers or None or have an __index__ method");
  return typeof int === "bigint" ? (int > 0n ? Number.MAX_SAFE_INTEGER : Number.MIN_SAFE_INTEGER) : int;
}

/** The float that a number is; null for what is none. */
export function floatOf(value: Value): number | null {
  if (value instanceof PyFloat) return value.value;
  const int = intOf(value);
  return int === null ? null : Number(int);
}
