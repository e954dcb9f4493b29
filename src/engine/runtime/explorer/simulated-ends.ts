/**
 * How runs of a simulated listing end, as numbers: equal numbers, equal status, final values and console. What a number means is computed
 * when it is first seen. Rule: a value that lies in memory which a run may change is compared by what it is, never by where it lies.
 */
import type { Address, ThreadId, Word } from "../../base/ids.ts";
import { InternalError } from "../../base/errors.ts";
import { CONTROL, GLOBALS_BASE } from "../../memory/layout.ts";
import { TRUE } from "../../memory/words.ts";
import type { ConsoleLine, RunStatus } from "../../program/report.ts";
import type { Heap } from "../../python/heap.ts";
import { KIND, kindAt } from "../../python/objects/kinds.ts";
import { listWords } from "../../python/objects/lists.ts";
import { OP } from "../../trace/ops.ts";
import type { Plain } from "../../trace/trace.ts";
import { MemoryReader } from "../decode.ts";
import type { Simulation } from "../stepped/simulation.ts";
import type { RunEnd } from "./explored-ends.ts";

/** Lists within lists that are compared. */
const DEEPEST = 6;

/** What a run left. */
export interface SimulatedEnd {
  readonly status: RunStatus;
  readonly values: Readonly<Record<string, Plain>>;
  readonly console: readonly ConsoleLine[];
  /** By thread. */
  readonly names: readonly string[];
}

/** Whether an address was written before the threads of a simulation at its beginning started: what never changes is the same in every run there. */
export function writtenBefore({ memory, threads }: Simulation): (at: Address) => boolean {
  const end = memory.load(CONTROL.HEAP_NEXT);
  const { next, end: mainsEnd } = threads[0].machine.heap;
  return (at) => at < end && (at < next || at >= mainsEnd);
}

/** What an end amounts to in a report. */
export type EndOf = (end: SimulatedEnd) => RunEnd;

export class SimulatedEnds {
  readonly #simulation: Simulation;
  readonly #endOf: EndOf;
  readonly #heap: Heap;
  readonly #reader: MemoryReader;
  readonly #slots: readonly number[];
  readonly #isOld: (at: Address) => boolean;
  readonly #numbers = new Map<string, number>();
  readonly #byOutcome = new Map<string, number>();
  readonly #meanings: RunEnd[] = [];

  constructor(simulation: Simulation, endOf: EndOf) {
    this.#simulation = simulation;
    this.#endOf = endOf;
    this.#heap = simulation.createReadingHeap();
    this.#reader = new MemoryReader(this.#heap, simulation.program, () => undefined);
    this.#slots = simulation.program.slots.filter(({ name }) => !name.startsWith("__")).map(({ slot }) => slot);
    this.#isOld = writtenBefore(simulation);
  }

  /** Of the run at whose end the simulation stands. @param isCut it does not stand at an end, but goes no further */
  numberOf(isCut: boolean): number {
    const status = isCut ? "step-limit" : (this.#simulation.status ?? "step-limit");
    const key = `${status} ${this.#values()} ${this.#prints()}`;
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const number = this.numberFor(this.look(status));
    this.#numbers.set(key, number);
    return number;
  }

  meaningOf(end: number): RunEnd {
    return this.#meanings[end];
  }

  /** The run at whose end the simulation stands. */
  look(status: RunStatus): SimulatedEnd {
    return { status, values: this.#moduleValues(), console: this.#console(), names: this.#names() };
  }

  /** Ends that differ in what no outcome tells are one. */
  numberFor(end: SimulatedEnd): number {
    const meaning = this.#endOf(end);
    const key = JSON.stringify([meaning.status, meaning.outcome, meaning.correct]);
    const known = this.#byOutcome.get(key);
    if (known !== undefined) return known;
    const number = this.#meanings.push(meaning) - 1;
    this.#byOutcome.set(key, number);
    return number;
  }

  /** Final values of module names: equal texts, equal values. */
  #values(): string {
    const { memory } = this.#simulation;
    let key = "";
    for (const slot of this.#slots) key += `${this.#keyOf(memory.load(GLOBALS_BASE + slot), 0)},`;
    return key;
  }

  /** Small integers and what never changes and was there before are told by their words. */
  #keyOf(word: Word, depth: number): string | number {
    if ((word & 1) === 1 || word <= TRUE) return word;
    const at = word >>> 1;
    switch (kindAt(this.#simulation.memory, at)) {
      case KIND.LIST:
        return depth > DEEPEST
          ? "…"
          : `[${listWords(this.#heap, at)
              .map((one) => this.#keyOf(one, depth + 1))
              .join()}]`;
      case KIND.TUPLE:
      case KIND.DICT:
      case KIND.SET:
      case KIND.FROZEN_SET:
        return JSON.stringify(this.#plainOf(word));
      case KIND.FLOAT:
      case KIND.WIDE_INT:
      case KIND.BIG_INT:
      case KIND.STR:
        return this.#isOld(at) ? word : JSON.stringify(this.#plainOf(word));
      default:
        return "";
    }
  }

  #plainOf(word: Word): Plain {
    this.#heap.forget();
    return this.#reader.plain(this.#heap.fromWord(word));
  }

  #moduleValues(): Readonly<Record<string, Plain>> {
    this.#heap.forget();
    return this.#reader.moduleValues();
  }

  #prints(): string {
    const { events } = this.#simulation;
    let key = "";
    for (let i = 0; i < events.count; i++)
      if (events.opAt(i) === OP.print) key += `${events.threadAt(i)}:${this.#textOf(events.valueAt(i))}\n`;
    return key;
  }

  #textOf(word: Word): string {
    this.#heap.forget();
    const text = this.#heap.fromWord(word);
    if (typeof text !== "string") throw new InternalError("what was printed is no text");
    return text;
  }

  #console(): readonly ConsoleLine[] {
    const { events } = this.#simulation;
    const lines: ConsoleLine[] = [];
    for (let i = 0; i < events.count; i++)
      if (events.opAt(i) === OP.print)
        lines.push({ thread: events.threadAt(i), timeUs: 0, text: this.#textOf(events.valueAt(i)).replace(/\n$/, "") });
    return lines;
  }

  #names(): readonly string[] {
    return this.#simulation.threads.map(({ id, name }) => this.#nameOf(id, name));
  }

  #nameOf(thread: ThreadId, name: Word): string {
    if (thread === 0) return "MainThread";
    return name === 0 ? `Thread-${thread}` : this.#textOf(name);
  }
}
