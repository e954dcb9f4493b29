/**
 * What every event loop of a trace has before it after each event: the task that runs, its ready queue, its timers, and what its other tasks
 * wait for. Rule: fed row after row like `sync-state.ts`; a row that it cannot place changes nothing.
 */
import type { ObjectId, Seq, ThreadId } from "../base/ids.ts";
import { otherOf } from "./event.ts";
import { OP } from "./ops.ts";
import type { Trace } from "./trace.ts";
import { entryOf, integerOf } from "./value-codes.ts";

/** Something that waits for its turn: a task, or a call by its name. */
export interface ReadyEntry {
  readonly task: ThreadId;
  /** Of a call; empty for a task. */
  readonly name: string;
}

/** A timer that has not fired. */
export interface TimerState {
  readonly number: number;
  readonly setAt: Seq;
  /** The sleeping task; −1 for a call. */
  readonly task: ThreadId;
}

/** What a suspended task waits for. */
export interface TaskWait {
  readonly since: Seq;
  /** −1 where it sleeps, or only let others run. */
  readonly object: ObjectId;
  /** The task that it waits for; −1 for none. */
  readonly task: ThreadId;
  readonly timer: number;
}

export interface LoopState {
  object: ObjectId;
  current: ThreadId;
  asleep: boolean;
  /** Those before `head` are gone already, so that taking the oldest moves nothing. */
  ready: ReadyEntry[];
  head: number;
  /** Calls that other threads put there and the loop has not taken yet. */
  messages: string[];
  timers: TimerState[];
  /** Number of the timer that the current task has just set to sleep by; 0 for none. */
  setNow: number;
  /** Tasks that are not done, in the order in which they were made. */
  tasks: Map<ThreadId, TaskWait | null>;
  /** Something ran that was not in the ready queue as it is known here. */
  isPartial: boolean;
}

const NOBODY = -1;

export class LoopStates {
  readonly #trace: Trace;
  /** By the loop's lane. */
  readonly loops = new Map<ThreadId, LoopState>();

  constructor(trace: Trace) {
    this.#trace = trace;
    for (const { id, kind } of trace.threads) if (kind === "loop") this.loops.set(id, newLoop());
  }

  get isEmpty(): boolean {
    return this.loops.size === 0;
  }

  copy(): LoopStates {
    const copy = new LoopStates(this.#trace);
    for (const [lane, loop] of this.loops) {
      const { ready, messages, timers, tasks } = loop;
      const own = {
        ready: ready.slice(loop.head),
        head: 0,
        messages: messages.slice(),
        timers: timers.slice(),
        tasks: new Map(tasks),
      };
      copy.loops.set(lane, { ...loop, ...own });
    }
    return copy;
  }

  /** Rough number of things that a copy copies. */
  get size(): number {
    let size = 0;
    for (const { ready, timers, tasks } of this.loops.values()) size += ready.length + timers.length + tasks.size;
    return size;
  }

  apply(seq: Seq): void {
    const { op, object, thread } = this.#trace;
    switch (op[seq]) {
      case OP["task-create"]:
        return this.#create(otherOf(this.#trace, seq), object[seq]);
      case OP["task-run"]:
        return this.#run(thread[seq]);
      case OP["task-suspend"]:
        return this.#suspend(seq, thread[seq]);
      case OP["task-wake"]:
        return this.#wake(otherOf(this.#trace, seq));
      case OP["timer-set"]:
        return this.#setTimer(seq);
      case OP["timer-fire"]:
        return this.#fire(seq);
      case OP["select-wait"]:
      case OP["select-return"]:
        return this.#sleep(seq, op[seq] === OP["select-wait"]);
      case OP.finish:
        return this.#finish(thread[seq]);
      case OP.put:
      case OP.get:
        return this.#call(seq);
    }
  }

  /** The loop inside which a task runs. */
  #loopOf(task: ThreadId): LoopState | undefined {
    const parent = this.#trace.threads[task]?.parent;
    return parent === undefined ? undefined : this.loops.get(parent);
  }

  #byObject(object: ObjectId): LoopState | undefined {
    for (const loop of this.loops.values()) if (loop.object === object) return loop;
    return undefined;
  }

  #create(task: ThreadId, object: ObjectId): void {
    const loop = this.#loopOf(task);
    if (loop === undefined) return;
    loop.object = object;
    loop.tasks.set(task, null);
    loop.ready.push({ task, name: "" });
  }

  #run(task: ThreadId): void {
    const loop = this.#loopOf(task);
    if (loop === undefined) return;
    if (!takeReady(loop, (entry) => entry.task === task)) loop.isPartial = true;
    loop.current = task;
    loop.setNow = 0;
    loop.tasks.set(task, null);
  }

  #suspend(seq: Seq, task: ThreadId): void {
    const loop = this.#loopOf(task);
    if (loop === undefined) return;
    const object = this.#trace.object[seq];
    const other = otherOf(this.#trace, seq);
    const timer = loop.setNow;
    loop.setNow = 0;
    loop.current = NOBODY;
    if (object < 0 && other < 0 && timer === 0) loop.ready.push({ task, name: "" });
    else loop.tasks.set(task, { since: seq, object, task: other, timer });
  }

  #wake(task: ThreadId): void {
    const loop = this.#loopOf(task);
    if (loop === undefined || !loop.tasks.has(task)) return;
    loop.tasks.set(task, null);
    take(loop.timers, (timer) => timer.task === task);
    loop.ready.push({ task, name: "" });
  }

  #setTimer(seq: Seq): void {
    const { thread, object } = this.#trace;
    const loop = this.#byObject(object[seq]);
    if (loop === undefined) return;
    // A task sets a timer to sleep by just before it is suspended; whoever goes on after it has set one for a call.
    const isOwn = this.#trace.op[seq + 1] === OP["task-suspend"] && thread[seq + 1] === thread[seq];
    const number = integerOf(this.#trace.key[seq], 0);
    loop.timers.push({ number, setAt: seq, task: isOwn ? thread[seq] : NOBODY });
    if (isOwn) loop.setNow = number;
  }

  #fire(seq: Seq): void {
    const loop = this.#byObject(this.#trace.object[seq]);
    const number = integerOf(this.#trace.key[seq], 0);
    const timer = loop && take(loop.timers, (one) => one.number === number);
    if (loop === undefined || timer === undefined || this.#trace.ok[seq] === CANCELLED) return;
    if (timer.task === NOBODY) loop.ready.push({ task: NOBODY, name: `timer ${number}` });
  }

  #sleep(seq: Seq, asleep: boolean): void {
    const loop = this.loops.get(this.#trace.thread[seq]);
    if (loop !== undefined) loop.asleep = asleep;
  }

  #finish(task: ThreadId): void {
    const loop = this.#loopOf(task);
    if (loop === undefined) return;
    loop.tasks.delete(task);
    if (loop.current === task) loop.current = NOBODY;
  }

  /** A call comes to the loop (from itself: its ready queue; from another thread: its mailbox), or is made. */
  #call(seq: Seq): void {
    const { op, object, thread, threads, value } = this.#trace;
    const loop = object[seq] < 0 ? undefined : this.#byObject(object[seq]);
    if (loop === undefined) return;
    const plain = entryOf(this.#trace, value[seq])?.plain;
    const name = typeof plain === "string" ? plain : "";
    if (op[seq] === OP.put) {
      const isInside = threads[thread[seq]]?.kind !== "thread";
      if (isInside) loop.ready.push({ task: NOBODY, name });
      else loop.messages.push(name);
      return;
    }
    if (takeReady(loop, (entry) => entry.task === NOBODY && entry.name === name)) return;
    if (take(loop.messages, (one) => one === name) !== undefined) return;
    takeReady(loop, (entry) => entry.name.startsWith("timer "));
  }
}

/** `ok` false. */
const CANCELLED = 1;

function newLoop(): LoopState {
  return {
    object: -1,
    current: NOBODY,
    asleep: false,
    ready: [],
    head: 0,
    messages: [],
    timers: [],
    setNow: 0,
    tasks: new Map(),
    isPartial: false,
  };
}

/** Takes the first that fits out of the ready queue; nearly always that is the oldest. */
function takeReady(loop: LoopState, fits: (entry: ReadyEntry) => boolean): boolean {
  const { ready } = loop;
  let at = loop.head;
  while (at < ready.length && !fits(ready[at])) at++;
  if (at === ready.length) return false;
  if (at > loop.head) ready.splice(at, 1);
  else loop.head++;
  if (loop.head === ready.length || (loop.head > 1024 && loop.head * 2 > ready.length)) {
    loop.ready = ready.slice(loop.head);
    loop.head = 0;
  }
  return true;
}

/** Takes the first that fits out of a list. */
function take<T>(items: T[], fits: (item: T) => boolean): T | undefined {
  const at = items.findIndex(fits);
  return at < 0 ? undefined : items.splice(at, 1)[0];
}
