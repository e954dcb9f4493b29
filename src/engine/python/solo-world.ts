/**
 * A world of one thread with private memory: prints are collected, the clock is virtual and only `sleep` moves it.
 * For tests and for the comparison with CPython; a listing that starts threads is told that none can be made.
 */
import type { Address, Line, ThreadId, Word } from "../base/ids.ts";
import type { Milliseconds } from "../base/units.ts";
import { InternalError } from "../base/errors.ts";
import { CONTROL, FIRST_LANE, heapBase } from "../memory/layout.ts";
import type { Memory } from "../memory/memory.ts";
import { PrivateMemory } from "../memory/private-memory.ts";
import { NONE, toSmallWord, UNBOUND } from "../memory/words.ts";
import { STATUS, VERB, type Operation, type Status } from "../program/operation.ts";
import { type Lane, OutOfMemory, type World } from "../program/world.ts";
import type { ObjectKind, OpCode } from "../trace/ops.ts";
import { SoloPrimitives } from "./solo-primitives.ts";

/** Words of a chunk of heap, when less is asked for. */
const CHUNK_WORDS = 4096;

export interface SoloOptions {
  /** Stops before each visible operation. */
  readonly gated?: boolean;
  /** Names and objects are visible from the start, as if a thread had been started. */
  readonly started?: boolean;
  readonly memoryWords?: number;
}

/** One visible operation, as tests look at them. */
export interface SoloEvent {
  readonly kind: "read" | "write" | "note" | "perform";
  readonly code: number;
  readonly object: Address;
  readonly key: Word;
  readonly line: Line;
}

export class SoloWorld implements World {
  readonly memory: Memory;
  readonly thread: ThreadId = 0;
  readonly gated: boolean;
  readonly started: boolean;
  readonly recycles = false;
  readonly breaksAnywhere = false;
  readonly breaksAtJumps = false;
  readonly hasInterpreterLock = false;
  readonly cores = 4;
  readonly switchMs = 5;
  readonly secondMs: Milliseconds = 1000;
  readonly randomSeed = 1;
  line: Line = 0;
  lane: Lane = 0;
  /** Words of the texts that were printed, in order. */
  readonly printed: Word[] = [];
  readonly events: SoloEvent[] = [];
  readonly primitives: SoloPrimitives;
  #nowMs: Milliseconds = 0;
  #lanes = 0;

  constructor(
    slotCount: number,
    { gated = false, started = false, memoryWords = 1 << 22 }: SoloOptions = {},
    primitives = new SoloPrimitives(),
  ) {
    this.primitives = primitives;
    const memory = new PrivateMemory(memoryWords);
    memory.store(CONTROL.HEAP_NEXT, heapBase(slotCount));
    memory.store(CONTROL.HEAP_END, memoryWords);
    this.memory = memory;
    this.gated = gated;
    this.started = started;
  }

  /** A world in the same state whose memory is its own. */
  copy(): SoloWorld {
    const options = { gated: this.gated, started: this.started, memoryWords: this.memory.words.length };
    const copied = new SoloWorld(0, options, this.primitives.copy());
    copied.memory.words.set(this.memory.words);
    copied.printed.push(...this.printed);
    copied.events.push(...this.events);
    copied.#nowMs = this.#nowMs;
    copied.#lanes = this.#lanes;
    copied.lane = this.lane;
    return copied;
  }

  read(at: Address, object: Address, key: Word): Word {
    if (at === 0) return UNBOUND;
    this.#tell("read", 0, object, key);
    return this.memory.load(at);
  }

  write(at: Address, object: Address, key: Word, value: Word): void {
    this.#tell("write", 0, object, key);
    this.memory.store(at, value);
  }

  note(op: OpCode, object: Address, key: Word, value: Word): Word {
    this.#tell("note", op, object, key);
    return value;
  }

  remember(value: number): number {
    return value;
  }

  apart(): Address {
    return 0;
  }

  rememberWords(words: readonly Word[]): readonly Word[] {
    return words;
  }

  #tell(kind: SoloEvent["kind"], code: number, object: Address, key: Word): void {
    this.events.push({ kind, code, object, key, line: this.line });
  }

  perform(operation: Operation): Status {
    this.line = operation.line;
    const status = this.#carryOut(operation);
    if (status !== STATUS.BLOCKED) this.#tell("perform", operation.verb, operation.object, operation.key);
    return status;
  }

  #carryOut(operation: Operation): Status {
    switch (operation.verb) {
      case VERB.PRINT:
        this.printed.push(operation.value);
        return STATUS.OK;
      case VERB.SLEEP:
        this.#nowMs += operation.timeoutMs;
        return STATUS.OK;
      case VERB.SELECT:
        return this.#select(operation);
      case VERB.SPAWN:
        return STATUS.TOO_MANY;
      case VERB.ACTIVE_COUNT:
        operation.result = toSmallWord(1);
        return STATUS.OK;
      case VERB.NONE:
        operation.result = NONE;
        return STATUS.OK;
      default:
        return this.#onPrimitive(operation);
    }
  }

  /** A wait that nobody ends takes all of its time. */
  #onPrimitive(operation: Operation): Status {
    const status = this.primitives.perform(operation);
    if (status === STATUS.TIMED_OUT && operation.timeoutMs > 0) this.#nowMs += operation.timeoutMs;
    return status;
  }

  createLane(): Lane {
    return FIRST_LANE + this.#lanes++;
  }

  hasMessages(): boolean {
    return false;
  }

  /** Nobody else is there: a loop sleeps until its next timer. */
  #select({ timeoutMs }: Operation): Status {
    if (timeoutMs === Number.POSITIVE_INFINITY)
      throw new InternalError("the loop sleeps, and nobody is there to wake it");
    this.#nowMs += timeoutMs;
    return STATUS.TIMED_OUT;
  }

  create(kind: ObjectKind, object: Address, capacity: number): void {
    this.primitives.create(kind, object, capacity);
  }

  breaker(): void {
    // Nobody asks a thread that is alone to look up.
  }

  chunk(words: number): { readonly from: Address; readonly to: Address } {
    const from = this.memory.load(CONTROL.HEAP_NEXT);
    const to = Math.min(from + Math.max(words, CHUNK_WORDS), this.memory.load(CONTROL.HEAP_END));
    if (to - from < words) throw new OutOfMemory(words);
    this.memory.store(CONTROL.HEAP_NEXT, to);
    return { from, to };
  }

  nowMs(): Milliseconds {
    return this.#nowMs;
  }

  wallMs(): Milliseconds {
    return 1_700_000_000_000 + this.#nowMs;
  }
}
