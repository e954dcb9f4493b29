/**
 * The memory of runs: one large piece is used again and again, wiped where it was written. Rule: a run gets words that are all 0, and
 * a piece that somebody may still write to is never used again.
 */
import { CONTROL, heapBase } from "../../memory/layout.ts";
import { createRunMemory, wipeRunMemory } from "../../memory/run-memory.ts";
import type { SharedMemory } from "../../memory/shared-memory.ts";

/** Heap of a run unless told: 192 MB, of which the system gives only what is touched. */
export const DEFAULT_HEAP_BYTES = 192 * 1024 * 1024;

/** A piece of which more was touched (128 MB) goes back to the system instead of being kept. */
const KEPT_WORDS = 32 * 1024 * 1024;

/** Pieces have room for slots in steps of so many, so that another listing hardly ever needs another piece. */
const SLOTS_STEP = 4096;

export class RunMemories {
  #kept: SharedMemory | null = null;

  /** @throws ArgumentError for a size out of range, RangeError where there is no such piece. */
  take(globalSlots: number, heapBytes: number): SharedMemory {
    const roomForSlots = Math.ceil(globalSlots / SLOTS_STEP) * SLOTS_STEP;
    const kept = this.#kept;
    this.#kept = null;
    const fits = kept !== null && kept.words.length === heapBase(roomForSlots) + heapBytes / 4;
    const memory = fits ? kept : createRunMemory({ globalSlots: roomForSlots, heapBytes });
    wipeRunMemory(memory, globalSlots);
    return memory;
  }

  /** Gives a piece back that nobody writes to any more. */
  giveBack(memory: SharedMemory): void {
    if (usedWords(memory) <= KEPT_WORDS) this.#kept = memory;
  }
}

/** Words of a run that were touched. */
export function usedWords(memory: SharedMemory): number {
  return memory.load(CONTROL.HEAP_NEXT);
}
