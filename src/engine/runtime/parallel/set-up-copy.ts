/**
 * What main does before its first operation (importing, defining, making locks) is the same in every run of a series: it is done once
 * and copied from then on. Rule: only a set-up that looked at nothing that differs between runs (a clock, random numbers, an
 * interpreter lock) is copied.
 */
import { CONTROL, GLOBALS_BASE, THREAD, threadBlock } from "../../memory/layout.ts";
import { createMain, type CompiledProgram, type Machine } from "../../python/index.ts";
import type { RealWorld } from "./real-world.ts";

/** Control words that a set-up changes. */
const CHANGED = [CONTROL.HEAP_NEXT, CONTROL.STATICS, CONTROL.CLASS_EPOCH, CONTROL.NAMES] as const;

interface Kept {
  readonly machine: Machine;
  /** Module slots and heap. */
  readonly words: Int32Array;
  readonly control: readonly number[];
}

/** The set-up of one series' program, in the worker that runs its main thread. */
export class SetUpCopy {
  #kept: Kept | null = null;

  /** Main's body in `world`, just before its first operation. */
  createMain(program: CompiledProgram, world: RealWorld): Machine {
    if (this.#kept !== null) return restore(this.#kept, world);
    const machine = createMain(program, world);
    world.gated = true;
    const progress = machine.advance();
    world.gated = false;
    if (progress === "operation" && isRepeatable(world)) this.#kept = keep(machine, world);
    return machine;
  }
}

function isRepeatable(world: RealWorld): boolean {
  const random = world.memory.load(threadBlock(0) + THREAD.RANDOM);
  return random === 0 && !world.readClock && !world.breaksAtJumps;
}

function keep(machine: Machine, world: RealWorld): Kept {
  const { words } = world.memory;
  return {
    machine: machine.copy(world),
    words: words.slice(GLOBALS_BASE, words[CONTROL.HEAP_NEXT]),
    control: CHANGED.map((at) => words[at]),
  };
}

/** Main's thread alone runs yet, so nobody sees the words half-made. */
function restore({ machine, words, control }: Kept, world: RealWorld): Machine {
  world.memory.words.set(words, GLOBALS_BASE);
  CHANGED.forEach((at, i) => world.memory.store(at, control[i]));
  return machine.copy(world);
}
