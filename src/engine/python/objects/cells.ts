/** A closure cell in the heap: header, value word (0 unbound). Its word is what is read and written, and traced by the cell's address. */
import type { Address } from "../../base/ids.ts";
import { UNBOUND } from "../../memory/words.ts";
import type { Heap } from "../heap.ts";
import { PyRef, type Value } from "../values.ts";
import { HEADER_WORDS, KIND, NAME } from "./kinds.ts";

const VALUE = HEADER_WORDS;

export function makeCell(heap: Heap, value: Value | undefined, name: string): PyRef {
  const word = value === undefined ? UNBOUND : heap.toWord(value);
  const at = heap.alloc(HEADER_WORDS + 1);
  heap.store(at, KIND.CELL);
  heap.store(at + NAME, heap.stringWord(name));
  heap.store(at + VALUE, word);
  return new PyRef(at);
}

/** Address of the cell's value word. */
export function cellSlot(cell: Address): Address {
  return cell + VALUE;
}
