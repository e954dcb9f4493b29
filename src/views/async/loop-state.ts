/**
 * An event loop between two events, read off the trace: ready queue, timers, current task, who waits. Pure. Rule: order is the loop's own: ready is first in, first out; timers are by moment, then by number.
 *
 *   task-create, task-wake → ready        task-run → current        task-suspend, finish → nobody runs
 *   timer-set → timers                    timer-fire → ready        put, get on the loop: its callbacks
 */
import type { ObjectId, Seq, ThreadId } from "../../engine/base/ids.ts";
import type { Microseconds, Milliseconds } from "../../engine/base/units.ts";
import { objectKind } from "../../engine/trace/names.ts";
import { OP } from "../../engine/trace/ops.ts";
import type { Trace } from "../../engine/trace/trace.ts";
import { integerOf, plainOf, reprOf } from "../../engine/trace/value-codes.ts";

/** What a loop takes up, one after the other. */
export type LoopEntry =
  | { readonly kind: "task"; readonly task: ThreadId }
  | { readonly kind: "callback"; readonly name: string }
  | { readonly kind: "timer"; readonly number: number };

export interface LoopTimer {
  readonly number: number;
  /** When it was set, and for how long by the listing's clock. */
  readonly setAt: Microseconds;
  readonly ms: Milliseconds;
  /** The lane that set it: a task that sleeps, or whoever asked for a call later. */
  readonly by: ThreadId;
}

export interface WaitingTask {
  readonly task: ThreadId;
  /** What it awaits; null for a sleep, and where it only let others run. */
  readonly object: ObjectId | null;
  /** The task that it awaits; −1 for none. */
  readonly other: ThreadId;
  /** For how long it sleeps; null where it does not. */
  readonly sleepMs: Milliseconds | null;
  readonly line: number;
}

export interface LoopState {
  /** The loop's object. */
  readonly loop: ObjectId;
  /** Its lane; −1 before it ran. */
  readonly lane: ThreadId;
  readonly current: LoopEntry | null;
  readonly ready: readonly LoopEntry[];
  readonly timers: readonly LoopTimer[];
  readonly waiting: readonly WaitingTask[];
  /** Whether it sleeps until a timer or a message comes. */
  readonly asleep: boolean;
  /** How often a task was let go on. */
  readonly switches: number;
  readonly finished: number;
}

interface Loop {
  readonly loop: ObjectId;
  lane: ThreadId;
  current: LoopEntry | null;
  ready: LoopEntry[];
  timers: LoopTimer[];
  waiting: Map<ThreadId, WaitingTask>;
  asleep: boolean;
  switches: number;
  finished: number;
}

/** Events between two states that are kept: so many are gone through at most, to be anywhere. */
const STRIDE = 20_000;

export class LoopStates {
  readonly #trace: Trace;
  /** Kept states: after `(index + 1) * STRIDE` events. */
  readonly #kept: Position[] = [];
  #now = new Position();

  readonly #secondMs: Milliseconds;

  /** @param secondMs how long a second of the listing takes */
  constructor(trace: Trace, secondMs: Milliseconds) {
    this.#trace = trace;
    this.#secondMs = secondMs;
  }

  /** Every loop of the run just after event `seq`, in the order in which they were first heard of. */
  at(seq: Seq): readonly LoopState[] {
    const wanted = Math.min(this.#trace.count, seq + 1);
    if (this.#now.done > wanted) this.#now = this.#nearest(wanted).copy();
    while (this.#now.done < wanted) {
      this.#now.take(this.#trace);
      if (this.#now.done % STRIDE === 0 && this.#kept.length < this.#now.done / STRIDE)
        this.#kept.push(this.#now.copy());
    }
    return this.#now.states(this.#secondMs);
  }

  #nearest(wanted: number): Position {
    return this.#kept[Math.min(this.#kept.length, Math.floor(wanted / STRIDE)) - 1] ?? new Position();
  }
}

/** All loops after so many events. */
class Position {
  done = 0;
  #loops = new Map<ObjectId, Loop>();
  /** The loop of each task. */
  #homes = new Map<ThreadId, Loop>();

  copy(): Position {
    const copied = new Position();
    copied.done = this.done;
    for (const [loop, state] of this.#loops) {
      const { ready, timers, waiting } = state;
      copied.#loops.set(loop, { ...state, ready: [...ready], timers: [...timers], waiting: new Map(waiting) });
    }
    for (const [task, { loop }] of this.#homes) copied.#homes.set(task, copied.#loopOf(loop));
    return copied;
  }

  states(secondMs: Milliseconds): readonly LoopState[] {
    return [...this.#loops.values()].map((loop) => ({
      ...loop,
      ready: [...loop.ready],
      timers: loop.timers.toSorted((a, b) => dueOf(a, secondMs) - dueOf(b, secondMs) || a.number - b.number),
      waiting: [...loop.waiting.values()],
    }));
  }

  take(trace: Trace): void {
    const seq = this.done++;
    const object = trace.object[seq];
    const thread = trace.thread[seq];
    const isLoop = object >= 0 && objectKind(trace, object) === "loop";
    const loop = isLoop ? this.#loopOf(object) : (this.#homes.get(thread) ?? null);
    if (loop !== null) this.#takeOf(loop, trace, seq);
    // Whoever makes a task ready names it; what it waited for is no loop.
    if (trace.op[seq] === OP["task-wake"]) this.#wake(integerOf(trace.key[seq], -1));
  }

  #takeOf(loop: Loop, trace: Trace, seq: Seq): void {
    const thread = trace.thread[seq];
    const key = integerOf(trace.key[seq], -1);
    if (trace.threads[thread]?.kind === "loop") loop.lane = thread;
    switch (trace.op[seq]) {
      case OP["task-create"]:
        this.#homes.set(key, loop);
        loop.ready.push({ kind: "task", task: key });
        return;
      case OP["task-run"]:
        removeTask(loop, thread);
        loop.waiting.delete(thread);
        loop.current = { kind: "task", task: thread };
        loop.asleep = false;
        loop.switches++;
        return;
      case OP["task-suspend"]:
        this.#suspend(loop, trace, seq);
        return;
      case OP.finish:
        if (trace.threads[thread]?.kind !== "task") return;
        loop.current = null;
        loop.finished++;
        return;
      case OP["timer-set"]: {
        const ms = Number(plainOf(trace, trace.value[seq]) ?? 0);
        loop.timers.push({ number: key, setAt: trace.time[seq], ms, by: thread });
        return;
      }
      case OP["timer-fire"]:
        loop.timers = loop.timers.filter(({ number }) => number !== key);
        loop.ready.push({ kind: "timer", number: key });
        return;
      case OP.put:
        loop.ready.push({ kind: "callback", name: nameIn(trace, seq) });
        return;
      case OP.get:
        this.#call(loop, nameIn(trace, seq));
        return;
      case OP["select-wait"]:
        loop.current = null;
        loop.asleep = true;
        return;
      case OP["select-return"]:
        loop.asleep = false;
        return;
      default:
    }
  }

  #suspend(loop: Loop, trace: Trace, seq: Seq): void {
    const task = trace.thread[seq];
    const object = trace.object[seq];
    const ms = plainOf(trace, trace.value[seq]);
    loop.current = null;
    // It awaits nothing: it goes to the end of the queue at once.
    if (object < 0 && ms === undefined) {
      loop.ready.push({ kind: "task", task });
      return;
    }
    loop.waiting.set(task, {
      task,
      object: object < 0 ? null : object,
      other: integerOf(trace.key[seq], -1),
      sleepMs: typeof ms === "number" ? ms : null,
      line: trace.line[seq],
    });
  }

  /** A timer's or a future's answer makes a task ready; what it slept by is used up or cancelled. */
  #wake(task: ThreadId): void {
    const loop = this.#homes.get(task);
    if (loop === undefined) return;
    const sleeps = loop.waiting.get(task)?.sleepMs ?? null;
    loop.waiting.delete(task);
    if (sleeps !== null) {
      loop.timers = loop.timers.filter(({ by }) => by !== task);
      const timer = loop.ready.findIndex(({ kind }) => kind === "timer");
      if (timer >= 0) loop.ready.splice(timer, 1);
    }
    loop.ready.push({ kind: "task", task });
  }

  #call(loop: Loop, name: string): void {
    const at = loop.ready.findIndex((entry) => entry.kind === "callback" && entry.name === name);
    if (at >= 0) loop.ready.splice(at, 1);
    loop.current = { kind: "callback", name };
    loop.asleep = false;
  }

  #loopOf(object: ObjectId): Loop {
    let loop = this.#loops.get(object);
    if (loop === undefined) {
      loop = {
        loop: object,
        lane: -1,
        current: null,
        ready: [],
        timers: [],
        waiting: new Map(),
        asleep: false,
        switches: 0,
        finished: 0,
      };
      this.#loops.set(object, loop);
    }
    return loop;
  }
}

/** The moment of a timer in the run's time, where a second of the listing takes so many milliseconds. */
export function dueOf({ setAt, ms }: LoopTimer, secondMs: Milliseconds): Microseconds {
  return setAt + ms * secondMs;
}

function removeTask(loop: Loop, task: ThreadId): void {
  // Nearly always the first: the queue is first in, first out.
  const at = loop.ready.findIndex((entry) => entry.kind === "task" && entry.task === task);
  if (at >= 0) loop.ready.splice(at, 1);
}

function nameIn(trace: Trace, seq: Seq): string {
  const plain = plainOf(trace, trace.value[seq]);
  return typeof plain === "string" ? plain : reprOf(trace, trace.value[seq]);
}

/** Whether anything of a run went on inside a loop. */
export function hasLoop(trace: Pick<Trace, "threads">): boolean {
  return trace.threads.some(({ kind }) => kind === "loop");
}
