/**
 * Makes the memory of one run: control words, thread blocks, mailboxes, slots and heap in one piece, as `layout.ts` says.
 * Rule: a run gets words that are all 0 but for the heap's ends, so nothing of one run is left for the next.
 */
import { ArgumentError } from "../base/errors.ts";
import { CONTROL, GLOBALS_BASE, heapBase, MAILBOX_BASE } from "./layout.ts";
import type { Memory } from "./memory.ts";
import { wipeApart } from "./own-heap.ts";
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

/**
 * Makes used words as good as new for a run with that many module-level slots: what was written is wiped, and the heap reaches
 * to the end of the piece. Nobody may run on them meanwhile.
 */
export function wipeRunMemory(memory: SharedMemory, globalSlots: number): void {
  const { words } = memory;
  const used = words[CONTROL.HEAP_NEXT];
  wipeApart(memory);
  words.fill(0, 0, used);
  words[CONTROL.HEAP_NEXT] = heapBase(globalSlots);
  words[CONTROL.HEAP_END] = words.length;
}

/**
 * The same between two runs of a series: the mailboxes stay as they are, since workers sleep there. Nobody may run on the
 * words meanwhile, but workers may be on their way to sleep.
 */
export function wipeBetweenRuns(words: Int32Array, globalSlots: number): void {
  const used = words[CONTROL.HEAP_NEXT];
  const workers = words[CONTROL.WORKER_COUNT];
  const starts = words[CONTROL.THREAD_COUNT] - 1;
  words.fill(0, 0, MAILBOX_BASE);
  words.fill(0, GLOBALS_BASE, used);
  words[CONTROL.HEAP_NEXT] = heapBase(globalSlots);
  words[CONTROL.HEAP_END] = words.length;
  words[CONTROL.WORKER_COUNT] = workers;
  words[CONTROL.STARTS_BEFORE] = starts;
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
