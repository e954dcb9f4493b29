/**
 * The world of a thread that is replayed: every answer it gets is the one that was recorded. Rule: the body allocates at the same addresses
 * and takes the same way as it did; what its own code writes is written to a private copy of the memory, what others wrote is never
 * looked at but through the record (or is final, and then the copy holds it).
 */
import { InternalError } from "../base/errors.ts";
import type { Address, Line, Seq, ThreadId, Word } from "../base/ids.ts";
import type { Milliseconds } from "../base/units.ts";
import type { Chunk } from "../memory/allocator.ts";
import type { Memory } from "../memory/memory.ts";
import { NOTE } from "../memory/ring-layout.ts";
import { isSmallWord } from "../memory/words.ts";
import { STATUS, VERB, type Operation, type Status } from "../program/operation.ts";
import type { Lane, World } from "../program/world.ts";
import type { Note } from "../trace/assemble.ts";
import { OP, type OpCode } from "../trace/ops.ts";
import type { Trace } from "../trace/trace.ts";
import { endOf } from "./told-by-events.ts";

/** Thrown where the record of the asked stretch ends; the machine is then only good for looking at. */
export class ReplayEnd extends Error {
  override readonly name = "ReplayEnd";
}

/** Thrown at a call or a backward jump where a copy is to be kept; the machine can go on from there. */
export class ReplayPause extends Error {
  override readonly name = "ReplayPause";
}

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

/** Calls and backward jumps that are followed behind the last event asked for. */
const MOST_TURNS_BEYOND = 50_000;

const FLOAT = new DataView(new ArrayBuffer(8));

export class ReplayWorld implements World {
  readonly memory: ReplayMemory;
  readonly thread: ThreadId;
  readonly gated = false;
  readonly breaksAnywhere = false;
  readonly breaksAtJumps = true;
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
  /** Own events after which a pause is due. */
  pauseAt = Number.POSITIVE_INFINITY;
  lane: Lane;
  readonly #record: Record;
  #note: number;
  #turnsBeyond = 0;
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

  read(_at: Address, object: Address): Word {
    const row = this.#take(OP.read, object);
    return this.#word(this.#record.trace.value[row]);
  }

  write(at: Address, object: Address, _key: Word, value: Word): void {
    this.#take(OP.write, object);
    this.memory.store(at, value);
  }

  note(op: OpCode): void {
    if (this.started || op === OP.raise) this.#take(op);
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
    const end = endOf(operation.verb);
    const told = end === undefined ? -1 : this.#rowEnding(end);
    if (told >= 0) {
      operation.result = this.#word(this.#record.trace.value[told]);
      return STATUS.OK;
    }
    const answer = this.#takeNote(NOTE.ANSWER);
    this.#goTo(answer.beforeEventIndex);
    operation.result = answer.words[2];
    if (operation.verb === VERB.SPAWN) this.started = true;
    return answer.words[1] as Status;
  }

  /** Behind the last event asked for a thread may compute for ever: then somewhere in that is as good an answer as any. */
  breaker(): void {
    if (this.cursor >= this.pauseAt) throw new ReplayPause("a copy is to be kept here");
    if (this.#next() > this.until && ++this.#turnsBeyond > MOST_TURNS_BEYOND)
      throw new ReplayEnd("the thread computes on behind the record");
  }

  chunk(): Chunk {
    const { words } = this.#takeNote(NOTE.CHUNK);
    this.memory.words.fill(0, words[0], words[1]);
    return { from: words[0], to: words[1] };
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
      if (trace.op[row] === OP.finish) break;
      const object = trace.object[row];
      if (object < 0 || trace.objects[object].kind !== "gil") return row;
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

/** The start is no part of what the body does. */
function startOf({ rows, trace }: Record): number {
  return rows.length > 0 && trace.op[rows[0]] === OP.start ? 1 : 0;
}

/** A private copy of a run's memory. Nobody else is there, so its locks are always free. */
export class ReplayMemory implements Memory {
  readonly words: Int32Array;

  constructor(words: Int32Array) {
    this.words = words;
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
