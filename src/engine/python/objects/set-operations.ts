/** What one can do with sets: each a step on the whole set where it is shared. Members with equality written in Python take the prelude's way. */
import type { Address, Word } from "../../base/ids.ts";
import { toBooleanWord } from "../../memory/words.ts";
import { OP } from "../../trace/ops.ts";
import type { Heap } from "../heap.ts";
import type { SUSPEND } from "../native.ts";
import { type Host } from "../native.ts";
import type { PyRef } from "../values.ts";
import { type Value } from "../values.ts";
import { hashKey } from "./hashing.ts";
import { isSharedAt } from "./kinds.ts";
import {
  makeSet,
  SET_MUTEX,
  setAdd,
  setAdopt,
  setClear,
  setEntries,
  setFind,
  setMembers,
  setRemove,
  setReserve,
  setTidy,
} from "./sets.ts";
import { share } from "./share.ts";
import { onWhole, WHOLE_READ, WHOLE_WRITE } from "./visible.ts";

/** Whether a member is there. @throws NeedsPython */
export function setHas(
  host: Host,
  at: Address,
  member: Value,
  hash = hashKey(host.heap, member),
): boolean | typeof SUSPEND {
  return onWhole(
    host,
    at,
    SET_MUTEX,
    WHOLE_READ,
    OP.read,
    () => setFind(host.heap, at, hash, member) >= 0,
    toBooleanWord,
  );
}

/** Adds a member if it is not there. @throws NeedsPython */
export function addMember(
  host: Host,
  at: Address,
  member: Value,
  hash = hashKey(host.heap, member),
): null | typeof SUSPEND {
  const { heap } = host;
  if (isSharedAt(heap.memory, at)) share(heap, member);
  const word = heap.toWord(member);
  return onWhole(
    host,
    at,
    SET_MUTEX,
    WHOLE_WRITE,
    OP.update,
    () => {
      if (setFind(heap, at, hash, member) < 0) setAdd(heap, at, hash, word);
      return null;
    },
    () => word,
  );
}

/** Removes a member; false where it was not there. @throws NeedsPython */
export function removeMember(
  host: Host,
  at: Address,
  member: Value,
  hash = hashKey(host.heap, member),
): boolean | typeof SUSPEND {
  const { heap } = host;
  return onWhole(host, at, SET_MUTEX, WHOLE_WRITE, OP.update, () => {
    const place = setFind(heap, at, hash, member);
    if (place >= 0) setRemove(heap, at, place);
    return place >= 0;
  });
}

/** A new, unshared set of these members. @throws NeedsPython */
export function setFromWords(host: Host, words: readonly Word[], frozen = false): PyRef {
  const set = makeSet(host.heap, frozen);
  for (const word of words) addQuietly(host.heap, set.at, word);
  return set;
}

function addQuietly(heap: Heap, at: Address, word: Word): void {
  const member = heap.fromWord(word);
  const hash = hashKey(heap, member);
  if (setFind(heap, at, hash, member) < 0) setAdd(heap, at, hash, word);
}

/** Takes a whole set in, with the room CPython would make for it. */
function mergeIn(heap: Heap, at: Address, words: readonly Word[]): void {
  setReserve(heap, at, words.length);
  for (const word of words) addQuietly(heap, at, word);
}

export function unionOf(host: Host, left: readonly Word[], right: readonly Word[], frozen: boolean): PyRef {
  const set = makeSet(host.heap, frozen);
  mergeIn(host.heap, set.at, left);
  mergeIn(host.heap, set.at, right);
  return set;
}

/** Goes over the smaller one, as CPython does. */
export function intersectionOf(host: Host, left: readonly Word[], right: readonly Word[], frozen: boolean): PyRef {
  const [small, large] = right.length > left.length ? [left, right] : [right, left];
  const others = setFromWords(host, large);
  return setFromWords(
    host,
    small.filter((word) => isIn(host.heap, others.at, word)),
    frozen,
  );
}

export function differenceOf(host: Host, left: readonly Word[], right: readonly Word[], frozen: boolean): PyRef {
  const others = setFromWords(host, right);
  return setFromWords(
    host,
    left.filter((word) => !isIn(host.heap, others.at, word)),
    frozen,
  );
}

/** A copy of the right one, from which the left one's members are taken or to which they are added, as CPython does. */
export function symmetricDifferenceOf(
  host: Host,
  left: readonly Word[],
  right: readonly Word[],
  frozen: boolean,
): PyRef {
  const set = unionOf(host, right, [], frozen);
  for (const word of left) toggle(host.heap, set.at, word);
  return set;
}

function toggle(heap: Heap, at: Address, word: Word): void {
  const member = heap.fromWord(word);
  const hash = hashKey(heap, member);
  const place = setFind(heap, at, hash, member);
  if (place < 0) setAdd(heap, at, hash, word);
  else setRemove(heap, at, place);
}

/** What an operator or method does to a set in place. @throws NeedsPython */
export type Change = (host: Host, at: Address, others: readonly Word[]) => void;

export const CHANGES = {
  union: (host, at, others) => mergeIn(host.heap, at, others),
  difference: (host, at, others) => {
    for (const word of others) removeQuietly(host.heap, at, word);
    setTidy(host.heap, at);
  },
  intersection: (host, at, others) =>
    setAdopt(host.heap, at, intersectionOf(host, setMembers(host.heap, at), others, false).at),
  symmetricDifference: (host, at, others) => {
    for (const word of others) toggle(host.heap, at, word);
  },
  clear: (host, at) => setClear(host.heap, at),
} as const satisfies Readonly<Record<string, Change>>;

function removeQuietly(heap: Heap, at: Address, word: Word): void {
  const member = heap.fromWord(word);
  const place = setFind(heap, at, hashKey(heap, member), member);
  if (place >= 0) setRemove(heap, at, place);
}

function isIn(heap: Heap, at: Address, word: Word): boolean {
  const member = heap.fromWord(word);
  return setFind(heap, at, hashKey(heap, member), member) >= 0;
}

/** Changes a set as one step. @throws NeedsPython before anything changed */
export function changeSet(host: Host, set: PyRef, change: Change, others: readonly Word[]): null | typeof SUSPEND {
  const { heap } = host;
  for (const word of others) hashKey(heap, heap.fromWord(word));
  if (isSharedAt(heap.memory, set.at)) for (const word of others) share(heap, heap.fromWord(word));
  return onWhole(host, set.at, SET_MUTEX, WHOLE_WRITE, OP.update, () => {
    change(host, set.at, others);
    return null;
  });
}

/** Adds many members as one step. @throws NeedsPython */
export function addAll(host: Host, set: PyRef, words: readonly Word[]): null | typeof SUSPEND {
  const { heap } = host;
  for (const word of words) hashKey(heap, heap.fromWord(word));
  if (isSharedAt(heap.memory, set.at)) for (const word of words) share(heap, heap.fromWord(word));
  return onWhole(host, set.at, SET_MUTEX, WHOLE_WRITE, OP.update, () => {
    for (const word of words) addQuietly(heap, set.at, word);
    return null;
  });
}

/** Removes and gives the first member in the set's order; undefined for an empty set. */
export function popMember(host: Host, set: PyRef): Value | undefined | typeof SUSPEND {
  const { heap } = host;
  return onWhole(host, set.at, SET_MUTEX, WHOLE_WRITE, OP.update, () => {
    const first = setEntries(heap, set.at)[0];
    if (first === undefined) return undefined;
    const member = heap.fromWord(first[1]);
    setRemove(heap, set.at, setFind(heap, set.at, first[0], member));
    return member;
  });
}
