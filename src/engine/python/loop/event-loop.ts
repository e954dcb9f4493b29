/**
 * One event loop between two instructions: what is ready, when which timer is due, which tasks there are, who waits for which future.
 * Rule: a loop's thread alone touches it; what others have to say comes through the loop object's mailbox in memory.
 */
import type { Address } from "../../base/ids.ts";
import type { Frame } from "../frames.ts";
import type { Value } from "../values.ts";
import { type Context, EMPTY_CONTEXT } from "./context.ts";
import { ReadyQueue } from "./ready-queue.ts";
import { Callback, type Copies, type Ready, type TaskState, Timer } from "./task-state.ts";
import { TimerHeap } from "./timer-heap.ts";

/** Cancelled timers that may lie in the heap before it is tidied, and the part of it that they may be: CPython's numbers. */
const CANCELLED_AT_LEAST = 100;
const CANCELLED_PART = 0.5;
/** Asynchronous generators that are remembered before those that have ended are forgotten. */
const FEW_GENERATORS = 64;
/** Seconds by which two readings of the loop's clock differ at least, however coarse the real clock is. */
const TICK = 1e-7;
/** Seconds that count as one moment: CPython's resolution of `time.monotonic`. */
export const CLOCK_RESOLUTION = 1e-9;

/** What is told when a future is done. */
export type Waiter = TaskState | Callback;

export class EventLoop {
  /** Its object in memory. */
  readonly at: Address;
  /** The lane of its events; −1 before it first ran. */
  lane = -1;
  /** The lane that runs it. */
  caller = 0;
  ready = new ReadyQueue<Ready>();
  timers = new TimerHeap<Timer>();
  /** Tasks that are not done, in the order in which they were made. */
  tasks = new Map<Address, TaskState>();
  /** Who is told of a future that is not done. */
  waiters = new Map<Address, Waiter[]>();
  /** Timers that a listing can cancel, by their handles. */
  timersByHandle = new Map<Address, Timer>();
  /** Asynchronous generators that were begun while it ran. */
  generators: Address[] = [];
  /** Futures whose exception nobody has fetched. */
  unfetched = new Set<Address>();
  /** Callbacks that the loop owes before anything else: what it has to say about tasks that failed. */
  reports: Callback[] = [];
  /** The box of the Context in which the present task or call is; 0 for none. */
  shared: Address = 0;
  /** What its caller's context variables hold. */
  callerContext: Context = EMPTY_CONTEXT;
  /** Whether its lane was begun. */
  begun = false;
  running = false;
  stopping = false;
  closed = false;
  debug = false;
  /** Seconds that a callback may take in debug mode. */
  slow = 0.1;
  /** Entries left of the present turn; −1 between two turns. */
  left = -1;
  current: TaskState | null = null;
  /** The task or callable that it runs or ran last, and when that began (debug mode). */
  entry: Value = null;
  began = 0;
  /** Its frame while it runs, and how deep that is. */
  frame: Frame | null = null;
  depth = 0;
  #generatorsKept = FEW_GENERATORS;
  #timersMade = 0;
  #timersCancelled = 0;
  #time = 0;

  constructor(at: Address) {
    this.at = at;
  }

  /** The loop's clock: `now` in seconds, but later than any reading before. */
  time(now: number): number {
    this.#time = Math.max(now, this.#time + TICK);
    return this.#time;
  }

  /** What its clock said last. */
  get lastTime(): number {
    return this.#time;
  }

  /** Nothing of it will ever run. */
  close(): void {
    this.closed = true;
    this.ready = new ReadyQueue<Ready>();
    this.timers = new TimerHeap<Timer>();
    this.timersByHandle.clear();
  }

  /** A timer at a moment of the loop's clock. */
  addTimer(when: number, what: TaskState | Callback): Timer {
    const timer = new Timer(when, ++this.#timersMade, what);
    this.timers.push(timer);
    return timer;
  }

  /** It will not fire; true unless it was cancelled or fired before. */
  cancelTimer(timer: Timer): boolean {
    if (timer.cancelled || timer.fired) return false;
    timer.cancelled = true;
    this.#timersCancelled++;
    this.#forgetHandle(timer);
    return true;
  }

  #forgetHandle({ what }: Timer): void {
    if (what instanceof Callback && what.at !== 0) this.timersByHandle.delete(what.at);
  }

  /** Drops cancelled timers where CPython does: many of them at once, or those that would be next. */
  tidyTimers(): void {
    const { timers } = this;
    if (timers.length > CANCELLED_AT_LEAST && this.#timersCancelled / timers.length > CANCELLED_PART) {
      timers.keep(({ cancelled }) => !cancelled);
      this.#timersCancelled = 0;
      return;
    }
    while (timers.first?.cancelled === true) {
      timers.pop();
      this.#timersCancelled--;
    }
  }

  /** The next timer that is due before `end`, out of the heap; undefined where there is none. */
  takeDue(end: number): Timer | undefined {
    const { first } = this.timers;
    if (first === undefined || first.when >= end) return undefined;
    this.timers.pop();
    first.fired = true;
    this.#forgetHandle(first);
    return first;
  }

  /** An asynchronous generator that begins is closed with the loop, unless it has ended by then (`lives` says). */
  noteGenerator(at: Address, lives: (at: Address) => boolean): void {
    if (this.generators.length >= this.#generatorsKept) {
      this.generators = this.generators.filter(lives);
      this.#generatorsKept = 2 * this.generators.length + FEW_GENERATORS;
    }
    this.generators.push(at);
  }

  /** Who waited for a future, oldest first; nobody is told twice. */
  takeWaiters(future: Address): readonly Waiter[] {
    const waiters = this.waiters.get(future);
    if (waiters === undefined) return [];
    this.waiters.delete(future);
    return waiters;
  }

  addWaiter(future: Address, waiter: Waiter): void {
    const waiters = this.waiters.get(future);
    if (waiters === undefined) this.waiters.set(future, [waiter]);
    else waiters.push(waiter);
  }

  copy(copies: Copies): EventLoop {
    const copied = new EventLoop(this.at);
    copied.lane = this.lane;
    copied.caller = this.caller;
    copied.ready = this.ready.copy((entry) => copies.of(entry));
    copied.timers = this.timers.copy((timer) => copies.of(timer));
    copied.tasks = new Map([...this.tasks].map(([at, task]) => [at, copies.of(task)]));
    copied.waiters = new Map([...this.waiters].map(([at, waiters]) => [at, waiters.map((one) => copies.of(one))]));
    copied.timersByHandle = new Map([...this.timersByHandle].map(([at, timer]) => [at, copies.of(timer)]));
    copied.generators = this.generators.slice();
    copied.unfetched = new Set(this.unfetched);
    copied.reports = this.reports.map((report) => copies.of(report));
    copied.callerContext = this.callerContext;
    copied.shared = this.shared;
    copied.begun = this.begun;
    copied.running = this.running;
    copied.stopping = this.stopping;
    copied.closed = this.closed;
    copied.debug = this.debug;
    copied.slow = this.slow;
    copied.left = this.left;
    copied.current = this.current && copies.of(this.current);
    copied.entry = this.entry;
    copied.began = this.began;
    copied.depth = this.depth;
    copied.frame = this.frame && copies.frame(this.frame);
    copied.#generatorsKept = this.#generatorsKept;
    copied.#timersMade = this.#timersMade;
    copied.#timersCancelled = this.#timersCancelled;
    copied.#time = this.#time;
    return copied;
  }
}

/** A call that nobody can cancel and no trace tells. */
export function internalCall(callee: Callback["callee"], args: Callback["args"]): Callback {
  return new Callback(0, callee, args, EMPTY_CONTEXT, false);
}
