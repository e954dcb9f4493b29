/**
 * Attributes of an instance, class or function: pairs of name word and value word, in pieces that are linked and never move,
 * so that a slot's address stays good while others add attributes.
 *
 *   piece: CAPACITY, NEXT (address, 0 none), name, value, name, value…
 *
 * Protocol: a pair is added inside the owner's mutex where the owner is shared, value first, name after it. A deleted attribute
 * keeps its name with value 0. Reading and writing a slot that is there needs no mutex.
 */
import type { Address, Word } from "../../base/ids.ts";
import type { Heap } from "../heap.ts";
import type { StaticName } from "./statics.ts";

const NEXT = 1;
const PAIRS = 2;

/** Words of a piece for so many attributes. */
export function pieceWords(capacity: number): number {
  return PAIRS + 2 * capacity;
}

/** Makes an empty piece in zeroed words. */
export function initPiece(heap: Heap, piece: Address, capacity: number): void {
  heap.store(piece, capacity);
}

/** Address of the value of attribute `name`, 0 where no attribute ever had that name. */
export function findSlot(heap: Heap, piece: Address, name: string): Address {
  const entry = heap.staticName(name);
  return entry === undefined ? findComputed(heap, piece, name) : findStatic(heap, piece, entry);
}

/** As `findSlot`, for a name of the program's table. */
export function findStatic(heap: Heap, piece: Address, entry: StaticName): Address {
  const word = heap.wordOfStatic(entry);
  const memory = heap.memory;
  const hint = entry.hint;
  let capacity = memory.load(piece);
  if (hint < capacity && memory.load(piece + PAIRS + 2 * hint) === word) return piece + PAIRS + 2 * hint + 1;
  for (;;) {
    for (let i = 0; i < capacity; i++) {
      const found = memory.load(piece + PAIRS + 2 * i);
      if (found === word) {
        entry.hint = i;
        return piece + PAIRS + 2 * i + 1;
      }
      if (found === 0) return 0;
    }
    piece = memory.load(piece + NEXT);
    if (piece === 0) return 0;
    capacity = memory.load(piece);
  }
}

/** A name that no text of the program has: compared by its letters. */
function findComputed(heap: Heap, piece: Address, name: string): Address {
  for (const [word, slot] of slotsOf(heap, piece)) {
    if (!heap.isStaticWord(word) && heap.fromWord(word) === name) return slot;
  }
  return 0;
}

/** Adds an attribute that `findSlot` did not find; inside the mutex of a `shared` owner. Gives its slot. */
export function addSlot(heap: Heap, piece: Address, name: Word, value: Word, shared = false): Address {
  for (;;) {
    const capacity = heap.load(piece);
    for (let i = 0; i < capacity; i++) {
      const pair = piece + PAIRS + 2 * i;
      if (heap.load(pair) !== 0) continue;
      heap.store(pair + 1, value);
      heap.store(pair, name);
      return pair + 1;
    }
    const next = heap.load(piece + NEXT);
    piece = next === 0 ? addPiece(heap, piece, capacity, shared) : next;
  }
}

function addPiece(heap: Heap, piece: Address, capacity: number, shared: boolean): Address {
  const more = Math.max(4, capacity * 2);
  const next = shared ? heap.allocApart(pieceWords(more)) : heap.alloc(pieceWords(more));
  initPiece(heap, next, more);
  heap.store(piece + NEXT, next);
  return next;
}

/** Name word and slot of every attribute that has a value, in the order they were first set. */
export function slotsOf(heap: Heap, piece: Address): [Word, Address][] {
  const slots: [Word, Address][] = [];
  while (piece !== 0) {
    const capacity = heap.load(piece);
    for (let i = 0; i < capacity; i++) {
      const pair = piece + PAIRS + 2 * i;
      const name = heap.load(pair);
      if (name === 0) return slots;
      if (heap.load(pair + 1) !== 0) slots.push([name, pair + 1]);
    }
    piece = heap.load(piece + NEXT);
  }
  return slots;
}
