/**
 * What stood in memory just after any event, quickly: cells by looking up their last write in a sorted list, everything
 * else from the nearest copy of the state before it, kept every so many events. Built once a trace; each question costs
 * at most one stretch between two copies. Rule: nothing is guessed; a cell's value before its first write is its initial
 * one, or what its first read gave, or unknown.
 */
import type { ObjectId, Seq, ThreadId } from "../base/ids.ts";
import { ArgumentError } from "../base/errors.ts";
import { type Accesses, accessesOf, collectAccesses, type Place } from "./accesses.ts";
import { otherOf } from "./event.ts";
import { firstAtLeast } from "./lanes.ts";
import { objectKind, objectName, threadName } from "./names.ts";
import { CHANGES, OP_ROLES } from "./op-roles.ts";
import { LOCK_KINDS, OBJECT_KINDS, OP, type ObjectKind } from "./ops.ts";
import type { LoopState, TimerState } from "./loop-state.ts";
import type {
  CellSnapshot,
  LockSnapshot,
  LoopSnapshot,
  PoolSnapshot,
  QueueSnapshot,
  StateSnapshot,
  ThreadSnapshot,
  TimerSnapshot,
} from "./snapshot.ts";
import { inGetOrder, SyncState, type ThreadLife } from "./sync-state.ts";
import type { Trace, ThreadState, ValueEntry } from "./trace.ts";
import { entryOf, integerOf } from "./value-codes.ts";

/** Events between two copies of the state, at least; more where the state itself is large. */
const EVENTS_A_COPY = 16_384;

export class SnapshotIndex {
  readonly #trace: Trace;
  readonly #accesses: Accesses;
  /** Permits of semaphores whose capacity the trace does not tell, before their first event. */
  readonly #permits: ReadonlyMap<ObjectId, number>;
  /** Row of the firing of each timer, by loop and number. */
  #firings: ReadonlyMap<string, Seq> | null = null;
  /** Loops of which not all that ran was seen in the ready queue. */
  readonly #partial: ReadonlySet<ThreadId>;
  readonly #copies: { readonly next: Seq; readonly state: SyncState }[] = [];

  constructor(trace: Trace) {
    this.#trace = trace;
    this.#accesses = collectAccesses(trace);
    const state = new SyncState(trace);
    this.#permits = firstPermits(trace);
    let taken = 0;
    this.#copies.push({ next: 0, state: state.copy() });
    for (let seq = 0; seq < trace.count; seq++) {
      if (seq - taken >= EVENTS_A_COPY && seq - taken >= state.size) {
        this.#copies.push({ next: seq, state: state.copy() });
        taken = seq;
      }
      state.apply(seq);
    }
    this.#partial = new Set([...state.loops.loops].filter(([, { isPartial }]) => isPartial).map(([id]) => id));
  }

  /** The state just after event `seq`; −1 is before the first. @throws ArgumentError where there is no such event */
  at(seq: Seq): StateSnapshot {
    if (!Number.isInteger(seq) || seq < -1 || seq >= this.#trace.count) {
      throw new ArgumentError("seq", seq, `an integer from -1 to ${this.#trace.count - 1}`);
    }
    const state = this.#stateAfter(seq);
    const waiters = waitersByObject(this.#trace, state);
    const t = seq < 0 ? 0 : this.#trace.time[seq];
    return {
      seq,
      t,
      cells: this.#cells(seq),
      locks: this.#objectsOf(isLock).map((object) => this.#lock(object, state, waiters)),
      queues: this.#objectsOf(isQueue).map((object) => this.#queue(object, state, waiters)),
      pools: this.#objectsOf((kind) => kind === "pool").map((object) => this.#pool(object, state)),
      loops: [...state.loops.loops].map(([id, loop]) => this.#loop(id, loop)),
      threads: this.#trace.threads.map(({ id }) => this.#thread(id, seq, state)),
    };
  }

  /** The first write, after row `read` and up to `until`, of the place that was read there; −1 if there is none. */
  nextWrite(read: Seq, until: Seq): Seq {
    const { object, key } = this.#trace;
    const rows = accessesOf(this.#accesses, object[read], key[read]);
    for (let at = firstAtLeast(rows, read + 1); at < rows.length && rows[at] <= until; at++)
      if (writes(this.#trace, rows[at])) return rows[at];
    return -1;
  }

  #stateAfter(seq: Seq): SyncState {
    const nearest = this.#copies.findLast(({ next }) => next <= seq + 1) ?? this.#copies[0];
    const state = nearest.state.copy();
    for (let row = nearest.next; row <= seq; row++) state.apply(row);
    return state;
  }

  #loop(id: ThreadId, loop: LoopState): LoopSnapshot {
    const trace = this.#trace;
    const { current, asleep, messages, timers } = loop;
    const ready = loop.ready.slice(loop.head);
    return {
      id,
      name: threadName(trace, id),
      current: current < 0 ? null : current,
      asleep,
      ready: ready.map(({ task, name }) => (task < 0 ? { task: null, name } : { task, name: threadName(trace, task) })),
      messages: messages.slice(),
      ...(this.#partial.has(id) || trace.dropped > 0 ? { isPartial: true as const } : {}),
      timers: timers.map((timer) => this.#timer(timer)).sort(byFiring),
      tasks: [...loop.tasks].map(([task, wait]) => ({
        id: task,
        name: threadName(trace, task),
        state: task === current ? "running" : wait === null ? "ready" : "waiting",
        waitsFor: wait === null || wait.object < 0 ? null : wait.object,
        waitsForTask: wait === null || wait.task < 0 ? null : wait.task,
        timer: wait === null || wait.timer === 0 ? null : wait.timer,
      })),
    };
  }

  #timer({ number, task, setAt }: TimerState): TimerSnapshot {
    this.#firings ??= firingsOf(this.#trace);
    const fires = this.#firings.get(timerKey(this.#trace, setAt));
    return {
      number,
      task: task < 0 ? null : task,
      setAt,
      firesAt: fires ?? null,
      firesAtUs: fires === undefined ? null : this.#trace.time[fires],
    };
  }

  #objectsOf(isWanted: (kind: ObjectKind) => boolean): ObjectId[] {
    return this.#trace.objects.filter(({ kind }) => isWanted(kind)).map(({ id }) => id);
  }

  #cells(seq: Seq): CellSnapshot[] {
    const cells: CellSnapshot[] = [];
    const seen = new Set<ObjectId>();
    for (const place of this.#accesses.places) {
      if (!HOLDS_VALUES.has(this.#trace.objects[place.object].kind)) continue;
      seen.add(place.object);
      const cell = this.#cell(place, seq);
      // What a whole container holds is in no event: there is nothing to say of one that nobody has changed.
      if (place.key === 0 && cell.kind !== "cell" && cell.writer === null) continue;
      cells.push(cell);
    }
    for (const { id, kind, initial } of this.#trace.objects) {
      if (kind !== "cell" || seen.has(id)) continue;
      const name = objectName(this.#trace, id);
      cells.push({ object: id, name, kind, value: initial ?? null, writer: null, writtenAt: null });
    }
    return cells;
  }

  #cell(place: Place, seq: Seq): CellSnapshot {
    const trace = this.#trace;
    const { object, key } = place;
    const kind = objectKind(trace, object) ?? "cell";
    const entry = entryOf(trace, key);
    const part = entry === null ? {} : { key: entry };
    const name = objectName(trace, object);
    const write = this.#lastWrite(place, seq);
    if (write < 0) return { object, name, kind, ...part, value: this.#initial(place), writer: null, writtenAt: null };
    const isWhole = key === 0 && kind !== "cell";
    const value = isWhole ? null : entryOf(trace, trace.value[write]);
    return { object, name, kind, ...part, value, writer: trace.thread[write], writtenAt: write };
  }

  /** Row of the last write of a place up to `seq`; −1 if there is none. */
  #lastWrite({ from, to }: Place, seq: Seq): Seq {
    const { rows } = this.#accesses;
    let low = from;
    let high = to;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (rows[middle] <= seq) low = middle + 1;
      else high = middle;
    }
    while (--low >= from) if (writes(this.#trace, rows[low])) return rows[low];
    return -1;
  }

  #initial({ object, key, from }: Place): ValueEntry | null {
    const known = key === 0 ? this.#trace.objects[object].initial : undefined;
    if (known !== undefined) return known;
    if (key === 0 && objectKind(this.#trace, object) !== "cell") return null;
    const first = this.#accesses.rows[from];
    return this.#trace.op[first] === OP.read ? entryOf(this.#trace, this.#trace.value[first]) : null;
  }

  #lock(object: ObjectId, state: SyncState, waiters: Waiters): LockSnapshot {
    const kind = objectKind(this.#trace, object) ?? "lock";
    const free = kind === "semaphore" ? (this.#trace.objects[object].capacity ?? this.#permits.get(object) ?? 0) : 0;
    const { holder, depth } = state.locks.get(object) ?? { holder: -1, depth: free };
    return {
      object,
      name: objectName(this.#trace, object),
      kind,
      holder: holder < 0 ? null : holder,
      depth,
      waiters: (waiters.get(object) ?? []).map(({ thread }) => thread),
      holderEnded: holder >= 0 && state.threads.get(holder)?.finished === true,
    };
  }

  #queue(object: ObjectId, state: SyncState, waiters: Waiters): QueueSnapshot {
    const { kind, capacity } = this.#trace.objects[object];
    const queue = state.queues.get(object) ?? { items: [], head: 0, unfinished: 0 };
    const waiting = waiters.get(object) ?? [];
    const by = (...ops: number[]) => waiting.filter(({ op }) => ops.includes(op)).map(({ thread }) => thread);
    return {
      object,
      name: objectName(this.#trace, object),
      kind,
      capacity: capacity === undefined || capacity <= 0 ? null : capacity,
      items: inGetOrder(this.#trace, kind, queue).map((code) => entryOf(this.#trace, code) ?? NOTHING),
      putters: by(OP["put-wait"]),
      getters: by(OP["get-wait"], OP["recv-wait"]),
      unfinished: queue.unfinished,
    };
  }

  #pool(object: ObjectId, state: SyncState): PoolSnapshot {
    const pool = state.pools.get(object);
    const tasks = (pool?.tasks ?? []).map(({ id, state: was, worker }) => ({
      id,
      state: was,
      worker: worker < 0 ? null : worker,
    }));
    return { object, name: objectName(this.#trace, object), workers: [...(pool?.workers.keys() ?? [])], tasks };
  }

  #thread(id: ThreadId, seq: Seq, state: SyncState): ThreadSnapshot {
    const life = state.threads.get(id);
    const waits = life !== undefined && life.waitSeq >= 0;
    const object = waits ? this.#trace.object[life.waitSeq] : -1;
    const passed = life !== undefined && !waits && life.gaveWay >= 0 && !this.#hasEnded(id, life.gaveWay);
    return {
      id,
      name: threadName(this.#trace, id),
      state: this.#threadState(id, seq, life),
      ...(passed || (waits && GIVES_WAY.has(this.#trace.op[life.waitSeq])) ? { gaveWay: true as const } : {}),
      line: life?.line ?? 0,
      waitsFor: object < 0 ? null : object,
      waitsForThreads: waits
        ? this.#waitsForThreads(life.waitSeq, state)
        : passed
          ? [otherOf(this.#trace, life.gaveWay)]
          : [],
      holds: life?.holds.slice() ?? [],
    };
  }

  #threadState(id: ThreadId, seq: Seq, life: ThreadLife | undefined): ThreadState {
    const atEnd = this.#trace.threads.find((thread) => thread.id === id)?.state ?? "finished";
    if (life === undefined || life.lastSeq < 0) return id === 0 ? "running" : "new";
    if (life.finished) return atEnd === "failed" || atEnd === "stopped" ? atEnd : "finished";
    if (life.waitSeq >= 0) return this.#trace.op[life.waitSeq] === OP.sleep ? "sleeping" : "blocked";
    if (life.gaveWay >= 0) return this.#hasEnded(id, life.gaveWay) ? "finished" : "blocked";
    // Where steps are taken the last event is no end: whose turn it is goes on with the next step.
    const { engine, count, threads } = this.#trace;
    if (engine === "simulator" && threads[id]?.parent !== undefined) return "running";
    return seq === count - 1 && (atEnd === "stopped" || atEnd === "failed") ? atEnd : "running";
  }

  /** A loop that hands its thread back and is never run again has come to its end. */
  #hasEnded(id: ThreadId, gaveWay: Seq): boolean {
    const { threads, thread, count } = this.#trace;
    if (threads[id]?.kind !== "loop") return false;
    for (let row = gaveWay + 1; row < count; row++) if (thread[row] === id) return false;
    return true;
  }

  #waitsForThreads(waitSeq: Seq, state: SyncState): ThreadId[] {
    const other = otherOf(this.#trace, waitSeq);
    if (other >= 0) return [other];
    const holder = state.locks.get(this.#trace.object[waitSeq])?.holder ?? -1;
    return holder >= 0 && this.#trace.op[waitSeq] === OP["acquire-wait"] ? [holder] : [];
  }
}

/** The state just after event `seq` of a trace asked once; whoever asks more often keeps a `SnapshotIndex`. */
export function computeSnapshot(trace: Trace, seq: Seq): StateSnapshot {
  return new SnapshotIndex(trace).at(seq);
}

/** Waits that leave the thread to others. */
const GIVES_WAY: ReadonlySet<number> = new Set([OP["task-suspend"], OP["select-wait"]]);

const NOTHING: ValueEntry = { repr: "None", plain: null };

type Waiters = ReadonlyMap<
  ObjectId,
  readonly { readonly thread: ThreadId; readonly op: number; readonly since: Seq }[]
>;

/** Who waits for what, longest first. */
function waitersByObject(trace: Trace, state: SyncState): Waiters {
  const found = new Map<ObjectId, { thread: ThreadId; op: number; since: Seq }[]>();
  for (const [thread, { waitSeq: since }] of state.threads) {
    if (since < 0 || trace.object[since] < 0) continue;
    const waiter = { thread, op: trace.op[since], since };
    const others = found.get(trace.object[since]);
    if (others === undefined) found.set(trace.object[since], [waiter]);
    else others.push(waiter);
  }
  for (const waiters of found.values()) waiters.sort((a, b) => a.since - b.since);
  return found;
}

function firstPermits(trace: Trace): ReadonlyMap<ObjectId, number> {
  const unknown = new Set(
    trace.objects.filter(({ kind, capacity }) => kind === "semaphore" && capacity === undefined).map(({ id }) => id),
  );
  const found = new Map<ObjectId, number>();
  for (let seq = 0; seq < trace.count && unknown.size > 0; seq++) {
    const op = trace.op[seq];
    if ((op !== OP.acquire && op !== OP.release) || !unknown.delete(trace.object[seq])) continue;
    found.set(trace.object[seq], Math.max(0, integerOf(trace.value[seq], 0) + (op === OP.acquire ? 1 : -1)));
  }
  return found;
}

/** Whether the event changed the place it is about. */
export function writes(trace: Trace, seq: Seq): boolean {
  return (OP_ROLES[trace.op[seq]] & CHANGES) !== 0 && trace.ok[seq] !== 1;
}

const QUEUES: ReadonlySet<ObjectKind> = new Set(
  OBJECT_KINDS.filter((kind) => kind.includes("queue") || kind === "pipe" || kind === "channel"),
);
/** Kinds that hold values; of all others a read is a question. */
const HOLDS_VALUES: ReadonlySet<ObjectKind> = new Set([
  "cell",
  "list",
  "dict",
  "set",
  "instance",
  "deque",
  "thread-local",
]);
const isLock = (kind: ObjectKind) => LOCK_KINDS.has(kind);
const isQueue = (kind: ObjectKind) => QUEUES.has(kind);

function timerKey({ object, key }: Trace, row: Seq): string {
  return `${object[row]} ${key[row]}`;
}

function firingsOf(trace: Trace): ReadonlyMap<string, Seq> {
  const firings = new Map<string, Seq>();
  for (let row = 0; row < trace.count; row++)
    if (trace.op[row] === OP["timer-fire"]) firings.set(timerKey(trace, row), row);
  return firings;
}

function byFiring(a: TimerSnapshot, b: TimerSnapshot): number {
  return (a.firesAt ?? Number.POSITIVE_INFINITY) - (b.firesAt ?? Number.POSITIVE_INFINITY) || a.number - b.number;
}
