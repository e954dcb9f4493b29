/**
 * Who can never go on at the end of a trace: deadlocks with their cycle of threads and locks, and what else is stuck.
 * A set of blocked threads is stuck when each of them waits, without a time limit, for something that only the set, or
 * nobody any more, could give: a lock held inside it or by a thread that ended; a thread inside it; an item, a notification
 * or an arrival, when nobody outside lives to bring it. Rule: the largest such set is found, so one thread that is free to move
 * takes all it could help out of it. (Source: the wait-for graph of Coffman, Elphick and Shoshani, 1971.)
 */
import type { ObjectId, Seq, ThreadId } from "../base/ids.ts";
import type { Finding, RunStatus } from "../program/report.ts";
import { otherOf } from "../trace/event.ts";
import { OP } from "../trace/ops.ts";
import type { SyncState } from "../trace/sync-state.ts";
import type { ThreadState, Trace } from "../trace/trace.ts";

/** What is known about the end of a run beside its trace. */
export interface RunEnd {
  /** How the run ended. A run that finished left nobody stuck but daemons, which it does not wait for. */
  readonly status?: RunStatus;
  /** Threads that the runtime saw could never go on; found from the trace unless told. */
  readonly stuck?: ReadonlySet<ThreadId>;
  /** All who could go on go round: the whole program came back to where it was. Then it is in vain also to meet or to wake each other. */
  readonly goesRound?: boolean;
  /** The schedule that gives this run again, of a stepped or pinned one: each finding carries it. */
  readonly schedule?: string;
}

/** One thread that waits at the end. */
interface StuckThread {
  readonly thread: ThreadId;
  readonly waitSeq: Seq;
  readonly object: ObjectId;
  /** The thread that has what it waits for: a lock's holder, or the one to be joined; −1 where nobody in particular has it. */
  readonly waitsFor: ThreadId;
}

/** Where a thread was that could still have gone on, also one that was stopped on its way or before its first step. */
const GOES_ON: ReadonlySet<ThreadState> = new Set(["new", "running", "blocked", "sleeping", "stopped"]);

/** The threads that can never go on, with what they wait for, by thread id. */
function findStuck(trace: Trace, state: SyncState, end: RunEnd = {}): ReadonlyMap<ThreadId, StuckThread> {
  const isOver = end.status === "finished" || end.status === "failed";
  if (isOver && (end.stuck === undefined || end.stuck.size === 0)) return new Map();
  const stuck = new Map<ThreadId, StuckThread>();
  const free = new Set<ThreadId>();
  for (const { id, state: at } of trace.threads) {
    const life = state.threads.get(id);
    if (life === undefined || life.finished || at === "finished" || at === "failed") continue;
    const mayBeStuck = end.stuck === undefined ? at === "blocked" : end.stuck.has(id);
    const wait = life.waitSeq >= 0 && mayBeStuck ? stuckThread(trace, state, id, life.waitSeq) : null;
    if (wait !== null) stuck.set(id, wait);
    else if (at !== "stopped" && at !== "new") free.add(id);
  }
  if (end.stuck === undefined) removeHelped(trace, state, stuck, free);
  return stuck;
}

/**
 * Deadlocks and what else is stuck, without sentences: each cycle once, and each thread that waits for what nobody brings.
 * `deadlock` when nobody at all can go on, else `partial-deadlock`.
 */
export function stuckFindings(trace: Trace, state: SyncState, end: RunEnd = {}): Omit<Finding, "message">[] {
  const stuck = findStuck(trace, state, end);
  // The others came to their end: daemons, which nobody waits for, are stuck alone.
  const ended = end.status === "finished" || end.status === "failed";
  const lives = ended || trace.threads.some(({ id, state: at }) => !stuck.has(id) && GOES_ON.has(at));
  const kind = lives ? "partial-deadlock" : "deadlock";
  // Who waits for a thread that is stuck itself adds nothing: its wait ends with the other's.
  const lone = [...stuck.values()].filter(({ waitsFor }) => !stuck.has(waitsFor));
  return [...findCycles(stuck), ...lone.map((one) => [one])].map((threads) => toFinding(trace, kind, threads));
}

function stuckThread(trace: Trace, state: SyncState, thread: ThreadId, waitSeq: Seq): StuckThread | null {
  const op = trace.op[waitSeq];
  // A wait with a limit, told as the wait's value, can always go on.
  if (op === OP.sleep || op === OP["select-wait"] || trace.value[waitSeq] !== 0) return null;
  const object = trace.object[waitSeq];
  const other = otherOf(trace, waitSeq);
  const holder = op === OP["acquire-wait"] ? (state.locks.get(object)?.holder ?? -1) : -1;
  return { thread, waitSeq, object, waitsFor: other >= 0 ? other : holder };
}

/** Takes out of the set, again and again, whoever somebody outside it could still help. */
function removeHelped(
  trace: Trace,
  state: SyncState,
  stuck: Map<ThreadId, StuckThread>,
  free: ReadonlySet<ThreadId>,
): void {
  const able = new Set(free);
  for (let changed = true; changed; ) {
    changed = false;
    for (const one of stuck.values()) {
      if (!canBeHelped(trace, state, one, able)) continue;
      stuck.delete(one.thread);
      able.add(one.thread);
      changed = true;
    }
  }
}

function canBeHelped(trace: Trace, state: SyncState, one: StuckThread, able: ReadonlySet<ThreadId>): boolean {
  const isJoin = one.object < 0;
  if (isJoin) return able.has(one.waitsFor) || state.threads.get(one.waitsFor)?.finished === true;
  const isLock = trace.op[one.waitSeq] === OP["acquire-wait"] && trace.objects[one.object].kind !== "semaphore";
  if (!isLock) return able.size > 0;
  return one.waitsFor < 0 || able.has(one.waitsFor);
}

/** Each cycle of the wait-for graph once, beginning with its lowest thread. */
function findCycles(stuck: ReadonlyMap<ThreadId, StuckThread>): StuckThread[][] {
  const cycles: StuckThread[][] = [];
  const seen = new Set<ThreadId>();
  for (const start of [...stuck.values()].sort((a, b) => a.thread - b.thread)) {
    const path: StuckThread[] = [];
    let one: StuckThread | undefined = start;
    while (one !== undefined && !seen.has(one.thread)) {
      seen.add(one.thread);
      path.push(one);
      one = stuck.get(one.waitsFor);
    }
    const from = one === undefined ? -1 : path.indexOf(one);
    if (from >= 0) cycles.push(fromLowest(path.slice(from)));
  }
  return cycles;
}

function fromLowest(cycle: readonly StuckThread[]): StuckThread[] {
  const lowest = cycle.reduce((best, one, i) => (one.thread < cycle[best].thread ? i : best), 0);
  return [...cycle.slice(lowest), ...cycle.slice(0, lowest)];
}

/** Threads and objects in the order of the cycle: each thread waits for the object beside it, which the next thread has. */
function toFinding(trace: Trace, kind: Finding["kind"], threads: readonly StuckThread[]): Omit<Finding, "message"> {
  return {
    kind,
    threads: threads.map(({ thread }) => thread),
    objects: threads.map(({ object }) => object).filter((object) => object >= 0),
    lines: threads.map(({ waitSeq }) => trace.line[waitSeq]).filter((line) => line > 0),
    events: threads.map(({ waitSeq }) => waitSeq),
    count: 1,
    ...(trace.dropped > 0 ? { incomplete: true } : {}),
  };
}
