/** `item in container`: one read of a whole shared container, or of one key of a dict where that is all it looks at. */
import { toBooleanWord } from "../../memory/words.ts";
import { OP } from "../../trace/ops.ts";
import { type Host, type NativeResult, SUSPEND, TailCall, type Then } from "../native.ts";
import { PyFloat, PyRef, PyTuple, type Value } from "../values.ts";
import { isEqual } from "./compare.ts";
import { readWhole, toValues } from "./content.ts";
import { DICT_MUTEX, dictFind, NO_ENTRY } from "./dicts.ts";
import { hashKey } from "./hashing.ts";
import { isSame } from "./identity.ts";
import { PyRange, PyView } from "./immutables.ts";
import { intOf } from "./integers.ts";
import { isIterableGenerator } from "./generators.ts";
import { isNumber } from "./keys.ts";
import { KIND } from "./kinds.ts";
import { setHas } from "./set-operations.ts";
import { callPrelude, NeedsPython, typeError, typeNameOf, userMethod } from "./specials.ts";
import { onWhole, WHOLE_READ } from "./visible.ts";

export function contains(host: Host, container: Value, item: Value): NativeResult {
  try {
    return containsNatively(host, container, item);
  } catch (error) {
    if (error instanceof NeedsPython) return callPrelude(host, "_contains", [container, item]);
    throw error;
  }
}

function containsNatively(host: Host, container: Value, item: Value): NativeResult {
  if (typeof container === "string") {
    if (typeof item === "string") return container.includes(item);
    throw typeError(`'in <string>' requires string as left operand, not ${typeNameOf(host.heap, item)}`);
  }
  if (container instanceof PyTuple) return isAmong(host, container.items, item);
  if (container instanceof PyRange) return isInRange(host, container, item);
  if (container instanceof PyView) return containsInView(host, container, item);
  if (container instanceof PyRef) return containsInRef(host, container, item);
  throw notAContainer(host, container);
}

function notAContainer(host: Host, value: Value): unknown {
  return typeError(`argument of type '${typeNameOf(host.heap, value)}' is not iterable`);
}

function isAmong(host: Host, items: readonly Value[], item: Value): boolean {
  return items.some((each) => isSame(each, item) || isEqual(host, each, item));
}

function isInRange(host: Host, range: PyRange, item: Value): boolean {
  if (range.length === 0) return false;
  // Only a class of the listing can say that it equals a number; then the prelude goes along the range, which may be long.
  if (!isNumber(item)) return isEqual(host, range.start, item);
  const value = item instanceof PyFloat ? item.value : intOf(item);
  if (typeof value !== "number") return false;
  const distance = (value - range.start) / range.step;
  return Number.isInteger(distance) && distance >= 0 && distance < range.length;
}

function containsInRef(host: Host, container: PyRef, item: Value): NativeResult {
  const { heap } = host;
  switch (heap.kind(container)) {
    case KIND.LIST:
    case KIND.DEQUE: {
      const words = readWhole(host, container);
      return words === SUSPEND ? SUSPEND : isAmong(host, toValues(heap, words), item);
    }
    case KIND.DICT:
      return dictHas(host, container, item);
    case KIND.SET:
    case KIND.FROZEN_SET:
      return setHas(host, container.at, item);
    default:
      return containsByUser(host, container, item);
  }
}

/** A dict's `in` is a read of the whole dict. */
function dictHas(host: Host, dict: PyRef, key: Value): boolean | typeof SUSPEND {
  const hash = hashKey(host.heap, key);
  const look = (): boolean => dictFind(host.heap, dict.at, hash, key) !== NO_ENTRY;
  return onWhole(host, dict.at, DICT_MUTEX, WHOLE_READ, OP.read, look, toBooleanWord);
}

function containsInView(host: Host, view: PyView, item: Value): NativeResult {
  if (view.view === "keys") return dictHas(host, view.dict, item);
  const words = readWhole(host, view.dict);
  if (words === SUSPEND) return SUSPEND;
  const values = toValues(host.heap, words);
  if (view.view === "values")
    return isAmong(
      host,
      values.filter((_, i) => i % 2 === 1),
      item,
    );
  if (!(item instanceof PyTuple) || item.items.length !== 2) return false;
  for (let i = 0; i < values.length; i += 2) {
    if (isEqual(host, values[i], item.items[0]) && isEqual(host, values[i + 1], item.items[1])) return true;
  }
  return false;
}

function containsByUser(host: Host, container: PyRef, item: Value): NativeResult {
  const method = userMethod(host.heap, container, "__contains__");
  if (method !== undefined) return new TailCall(method, [container, item], null, toTruth);
  const iterable = ["__iter__", "__getitem__"].some((name) => userMethod(host.heap, container, name) !== undefined);
  const kind = host.heap.kind(container);
  if (iterable || kind === KIND.ITERATOR || isIterableGenerator(host.heap, container))
    return callPrelude(host, "_contains", [container, item]);
  throw notAContainer(host, container);
}

const toTruth: Then = (host, result) => host.objects.truth(result);
