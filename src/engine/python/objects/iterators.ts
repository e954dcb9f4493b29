/**
 * An iterator that `iter()`, `enumerate()`, `zip()` or `reversed()` made: header, WHAT (one of ITERATES), SOURCE (word), POSITION,
 * END (what the source's size was, or where it stops), EXTRA (word). SOURCE is 0 once it is exhausted.
 * Rule: an iterator moves only after leave was given for its one visible step.
 */
import type { Address, Word } from "../../base/ids.ts";
import type { Heap } from "../heap.ts";
import { PyRef, type Value } from "../values.ts";
import { HEADER_WORDS, KIND } from "./kinds.ts";

export const ITERATES = {
  LIST: 1,
  TUPLE: 2,
  STR: 3,
  RANGE: 4,
  DICT_KEYS: 5,
  DICT_VALUES: 6,
  DICT_ITEMS: 7,
  SET: 8,
  DEQUE: 9,
  REVERSED_LIST: 10,
  REVERSED_TUPLE: 11,
  REVERSED_STR: 12,
  REVERSED_DICT: 13,
} as const;
export type Iterates = (typeof ITERATES)[keyof typeof ITERATES];

/** `type(it).__name__` of each. */
export const ITERATOR_TYPE_NAMES: Readonly<Record<Iterates, string>> = {
  [ITERATES.LIST]: "list_iterator",
  [ITERATES.TUPLE]: "tuple_iterator",
  [ITERATES.STR]: "str_iterator",
  [ITERATES.RANGE]: "range_iterator",
  [ITERATES.DICT_KEYS]: "dict_keyiterator",
  [ITERATES.DICT_VALUES]: "dict_valueiterator",
  [ITERATES.DICT_ITEMS]: "dict_itemiterator",
  [ITERATES.SET]: "set_iterator",
  [ITERATES.DEQUE]: "_collections._deque_iterator",
  [ITERATES.REVERSED_LIST]: "list_reverseiterator",
  [ITERATES.REVERSED_TUPLE]: "reversed",
  [ITERATES.REVERSED_STR]: "reversed",
  [ITERATES.REVERSED_DICT]: "dict_reversekeyiterator",
};

export const ITERATOR = {
  WHAT: HEADER_WORDS,
  SOURCE: HEADER_WORDS + 1,
  POSITION: HEADER_WORDS + 2,
  END: HEADER_WORDS + 3,
} as const;
const ITERATOR_WORDS = HEADER_WORDS + 4;

export function makeIterator(heap: Heap, what: Iterates, source: Value, position: number, end: number): PyRef {
  const word = heap.toWord(source);
  const at = heap.alloc(ITERATOR_WORDS);
  heap.store(at, KIND.ITERATOR);
  heap.store(at + ITERATOR.WHAT, what);
  heap.store(at + ITERATOR.SOURCE, word);
  heap.store(at + ITERATOR.POSITION, position);
  heap.store(at + ITERATOR.END, end);
  return new PyRef(at);
}

export function iteratorWords(heap: Heap, at: Address): Word[] {
  return [heap.load(at + ITERATOR.SOURCE)];
}
