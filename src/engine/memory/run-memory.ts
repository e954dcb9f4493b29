/**
 * Makes the memory of one run: control words, thread blocks, mailboxes, slots and heap in one piece, as `layout.ts` says.
 * Rule: it is made new for each run and dropped with it, so nothing of one run is left for the next.
 */
import { ArgumentError } from "../base/errors.ts";
import { CONTROL, heapBase } from "./layout.ts";
import type { Memory } from "./memory.ts";
import { PrivateMemory } from "./private-memory.ts";
import { SharedMemory } from "./shared-memory.ts";

/** How large a run's memory is. */
export interface RunMemorySize {
  /** Bytes for the heap, a multiple of 4; control words and slots come on top. */
  readonly heapBytes: number;
  /** Module-level slots of the program and its modules. */
  readonly globalSlots: number;
}

/** Largest heap: an address has to fit a word twice over, and engines refuse larger buffers anyway. */
const MAX_HEAP_BYTES = 2 ** 31;

/** Shared memory for real threads. @throws ArgumentError for a size out of range, RangeError where there is no such piece. */
export function createRunMemory(size: RunMemorySize): SharedMemory {
  const memory = new SharedMemory(new SharedArrayBuffer(countWords(size) * 4));
  setHeap(memory, size);
  return memory;
}

/** The same layout in private memory, for the stepped runtimes. @throws as `createRunMemory`. */
export function createPrivateRunMemory(size: RunMemorySize): PrivateMemory {
  const memory = new PrivateMemory(countWords(size));
  setHeap(memory, size);
  return memory;
}

function countWords(size: RunMemorySize): number {
  const { heapBytes, globalSlots } = size;
  if (!Number.isInteger(heapBytes) || heapBytes < 0 || heapBytes > MAX_HEAP_BYTES || heapBytes % 4 !== 0) {
    throw new ArgumentError("heapBytes", heapBytes, `a multiple of 4 from 0 to ${MAX_HEAP_BYTES}`);
  }
  if (!Number.isInteger(globalSlots) || globalSlots < 0 || globalSlots > 2 ** 20) {
    throw new ArgumentError("globalSlots", globalSlots, `an integer from 0 to ${2 ** 20}`);
  }
  return heapBase(globalSlots) + heapBytes / 4;
}

function setHeap(memory: Memory, size: RunMemorySize): void {
  memory.store(CONTROL.HEAP_NEXT, heapBase(size.globalSlots));
  memory.store(CONTROL.HEAP_END, memory.words.length);
}
