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
  /** The latest step of anybody that wrote, and that let others go, itself included; −1 none. */
  readonly lastWrite: number;
  readonly lastRelease: number;
  /** It wrote and made nothing: a read, at most. */
  readonly isBare: boolean;
  /** It handed something on, or something was printed: whoever does so again and again does not do it in vain. */
  readonly getsOn: boolean;
  /** The line that the step was on. */
  readonly onLine: Line;
  /** The operation that the thread stands before. */
  readonly verb: number;
  readonly object: Address;
  readonly key: number;
  readonly line: number;
  /** Where it stands and what its locals hold; null where it is in no loop, or that cannot be told. */
  readonly circumstances: string | null;
  /** Since this step it does the same again, alone and reading only; −1 none. */
  readonly spinsSince: number;
  /** Since this step they all do the same again; −1 none. */
  readonly roundSince: number;
  /** The latest step that closed a round, itself included; −1 none. */
  readonly lastRound: number;
  readonly threads: number;
  readonly memoryMark: number;
  readonly objectsMark: number;
  /** What the thread had not used yet of the heap that it had taken. */
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
const LONGEST_ROUND = 256;
/** Earlier steps after which the whole program is compared with now. */
const MOST_COMPARED = 8;

export class Spins {
  readonly #simulation: Simulation;
  readonly #steps: Left[] = [];
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
    const thread = threads[id];
    const at = this.#steps.length;
    const before = this.#steps.at(-1);
    const { verb, object, key, line } = thread.machine.next;
    const left = {
      thread: id,
      choice,
      lastWrite: wrote ? at : (before?.lastWrite ?? -1),
      lastRelease: moved.length > 0 ? at : (before?.lastRelease ?? -1),
      isBare: !wrote && this.#madeNothing(thread),
      // Prints are all that is recorded while a program is explored.
      getsOn: this.#handsOn || events.count > this.#eventsAt,
      onLine: this.#onLine,
      verb,
      object,
      key,
      line,
      circumstances: this.#circumstancesOf(id),
      spinsSince: -1,
      roundSince: -1,
      lastRound: before?.lastRound ?? -1,
      threads: threads.length,
      memoryMark: memory.mark(),
      objectsMark: objects.mark(),
      heapNext: thread.machine.heap.next,
      heapEnd: thread.machine.heap.end,
    };
    this.#steps.push(left.circumstances === null ? left : { ...left, ...this.#lookBack(left, at) });
  }

  cutTo(length: number): void {
    this.#steps.length = length;
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
      const last = this.#lastOf(id, this.#steps.length - 1);
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

  /** Looks for an earlier step after which the thread stood where it stands now. */
  #lookBack(left: Left, at: number): Partial<Left> {
    let { isBare } = left;
    let compared = 0;
    for (let step = at - 1; step >= 0 && step >= at - LONGEST_ROUND && compared < MOST_COMPARED; step--) {
      const earlier = this.#steps[step];
      if (earlier.thread !== left.thread) continue;
      if (isSamePlace(earlier, left) && earlier.circumstances === left.circumstances) {
        if (isBare && step >= left.lastWrite) return { spinsSince: step };
        compared++;
        if (this.#isAsAfter(step, left)) return { roundSince: step, lastRound: at };
      }
      isBare &&= earlier.isBare;
    }
    return {};
  }

  /** Whether the whole program is as it was after that step of the same thread, which stands again where it stood. */
  #isAsAfter(step: number, { thread, threads, lastRelease }: Left): boolean {
    const then = this.#steps[step];
    if (then.threads !== threads || lastRelease > step) return false;
    const fresh = [then];
    for (const { id } of this.#simulation.threads) {
      const last = this.#lastOf(id, this.#steps.length - 1);
      if (id === thread || last <= step) continue;
      const before = this.#steps[this.#lastOf(id, step)];
      const { circumstances } = this.#steps[last];
      if (before === undefined || circumstances === null || before.circumstances !== circumstances) return false;
      fresh.push(before);
    }
    return this.#areObjectsAsAfter(then, fresh);
  }

  #areObjectsAsAfter({ memoryMark, objectsMark }: Left, fresh: readonly Left[]): boolean {
    const { memory, objects, threads } = this.#simulation;
    // Whoever took another piece of heap meanwhile wrote to what nobody had then.
    if (fresh.some(({ thread, heapEnd }) => threads[thread].machine.heap.end !== heapEnd)) return false;
    const isMeant = (at: Address) => !fresh.some(({ heapNext, heapEnd }) => at >= heapNext && at < heapEnd);
    return objects.isAsItWas(objectsMark) && memory.isAsItWas(memoryMark, isMeant);
  }

  /** The thread's latest step up to that one; −1 none that is looked back to. */
  #lastOf(thread: ThreadId, from: number): number {
    for (let step = from; step >= 0 && step >= from - LONGEST_ROUND; step--)
      if (this.#steps[step].thread === thread) return step;
    return -1;
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

function isSamePlace(a: Left, b: Left): boolean {
  return a.verb === b.verb && a.object === b.object && a.key === b.key && a.line === b.line;
}
