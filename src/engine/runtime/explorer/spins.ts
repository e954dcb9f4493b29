/**
 * Tells who goes round in circles. A thread *spins* that came back to the same place with the same locals, having only read meanwhile and made
 * nothing that stays, while nobody wrote anything. Threads go *round together* that brought the whole program back to where it was: memory,
 * primitives, frames. Either way, going on they would do the same for ever, so they need not be let go before somebody writes.
 * Rule: it may miss a circle (then a bound ends the run), it never sees one where there is none.
 */
import type { Address, Line, ThreadId } from "../../base/ids.ts";
import { VERB } from "../../program/operation.ts";
import type { Choice } from "../../program/stepping.ts";
import { threadOfChoice } from "../../program/stepping.ts";
import type { Simulation } from "../stepped/simulation.ts";
import { STAGE, type SteppedThread } from "../stepped/stepped-thread.ts";
import { Circumstances } from "./circumstances.ts";

/** What a step left of its thread. */
interface Left {
  readonly thread: ThreadId;
  readonly choice: Choice;
  /** The latest step of anybody that wrote, itself included; −1 none. */
  readonly lastWrite: number;
  /** The thread's latest step that wrote or made something, itself included; −1 none: a read, at most, are all since. */
  readonly lastMade: number;
  /** It handed something on, or something was printed: whoever does so again and again does not do it in vain. */
  readonly getsOn: boolean;
  /** The line that the step was on. */
  readonly onLine: Line;
  /** Since this step it does the same again, alone and reading only; −1 none. */
  readonly spinsSince: number;
  /** Since this step they all do the same again; −1 none. */
  readonly roundSince: number;
  /** The latest step that closed a round, itself included; −1 none. */
  readonly lastRound: number;
  readonly threads: number;
  readonly memoryMark: number;
  readonly objectsMark: number;
}

/** Where a thread stood after a step: its own, or one that let it go on. */
interface Stance {
  readonly step: number;
  /** The operation it stands before, its place and its locals; null where it is in no loop, or that cannot be told. */
  readonly where: string | null;
  /** What it had not used yet of the heap that it had taken. */
  readonly heapNext: Address;
  readonly heapEnd: Address;
}

/** What goes from one thread to another. */
const HANDS_ON: ReadonlySet<number> = new Set([
  VERB.SPAWN,
  VERB.QUEUE_PUT,
  VERB.QUEUE_GET,
  VERB.QUEUE_TASK_DONE,
  VERB.POOL_SUBMIT,
  VERB.POOL_TAKE,
  VERB.FUTURE_SETTLE,
  VERB.LOOP_POST,
]);

/** Choices that bring those who go round to where they were. */
export interface Round {
  readonly choices: readonly Choice[];
  /** Something is handed on or printed in it. */
  readonly getsOn: boolean;
  /** Which threads go round, and on which lines: equal for the same circle. */
  readonly where: string;
}

/** Steps that are looked back: longer rounds are not seen. */
const LONGEST_ROUND = 4096;
/** Earlier steps after which the whole program is compared with now. */
const MOST_COMPARED = 8;

export class Spins {
  readonly #simulation: Simulation;
  readonly #steps: Left[] = [];
  /** By thread, in the order of steps. */
  readonly #stances: Stance[][] = [];
  /** By thread and where it stands: the steps of its own after which it stood there. */
  readonly #standing = new Map<string, number[]>();
  readonly #circumstances = new Circumstances();
  #memoryAt = 0;
  #heapAt = 0;
  #eventsAt = 0;
  #handsOn = false;
  #onLine: Line = 0;

  constructor(simulation: Simulation) {
    this.#simulation = simulation;
  }

  get length(): number {
    return this.#steps.length;
  }

  /** Just before a step of the thread. */
  prepare(thread: ThreadId): void {
    const { memory, threads, events } = this.#simulation;
    const { machine } = threads[thread];
    this.#memoryAt = memory.mark();
    this.#heapAt = machine.heap.next;
    this.#eventsAt = events.count;
    this.#handsOn = HANDS_ON.has(machine.next.verb);
    this.#onLine = machine.next.line;
  }

  /** Just after it. @param wrote whether it changed what others can see */
  add(choice: Choice, wrote: boolean): void {
    const { threads, memory, objects, moved, events } = this.#simulation;
    const id = threadOfChoice(choice);
    const at = this.#steps.length;
    const before = this.#steps.at(-1);
    const isBare = !wrote && this.#madeNothing(threads[id]);
    const lastMade = isBare ? (this.#steps[this.#lastStepOf(id)]?.lastMade ?? -1) : at;
    const { where } = this.#note(id, at);
    for (const one of moved) if (one !== id) this.#note(one, at);
    const left = {
      thread: id,
      choice,
      lastWrite: wrote ? at : (before?.lastWrite ?? -1),
      lastMade,
      // Prints are all that is recorded while a program is explored.
      getsOn: this.#handsOn || events.count > this.#eventsAt,
      onLine: this.#onLine,
      spinsSince: -1,
      roundSince: -1,
      lastRound: before?.lastRound ?? -1,
      threads: threads.length,
      memoryMark: memory.mark(),
      objectsMark: objects.mark(),
    };
    if (where === null) this.#steps.push(left);
    else this.#steps.push({ ...left, ...this.#lookBack(left, at, this.#stoodAt(id, where)) });
  }

  /** Writes down where a thread stands after a step. */
  #note(id: ThreadId, step: number): Stance {
    const { machine } = this.#simulation.threads[id];
    const { verb, object, key, line } = machine.next;
    const circumstances = this.#circumstancesOf(id);
    const where = circumstances === null ? null : `${verb} ${object} ${key} ${line} ${circumstances}`;
    const stance = { step, where, heapNext: machine.heap.next, heapEnd: machine.heap.end };
    (this.#stances[id] ??= []).push(stance);
    return stance;
  }

  /** Steps of the thread after which it stood there, this one added. */
  #stoodAt(id: ThreadId, where: string): readonly number[] {
    const key = `${id} ${where}`;
    const known = this.#standing.get(key);
    if (known === undefined) this.#standing.set(key, [this.#steps.length]);
    else known.push(this.#steps.length);
    return known ?? NO_STEPS;
  }

  #lastStepOf(id: ThreadId): number {
    const stances = this.#stances[id] ?? [];
    for (let i = stances.length - 1; i >= 0; i--)
      if (this.#steps[stances[i].step]?.thread === id) return stances[i].step;
    return -1;
  }

  cutTo(length: number): void {
    for (const [id, stances] of this.#stances.entries())
      while (stances !== undefined && stances.length > 0 && stances[stances.length - 1].step >= length)
        this.#forget(id, stances);
    this.#steps.length = length;
  }

  #forget(id: ThreadId, stances: Stance[]): void {
    const stance = stances.pop();
    if (stance === undefined || stance.where === null || this.#steps[stance.step].thread !== id) return;
    const key = `${id} ${stance.where}`;
    const steps = this.#standing.get(key);
    steps?.pop();
    if (steps?.length === 0) this.#standing.delete(key);
  }

  isSpinning(thread: ThreadId): boolean {
    return this.#isSpinningAlone(thread) || this.#isInRound(thread);
  }

  /** Every choice that was taken, those that count as no step included. */
  choices(): readonly Choice[] {
    return this.#steps.map(({ choice }) => choice);
  }

  /** Choices that bring everybody who can go, all of whom go round, to where they are now, as often as they are taken. */
  round(): Round {
    const steps = new Set<number>();
    const { lastRound } = this.#steps[this.#steps.length - 1];
    if (this.#isRoundOpen()) this.#addSteps(steps, this.#steps[lastRound].roundSince, lastRound, () => true);
    for (const { id } of this.#simulation.threads) {
      const last = this.#lastStepOf(id);
      if (!this.#isSpinningAlone(id)) continue;
      this.#addSteps(steps, this.#steps[last].spinsSince, last, ({ thread }) => thread === id);
    }
    const taken = [...steps].toSorted((a, b) => a - b).map((step) => this.#steps[step]);
    const places = new Set(taken.map(({ thread, onLine }) => `${thread}:${onLine}`));
    return {
      choices: taken.map(({ choice }) => choice),
      getsOn: taken.some(({ getsOn }) => getsOn),
      where: [...places].toSorted().join(),
    };
  }

  #addSteps(steps: Set<number>, since: number, last: number, isMeant: (step: Left) => boolean): void {
    for (let step = since + 1; step <= last; step++) if (isMeant(this.#steps[step])) steps.add(step);
  }

  #isSpinningAlone(thread: ThreadId): boolean {
    const last = this.#steps.at(-1);
    if (last === undefined) return false;
    for (let step = this.#steps.length - 1; step > last.lastWrite; step--)
      if (this.#steps[step].thread === thread) return this.#steps[step].spinsSince >= 0;
    return false;
  }

  #isInRound(thread: ThreadId): boolean {
    if (!this.#isRoundOpen()) return false;
    const { lastRound } = this.#steps[this.#steps.length - 1];
    for (let step = this.#steps[lastRound].roundSince + 1; step <= lastRound; step++)
      if (this.#steps[step].thread === thread) return true;
    return false;
  }

  /** Whether nobody wrote since a round was closed. */
  #isRoundOpen(): boolean {
    const last = this.#steps.at(-1);
    return last !== undefined && last.lastRound >= 0 && last.lastWrite <= last.lastRound;
  }

  // —— whether it was here before ——

  /** Looks for an earlier step after which the thread stood where it stands now. @param stood those, and this one */
  #lookBack(left: Left, at: number, stood: readonly number[]): Partial<Left> {
    for (let i = stood.length - 2; i >= 0 && i >= stood.length - 1 - MOST_COMPARED; i--) {
      const step = stood[i];
      if (step < at - LONGEST_ROUND) return {};
      if (step >= left.lastMade && step >= left.lastWrite) return { spinsSince: step };
      if (this.#isAsAfter(step)) return { roundSince: step, lastRound: at };
    }
    return {};
  }

  /** Whether the whole program is as it was after that step. */
  #isAsAfter(step: number): boolean {
    const { threads } = this.#simulation;
    const then = this.#steps[step];
    if (then.threads !== threads.length) return false;
    const fresh: (Stance & { readonly thread: ThreadId })[] = [];
    for (const { id } of threads) {
      const now = this.#stances[id]?.at(-1);
      if (now === undefined || now.step <= step) continue;
      const before = this.#stances[id].findLast((one) => one.step <= step);
      if (before === undefined || now.where === null || before.where !== now.where) return false;
      fresh.push({ ...before, thread: id });
    }
    return this.#areObjectsAsAfter(then, fresh);
  }

  #areObjectsAsAfter(
    { memoryMark, objectsMark }: Left,
    fresh: readonly (Stance & { readonly thread: ThreadId })[],
  ): boolean {
    const { memory, objects, threads } = this.#simulation;
    // Whoever took another piece of heap meanwhile wrote to what nobody had then.
    if (fresh.some(({ thread, heapEnd }) => threads[thread].machine.heap.end !== heapEnd)) return false;
    const isMeant = (at: Address) => !fresh.some(({ heapNext, heapEnd }) => at >= heapNext && at < heapEnd);
    return objects.isAsItWas(objectsMark) && memory.isAsItWas(memoryMark, isMeant);
  }

  /** Whether all that the step wrote lies in heap that it took for itself. */
  #madeNothing({ machine: { heap } }: SteppedThread): boolean {
    return !this.#simulation.memory.wroteOutside(this.#memoryAt, this.#heapAt, heap.end);
  }

  #circumstancesOf(thread: ThreadId): string | null {
    const { threads, readsClock } = this.#simulation;
    const { stage } = threads[thread];
    if (stage === STAGE.ENDED || !this.#circumstances.isInLoop(threads[thread])) return null;
    const text = this.#circumstances.of(threads[thread]);
    return text !== null && readsClock ? `${threads[thread].clockMs} ${text}` : text;
  }
}

const NO_STEPS: readonly number[] = [];
