/**
 * The writing end of a ring (see `ring-layout.ts`): gives an event its number and its time and publishes it.
 *
 * The number comes from one atomic add, so order never depends on the clock. The clock is read less often than once an event:
 * when an operation asks for it, when other threads' events show that time has passed (the number jumped by more than 64), and
 * otherwise every `stride` events, where `stride` adapts so that one stride takes no longer than the grain: the clock's own (5 µs in
 * an isolated page) unless told. A pause that nothing shows is seen at the end of the stride, unless whoever paused said `markStale`.
 * Rule: what does not fit is counted in DROPPED, after one bounded wait for the reader; never lost unseen.
 */
import type { Address, Seq, Word } from "../base/ids.ts";
import type { Clock } from "../base/clock.ts";
import { ArgumentError } from "../base/errors.ts";
import type { Microseconds, Milliseconds } from "../base/units.ts";
import { CONTROL } from "./layout.ts";
import { NO_SEQ, RECORD, RECORD_WORDS, RING, RING_HEADER_WORDS, ringCapacity } from "./ring-layout.ts";

/** Numbers that others may take before this thread looks at the clock again. */
const JUMP = 64;
/** Events in a row that may share one reading, however fast they come. */
const MAX_STRIDE = 32;
/** The clock's own grain in an isolated page. */
export const CLOCK_GRAIN_US: Microseconds = 5;
/** Plain accesses that are published together: one less than a power of two. */
const BATCH_MASK = 15;
/** How often a writer that waits for room looks whether the run is to stop. */
const SLICE_MS: Milliseconds = 20;

export interface RingWriterOptions {
  /** Words of the ring alone, on a SharedArrayBuffer: header and records. */
  readonly ring: Int32Array;
  /** Words of the run: for the order and the stop word. */
  readonly run: Int32Array;
  readonly clock: Clock;
  /** Moment on the clock that counts as 0. */
  readonly epochMs: Milliseconds;
  /** How long a writer waits for room before it drops; 1 000 unless told. */
  readonly patienceMs?: Milliseconds;
  /** How old the time of a plain access may be: a stride that takes longer is too long; 5 unless told. */
  readonly grainUs?: Microseconds;
}

/** The one writer of a ring. */
export class RingWriter {
  readonly #ring: Int32Array;
  readonly #run: Int32Array;
  readonly #clock: Clock;
  readonly #epochMs: Milliseconds;
  readonly #patienceMs: Milliseconds;
  readonly #grainUs: Microseconds;
  readonly #capacity: number;
  #head: number;
  #tail: number;
  #timeUs: Microseconds = 0;
  /** Events until the clock is read again. */
  #left = 0;
  #stride = 1;
  #lastSeq: Seq = 0;
  /** Waited in vain: not again before there was room. */
  #gaveUp = false;

  /** @throws ArgumentError for a ring without room for 8 records. */
  constructor(options: RingWriterOptions) {
    this.#ring = options.ring;
    this.#run = options.run;
    this.#clock = options.clock;
    this.#epochMs = options.epochMs;
    this.#patienceMs = options.patienceMs ?? 1000;
    this.#grainUs = options.grainUs ?? CLOCK_GRAIN_US;
    if (options.ring.length < RING_HEADER_WORDS + 8 * RECORD_WORDS) {
      throw new ArgumentError("ring", options.ring.length, "a ring of 8 records or more");
    }
    this.#capacity = ringCapacity(options.ring.length);
    this.#head = Atomics.load(options.ring, RING.HEAD);
    this.#tail = Atomics.load(options.ring, RING.TAIL);
    options.ring[RING.WRITTEN] = this.#head;
  }

  /** Writes an event whose time may be a stride old, and which may be published with those that follow. @returns its number. */
  record(meta: number, object: Address, key: Word, value: Word): Seq {
    const seq = Atomics.add(this.#run, CONTROL.SEQ, 1);
    if (--this.#left < 0 || seq - this.#lastSeq > JUMP) this.#readClock();
    this.#lastSeq = seq;
    this.#write(seq, meta, object, key, value);
    if ((this.#head & BATCH_MASK) === 0) this.publish();
    return seq;
  }

  /** Writes an event with a fresh reading of the clock. @returns its number. */
  recordNow(meta: number, object: Address, key: Word, value: Word): Seq {
    const seq = Atomics.add(this.#run, CONTROL.SEQ, 1);
    this.#timeUs = this.#nowUs();
    this.#lastSeq = seq;
    this.#write(seq, meta, object, key, value);
    this.publish();
    return seq;
  }

  /** Takes a number for an event that is written later by `recordAt`, as this thread's next. */
  takeSeq(): Seq {
    return Atomics.add(this.#run, CONTROL.SEQ, 1);
  }

  /** Writes an event whose number was taken before, with a fresh reading of the clock. */
  recordAt(seq: Seq, meta: number, object: Address, key: Word, value: Word): void {
    this.#timeUs = this.#nowUs();
    this.#lastSeq = seq;
    this.#write(seq, meta, object, key, value);
    this.publish();
  }

  /** Writes what is no event (`kind` is one of NOTE): it takes no number. */
  note(kind: number, object: Address, key: Word, value: Word): void {
    this.#write(NO_SEQ, kind, object, key, value);
    this.publish();
  }

  /** Lets the reader have all that was written. */
  publish(): void {
    Atomics.store(this.#ring, RING.HEAD, this.#head);
  }

  /**
   * Makes room for `records` events, so that they can be written inside a mutex without waiting there.
   * @returns false when it waited in vain.
   */
  reserve(records: number): boolean {
    return ((this.#head - this.#tail) | 0) <= this.#capacity - records || this.#hasRoom(records);
  }

  /** The next event reads the clock: for whoever knows that time has passed. */
  markStale(): void {
    this.#left = 0;
  }

  #write(seq: Seq, meta: number, object: Address, key: Word, value: Word): void {
    const ring = this.#ring;
    const head = this.#head;
    if (((head - this.#tail) | 0) >= this.#capacity && !this.#hasRoom(1)) {
      Atomics.add(ring, RING.DROPPED, 1);
      return;
    }
    const at = RING_HEADER_WORDS + (head & (this.#capacity - 1)) * RECORD_WORDS;
    ring[at + RECORD.SEQ] = seq;
    ring[at + RECORD.META] = meta;
    ring[at + RECORD.OBJECT] = object;
    ring[at + RECORD.KEY] = key;
    ring[at + RECORD.VALUE] = value;
    ring[at + RECORD.TIME] = this.#timeUs;
    this.#head = (head + 1) | 0;
    ring[RING.WRITTEN] = this.#head;
  }

  #nowUs(): Microseconds {
    return ((this.#clock.nowMs() - this.#epochMs) * 1000) | 0;
  }

  #readClock(): void {
    const now = this.#nowUs();
    const tookUs = now - this.#timeUs;
    if (tookUs > this.#grainUs) this.#stride = Math.max(1, this.#stride >> 1);
    else if (tookUs * 2 < this.#grainUs) this.#stride = Math.min(MAX_STRIDE, this.#stride * 2);
    this.#timeUs = now;
    this.#left = this.#stride - 1;
  }

  /** Slow path: looks at the reader's word, and waits for it once. */
  #hasRoom(records: number): boolean {
    const ring = this.#ring;
    const enough = this.#capacity - records;
    this.publish();
    this.#tail = Atomics.load(ring, RING.TAIL);
    if (((this.#head - this.#tail) | 0) <= enough) {
      this.#gaveUp = false;
      return true;
    }
    if (this.#gaveUp) return false;
    const deadlineMs = this.#clock.nowMs() + this.#patienceMs;
    Atomics.store(ring, RING.WAITING, 1);
    while (((this.#head - this.#tail) | 0) > enough) {
      const leftMs = deadlineMs - this.#clock.nowMs();
      if (leftMs <= 0 || Atomics.load(this.#run, CONTROL.STOP) !== 0) {
        this.#gaveUp = true;
        break;
      }
      Atomics.wait(ring, RING.TAIL, this.#tail, Math.min(leftMs, SLICE_MS));
      this.#tail = Atomics.load(ring, RING.TAIL);
    }
    Atomics.store(ring, RING.WAITING, 0);
    return !this.#gaveUp;
  }
}
