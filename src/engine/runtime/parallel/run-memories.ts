/**
 * The memory of runs: one large piece is used again and again, wiped where it was written. Rule: a run gets words that are all 0, and
 * a piece that somebody may still write to is never used again.
 */
import { CONTROL, heapBase } from "../../memory/layout.ts";
import { createRunMemory } from "../../memory/run-memory.ts";
import type { SharedMemory } from "../../memory/shared-memory.ts";

/** Heap of a run unless told: 256 MB, of which the system gives only what is touched. */
export const DEFAULT_HEAP_BYTES = 256 * 1024 * 1024;

export class RunMemories {
  #kept: { readonly memory: SharedMemory; readonly size: number } | null = null;

  /** @throws ArgumentError for a size out of range, RangeError where there is no such piece. */
  take(globalSlots: number, heapBytes: number): SharedMemory {
    const kept = this.#kept;
    this.#kept = null;
    return createSized(globalSlots, heapBytes, kept);
  }

  /** Gives a piece back that nobody writes to any more. */
  giveBack(memory: SharedMemory, globalSlots: number, heapBytes: number): void {
    memory.words.fill(0, 0, usedWords(memory));
    this.#kept = { memory, size: sizeOf(globalSlots, heapBytes) };
  }
}

/** Words of a run that were touched. */
export function usedWords(memory: SharedMemory): number {
  return memory.load(CONTROL.HEAP_NEXT);
}

function createSized(
  globalSlots: number,
  heapBytes: number,
  kept: { readonly memory: SharedMemory; readonly size: number } | null,
): SharedMemory {
  if (kept === null || kept.size !== sizeOf(globalSlots, heapBytes)) return createRunMemory({ globalSlots, heapBytes });
  prepareAgain(kept.memory, globalSlots);
  return kept.memory;
}

function prepareAgain(memory: SharedMemory, globalSlots: number): void {
  memory.store(CONTROL.HEAP_NEXT, heapBase(globalSlots));
  memory.store(CONTROL.HEAP_END, memory.words.length);
}

function sizeOf(globalSlots: number, heapBytes: number): number {
  return heapBase(globalSlots) * 4 + heapBytes;
}
