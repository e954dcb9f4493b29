/**
 * Tells who goes round in circles: a thread that came back to the same place with the same locals, having only read meanwhile and made nothing
 * that stays, while nobody wrote anything. Going on it would do the same for ever, so it need not be let go before somebody writes.
 * Rule: it may miss a circle (then a bound ends the run), it never sees one where there is none.
 */
import type { ThreadId } from "../../base/ids.ts";
import type { Code } from "../../python/bytecode.ts";
import { PyMethod, PyNative, RangeIterator } from "../../python/callables.ts";
import type { Frame, Slot } from "../../python/frames.ts";
import { PyFloat, PyRef, PyTuple, type Value } from "../../python/values.ts";
import type { Simulation } from "../stepped/simulation.ts";
import { STAGE, type SteppedThread } from "../stepped/stepped-thread.ts";

/** What a step left of its thread. */
interface Left {
  readonly thread: ThreadId;
  /** The latest step of anybody that wrote, itself included; −1 none. */
  readonly lastWrite: number;
  /** The operation that the thread stands before; "" where the step made something, or the thread cannot go. */
  readonly place: string;
  /** Where it stands and what its locals hold; null where nobody asked. */
  readonly circumstances: string | null;
  readonly spins: boolean;
}

export class Spins {
  readonly #simulation: Simulation;
  readonly #steps: Left[] = [];
  readonly #codes = new Map<Code, number>();
  #memoryAt = 0;
  #heapAt = 0;

  constructor(simulation: Simulation) {
    this.#simulation = simulation;
  }

  get length(): number {
    return this.#steps.length;
  }

  /** Just before a step of the thread. */
  prepare(thread: ThreadId): void {
    const { memory, threads } = this.#simulation;
    this.#memoryAt = memory.mark();
    this.#heapAt = threads[thread].machine.heap.next;
  }

  /** Just after it. @param wrote whether it changed what others can see */
  add(thread: ThreadId, wrote: boolean): void {
    const lastWrite = wrote ? this.#steps.length : (this.#steps.at(-1)?.lastWrite ?? -1);
    const place = wrote ? "" : this.#placeOf(thread);
    let circumstances: string | null = null;
    let spins = false;
    for (let step = this.#steps.length - 1; place !== "" && step > lastWrite; step--) {
      const earlier = this.#steps[step];
      if (earlier.thread !== thread) continue;
      if (earlier.place === "") break;
      if (earlier.place !== place) continue;
      circumstances ??= this.#circumstancesOf(this.#simulation.threads[thread]);
      spins ||= circumstances !== null && earlier.circumstances === circumstances;
    }
    this.#steps.push({ thread, lastWrite, place, circumstances, spins });
  }

  cutTo(length: number): void {
    this.#steps.length = length;
  }

  isSpinning(thread: ThreadId): boolean {
    const last = this.#steps.at(-1);
    if (last === undefined) return false;
    for (let step = this.#steps.length - 1; step > last.lastWrite; step--)
      if (this.#steps[step].thread === thread) return this.#steps[step].spins;
    return false;
  }

  #placeOf(thread: ThreadId): string {
    const { stage, machine } = this.#simulation.threads[thread];
    if (stage === STAGE.ENDED || !this.#madeNothing(thread)) return "";
    const { verb, object, key, line } = machine.next;
    return `${verb} ${object} ${key} ${line}`;
  }

  /** Whether all that the step wrote lies in heap that it took for itself. */
  #madeNothing(thread: ThreadId): boolean {
    const { memory, threads } = this.#simulation;
    return !memory.wroteOutside(this.#memoryAt, this.#heapAt, threads[thread].machine.heap.end);
  }

  /** Equal where a thread would go on equally; null where that cannot be told. */
  #circumstancesOf({ machine, clockMs }: SteppedThread): string | null {
    const { frame, generators, loops } = machine.image();
    if (generators.size > 0 || loops !== null) return null;
    const parts = [this.#simulation.readsClock ? `${clockMs}` : ""];
    for (let one: Frame | null = frame; one !== null; one = one.back) {
      const slots = one.slots.slice(0, one.sp).map(textOf);
      if (slots.includes(null)) return null;
      parts.push(`${this.#numberOf(one.code)}@${one.pc}(${slots.join()})`);
    }
    return parts.join("|");
  }

  #numberOf(code: Code): number {
    const known = this.#codes.get(code);
    if (known !== undefined) return known;
    this.#codes.set(code, this.#codes.size);
    return this.#codes.size - 1;
  }
}

function textOf(slot: Slot): string | null {
  if (slot === undefined) return "-";
  if (slot instanceof RangeIterator) return `${slot.value}+${slot.step}*${slot.left}`;
  return isValue(slot) ? textOfValue(slot) : null;
}

function isValue(slot: Slot): slot is Value {
  return slot === null || typeof slot !== "object" || slot instanceof PyRef || "typeName" in slot || isBoxed(slot);
}

function isBoxed(slot: object): boolean {
  return slot instanceof PyFloat || slot instanceof PyTuple;
}

function textOfValue(value: Value): string | null {
  if (value === null || typeof value === "boolean" || typeof value === "number") return String(value);
  if (typeof value === "string") return JSON.stringify(value);
  if (value instanceof PyRef) return `@${value.at}`;
  if (value instanceof PyFloat) return `f${value.value}`;
  if (value instanceof PyTuple) {
    const items = value.items.map(textOfValue);
    return items.includes(null) ? null : `(${items.join()})`;
  }
  if (value instanceof PyNative) return value.name;
  if (value instanceof PyMethod) return methodText(value);
  return typeof value === "bigint" ? `${value}n` : null;
}

function methodText({ self, callee }: PyMethod): string | null {
  const parts = [textOfValue(self), textOfValue(callee)];
  return parts.includes(null) ? null : parts.join(".");
}
