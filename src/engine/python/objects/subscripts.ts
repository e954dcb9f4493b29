/**
 * `owner[key]`, `owner[key] = value` and `del owner[key]`. An element of a list is an object of its own for the trace; slices
 * and deletions are steps on the whole list.
 */
import type { Word } from "../../base/ids.ts";
import { toSmallWord, UNBOUND } from "../../memory/words.ts";
import { OP } from "../../trace/ops.ts";
import { type Host, type NativeResult, SUSPEND, TailCall } from "../native.ts";
import { indexString, PythonError, sliceIndices, sliceString } from "../text/index.ts";
import { PyRef, PyTuple, type Value } from "../values.ts";
import { plainWords } from "./container-operators.ts";
import { DEQUE_MUTEX, dequeCount, dequeReplace, dequeSlot, dequeWords } from "./deques.ts";
import { dictDelete, dictStore, dictSubscript } from "./dict-operations.ts";
import { getIterator } from "./iteration.ts";
import { PyRange, PySlice, PyType } from "./immutables.ts";
import { intOf, sliceBound } from "./integers.ts";
import { isSharedAt, KIND } from "./kinds.ts";
import { LIST_MUTEX, listLength, listReplace, listSlot, listSplice, listWords, makeListOfWords } from "./lists.ts";
import { share } from "./share.ts";
import { callPrelude, typeError, typeNameOf, userMethod, valueError } from "./specials.ts";
import { isVisible, onKey, onWhole, READ, WHOLE_READ, WHOLE_WRITE, WRITE } from "./visible.ts";

export function getItem(host: Host, owner: Value, key: Value): NativeResult {
  if (owner instanceof PyRef) return getItemOfRef(host, owner, key);
  if (typeof owner === "string")
    return key instanceof PySlice ? sliceOfString(owner, key) : indexString(owner, indexOf(host, key, "string"));
  if (owner instanceof PyTuple) return itemOfTuple(host, owner, key);
  if (owner instanceof PyRange) return itemOfRange(host, owner, key);
  // `list[int]` in an annotation or a base: the parameters mean nothing when it runs.
  if (owner instanceof PyType) return owner;
  throw typeError(`'${typeNameOf(host.heap, owner)}' object is not subscriptable`);
}

function getItemOfRef(host: Host, owner: PyRef, key: Value): NativeResult {
  switch (host.heap.kind(owner)) {
    case KIND.LIST:
      return key instanceof PySlice ? sliceOfList(host, owner, key) : itemOfList(host, owner, key);
    case KIND.DICT:
      return dictSubscript(host, owner, key);
    case KIND.DEQUE:
      return itemOfDeque(host, owner, key);
    case KIND.CLASS: {
      const method = host.heap.classes.find(owner, "__class_getitem__");
      const value = method && host.heap.classes.valueOf(method);
      if (value !== undefined) return new TailCall(value, [owner, key]);
      throw typeError(`type '${typeNameOf(host.heap, owner)}' is not subscriptable`);
    }
    default: {
      const method = userMethod(host.heap, owner, "__getitem__");
      if (method !== undefined) return new TailCall(method, [owner, key]);
      throw typeError(`'${typeNameOf(host.heap, owner)}' object is not subscriptable`);
    }
  }
}

/** An index as a number. @throws TypeError "list indices must be integers or slices, not str", IndexError */
function indexOf(host: Host, key: Value, what: string): number {
  if (typeof key === "number") return key;
  const int = intOf(key);
  const or = what === "string" ? ", not" : " or slices, not";
  const name = `'${typeNameOf(host.heap, key)}'`;
  if (int === null)
    throw typeError(`${what} indices must be integers${or} ${what === "string" ? name : name.slice(1, -1)}`);
  if (typeof int === "bigint" && BigInt.asIntN(64, int) !== int)
    throw new PythonError("IndexError", "cannot fit 'int' into an index-sized integer");
  return Number(int);
}

function outOfRange(what: string): PythonError {
  return new PythonError("IndexError", `${what} out of range`);
}

/** The place of an item; −1 where it is out of range. */
function placeOf(index: number, length: number): number {
  const place = index < 0 ? index + length : index;
  return place < length && place >= 0 ? place : -1;
}

function itemOfList(host: Host, list: PyRef, key: Value): NativeResult {
  const { heap } = host;
  const { at } = list;
  const index = typeof key === "number" ? key : indexOf(host, key, "list");
  const place = placeOf(index, listLength(heap, at));
  if (isVisible(host, at)) return itemOfSharedList(host, at, place);
  if (place < 0) throw outOfRange("list index");
  return heap.fromWord(heap.memory.load(listSlot(heap, at, place)));
}

/** An index out of range (`place` −1) depends on the whole list: that is what was read. */
function itemOfSharedList(host: Host, at: number, place: number): NativeResult {
  const { heap } = host;
  const keyWord = place < 0 ? 0 : toSmallWord(place);
  if (host.mustStop(place < 0 ? WHOLE_READ : READ, at, keyWord)) return SUSPEND;
  // The length was read before the item is told: whether it is out of range is what was told.
  const word =
    place < 0 ? host.world.note(OP.read, at, 0, UNBOUND) : host.world.read(listSlot(heap, at, place), at, keyWord);
  if (word === UNBOUND) throw outOfRange("list index");
  return heap.fromWord(word);
}

export interface Bounds {
  readonly start: number;
  readonly step: number;
  readonly count: number;
  readonly stop: number;
}

/** What a slice means for so many items. @throws ValueError for a step of 0 */
export function boundsOf(slice: PySlice, length: number): Bounds {
  return sliceIndices(length, sliceBound(slice.start), sliceBound(slice.stop), sliceBound(slice.step));
}

function pick<T>(items: readonly T[], bounds: Bounds): T[] {
  const picked = new Array<T>(bounds.count);
  for (let i = 0; i < bounds.count; i++) picked[i] = items[bounds.start + i * bounds.step];
  return picked;
}

function sliceOfList(host: Host, list: PyRef, slice: PySlice): NativeResult {
  const { heap } = host;
  const words = onWhole(host, list.at, LIST_MUTEX, WHOLE_READ, OP.read, () => {
    const all = listWords(heap, list.at);
    return pick(all, boundsOf(slice, all.length));
  });
  return words === SUSPEND ? SUSPEND : makeListOfWords(heap, words);
}

function sliceOfString(text: string, slice: PySlice): string {
  return sliceString(text, sliceBound(slice.start), sliceBound(slice.stop), sliceBound(slice.step));
}

function itemOfTuple(host: Host, tuple: PyTuple, key: Value): Value {
  const { items } = tuple;
  if (key instanceof PySlice) return new PyTuple(pick(items, boundsOf(key, items.length)));
  const place = placeOf(indexOf(host, key, "tuple"), items.length);
  if (place < 0) throw outOfRange("tuple index");
  return items[place];
}

function itemOfRange(host: Host, range: PyRange, key: Value): Value {
  if (key instanceof PySlice) {
    const { start, stop, step } = boundsOf(key, range.length);
    return new PyRange(range.start + start * range.step, range.start + stop * range.step, range.step * step);
  }
  const place = placeOf(indexOf(host, key, "range"), range.length);
  if (place < 0) throw outOfRange("range object index");
  return range.start + place * range.step;
}

function itemOfDeque(host: Host, deque: PyRef, key: Value): NativeResult {
  const { heap } = host;
  const { at } = deque;
  const index = intOf(key);
  if (index === null) throw typeError(`sequence index must be integer, not '${typeNameOf(heap, key)}'`);
  return onKey(host, at, DEQUE_MUTEX, READ, heap.toWord(key), (visible) => {
    const place = placeOf(Number(index), dequeCount(heap, at));
    if (place < 0) throw outOfRange("deque index");
    const slot = dequeSlot(heap, at, place);
    return heap.fromWord(visible ? host.world.read(slot, at, toSmallWord(place)) : heap.load(slot));
  });
}

export function setItem(host: Host, owner: Value, key: Value, value: Value): NativeResult {
  if (owner instanceof PyRef) {
    switch (host.heap.kind(owner)) {
      case KIND.LIST:
        return key instanceof PySlice ? setSlice(host, owner, key, value) : setListItem(host, owner, key, value);
      case KIND.DICT:
        return dictStore(host, owner, key, value);
      case KIND.DEQUE:
        return setDequeItem(host, owner, key, value);
      default: {
        const method = userMethod(host.heap, owner, "__setitem__");
        if (method !== undefined) return new TailCall(method, [owner, key, value]);
      }
    }
  }
  throw typeError(`'${typeNameOf(host.heap, owner)}' object does not support item assignment`);
}

function setListItem(host: Host, list: PyRef, key: Value, value: Value): NativeResult {
  const { heap } = host;
  const { at } = list;
  const index = typeof key === "number" ? key : indexOf(host, key, "list");
  const word = heap.toWord(value);
  if (!isSharedAt(heap.memory, at)) {
    const place = placeOf(index, listLength(heap, at));
    if (place < 0) throw outOfRange("list assignment index");
    heap.memory.store(listSlot(heap, at, place), word);
    return null;
  }
  return setSharedItem(host, at, index, word, value);
}

function setSharedItem(host: Host, at: number, index: number, word: Word, value: Value): NativeResult {
  const { heap } = host;
  if (typeof value === "object") share(heap, value);
  const known = placeOf(index, listLength(heap, at));
  const visible = host.world.started;
  if (visible && host.mustStop(known < 0 ? WHOLE_READ : WRITE, at, known < 0 ? 0 : toSmallWord(known))) return SUSPEND;
  heap.memory.enter(at + LIST_MUTEX);
  try {
    const place = placeOf(index, listLength(heap, at));
    if (place < 0 && visible) host.world.note(OP.read, at, 0, UNBOUND);
    if (place < 0) throw outOfRange("list assignment index");
    const slot = listSlot(heap, at, place);
    if (visible) host.world.write(slot, at, toSmallWord(place), word);
    else heap.memory.store(slot, word);
  } finally {
    heap.memory.leave(at + LIST_MUTEX);
  }
  return null;
}

function setSlice(host: Host, list: PyRef, slice: PySlice, value: Value): NativeResult {
  const { heap } = host;
  const words = plainWords(host, value);
  if (words === null) return setSliceFromIterator(host, list, slice, value);
  if (isSharedAt(heap.memory, list.at)) for (const word of words) share(heap, heap.fromWord(word));
  return onWhole(host, list.at, LIST_MUTEX, WHOLE_WRITE, OP.update, () => {
    replaceSlice(host, list.at, slice, words);
    return null;
  });
}

function setSliceFromIterator(host: Host, list: PyRef, slice: PySlice, value: Value): NativeResult {
  const iterable = value instanceof PyRef && getIterator(host, value) !== SUSPEND;
  if (iterable) return callPrelude(host, "_set_slice", [list, slice, value]);
  throw typeError("must assign iterable to extended slice");
}

function replaceSlice(host: Host, at: number, slice: PySlice, words: readonly Word[]): void {
  const { heap } = host;
  const { start, stop, step, count } = boundsOf(slice, listLength(heap, at));
  if (step === 1) return listSplice(heap, at, start, Math.max(0, stop - start), words);
  if (words.length !== count) {
    throw valueError(`attempt to assign sequence of size ${words.length} to extended slice of size ${count}`);
  }
  for (let i = 0; i < count; i++) heap.store(listSlot(heap, at, start + i * step), words[i]);
}

function setDequeItem(host: Host, deque: PyRef, key: Value, value: Value): NativeResult {
  const { heap } = host;
  const { at } = deque;
  const index = intOf(key);
  if (index === null) throw typeError(`sequence index must be integer, not '${typeNameOf(heap, key)}'`);
  if (isSharedAt(heap.memory, at)) share(heap, value);
  const word = heap.toWord(value);
  return onKey(host, at, DEQUE_MUTEX, WRITE, heap.toWord(key), (visible) => {
    const place = placeOf(Number(index), dequeCount(heap, at));
    if (place < 0) throw outOfRange("deque index");
    const slot = dequeSlot(heap, at, place);
    if (visible) host.world.write(slot, at, toSmallWord(place), word);
    else heap.store(slot, word);
    return null;
  });
}

export function deleteItem(host: Host, owner: Value, key: Value): NativeResult {
  if (owner instanceof PyRef) {
    switch (host.heap.kind(owner)) {
      case KIND.LIST:
        return deleteFromList(host, owner, key);
      case KIND.DICT:
        return dictDelete(host, owner, key);
      case KIND.DEQUE:
        return deleteFromDeque(host, owner, key);
      default: {
        const method = userMethod(host.heap, owner, "__delitem__");
        if (method !== undefined) return new TailCall(method, [owner, key]);
      }
    }
  }
  throw typeError(`'${typeNameOf(host.heap, owner)}' object doesn't support item deletion`);
}

function deleteFromList(host: Host, list: PyRef, key: Value): NativeResult {
  const { heap } = host;
  const { at } = list;
  const index = key instanceof PySlice ? 0 : indexOf(host, key, "list");
  return onWhole(host, at, LIST_MUTEX, WHOLE_WRITE, OP.update, () => {
    if (key instanceof PySlice) return deleteSlice(host, at, key);
    const place = placeOf(index, listLength(heap, at));
    if (place < 0) throw outOfRange("list assignment index");
    listSplice(heap, at, place, 1, []);
    return null;
  });
}

function deleteSlice(host: Host, at: number, slice: PySlice): null {
  const words = listWords(host.heap, at);
  const { start, step, count } = boundsOf(slice, words.length);
  const gone = new Set(Array.from({ length: count }, (_, i) => start + i * step));
  listReplace(
    host.heap,
    at,
    words.filter((_, i) => !gone.has(i)),
  );
  return null;
}

function deleteFromDeque(host: Host, deque: PyRef, key: Value): NativeResult {
  const { heap } = host;
  const { at } = deque;
  const index = intOf(key);
  return onWhole(host, at, DEQUE_MUTEX, WHOLE_WRITE, OP.update, () => {
    const words = dequeWords(heap, at);
    const place = index === null ? -1 : placeOf(Number(index), words.length);
    if (place < 0) throw outOfRange("deque index");
    words.splice(place, 1);
    dequeReplace(heap, at, words);
    return null;
  });
}
