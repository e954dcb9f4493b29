/**
 * Tells who goes round in circles: a thread that came back to the same place with the same locals, having only read meanwhile and made nothing
 * that stays, while nobody wrote anything. Going on it would do the same for ever, so it need not be let go before somebody writes.
 * Rule: it may miss a circle (then a bound ends the run), it never sees one where there is none.
 */
import type { ThreadId } from "../../base/ids.ts";
import type { Simulation } from "../stepped/simulation.ts";
import { STAGE } from "../stepped/stepped-thread.ts";
import { Circumstances } from "./circumstances.ts";

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
  readonly #circumstances = new Circumstances();
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
      circumstances ??= this.#circumstancesOf(thread);
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

  #circumstancesOf(thread: ThreadId): string | null {
    const { threads, readsClock } = this.#simulation;
    const text = this.#circumstances.of(threads[thread]);
    return text !== null && readsClock ? `${threads[thread].clockMs} ${text}` : text;
  }
}
