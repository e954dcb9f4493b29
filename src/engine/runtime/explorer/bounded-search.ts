/**
 * Every state of a thread that can be reached with few preemptions, without playing every interleaving: bounded partial-order reduction
 * with conservative backtrack points (Coons, Musuvathi, McKinley, OOPSLA 2013). Where a step depends on an earlier one, its thread is tried
 * before the earlier one, and also where the earlier one's thread was switched to, since going there may cost a preemption less.
 * Rule: it may play equal runs more than once, and it never says that it covered everything.
 */
import type { ThreadId } from "../../base/ids.ts";
import type { Choice } from "../../program/stepping.ts";
import { threadOfChoice } from "../../program/stepping.ts";
import { type Asked, type Explorable, GATE, NO_CHOICE } from "./explorable.ts";
import { RunOrder } from "./run-order.ts";
import { couldGoOn, type Played, preemptionOf, type RunBounds, type RunEnding, type ScheduleSearch } from "./search.ts";

/** A state on the way. */
interface Station {
  readonly mark: number;
  readonly preemptions: number;
  /** Whether letting another thread go here costs nothing: who went last cannot go on by itself. */
  readonly free: boolean;
  /** All that could be chosen here. */
  readonly choices: readonly Choice[];
  /** To be tried, in order; those before `tried` were. */
  readonly wanted: Choice[];
  tried: number;
}

export class BoundedSearch implements ScheduleSearch {
  ending: RunEnding = "maximal";
  steps = 0;
  leftOut = 0;
  spun = 0;
  readonly redundant = 0;
  readonly #program: Explorable;
  readonly #bounds: RunBounds;
  readonly #order: RunOrder;
  /** One longer than the run while it stands at its end. */
  readonly #stations: Station[] = [];
  #started = false;
  /** In the middle of a run. */
  #midway = false;
  #preemptions = 0;
  #clock = new Int32Array(8);

  constructor(program: Explorable, bounds: RunBounds) {
    this.#program = program;
    this.#bounds = bounds;
    this.#order = new RunOrder(program.footprints);
  }

  get length(): number {
    return this.#order.length;
  }

  get preemptions(): number {
    return this.#preemptions;
  }

  choiceAt(step: number): Choice {
    const { wanted, tried } = this.#stations[step];
    return wanted[tried - 1];
  }

  next(until: number): Played {
    if (!this.#midway && this.#started && !this.#goBack()) return "nothing";
    this.#started = true;
    this.#midway = !this.#goOn(until);
    return this.#midway ? "part" : "run";
  }

  share(): number {
    let share = 0;
    let weight = 1;
    for (const { wanted, tried } of this.#stations.slice(0, this.length)) {
      weight /= wanted.length;
      share += weight * (tried - 1);
    }
    return share + weight;
  }

  /** False when it took too many steps for now. */
  #goOn(until: number): boolean {
    while (this.steps < until) {
      const { spun } = this;
      const station = this.#arrive();
      if (station.choices.length === 0) this.#meetBlocked();
      if (station.choices.length === 0) return this.#end(this.spun > spun ? "cycle" : "maximal");
      if (this.length >= this.#bounds.maxSteps) return this.#end("max-steps");
      this.#tryNext(station);
    }
    return false;
  }

  #end(ending: RunEnding): true {
    this.ending = ending;
    this.#stations.pop();
    return true;
  }

  #goBack(): boolean {
    while (this.length > 0) {
      this.#order.drop();
      const station = this.#stations[this.length];
      this.#program.backTo(station.mark);
      this.#preemptions = station.preemptions;
      if (this.#tryNext(station)) return true;
      this.#stations.pop();
    }
    return false;
  }

  /** A new state: whoever went last goes on where it can, which costs nothing; else the first who can. */
  #arrive(): Station {
    const program = this.#program;
    const choices: Choice[] = [];
    for (let thread = 0; thread < program.threadCount; thread++) {
      const choice = program.choiceOf(thread);
      if (choice === NO_CHOICE) continue;
      if (program.isSpinning(thread)) this.spun++;
      else choices.push(choice);
    }
    const last = this.#lastThread();
    const free = !couldGoOn(program, last);
    const first = choices.find((choice) => threadOfChoice(choice) === last && !free) ?? choices[0];
    const wanted = first === undefined ? [] : [first];
    const station = { mark: program.mark(), preemptions: this.#preemptions, free, choices, wanted, tried: 0 };
    this.#stations.push(station);
    return station;
  }

  #tryNext(station: Station): boolean {
    while (station.tried < station.wanted.length) {
      const choice = station.wanted[station.tried++];
      const preemptions = station.preemptions + preemptionOf(this.#program, this.#lastThread(), choice);
      if (preemptions > this.#bounds.maxPreemptions) {
        this.leftOut++;
        continue;
      }
      this.#preemptions = preemptions;
      this.#take(choice);
      return true;
    }
    return false;
  }

  #lastThread(): ThreadId {
    return this.length === 0 ? -1 : this.#order.threads[this.length - 1];
  }

  #take(choice: Choice): void {
    const thread = threadOfChoice(choice);
    const taken = this.#program.take(choice);
    this.steps++;
    this.#meet(thread, taken);
    const step = this.length;
    this.#order.add(thread, taken, ignore);
    // Who was let go past a wait may have had another choice before: that its wait ends.
    for (const one of taken.released) {
      this.#want(step, one);
      this.#want(this.#switchBefore(step), one);
    }
  }

  #meetBlocked(): void {
    const program = this.#program;
    for (let thread = 0; thread < program.threadCount; thread++)
      if (!program.hasEnded(thread)) this.#meet(thread, program.askedBy(thread));
  }

  /** Tries the thread before every earlier step that this one depends on and that it does not come after anyway. */
  #meet(thread: ThreadId, { footprint, gate }: Asked): void {
    if (gate === GATE.ONCE) return;
    const order = this.#order;
    order.reserve(thread + 1);
    if (this.#clock.length < order.width) this.#clock = new Int32Array(order.width);
    order.clockOfNext(thread, this.#clock, 0);
    for (let earlier = order.length - 1; earlier >= 0; earlier--) {
      if (order.has(this.#clock, 0, earlier)) continue;
      if (!this.#program.footprints.areDependent(order.footprints[earlier], footprint)) continue;
      this.#want(earlier, thread);
      this.#want(this.#switchBefore(earlier), thread);
    }
  }

  /** Where the thread of a step began to go without a break up to that step, or could last be left at no cost. */
  #switchBefore(step: number): number {
    const { threads } = this.#order;
    let first = step;
    while (first > 0 && threads[first - 1] === threads[step] && !this.#stations[first].free) first--;
    return first;
  }

  /** In the state before a step: this thread, or everybody where it cannot go yet. */
  #want(step: number, thread: ThreadId): void {
    const { choices, wanted } = this.#stations[step];
    const own = choices.find((choice) => threadOfChoice(choice) === thread);
    for (const choice of own === undefined ? choices : [own]) if (!wanted.includes(choice)) wanted.push(choice);
  }
}

function ignore(): void {
  // What it meets was looked through already, and further back.
}
