/**
 * What one can do with a dict, each as one step where the dict is shared: an entry is an object of its own, named by its key's
 * word; whole-dict operations are steps on the dict. Keys whose equality is written in Python take the prelude's way.
 */
import type { Address, Word } from "../../base/ids.ts";
import { UNBOUND } from "../../memory/words.ts";
import type { Verb } from "../../program/operation.ts";
import { OP } from "../../trace/ops.ts";
import { type Host, type NativeResult, PyRaise, SUSPEND } from "../native.ts";
import type { PyRef } from "../values.ts";
import { type Value } from "../values.ts";
import {
  DICT_MUTEX,
  dictAdd,
  dictClear,
  dictFind,
  dictRemove,
  entryKey,
  entrySlot,
  makeDict,
  NO_ENTRY,
} from "./dicts.ts";
import { peekWhole, toValues } from "./content.ts";
import { hashKey } from "./hashing.ts";
import { isSharedAt } from "./kinds.ts";
import { share } from "./share.ts";
import { callPrelude, NeedsPython, orInPython } from "./specials.ts";
import { onKey, onWhole, READ, WHOLE_WRITE, WRITE } from "./visible.ts";

/** The value of a key; undefined where it is not there; SUSPEND. @throws NeedsPython for keys with equality of their own */
export function dictGet(
  host: Host,
  at: Address,
  key: Value,
  hash = hashKey(host.heap, key),
): Value | undefined | typeof SUSPEND {
  const { heap } = host;
  if (!isSharedAt(heap.memory, at) || !host.world.started) {
    const entry = dictFind(heap, at, hash, key);
    return entry === NO_ENTRY ? undefined : heap.fromWord(heap.load(entrySlot(heap, at, entry)));
  }
  return onEntry(host, at, READ, hash, key, (entry, word) => {
    if (entry !== NO_ENTRY) return heap.fromWord(host.world.read(entrySlot(heap, at, entry), at, word));
    host.world.note(OP.read, at, word, UNBOUND);
    return undefined;
  });
}

/**
 * Does `body` as one step on one key of a shared dict, with its entry (or NO_ENTRY) and the word by which the dict knows the key, so that one
 * key has one word; a new one where it is not there. The look-up is inside the mutex: so nobody can change what it found.
 */
function onEntry<T>(
  host: Host,
  at: Address,
  verb: Verb,
  hash: number,
  key: Value,
  body: (entry: number, keyWord: Word, visible: boolean) => T,
): T | typeof SUSPEND {
  const { heap, world } = host;
  const find = (): number => dictFind(heap, at, hash, key);
  const wordOf = (entry: number): Word => (entry === NO_ENTRY ? heap.toWord(key) : entryKey(heap, at, entry));
  // A gated world is alone in its memory.
  const early = world.gated ? wordOf(find()) : UNBOUND;
  return onKey(host, at, DICT_MUTEX, verb, early, (visible) => {
    const entry = find();
    return body(entry, early === UNBOUND ? wordOf(entry) : early, visible);
  });
}

/** Sets an item. @throws NeedsPython */
export function dictSet(
  host: Host,
  at: Address,
  key: Value,
  value: Value,
  hash = hashKey(host.heap, key),
): null | typeof SUSPEND {
  const { heap } = host;
  const shared = isSharedAt(heap.memory, at);
  if (shared) {
    share(heap, key);
    share(heap, value);
  }
  const valueWord = heap.toWord(value);
  return onEntry(host, at, WRITE, hash, key, (entry, keyWord, visible) => {
    const slot = entry === NO_ENTRY ? dictAdd(heap, at, hash, keyWord, valueWord) : entrySlot(heap, at, entry);
    if (visible) host.world.write(slot, at, keyWord, valueWord);
    else heap.store(slot, valueWord);
    return null;
  });
}

/** Removes an item: a step on the whole dict. Gives its value, undefined where it was not there. @throws NeedsPython */
export function dictTake(
  host: Host,
  at: Address,
  key: Value,
  hash = hashKey(host.heap, key),
): Value | undefined | typeof SUSPEND {
  const { heap } = host;
  return onWhole(host, at, DICT_MUTEX, WHOLE_WRITE, OP.update, () => {
    const entry = dictFind(heap, at, hash, key);
    if (entry === NO_ENTRY) return undefined;
    const value = heap.fromWord(heap.load(entrySlot(heap, at, entry)));
    dictRemove(heap, at, entry);
    return value;
  });
}

/** KeyError with the key itself as its argument. */
export function keyError(host: Host, key: Value): PyRaise {
  return new PyRaise(host.objects.makeExceptionWith("KeyError", [key]));
}

/** `d[key]`. @throws PyRaise KeyError */
export function dictSubscript(host: Host, dict: PyRef, key: Value): NativeResult {
  return orInPython(host, "_dict_subscript", [dict, key], () => {
    const value = dictGet(host, dict.at, key);
    if (value === undefined) throw keyError(host, key);
    return value;
  });
}

export function dictStore(host: Host, dict: PyRef, key: Value, value: Value): NativeResult {
  return orInPython(host, "_dict_store", [dict, key, value], () => dictSet(host, dict.at, key, value));
}

/** `del d[key]`. @throws PyRaise KeyError */
export function dictDelete(host: Host, dict: PyRef, key: Value): NativeResult {
  return orInPython(host, "_dict_delete", [dict, key], () => {
    const value = dictTake(host, dict.at, key);
    if (value === undefined) throw keyError(host, key);
    return value === SUSPEND ? SUSPEND : null;
  });
}

/** A new, unshared dict of keys and values that alternate; a later value of an equal key wins. */
export function dictFromPairs(host: Host, words: readonly Word[]): NativeResult {
  const { heap } = host;
  const dict = makeDict(heap);
  for (let i = 0; i < words.length; i += 2) {
    const key = heap.fromWord(words[i]);
    const hash = hashOrNull(host, key);
    if (hash === null) return callPrelude(host, "_dict_of", wordsToValues(host, words));
    putQuietly(host, dict.at, hash, words[i], words[i + 1]);
  }
  return dict;
}

function wordsToValues(host: Host, words: readonly Word[]): Value[] {
  return words.map((word) => host.heap.fromWord(word));
}

/** null where only Python can say. */
function hashOrNull(host: Host, key: Value): number | null {
  try {
    return hashKey(host.heap, key);
  } catch (error) {
    if (error instanceof NeedsPython) return null;
    throw error;
  }
}

function putQuietly(host: Host, at: Address, hash: number, key: Word, value: Word): void {
  const { heap } = host;
  const entry = dictFind(heap, at, hash, heap.fromWord(key));
  if (entry === NO_ENTRY) dictAdd(heap, at, hash, key, value);
  else heap.store(entrySlot(heap, at, entry), value);
}

/** Merges alternating keys and values into a dict, as one step. */
export function mergePairs(host: Host, dict: PyRef, words: readonly Word[]): null | typeof SUSPEND {
  const { heap } = host;
  const hashes: number[] = [];
  for (let i = 0; i < words.length; i += 2) hashes.push(hashKey(heap, heap.fromWord(words[i])));
  if (isSharedAt(heap.memory, dict.at)) for (const word of words) share(heap, heap.fromWord(word));
  return onWhole(host, dict.at, DICT_MUTEX, WHOLE_WRITE, OP.update, () => {
    hashes.forEach((hash, i) => putQuietly(host, dict.at, hash, words[i * 2], words[i * 2 + 1]));
    return null;
  });
}

export function clearDict(host: Host, dict: PyRef): null | typeof SUSPEND {
  return onWhole(host, dict.at, DICT_MUTEX, WHOLE_WRITE, OP.update, () => {
    dictClear(host.heap, dict.at);
    return null;
  });
}

/** The pairs of a dict, quietly, for keyword arguments. */
export function pairsOf(host: Host, dict: PyRef): [Value, Value][] {
  const values = toValues(host.heap, peekWhole(host, dict));
  return values.flatMap((key, i) => (i % 2 === 0 ? [[key, values[i + 1]] as [Value, Value]] : []));
}

/** `d.setdefault(key, value)`: one write of one key, whether or not it was there. @throws NeedsPython */
export function setDefault(
  host: Host,
  at: Address,
  key: Value,
  value: Value,
  hash = hashKey(host.heap, key),
): Value | typeof SUSPEND {
  const { heap } = host;
  const shared = isSharedAt(heap.memory, at);
  if (shared) {
    share(heap, key);
    share(heap, value);
  }
  const valueWord = heap.toWord(value);
  return onEntry(host, at, WRITE, hash, key, (entry, keyWord, visible) => {
    const slot = entry === NO_ENTRY ? dictAdd(heap, at, hash, keyWord, valueWord) : entrySlot(heap, at, entry);
    const word = heap.load(slot);
    if (visible) host.world.note(OP.update, at, keyWord, word);
    return heap.fromWord(word);
  });
}
