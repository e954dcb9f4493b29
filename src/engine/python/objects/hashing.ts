/** `hash(key)` for dicts and sets: what natives can say, and what only a listing's `__hash__` or `__eq__` can. */
import type { Heap } from "../heap.ts";
import type { PyRef } from "../values.ts";
import { type Value } from "../values.ts";
import { PyType } from "./immutables.ts";
import { hashOf, Unhashable, UserHash } from "./keys.ts";
import { NeedsPython, typeError, typeNameOf } from "./specials.ts";
import { typeOf } from "./types.ts";

/** Whether an instance's class has a hash or equality of its own. @throws TypeError when it says that it has no hash */
function hasUserHash(heap: Heap, ref: PyRef): boolean {
  const type = typeOf(heap, ref);
  if (type instanceof PyType) return false;
  const hash = heap.classes.find(type, "__hash__");
  const ownHash = hash !== undefined && hash.slot !== 0;
  if (ownHash && heap.classes.valueOf(hash) === null) throw new Unhashable(ref);
  const equality = heap.classes.find(type, "__eq__");
  return ownHash || (equality !== undefined && equality.slot !== 0);
}

/** The 32-bit hash of a key. @throws TypeError "unhashable type: 'list'", NeedsPython */
export function hashKey(heap: Heap, key: Value): number {
  if (typeof key === "number" && (key | 0) === key) return key;
  try {
    return hashOf(heap, key, (ref) => hasUserHash(heap, ref));
  } catch (error) {
    if (error instanceof Unhashable) throw typeError(`unhashable type: '${typeNameOf(heap, error.value)}'`);
    if (error instanceof UserHash) throw new NeedsPython(error.value);
    throw error;
  }
}
