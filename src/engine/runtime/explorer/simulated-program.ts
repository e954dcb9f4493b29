/**
 * A simulated listing as something to explore: `Simulation` behind `ExploredProgram`. Where the interpreter lock leaves no choice between two steps of
 * one thread (`python: 3.10`), they go together as one. Rule: what it says of dependence may be too much, never too little.
 */
import type { ThreadId } from "../../base/ids.ts";
import { fromSmallWord, UNBOUND } from "../../memory/words.ts";
import { type Operation, VERB } from "../../program/operation.ts";
import { type Choice, isExpiry, threadOfChoice } from "../../program/stepping.ts";
import type { Heap } from "../../python/heap.ts";
import { KIND } from "../../python/objects/kinds.ts";
import { PyRef } from "../../python/values.ts";
import { HIDDEN, lifeOf, type Touch, touchesOf } from "../stepped/footprint.ts";
import type { Mark, Simulation } from "../stepped/simulation.ts";
import { STAGE } from "../stepped/stepped-thread.ts";
import { findEndlessComputing } from "./endless-computing.ts";
import type { Circle, ExploredProgram } from "./exploration.ts";
import { type Asked, type Follow, GATE, type Gate, NO_CHOICE, ROOM, type Taken } from "./explorable.ts";
import type { RunEnd } from "./explored-ends.ts";
import { type Footprint, Footprints, NO_FOOTPRINT } from "./footprints.ts";
import { Spins } from "./spins.ts";
import { gateOf, mayVary, roomOf } from "./operation-gates.ts";
import { type EndOf, SimulatedEnds } from "./simulated-ends.ts";
import { TouchedVariables } from "./touched-variables.ts";

/** Slices of computing (`Simulation.goOn`) that a thread gets for one step, before the run counts as one that can only be cut. */
const SLICES = 2;

const NOBODY: ThreadId = -1;

/** What has come to light about a program that makes steps depend on each other which would not without it. */
interface Known {
  /** Somebody asks whether a thread lives, or joins one with a limit: so it matters which step is a thread's last. */
  lives: boolean;
  /** There are daemons, which go on only while others live. */
  daemons: boolean;
  /** A flag is cleared: so it matters who waits for it when it is set. */
  clears: boolean;
  /** Containers grow or shrink while threads run: so an index may mean another element. */
  containers: boolean;
  /** A pool's threads leave. */
  leaves: boolean;
  /** Threads tell each other something without an operation. */
  hidden: boolean;
}

interface Place {
  readonly mark: Mark;
  readonly steps: number;
  /** Choices taken, counted or not. */
  readonly taken: number;
}

export class SimulatedProgram implements ExploredProgram {
  readonly footprints = new Footprints();
  readonly simulation: Simulation;
  /** Grows when something comes to light that makes more steps depend on each other. */
  revision = 0;
  readonly #known: Known = {
    lives: false,
    daemons: false,
    clears: false,
    containers: false,
    leaves: false,
    hidden: false,
  };
  readonly #variables: TouchedVariables;
  readonly #heap: Heap;
  readonly ends: SimulatedEnds;
  readonly #spins: Spins;
  readonly #marks: Place[] = [];
  readonly #path: Choice[] = [];
  readonly #spawns: Footprint;
  readonly #lastEnds: Footprint;
  readonly #goesOn: Footprint;
  /** `python: 3.10`. */
  readonly #isLocked: boolean;
  readonly #taken: { -readonly [K in keyof Taken]: Taken[K] } = {
    footprint: NO_FOOTPRINT,
    gate: GATE.NONE,
    waitsFor: NO_FOOTPRINT,
    varies: false,
    room: ROOM.NOTHING,
    released: [],
    follows: [],
    joined: NOBODY,
  };

  /** @param simulation made with `aloneSteps` and `record: "console"`, at its beginning. @param endOf the report's part of an end */
  constructor(simulation: Simulation, endOf: EndOf) {
    this.simulation = simulation;
    this.#isLocked = simulation.settings.python === "3.10";
    this.#heap = simulation.createReadingHeap();
    this.#variables = new TouchedVariables(this.footprints, (word) => this.#valueOf(word));
    this.ends = new SimulatedEnds(simulation, endOf);
    this.#spins = new Spins(simulation);
    const spawning = this.footprints.variable();
    const living = this.footprints.variable();
    this.#spawns = this.footprints.of(spawning, true);
    this.#lastEnds = this.footprints.of(living, true);
    this.#goesOn = this.footprints.of(living, false);
    this.#goOnComputing();
    this.#known.daemons = this.#hasDaemons(0);
  }

  get threadCount(): number {
    return this.simulation.threads.length;
  }

  /** Somebody computes for itself without coming to a step: nobody knows how the run would go on. */
  get isCut(): boolean {
    return this.simulation.threads.some(({ stage }) => stage === STAGE.RUNNING);
  }

  choiceOf(thread: ThreadId): Choice {
    for (const choice of this.simulation.choices()) if (threadOfChoice(choice) === thread) return choice;
    return NO_CHOICE;
  }

  hasEnded(thread: ThreadId): boolean {
    return this.simulation.threads[thread].stage === STAGE.ENDED;
  }

  isSpinning(thread: ThreadId): boolean {
    return this.#spins.isSpinning(thread);
  }

  askedBy(thread: ThreadId): Asked {
    const { machine, attached } = this.simulation.threads[thread];
    const operation = machine.next;
    const footprint = this.footprints.join(
      this.#variables.footprintOf(this.#meaningful(this.simulation.touchesOf(thread))),
      this.#footprintOfVerb(operation, thread),
    );
    return {
      footprint,
      gate: attached ? GATE.ONCE : this.#gateOf(thread),
      waitsFor: this.#waitsFor(operation),
      varies: this.#varies(operation),
    };
  }

  take(choice: Choice): Taken {
    const { simulation } = this;
    const thread = threadOfChoice(choice);
    const operation = simulation.threads[thread].machine.next;
    const taken = this.#taken;
    taken.gate = this.#gateOf(thread);
    taken.waitsFor = this.#waitsFor(operation);
    taken.room = roomOf(this.#roomOn(operation));
    taken.varies = this.#varies(operation);
    taken.footprint = NO_FOOTPRINT;
    taken.released = NO_THREADS;
    taken.follows = NO_FOLLOWS;
    taken.joined = NOBODY;
    this.#takeOne(choice, thread);
    while (this.#isBound(thread)) this.#takeOne(simulation.choices()[0], thread);
    if (this.#isLocked) this.#endBlock(thread);
    return taken;
  }

  /** Several steps that went as one: where they ended may depend on what stood in their way. */
  #endBlock(thread: ThreadId): void {
    const taken = this.#taken;
    const { stage, machine, passed, attached } = this.simulation.threads[thread];
    taken.varies = true;
    if (taken.gate !== GATE.NONE) taken.gate = GATE.TRY;
    if (stage !== STAGE.BLOCKED || passed || attached) return;
    const hindrance = touchesOf(machine.next, this.threadCount).map((touch) => ({ ...touch, writes: false }));
    taken.footprint = this.footprints.join(taken.footprint, this.#variables.footprintOf(this.#meaningful(hindrance)));
  }

  mark(): number {
    return this.#marks.push({ mark: this.simulation.mark(), steps: this.#path.length, taken: this.#spins.length }) - 1;
  }

  backTo(mark: number): void {
    const place = this.#marks[mark];
    this.simulation.backTo(place.mark);
    this.#path.length = place.steps;
    this.#spins.cutTo(place.taken);
    this.#marks.length = mark + 1;
  }

  get stepsHere(): number {
    return this.#path.length;
  }

  path(): readonly Choice[] {
    return [...this.#path];
  }

  circle(): Circle | null {
    if (this.isCut) return this.#endless();
    const { choices, getsOn, where } = this.#spins.round();
    return { before: this.#spins.choices(), round: choices, getsOn, where, computing: null };
  }

  #endless(): Circle | null {
    const computing = findEndlessComputing(this.simulation);
    if (computing === null) return null;
    const where = `${computing.thread} ${computing.lines.join()}`;
    return { before: this.#spins.choices(), round: [], getsOn: false, where, computing };
  }

  end(): number {
    return this.ends.numberOf(this.isCut);
  }

  meaningOf(end: number): RunEnd {
    return this.ends.meaningOf(end);
  }

  // —— one step ——

  #takeOne(choice: Choice, thread: ThreadId): void {
    const { simulation } = this;
    const taken = this.#taken;
    const operation = simulation.threads[thread].machine.next;
    this.#learn(operation);
    const ofVerb = this.#footprintOfVerb(operation, thread);
    const joined = operation.verb === VERB.JOIN ? fromSmallWord(operation.value) : NOBODY;
    if (simulation.isCounted(choice)) this.#path.push(choice);
    this.#spins.prepare(thread);
    const threadsBefore = this.threadCount;
    simulation.take(choice);
    this.#goOnComputing();
    this.#spins.add(choice, this.#hasWritten());
    const { moved, follows, threads } = simulation;
    let footprint = this.footprints.join(this.#variables.footprintOf(this.#meaningful(simulation.touched)), ofVerb);
    footprint = this.footprints.join(footprint, this.#arrivals(thread));
    for (const one of moved) footprint = this.footprints.join(footprint, this.#arrivals(one));
    taken.footprint = this.footprints.join(taken.footprint, footprint);
    if (moved.length > 0) taken.released = [...taken.released, ...moved];
    if (follows.length > 0) taken.follows = [...taken.follows, ...follows];
    if (joined !== NOBODY && !this.#isLocked && this.hasEnded(joined)) taken.joined = joined;
    // One that never has its turn before the run ends matters as well: it could have had it.
    if (!this.#known.daemons && threads.length > threadsBefore && this.#hasDaemons(threadsBefore))
      this.#reveal("daemons");
    if (!this.#known.hidden && simulation.touched.some(({ object }) => object === HIDDEN)) this.#reveal("hidden");
  }

  /** Whether the last step changed what others can see, or let them go. */
  #hasWritten(): boolean {
    const { touched, moved, leftAsItWas } = this.simulation;
    return moved.length > 0 || (!leftAsItWas && touched.some(({ writes }) => writes));
  }

  #goOnComputing(): void {
    for (let slice = 1; slice < SLICES && this.simulation.computing >= 0; slice++) this.simulation.goOn();
  }

  /** The interpreter lock lets nobody else go: no choice. */
  #isBound(thread: ThreadId): boolean {
    const { simulation } = this;
    if (!this.#isLocked || simulation.holder !== thread) return false;
    const choices = simulation.choices();
    if (choices.length !== 1 || threadOfChoice(choices[0]) !== thread || isExpiry(choices[0])) return false;
    return !simulation.threads[thread].passed;
  }

  // —— what it touches ——

  /** Lives that nobody asks for matter to nobody. */
  #meaningful(touches: readonly Touch[]): readonly Touch[] {
    if (this.#known.lives) return touches;
    const end = lifeOf(this.threadCount + 1);
    return touches.filter(({ object }) => object < lifeOf(0) || object >= end);
  }

  #footprintOfVerb({ verb }: Operation, thread: ThreadId): Footprint {
    const { daemon } = this.simulation.threads[thread];
    const spawns = verb === VERB.SPAWN || verb === VERB.ACTIVE_COUNT ? this.#spawns : NO_FOOTPRINT;
    return daemon ? this.footprints.join(spawns, this.#goesOn) : spawns;
  }

  /** Who comes to a wait for a flag that is cleared at times, and who ends, while there are daemons. */
  #arrivals(thread: ThreadId): Footprint {
    const { stage, machine, daemon } = this.simulation.threads[thread];
    const { clears, daemons } = this.#known;
    if (stage === STAGE.ENDED) return daemons && !daemon ? this.#lastEnds : NO_FOOTPRINT;
    if (!clears || machine.next.verb !== VERB.EVENT_WAIT) return NO_FOOTPRINT;
    return this.#variables.one({ object: machine.next.object, key: UNBOUND, whole: false, writes: false });
  }

  #gateOf(thread: ThreadId): Gate {
    const { machine, daemon } = this.simulation.threads[thread];
    if (daemon) return GATE.TRY;
    return gateOf(machine.next, thread, this.simulation.objects.find(machine.next.object));
  }

  #waitsFor({ verb, object }: Operation): Footprint {
    if (verb < VERB.LOCK_ACQUIRE) return NO_FOOTPRINT;
    return this.#variables.one({ object, key: UNBOUND, whole: false, writes: true });
  }

  #roomOn({ verb, object, key }: Operation) {
    if (verb < VERB.LOCK_ACQUIRE) return undefined;
    const isCondition = verb >= VERB.CONDITION_WAIT && verb <= VERB.CONDITION_REACQUIRE;
    return this.simulation.objects.find(isCondition ? key >>> 1 : object);
  }

  #varies(operation: Operation): boolean {
    const { lives, daemons, clears, containers, leaves, hidden } = this.#known;
    if (lives || daemons || clears || leaves || hidden || mayVary(operation)) return true;
    const { verb, object, key } = operation;
    if (verb !== VERB.READ && verb !== VERB.WRITE) return false;
    if (key === UNBOUND) return verb === VERB.WRITE && this.#isAtomic(object);
    return containers;
  }

  #isAtomic(object: number): boolean {
    return this.#heap.kind(new PyRef(object)) === KIND.ATOMIC;
  }

  #valueOf(word: number) {
    this.#heap.forget();
    return this.#heap.fromWord(word);
  }

  // —— what comes to light ——

  #hasDaemons(from: ThreadId): boolean {
    const { threads } = this.simulation;
    for (let thread = from; thread < threads.length; thread++) if (threads[thread].daemon) return true;
    return false;
  }

  #learn(operation: Operation): void {
    const what = toldBy(operation, this.#isLocked);
    if (what !== null && !this.#known[what]) this.#reveal(what);
  }

  #reveal(what: keyof Known): void {
    this.#known[what] = true;
    this.revision++;
  }
}

/** What an operation tells about its program. */
function toldBy({ verb, timeoutMs }: Operation, isLocked: boolean): keyof Known | null {
  if (verb === VERB.CONTAINER_WRITE) return "containers";
  if (verb === VERB.EVENT_CLEAR) return "clears";
  if (verb === VERB.POOL_TAKE) return "leaves";
  if (verb === VERB.IS_ALIVE || verb === VERB.ACTIVE_COUNT) return "lives";
  return verb === VERB.JOIN && (isLocked || timeoutMs !== Infinity) ? "lives" : null;
}

const NO_THREADS: readonly ThreadId[] = [];
const NO_FOLLOWS: readonly Follow[] = [];
