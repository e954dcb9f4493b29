/**
 * The world of one simulated thread: memory of its own kind, shared with the other threads of the simulation; every operation is the
 * hub's affair. Rule: it keeps nothing but the line and the lane, which its machine puts aside with itself.
 */
import type { Address, Line, ThreadId, Word } from "../../base/ids.ts";
import type { Milliseconds } from "../../base/units.ts";
import { CHUNK_WORDS, takeHeap, type Chunk } from "../../memory/allocator.ts";
import { takeOwnHeap } from "../../memory/own-heap.ts";
import { UNBOUND } from "../../memory/words.ts";
import type { PrivateMemory } from "../../memory/private-memory.ts";
import type { Operation, Status } from "../../program/operation.ts";
import { type Lane, type LaneKind, type OkCode, OutOfMemory, type World } from "../../program/world.ts";
import { OP, type ObjectKind, type OpCode } from "../../trace/ops.ts";
import type { SimulationSettings } from "./settings.ts";

/** What a world needs of the simulation that it belongs to. */
export interface Hub {
  readonly memory: PrivateMemory;
  readonly settings: SimulationSettings;
  readonly started: boolean;
  tell(lane: Lane, op: OpCode, line: Line, object: Address, key: Word, value: Word, ok?: OkCode): void;
  createLane(thread: ThreadId, kind: LaneKind, name: Word, parent: Lane): Lane;
  /** Whether anybody else is there who could put a message. */
  readonly hasOthers: boolean;
  perform(thread: ThreadId, operation: Operation): Status;
  create(kind: ObjectKind, object: Address, capacity: number): void;
  /** At a call or a backward jump. */
  passes(thread: ThreadId): void;
  /** A step turned out to be a read only. */
  readOnly(): void;
  /** A thread looked at what others look at too, and changed it, and no event tells. */
  counted(): void;
  /** What a thread was told last that no event tells, such as what an atomic update found. */
  remembered: number;
  /** Virtual milliseconds of real time since the run began, as the thread sees them. */
  nowMs(thread: ThreadId): Milliseconds;
}

/** `time.time()` when a simulated run begins: the same for every run, so that it replays. */
export const WALL_START_MS = 1_700_000_000_000;

export class SteppedWorld implements World {
  readonly memory: PrivateMemory;
  readonly thread: ThreadId;
  readonly gated = true;
  readonly recycles = false;
  readonly breaksAnywhere = false;
  readonly breaksAtJumps = true;
  readonly hasInterpreterLock: boolean;
  readonly secondMs: Milliseconds;
  readonly switchMs: Milliseconds;
  readonly cores: number;
  readonly randomSeed: number;
  line: Line = 0;
  lane: Lane;
  readonly #hub: Hub;

  constructor(hub: Hub, thread: ThreadId) {
    const { settings } = hub;
    this.#hub = hub;
    this.memory = hub.memory;
    this.thread = thread;
    this.lane = thread;
    this.hasInterpreterLock = settings.python !== "free-threaded";
    this.secondMs = settings.secondMs;
    this.switchMs = settings.switchMs;
    this.cores = settings.cores;
    this.randomSeed = settings.seed + thread * 0x9e37;
  }

  get started(): boolean {
    return this.#hub.started;
  }

  read(at: Address, object: Address, key: Word): Word {
    if (at === 0) return UNBOUND;
    const word = this.memory.load(at);
    this.#hub.tell(this.lane, OP.read, this.line, object, key, word);
    return word;
  }

  write(at: Address, object: Address, key: Word, value: Word): void {
    this.memory.store(at, value);
    this.#hub.tell(this.lane, OP.write, this.line, object, key, value);
  }

  note(op: OpCode, object: Address, key: Word, value: Word, ok?: OkCode): Word {
    if (!this.started && op !== OP.raise) return value;
    if (op === OP.read) this.#hub.readOnly();
    this.#hub.tell(this.lane, op, this.line, object, key, value, ok);
    return value;
  }

  remember(value: number, counts = false): number {
    if (counts) this.#hub.counted();
    this.#hub.remembered = value;
    return value;
  }

  /** Simulated threads have stretches of their own, and nothing is replayed. */
  apart(): Address {
    return 0;
  }

  rememberWords(words: readonly Word[]): readonly Word[] {
    return words;
  }

  createLane(kind: LaneKind, name: Word, parent: Lane): Lane {
    return this.#hub.createLane(this.thread, kind, name, parent);
  }

  /**
   * With others about, looking for messages is a step of its own, so that the order of look and message is a choice. What somebody put who has
   * ended since is there to be taken.
   */
  hasMessages(mailbox: Address): boolean {
    return this.#hub.hasOthers || this.memory.load(mailbox) !== 0;
  }

  perform(operation: Operation): Status {
    this.line = operation.line;
    return this.#hub.perform(this.thread, operation);
  }

  create(kind: ObjectKind, object: Address, capacity: number): void {
    this.#hub.create(kind, object, capacity);
  }

  breaker(): void {
    this.#hub.passes(this.thread);
  }

  chunk(words: number): Chunk {
    const wanted = Math.max(words, CHUNK_WORDS);
    const chunk = takeOwnHeap(this.memory, this.thread, wanted) ?? takeHeap(this.memory, words, wanted);
    if (chunk === null) throw new OutOfMemory(words);
    return chunk;
  }

  nowMs(): Milliseconds {
    return this.#hub.nowMs(this.thread) * (1000 / this.secondMs);
  }

  wallMs(): Milliseconds {
    return WALL_START_MS + this.nowMs();
  }
}
