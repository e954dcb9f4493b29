/**
 * One run of each Mazurkiewicz trace, and none begun in vain: optimal dynamic partial-order reduction with sleep sets and wakeup trees
 * (Abdulla, Aronis, Jonsson, Sagonas, POPL 2014; operations that can be blocked as in their JACM 2017 article, section 7).
 * Depth first. Where two steps of a run that depend on each other could have come the other way round, the shortest beginning that leads
 * there is put into the wakeup tree of the state before the first, unless a run that was or will be made leads there too.
 * Rule: what is remembered belongs to the steps on the way; nothing is kept of runs that are over.
 */
import type { ThreadId } from "../../base/ids.ts";
import type { Choice } from "../../program/stepping.ts";
import { InternalError } from "../../base/errors.ts";
import { threadOfChoice } from "../../program/stepping.ts";
import { type Asked, type Explorable, GATE, NO_CHOICE, ROOM } from "./explorable.ts";
import type { Footprint } from "./footprints.ts";
import { RunOrder } from "./run-order.ts";
import { couldGoOn, grown, type Played, type RunBounds, type RunEnding, type ScheduleSearch } from "./search.ts";
import { NO_NODE, placeAsFirst, StepSequence, type TreeNode, WakeupTree } from "./wakeup-tree.ts";

const FIRST_STEPS = 256;
/** Steps that a thread goes without another having a turn, where the order is free. */
const LONGEST_TURN = 100;

/** A beginning whose last step has to be tried before one knows what it touches, or whether it can go at all. */
interface Doubtful {
  readonly step: number;
  readonly sequence: StepSequence;
}

export class OptimalSearch implements ScheduleSearch {
  ending: RunEnding = "maximal";
  steps = 0;
  redundant = 0;
  spun = 0;
  readonly leftOut = 0;
  readonly #program: Explorable;
  readonly #bounds: RunBounds;
  readonly #order: RunOrder;
  readonly #tree: WakeupTree;
  #started = false;
  /** In the middle of a run. */
  #midway = false;
  /** By step: the choice, the place before it, preemptions before it. */
  #choices = new Int32Array(FIRST_STEPS);
  #marks = new Int32Array(FIRST_STEPS);
  #preemptions = new Int32Array(FIRST_STEPS);
  /** By step: what is still to be played from the state before it, and how many branches were begun there. */
  #roots = new Int32Array(FIRST_STEPS);
  #begun = new Int32Array(FIRST_STEPS);
  /** Sleep sets of the states on the way, one after the other: pairs of thread and footprint. */
  #sleepers = new Int32Array(FIRST_STEPS);
  /** By step: where the sleep set of the state before it begins and ends. */
  #sleepFrom = new Int32Array(FIRST_STEPS);
  #sleepTo = new Int32Array(FIRST_STEPS);
  /** Deepest last. */
  #doubtful: Doubtful[] = [];
  readonly #sequence = new StepSequence();
  #clock = new Int32Array(8);

  constructor(program: Explorable, bounds: RunBounds) {
    this.#program = program;
    this.#bounds = bounds;
    this.#order = new RunOrder(program.footprints);
    this.#tree = new WakeupTree(program.footprints);
    this.#roots[0] = this.#tree.root();
  }

  get length(): number {
    return this.#order.length;
  }

  get preemptions(): number {
    return this.#preemptions[this.length];
  }

  /** Most steps that were planned at once. */
  get mostPlanned(): number {
    return this.#tree.mostUsed;
  }

  choiceAt(step: number): Choice {
    return this.#choices[step];
  }

  next(until: number): Played {
    for (;;) {
      if (!this.#midway && this.#started && !this.#goBack()) return "nothing";
      this.#started = true;
      const played = this.#goOn(until);
      this.#midway = played === "part";
      if (played !== "nothing") return played;
    }
  }

  share(): number {
    let share = 0;
    let weight = 1;
    for (let step = 0; step < this.length; step++) {
      const begun = this.#begun[step];
      weight /= begun + this.#tree.countOf(this.#roots[step]);
      share += weight * (begun - 1);
    }
    return share + weight;
  }

  // —— the way forth and back ——

  /** To the end of the run. "nothing" where everybody who can go sleeps, so that the run would equal another. */
  #goOn(until: number): Played {
    while (this.steps < until) {
      const step = this.length;
      this.#reserve(step);
      if (step >= this.#bounds.maxSteps) return this.#end("max-steps");
      const root = this.#roots[step];
      const planned = this.#tree.firstOf(root);
      const choice = planned === NO_NODE ? this.#freeChoice(step) : this.#program.choiceOf(this.#tree.threads[planned]);
      if (choice === NO_CHOICE) {
        if (planned !== NO_NODE) throw new InternalError("a planned step cannot be taken");
        return this.#endWithoutChoice(step);
      }
      this.#roots[step + 1] = planned === NO_NODE ? this.#tree.root() : this.#tree.takeFirst(root);
      this.#take(choice);
      if (planned !== NO_NODE) this.#checkPlan(step, planned);
    }
    return "part";
  }

  #end(ending: RunEnding): "run" {
    this.ending = ending;
    return "run";
  }

  /** Nobody who is awake can do anything new. */
  #endWithoutChoice(step: number): Played {
    const { asleep, spinning } = this.#countWhoCanGo(step);
    if (asleep + spinning === 0) {
      this.#meetBlocked();
      return this.#end("maximal");
    }
    if (spinning > 0) this.spun += spinning;
    else this.redundant++;
    if (asleep > 0) return "nothing";
    this.#meetBlocked();
    return this.#end("cycle");
  }

  /** Back to the last state from which something is planned. False at the very beginning. */
  #goBack(): boolean {
    while (this.length > 0) {
      this.#tree.release(this.#roots[this.length]);
      const step = this.length - 1;
      this.#program.backTo(this.#marks[step]);
      const thread = this.#order.threads[step];
      const footprint = this.#order.footprints[step];
      this.#order.drop();
      this.#sleep(step, thread, footprint);
      this.#resolveDoubts(step);
      this.#dropSpins(this.#roots[step]);
      if (this.#tree.firstOf(this.#roots[step]) !== NO_NODE) return true;
    }
    return false;
  }

  /** What begins with another round of who spins here would only repeat what was. */
  #dropSpins(root: TreeNode): void {
    const tree = this.#tree;
    for (let first = tree.firstOf(root); first !== NO_NODE; first = tree.firstOf(root)) {
      if (!this.#program.isSpinning(tree.threads[first])) return;
      this.spun++;
      tree.takeFirst(root);
      tree.releaseAll(first);
    }
  }

  /** Who went last goes on, else the first who can; nobody who sleeps. */
  #freeChoice(step: number): Choice {
    const program = this.#program;
    const last = step === 0 ? -1 : this.#order.threads[step - 1];
    if (last >= 0 && !this.#hasGoneLong(step, last)) {
      const choice = program.choiceOf(last);
      if (choice !== NO_CHOICE && !this.#isAsleep(step, last) && !this.#spins(last)) return choice;
    }
    for (let next = 1; next <= program.threadCount; next++) {
      const thread = this.#hasGoneLong(step, last) ? (last + next) % program.threadCount : next - 1;
      const choice = program.choiceOf(thread);
      if (choice !== NO_CHOICE && !this.#isAsleep(step, thread) && !program.isSpinning(thread)) return choice;
    }
    return NO_CHOICE;
  }

  /** Nobody is let go for ever while others wait for their turn: it may go round in a circle that others end. */
  #hasGoneLong(step: number, last: ThreadId): boolean {
    const first = step - LONGEST_TURN;
    return first >= 0 && this.#order.threads.subarray(first, step).every((thread) => thread === last);
  }

  /** Who spins gives way to others. */
  #spins(thread: ThreadId): boolean {
    if (!this.#program.isSpinning(thread)) return false;
    this.spun++;
    return true;
  }

  /** How many could go but sleep, and how many would only repeat what they did. */
  #countWhoCanGo(step: number): { readonly asleep: number; readonly spinning: number } {
    const program = this.#program;
    let asleep = 0;
    let spinning = 0;
    for (let thread = 0; thread < program.threadCount; thread++) {
      if (program.choiceOf(thread) === NO_CHOICE) continue;
      if (this.#isAsleep(step, thread)) asleep++;
      else spinning++;
    }
    return { asleep, spinning };
  }

  #take(choice: Choice): void {
    const step = this.length;
    const thread = threadOfChoice(choice);
    const last = step === 0 ? -1 : this.#order.threads[step - 1];
    const preempts = last !== thread && couldGoOn(this.#program, last);
    this.#preemptions[step + 1] = this.#preemptions[step] + (preempts ? 1 : 0);
    this.#marks[step] = this.#program.mark();
    this.#choices[step] = choice;
    this.#begun[step]++;
    this.steps++;
    const taken = this.#program.take(choice);
    const { gate, footprint, released, varies } = taken;
    this.#order.reserve(thread + 1);
    if (gate === GATE.NONE)
      this.#order.add(thread, taken, (earlier) => this.#plan(earlier, step, thread, footprint, varies));
    else {
      this.#meetHindered(thread, taken);
      this.#order.add(thread, taken, ignore);
    }
    for (const one of released) this.#doubtWait(step, one);
    this.#begun[step + 1] = 0;
    this.#passSleep(step, thread, footprint);
  }

  #checkPlan(step: number, planned: TreeNode): void {
    if (this.#tree.footprints[planned] !== this.#order.footprints[step])
      throw new InternalError(`step ${step} of a planned run touched something else than was planned`);
  }

  // —— steps that could have come the other way round ——

  /**
   * Plans for a step that may be hindered, which is about to be taken or cannot be: before which earlier step of another thread, on whose
   * object it waits, it could have gone. Those before which it could not are looked past.
   */
  #meetHindered(thread: ThreadId, { footprint, gate, waitsFor, varies }: Asked): void {
    if (gate === GATE.ONCE) return;
    const order = this.#order;
    const room = gate === GATE.TAKES ? ROOM.TO_TAKE : ROOM.TO_PUT;
    const dependence = this.#program.footprints;
    const { width } = order;
    if (this.#clock.length < width) this.#clock = new Int32Array(width);
    const clock = this.#clock;
    order.clockOfNext(thread, clock, 0);
    for (let earlier = order.length - 1; earlier >= 0; earlier--) {
      if (order.has(clock, 0, earlier)) continue;
      const met = order.footprints[earlier];
      if (!dependence.areDependent(met, footprint)) continue;
      const meetsGate = gate !== GATE.TRY && dependence.areDependent(met, waitsFor);
      if (!meetsGate) this.#plan(earlier, order.length, thread, footprint, true);
      if (!meetsGate || (order.rooms[earlier] & room) === 0) continue;
      this.#plan(earlier, order.length, thread, footprint, varies);
      order.join(clock, 0, earlier);
    }
  }

  /** At the end of a run: the same for whoever is blocked. */
  #meetBlocked(): void {
    const program = this.#program;
    for (let thread = 0; thread < program.threadCount; thread++) {
      if (program.hasEnded(thread)) continue;
      this.#order.reserve(thread + 1);
      const asked = program.askedBy(thread);
      if (asked.gate !== GATE.NONE) this.#meetHindered(thread, asked);
    }
  }

  /** Who was let go past a wait by `step` may have had another choice before it: that its wait ends. */
  #doubtWait(step: number, thread: ThreadId): void {
    const sequence = new StepSequence();
    sequence.push(thread, 0);
    this.#doubtful.push({ step, sequence });
  }

  /**
   * Plans the run in which `thread` goes before the step `earlier`: after all steps up to `later` that do not come after `earlier`.
   * @param doubtful whether that can be, and what it touches then, has to be tried
   */
  #plan(earlier: number, later: number, thread: ThreadId, footprint: Footprint, doubtful: boolean): void {
    const order = this.#order;
    const sequence = this.#sequence;
    sequence.clear();
    for (let step = earlier + 1; step < later; step++)
      if (!order.isBefore(earlier, step)) sequence.push(order.threads[step], order.footprints[step]);
    sequence.push(thread, footprint);
    if (doubtful) this.#doubtful.push({ step: earlier, sequence: sequence.copy() });
    else this.#insert(earlier, sequence);
  }

  #insert(step: number, sequence: StepSequence): void {
    const dependence = this.#program.footprints;
    for (let at = this.#sleepFrom[step]; at < this.#sleepTo[step]; at += 2)
      if (placeAsFirst(dependence, sequence, this.#sleepers[at], this.#sleepers[at + 1]) >= 0) return;
    this.#tree.insert(this.#roots[step], sequence);
  }

  /** Back in the state before `step`: tries what was doubtful from there. */
  #resolveDoubts(step: number): void {
    if (this.#doubtful.length === 0) return;
    const here = this.#doubtful.filter((one) => one.step === step);
    if (here.length === 0) return;
    this.#doubtful = this.#doubtful.filter((one) => one.step !== step);
    for (const { sequence } of here) if (this.#canBePlayed(sequence)) this.#insert(step, sequence);
  }

  /** Plays the sequence, and writes down what its last step touches; then everything is as before. */
  #canBePlayed(sequence: StepSequence): boolean {
    const program = this.#program;
    const mark = program.mark();
    let played = 0;
    for (; played < sequence.length; played++) {
      const choice = program.choiceOf(sequence.threads[played]);
      if (choice === NO_CHOICE) break;
      sequence.footprints[played] = program.take(choice).footprint;
    }
    program.backTo(mark);
    return played === sequence.length;
  }

  // —— sleep sets ——

  #isAsleep(step: number, thread: ThreadId): boolean {
    for (let at = this.#sleepFrom[step]; at < this.#sleepTo[step]; at += 2)
      if (this.#sleepers[at] === thread) return true;
    return false;
  }

  /** Everything that begins with this thread's step has been played from the state before `step`. */
  #sleep(step: number, thread: ThreadId, footprint: Footprint): void {
    const at = this.#sleepTo[step];
    if (at + 2 > this.#sleepers.length) this.#sleepers = grown(this.#sleepers);
    this.#sleepers[at] = thread;
    this.#sleepers[at + 1] = footprint;
    this.#sleepTo[step] = at + 2;
  }

  /** Who slept before `step` sleeps on after it, unless the step woke it. */
  #passSleep(step: number, thread: ThreadId, footprint: Footprint): void {
    const from = this.#sleepFrom[step];
    let to = this.#sleepTo[step];
    const end = to;
    this.#sleepFrom[step + 1] = end;
    if (to + (end - from) > this.#sleepers.length) this.#sleepers = grown(this.#sleepers);
    for (let at = from; at < end; at += 2) {
      const sleeper = this.#sleepers[at];
      const asked = this.#sleepers[at + 1];
      if (sleeper === thread || this.#program.footprints.areDependent(asked, footprint)) continue;
      this.#sleepers[to] = sleeper;
      this.#sleepers[to + 1] = asked;
      to += 2;
    }
    this.#sleepTo[step + 1] = to;
  }

  #reserve(step: number): void {
    if (step + 2 < this.#choices.length) return;
    this.#choices = grown(this.#choices);
    this.#marks = grown(this.#marks);
    this.#preemptions = grown(this.#preemptions);
    this.#roots = grown(this.#roots);
    this.#begun = grown(this.#begun);
    this.#sleepFrom = grown(this.#sleepFrom);
    this.#sleepTo = grown(this.#sleepTo);
  }
}

function ignore(): void {
  // The steps before which it could have gone are planned already.
}
