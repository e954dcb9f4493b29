/**
 * The world of a thread that is replayed: every answer it gets is the one that was recorded. Rule: the body allocates at the same addresses
 * and takes the same way as it did, in a private memory that all threads of the replay share, as far as each has come: whoever plays them takes
 * care that what one finds in a container was put there before (`replay.ts`).
 */
import { InternalError } from "../base/errors.ts";
import type { Address, Line, Seq, ThreadId, Word } from "../base/ids.ts";
import type { Milliseconds } from "../base/units.ts";
import { takeHeap, type Chunk } from "../memory/allocator.ts";
import type { Memory } from "../memory/memory.ts";
import { CONTROL, GLOBALS_BASE, MAX_THREADS, THREAD, threadBlock } from "../memory/layout.ts";
import { NOTE } from "../memory/ring-layout.ts";
import { fromAddressWord, isSmallWord, UNBOUND } from "../memory/words.ts";
import { STATUS, VERB, type Operation, type Status } from "../program/operation.ts";
import type { Lane, World } from "../program/world.ts";
import { PythonError } from "../python/text/index.ts";
import { linkMessage } from "../python/loop/mailbox.ts";
import type { Note } from "../trace/assemble.ts";
import { OP, type OpCode } from "../trace/ops.ts";
import type { Trace } from "../trace/trace.ts";
import { endOf } from "./told-by-events.ts";

/** Thrown where the record of the asked stretch ends; the machine is then only good for looking at. */
export class ReplayEnd extends Error {
  override readonly name = "ReplayEnd";
}

/** Thrown before an instruction where the thread is to wait for others; the machine can go on from there. */
export class ReplayPause extends Error {
  override readonly name = "ReplayPause";
}

const PAUSE = new ReplayPause("others are to go on first");

/** What is replayed. */
export interface Record {
  readonly trace: Trace;
  readonly thread: ThreadId;
  /** The thread's own rows, ascending. */
  readonly rows: Int32Array;
  readonly notes: readonly Note[];
  readonly addresses: Int32Array;
  readonly words: Int32Array;
  readonly secondMs: Milliseconds;
  readonly randomSeed: number;
  readonly cores: number;
  readonly switchMs: Milliseconds;
  readonly hasInterpreterLock: boolean;
}

/** Instructions that are followed behind the last event asked for. */
const MOST_BEYOND = 500_000;

const FLOAT = new DataView(new ArrayBuffer(8));

export class ReplayWorld implements World {
  readonly memory: ReplayMemory;
  readonly thread: ThreadId;
  readonly gated = false;
  readonly recycles = true;
  readonly breaksAnywhere = true;
  readonly breaksAtJumps = false;
  readonly hasInterpreterLock: boolean;
  readonly secondMs: Milliseconds;
  readonly randomSeed: number;
  readonly cores: number;
  readonly switchMs: Milliseconds;
  line: Line = 0;
  started: boolean;
  /** Index of the next own event. */
  cursor: number;
  /** Last event that may be replayed. */
  until: Seq = Number.POSITIVE_INFINITY;
  /** Own events (counted from 0) before which a pause is due. */
  pauseAt = Number.POSITIVE_INFINITY;
  lane: Lane;
  readonly #record: Record;
  #note: number;
  #beyond = 0;
  #looks: number;

  constructor(record: Record, memory: ReplayMemory, from?: ReplayWorld) {
    this.#record = record;
    this.memory = memory;
    this.thread = record.thread;
    this.secondMs = record.secondMs;
    this.randomSeed = record.randomSeed;
    this.cores = record.cores;
    this.switchMs = record.switchMs;
    this.hasInterpreterLock = record.hasInterpreterLock;
    this.started = from?.started ?? record.thread !== 0;
    this.cursor = from?.cursor ?? startOf(record);
    this.#note = from?.noteCursor ?? 0;
    this.#looks = from?.looks ?? 0;
    this.lane = from?.lane ?? record.thread;
  }

  /** How often the thread looked into mailboxes so far. */
  get looks(): number {
    return this.#looks;
  }

  get noteCursor(): number {
    return this.#note;
  }

  read(at: Address, object: Address, key: Word): Word {
    // An attribute that is there now may not have been there then, and the other way round.
    if (key !== UNBOUND && !isSmallWord(key) && !this.#isNext(OP.read, object, key)) return UNBOUND;
    if (at === 0 && !this.#isNext(OP.read, object, key)) return UNBOUND;
    return this.#word(this.#record.trace.value[this.#take(OP.read, object)]);
  }

  write(at: Address, object: Address, _key: Word, value: Word): void {
    this.#take(OP.write, object);
    this.memory.store(at, value);
  }

  note(op: OpCode, _object: Address, _key: Word, value: Word): Word {
    if (!this.started && op !== OP.raise) return value;
    return this.#word(this.#record.trace.value[this.#take(op)]);
  }

  remember(): number {
    return this.#takeNote(NOTE.ANSWER).words[2];
  }

  rememberWords(): readonly Word[] {
    return this.#kept(this.remember());
  }

  #kept(at: Address): readonly Word[] {
    return Array.from({ length: this.memory.load(at) }, (_, i) => this.memory.load(at + 1 + i));
  }

  createLane(): Lane {
    this.started = true;
    return this.#takeNote(NOTE.NEW_LANE).words[0];
  }

  hasMessages(): boolean {
    this.#looks++;
    const note = this.#record.notes[this.#note];
    if (note === undefined || note.kind !== NOTE.MESSAGES || note.words[2] !== this.#looks) return false;
    this.#note++;
    return true;
  }

  create(): void {
    // A primitive's words are not looked at: its answers are recorded.
  }

  perform(operation: Operation): Status {
    const end = this.#isAnsweredNow() ? undefined : endOf(operation.verb);
    const told = end === undefined ? -1 : this.#rowEnding(end);
    if (told >= 0) {
      operation.result = this.#word(this.#record.trace.value[told]);
      return STATUS.OK;
    }
    if (operation.verb === VERB.LOOP_POST) linkMessage(this.memory, fromAddressWord(operation.value), this.remember());
    const answer = this.#takeNote(NOTE.ANSWER);
    this.#goTo(answer.beforeEventIndex);
    if (answer.words[0] !== 0) throw new PythonError("TypeError", String.fromCodePoint(...this.#kept(answer.words[0])));
    operation.result = answer.words[2];
    if (operation.verb === VERB.SPAWN) this.started = true;
    return answer.words[1] as Status;
  }

  /** Behind the last event asked for a thread may compute for ever: then somewhere in that is as good an answer as any. */
  breaker(): void {
    if (this.cursor >= this.pauseAt) throw PAUSE;
    if (this.until !== Number.POSITIVE_INFINITY && this.#next() > this.until && ++this.#beyond > MOST_BEYOND)
      throw new ReplayEnd("the thread computes on behind the record");
  }

  chunk(): Chunk {
    // It is not cleared at once: what this thread made there in the run another may look at before it is made again.
    const { words } = this.#takeNote(NOTE.CHUNK);
    return { from: words[0], to: words[1] };
  }

  /** What lies apart is made again behind all that the run made. */
  apart(words: number): Address {
    const piece = takeHeap(this.memory, words);
    if (piece === null) throw new ReplayEnd("there is no room to make again what was made apart");
    return piece.from;
  }

  nowMs(): Milliseconds {
    const { words } = this.#takeNote(NOTE.CLOCK);
    FLOAT.setInt32(0, words[1], true);
    FLOAT.setInt32(4, words[2], true);
    return FLOAT.getFloat64(0, true);
  }

  wallMs(): Milliseconds {
    return this.nowMs();
  }

  /** Whether the next note was written before the next own event: then an operation that is carried out now ended without one. */
  #isAnsweredNow(): boolean {
    const note = this.#record.notes[this.#note];
    if (note === undefined || note.kind !== NOTE.ANSWER) return false;
    this.#next();
    return note.beforeEventIndex <= this.cursor;
  }

  /** Whether the next own event is this one. */
  #isNext(op: OpCode, object: Address, key: Word): boolean {
    const { trace, addresses } = this.#record;
    const row = this.#next();
    if (row === Number.POSITIVE_INFINITY || trace.op[row] !== op || trace.object[row] < 0) return false;
    return addresses[trace.object[row]] === object && this.#word(trace.key[row]) === key;
  }

  /** Takes the next own event, which must be this one. */
  #take(op: OpCode, object?: Address): number {
    const row = this.#peek();
    const { trace, addresses } = this.#record;
    const fits =
      trace.op[row] === op &&
      (object === undefined || trace.object[row] < 0 || addresses[trace.object[row]] === object);
    if (!fits) {
      throw new InternalError(
        `the replay of thread ${this.thread} asks for op ${op} of object ${object ?? 0} where the record has event ${row}`,
      );
    }
    this.cursor++;
    return row;
  }

  /** The row of the event that ends an operation, past its wait; −1 when the operation did not end like that. */
  #rowEnding(end: OpCode): number {
    const { trace } = this.#record;
    let row = this.#peek();
    const isWait = WAITS.has(trace.op[row]);
    if (isWait) {
      this.cursor++;
      row = this.#peek();
    }
    if (trace.op[row] === end) {
      this.cursor++;
      return row;
    }
    if (isWait) this.cursor--;
    return -1;
  }

  /** Row of the next own event up to the one asked for. @throws ReplayEnd */
  #peek(): number {
    const row = this.#next();
    if (row > this.until) throw new ReplayEnd("the record ends here");
    return row;
  }

  /** Row of the next own event; those of the interpreter lock are no part of what the body does. Infinite where there is none. */
  #next(): number {
    const { rows, trace } = this.#record;
    for (; this.cursor < rows.length; this.cursor++) {
      const row = rows[this.cursor];
      if (row > this.until) return row;
      if (trace.op[row] === OP.finish && trace.thread[row] === this.thread) break;
      if (!isOutside(trace, row, this.thread)) return row;
    }
    return Number.POSITIVE_INFINITY;
  }

  /** Skips the events of an operation whose answer was noted. @throws ReplayEnd when one of them is beyond the asked stretch */
  #goTo(index: number): void {
    const { rows } = this.#record;
    if (index > this.cursor && (rows[index - 1] ?? Number.POSITIVE_INFINITY) > this.until)
      throw new ReplayEnd("the record ends inside an operation");
    this.cursor = Math.max(this.cursor, index);
  }

  #takeNote(kind: number): Note {
    const note = this.#record.notes[this.#note];
    if (note === undefined || note.beforeEventIndex > this.#record.rows.length)
      throw new ReplayEnd("the record ends here");
    if (note.kind !== kind) {
      if (this.cursor >= this.#record.rows.length) throw new ReplayEnd("the record ends here");
      throw new InternalError(
        `the replay of thread ${this.thread} wants a note of kind ${kind} where one of kind ${note.kind} was written`,
      );
    }
    const before = note.beforeEventIndex;
    if (before > 0 && before > this.cursor && (this.#record.rows[before - 1] ?? 0) > this.until)
      throw new ReplayEnd("the record ends here");
    this.#note++;
    return note;
  }

  #word(code: number): Word {
    return isSmallWord(code) || code === 0 ? code : this.#record.words[code >> 1];
  }
}

/** Events that say that an operation waits and belong to it. */
const WAITS: ReadonlySet<OpCode> = new Set([
  OP["acquire-wait"],
  OP["put-wait"],
  OP["get-wait"],
  OP["join-wait"],
  OP.sleep,
]);

/** Events that are no part of what a thread's body does: the thread's own start and end, and those of the interpreter lock. */
export function isOutside(trace: Trace, row: Seq, thread: ThreadId): boolean {
  const code = trace.op[row];
  if (code === OP.start || code === OP.finish) return trace.thread[row] === thread;
  return trace.object[row] >= 0 && trace.objects[trace.object[row]].kind === "gil";
}

/** The start is no part of what the body does. */
function startOf({ rows, trace }: Record): number {
  return rows.length > 0 && trace.op[rows[0]] === OP.start ? 1 : 0;
}

/** Room for what is made once more apart from the threads' own pieces (`Heap.allocApart`), at least. */
const SPARE_WORDS = 64 * 1024;

/** A private copy of a run's memory. Nobody else is there, so its locks are always free. */
export class ReplayMemory implements Memory {
  readonly words: Int32Array;

  constructor(words: Int32Array) {
    this.words = words;
  }

  /** As it was when the run began, from what it was at its end: what a thread makes comes back as it makes it again. */
  static ofRun(end: Int32Array, slots: number): ReplayMemory {
    const words = new Int32Array(end.length + Math.max(SPARE_WORDS, end.length >> 3));
    words.set(end);
    words.fill(0, GLOBALS_BASE, GLOBALS_BASE + slots);
    words[CONTROL.HEAP_END] = words.length;
    words[CONTROL.STOP] = 0;
    for (let thread = 0; thread < MAX_THREADS; thread++) {
      words[threadBlock(thread) + THREAD.RANDOM] = 0;
      words[threadBlock(thread) + THREAD.BREAKER] = 0;
    }
    return new ReplayMemory(words);
  }

  copy(): ReplayMemory {
    return new ReplayMemory(this.words.slice());
  }

  load(at: Address): number {
    return this.words[at];
  }

  store(at: Address, value: number): void {
    this.words[at] = value;
  }

  compareExchange(at: Address, expected: number, value: number): number {
    const before = this.words[at];
    if (before === expected) this.words[at] = value;
    return before;
  }

  add(at: Address, amount: number): number {
    const before = this.words[at];
    this.words[at] = before + amount;
    return before;
  }

  enter(): void {
    // Nobody else is there.
  }

  leave(): void {
    // Nobody else is there.
  }
}
