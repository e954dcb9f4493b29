/**
 * Where a simulated thread gets its heap: each started thread has a stretch of its own, so that what it makes lies at the same addresses in
 * whatever order the threads go. The explorer needs that to know an object again in another interleaving.
 * Rule: only who uses its stretch up, and threads beyond the last stretch, take from what main uses, in the order of asking.
 */
import type { Address, ThreadId } from "../../base/ids.ts";
import type { Chunk } from "../../memory/allocator.ts";
import { CONTROL } from "../../memory/layout.ts";
import type { Memory } from "../../memory/memory.ts";

/** Threads that have a stretch, from thread 1 on; together they have half the heap. */
const STRETCHES = 64;

/** Sets the stretches apart from what all take from. @param heapWords words of the whole heap */
export function setHeapApart(memory: Memory, heapWords: number): void {
  const words = Math.floor(heapWords / 2 / STRETCHES);
  memory.store(CONTROL.HEAP_END, memory.words.length - words * STRETCHES);
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
  const words = (memory.words.length - begin) / STRETCHES;
  return { from: begin + (thread - 1) * words, to: begin + thread * words };
}
