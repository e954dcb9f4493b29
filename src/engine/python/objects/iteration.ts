/**
 * `for x in value`: what goes round, and one step of it. Over a shared container each step is one read of the whole container,
 * so it may have to stop first, and then has not moved. The same steps serve loops and heap iterators.
 */
import type { Address } from "../../base/ids.ts";
import { UNBOUND } from "../../memory/words.ts";
import { OP } from "../../trace/ops.ts";
import type { Heap } from "../heap.ts";
import { END, LoopIterator, RangeIterator, Resume } from "../callables.ts";
import { type Host, type NativeResult, PyRaise, SUSPEND, TailCall, type Then } from "../native.ts";
import { PythonError } from "../text/index.ts";
import { PyRef, PyTuple, type Value } from "../values.ts";
import { isContainer, itemsOf } from "./content.ts";
import { DEQUE_MUTEX, dequeCount, dequeSlot } from "./deques.ts";
import { DICT_MUTEX, dictCount, dictUsed, entryKey, entrySlot } from "./dicts.ts";
import { PyRange, PyType, PyView } from "./immutables.ts";
import { ITERATES, type Iterates, ITERATOR, makeIterator } from "./iterators.ts";
import { isIterableGenerator } from "./generators.ts";
import { KIND } from "./kinds.ts";
import { listLength, listSlot, LIST_MUTEX } from "./lists.ts";
import { memberAt, SET_MUTEX, setCount, setPlaces } from "./sets.ts";
import { typeError, typeNameOf, userMethod } from "./specials.ts";
import { isVisible, onWhole, WHOLE_READ } from "./visible.ts";

type Step = Value | typeof END | typeof SUSPEND;

/** Where an iteration stands; the same for loops and for iterators in the heap. */
interface Cursor {
  position: number;
  /** The size of a dict or set when the iteration began. */
  end: number;
}

/** One step over `source`; moves `cursor` unless it has to stop first. */
function stepOver(host: Host, what: Iterates, source: Value, cursor: Cursor): Step {
  switch (what) {
    case ITERATES.LIST:
      return stepList(host, (source as PyRef).at, cursor);
    case ITERATES.TUPLE:
      return stepItems((source as PyTuple).items, cursor);
    case ITERATES.STR:
      return stepString(source as string, cursor);
    case ITERATES.RANGE:
      return stepRange(source as PyRange, cursor);
    case ITERATES.SET:
      return stepSet(host, source as PyRef, cursor);
    case ITERATES.DEQUE:
      return stepDeque(host, (source as PyRef).at, cursor);
    case ITERATES.REVERSED_LIST:
      return stepBack(host, (source as PyRef).at, cursor);
    case ITERATES.REVERSED_TUPLE:
      return cursor.position < 0 ? END : (source as PyTuple).items[cursor.position--];
    case ITERATES.REVERSED_STR:
      return cursor.position < 0 ? END : Array.from(source as string)[cursor.position--];
    default:
      return stepDict(host, what, source as PyRef, cursor);
  }
}

function stepList(host: Host, at: Address, cursor: Cursor): Step {
  const { heap } = host;
  const visible = isVisible(host, at);
  if (visible && host.mustStop(WHOLE_READ, at, 0)) return SUSPEND;
  const { position } = cursor;
  const found = position < listLength(heap, at) ? heap.memory.load(listSlot(heap, at, position)) : UNBOUND;
  const word = visible ? host.world.note(OP.read, at, 0, found) : found;
  if (word === UNBOUND) return END;
  cursor.position = position + 1;
  return heap.fromWord(word);
}

function stepBack(host: Host, at: Address, cursor: Cursor): Step {
  if (cursor.position < 0) return END;
  return onWhole(host, at, LIST_MUTEX, WHOLE_READ, OP.read, () => {
    const { position } = cursor;
    if (position >= listLength(host.heap, at)) return END;
    cursor.position = position - 1;
    return host.heap.fromWord(host.heap.load(listSlot(host.heap, at, position)));
  });
}

function stepItems(items: readonly Value[], cursor: Cursor): Step {
  return cursor.position < items.length ? items[cursor.position++] : END;
}

/** The position counts UTF-16 units. */
function stepString(text: string, cursor: Cursor): Step {
  if (cursor.position >= text.length) return END;
  const character = String.fromCodePoint(text.codePointAt(cursor.position)!);
  cursor.position += character.length;
  return character;
}

function stepRange(range: PyRange, cursor: Cursor): Step {
  return cursor.position < range.length ? range.start + range.step * cursor.position++ : END;
}

function stepDeque(host: Host, at: Address, cursor: Cursor): Step {
  const { heap } = host;
  return onWhole(host, at, DEQUE_MUTEX, WHOLE_READ, OP.read, () => {
    if (dequeCount(heap, at) !== cursor.end) throw new PythonError("RuntimeError", "deque mutated during iteration");
    if (cursor.position >= cursor.end) return END;
    return heap.fromWord(heap.load(dequeSlot(heap, at, cursor.position++)));
  });
}

function changedSize(what: string): PythonError {
  return new PythonError("RuntimeError", `${what} changed size during iteration`);
}

function stepSet(host: Host, set: PyRef, cursor: Cursor): Step {
  const { heap } = host;
  const { at } = set;
  return onWhole(host, at, SET_MUTEX, WHOLE_READ, OP.read, () => {
    if (setCount(heap, at) !== cursor.end) throw changedSize("Set");
    const places = setPlaces(heap, at);
    while (cursor.position < places) {
      const word = memberAt(heap, at, cursor.position++);
      if (word !== 0) return heap.fromWord(word);
    }
    return END;
  });
}

function stepDict(host: Host, what: Iterates, dict: PyRef, cursor: Cursor): Step {
  const { heap } = host;
  const { at } = dict;
  return onWhole(host, at, DICT_MUTEX, WHOLE_READ, OP.read, () => {
    if (dictCount(heap, at) !== cursor.end) throw changedSize("dictionary");
    const back = what === ITERATES.REVERSED_DICT;
    while (back ? cursor.position >= 0 : cursor.position < dictUsed(heap, at)) {
      const entry = back ? cursor.position-- : cursor.position++;
      const key = entryKey(heap, at, entry);
      if (key !== 0) return entryValue(host, what, at, entry);
    }
    return END;
  });
}

function entryValue(host: Host, what: Iterates, at: Address, entry: number): Value {
  const { heap } = host;
  const key = (): Value => heap.fromWord(entryKey(heap, at, entry));
  const value = (): Value => heap.fromWord(heap.load(entrySlot(heap, at, entry)));
  if (what === ITERATES.DICT_VALUES) return value();
  return what === ITERATES.DICT_ITEMS ? new PyTuple([key(), value()]) : key();
}

/** A loop over a built-in container; it lives in a frame. */
export class ContainerLoop extends LoopIterator implements Cursor {
  readonly what: Iterates;
  readonly source: Value;
  position: number;
  end: number;

  constructor(what: Iterates, source: Value, position: number, end: number) {
    super();
    this.what = what;
    this.source = source;
    this.position = position;
    this.end = end;
  }

  override next(host: Host): Step {
    return stepOver(host, this.what, this.source, this);
  }

  override clone(): ContainerLoop {
    return new ContainerLoop(this.what, this.source, this.position, this.end);
  }
}

/** A loop over an iterator in the heap: steps that one in place. */
export class IteratorLoop extends LoopIterator {
  readonly iterator: PyRef;

  constructor(iterator: PyRef) {
    super();
    this.iterator = iterator;
  }

  override next(host: Host): Step {
    return stepIterator(host, this.iterator.at);
  }

  override clone(): IteratorLoop {
    return this;
  }
}

/** One step of an iterator in the heap. */
function stepIterator(host: Host, at: Address): Step {
  const { heap } = host;
  const what = heap.load(at + ITERATOR.WHAT) as Iterates;
  const cursor: Cursor = { position: heap.load(at + ITERATOR.POSITION), end: heap.load(at + ITERATOR.END) };
  const source = heap.load(at + ITERATOR.SOURCE);
  if (source === 0) return END;
  const item = stepOver(host, what, heap.fromWord(source), cursor);
  if (item === SUSPEND) return SUSPEND;
  heap.store(at + ITERATOR.POSITION, cursor.position);
  // An exhausted iterator stays so, whatever is added later.
  if (item === END) heap.store(at + ITERATOR.SOURCE, 0);
  return item;
}

/** What to iterate over, and where to begin; null for what is no built-in container. */
function startOf(host: Host, value: Value): ContainerLoop | null {
  if (typeof value === "string") return new ContainerLoop(ITERATES.STR, value, 0, 0);
  if (value instanceof PyTuple) return new ContainerLoop(ITERATES.TUPLE, value, 0, 0);
  if (value instanceof PyRange) return new ContainerLoop(ITERATES.RANGE, value, 0, 0);
  if (value instanceof PyView) return dictLoop(host, value.dict, VIEW_STEPS[value.view]);
  return value instanceof PyRef ? startOfRef(host, value) : null;
}

const VIEW_STEPS = { keys: ITERATES.DICT_KEYS, values: ITERATES.DICT_VALUES, items: ITERATES.DICT_ITEMS } as const;

function dictLoop(host: Host, dict: PyRef, what: Iterates): ContainerLoop {
  return new ContainerLoop(what, dict, 0, sizeAtStart(host, dict, dictCount));
}

/** How large a container is when an iteration begins: that is no step. */
function sizeAtStart(host: Host, { at }: PyRef, count: (heap: Heap, at: Address) => number): number {
  const size = count(host.heap, at);
  return isVisible(host, at) ? host.world.remember(size) : size;
}

function startOfRef(host: Host, ref: PyRef): ContainerLoop | null {
  const { heap } = host;
  switch (heap.kind(ref)) {
    case KIND.LIST:
      return new ContainerLoop(ITERATES.LIST, ref, 0, 0);
    case KIND.DICT:
      return dictLoop(host, ref, ITERATES.DICT_KEYS);
    case KIND.SET:
    case KIND.FROZEN_SET:
      return new ContainerLoop(ITERATES.SET, ref, 0, sizeAtStart(host, ref, setCount));
    case KIND.DEQUE:
      return new ContainerLoop(ITERATES.DEQUE, ref, 0, sizeAtStart(host, ref, dequeCount));
    default:
      return null;
  }
}

/** For loops: a LoopIterator where the built-ins know how, else the iterator itself. @throws TypeError "'int' object is not iterable" */
export function getIterator(host: Host, value: Value): LoopIterator | NativeResult {
  if (value instanceof PyRange) return new RangeIterator(value.start, value.step, value.length);
  const loop = startOf(host, value);
  if (loop !== null) return loop;
  if (value instanceof PyRef && host.heap.kind(value) === KIND.ITERATOR) return new IteratorLoop(value);
  return otherIterator(host, value);
}

/** `iter(value)`: always an object. */
export function makeIteratorOf(host: Host, value: Value): NativeResult {
  const loop = startOf(host, value);
  if (loop !== null) return makeIterator(host.heap, loop.what, loop.source, loop.position, loop.end);
  if (value instanceof PyRef && host.heap.kind(value) === KIND.ITERATOR) return value;
  return otherIterator(host, value);
}

function otherIterator(host: Host, value: Value): NativeResult {
  const { heap } = host;
  if (isIterableGenerator(heap, value)) return value;
  const iter = userMethod(heap, value, "__iter__");
  if (iter !== undefined && iter !== null) return new TailCall(iter, [value], null, checkIterator);
  if (iter === undefined && userMethod(heap, value, "__getitem__") !== undefined) {
    return new TailCall(host.preludeValue("builtins", "_iterate_by_index"), [value]);
  }
  throw typeError(`'${value instanceof PyType ? "type" : typeNameOf(heap, value)}' object is not iterable`);
}

/** Whether `iter(value)` would give something. */
export function isIterable(host: Host, value: Value): boolean {
  const { heap } = host;
  if (typeof value === "string" || value instanceof PyTuple || value instanceof PyRange || value instanceof PyView)
    return true;
  if (!(value instanceof PyRef)) return false;
  if (isContainer(heap, value) || heap.kind(value) === KIND.ITERATOR || isIterableGenerator(heap, value)) return true;
  const iter = userMethod(heap, value, "__iter__");
  return iter === undefined ? userMethod(heap, value, "__getitem__") !== undefined : iter !== null;
}

const checkIterator: Then = (host, result) => {
  if (result instanceof PyRef) {
    const kind = host.heap.kind(result);
    if (
      kind === KIND.ITERATOR ||
      isIterableGenerator(host.heap, result) ||
      userMethod(host.heap, result, "__next__") !== undefined
    )
      return result;
  }
  throw typeError(`iter() returned non-iterator of type '${typeNameOf(host.heap, result)}'`);
};

/** `next(iterator)`: END as StopIteration. @throws PyRaise StopIteration, TypeError "'list' object is not an iterator" */
export function iteratorNext(host: Host, iterator: Value, fallback?: Value): NativeResult {
  const { heap } = host;
  if (iterator instanceof PyRef) {
    const kind = heap.kind(iterator);
    if (isIterableGenerator(heap, iterator)) return new Resume(iterator, "next", null, fallback);
    if (kind === KIND.ITERATOR) return stepOrStop(host, iterator, fallback);
  }
  const next = userMethod(heap, iterator, "__next__");
  if (next !== undefined) {
    if (fallback === undefined) return new TailCall(next, [iterator]);
    return new TailCall(host.preludeValue("builtins", "_next_or"), [iterator, fallback]);
  }
  throw typeError(`'${typeNameOf(heap, iterator)}' object is not an iterator`);
}

function stepOrStop(host: Host, iterator: PyRef, fallback: Value | undefined): NativeResult {
  const item = stepIterator(host, iterator.at);
  if (item !== END) return item;
  if (fallback !== undefined) return fallback;
  throw new PyRaise(host.objects.makeExceptionWith("StopIteration", []));
}

/** `reversed(value)` of built-in sequences; null for what is none. */
export function makeReversed(host: Host, value: Value): Value | typeof SUSPEND | null {
  const { heap } = host;
  if (value instanceof PyView)
    return value.view === "keys" ? makeReversed(host, value.dict) : reversedView(host, value);
  if (typeof value === "string")
    return makeIterator(heap, ITERATES.REVERSED_STR, value, Array.from(value).length - 1, 0);
  if (value instanceof PyTuple) return makeIterator(heap, ITERATES.REVERSED_TUPLE, value, value.items.length - 1, 0);
  if (value instanceof PyRange) {
    const last = value.start + (value.length - 1) * value.step;
    return makeIterator(heap, ITERATES.RANGE, new PyRange(last, last - value.length * value.step, -value.step), 0, 0);
  }
  if (!(value instanceof PyRef)) return null;
  const kind = heap.kind(value);
  if (kind === KIND.LIST)
    return makeIterator(heap, ITERATES.REVERSED_LIST, value, sizeAtStart(host, value, listLength) - 1, 0);
  if (kind !== KIND.DICT) return null;
  const last = sizeAtStart(host, value, dictUsed) - 1;
  return makeIterator(heap, ITERATES.REVERSED_DICT, value, last, sizeAtStart(host, value, dictCount));
}

/** Of values and items: what was there when it began. */
function reversedView(host: Host, view: PyView): Value | typeof SUSPEND {
  const items = itemsOf(host, view);
  if (items === SUSPEND) return SUSPEND;
  return makeIterator(host.heap, ITERATES.TUPLE, new PyTuple((items ?? []).reverse()), 0, 0);
}
