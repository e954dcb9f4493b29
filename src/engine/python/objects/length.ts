/** `len(value)`: one read of a whole shared container. */
import type { Address } from "../../base/ids.ts";
import { fromSmallWord, toSmallWord } from "../../memory/words.ts";
import { OP } from "../../trace/ops.ts";
import type { Heap } from "../heap.ts";
import { type Host, type NativeResult, SUSPEND, type Then } from "../native.ts";
import { codePointLength, PythonError } from "../text/index.ts";
import { PyRef, PyTuple, type Value } from "../values.ts";
import { dequeCount } from "./deques.ts";
import { dictCount } from "./dicts.ts";
import { PyRange, PyView } from "./immutables.ts";
import { KIND } from "./kinds.ts";
import { listLength } from "./lists.ts";
import { setCount } from "./sets.ts";
import { callUser, typeError, typeNameOf, valueError } from "./specials.ts";
import { isVisible, WHOLE_READ } from "./visible.ts";

/** The length, or a call of `__len__`. @throws TypeError */
export function lengthOf(host: Host, value: Value): NativeResult {
  if (typeof value === "string") return codePointLength(value);
  if (value instanceof PyTuple) return value.items.length;
  if (value instanceof PyRange) return value.length;
  if (value instanceof PyView) return lengthOf(host, value.dict);
  const count = value instanceof PyRef ? counterOf(host.heap, value) : null;
  if (count !== null) return readCount(host, (value as PyRef).at, count);
  const called = callUser(host.heap, value, "__len__", [], checkLength);
  if (called !== undefined) return called;
  throw typeError(`object of type '${typeNameOf(host.heap, value)}' has no len()`);
}

type Counter = (heap: Heap, at: Address) => number;

function counterOf(heap: Heap, ref: PyRef): Counter | null {
  switch (heap.kind(ref)) {
    case KIND.LIST:
      return listLength;
    case KIND.DICT:
      return dictCount;
    case KIND.SET:
    case KIND.FROZEN_SET:
      return setCount;
    case KIND.DEQUE:
      return dequeCount;
    default:
      return null;
  }
}

/** A length is one word, so it is read without the mutex. */
function readCount(host: Host, at: Address, count: Counter): NativeResult {
  if (!isVisible(host, at)) return count(host.heap, at);
  if (host.mustStop(WHOLE_READ, at, 0)) return SUSPEND;
  return fromSmallWord(host.world.note(OP.read, at, 0, toSmallWord(count(host.heap, at))));
}

const checkLength: Then = (host, result) => {
  if (typeof result === "boolean") return Number(result);
  if (typeof result === "bigint")
    throw result < 0n
      ? valueError("__len__() should return >= 0")
      : new PythonError("OverflowError", "cannot fit 'int' into an index-sized integer");
  if (typeof result !== "number")
    throw typeError(`'${typeNameOf(host.heap, result)}' object cannot be interpreted as an integer`);
  if (result < 0) throw valueError("__len__() should return >= 0");
  return result;
};
