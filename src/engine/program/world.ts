/**
 * What a body runs in. Real threads, the simulator, the explorer and the replay of a recorded run are four worlds; the
 * body cannot tell which. In a gated world the body stops before each visible operation until it is let go.
 */
import type { Memory } from "../memory/memory.ts";
import type { Address, Line, ThreadId, Word } from "../base/ids.ts";
import type { Milliseconds } from "../base/units.ts";
import type { ObjectKind, OpCode } from "../trace/ops.ts";
import type { Operation, Status } from "./operation.ts";

/** What has a lane of its own beside threads. */
export const LANE_KINDS = ["loop", "task", "generator", "greenlet"] as const;
export type LaneKind = (typeof LANE_KINDS)[number];

/** `ok` of an event: absent, false, true. */
export const OK = { ABSENT: 0, FALSE: 1, TRUE: 2 } as const;
export type OkCode = (typeof OK)[keyof typeof OK];

/** A number for who an event belongs to: below MAX_THREADS the thread of that number, above it a lane. */
export type Lane = number;

export interface World {
  readonly memory: Memory;
  readonly thread: ThreadId;
  /** True: `Body.advance` returns before each visible operation. */
  readonly gated: boolean;
  /** True once the first thread was started: what main did before is set-up, and no step. */
  readonly started: boolean;
  /** True: the body calls `breaker` after every instruction (`python: 3.9`), not only at calls and backward jumps. */
  readonly breaksAnywhere: boolean;
  /** True: `breaker` is called at every call and backward jump, not only when the thread's breaker word is set. */
  readonly breaksAtJumps: boolean;
  /** Whether the build has an interpreter lock, as `sys._is_gil_enabled` says. */
  readonly hasInterpreterLock: boolean;
  /** True: words that `chunk` gives may hold what lay there before, and are to be cleared piece by piece. */
  readonly recycles: boolean;
  /** Line of the operation that follows; the body sets it before read, write, note and perform. */
  line: Line;
  /**
   * One visible read: loads the word at `at` and tells it as a read of `key` of `object` (key 0 for a cell). `at` 0, for an attribute that is not
   * there: gives UNBOUND and tells nothing, or in a replay what was read then if it was there then.
   */
  read(at: Address, object: Address, key: Word): Word;
  write(at: Address, object: Address, key: Word, value: Word): void;
  /**
   * Tells an operation that the machine did itself (append, one dict item, len, an iteration step, raise, compute…). Gives `value`, or in a
   * replay the word that was told then: who looked at something outside its mutex goes on with what this gives.
   */
  note(op: OpCode, object: Address, key: Word, value: Word, ok?: OkCode): Word;
  /**
   * Gives `value`, or in a replay the number of then: for what depends on other threads and no event tells. `counts`: looking changed it for
   * others, so that the order of those who look matters.
   */
  remember(value: number, counts?: boolean): number;
  /** As `remember`, for words that were read together and that no event tells. */
  rememberWords(words: readonly Word[]): readonly Word[];
  /** Carries out a synchronisation operation; `operation.result` holds its word. Sleeps for real where the world is real. */
  perform(operation: Operation): Status;
  /** Lane of the events that follow: the thread's own number, or one that `createLane` gave. */
  lane: Lane;
  /**
   * A lane for something that this thread runs in turns with others: an event loop, a task, a generator, a greenlet.
   * `name` is the word of a str; `parent` the lane inside which it runs. From the first lane on the program counts as started.
   */
  createLane(kind: LaneKind, name: Word, parent: Lane): Lane;
  /** Whether a loop has messages, in the word at `mailbox`. Costs next to nothing where it has none. */
  hasMessages(mailbox: Address): boolean;
  /** Sets up a primitive in words that the heap gave (all 0), `capacity` −1 for none. */
  create(kind: ObjectKind, object: Address, capacity: number): void;
  /** Looks up after the breaker word of this thread was found set (stop, or the interpreter lock wanted). */
  breaker(): void;
  /** First word of a fresh piece of heap of at least `words` words, and its end. @throws OutOfMemory */
  chunk(words: number): { readonly from: Address; readonly to: Address };
  /**
   * As many words, but of no thread's own pieces: for what a thread makes or not depending on what others do at that moment; 0 where
   * that makes no difference. @throws OutOfMemory
   */
  apart(words: number): Address;
  /** Real milliseconds that a second of the listing takes. */
  readonly secondMs: Milliseconds;
  /** Monotonic milliseconds that the listing sees (scaled by `second`), recorded for replay. */
  nowMs(): Milliseconds;
  /** `time.time()` in milliseconds, recorded for replay. */
  wallMs(): Milliseconds;
  /** Processors that the listing is told of (`os.cpu_count()`, the default size of a pool). */
  readonly cores: number;
  /** Switch interval of the interpreter lock. */
  readonly switchMs: Milliseconds;
  /** Seed of this thread's stream of random numbers. */
  readonly randomSeed: number;
}

/** Thrown by `World.chunk`; the machine turns it into MemoryError naming line and size. */
export class OutOfMemory extends Error {
  override readonly name = "OutOfMemory";
  readonly words: number;

  constructor(words: number) {
    super(`no room for ${words * 4} bytes in the run's memory`);
    this.words = words;
  }
}

/** Where a body stands after `advance`. */
export type Progress = "operation" | "ended";

/**
 * A thread's body: local work between operations is its own affair.
 * `advance` runs to just before the next visible operation and fills `next`; `perform` carries that one out in the
 * body's world (its status is BLOCKED if it cannot complete now, and the body stays where it is) and does not run on.
 * In a world that is not gated `run` goes to the end.
 */
export interface Body {
  readonly next: Operation;
  advance(): Progress;
  perform(): Status;
  run(): void;
  /** A body in the same state that runs in `world`; neither sees what the other does. */
  copy(world: World): Body;
}
