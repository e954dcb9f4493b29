/** Methods of dict. `get` reads one key, `setdefault` writes one; the rest are steps on the whole dict. */
import { OP } from "../../trace/ops.ts";
import { type Host, type NativeResult, SUSPEND } from "../native.ts";
import { peekItems, peekWhole, readWhole } from "../objects/content.ts";
import {
  clearDict,
  dictFromPairs,
  dictGet,
  dictTake,
  keyError,
  mergePairs,
  setDefault,
} from "../objects/dict-operations.ts";
import { DICT_MUTEX, dictEntries, dictRemove, entryKey, entrySlot, makeDict } from "../objects/dicts.ts";
import { addGetSet, addMethods, createNative, PyClassMethod, PyView, type ViewKind } from "../objects/immutables.ts";
import { KIND } from "../objects/kinds.ts";
import { callPrelude, orInPython, typeError, userMethod } from "../objects/specials.ts";
import { DICT, DICT_ITEMS, DICT_KEYS, isKind, ofKind, VIEW_TYPES } from "../objects/types.ts";
import { onWhole, WHOLE_WRITE } from "../objects/visible.ts";
import { PythonError } from "../text/index.ts";
import { PyRef, PyTuple, type Value } from "../values.ts";
import { type Keywords, method, withItems } from "./arguments.ts";

/** `dict()`, `dict(mapping)`, `dict(pairs)`, `dict(name=value)`. */
DICT.make = (host, _type, args, keywords) => {
  if (args.length > 1) throw typeError(`dict expected at most 1 argument, got ${args.length}`);
  if (args.length === 0) return withKeywords(host, makeDict(host.heap), keywords);
  const [source] = args;
  if (isKind(host.heap, source, KIND.DICT)) {
    const words = readWhole(host, source);
    if (words === SUSPEND) return SUSPEND;
    const made = dictFromPairs(host, words);
    return made instanceof PyRef ? withKeywords(host, made, keywords) : made;
  }
  const named = new PyTuple([...(keywords ?? [])].map(([name, value]) => new PyTuple([name, value])));
  return callPrelude(host, "_dict_from", [source, named]);
};

function withKeywords(host: Host, dict: PyRef, keywords: Keywords): NativeResult {
  const words = [...(keywords ?? [])].flat().map((value) => host.heap.toWord(value));
  if (words.length > 0) mergePairs(host, dict, words);
  return dict;
}

function self(args: readonly Value[]): PyRef {
  const [dict] = args;
  if (dict instanceof PyRef) return dict;
  throw typeError("descriptor requires a 'dict' object");
}

function get(host: Host, args: Value[]): NativeResult {
  return orInPython(host, "_dict_get", args, () => {
    const value = dictGet(host, self(args).at, args[1]);
    return value === undefined ? (args[2] ?? null) : value;
  });
}

function setdefault(host: Host, args: Value[]): NativeResult {
  return orInPython(host, "_dict_setdefault", args, () => setDefault(host, self(args).at, args[1], args[2] ?? null));
}

function pop(host: Host, args: Value[]): NativeResult {
  return orInPython(host, "_dict_pop", args, () => {
    const value = dictTake(host, self(args).at, args[1]);
    if (value !== undefined) return value;
    if (args.length > 2) return args[2];
    throw keyError(host, args[1]);
  });
}

function popitem(host: Host, args: Value[]): NativeResult {
  const { heap } = host;
  const { at } = self(args);
  return onWhole(host, at, DICT_MUTEX, WHOLE_WRITE, OP.update, () => {
    const last = dictEntries(heap, at).pop();
    if (last === undefined) throw new PythonError("KeyError", "popitem(): dictionary is empty");
    const item = new PyTuple([
      heap.fromWord(entryKey(heap, at, last)),
      heap.fromWord(heap.load(entrySlot(heap, at, last))),
    ]);
    dictRemove(heap, at, last);
    return item;
  });
}

function view(kind: ViewKind): (host: Host, args: Value[]) => NativeResult {
  return (_host, args) => new PyView(self(args), kind);
}

function copy(host: Host, args: Value[]): NativeResult {
  const words = readWhole(host, self(args));
  return words === SUSPEND ? SUSPEND : dictFromPairs(host, words);
}

function update(host: Host, args: Value[], keywords: Keywords): NativeResult {
  if (args.length > 2) throw typeError(`update expected at most 1 argument, got ${args.length - 1}`);
  const dict = self(args);
  const named = [...(keywords ?? [])].flat().map((value) => host.heap.toWord(value));
  const source = args[1];
  if (source === undefined) return mergePairs(host, dict, named);
  if (isKind(host.heap, source, KIND.DICT)) {
    return orInPython(host, "_dict_update", [dict, source], () =>
      mergePairs(host, dict, [...peekWhole(host, source), ...named]),
    );
  }
  if (userMethod(host.heap, source, "keys") !== undefined) return callPrelude(host, "_dict_update", [dict, source]);
  return withItems(
    host,
    source,
    (again, items) => mergePairs(again, dict, [...pairWords(again, items), ...named]),
    true,
  );
}

/** Key and value words of pairs. @throws TypeError, ValueError for what are no pairs */
function pairWords(host: Host, items: readonly Value[]): number[] {
  return items.flatMap((item, i) => {
    const parts = peekItems(host, item);
    if (parts === null) throw typeError(`cannot convert dictionary update sequence element #${i} to a sequence`);
    if (parts.length !== 2) {
      throw new PythonError(
        "ValueError",
        `dictionary update sequence element #${i} has length ${parts.length}; 2 is required`,
      );
    }
    return parts.map((part) => host.heap.toWord(part));
  });
}

addMethods(
  DICT,
  {
    get: method("get", 1, 2, get),
    setdefault: method("setdefault", 1, 2, setdefault),
    pop: method("pop", 1, 2, pop),
    popitem: method("dict.popitem", 0, 0, popitem),
    keys: method("dict.keys", 0, 0, view("keys")),
    values: method("dict.values", 0, 0, view("values")),
    items: method("dict.items", 0, 0, view("items")),
    copy: method("dict.copy", 0, 0, copy),
    clear: method("dict.clear", 0, 0, (host, args) => clearDict(host, self(args))),
    update,
  },
  ofKind(KIND.DICT),
);

/** `dict.fromkeys(iterable, value)`. */
const fromkeys = createNative("fromkeys", (host, args) =>
  withItems(host, args[1], (again, items) => {
    const { heap } = again;
    const value = heap.toWord(args[2] ?? null);
    return dictFromPairs(
      again,
      items.flatMap((item) => [heap.toWord(item), value]),
    );
  }),
);
DICT.attributes.set("fromkeys", new PyClassMethod(fromkeys));

for (const type of [DICT_KEYS, DICT_ITEMS])
  addMethods(type, {
    isdisjoint: method(`${type.name}.isdisjoint`, 1, 1, (host, args) => callPrelude(host, "_is_disjoint", args)),
  });
for (const type of VIEW_TYPES) addGetSet(type, "mapping", (_host, view) => (view as PyView).dict);
