/** `+` and `*` of lists and tuples, `|`, `&`, `-`, `^` of sets and dicts, and what they change in place. */
import type { Word } from "../../base/ids.ts";
import { OP } from "../../trace/ops.ts";
import { BINARY } from "../bytecode.ts";
import type { Heap } from "../heap.ts";
import { type Host, type NativeResult, SUSPEND } from "../native.ts";
import { allowedLength } from "../text/index.ts";
import type { PyRef } from "../values.ts";
import { PyTuple, type Value } from "../values.ts";
import { peekItems, peekWhole, readWhole } from "./content.ts";
import { dictFromPairs, mergePairs } from "./dict-operations.ts";
import { intOf } from "./integers.ts";
import { PyView } from "./immutables.ts";
import { isSharedAt, KIND } from "./kinds.ts";
import { LIST_MUTEX, listExtend, listReplace, listWords, makeListOfWords } from "./lists.ts";
import {
  type Change,
  changeSet,
  CHANGES,
  differenceOf,
  intersectionOf,
  symmetricDifferenceOf,
  unionOf,
} from "./set-operations.ts";
import { share } from "./share.ts";
import { callPrelude } from "./specials.ts";
import { isKind } from "./types.ts";
import { isVisible, onWhole, WHOLE_WRITE } from "./visible.ts";

/** The result of an operator on containers; undefined where it has none. */
export function combineContainers(host: Host, operator: number, left: Value, right: Value): NativeResult | undefined {
  if (operator === BINARY.ADD) return concatenate(host, left, right);
  if (operator === BINARY.MULTIPLY) return repeatList(host, left, right);
  if (isSet(host.heap, left) && isSet(host.heap, right)) return combineSets(host, operator, left, right);
  if (isSetView(left) || isSetView(right)) return combineViews(host, operator, left, right);
  if (operator === BINARY.OR && isKind(host.heap, left, KIND.DICT) && isKind(host.heap, right, KIND.DICT)) {
    return mergeDicts(host, left, right);
  }
  return undefined;
}

function concatenate(host: Host, left: Value, right: Value): NativeResult | undefined {
  if (left instanceof PyTuple && right instanceof PyTuple) return new PyTuple([...left.items, ...right.items]);
  if (isKind(host.heap, left, KIND.DEQUE) && isKind(host.heap, right, KIND.DEQUE))
    return callPrelude(host, "_joined", [left, right]);
  if (!isKind(host.heap, left, KIND.LIST) || !isKind(host.heap, right, KIND.LIST)) return undefined;
  const words = readBoth(host, left, right);
  return words === SUSPEND ? SUSPEND : makeListOfWords(host.heap, [...words[0], ...words[1]]);
}

/** Content of two containers as one visible read: of the left one where it is shared, else of the right one. */
export function readBoth(
  host: Host,
  left: PyRef,
  right: PyRef,
): readonly [readonly Word[], readonly Word[]] | typeof SUSPEND {
  if (isVisible(host, left.at)) {
    const words = readWhole(host, left);
    return words === SUSPEND ? SUSPEND : [words, peekWhole(host, right)];
  }
  const words = readWhole(host, right);
  return words === SUSPEND ? SUSPEND : [peekWhole(host, left), words];
}

function repeatList(host: Host, left: Value, right: Value): NativeResult | undefined {
  if (isKind(host.heap, left, KIND.DEQUE) && intOf(right) !== null)
    return callPrelude(host, "_repeated", [left, right]);
  const list = isKind(host.heap, left, KIND.LIST) ? left : right;
  const times = intOf(list === left ? right : left);
  if (times === null || !isKind(host.heap, list, KIND.LIST)) return undefined;
  const words = readWhole(host, list);
  if (words === SUSPEND) return SUSPEND;
  return makeListOfWords(host.heap, repeatWords(words, allowedLength(words.length, times)));
}

function repeatWords(words: readonly Word[], count: number): Word[] {
  if (words.length === 1) return new Array<Word>(count).fill(words[0]);
  const repeated = new Array<Word>(count);
  for (let i = 0; i < count; i++) repeated[i] = words[i % words.length];
  return repeated;
}

export function isSet(heap: Heap, value: Value): value is PyRef {
  return isKind(heap, value, KIND.SET) || isKind(heap, value, KIND.FROZEN_SET);
}

function combineSets(host: Host, operator: number, left: PyRef, right: PyRef): NativeResult | undefined {
  const combine = SET_OPERATORS.get(operator);
  if (combine === undefined) return undefined;
  const words = readBoth(host, left, right);
  if (words === SUSPEND) return SUSPEND;
  return combine(host, words[0], words[1], host.heap.kind(left) === KIND.FROZEN_SET);
}

function isSetView(value: Value): value is PyView {
  return value instanceof PyView && value.view !== "values";
}

/** `d.keys() & other`: a set; the other side may be any iterable when the left one is a view. */
function combineViews(host: Host, operator: number, left: Value, right: Value): NativeResult | undefined {
  const combine = SET_OPERATORS.get(operator);
  if (combine === undefined) return undefined;
  if (!isSetView(left) && !isSet(host.heap, left)) return undefined;
  const [words, others] = [plainWords(host, left), plainWords(host, right)];
  return words === null || others === null ? undefined : combine(host, words, others, false);
}

type Combine = (host: Host, left: readonly Word[], right: readonly Word[], frozen: boolean) => PyRef;

const SET_OPERATORS = new Map<number, Combine>([
  [BINARY.OR, unionOf],
  [BINARY.AND, intersectionOf],
  [BINARY.SUBTRACT, differenceOf],
  [BINARY.XOR, symmetricDifferenceOf],
]);

function mergeDicts(host: Host, left: PyRef, right: PyRef): NativeResult {
  const words = readBoth(host, left, right);
  return words === SUSPEND ? SUSPEND : dictFromPairs(host, [...words[0], ...words[1]]);
}

/** What the in-place operator changes; undefined where the plain operator is meant. */
export function extendInPlace(host: Host, operator: number, left: Value, right: Value): NativeResult | undefined {
  const { heap } = host;
  if (isKind(heap, left, KIND.LIST)) return changeList(host, operator, left, right);
  if (isKind(heap, left, KIND.DEQUE) && operator === BINARY.ADD)
    return callPrelude(host, "_extend_right", [left, right]);
  if (isKind(heap, left, KIND.SET) && isSet(heap, right)) return changeSetInPlace(host, operator, left, right);
  if (isKind(heap, left, KIND.DICT) && operator === BINARY.OR) return changeDict(host, left, right);
  return undefined;
}

/** `d |= other`: a dict, or pairs as `update` takes them. */
function changeDict(host: Host, dict: PyRef, right: Value): NativeResult {
  if (!isKind(host.heap, right, KIND.DICT)) return callPrelude(host, "_updated", [dict, right]);
  return mergePairs(host, dict, peekWhole(host, right)) === SUSPEND ? SUSPEND : dict;
}

function changeList(host: Host, operator: number, list: PyRef, right: Value): NativeResult | undefined {
  if (operator === BINARY.ADD) {
    const words = plainWords(host, right);
    if (words === null) return callPrelude(host, "_extend", [list, right]);
    return extendWithWords(host, list, words) === SUSPEND ? SUSPEND : list;
  }
  const times = operator === BINARY.MULTIPLY ? intOf(right) : null;
  if (times === null) return undefined;
  const done = onWhole(host, list.at, LIST_MUTEX, WHOLE_WRITE, OP.update, () => {
    const words = listWords(host.heap, list.at);
    listReplace(host.heap, list.at, repeatWords(words, allowedLength(words.length, times)));
    return null;
  });
  return done === SUSPEND ? SUSPEND : list;
}

/** Adds to a list as one step. */
export function extendWithWords(host: Host, list: PyRef, words: readonly Word[]): null | typeof SUSPEND {
  const { heap } = host;
  if (isSharedAt(heap.memory, list.at)) for (const word of words) share(heap, heap.fromWord(word));
  return onWhole(host, list.at, LIST_MUTEX, WHOLE_WRITE, OP.update, () => {
    listExtend(heap, list.at, words);
    return null;
  });
}

/**
 * Words of what iterating over a built-in iterable gives; null where that needs Python code, or where it cannot be iterated
 * over at all. A shared container is copied quietly: the step is the change of another one.
 */
export function plainWords(host: Host, iterable: Value): Word[] | null {
  const items = peekItems(host, iterable);
  return items === null ? null : items.map((item) => host.heap.toWord(item));
}

const SET_CHANGES = new Map<number, Change>([
  [BINARY.OR, CHANGES.union],
  [BINARY.AND, CHANGES.intersection],
  [BINARY.SUBTRACT, CHANGES.difference],
  [BINARY.XOR, CHANGES.symmetricDifference],
]);

function changeSetInPlace(host: Host, operator: number, left: PyRef, right: PyRef): NativeResult | undefined {
  const change = SET_CHANGES.get(operator);
  if (change === undefined) return undefined;
  return changeSet(host, left, change, peekWhole(host, right)) === SUSPEND ? SUSPEND : left;
}
