/**
 * What locks, queues, pools and threads are like after each event: a state machine fed with one row after the other,
 * which can be copied at any point. Rule: it believes the trace (who checks it is the model), and what a row cannot mean changes nothing.
 */
import type { ObjectId, Seq, ThreadId } from "../base/ids.ts";
import { otherOf } from "./event.ts";
import { LoopStates } from "./loop-state.ts";
import { objectKind } from "./names.ts";
import { OP_ROLES, WAITS } from "./op-roles.ts";
import { FIRST_UNKNOWN_OP, OP, type ObjectKind } from "./ops.ts";
import { comparePlain } from "./plain-order.ts";
import type { Trace } from "./trace.ts";
import { entryOf, integerOf, type ValueCode } from "./value-codes.ts";

/** A lock, semaphore, rwlock or interpreter lock. */
export interface LockState {
  holder: ThreadId;
  /** Levels held; permits left of a semaphore; readers or one writer of an rwlock. */
  depth: number;
}

export interface QueueState {
  /** Oldest first; those before `head` are gone already, so that taking the oldest moves nothing. */
  items: ValueCode[];
  head: number;
  unfinished: number;
}

export interface TaskState {
  readonly id: number;
  readonly value: ValueCode;
  state: "queued" | "running" | "done" | "failed";
  worker: ThreadId;
}

export interface PoolState {
  tasks: TaskState[];
  /** Tasks before this one are queued no more. */
  firstQueued: number;
  /** Each worker that ever took a task, with the index of its last one. */
  workers: Map<ThreadId, number>;
  submitted: number;
}

/** One thread: what its last events left it in. */
export interface ThreadLife {
  /** −1 before its first event. */
  lastSeq: Seq;
  line: number;
  finished: boolean;
  raised: boolean;
  /** Row of the event that made it wait, −1 while it does not. */
  waitSeq: Seq;
  /** Row by which it gave way to another lane of its thread and has not its turn back, −1 while it has. */
  gaveWay: Seq;
  /** Locks that it holds, in the order of acquiring. */
  holds: ObjectId[];
}

export class SyncState {
  readonly #trace: Trace;
  readonly locks = new Map<ObjectId, LockState>();
  readonly queues = new Map<ObjectId, QueueState>();
  readonly pools = new Map<ObjectId, PoolState>();
  readonly threads = new Map<ThreadId, ThreadLife>();
  loops: LoopStates;

  constructor(trace: Trace) {
    this.#trace = trace;
    this.loops = new LoopStates(trace);
    for (const { id } of trace.threads) this.threads.set(id, newLife());
  }

  /** Takes over one row. */
  apply(seq: Seq): void {
    const { op, thread, object, line } = this.#trace;
    const code = op[seq];
    const life = this.#life(thread[seq]);
    life.lastSeq = seq;
    if (line[seq] > 0) life.line = line[seq];
    if (code === OP.read || code === OP.write) {
      life.waitSeq = -1;
      life.gaveWay = -1;
      return;
    }
    if (code >= FIRST_UNKNOWN_OP) return;
    if (!this.loops.isEmpty) this.loops.apply(seq);
    this.#passTurn(life, seq, code);
    this.#applyToThread(life, seq, code);
    if (object[seq] >= 0) this.#applyToObject(seq, code, object[seq], thread[seq]);
  }

  /** An independent copy. */
  copy(): SyncState {
    const copy = new SyncState(this.#trace);
    for (const [id, { holder, depth }] of this.locks) copy.locks.set(id, { holder, depth });
    for (const [id, { items, head, unfinished }] of this.queues) {
      copy.queues.set(id, { items: items.slice(head), head: 0, unfinished });
    }
    for (const [id, pool] of this.pools) {
      copy.pools.set(id, { ...pool, tasks: pool.tasks.map((task) => ({ ...task })), workers: new Map(pool.workers) });
    }
    for (const [id, life] of this.threads) copy.threads.set(id, { ...life, holds: life.holds.slice() });
    if (!this.loops.isEmpty) copy.loops = this.loops.copy();
    return copy;
  }

  /** Rough number of things that a copy copies. */
  get size(): number {
    let size = this.threads.size + this.locks.size + this.loops.size;
    for (const { items } of this.queues.values()) size += 1 + items.length;
    for (const { tasks } of this.pools.values()) size += 1 + tasks.length * 4;
    return size;
  }

  #life(thread: ThreadId): ThreadLife {
    const known = this.threads.get(thread);
    if (known !== undefined) return known;
    const life = newLife();
    this.threads.set(thread, life);
    return life;
  }

  /** Of lanes that take turns on one thread: who gives way, and who has the turn. */
  #passTurn(life: ThreadLife, seq: Seq, code: number): void {
    life.gaveWay = -1;
    if (!PASSES_TURN.has(code)) return;
    const other = otherOf(this.#trace, seq);
    const isToObject = (code === OP.send || code === OP.throw) && this.#trace.object[seq] >= 0;
    if (other < 0 || isToObject) return;
    if (code !== OP.finish) life.gaveWay = seq;
    const next = this.threads.get(other);
    if (next !== undefined) next.gaveWay = -1;
  }

  #applyToThread(life: ThreadLife, seq: Seq, code: number): void {
    const { object } = this.#trace;
    const staysInWait = code === OP.release && life.waitSeq >= 0 && this.#waitsOnCondition(life.waitSeq);
    if (!staysInWait) life.waitSeq = -1;
    if ((OP_ROLES[code] & WAITS) !== 0 || (code === OP.arrive && object[seq] >= 0)) life.waitSeq = seq;
    if (code === OP.finish) life.finished = true;
    if (code === OP.raise) life.raised = true;
  }

  #waitsOnCondition(seq: Seq): boolean {
    return this.#trace.op[seq] === OP.wait && objectKind(this.#trace, this.#trace.object[seq]) === "condition";
  }

  #applyToObject(seq: Seq, code: number, object: ObjectId, thread: ThreadId): void {
    switch (code) {
      case OP.acquire:
        return this.#acquire(seq, object, thread);
      case OP.release:
        return this.#release(seq, object, thread);
      case OP.put:
      case OP.send:
        return this.#put(seq, object);
      case OP.get:
      case OP.recv:
      case OP.steal:
        return this.#get(seq, object);
      case OP["task-done"]:
        this.#queue(object).unfinished = Math.max(0, this.#queue(object).unfinished - 1);
        return;
      case OP.shutdown:
        return this.#shutDown(seq, object);
      case OP["task-finish"]:
      case OP["task-fail"]:
        return this.#endTask(thread, code === OP["task-fail"] ? "failed" : "done");
      case OP.submit:
      case OP["task-start"]:
      case OP["get-wait"]:
      case OP.terminate:
        if (objectKind(this.#trace, object) === "pool") this.#applyToPool(seq, code, object, thread);
    }
  }

  #acquire(seq: Seq, object: ObjectId, thread: ThreadId): void {
    const lock = this.#lock(object);
    const kind = objectKind(this.#trace, object);
    const code = this.#trace.value[seq];
    if (kind === "semaphore") {
      lock.depth = integerOf(code, lock.depth - 1);
      return;
    }
    lock.depth = integerOf(code, lock.holder === thread || kind === "rwlock" ? lock.depth + 1 : 1);
    lock.holder = thread;
    const { holds } = this.#life(thread);
    if (!holds.includes(object)) holds.push(object);
  }

  #release(seq: Seq, object: ObjectId, thread: ThreadId): void {
    const lock = this.#lock(object);
    const kind = objectKind(this.#trace, object);
    const code = this.#trace.value[seq];
    if (kind === "semaphore") {
      lock.depth = integerOf(code, lock.depth + 1);
      return;
    }
    lock.depth = Math.max(0, integerOf(code, lock.depth - 1));
    if (lock.depth > 0 && kind !== "rwlock") return;
    const holder = kind === "rwlock" || lock.holder < 0 ? thread : lock.holder;
    const { holds } = this.#life(holder);
    if (holds.includes(object)) holds.splice(holds.indexOf(object), 1);
    if (lock.depth === 0) lock.holder = -1;
  }

  #put(seq: Seq, object: ObjectId): void {
    const queue = this.#queue(object);
    queue.items.push(this.#trace.value[seq]);
    queue.unfinished++;
  }

  #get(seq: Seq, object: ObjectId): void {
    const queue = this.#queue(object);
    const code = this.#trace.value[seq];
    if (queue.items.length === queue.head) return;
    if (objectKind(this.#trace, object) === "lifo-queue") {
      queue.items.pop();
    } else if (queue.items[queue.head] === code) {
      takeOldest(queue);
    } else {
      const place = queue.items.indexOf(code, queue.head);
      queue.items.splice(place < 0 ? queue.head : place, 1);
    }
  }

  /** `shutdown(immediate=True)`, told by a true value, drops what is queued. */
  #shutDown(seq: Seq, object: ObjectId): void {
    const queue = this.#queue(object);
    if (entryOf(this.#trace, this.#trace.value[seq])?.plain !== true) return;
    queue.unfinished = Math.max(0, queue.unfinished - (queue.items.length - queue.head));
    queue.items = [];
    queue.head = 0;
  }

  #applyToPool(seq: Seq, code: number, object: ObjectId, thread: ThreadId): void {
    const pool = this.#pool(object);
    const value = this.#trace.value[seq];
    if (code === OP.submit) {
      pool.tasks.push({ id: pool.submitted++, value, state: "queued", worker: -1 });
    } else if (code === OP.terminate) {
      pool.tasks = pool.tasks.filter((task) => task.state !== "queued");
      pool.firstQueued = pool.tasks.length;
      pool.workers = new Map([...pool.workers.keys()].map((worker) => [worker, lastTaskOf(pool.tasks, worker)]));
    } else {
      // Who asks for another task has ended the one before, though nobody may have told.
      this.#endTask(thread, "done");
      if (code === OP["task-start"]) startTask(pool, value, thread);
    }
  }

  /** The task that a pool's thread runs has ended; that is told on its future, which does not name the pool. */
  #endTask(thread: ThreadId, state: "done" | "failed"): void {
    for (const { tasks, workers } of this.pools.values()) {
      const task = tasks[workers.get(thread) ?? -1];
      if (task?.state === "running") task.state = state;
    }
  }

  #lock(object: ObjectId): LockState {
    const known = this.locks.get(object);
    if (known !== undefined) return known;
    const isSemaphore = objectKind(this.#trace, object) === "semaphore";
    const lock = { holder: -1, depth: isSemaphore ? (this.#trace.objects[object].capacity ?? 0) : 0 };
    this.locks.set(object, lock);
    return lock;
  }

  #queue(object: ObjectId): QueueState {
    const known = this.queues.get(object);
    if (known !== undefined) return known;
    const queue = { items: [], head: 0, unfinished: 0 };
    this.queues.set(object, queue);
    return queue;
  }

  #pool(object: ObjectId): PoolState {
    const known = this.pools.get(object);
    if (known !== undefined) return known;
    const pool = { tasks: [], firstQueued: 0, workers: new Map<ThreadId, number>(), submitted: 0 };
    this.pools.set(object, pool);
    return pool;
  }
}

/** A queue's items in the order in which get would give them. */
export function inGetOrder(trace: Trace, kind: ObjectKind, queue: QueueState): readonly ValueCode[] {
  const items = queue.items.slice(queue.head);
  if (kind === "lifo-queue") return items.toReversed();
  if (kind !== "priority-queue") return items;
  return items.toSorted((a, b) => comparePlain(entryOf(trace, a), entryOf(trace, b)) ?? 0);
}

function takeOldest(queue: QueueState): void {
  queue.head++;
  if (queue.head < 1024 || queue.head * 2 < queue.items.length) return;
  queue.items = queue.items.slice(queue.head);
  queue.head = 0;
}

/** The queued task of that value begins, or the oldest one where values do not tell. */
function startTask(pool: PoolState, value: ValueCode, thread: ThreadId): void {
  const { tasks } = pool;
  while (pool.firstQueued < tasks.length && tasks[pool.firstQueued].state !== "queued") pool.firstQueued++;
  let place = pool.firstQueued;
  while (value !== 0 && place < tasks.length && (tasks[place].value !== value || tasks[place].state !== "queued"))
    place++;
  if (place === tasks.length) place = pool.firstQueued;
  pool.workers.set(thread, place);
  if (place < tasks.length) Object.assign(tasks[place], { state: "running", worker: thread });
}

function lastTaskOf(tasks: readonly TaskState[], worker: ThreadId): number {
  return tasks.findLastIndex((task) => task.worker === worker);
}

/** By these a lane hands its thread's turn to the one that they name. */
const PASSES_TURN: ReadonlySet<number> = new Set([OP.switch, OP.yield, OP.send, OP.throw, OP.finish]);

function newLife(): ThreadLife {
  return { lastSeq: -1, line: 0, finished: false, raised: false, waitSeq: -1, gaveWay: -1, holds: [] };
}
