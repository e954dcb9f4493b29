/**
 * A piece of shared memory for TypeScript workers that use queues and pools without the machine: one thread creates it,
 * sends `buffer` to the others, and each attaches with a thread number of its own.
 *
 * Protocol: the layout of a run, with the free blocks' heads in the module-level slots. A block has its size class in
 * the word before it; free blocks of a class are a list through their first word, guarded by one mutex. Blocks are
 * powers of two and are used again; what a block held is overwritten, never cleared. Rule: who takes a block gives it back once.
 */
import { ArgumentError } from "../base/errors.ts";
import type { Clock } from "../base/clock.ts";
import type { Address, ThreadId, Word } from "../base/ids.ts";
import { takeHeap } from "../memory/allocator.ts";
import { GLOBALS_BASE, MAX_THREADS } from "../memory/layout.ts";
import { enterMutex, leaveMutex } from "../memory/mutex.ts";
import { createRunMemory } from "../memory/run-memory.ts";
import { SharedMemory } from "../memory/shared-memory.ts";
import { fromAddressWord, fromSmallWord, isSmall, isSmallWord, toAddressWord, toSmallWord } from "../memory/words.ts";
import type { SyncContext } from "./context.ts";
import { PlainCodec, type PlainValue } from "./plain-codec.ts";
import { createSyncContext } from "./thread-context.ts";

const CLASSES = 30;
const MUTEX_AT = GLOBALS_BASE;
const HEADS_AT = GLOBALS_BASE + 1;

/** The space has no room for what was asked. */
export class SpaceSpent extends Error {
  override readonly name = "SpaceSpent";
}

/** One thread's access to a space. */
export class SharedSpace {
  readonly context: SyncContext;
  readonly buffer: SharedArrayBuffer;
  readonly #memory: SharedMemory;
  readonly #codec = new PlainCodec();

  private constructor(memory: SharedMemory, thread: ThreadId, clock: Clock) {
    if (!Number.isInteger(thread) || thread < 0 || thread >= MAX_THREADS) {
      throw new ArgumentError("thread", thread, `an integer from 0 to ${MAX_THREADS - 1}, each used by one thread`);
    }
    this.#memory = memory;
    this.buffer = memory.words.buffer as SharedArrayBuffer;
    this.context = createSyncContext({ words: memory.words, thread, clock });
  }

  /** @param bytes how much there is for values and primitives. @throws ArgumentError */
  static create(bytes: number, clock: Clock): SharedSpace {
    return new SharedSpace(createRunMemory({ heapBytes: bytes, globalSlots: 1 + CLASSES }), 0, clock);
  }

  /** @param thread a number that no other thread uses; 0 is the creator's. */
  static attach(buffer: SharedArrayBuffer, thread: ThreadId, clock: Clock): SharedSpace {
    return new SharedSpace(new SharedMemory(buffer), thread, clock);
  }

  /** A block of at least `words` words with anything in it. @throws SpaceSpent */
  take(words: number): Address {
    const { words: memory } = this.context;
    const sizeClass = 32 - Math.clz32(words);
    const head = HEADS_AT + sizeClass;
    enterMutex(memory, MUTEX_AT);
    const free = memory[head];
    if (free !== 0) memory[head] = memory[free];
    leaveMutex(memory, MUTEX_AT);
    if (free !== 0) return free;
    const chunk = takeHeap(this.#memory, 2 ** sizeClass);
    if (chunk === null) throw new SpaceSpent(`the shared space has no room for ${words * 4} bytes`);
    memory[chunk.from] = sizeClass;
    return chunk.from + 1;
  }

  /** Gives a block back. */
  give(block: Address): void {
    const { words: memory } = this.context;
    const head = HEADS_AT + memory[block - 1];
    enterMutex(memory, MUTEX_AT);
    memory[block] = memory[head];
    memory[head] = block;
    leaveMutex(memory, MUTEX_AT);
  }

  /** A word for the value; what does not fit a word is in a block. @throws ArgumentError, SpaceSpent */
  store(value: PlainValue): Word {
    if (typeof value === "number" && Number.isInteger(value) && isSmall(value) && !Object.is(value, -0)) {
      return toSmallWord(value);
    }
    const encoded = this.#codec.encode(value);
    const block = this.take(encoded.length);
    this.context.words.set(encoded, block);
    return toAddressWord(block);
  }

  /** The value of a word that `store` gave. */
  load(word: Word): PlainValue {
    return isSmallWord(word) ? fromSmallWord(word) : this.#codec.decode(this.context.words, fromAddressWord(word));
  }

  /** Gives back what `store` took for a word. */
  drop(word: Word): void {
    if (!isSmallWord(word)) this.give(fromAddressWord(word));
  }
}
