/**
 * Where a stepped thread gets its heap, in the simulator and on gated workers: each started thread has a stretch of its own, so that what it
 * makes lies at the same addresses in whatever order the threads go. The explorer needs that to know an object again in another interleaving.
 * Gated workers have room behind the last stretch for what only real primitives need.
 * Rule: only who uses its stretch up, and threads beyond the last stretch, take from what main uses, in the order of asking.
 */
import type { Address, ThreadId } from "../base/ids.ts";
import type { Chunk } from "./allocator.ts";
import { CONTROL } from "./layout.ts";
import type { Memory } from "./memory.ts";

/** Threads that have a stretch, from thread 1 on; together they have half the heap. */
const STRETCHES = 64;

/** Sets the stretches apart from what all take from. @param heapWords words of the whole heap */
export function setHeapApart(memory: Memory, heapWords: number): void {
  const words = Math.floor(heapWords / 2 / STRETCHES);
  memory.store(CONTROL.HEAP_END, endOfHeap(memory) - words * STRETCHES);
}

/** Keeps what lies from `at` on as room. Before `setHeapApart`. */
export function setRoom(memory: Memory, at: Address): void {
  memory.store(CONTROL.ROOM, at);
  memory.store(CONTROL.ROOM_NEXT, at);
}

/** Takes words of the room; null when they do not fit. One thread at a time may ask. */
export function takeRoom(memory: Memory, words: number): Chunk | null {
  const from = memory.load(CONTROL.ROOM_NEXT);
  if (from + words > memory.words.length) return null;
  memory.store(CONTROL.ROOM_NEXT, from + words);
  return { from, to: from + words };
}

/** Wipes what was taken of stretches and room, where there is room at all; nobody may run on the words meanwhile. */
export function wipeApart(memory: Memory): void {
  const { words } = memory;
  if (words[CONTROL.ROOM] === 0) return;
  words.fill(0, words[CONTROL.ROOM], words[CONTROL.ROOM_NEXT]);
  for (let thread = 1; thread <= STRETCHES; thread++) {
    const { from } = stretchOf(memory, thread);
    words.fill(0, from, words[from]);
  }
}

function endOfHeap(memory: Memory): Address {
  return memory.load(CONTROL.ROOM) || memory.words.length;
}

/** Takes words of the thread's own stretch; null when it has none or they do not fit. */
export function takeOwnHeap(memory: Memory, thread: ThreadId, words: number): Chunk | null {
  if (thread < 1 || thread > STRETCHES) return null;
  const { from, to } = stretchOf(memory, thread);
  // The first word of a stretch says where what is free begins; 0 before anything was taken.
  const next = memory.load(from) || from + 1;
  if (next + words > to) return null;
  memory.store(from, next + words);
  return { from: next, to: next + words };
}

function stretchOf(memory: Memory, thread: ThreadId): { readonly from: Address; readonly to: Address } {
  const begin = memory.load(CONTROL.HEAP_END);
  const words = (endOfHeap(memory) - begin) / STRETCHES;
  return { from: begin + (thread - 1) * words, to: begin + thread * words };
}
