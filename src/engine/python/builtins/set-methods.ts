/** Methods of set and frozenset: each is one step on the whole set. */
import type { Word } from "../../base/ids.ts";
import { type Host, type NativeResult, SUSPEND } from "../native.ts";
import { isSubset } from "../objects/compare.ts";
import { peekWhole, readWhole } from "../objects/content.ts";
import { keyError } from "../objects/dict-operations.ts";
import { addMethods } from "../objects/immutables.ts";
import { KIND } from "../objects/kinds.ts";
import { makeListOfWords } from "../objects/lists.ts";
import {
  addAll,
  addMember,
  type Change,
  changeSet,
  CHANGES,
  differenceOf,
  intersectionOf,
  popMember,
  removeMember,
  setFromWords,
  symmetricDifferenceOf,
  unionOf,
} from "../objects/set-operations.ts";
import { orInPython, typeError } from "../objects/specials.ts";
import { FROZEN_SET, ofKind, SET } from "../objects/types.ts";
import { PythonError } from "../text/index.ts";
import { PyRef, type Value } from "../values.ts";
import { bindNames, method, withItems } from "./arguments.ts";

for (const [type, frozen] of [
  [SET, false],
  [FROZEN_SET, true],
] as const) {
  type.make = (host, _type, args, keywords) => {
    const [iterable] = bindNames(type.name, args, keywords, ["iterable"], 0, 1);
    if (iterable === undefined) return setFromWords(host, [], frozen);
    return withItems(host, iterable, (again, items) => setOfItems(again, items, frozen));
  };
}

function setOfItems(host: Host, items: readonly Value[], frozen: boolean): NativeResult {
  return orInPython(host, frozen ? "_frozenset_of" : "_set_of", items.slice(), () =>
    setFromWords(
      host,
      items.map((item) => host.heap.toWord(item)),
      frozen,
    ),
  );
}

function self(args: readonly Value[]): PyRef {
  const [set] = args;
  if (set instanceof PyRef) return set;
  throw typeError("descriptor requires a 'set' object");
}

type Combine = typeof unionOf;

/** `a.union(b, c…)`: a new set; the first shared one is what is told as read. */
function combining(combine: Combine): (host: Host, args: Value[]) => NativeResult {
  return (host, args) => {
    const set = self(args);
    const words = readWhole(host, set);
    if (words === SUSPEND) return SUSPEND;
    return combineAll(host, set, words, args.slice(1), combine);
  };
}

function combineAll(
  host: Host,
  set: PyRef,
  words: readonly Word[],
  others: readonly Value[],
  combine: Combine,
): NativeResult {
  const frozen = host.heap.kind(set) === KIND.FROZEN_SET;
  if (others.length === 0) return setFromWords(host, words, frozen);
  return withItems(
    host,
    others[0],
    (again, items) => {
      const made = combine(
        again,
        words,
        items.map((item) => again.heap.toWord(item)),
        frozen,
      );
      return others.length === 1 ? made : combineAll(again, made, peekWhole(again, made), others.slice(1), combine);
    },
    true,
  );
}

/** `a.difference_update(b)`. */
function updating(change: Change): (host: Host, args: Value[]) => NativeResult {
  return (host, args) => {
    const set = self(args);
    return withItems(
      host,
      args[1],
      (again, items) =>
        changeSet(
          again,
          set,
          change,
          items.map((item) => again.heap.toWord(item)),
        ),
      true,
    );
  };
}

function update(host: Host, args: Value[]): NativeResult {
  const [set, ...others] = args;
  return updateFrom(host, set as PyRef, others);
}

/** Collects the items of all iterables first: adding them is the one visible step. */
function updateFrom(host: Host, set: PyRef, others: readonly Value[], collected: readonly Word[] = []): NativeResult {
  if (others.length === 0)
    return orInPython(host, "_set_update", [set, makeListOfWords(host.heap, collected)], () =>
      addAll(host, set, collected),
    );
  return withItems(
    host,
    others[0],
    (again, items) => {
      const words = items.map((item) => again.heap.toWord(item));
      return updateFrom(again, set, others.slice(1), [...collected, ...words]);
    },
    true,
  );
}

function remove(host: Host, args: Value[]): NativeResult {
  return orInPython(host, "_set_remove", args, () => {
    const removed = removeMember(host, self(args).at, args[1]);
    if (removed === SUSPEND) return SUSPEND;
    if (!removed) throw keyError(host, args[1]);
    return null;
  });
}

function discard(host: Host, args: Value[]): NativeResult {
  return orInPython(host, "_set_discard", args, () =>
    removeMember(host, self(args).at, args[1]) === SUSPEND ? SUSPEND : null,
  );
}

function pop(host: Host, args: Value[]): NativeResult {
  const member = popMember(host, self(args));
  if (member === undefined) throw new PythonError("KeyError", "pop from an empty set");
  return member;
}

function copy(host: Host, args: Value[]): NativeResult {
  const words = readWhole(host, self(args));
  return words === SUSPEND ? SUSPEND : unionOf(host, words, [], host.heap.kind(self(args)) === KIND.FROZEN_SET);
}

const READING = {
  union: combining(unionOf),
  intersection: combining(intersectionOf),
  difference: combining(differenceOf),
  symmetric_difference: combining(symmetricDifferenceOf),
} as const;

for (const type of [SET, FROZEN_SET]) {
  addMethods(
    type,
    {
      union: method("union", 0, Number.POSITIVE_INFINITY, READING.union),
      intersection: method("intersection", 0, Number.POSITIVE_INFINITY, READING.intersection),
      difference: method("difference", 0, Number.POSITIVE_INFINITY, READING.difference),
      symmetric_difference: method("symmetric_difference", 1, 1, READING.symmetric_difference),
      issubset: method("issubset", 1, 1, (host, [set, other]) => isSubset(host, set, other)),
      issuperset: method("issuperset", 1, 1, (host, [set, other]) => isSubset(host, other, set)),
      isdisjoint: method("isdisjoint", 1, 1, (host, [set, other]) => isDisjoint(host, set as PyRef, other)),
      copy: method("copy", 0, 0, copy),
    },
    ofKind(KIND.SET, KIND.FROZEN_SET),
  );
}

function isDisjoint(host: Host, set: PyRef, other: Value): NativeResult {
  return withItems(host, other, (again, items) => {
    const words = peekWhole(again, set);
    const common = intersectionOf(
      again,
      words,
      items.map((item) => again.heap.toWord(item)),
      false,
    );
    return peekWhole(again, common).length === 0;
  });
}

addMethods(
  SET,
  {
    add: method("set.add", 1, 1, (host, args) =>
      orInPython(host, "_set_add", args, () => addMember(host, self(args).at, args[1])),
    ),
    update: method("update", 0, Number.POSITIVE_INFINITY, update),
    difference_update: method("difference_update", 1, 1, updating(CHANGES.difference)),
    intersection_update: method("intersection_update", 1, 1, updating(CHANGES.intersection)),
    symmetric_difference_update: method("symmetric_difference_update", 1, 1, updating(CHANGES.symmetricDifference)),
    remove: method("set.remove", 1, 1, remove),
    discard: method("set.discard", 1, 1, discard),
    pop: method("set.pop", 0, 0, pop),
    clear: method("set.clear", 0, 0, (host, args) => changeSet(host, self(args), CHANGES.clear, [])),
  },
  ofKind(KIND.SET),
);
