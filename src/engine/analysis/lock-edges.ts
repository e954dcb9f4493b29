/**
 * Who asked for which lock while holding which others: the edges of the lock-order graph, with what is needed to tell real
 * dangers from harmless ones. Rule: one walk; an edge of the same thread, locks and moment of the other ordering is kept once.
 */
import type { ObjectId, Seq, ThreadId } from "../base/ids.ts";
import { OP, type ObjectKind } from "../trace/ops.ts";
import type { Trace, TraceObject } from "../trace/trace.ts";
import { EdgeWalker } from "./edges.ts";
import { type Clock, ThreadClocks } from "./thread-clocks.ts";

export interface LockEdge {
  readonly thread: ThreadId;
  /** Whose clock counts for the thread. */
  readonly host: ThreadId;
  readonly held: ObjectId;
  readonly wanted: ObjectId;
  /** All that the thread held when it asked, `held` included. */
  readonly holds: readonly ObjectId[];
  /** Row of the acquire of `held`, and what the thread knew then, by everything but locks. */
  readonly heldSince: Seq;
  readonly clock: Clock;
  /** Row at which it asked for `wanted`, and the thread's own time then. */
  readonly asked: Seq;
  readonly askedAt: number;
}

/** Edges of one thread and pair of locks that differ only in when; beyond so many the first ones stand for all. */
const MOST_ALIKE = 64;

/** What locks order changes from run to run, so it does not count here. */
const LOCKS: ReadonlySet<ObjectKind> = new Set(["lock", "rlock", "rwlock", "semaphore"]);

/** The edges of a trace, in the order in which they were made. */
export function collectLockEdges(trace: Trace): LockEdge[] {
  const walk = new LockWalk(trace);
  for (let seq = 0; seq < trace.count; seq++) walk.visit(seq);
  return walk.edges.length === 0 ? [] : withoutSignals(trace, walk.edges);
}

/** Without locks that some thread released while it did not hold them. */
function withoutSignals(trace: Trace, edges: readonly LockEdge[]): LockEdge[] {
  const signals = findGivenAway(trace);
  const isReal = ({ held, wanted }: LockEdge) => !signals.has(held) && !signals.has(wanted);
  const locksAlone = (edge: LockEdge) => ({ ...edge, holds: edge.holds.filter((object) => !signals.has(object)) });
  return edges.filter(isReal).map(locksAlone);
}

/** One lock in a thread's hands. */
interface Holding {
  readonly object: ObjectId;
  readonly since: Seq;
  readonly clock: Clock;
  levels: number;
}

class LockWalk {
  readonly edges: LockEdge[] = [];
  readonly #trace: Trace;
  readonly #clocks: ThreadClocks;
  readonly #edgeWalker: EdgeWalker;
  /** By object: whether it keeps others out, and whether it lets in one alone. */
  readonly #isGate: Uint8Array;
  readonly #isLock: Uint8Array;
  /** By thread. */
  readonly #holdings: (Holding[] | undefined)[] = [];
  /** By host: what it knew last, and at which change that was. */
  readonly #snapshots: (Clock | undefined)[] = [];
  readonly #snapshotsAt: number[] = [];
  readonly #alike = new Map<string, LockEdge[]>();

  constructor(trace: Trace) {
    this.#trace = trace;
    this.#clocks = new ThreadClocks(trace);
    this.#edgeWalker = new EdgeWalker(trace, this.#clocks, LOCKS);
    this.#isGate = Uint8Array.from(trace.objects, ({ kind }) => Number(LOCKS.has(kind)));
    this.#isLock = Uint8Array.from(trace.objects, (object) => Number(isMutex(object)));
  }

  visit(seq: Seq): void {
    const { op, object, value, ok } = this.#trace;
    const code = op[seq];
    if (code === OP.read || code === OP.write) {
      // Atomic cells are the only accesses that order anything.
      if (object[seq] >= 0 && this.#trace.objects[object[seq]].atomic === true) this.#edgeWalker.visit(seq);
      return;
    }
    this.#edgeWalker.visit(seq);
    if (object[seq] < 0 || this.#isGate[object[seq]] === 0) return;
    if (code === OP["acquire-wait"] && value[seq] === 0) this.#ask(seq);
    else if (code === OP.acquire) this.#acquire(seq, ok[seq] === 0);
    else if (code === OP.release) this.#release(seq);
  }

  #acquire(seq: Seq, insists: boolean): void {
    const { thread, object } = this.#trace;
    const held = this.#heldBy(thread[seq]);
    const own = held.find((holding) => holding.object === object[seq]);
    if (own !== undefined) {
      own.levels++;
      return;
    }
    if (insists && held.length > 0) this.#ask(seq);
    held.push({ object: object[seq], since: seq, clock: this.#snapshot(thread[seq]), levels: 1 });
  }

  #release(seq: Seq): void {
    const { thread, object } = this.#trace;
    const held = this.#heldBy(thread[seq]);
    const at = held.findIndex((holding) => holding.object === object[seq]);
    if (at >= 0 && --held[at].levels === 0) held.splice(at, 1);
  }

  /** The thread wants the object and will wait for it. */
  #ask(seq: Seq): void {
    const { thread, object } = this.#trace;
    const wanted = object[seq];
    if (this.#isLock[wanted] === 0) return;
    const held = this.#heldBy(thread[seq]);
    if (held.some((holding) => holding.object === wanted)) return;
    for (const holding of held) if (this.#isLock[holding.object] === 1) this.#add(seq, holding, wanted, held);
  }

  #add(seq: Seq, holding: Holding, wanted: ObjectId, held: readonly Holding[]): void {
    const thread = this.#trace.thread[seq];
    const host = this.#clocks.hosts[thread];
    const clock = this.#clocks.of(host);
    const holds = held.map(({ object }) => object);
    const name = `${thread} ${holding.object} ${wanted} ${holds.join(",")}`;
    const alike = this.#alike.get(name) ?? [];
    const isKnown = alike.some((edge) => edge.clock === holding.clock && edge.askedAt === clock[host]);
    if (isKnown || alike.length >= MOST_ALIKE) return;
    const edge: LockEdge = {
      thread,
      host,
      held: holding.object,
      wanted,
      holds,
      heldSince: holding.since,
      clock: holding.clock,
      asked: seq,
      askedAt: clock[host],
    };
    this.edges.push(edge);
    this.#alike.set(name, [...alike, edge]);
  }

  #heldBy(thread: ThreadId): Holding[] {
    const known = this.#holdings[thread];
    if (known !== undefined) return known;
    const held: Holding[] = [];
    this.#holdings[thread] = held;
    return held;
  }

  /** What the thread knows now; the same array as long as that does not change. */
  #snapshot(thread: ThreadId): Clock {
    const host = this.#clocks.hosts[thread];
    const changes = this.#clocks.changes[host];
    const last = this.#snapshots[host];
    if (last !== undefined && this.#snapshotsAt[host] === changes) return last;
    const copy = this.#clocks.of(host).slice();
    this.#snapshots[host] = copy;
    this.#snapshotsAt[host] = changes;
    return copy;
  }
}

function isMutex({ kind, capacity }: TraceObject): boolean {
  return kind === "lock" || kind === "rlock" || (kind === "semaphore" && capacity === 1);
}

/** Locks and semaphores that a thread released without holding them: signals, not mutual exclusion. */
function findGivenAway({ count, op, object, thread, objects }: Trace): ReadonlySet<ObjectId> {
  const levels = new Map<number, number>();
  const found = new Set<ObjectId>();
  for (let seq = 0; seq < count; seq++) {
    if (op[seq] !== OP.acquire && op[seq] !== OP.release) continue;
    if (object[seq] < 0 || !LOCKS.has(objects[object[seq]].kind)) continue;
    const name = object[seq] * 65536 + thread[seq];
    const held = (levels.get(name) ?? 0) + (op[seq] === OP.acquire ? 1 : -1);
    if (held < 0) found.add(object[seq]);
    levels.set(name, Math.max(0, held));
  }
  return found;
}
