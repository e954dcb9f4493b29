/**
 * The reading end of a ring (see `ring-layout.ts`): copies what was published into blocks that grow with the run.
 * Rule: one reader a ring, and it never waits.
 */
import { RECORD_WORDS, RING, RING_HEADER_WORDS, ringCapacity } from "./ring-layout.ts";

/** Records in one block: 192 kB. */
const BLOCK_RECORDS = 8192;

/** The one reader of a ring. */
export class RingReader {
  readonly #ring: Int32Array;
  readonly #capacity: number;
  readonly #blocks: Int32Array[] = [];
  /** Records in the last block. */
  #inLast = BLOCK_RECORDS;
  #tail: number;
  #count = 0;
  #highestFill = 0;

  /** @param ring words of the ring alone: header and records. */
  constructor(ring: Int32Array) {
    this.#ring = ring;
    this.#capacity = ringCapacity(ring.length);
    this.#tail = Atomics.load(ring, RING.TAIL);
  }

  /** Copies what is there. @returns how many records that were. */
  drain(): number {
    const ring = this.#ring;
    const ready = (Atomics.load(ring, RING.HEAD) - this.#tail) | 0;
    if (ready === 0) return 0;
    this.#highestFill = Math.max(this.#highestFill, ready / this.#capacity);
    let left = ready;
    while (left > 0) {
      const from = this.#tail & (this.#capacity - 1);
      left -= this.#copy(from, Math.min(left, this.#capacity - from));
    }
    Atomics.store(ring, RING.TAIL, this.#tail);
    if (Atomics.load(ring, RING.WAITING) !== 0) Atomics.notify(ring, RING.TAIL);
    this.#count += ready;
    return ready;
  }

  /** Takes also what a writer that was ended by force had written and not published. It must write no more. @returns as `drain` */
  drainUnpublished(): number {
    Atomics.store(this.#ring, RING.HEAD, this.written);
    return this.drain();
  }

  /** Records that the writer has filled, published or not. */
  get written(): number {
    return Atomics.load(this.#ring, RING.WRITTEN);
  }

  /**
   * Forgets what was drained and dropped so far, for the next run of a series; blocks that `chunks` gave are written anew. The writer
   * must be at rest.
   */
  restart(): void {
    this.#tail = Atomics.load(this.#ring, RING.HEAD);
    Atomics.store(this.#ring, RING.TAIL, this.#tail);
    Atomics.store(this.#ring, RING.DROPPED, 0);
    this.#blocks.length = Math.min(1, this.#blocks.length);
    this.#inLast = this.#blocks.length === 0 ? BLOCK_RECORDS : 0;
    this.#count = 0;
    this.#highestFill = 0;
  }

  /** Records drained so far. */
  get count(): number {
    return this.#count;
  }

  /** Records that found no room, and those that are not published yet. */
  get dropped(): number {
    // HEAD first: a writer that still runs may go on between the two, and must not seem to have published what it had not written.
    const published = Atomics.load(this.#ring, RING.HEAD);
    const unpublished = (this.written - published) | 0;
    return (Atomics.load(this.#ring, RING.DROPPED) >>> 0) + unpublished;
  }

  /** How full the ring was found at most, 0 to 1. */
  get highestFill(): number {
    return this.#highestFill;
  }

  /** Everything drained so far, as blocks of whole records in order; further draining leaves them as they are. */
  chunks(): readonly Int32Array[] {
    return this.#blocks.map((block, i) =>
      i === this.#blocks.length - 1 ? block.subarray(0, this.#inLast * RECORD_WORDS) : block,
    );
  }

  /** Copies at most `records` from index `from` into the last block. @returns how many it took. */
  #copy(from: number, records: number): number {
    if (this.#inLast === BLOCK_RECORDS) {
      this.#blocks.push(new Int32Array(BLOCK_RECORDS * RECORD_WORDS));
      this.#inLast = 0;
    }
    const taken = Math.min(records, BLOCK_RECORDS - this.#inLast);
    const start = RING_HEADER_WORDS + from * RECORD_WORDS;
    const block = this.#blocks[this.#blocks.length - 1];
    block.set(this.#ring.subarray(start, start + taken * RECORD_WORDS), this.#inLast * RECORD_WORDS);
    this.#inLast += taken;
    this.#tail = (this.#tail + taken) | 0;
    return taken;
  }
}
