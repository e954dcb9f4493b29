/** The built-in names that are native, and what the prelude's `builtins` needs beside them. */
import type { Native } from "../native.ts";
import { BUILTIN_EXCEPTIONS } from "../objects/exception-types.ts";
import { createNative, ELLIPSIS, NOT_IMPLEMENTED, type PyType } from "../objects/immutables.ts";
import { sortedOrder } from "../objects/sorting.ts";
import { makeList } from "../objects/lists.ts";
import { callPrelude, NeedsPython, typeError } from "../objects/specials.ts";
import * as types from "../objects/types.ts";
import type { Value } from "../values.ts";
import { bindNames, withItems } from "./arguments.ts";
import "./dict-methods.ts";
import "./exception-methods.ts";
import { ASYNC_FUNCTIONS } from "./generator-methods.ts";
import "./list-methods.ts";
import { NUMBER_FUNCTIONS } from "./number-functions.ts";
import "./number-types.ts";
import { OBJECT_FUNCTIONS } from "./object-functions.ts";
import "./object-types.ts";
import { PRELUDE_NATIVES } from "./prelude-natives.ts";
import { print } from "./print.ts";
import "./special-methods.ts";
import "./set-methods.ts";
import "./str-methods.ts";

const BUILTIN_TYPES: readonly PyType[] = [
  types.OBJECT,
  types.TYPE,
  types.INT,
  types.BOOL,
  types.FLOAT,
  types.STR,
  types.TUPLE,
  types.LIST,
  types.DICT,
  types.SET,
  types.FROZEN_SET,
  types.RANGE,
  types.SLICE,
  types.PROPERTY,
  types.STATIC_METHOD,
  types.CLASS_METHOD,
  types.SUPER,
];

/** `sorted(iterable, key=None, reverse=False)`. */
const sorted: Native = (host, args, keywords) => {
  if (args.length !== 1) throw typeError(`sorted expected 1 argument, got ${args.length}`);
  const [key, reversed] = bindNames("sorted", args.slice(1), keywords, ["key", "reverse"]);
  const truth = reversed === undefined ? false : host.objects.truth(reversed);
  const descending = truth === true;
  return withItems(host, args[0], (again, items) => {
    if (key !== undefined && key !== null)
      return callPrelude(again, "_sorted_by", [makeList(again.heap, items), key, descending]);
    try {
      return makeList(
        again.heap,
        sortedOrder(again, items, descending).map((i) => items[i]),
      );
    } catch (error) {
      if (error instanceof NeedsPython)
        return callPrelude(again, "_sorted_by", [makeList(again.heap, items), null, descending]);
      throw error;
    }
  });
};

function createNatives(): ReadonlyMap<string, Value> {
  const natives = new Map<string, Value>();
  for (const type of BUILTIN_TYPES) natives.set(type.name, type);
  for (const [name, type] of BUILTIN_EXCEPTIONS) if (!name.includes(".")) natives.set(name, type);
  const functions = { ...OBJECT_FUNCTIONS, ...ASYNC_FUNCTIONS, ...NUMBER_FUNCTIONS, ...PRELUDE_NATIVES, print, sorted };
  for (const [name, native] of Object.entries(functions)) natives.set(name, createNative(name, native));
  natives.set("NotImplemented", NOT_IMPLEMENTED);
  natives.set("Ellipsis", ELLIPSIS);
  natives.set("__debug__", true);
  return natives;
}

/** What is native in `builtins`, by name. */
export const BUILTINS: ReadonlyMap<string, Value> = createNatives();
