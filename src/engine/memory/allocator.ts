/**
 * Hands out words of the heap: each thread takes whole chunks and gives pieces of them by moving a pointer, so that
 * threads meet only once a chunk. Nothing is freed before the run ends.
 * Rule: memory is zero when it is handed out, since the buffer was new and nothing is used twice.
 */
import type { Address } from "../base/ids.ts";
import { InternalError } from "../base/errors.ts";
import { CONTROL } from "./layout.ts";
import type { Memory } from "./memory.ts";

/** Words that a thread takes at a time. */
export const CHUNK_WORDS = 4096;

/** A piece of heap: from its first word up to, but without, `to`. */
export interface Chunk {
  readonly from: Address;
  readonly to: Address;
}

/** Where an allocator takes chunks from: at least `words` words. It throws when there are none. */
export type ChunkSource = (words: number) => Chunk;

/** Pieces of one thread's chunks. */
export class Allocator {
  readonly #chunk: ChunkSource;
  #next: Address;
  #end: Address;

  constructor(chunk: ChunkSource, next: Address = 0, end: Address = 0) {
    this.#chunk = chunk;
    this.#next = next;
    this.#end = end;
  }

  /** @returns the first of `words` (at least 1) zeroed words. @throws what the source of chunks throws. */
  alloc(words: number): Address {
    const at = this.#next;
    const next = at + words;
    if (next <= this.#end) {
      this.#next = next;
      return at;
    }
    return this.#allocFromNewChunk(words);
  }

  /** Goes on in a piece that was set aside before: for what must still be said when the heap is spent. */
  continueIn({ from, to }: Chunk): void {
    this.continueAt(from, to);
  }

  /** Goes on at a place where it was before: memory was taken back to that moment. */
  continueAt(next: Address, end: Address): void {
    this.#next = next;
    this.#end = end;
  }

  /** Where the next piece comes from; the end of a piece that was handed out is never beyond it. */
  get next(): Address {
    return this.#next;
  }

  /** End of the present chunk. */
  get end(): Address {
    return this.#end;
  }

  #allocFromNewChunk(words: number): Address {
    if (!Number.isInteger(words) || words < 1) throw new InternalError(`a request for ${words} words of heap`);
    // A large piece gets a chunk of its own, so that the rest of the present one is not lost.
    if (words > CHUNK_WORDS) return this.#chunk(words).from;
    const fresh = this.#chunk(CHUNK_WORDS);
    this.#next = fresh.from + words;
    this.#end = fresh.to;
    return fresh.from;
  }
}

/** An allocator on memory that still holds what lay there before: each piece is cleared as it is handed out. */
export class ClearingAllocator extends Allocator {
  readonly #memory: Memory;

  constructor(memory: Memory, chunk: ChunkSource, next: Address = 0, end: Address = 0) {
    super(chunk, next, end);
    this.#memory = memory;
  }

  override alloc(words: number): Address {
    const at = super.alloc(words);
    for (let i = 0; i < words; i++) this.#memory.store(at + i, 0);
    return at;
  }
}

/**
 * Takes `wanted` words off the heap, fewer at its end but never below `atLeast`.
 * @returns null when not even that is left; the heap is then unchanged.
 */
export function takeHeap(memory: Memory, atLeast: number, wanted: number = atLeast): Chunk | null {
  const end = memory.load(CONTROL.HEAP_END);
  for (;;) {
    const from = memory.load(CONTROL.HEAP_NEXT);
    const left = end - from;
    if (left < atLeast) return null;
    const to = from + Math.min(wanted, left);
    if (memory.compareExchange(CONTROL.HEAP_NEXT, from, to) === from) return { from, to };
  }
}
