/** `bool(value)`. An object with a length is true unless that is 0; everything else is true unless it says otherwise. */
import { type Host, type NativeResult, SUSPEND, type Then } from "../native.ts";
import { PyFloat, PyRef, PyTuple, type Value } from "../values.ts";
import { PyRange, PyView } from "./immutables.ts";
import { KIND } from "./kinds.ts";
import { lengthOf } from "./length.ts";
import { callUser, typeError, typeNameOf } from "./specials.ts";

export function truth(host: Host, value: Value): NativeResult {
  switch (typeof value) {
    case "boolean":
      return value;
    case "number":
      return value !== 0;
    case "bigint":
      return true;
    case "string":
      return value !== "";
    default:
      return truthOfObject(host, value);
  }
}

function truthOfObject(host: Host, value: Value): NativeResult {
  if (value === null) return false;
  if (value instanceof PyFloat) return value.value !== 0;
  if (value instanceof PyTuple) return value.items.length > 0;
  if (value instanceof PyRange) return value.length > 0;
  if (value instanceof PyView) return truthOfObject(host, value.dict);
  return value instanceof PyRef ? truthOfRef(host, value) : true;
}

function truthOfRef(host: Host, ref: PyRef): NativeResult {
  switch (host.heap.kind(ref)) {
    case KIND.LIST:
    case KIND.DICT:
    case KIND.SET:
    case KIND.FROZEN_SET:
    case KIND.DEQUE: {
      const length = lengthOf(host, ref);
      return typeof length === "number" ? length > 0 : SUSPEND;
    }
    case KIND.INSTANCE:
      return truthOfInstance(host, ref);
    default:
      return true;
  }
}

function truthOfInstance(host: Host, ref: PyRef): NativeResult {
  return (
    callUser(host.heap, ref, "__bool__", [], checkBool) ?? callUser(host.heap, ref, "__len__", [], lengthIsTrue) ?? true
  );
}

const checkBool: Then = (host, result) => {
  if (typeof result === "boolean") return result;
  throw typeError(`__bool__ should return bool, returned ${typeNameOf(host.heap, result)}`);
};

const lengthIsTrue: Then = (_, result) => result !== 0;
