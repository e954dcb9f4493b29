/** What stood in memory just after one event: what the inspector shows and the page API's `state()` gives. */
import type { Line, ObjectId, Seq, ThreadId } from "../base/ids.ts";
import type { ObjectKind } from "./ops.ts";
import type { ThreadState, ValueEntry } from "./trace.ts";

export interface CellSnapshot {
  /** Beyond the trace's objects where none of its events is about the cell. */
  readonly object: ObjectId;
  /** The object's; an element or attribute is named by it and its key. */
  readonly name: string;
  readonly kind: ObjectKind;
  /** Element or attribute, where the cell is part of something. */
  readonly key?: ValueEntry;
  /** null where it is not known: never told, or a container as a whole, of which only steps are told. */
  readonly value: ValueEntry | null;
  readonly writer: ThreadId | null;
  readonly writtenAt: Seq | null;
}

/** A cell that is there though no event of the trace has named it yet, with what it holds then. */
export type StandingCell = Pick<CellSnapshot, "name" | "kind" | "key"> & { readonly value: ValueEntry };

export interface LockSnapshot {
  readonly object: ObjectId;
  readonly name: string;
  readonly kind: ObjectKind;
  readonly holder: ThreadId | null;
  readonly depth: number;
  readonly waiters: readonly ThreadId[];
  /** The holder has ended and never released it. */
  readonly holderEnded: boolean;
}

export interface QueueSnapshot {
  readonly object: ObjectId;
  readonly name: string;
  readonly kind: ObjectKind;
  readonly capacity: number | null;
  /** In the order in which get would give them. */
  readonly items: readonly ValueEntry[];
  readonly putters: readonly ThreadId[];
  readonly getters: readonly ThreadId[];
  readonly unfinished: number;
}

export interface PoolSnapshot {
  readonly object: ObjectId;
  readonly name: string;
  readonly workers: readonly ThreadId[];
  readonly tasks: readonly {
    readonly id: number;
    readonly state: "queued" | "running" | "done" | "failed";
    readonly worker: ThreadId | null;
  }[];
}

/** Read from a cell that somebody else has written since. */
export interface StaleRead {
  /** What was read; null where the record does not tell. */
  readonly read: ValueEntry | null;
  /** The write that made it stale, the first one. */
  readonly writtenAt: Seq;
}

export interface FrameSnapshot {
  readonly name: string;
  readonly line: Line;
  readonly locals: readonly {
    readonly name: string;
    readonly value: ValueEntry;
    readonly stale?: StaleRead;
  }[];
}

export interface ThreadSnapshot {
  readonly id: ThreadId;
  readonly name: string;
  readonly state: ThreadState | "ready";
  /** It is blocked without holding its thread up: it gave way to another lane of it, or to its event loop. */
  readonly gaveWay?: true;
  readonly line: Line;
  readonly waitsFor: ObjectId | null;
  /** Threads it waits for, where that is known (a join, a lock's holder). */
  readonly waitsForThreads: readonly ThreadId[];
  readonly holds: readonly ObjectId[];
  /** Innermost last; absent for a trace without its listing. */
  readonly frames?: readonly FrameSnapshot[];
}

/** A browser's event loop: what runs, and what waits for its turn, in the order in which it will come. */
export interface BrowserLoopSnapshot {
  /** The call stack's lanes, innermost last; empty between two jobs. */
  readonly stack: readonly ThreadId[];
  /** `microtasks`: a checkpoint goes on; `asleep`: nothing is ready. */
  readonly phase: "task" | "microtasks" | "between" | "asleep" | "ended";
  readonly microtasks: readonly ThreadId[];
  readonly tasks: readonly ThreadId[];
  /** In the order in which they are due, in microseconds since the run began. */
  readonly timers: readonly { readonly thread: ThreadId; readonly dueUs: number }[];
  /** Something of this run went from a queue that was not seen to be put there: more may wait than stands here. */
  readonly isPartial?: true;
}

/** What waits for its turn in a loop: a task, or a call by its name. */
export interface ReadySnapshot {
  readonly task: ThreadId | null;
  readonly name: string;
}

export interface TimerSnapshot {
  readonly number: number;
  /** The sleeping task; null for a call. */
  readonly task: ThreadId | null;
  readonly setAt: Seq;
  /** The event of its firing, and that event's time; null where it never fired in this run. */
  readonly firesAt: Seq | null;
  readonly firesAtUs: number | null;
}

export interface LoopTaskSnapshot {
  readonly id: ThreadId;
  readonly name: string;
  readonly state: "running" | "ready" | "waiting";
  /** What it waits for where that has a name: a future, a lock… or another task. */
  readonly waitsFor: ObjectId | null;
  readonly waitsForTask: ThreadId | null;
  /** Number of the timer that it sleeps by. */
  readonly timer: number | null;
}

/** One event loop. */
export interface LoopSnapshot {
  /** Its lane. */
  readonly id: ThreadId;
  readonly name: string;
  readonly current: ThreadId | null;
  /** In its selector: until the next timer or message. */
  readonly asleep: boolean;
  /** The next first. */
  readonly ready: readonly ReadySnapshot[];
  /** Calls from other threads that it has not taken yet. */
  readonly messages: readonly string[];
  /** The next to fire first; those that never fired last. */
  readonly timers: readonly TimerSnapshot[];
  /** Tasks that are not done, in the order in which they were made. */
  readonly tasks: readonly LoopTaskSnapshot[];
  /** As of a browser's loop; also where events were dropped. */
  readonly isPartial?: true;
}

export interface StateSnapshot {
  readonly seq: Seq;
  readonly t: number;
  readonly cells: readonly CellSnapshot[];
  readonly locks: readonly LockSnapshot[];
  readonly queues: readonly QueueSnapshot[];
  readonly pools: readonly PoolSnapshot[];
  readonly loops: readonly LoopSnapshot[];
  readonly threads: readonly ThreadSnapshot[];
  /** Of a JavaScript listing's run alone. */
  readonly browserLoop?: BrowserLoopSnapshot;
}
