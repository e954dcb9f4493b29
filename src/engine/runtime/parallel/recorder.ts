/**
 * What a real world tells while it runs. Rule: whoever calls has already decided that it is an event; the recorder gives it its
 * number and its time and writes it to the thread's own ring, or, where nothing is recorded, only counts it.
 */
import type { Address, Line, ThreadId, Word } from "../../base/ids.ts";
import { NOTE } from "../../memory/ring-layout.ts";
import type { RingWriter } from "../../memory/ring-writer.ts";
import { type Lane, OK } from "../../program/world.ts";
import { OP, type OpCode } from "../../trace/ops.ts";

export interface Recorder {
  /** Events of the present thread that were told and not written. */
  readonly unwritten: number;
  /** Whose events follow. */
  lane: Lane;
  /** From here on the ring belongs to this thread. */
  begin(thread: ThreadId): void;
  /** A plain access: numbered beside it, its time at most the clock's own resolution old. */
  access(op: OpCode, line: Line, object: Address, key: Word, value: Word): void;
  /** Anything else: the clock is read for it. */
  event(op: OpCode, line: Line, object: Address, key: Word, value: Word, ok?: number): void;
  /** Makes room for what one operation may tell, so that nothing waits inside a primitive. */
  reserve(): void;
  /** Lets the collector have everything: the thread writes no more. */
  publish(): void;
  /** Something the body was told that is no event, for replay. */
  note(kind: number, object: Address, key: Word, value: Word): void;
}

/** Writes everything. */
export class FullRecorder implements Recorder {
  readonly unwritten = 0;
  lane: Lane = 0;
  readonly #ring: RingWriter;
  /** Whose events the ring's reader expects. */
  #told: Lane = 0;

  constructor(ring: RingWriter) {
    this.#ring = ring;
  }

  begin(thread: ThreadId): void {
    this.#ring.note(NOTE.THREAD, 0, 0, thread);
    this.lane = this.#told = thread;
  }

  access(op: OpCode, line: Line, object: Address, key: Word, value: Word): void {
    if (this.lane !== this.#told) this.#tellLane();
    this.#ring.record(op | (line << 16), object, key, value);
  }

  event(op: OpCode, line: Line, object: Address, key: Word, value: Word, ok: number = OK.ABSENT): void {
    if (this.lane !== this.#told) this.#tellLane();
    this.#ring.recordNow(op | (ok << 8) | (line << 16), object, key, value);
  }

  reserve(): void {
    this.#ring.reserve(EVENTS_OF_ONE_OPERATION);
  }

  publish(): void {
    this.#ring.publish();
  }

  note(kind: number, object: Address, key: Word, value: Word): void {
    this.#ring.note(kind, object, key, value);
  }

  #tellLane(): void {
    this.#told = this.lane;
    this.#ring.note(NOTE.LANE, 0, 0, this.lane);
  }
}

/** A condition's wait of an RLock taken many times is the longest; beyond this a full ring may be waited for inside. */
const EVENTS_OF_ONE_OPERATION = 8;

/** What a report needs even where no trace is kept: the console and the threads' lives. */
const LIFE: Readonly<Uint8Array> = markOps([OP.start, OP.finish, OP.spawn, OP.print, OP.raise]);

/** A table, since it is asked for each event. */
function markOps(ops: readonly OpCode[]): Uint8Array {
  const marks = new Uint8Array(256);
  for (const op of ops) marks[op] = 1;
  return marks;
}

/** Counts, and writes only the console and the threads' lives. */
export class CountingRecorder implements Recorder {
  unwritten = 0;
  lane: Lane = 0;
  readonly #ring: RingWriter;
  #told: Lane = 0;

  constructor(ring: RingWriter) {
    this.#ring = ring;
  }

  begin(thread: ThreadId): void {
    this.unwritten = 0;
    this.#ring.note(NOTE.THREAD, 0, 0, thread);
    this.lane = this.#told = thread;
  }

  access(): void {
    this.unwritten++;
  }

  event(op: OpCode, line: Line, object: Address, key: Word, value: Word, ok: number = OK.ABSENT): void {
    if (LIFE[op] === 1) this.#write(op | (ok << 8) | (line << 16), object, key, value);
    else this.unwritten++;
  }

  #write(meta: number, object: Address, key: Word, value: Word): void {
    if (this.lane !== this.#told) {
      this.#told = this.lane;
      this.#ring.note(NOTE.LANE, 0, 0, this.lane);
    }
    this.#ring.recordNow(meta, object, key, value);
  }

  reserve(): void {
    this.#ring.reserve(1);
  }

  publish(): void {
    this.#ring.publish();
  }

  /** Nothing is replayed where nothing is recorded; but lanes have names. */
  note(kind: number, object: Address, key: Word, value: Word): void {
    if (kind === NOTE.NEW_LANE) this.#ring.note(kind, object, key, value);
  }
}
