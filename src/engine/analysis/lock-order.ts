/**
 * Deadlocks that did not happen: threads that take the same locks in different orders, found from a run that got through. (Klaus Havelund,
 * "Using Runtime Analysis to Guide Model Checking of Java Programs", SPIN 2000: Goodlock; Saddek Bensalem and Klaus Havelund, "Dynamic Deadlock
 * Analysis of Multi-threaded Programs", HVC 2005: gates, single threads, and phases that start and join put in order.)
 * An edge h → l says that a thread asked for l while it held h. A cycle of edges is told when
 *   - each is of another thread (one thread alone can take its locks in any order),
 *   - no lock is held at two of them, and no semaphore at more than it has permits (a gate lets one in at a time),
 *   - no two of them are put in order by anything but locks: a join, a barrier, an item, a flag (they cannot happen at once).
 * What is only tried or has a time limit cannot wait for ever and makes no edge; a Lock that another thread releases is no mutual
 * exclusion and is left out. Rule: what is told could hang; what could hang may go unseen, in code that did not run.
 */
import type { ObjectId, Seq, ThreadId } from "../base/ids.ts";
import type { Trace } from "../trace/trace.ts";
import type { BareFinding } from "./finding-sentences.ts";
import { type LockEdge, collectLockEdges } from "./lock-edges.ts";

/** Longest cycle that is looked for, and most steps of the search. */
const LONGEST = 12;
const MOST_STEPS = 200_000;

/** One finding for each cycle of locks and threads. `objects[i]` is what `threads[i]` asks for, which `threads[i + 1]` holds. */
export function lockOrderFindings(trace: Trace): BareFinding[] {
  const edges = collectLockEdges(trace);
  return new CycleSearch(trace, edges).run().map((cycle) => toFinding(trace, cycle));
}

class CycleSearch {
  readonly #edges: readonly LockEdge[];
  readonly #from = new Map<ObjectId, LockEdge[]>();
  readonly #capacity: (object: ObjectId) => number;
  readonly #found = new Map<string, readonly LockEdge[]>();
  #steps = 0;

  constructor(trace: Trace, edges: readonly LockEdge[]) {
    this.#edges = edges;
    this.#capacity = (object) =>
      trace.objects[object].kind === "semaphore" ? (trace.objects[object].capacity ?? 1) : 1;
    for (const edge of edges) {
      const known = this.#from.get(edge.held);
      if (known === undefined) this.#from.set(edge.held, [edge]);
      else known.push(edge);
    }
  }

  /** Each cycle begins with its lock of the lowest id. */
  run(): (readonly LockEdge[])[] {
    for (const edge of this.#edges) this.#extend([edge]);
    return [...this.#found.values()];
  }

  #extend(path: readonly LockEdge[]): void {
    const last = path[path.length - 1];
    if (last.wanted === path[0].held) return this.#keep(path);
    if (path.length === LONGEST) return;
    for (const next of this.#from.get(last.wanted) ?? []) {
      if (this.#steps++ > MOST_STEPS) return;
      if (next.held > path[0].held && this.#fits(path, next)) this.#extend([...path, next]);
    }
  }

  #fits(path: readonly LockEdge[], next: LockEdge): boolean {
    if (path.some((edge) => edge.thread === next.thread || edge.held === next.held || areOrdered(edge, next)))
      return false;
    return next.holds.every((gate) => countHolding(path, gate) < this.#capacity(gate));
  }

  #keep(path: readonly LockEdge[]): void {
    const name = path.map(({ thread, held }) => `${thread}:${held}`).join(" ");
    if (!this.#found.has(name)) this.#found.set(name, path);
  }
}

function countHolding(path: readonly LockEdge[], gate: ObjectId): number {
  return path.filter(({ holds }) => holds.includes(gate)).length;
}

/** Whether one thread had its second lock before the other could have its first, whatever locks do. */
function areOrdered(a: LockEdge, b: LockEdge): boolean {
  return b.clock[a.host] >= a.askedAt || a.clock[b.host] >= b.askedAt;
}

function toFinding(trace: Trace, cycle: readonly LockEdge[]): BareFinding {
  const lowest = cycle.reduce((best, { thread }, i) => (thread < cycle[best].thread ? i : best), 0);
  const turned = [...cycle.slice(lowest), ...cycle.slice(0, lowest)];
  const events: Seq[] = turned.flatMap(({ heldSince, asked }) => [heldSince, asked]);
  return {
    kind: "lock-order-inversion",
    threads: turned.map(({ thread }): ThreadId => thread),
    objects: turned.map(({ wanted }) => wanted),
    lines: [...new Set(events.map((seq) => trace.line[seq]))].filter((line) => line > 0),
    events,
    count: 1,
  };
}
