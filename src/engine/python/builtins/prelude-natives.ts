/** Natives that only the prelude's `builtins` calls: what its Python cannot say. Their names begin with an underscore. */
import type { Word } from "../../base/ids.ts";
import { type Host, type Native, type NativeResult, SUSPEND } from "../native.ts";
import { peekInside, peekWhole } from "../objects/content.ts";
import { dictGet, dictSet, dictTake, keyError, setDefault } from "../objects/dict-operations.ts";
import { DICT_MUTEX, dictCandidates, entryKey } from "../objects/dicts.ts";
import { KIND } from "../objects/kinds.ts";
import { listWords, makeList, makeListOfWords } from "../objects/lists.ts";
import { percentAsText, percentWants } from "../objects/percent.ts";
import { addMember, removeMember } from "../objects/set-operations.ts";
import { makeSet, SET_MUTEX, setCandidates } from "../objects/sets.ts";
import { sortedOrder } from "../objects/sorting.ts";
import { callPrelude, NeedsPython } from "../objects/specials.ts";
import { isKind } from "../objects/types.ts";
import { hashInt, pythonHashTuple, type Int } from "../text/index.ts";
import type { PyRef } from "../values.ts";
import { PyTuple, type Value } from "../values.ts";
import { copyMetadata, hasSameMetadata } from "./exception-methods.ts";
import { printTextNative } from "./print.ts";
import { removeIfThere, replaceSorted } from "./list-methods.ts";
import { isVisible, WHOLE_WRITE } from "../objects/visible.ts";

/** Keys or members whose hash is the given one. */
function candidates(host: Host, [table, hash]: Value[]): NativeResult {
  const { heap } = host;
  const { at } = table as PyRef;
  const folded = hashInt(hash as Int);
  const isDict = isKind(heap, table, KIND.DICT);
  const look = (): readonly Word[] =>
    isDict
      ? dictCandidates(heap, at, folded).map((entry) => entryKey(heap, at, entry))
      : setCandidates(heap, at, folded);
  return makeListOfWords(heap, peekInside(host, at, isDict ? DICT_MUTEX : SET_MUTEX, look));
}

function refOf(value: Value): number {
  return (value as PyRef).at;
}

function getHashed(host: Host, [dict, hash, key]: Value[]): NativeResult {
  const value = dictGet(host, refOf(dict), key, hashInt(hash as Int));
  if (value === undefined) throw keyError(host, key);
  return value;
}

function takeHashed(host: Host, [dict, hash, key]: Value[]): NativeResult {
  const value = dictTake(host, refOf(dict), key, hashInt(hash as Int));
  if (value === undefined) throw keyError(host, key);
  return value;
}

/** Positions of keys in sorted order. */
function orderOf(host: Host, [keys, reverse]: Value[]): NativeResult {
  const values = host.objects.listItems(keys);
  try {
    return makeList(host.heap, sortedOrder(host, values, reverse === true));
  } catch (error) {
    if (error instanceof NeedsPython) return callPrelude(host, "_merge_order", [keys, reverse]);
    throw error;
  }
}

/** The items at these positions. */
function pick(host: Host, [items, order]: Value[]): NativeResult {
  const words = listWords(host.heap, refOf(items));
  return makeListOfWords(
    host.heap,
    host.objects.listItems(order).map((i) => words[i as number]),
  );
}

/** `_replace_sorted(list, seen, sorted)`: the one visible step of a sort. */
function replace(host: Host, [list, seen, sorted]: Value[]): NativeResult {
  const { heap } = host;
  return replaceSorted(host, list as PyRef, listWords(heap, refOf(seen)), listWords(heap, refOf(sorted)));
}

/** A quiet copy of a container. */
function peek(host: Host, [container]: Value[]): NativeResult {
  return makeListOfWords(host.heap, peekWhole(host, container as PyRef));
}

/** Removes the item at a place if it still is the one that was seen there. */
function removeSeen(host: Host, [list, place, item]: Value[]): NativeResult {
  const { at } = list as PyRef;
  if (isVisible(host, at) && host.mustStop(WHOLE_WRITE, at, 0)) return SUSPEND;
  return removeIfThere(host, list as PyRef, place as number, host.heap.toWord(item));
}

/** What each conversion of a `%` format wants, as (key or None, letter). */
function wants(_host: Host, [format]: Value[]): Value {
  return new PyTuple(percentWants(format as string).map(([key, letter]) => new PyTuple([key, letter])));
}

export const PRELUDE_NATIVES: Readonly<Record<string, Native>> = {
  _copy_metadata: copyMetadata,
  _has_same_metadata: hasSameMetadata,
  _print_text: printTextNative,
  _candidates: candidates,
  _get_hashed: getHashed,
  _set_hashed: (host, [dict, hash, key, value]) => dictSet(host, refOf(dict), key, value, hashInt(hash as Int)),
  _take_hashed: takeHashed,
  _setdefault_hashed: (host, [dict, hash, key, value]) =>
    setDefault(host, refOf(dict), key, value, hashInt(hash as Int)),
  _add_hashed: (host, [set, hash, member]) => addMember(host, refOf(set), member, hashInt(hash as Int)),
  _remove_hashed: (host, [set, hash, member]) => removeMember(host, refOf(set), member, hashInt(hash as Int)),
  _empty_frozenset: (host) => makeSet(host.heap, true),
  _hash_of_tuple: (host, [hashes]) => pythonHashTuple(host.objects.listItems(hashes) as Int[]),
  _order_of: orderOf,
  _pick: pick,
  _replace_sorted: replace,
  _peek: peek,
  _remove_seen: removeSeen,
  _wants: wants,
  _as_text: (_host, [format]) => percentAsText(format as string),
};
