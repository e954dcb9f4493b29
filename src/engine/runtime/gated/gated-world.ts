/**
 * The world of a real thread behind a gate: real words, real primitives, real records. Where a primitive would sleep it gives the turn
 * away instead and goes on when it comes back; time is virtual, as in the simulator. Rule: what the turns say and what the primitive
 * finds must agree: whether the operation waits, and whether it completes.
 */
import type { Address, ThreadId, Word } from "../../base/ids.ts";
import type { Milliseconds } from "../../base/units.ts";
import { CHUNK_WORDS, type Chunk } from "../../memory/allocator.ts";
import { THREAD, threadBlock } from "../../memory/layout.ts";
import { takeOwnHeap } from "../../memory/own-heap.ts";
import { fromSmallWord, toSmallWord } from "../../memory/words.ts";
import { type Operation, STATUS, type Status, VERB } from "../../program/operation.ts";
import { FOREVER, type SyncContext } from "../../sync/context.ts";
import { OP, type OpCode } from "../../trace/ops.ts";
import { GIL_OBJECT } from "../parallel/header.ts";
import type { Interpreter } from "../parallel/interpreter-lock.ts";
import { countAlive, RealWorld, type RealWorldParts } from "../parallel/real-world.ts";
import type { Recorder } from "../parallel/recorder.ts";
import { createReadings, readClock } from "../stepped/clock-readings.ts";
import { WALL_START_MS } from "../stepped/stepped-world.ts";
import { OWNER } from "../../python/loop/mailbox.ts";
import type { Gate } from "./gate.ts";
import { isExpiryTurn, isWaitTurn, kindOfTurn, TURN } from "./turns.ts";

/** The workers do not do what the simulator did with the same choices. */
export class Divergence extends Error {
  override readonly name = "Divergence";
}

/** `SyncContext` of a thread behind a gate. */
export class GatedContext implements SyncContext {
  readonly words: Int32Array;
  readonly thread: ThreadId;
  result = 0;
  /** The act under way. */
  turn = 0;
  /** Whether a timed wait of the present operation was ended. */
  expired = false;
  beforeWait?: () => void;
  readonly #gate: Gate;
  readonly #interpreter: GatedInterpreter | null;
  readonly #sleepAt: Address;

  constructor(words: Int32Array, thread: ThreadId, gate: Gate, interpreter: GatedInterpreter | null) {
    this.#interpreter = interpreter;
    this.words = words;
    this.thread = thread;
    this.#gate = gate;
    this.#sleepAt = threadBlock(thread) + THREAD.SLEEP;
    if (interpreter !== null) this.beforeWait = () => this.#leaveInterpreter();
  }

  /** Elsewhere it was given up in a turn before; but that a wait which ended has to wait for its lock is found out in the middle of one. */
  #leaveInterpreter(): void {
    if (!this.expired || kindOfTurn(this.turn) !== TURN.EXPIRE_AND_WAIT) return;
    this.#gate.done();
    this.turn = this.#takeOperation();
  }

  /** Time limits end when the turns say so and never by themselves: for the primitives it is always 0. */
  nowMs(): Milliseconds {
    return 0;
  }

  park(at: Address, _expected: number, deadlineMs: Milliseconds): boolean {
    // A sleep promises "at least" and takes virtual time alone.
    if (at === this.#sleepAt) return false;
    if (isExpiryTurn(this.turn) && deadlineMs !== FOREVER) return this.#expire();
    if (!isWaitTurn(this.turn)) throw new Divergence(`${this.#where()} would have to wait where the simulator went on`);
    this.#gate.done();
    this.turn = this.#takeOperation();
    return isExpiryTurn(this.turn) && deadlineMs !== FOREVER ? this.#expire() : true;
  }

  /** The lock may change hands before the operation goes on. */
  #takeOperation(): number {
    for (;;) {
      const turn = this.#gate.take();
      if (this.#interpreter?.obey(turn) !== true) return turn;
      this.#gate.done();
    }
  }

  wake(): void {
    // Whoever is let go has its turn written down.
  }

  #expire(): false {
    this.expired = true;
    return false;
  }

  #where(): string {
    return `act ${this.#gate.position}: the worker of thread ${this.thread}`;
  }
}

/** `python: 3.10`: the turns say when the lock changes hands, but for a sleep, which gives it up and takes it again. */
export class GatedInterpreter implements Interpreter {
  readonly #recorder: Recorder;
  readonly #thread: ThreadId;
  /** The present operation is a sleep. */
  sleeps = false;
  #holds = false;
  #wants = false;

  constructor(recorder: Recorder, thread: ThreadId) {
    this.#thread = thread;
    this.#recorder = recorder;
  }

  /** Whether the act was about the lock; it is then done. */
  obey(turn: number): boolean {
    const kind = kindOfTurn(turn);
    if (kind === TURN.ENTER) this.#enter();
    else if (kind === TURN.LEAVE) this.#tellReleased();
    else return false;
    return true;
  }

  #enter(): void {
    this.#holds = true;
    this.#tell(OP.acquire, 1);
  }

  take(): void {
    // Its first turn with the lock comes later.
  }

  giveUp(): void {
    if (!this.#holds || !this.sleeps) return;
    this.#wants = true;
    this.#tellReleased();
  }

  #tellReleased(): void {
    this.#holds = false;
    this.#tell(OP.release, 0);
  }

  /** The lock is the thread's affair and not that of the lane that it is in. */
  #tell(op: OpCode, depth: number): void {
    const recorder = this.#recorder;
    const { lane } = recorder;
    recorder.lane = this.#thread;
    recorder.event(op, 0, GIL_OBJECT, 0, toSmallWord(depth));
    recorder.lane = lane;
  }

  drop(): void {
    this.#holds = false;
  }

  takeAgain(): void {
    if (this.#wants) this.#enter();
    this.#wants = false;
  }

  giveUpIfWanted(): void {
    // Nobody but the turns wants it.
  }
}

export class GatedWorld extends RealWorld {
  override gated = true;
  readonly #context: GatedContext;
  readonly #floats: Float64Array;

  readonly #interpreter: GatedInterpreter | null;
  #toldSelect = false;
  readonly #readings = createReadings();

  constructor(parts: RealWorldParts & { readonly context: GatedContext }, interpreter: GatedInterpreter | null) {
    super(parts);
    this.#interpreter = interpreter;
    this.#context = parts.context;
    this.#floats = new Float64Array(parts.memory.words.buffer);
  }

  override perform(operation: Operation): Status {
    if (operation.verb === VERB.TASK_STEP) return STATUS.OK;
    this.#context.expired = false;
    if (this.#interpreter !== null) this.#interpreter.sleeps = operation.verb === VERB.SLEEP;
    const status = super.perform(operation);
    if (isWaitTurn(this.#context.turn))
      throw new Divergence(
        `act of thread ${this.thread} at line ${operation.line}: its worker went on where the simulator had to wait`,
      );
    this.#passTime(operation, status);
    return status;
  }

  /** A loop begins to wait for messages: told at once, but it looks only when it goes on, since its clock moves with each look. */
  tellSelectWait(operation: Operation): void {
    this.#toldSelect = true;
    this.tellSelect(OP["select-wait"], operation);
  }

  protected override select(operation: Operation): Status {
    const slept = operation.timeoutMs > 0;
    if (slept && !this.#toldSelect) this.tellSelect(OP["select-wait"], operation);
    if (slept) this.tellSelect(OP["select-return"], operation);
    this.#toldSelect = false;
    const status = this.takeMessages(operation);
    this.#context.expired = slept && status === STATUS.TIMED_OUT;
    return status;
  }

  /** As in the simulator: with others about, looking for messages is a step of its own. */
  protected override shallSelect(mailbox: Address): boolean {
    return countAlive(this.memory.words) > 1 || super.shallSelect(mailbox);
  }

  /** As in the simulator, so that addresses come out the same. */
  override chunk(words: number): Chunk {
    return takeOwnHeap(this.memory, this.thread, Math.max(words, CHUNK_WORDS)) ?? super.chunk(words);
  }

  // Nothing is replayed: what the simulator has is good for this run, too.

  override apart(): Address {
    return 0;
  }

  override rememberWords(words: readonly Word[]): readonly Word[] {
    return words;
  }

  override nowMs(): Milliseconds {
    this.#setClock(this.thread, readClock(this.#readings, this.#now()));
    return this.#now() * (1000 / this.secondMs);
  }

  override wallMs(): Milliseconds {
    return WALL_START_MS + this.nowMs();
  }

  /** What the operation took of virtual time: as the simulator counts it. */
  #passTime(operation: Operation, status: Status): void {
    const { timeoutMs, value, verb } = operation;
    if (verb === VERB.SPAWN && status === STATUS.OK) this.#setClock(fromSmallWord(operation.result), this.#now());
    else if (verb === VERB.JOIN && status === STATUS.OK) this.#catchUp(this.thread, fromSmallWord(value));
    else if (verb === VERB.LOOP_POST) this.#catchUp(this.memory.load(operation.object + OWNER), this.thread);
    else if (verb === VERB.SLEEP || this.#context.expired || (verb === VERB.JOIN && status === STATUS.TIMED_OUT))
      this.#setClock(this.thread, this.#now() + timeoutMs);
  }

  /** A thread's clock is then no earlier than the other's. */
  #catchUp(thread: ThreadId, other: ThreadId): void {
    this.#setClock(thread, Math.max(this.#clockOf(thread), this.#clockOf(other)));
  }

  #now(): Milliseconds {
    return this.#clockOf(this.thread);
  }

  #clockOf(thread: ThreadId): Milliseconds {
    return this.#floats[(threadBlock(thread) + THREAD.CLOCK) / 2];
  }

  #setClock(thread: ThreadId, ms: Milliseconds): void {
    this.#floats[(threadBlock(thread) + THREAD.CLOCK) / 2] = ms;
  }
}
