/**
 * What stood in a browser's event loop after any event of a trace (docs/js-event-loop.md): both queues, timers, the stack, and each lane. Rule:
 * it is read off the events alone; a lane's own events say where it is, `task-wake` and `task-run` move it between the queues.
 */
import type { Line, ObjectId, Seq, ThreadId } from "../base/ids.ts";
import { ArgumentError } from "../base/errors.ts";
import { otherOf } from "./event.ts";
import { objectName } from "./names.ts";
import { OP } from "./ops.ts";
import type { BrowserLoopSnapshot, StateSnapshot, ThreadSnapshot } from "./snapshot.ts";
import type { Trace } from "./trace.ts";
import { plainOf } from "./value-codes.ts";

/** Names of the queues' objects; that of the microtasks tells the two apart. */
export const MICROTASK_QUEUE = "microtask queue";
export const TASK_QUEUE = "task queue";

interface LaneState {
  state: ThreadSnapshot["state"];
  line: Line;
  waitsFor: ObjectId | null;
}

/** State just after event `seq`; −1 is before the first. @throws ArgumentError where there is no such event */
export function browserLoopAt(trace: Trace, seq: Seq): StateSnapshot {
  if (!Number.isInteger(seq) || seq < -1 || seq >= trace.count)
    throw new ArgumentError("seq", seq, `an integer from -1 to ${trace.count - 1}`);
  const replay = new Replay(trace);
  for (let row = 0; row <= seq; row++) replay.apply(row);
  const snapshot = replay.snapshot(seq);
  // What comes later from a queue and was never seen there stands in it unseen now.
  for (let row = seq + 1; row < trace.count && !replay.isPartial; row++) replay.apply(row);
  if (!replay.isPartial || snapshot.browserLoop === undefined) return snapshot;
  return { ...snapshot, browserLoop: { ...snapshot.browserLoop, isPartial: true } };
}

class Replay {
  readonly #trace: Trace;
  readonly #lanes = new Map<ThreadId, LaneState>();
  readonly #stack: ThreadId[] = [];
  readonly #microtasks: ThreadId[] = [];
  readonly #tasks: ThreadId[] = [];
  readonly #timers = new Map<ThreadId, number>();
  #phase: BrowserLoopSnapshot["phase"] = "between";
  isPartial = false;

  constructor(trace: Trace) {
    this.#trace = trace;
    for (const { id } of trace.threads) this.#lanes.set(id, { state: "new", line: 0, waitsFor: null });
  }

  apply(row: Seq): void {
    const { thread, op, line, object } = this.#trace;
    const lane = this.#lane(thread[row]);
    if (line[row] > 0) lane.line = line[row];
    const other = otherOf(this.#trace, row);
    switch (op[row]) {
      case OP.start:
        if (this.#isLoop(thread[row])) return this.#to(lane, "running");
        this.#phase = "task";
        return this.#push(thread[row]);
      case OP["task-run"]:
        if (object[row] >= 0 && !this.#isQueued(thread[row])) this.isPartial = true;
        this.#leaveQueues(thread[row]);
        if (this.#stack.length === 0) this.#phase = this.#isMicrotasks(object[row]) ? "microtasks" : "task";
        return this.#push(thread[row]);
      case OP["task-wake"]:
        this.#timers.delete(other);
        (this.#isMicrotasks(object[row]) ? this.#microtasks : this.#tasks).push(other);
        if (this.#lane(other).state !== "running") this.#to(this.#lane(other), "ready");
        return;
      case OP["task-suspend"]:
      case OP.wait:
        this.#pop(thread[row]);
        return this.#to(lane, this.#isQueued(thread[row]) ? "ready" : "blocked", object[row]);
      case OP.sleep:
        this.#pop(thread[row]);
        this.#timers.set(thread[row], this.#dueOf(row));
        return this.#to(lane, "sleeping");
      case OP["task-cancel"]:
        this.#timers.delete(other);
        return this.#leaveQueues(other);
      case OP.finish:
        this.#pop(thread[row]);
        if (this.#isLoop(thread[row])) this.#phase = "ended";
        return this.#to(lane, this.#endOf(thread[row]));
      case OP["select-wait"]:
        this.#phase = "asleep";
        return this.#to(lane, "sleeping");
      case OP["select-return"]:
        this.#phase = "between";
        return this.#to(lane, "running");
      default:
    }
  }

  snapshot(seq: Seq): StateSnapshot {
    const { time, threads } = this.#trace;
    const timers = [...this.#timers]
      .map(([thread, dueUs]) => ({ thread, dueUs }))
      .toSorted((a, b) => a.dueUs - b.dueUs);
    return {
      seq,
      t: seq < 0 ? 0 : time[seq],
      cells: [],
      locks: [],
      queues: [],
      pools: [],
      loops: [],
      threads: threads.map(({ id, name }) => ({
        id,
        name,
        ...this.#lane(id),
        waitsForThreads: [],
        holds: [],
        frames: [],
      })),
      browserLoop: {
        stack: [...this.#stack],
        phase: this.#phase,
        microtasks: [...this.#microtasks],
        tasks: [...this.#tasks],
        timers,
      },
    };
  }

  #lane(id: ThreadId): LaneState {
    const known = this.#lanes.get(id);
    if (known !== undefined) return known;
    const made: LaneState = { state: "new", line: 0, waitsFor: null };
    this.#lanes.set(id, made);
    return made;
  }

  #to(lane: LaneState, state: LaneState["state"], waitsFor = -1): void {
    lane.state = state;
    lane.waitsFor = waitsFor >= 0 ? waitsFor : null;
  }

  #push(thread: ThreadId): void {
    this.#stack.push(thread);
    this.#to(this.#lane(thread), "running");
  }

  #pop(thread: ThreadId): void {
    const place = this.#stack.lastIndexOf(thread);
    if (place < 0) return;
    this.#stack.length = place;
    if (place === 0 && this.#microtasks.length === 0) this.#phase = "between";
    else if (place === 0) this.#phase = "microtasks";
  }

  #leaveQueues(thread: ThreadId): void {
    for (const queue of [this.#microtasks, this.#tasks]) {
      const place = queue.indexOf(thread);
      if (place >= 0) queue.splice(place, 1);
    }
  }

  #isQueued(thread: ThreadId): boolean {
    return this.#microtasks.includes(thread) || this.#tasks.includes(thread);
  }

  #isMicrotasks(object: ObjectId): boolean {
    return objectName(this.#trace, object) === MICROTASK_QUEUE;
  }

  #isLoop(thread: ThreadId): boolean {
    return this.#trace.threads[thread]?.kind === "loop";
  }

  /** Where it came to its turn the record says when; a listing's milliseconds need not be real ones. */
  #dueOf(row: Seq): number {
    const { thread, op, time, count } = this.#trace;
    for (let later = row + 1; later < count; later++) {
      const isTurn = op[later] === OP["task-wake"] && otherOf(this.#trace, later) === thread[row];
      if (isTurn) return time[later];
    }
    const ms = plainOf(this.#trace, this.#trace.value[row]);
    return this.#trace.time[row] + (typeof ms === "number" ? ms * 1000 : 0);
  }

  #endOf(thread: ThreadId): LaneState["state"] {
    return this.#trace.threads[thread]?.state ?? "finished";
  }
}
