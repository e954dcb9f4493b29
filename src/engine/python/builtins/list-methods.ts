/** Methods of list. Each that changes the list, or looks at all of it, is one step on the whole of it. */
import type { Word } from "../../base/ids.ts";
import { UNBOUND } from "../../memory/words.ts";
import { OP } from "../../trace/ops.ts";
import { type Host, type NativeResult, SUSPEND } from "../native.ts";
import { isEqual } from "../objects/compare.ts";
import { extendWithWords } from "../objects/container-operators.ts";
import { lookAtWhole, readWhole, toValues } from "../objects/content.ts";
import { isSame } from "../objects/identity.ts";
import { addMethods } from "../objects/immutables.ts";
import { expectInt, expectNumber, intOf } from "../objects/integers.ts";
import { isSharedAt, KIND } from "../objects/kinds.ts";
import {
  LIST_MUTEX,
  listAppend,
  listLength,
  listReplace,
  listSlot,
  listSplice,
  listWords,
  makeList,
  makeListOfWords,
} from "../objects/lists.ts";
import { share } from "../objects/share.ts";
import { sortedOrder } from "../objects/sorting.ts";
import { callPrelude, NeedsPython, orInPython, typeError, valueError } from "../objects/specials.ts";
import { LIST, ofKind } from "../objects/types.ts";
import { isVisible, onWhole, WHOLE_WRITE } from "../objects/visible.ts";
import { PythonError, reprString } from "../text/index.ts";
import { PyRef, type Value } from "../values.ts";
import { bindNames, method, withItems } from "./arguments.ts";

/** `list(iterable)`. */
LIST.make = (host, _type, args, keywords) => {
  const [iterable] = bindNames("list", args, keywords, ["iterable"], 0, 1);
  if (iterable === undefined) return makeList(host.heap, []);
  return withItems(host, iterable, (again, items) => makeList(again.heap, items));
};

/** @throws TypeError when a method of list is called with something else */
function self(args: readonly Value[]): PyRef {
  const [list] = args;
  if (list instanceof PyRef) return list;
  throw typeError("descriptor requires a 'list' object");
}

function change<T>(host: Host, list: PyRef, body: () => T, told?: (result: T) => Word): T | typeof SUSPEND {
  return onWhole(host, list.at, LIST_MUTEX, WHOLE_WRITE, OP.update, body, told);
}

function append(host: Host, args: Value[]): NativeResult {
  const { heap } = host;
  const { memory } = heap;
  const { at } = self(args);
  const value = args[1];
  if (!isSharedAt(memory, at)) {
    listAppend(heap, at, heap.toWord(value));
    return null;
  }
  const visible = host.world.started;
  if (visible && host.mustStop(WHOLE_WRITE, at, 0)) return SUSPEND;
  if (typeof value === "object") share(heap, value);
  const word = heap.toWord(value);
  if (!visible) {
    listAppend(heap, at, word);
    return null;
  }
  memory.enter(at + LIST_MUTEX);
  try {
    listAppend(heap, at, word);
    host.world.note(OP.update, at, 0, word);
  } finally {
    memory.leave(at + LIST_MUTEX);
  }
  return null;
}

function extend(host: Host, args: Value[]): NativeResult {
  const list = self(args);
  return withItems(
    host,
    args[1],
    (again, items) =>
      extendWithWords(
        again,
        list,
        items.map((item) => again.heap.toWord(item)),
      ),
    true,
  );
}

function insert(host: Host, args: Value[]): NativeResult {
  const { heap } = host;
  const list = self(args);
  const index = expectNumber(heap, args[1]);
  if (isSharedAt(heap.memory, list.at)) share(heap, args[2]);
  const word = heap.toWord(args[2]);
  return change(
    host,
    list,
    () => {
      const length = listLength(heap, list.at);
      listSplice(heap, list.at, Math.min(length, Math.max(0, index < 0 ? index + length : index)), 0, [word]);
      return null;
    },
    () => word,
  );
}

function pop(host: Host, args: Value[]): NativeResult {
  const { heap } = host;
  const list = self(args);
  const index = args.length > 1 ? Number(expectInt(heap, args[1])) : -1;
  const word = change(
    host,
    list,
    () => {
      const length = listLength(heap, list.at);
      if (length === 0) throw new PythonError("IndexError", "pop from empty list");
      const place = index < 0 ? index + length : index;
      if (place < 0 || place >= length) throw new PythonError("IndexError", "pop index out of range");
      const taken = heap.load(listSlot(heap, list.at, place));
      listSplice(heap, list.at, place, 1, []);
      return taken;
    },
    (taken) => taken,
  );
  return word === SUSPEND ? SUSPEND : heap.fromWord(word);
}

function clear(host: Host, args: Value[]): NativeResult {
  const list = self(args);
  return change(host, list, () => {
    listReplace(host.heap, list.at, []);
    return null;
  });
}

function reverse(host: Host, args: Value[]): NativeResult {
  const list = self(args);
  return change(host, list, () => {
    listReplace(host.heap, list.at, listWords(host.heap, list.at).reverse());
    return null;
  });
}

function copy(host: Host, args: Value[]): NativeResult {
  const words = readWhole(host, self(args));
  return words === SUSPEND ? SUSPEND : makeListOfWords(host.heap, words);
}

/** Place of the first item that equals the value, −1. @throws NeedsPython */
function placeOf(host: Host, items: readonly Value[], value: Value, from = 0, to = items.length): number {
  for (let i = from; i < to; i++) if (isSame(items[i], value) || isEqual(host, items[i], value)) return i;
  return -1;
}

function index(host: Host, args: Value[]): NativeResult {
  const list = self(args);
  return orInPython(host, "_index", args, () => {
    const words = readWhole(host, list);
    if (words === SUSPEND) return SUSPEND;
    const bound = (value: Value | undefined, otherwise: number): number => {
      const int = value === undefined ? otherwise : Number(expectInt(host.heap, value));
      return int < 0 ? Math.max(0, int + words.length) : Math.min(int, words.length);
    };
    const place = placeOf(host, toValues(host.heap, words), args[1], bound(args[2], 0), bound(args[3], words.length));
    if (place < 0) throw valueError(`${describe(args[1])} is not in list`);
    return place;
  });
}

function describe(value: Value): string {
  if (typeof value === "string") return reprString(value);
  const int = intOf(value);
  return int === null ? "list.index(x): x" : String(value === true ? "True" : value === false ? "False" : int);
}

function count(host: Host, args: Value[]): NativeResult {
  return orInPython(host, "_count", args, () => {
    const words = readWhole(host, self(args));
    if (words === SUSPEND) return SUSPEND;
    return toValues(host.heap, words).filter((item) => isSame(item, args[1]) || isEqual(host, item, args[1])).length;
  });
}

/** Looks outside the mutex, since comparing may look into other containers; then removes if the list is as it was, else looks again. */
function remove(host: Host, args: Value[]): NativeResult {
  const list = self(args);
  return orInPython(host, "_list_remove", args, () => {
    const { heap } = host;
    if (isVisible(host, list.at) && host.mustStop(WHOLE_WRITE, list.at, 0)) return SUSPEND;
    for (;;) {
      const words = lookAtWhole(host, list);
      const place = placeOf(host, toValues(heap, words), args[1]);
      if (!isStill(host, list, words, place)) continue;
      if (place < 0) throw valueError("list.remove(x): x not in list");
      return null;
    }
  });
}

/** As one step, inside the mutex where others may be at the list. It must not call back. The caller has leave. */
function insideList<T>(host: Host, { at }: PyRef, body: (visible: boolean) => T): T {
  const { memory } = host.heap;
  const visible = isVisible(host, at);
  if (visible) memory.enter(at + LIST_MUTEX);
  try {
    return body(visible);
  } finally {
    if (visible) memory.leave(at + LIST_MUTEX);
  }
}

/** Removes the item at a place if its word is the one that was seen there, else tells that it looked. The caller has leave. */
export function removeIfThere(host: Host, list: PyRef, place: number, word: Word): boolean {
  const { heap } = host;
  return insideList(host, list, (visible) => {
    const there = place < listLength(heap, list.at) && heap.load(listSlot(heap, list.at, place)) === word;
    if (there) listSplice(heap, list.at, place, 1, []);
    if (visible) host.world.note(there ? OP.update : OP.read, list.at, 0, there ? word : UNBOUND);
    return there;
  });
}

/** Whether the list still is what was seen. Then the item at `place` goes, or with −1 that it was looked at is told. The caller has leave. */
function isStill(host: Host, list: PyRef, seen: readonly Word[], place: number): boolean {
  return insideList(host, list, (visible) => {
    if (!holds(host, list, seen)) return false;
    if (place >= 0) listSplice(host.heap, list.at, place, 1, []);
    if (visible) host.world.note(place < 0 ? OP.read : OP.update, list.at, 0, place < 0 ? UNBOUND : seen[place]);
    return true;
  });
}

/** Inside the mutex of a shared list. */
function holds({ heap }: Host, { at }: PyRef, words: readonly Word[]): boolean {
  return words.length === listLength(heap, at) && words.every((word, i) => heap.load(listSlot(heap, at, i)) === word);
}

function sort(host: Host, args: Value[], keywords: ReadonlyMap<string, Value> | null): NativeResult {
  if (args.length > 1) throw typeError("sort() takes no positional arguments");
  const list = self(args);
  const [key, reversed] = bindNames("sort", [], keywords, ["key", "reverse"]);
  const descending = reversed !== undefined && reversed !== null && expectInt(host.heap, reversed) !== 0;
  if (key !== undefined && key !== null) return callPrelude(host, "_list_sort", [list, key, descending]);
  let words = lookAtWhole(host, list);
  let sorted = sortedWords(host, words, descending);
  if (sorted === null) return callPrelude(host, "_list_sort", [list, null, descending]);
  if (isVisible(host, list.at) && host.mustStop(WHOLE_WRITE, list.at, 0)) return SUSPEND;
  while (sorted instanceof PythonError ? !isStill(host, list, words, -1) : !replaceIfSame(host, list, words, sorted)) {
    words = lookAtWhole(host, list);
    sorted = sortedWords(host, words, descending);
    if (sorted === null) return callPrelude(host, "_list_sort", [list, null, descending]);
  }
  if (sorted instanceof PythonError) throw sorted;
  return null;
}

/** The words in order, what is wrong with them, or null where only Python can say. */
function sortedWords(host: Host, words: readonly Word[], descending: boolean): readonly Word[] | PythonError | null {
  try {
    return sortedOrder(host, toValues(host.heap, words), descending).map((i) => words[i]);
  } catch (error) {
    if (error instanceof NeedsPython) return null;
    if (error instanceof PythonError) return error;
    throw error;
  }
}

/**
 * Puts sorted items in the place of those that were seen; false when somebody changed the list meanwhile. Comparing is done outside the mutex,
 * since it may look into other containers; where no code of the listing runs, sorting is one step all the same, as it is for CPython. The caller has leave.
 */
function replaceIfSame(host: Host, list: PyRef, words: readonly Word[], sorted: readonly Word[]): boolean {
  return insideList(host, list, (visible) => {
    if (!holds(host, list, words)) return false;
    listReplace(host.heap, list.at, sorted);
    if (visible) host.world.note(OP.update, list.at, 0, UNBOUND);
    return true;
  });
}

/** Puts the sorted items in the place of those that were seen. @throws ValueError when somebody changed the list meanwhile */
export function replaceSorted(
  host: Host,
  list: PyRef,
  seen: readonly Word[],
  sorted: readonly Word[],
): null | typeof SUSPEND {
  const { heap } = host;
  return change(host, list, () => {
    const now = listWords(heap, list.at);
    if (now.length !== seen.length || now.some((word, i) => word !== seen[i]))
      throw valueError("list modified during sort");
    listReplace(heap, list.at, sorted);
    return null;
  });
}

addMethods(
  LIST,
  {
    append: method("list.append", 1, 1, append),
    extend: method("list.extend", 1, 1, extend),
    insert: method("insert", 2, 2, insert),
    pop: method("pop", 0, 1, pop),
    clear: method("list.clear", 0, 0, clear),
    reverse: method("list.reverse", 0, 0, reverse),
    copy: method("list.copy", 0, 0, copy),
    index: method("index", 1, 3, index),
    count: method("list.count", 1, 1, count),
    remove: method("list.remove", 1, 1, remove),
    sort,
  },
  ofKind(KIND.LIST),
);
