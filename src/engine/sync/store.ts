/**
 * Room for words that grows, inside a queue or a pool. Four words: COUNT, FIRST (index of the oldest), AT (address of the room)
 * and ROOM (its words, 0 or a power of two). Rule: every function here is called inside the owner's mutex, so the words are
 * read and written plainly. Rooms that were outgrown are not used again: together they are smaller than the present one.
 */
import type { Address, Word } from "../base/ids.ts";

/** Offsets in a store's words. */
export const STORE = { COUNT: 0, FIRST: 1, AT: 2, ROOM: 3 } as const;
export const STORE_WORDS = 4;

/** Gives `words` words of memory. It may throw when there are none. */
export type Allocate = (words: number) => Address;

const FIRST_ROOM = 16;

/** Makes room for one more. @throws what `allocate` throws, with nothing changed. */
export function ensureRoom(words: Int32Array, store: Address, allocate: Allocate): void {
  if (words[store + STORE.COUNT] < words[store + STORE.ROOM]) return;
  const count = words[store + STORE.COUNT];
  const room = Math.max(FIRST_ROOM, words[store + STORE.ROOM] * 2);
  const to = allocate(room);
  for (let i = 0; i < count; i++) words[to + i] = peek(words, store, i);
  words[store + STORE.AT] = to;
  words[store + STORE.ROOM] = room;
  words[store + STORE.FIRST] = 0;
}

/** The `index`-th oldest word. */
export function peek(words: Int32Array, store: Address, index: number): Word {
  const mask = words[store + STORE.ROOM] - 1;
  return words[words[store + STORE.AT] + ((words[store + STORE.FIRST] + index) & mask)];
}

/** Adds behind the newest; there must be room. */
export function pushWord(words: Int32Array, store: Address, word: Word): void {
  const count = words[store + STORE.COUNT];
  const mask = words[store + STORE.ROOM] - 1;
  words[words[store + STORE.AT] + ((words[store + STORE.FIRST] + count) & mask)] = word;
  words[store + STORE.COUNT] = count + 1;
}

/** Takes the oldest; there must be one. */
export function shiftWord(words: Int32Array, store: Address): Word {
  const first = words[store + STORE.FIRST];
  const word = words[words[store + STORE.AT] + first];
  words[store + STORE.FIRST] = (first + 1) & (words[store + STORE.ROOM] - 1);
  words[store + STORE.COUNT]--;
  return word;
}

/** Takes the newest; there must be one. */
export function popWord(words: Int32Array, store: Address): Word {
  const word = peek(words, store, words[store + STORE.COUNT] - 1);
  words[store + STORE.COUNT]--;
  return word;
}

/** Drops everything. */
export function clearStore(words: Int32Array, store: Address): void {
  words[store + STORE.COUNT] = 0;
  words[store + STORE.FIRST] = 0;
}
