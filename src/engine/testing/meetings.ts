/**
 * The oracle of the race detector: every interleaving of a small listing, with the places at which two threads meet. Two accesses meet where
 * both could be the next step, in one state, and at least one of them would write: then nothing can order them. No clock and no edge is used, so
 * it knows nothing of what orders what; it only plays. (Two accesses race in some run of a program just if they meet in some state of it, where
 * what a thread does next never depends on a plain value.)
 * Rule: for small listings; it gives up where there are too many runs.
 */
import type { Address, Seq, ThreadId } from "../base/ids.ts";
import type { MemoryReader } from "../runtime/decode.ts";
import { readerOf } from "../runtime/stepped/simulation-reader.ts";
import { recordRun } from "../runtime/stepped/stepped-run.ts";
import type { Simulation } from "../runtime/stepped/simulation.ts";
import { ACCESSES, OP_ROLES } from "../trace/op-roles.ts";
import { OP, type ObjectKind } from "../trace/ops.ts";
import type { Trace } from "../trace/trace.ts";

/** One whole run. */
export interface PlayedRun {
  readonly trace: Trace;
  /** Pairs that came one right after the other in it, and could have come the other way round. */
  readonly neighbours: ReadonlySet<string>;
}

export interface Meetings {
  readonly runs: number;
  /** Pairs that meet in any state, by `pairName`. */
  readonly pairs: ReadonlySet<string>;
}

/** What a thread would do next to a place. */
interface Access {
  readonly thread: ThreadId;
  readonly line: number;
  readonly object: string;
  /** Of an element; null for a cell, and for a step on a container as a whole. */
  readonly key: number;
  readonly isContainer: boolean;
  readonly isAtomic: boolean;
  readonly writes: boolean;
}

const CONTAINERS: ReadonlySet<ObjectKind> = new Set(["list", "dict", "set", "deque"]);

/** A pair of accesses by object, threads and lines, whichever came first. */
export function pairName(
  object: string,
  ends: readonly { readonly thread: ThreadId; readonly line: number }[],
): string {
  return [object, ...ends.map(({ thread, line }) => `T${thread}:${line}`).toSorted()].join(" ");
}

/**
 * Plays all runs and shows each; null where there are more than `most`.
 * @param simulation recorded, with steps of a thread that is alone counted as steps too
 */
export function findMeetings(simulation: Simulation, most: number, show: (run: PlayedRun) => void): Meetings | null {
  const play = new Play(simulation, most, show);
  return play.goOn(null, []) ? { runs: play.runs, pairs: play.pairs } : null;
}

class Play {
  runs = 0;
  readonly pairs = new Set<string>();
  readonly #simulation: Simulation;
  readonly #most: number;
  readonly #show: (run: PlayedRun) => void;
  /** What lies at an address: nothing moves while a listing runs. */
  readonly #objects = new Map<Address, ReturnType<MemoryReader["object"]>>();

  constructor(simulation: Simulation, most: number, show: (run: PlayedRun) => void) {
    this.#simulation = simulation;
    this.#most = most;
    this.#show = show;
  }

  /** @param rivals what others could have done in the state before. @param neighbours of the run so far */
  goOn(last: Access | null, rivals: readonly Access[], neighbours: readonly string[] = []): boolean {
    const simulation = this.#simulation;
    if (simulation.choices().length === 0) return this.#end(neighbours);
    const mark = simulation.mark();
    const choices = simulation.choices().slice();
    const next = choices.map((choice) => {
      const from = simulation.events.count;
      simulation.take(choice);
      const access = this.#firstAccess(from);
      simulation.backTo(mark);
      return access;
    });
    const there = next.filter((access) => access !== null);
    for (const [i, one] of there.entries())
      for (const other of there.slice(i + 1)) if (conflict(one, other)) this.pairs.add(nameOf(one, other));
    for (const [i, choice] of choices.entries()) {
      const access = next[i];
      const isNeighbour =
        last !== null && access !== null && conflict(last, access) && rivals.some((rival) => isSame(rival, access));
      simulation.take(choice);
      const isWhole = this.goOn(access, there, isNeighbour ? [...neighbours, nameOf(last, access)] : neighbours);
      simulation.backTo(mark);
      if (!isWhole) return false;
    }
    return true;
  }

  /** The access of the step whose events begin here; null where it is none. */
  #firstAccess(from: Seq): Access | null {
    const { events } = this.#simulation;
    if (events.count === from) return null;
    const { thread, op, object, key, line } = events.at(from);
    if ((OP_ROLES[op] & ACCESSES) === 0 || object === 0) return null;
    const { name, kind, atomic = false } = this.#objectAt(object);
    const isContainer = CONTAINERS.has(kind);
    if (kind !== "cell" && kind !== "instance" && !isContainer) return null;
    return { thread, line, object: name, key, isContainer, isAtomic: atomic, writes: op !== OP.read };
  }

  #objectAt(address: Address): ReturnType<MemoryReader["object"]> {
    const known = this.#objects.get(address) ?? readerOf(this.#simulation).object(address);
    this.#objects.set(address, known);
    return known;
  }

  #end(neighbours: readonly string[]): boolean {
    if (++this.runs > this.#most) return false;
    const { trace } = recordRun(this.#simulation, this.#simulation.status ?? "stopped", false);
    this.#show({ trace, neighbours: new Set(neighbours) });
    return true;
  }
}

function conflict(one: Access, other: Access): boolean {
  if (one.thread === other.thread || one.object !== other.object || !(one.writes || other.writes)) return false;
  if (one.isAtomic && other.isAtomic) return false;
  if (!one.isContainer) return one.key === other.key;
  // Steps on a container as a whole exclude each other; each of them touches all elements.
  if (one.key === 0 || other.key === 0) return one.key !== other.key;
  return one.key === other.key;
}

function isSame(one: Access, other: Access): boolean {
  return (
    one.thread === other.thread && one.line === other.line && one.object === other.object && one.writes === other.writes
  );
}

function nameOf(one: Access, other: Access): string {
  return pairName(one.object, [one, other]);
}
