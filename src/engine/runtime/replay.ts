/**
 * Recomputes a thread's locals and stack at any point of a recorded run, by letting its body run again on the recorded answers, from
 * copies kept on the way. Rule: asking changes nothing; each answer comes from a copy.
 */
import type { Seq } from "../base/ids.ts";
import { THREAD, threadBlock } from "../memory/layout.ts";
import { createMain, createThread, type CompiledProgram, type FrameView, type Machine } from "../python/index.ts";
import { type Record, ReplayEnd, ReplayMemory, ReplayPause, ReplayWorld } from "./replay-world.ts";

/** Copies kept of one thread, at most. */
const COPIES = 32;
/** Own events between two copies, at least. */
const FEWEST_EVENTS = 4096;
/** Words of memory above which only the start is kept: copies would cost more than they save. */
const LARGE = 2 * 1024 * 1024;

interface Kept {
  readonly cursor: number;
  readonly machine: Machine;
  readonly world: ReplayWorld;
}

/** What the inspector needs of a thread at one moment. */
export interface Replayed {
  readonly frames: readonly FrameView[];
  readonly machine: Machine;
}

export class ThreadReplay {
  readonly #program: CompiledProgram;
  readonly #record: Record;
  readonly #memory: Int32Array;
  readonly #threadObject: number;
  #kept: Kept[] | null = null;

  /** @param memory words as they were at the run's end; they are copied, never written. */
  constructor(program: CompiledProgram, record: Record, memory: Int32Array, threadObject: number) {
    this.#program = program;
    this.#record = record;
    this.#memory = memory;
    this.#threadObject = threadObject;
  }

  /** The thread's calls just after event `seq` of the whole trace; empty before it began and after it ended. */
  at(seq: Seq): Replayed | null {
    const { rows } = this.#record;
    const own = countUpTo(rows, seq);
    if (own === 0) return null;
    this.#kept ??= this.#keepCopies();
    const from = this.#nearest(own);
    const memory = from.world.memory.copy();
    const world = new ReplayWorld(this.#record, memory, from.world);
    world.until = seq;
    const machine = from.machine.copy(world);
    runToEnd(machine);
    return { frames: machine.frames(), machine };
  }

  #nearest(own: number): Kept {
    const kept = this.#kept ?? [];
    let best = kept[0];
    for (const one of kept) if (one.cursor <= own) best = one;
    return best;
  }

  /** Runs through the whole record once, leaving copies behind. */
  #keepCopies(): Kept[] {
    const words = this.#memory.slice();
    words[threadBlock(this.#record.thread) + THREAD.RANDOM] = 0;
    const world = new ReplayWorld(this.#record, new ReplayMemory(words));
    const machine =
      this.#record.thread === 0
        ? createMain(this.#program, world)
        : createThread(this.#program, world, this.#threadObject);
    const kept = [this.#copy(machine, world)];
    const events = this.#record.rows.length;
    if (this.#memory.length > LARGE) return kept;
    const stride = Math.max(FEWEST_EVENTS, Math.ceil(events / COPIES));
    for (let at = stride; at < events; at += stride) {
      world.pauseAt = at;
      if (!runToPause(machine)) break;
      kept.push(this.#copy(machine, world));
    }
    return kept;
  }

  #copy(machine: Machine, world: ReplayWorld): Kept {
    const copied = new ReplayWorld(this.#record, world.memory.copy(), world);
    return { cursor: world.cursor, machine: machine.copy(copied), world: copied };
  }
}

/** False when the record ended first. */
function runToPause(machine: Machine): boolean {
  try {
    machine.run();
    return false;
  } catch (error) {
    if (error instanceof ReplayEnd) return false;
    if (!(error instanceof ReplayPause)) throw error;
    machine.takeBack();
    return true;
  }
}

function runToEnd(machine: Machine): void {
  try {
    machine.run();
  } catch (error) {
    if (!(error instanceof ReplayEnd)) throw error;
  }
}

/** How many of the ascending rows are at most `seq`. */
function countUpTo(rows: Int32Array, seq: Seq): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (rows[middle] <= seq) low = middle + 1;
    else high = middle;
  }
  return low;
}
