/**
 * The world of a real thread: its operations are done on shared memory with Atomics, and a thread that has to wait
 * sleeps in `Atomics.wait`. Rule: an event gets its number at the moment that fixes its order (inside the primitive,
 * through the probe), and what recording adds makes no edge that the program does not have.
 */
import type { Address, Line, ThreadId, Word } from "../../base/ids.ts";
import type { Clock } from "../../base/clock.ts";
import type { Milliseconds } from "../../base/units.ts";
import { CHUNK_WORDS, takeHeap, type Chunk } from "../../memory/allocator.ts";
import { CONTROL, FIRST_LANE, MAX_LANES, THREAD, threadBlock } from "../../memory/layout.ts";
import type { Memory } from "../../memory/memory.ts";
import { NOTE } from "../../memory/ring-layout.ts";
import {
  FALSE,
  fromAddressWord,
  fromSmallWord,
  MAX_SMALL,
  NONE,
  toAddressWord,
  toBooleanWord,
  toSmallWord,
  UNBOUND,
} from "../../memory/words.ts";
import { STATUS, VERB, type Operation, type Status } from "../../program/operation.ts";
import { LANE_KINDS, type Lane, type LaneKind, OK, type OkCode, OutOfMemory, type World } from "../../program/world.ts";
import { linkMessage, MAILBOX } from "../../python/loop/mailbox.ts";
import { PythonError } from "../../python/text/index.ts";
import type { QueueOwner } from "../../sync/queue.ts";
import { FOREVER, StopSignal, type Probe, type SyncContext } from "../../sync/context.ts";
import { OP, type ObjectKind, type OpCode } from "../../trace/ops.ts";
import type { Interpreter } from "./interpreter-lock.ts";
import type { RunSettings } from "./messages.ts";
import { isToldByEvents } from "../told-by-events.ts";
import { createPrimitive, performOnPrimitive } from "./primitives.ts";
import type { Recorder } from "./recorder.ts";
import { ThreadStatus } from "./thread-status.ts";
import { HEADER_WORDS } from "./header.ts";

/** Starts thread `thread` on some worker; false when none is parked and the coordinator was asked for one. */
export type StartThread = (thread: ThreadId) => void;

export interface RealWorldParts {
  readonly memory: Memory;
  readonly context: SyncContext;
  readonly clock: Clock;
  readonly recorder: Recorder;
  readonly settings: RunSettings;
  /** The listing's module slots: first word, and how many. */
  readonly slots: { readonly from: Address; readonly count: number };
  /** Room for queues that grow, and the order of a priority queue. */
  readonly queueOwner: QueueOwner;
  readonly createThread: (object: Address, name: Word, daemon: boolean) => ThreadId | -1;
  readonly startThread: StartThread;
  /** null where the build has no interpreter lock. */
  readonly createInterpreter: (probe: Probe) => Interpreter | null;
  /** Heap for what no replay has to find at the same address. */
  readonly takeRoom: typeof takeHeap;
}

export class RealWorld implements World, Probe {
  readonly memory: Memory;
  readonly thread: ThreadId;
  /** True while a body is to stop before each operation: then somebody else lets it go. */
  gated = false;
  /** Whether the listing has asked for the time. */
  readClock = false;
  readonly recycles = false;
  readonly breaksAnywhere: boolean;
  readonly breaksAtJumps: boolean;
  readonly hasInterpreterLock: boolean;
  readonly randomSeed: number;
  readonly secondMs: Milliseconds;
  readonly cores: number;
  readonly switchMs: Milliseconds;
  started: boolean;
  line: Line = 0;
  readonly #parts: RealWorldParts;
  readonly #words: Int32Array;
  readonly #recorder: Recorder;
  readonly #context: SyncContext;
  readonly #status: ThreadStatus;
  readonly #interpreter: Interpreter | null;

  constructor(parts: RealWorldParts) {
    this.#parts = parts;
    this.memory = parts.memory;
    this.#words = parts.memory.words;
    this.#context = parts.context;
    this.thread = parts.context.thread;
    this.#recorder = parts.recorder;
    this.#interpreter = parts.createInterpreter(this);
    this.#status = new ThreadStatus(this.#words, this.thread);
    this.hasInterpreterLock = parts.settings.python !== "free-threaded";
    this.breaksAtJumps = this.#interpreter !== null;
    this.breaksAnywhere = this.#interpreter !== null && parts.settings.python === "3.9";
    this.switchMs = parts.settings.switchMs;
    this.cores = parts.settings.cores;
    this.secondMs = parts.settings.secondMs;
    this.randomSeed = parts.settings.seed + Atomics.load(this.#words, CONTROL.RUN) + this.thread * 0x9e37;
    this.started = this.thread !== 0 || Atomics.load(this.#words, CONTROL.STARTED) === 1;
  }

  /** The thread begins: it takes the interpreter lock where there is one. */
  begin(): void {
    this.#status.running();
    this.#recorder.begin(this.thread);
    this.#recorder.event(OP.start, 0, 0, 0, 0);
    this.#interpreter?.take();
  }

  /** The thread has ended; joiners are woken. It is its last event. */
  end(failed: boolean): void {
    const block = threadBlock(this.thread);
    this.#interpreter?.giveUp();
    this.#recorder.event(OP.finish, 0, 0, 0, 0);
    Atomics.store(this.#words, block + THREAD.UNWRITTEN, this.#recorder.unwritten);
    Atomics.store(this.#words, block + THREAD.FAILED, failed ? 1 : 0);
    // In this order: a joiner that sleeps on behind a state that says "ended" would look stuck.
    Atomics.store(this.#words, block + THREAD.ENDED, 1);
    this.#status.ended();
    Atomics.notify(this.#words, block + THREAD.ENDED);
  }

  /** The thread was stopped: its state stays what it was, so that one sees what it waited for. Never throws. */
  abandon(): void {
    this.#interpreter?.drop();
    this.#recorder.publish();
    Atomics.store(this.#words, threadBlock(this.thread) + THREAD.UNWRITTEN, this.#recorder.unwritten);
  }

  read(at: Address, object: Address, key: Word): Word {
    if (at === 0) return UNBOUND;
    const word = Atomics.load(this.#words, at);
    this.#recorder.access(OP.read, this.line, object, key, word);
    return word;
  }

  write(at: Address, object: Address, key: Word, value: Word): void {
    Atomics.store(this.#words, at, value);
    this.#recorder.access(OP.write, this.line, object, key, value);
  }

  note(op: OpCode, object: Address, key: Word, value: Word, ok?: OkCode): Word {
    if (this.started || op === OP.raise) this.#recorder.event(op, this.line, object, key, value, ok);
    return value;
  }

  remember(value: number): number {
    this.#recorder.note(NOTE.ANSWER, 0, STATUS.OK, value);
    return value;
  }

  /** They lie in a piece of the heap: a length, then the words. */
  rememberWords(words: readonly Word[]): readonly Word[] {
    if (!this.#parts.settings.record) return words;
    this.remember(this.#keep(words));
    return words;
  }

  #keep(words: readonly Word[]): Address {
    const at = this.apart(words.length + 1);
    Atomics.store(this.#words, at, words.length);
    words.forEach((word, i) => Atomics.store(this.#words, at + 1 + i, word));
    return at;
  }

  apart(words: number): Address {
    const piece = takeHeap(this.memory, words);
    if (piece === null) throw new OutOfMemory(words);
    return piece.from;
  }

  get lane(): Lane {
    return this.#recorder.lane;
  }

  set lane(lane: Lane) {
    this.#recorder.lane = lane;
  }

  createLane(kind: LaneKind, name: Word, parent: Lane): Lane {
    if (!this.started) this.#beginProgram();
    const number = Atomics.add(this.#words, CONTROL.LANES, 1);
    if (number >= MAX_LANES) {
      this.#recorder.note(NOTE.NEW_LANE, parent, 0, -1);
      return parent;
    }
    const lane = FIRST_LANE + number;
    this.#recorder.note(NOTE.NEW_LANE, lane, name, (parent << 3) | LANE_KINDS.indexOf(kind));
    return lane;
  }

  hasMessages(mailbox: Address): boolean {
    this.#looks++;
    if (!this.shallSelect(mailbox)) return false;
    this.#recorder.note(NOTE.MESSAGES, 0, 0, this.#looks);
    return true;
  }

  /** Whether a loop that has something to do is to look into its mailbox. */
  protected shallSelect(mailbox: Address): boolean {
    return Atomics.load(this.#words, mailbox) !== 0;
  }

  create(kind: ObjectKind, object: Address, capacity: number): void {
    createPrimitive(this.#words, kind, object + HEADER_WORDS, capacity);
  }

  perform(operation: Operation): Status {
    this.line = operation.line;
    this.#recorder.reserve();
    this.#limit = toLimit(operation.timeoutMs);
    const status = this.#performOrTell(operation);
    this.#interpreter?.takeAgain();
    // What a replay cannot tell from the events is written down beside them.
    if (status !== STATUS.OK || !isToldByEvents(operation.verb))
      this.#recorder.note(NOTE.ANSWER, 0, status, operation.result);
    return status;
  }

  breaker(): void {
    if (Atomics.load(this.#words, CONTROL.STOP) !== 0) throw new StopSignal("the run is to stop");
    this.#interpreter?.giveUpIfWanted();
  }

  chunk(words: number): Chunk {
    const chunk = takeHeap(this.memory, words, Math.max(words, CHUNK_WORDS));
    if (chunk === null) throw new OutOfMemory(words);
    this.#recorder.note(NOTE.CHUNK, chunk.from, chunk.to, 0);
    return chunk;
  }

  nowMs(): Milliseconds {
    const real = this.#parts.clock.nowMs() - this.#parts.settings.epochMs;
    return this.#rememberTime(real * (1000 / this.#parts.settings.secondMs));
  }

  wallMs(): Milliseconds {
    const { clock, settings } = this.#parts;
    const elapsed = clock.nowMs() - settings.epochMs;
    return this.#rememberTime(clock.wallMs() - elapsed + elapsed * (1000 / settings.secondMs));
  }

  // Probe: told by the primitives.

  waits(op: OpCode, primitive: Address, timed: boolean): void {
    // A wait that ended by its limit still waits for its lock, and for that there is none.
    this.#recorder.event(op, this.line, primitive - HEADER_WORDS, 0, timed ? this.#limit : 0);
    this.sleeps(op, primitive, timed);
  }

  sleeps(op: OpCode, primitive: Address, timed: boolean): void {
    this.#status.blocked(op, primitive - HEADER_WORDS, timed);
    this.#slept = true;
  }

  did(op: OpCode, primitive: Address, value: Word): void {
    if (this.#slept) this.#wakeUp();
    const ok = op === OP.acquire && this.#isTry ? OK.TRUE : OK.ABSENT;
    this.#recorder.event(op, this.line, primitive - HEADER_WORDS, 0, value, ok);
  }

  /** Whether the present operation asks for a lock and would not wait for ever: who gets it so is told as `ok`. */
  #isTry = false;
  #slept = false;
  /** How often this thread looked into mailboxes. */
  #looks = 0;
  /** How long the present operation may wait, as its wait event tells it. */
  #limit: Word = 0;

  #wakeUp(): void {
    this.#slept = false;
    this.#status.running();
  }

  /** Items of a priority queue that have no order are an exception out of the operation; what it says is written down. */
  #performOrTell(operation: Operation): Status {
    try {
      return this.#perform(operation);
    } catch (error) {
      if (!(error instanceof PythonError)) throw error;
      this.#interpreter?.takeAgain();
      const said = this.#parts.settings.record ? this.#keep(Array.from(error.message, (c) => c.codePointAt(0)!)) : 0;
      this.#recorder.note(NOTE.ANSWER, said, STATUS.REFUSED, NONE);
      throw error;
    }
  }

  #perform(operation: Operation): Status {
    switch (operation.verb) {
      case VERB.SPAWN:
        return this.#spawn(operation);
      case VERB.JOIN:
        return this.#join(operation);
      case VERB.SLEEP:
        return this.#sleep(operation);
      case VERB.SELECT:
        return this.select(operation);
      case VERB.LOOP_POST:
        return this.#post(operation);
      case VERB.PRINT:
        this.#recorder.event(OP.print, operation.line, 0, 0, operation.value);
        return STATUS.OK;
      case VERB.IS_ALIVE:
        operation.result = toBooleanWord(isAlive(this.#words, fromSmallWord(operation.value)));
        return STATUS.OK;
      case VERB.ACTIVE_COUNT:
        operation.result = toSmallWord(countAlive(this.#words));
        return STATUS.OK;
      default:
        return this.#performOnPrimitive(operation);
    }
  }

  #performOnPrimitive(operation: Operation): Status {
    this.#isTry = this.#limit !== 0 && ACQUIRES.has(operation.verb);
    const status = performOnPrimitive(this.#context, operation, this, this.#parts.queueOwner);
    if (this.#slept) this.#wakeUp();
    operation.result = this.#context.result;
    return status;
  }

  #spawn(operation: Operation): Status {
    const thread = this.#parts.createThread(
      operation.object,
      operation.key,
      operation.value !== FALSE && operation.value !== 0,
    );
    if (thread < 0) return STATUS.TOO_MANY;
    if (!this.started) this.#beginProgram();
    operation.result = toSmallWord(thread);
    this.#recorder.event(OP.spawn, operation.line, 0, toSmallWord(thread), 0);
    this.#parts.startThread(thread);
    return STATUS.OK;
  }

  /** The set-up is over: what the module slots hold now is where every cell starts. */
  #beginProgram(): void {
    const { from, count } = this.#parts.slots;
    const kept = this.#parts.takeRoom(this.memory, Math.max(1, count));
    if (kept !== null) {
      for (let i = 0; i < count; i++) Atomics.store(this.#words, kept.from + i, Atomics.load(this.#words, from + i));
      Atomics.store(this.#words, CONTROL.INITIAL, kept.from);
    }
    this.started = true;
    Atomics.store(this.#words, CONTROL.STARTED, 1);
  }

  #join(operation: Operation): Status {
    const other = fromSmallWord(operation.value);
    if (other === this.thread) return STATUS.SELF;
    const ended = threadBlock(other) + THREAD.ENDED;
    operation.result = NONE;
    if (Atomics.load(this.#words, ended) === 0 && !this.#waitForEnd(operation, other, ended)) {
      this.#recorder.event(OP["join-timeout"], operation.line, 0, operation.value, 0);
      return STATUS.TIMED_OUT;
    }
    this.#recorder.event(OP.join, operation.line, 0, operation.value, 0);
    return STATUS.OK;
  }

  /** False when the time was up first. */
  #waitForEnd(operation: Operation, other: ThreadId, ended: Address): boolean {
    const { timeoutMs } = operation;
    if (timeoutMs <= 0) return false;
    this.#interpreter?.giveUp();
    if (Atomics.load(this.#words, ended) !== 0) return true;
    this.#recorder.event(OP["join-wait"], operation.line, 0, operation.value, this.#limit);
    this.#status.blocked(OP["join-wait"], threadBlock(other), timeoutMs !== FOREVER);
    const deadline = timeoutMs === FOREVER ? FOREVER : this.#context.nowMs() + timeoutMs;
    let inTime = true;
    while (inTime && Atomics.load(this.#words, ended) === 0) inTime = this.#context.park(ended, 0, deadline);
    this.#status.running();
    return Atomics.load(this.#words, ended) !== 0;
  }

  #sleep(operation: Operation): Status {
    const cell = threadBlock(this.thread) + THREAD.SLEEP;
    this.#interpreter?.giveUp();
    this.#recorder.event(OP.sleep, operation.line, 0, 0, operation.value);
    this.#status.sleeping();
    const deadline = this.#context.nowMs() + operation.timeoutMs;
    while (this.#context.nowMs() < deadline && this.#context.park(cell, 0, deadline));
    this.#status.running();
    this.#recorder.event(OP.wake, operation.line, 0, 0, 0);
    return STATUS.OK;
  }

  /** A loop sleeps on its mailbox; what lies there it takes whole. */
  protected select(operation: Operation): Status {
    const mailbox = operation.object + MAILBOX;
    if (operation.timeoutMs > 0 && Atomics.load(this.#words, mailbox) === 0) this.#sleepOn(mailbox, operation);
    return this.takeMessages(operation);
  }

  protected takeMessages(operation: Operation): Status {
    const newest = Atomics.exchange(this.#words, operation.object + MAILBOX, 0);
    operation.result = toAddressWord(newest);
    return newest === 0 ? STATUS.TIMED_OUT : STATUS.OK;
  }

  #sleepOn(mailbox: Address, operation: Operation): void {
    const { timeoutMs, object } = operation;
    this.#interpreter?.giveUp();
    this.tellSelect(OP["select-wait"], operation);
    this.#status.blocked(OP["select-wait"], object, timeoutMs !== FOREVER);
    const grain = Math.min(1, Math.max(FINEST_SLEEP_MS, this.secondMs / 1000));
    const deadline = timeoutMs === FOREVER ? FOREVER : this.#context.nowMs() + Math.ceil(timeoutMs / grain) * grain;
    let inTime = true;
    while (inTime && Atomics.load(this.#words, mailbox) === 0) inTime = this.#context.park(mailbox, 0, deadline);
    this.#status.running();
    this.tellSelect(OP["select-return"], operation);
  }

  protected tellSelect(op: OpCode, { line, object, timeoutMs }: Operation): void {
    this.#recorder.event(op, line, object, 0, op === OP["select-wait"] ? toLimit(timeoutMs) : 0);
  }

  #post(operation: Operation): Status {
    const words = this.#words;
    const mailbox = operation.object + MAILBOX;
    const message = fromAddressWord(operation.value);
    this.#recorder.event(OP.put, operation.line, operation.object, 0, operation.key);
    for (;;) {
      const before = Atomics.load(words, mailbox);
      linkMessage(this.memory, message, before);
      if (Atomics.compareExchange(words, mailbox, before, message) !== before) continue;
      this.remember(before);
      break;
    }
    if (operation.timeoutMs > 0) Atomics.notify(words, mailbox);
    operation.result = NONE;
    return STATUS.OK;
  }

  /** Writes a clock reading down for replay: a note holds the two halves of its float64. */
  #rememberTime(ms: Milliseconds): Milliseconds {
    this.readClock = true;
    HALVES.setFloat64(0, ms, true);
    this.#recorder.note(NOTE.CLOCK, 0, HALVES.getInt32(0, true), HALVES.getInt32(4, true));
    return ms;
  }
}

/** What asks for a lock or a permit. */
const ACQUIRES: ReadonlySet<number> = new Set([VERB.LOCK_ACQUIRE, VERB.RLOCK_ACQUIRE, VERB.SEMAPHORE_ACQUIRE]);

/**
 * A loop's sleep is rounded up to a millisecond of the listing, as `epoll` rounds it, so that timers which lie close together fire in
 * one turn; but to no less than this.
 */
const FINEST_SLEEP_MS: Milliseconds = 0.2;

/** Whole milliseconds, rounded up, so that no event needs a float; nothing for a wait without a limit. */
function toLimit(timeoutMs: Milliseconds): Word {
  return timeoutMs === FOREVER ? 0 : toSmallWord(Math.min(MAX_SMALL, Math.ceil(timeoutMs)));
}

const HALVES = new DataView(new ArrayBuffer(8));

function isAlive(words: Int32Array, thread: ThreadId): boolean {
  return Atomics.load(words, threadBlock(thread) + THREAD.ENDED) === 0;
}

/** Threads that were made and have not ended. */
export function countAlive(words: Int32Array): number {
  const count = Atomics.load(words, CONTROL.THREAD_COUNT);
  let alive = 0;
  for (let thread = 0; thread < count; thread++) if (isAlive(words, thread)) alive++;
  return alive;
}
