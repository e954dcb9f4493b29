/**
 * Ends that differ in the values of variables alone: one of them is looked at on the simulator, of the others only those values are put in.
 * Rule: what is put in are words that mean the same whenever they are met.
 */
import type { Address, Word } from "../../base/ids.ts";
import { Allocator } from "../../memory/allocator.ts";
import { InternalError } from "../../base/errors.ts";
import { CONTROL, GLOBALS_BASE } from "../../memory/layout.ts";
import { PrivateMemory } from "../../memory/private-memory.ts";
import { fromSmallWord } from "../../memory/words.ts";
import { Heap } from "../../python/heap.ts";
import { KIND, kindAt } from "../../python/objects/kinds.ts";
import { listSlot } from "../../python/objects/lists.ts";
import { MemoryReader } from "../decode.ts";
import type { Simulation } from "../stepped/simulation.ts";
import type { SimulatedEnd } from "./simulated-ends.ts";

/** Where a variable lies. */
export interface VariablePlace {
  readonly object: Address;
  /** Index, attribute, or 0 of a cell. */
  readonly key: Word;
}

export class EndTemplate {
  readonly #end: SimulatedEnd;
  readonly #heap: Heap;
  readonly #reader: MemoryReader;
  readonly #slotsEnd: Address;

  /** @param simulation at the end of a run @param end that end */
  constructor(simulation: Simulation, end: SimulatedEnd) {
    const { memory, program } = simulation;
    const used = memory.load(CONTROL.HEAP_NEXT);
    const copy = new PrivateMemory(used);
    copy.words.set(memory.words.subarray(0, used));
    this.#end = end;
    this.#heap = new Heap(copy, program, new Allocator(refuseChunk));
    this.#reader = new MemoryReader(this.#heap, program, () => undefined);
    this.#slotsEnd = GLOBALS_BASE + program.slotCount;
  }

  /** The end at which the variables have these words; those that are no words are left as they are. */
  with(places: readonly VariablePlace[], words: readonly number[]): SimulatedEnd {
    for (let i = 0; i < places.length; i++) if (words[i] === (words[i] | 0)) this.#put(places[i], words[i]);
    this.#heap.forget();
    return { ...this.#end, values: this.#reader.moduleValues() };
  }

  /** What lies elsewhere shows in no plain value. */
  #put({ object, key }: VariablePlace, word: Word): void {
    if (object < this.#slotsEnd) this.#heap.store(object, word);
    else if (kindAt(this.#heap.memory, object) === KIND.LIST)
      this.#heap.store(listSlot(this.#heap, object, fromSmallWord(key)), word);
  }
}

function refuseChunk(): never {
  throw new InternalError("reading values allocates nothing");
}
