/**
 * A listing whose threads are learnt while it is explored: what a thread does next depends on nothing but the values that it has met so far, so each
 * thread becomes a tree, and what was seen once need not be run again. Steps that are known cost a look-up; one that is not known is taken
 * by the simulator, which is brought to the same place first. Rule: threads are learnt where they meet in cells, elements, attributes and
 * locks that were there before they started, and in values that are small or never change; whatever else comes up, the simulator does it all.
 */
import type { ThreadId } from "../../base/ids.ts";
import { type Choice, threadOfChoice, toChoice } from "../../program/stepping.ts";
import { EndTemplate } from "./end-template.ts";
import type { Circle, ExploredProgram } from "./exploration.ts";
import { type Asked, type Follow, GATE, NO_CHOICE, ROOM, type Taken } from "./explorable.ts";
import type { RunEnd } from "./explored-ends.ts";
import { type Footprints, NO_FOOTPRINT } from "./footprints.ts";
import { type Edge, NODE, NotLearnable, ThreadTrees, type TreeNode, UNKNOWN } from "./thread-trees.ts";
import { SearchVoid } from "./search-void.ts";
import type { SimulatedProgram } from "./simulated-program.ts";

const NOTHING_PRINTED = 0;
const MOST_TEMPLATES = 100;

export class LearntProgram implements ExploredProgram {
  readonly footprints: Footprints;
  readonly #real: SimulatedProgram;
  readonly #trees: ThreadTrees;
  /** By thread: where it stands. */
  readonly #nodes: TreeNode[] = [];
  /** By variable of the trees: its value now. */
  readonly #values: number[] = [];
  #alive = 0;
  /** Number of what was printed so far, in order. */
  #printed = NOTHING_PRINTED;
  readonly #printedAfter = new Map<number, number>();
  /** Choices taken, counted ones alone, and how it was before each: for going back. */
  readonly #choices: Choice[] = [];
  readonly #path: Choice[] = [];
  readonly #log: number[] = [];
  readonly #logAt: number[] = [];
  /** Choices that the simulator has taken, and its marks before each. */
  readonly #realChoices: Choice[] = [];
  readonly #realMarks: number[] = [];
  readonly #ends = new Map<string, number>();
  readonly #templates = new Map<string, EndTemplate>();
  #gaveUp = false;
  readonly #taken: { -readonly [K in keyof Taken]: Taken[K] } = {
    footprint: NO_FOOTPRINT,
    gate: GATE.NONE,
    waitsFor: NO_FOOTPRINT,
    varies: false,
    room: ROOM.NOTHING,
    released: NOBODY,
    follows: NO_FOLLOWS,
    joined: -1,
  };

  /** @param real at its beginning; it is used until the exploration is over */
  constructor(real: SimulatedProgram) {
    this.#real = real;
    this.footprints = real.footprints;
    this.#realMarks.push(real.mark());
    this.#trees = new ThreadTrees(real);
    try {
      for (let thread = 0; thread < real.threadCount; thread++) this.#nodes.push(this.#trees.rootFor(thread));
      this.#alive = this.#nodes.filter((node) => this.#trees.kinds[node] !== NODE.ENDED).length;
    } catch (error) {
      if (!(error instanceof NotLearnable)) throw error;
      this.#gaveUp = true;
    }
  }

  /** Whether the simulator does it all. */
  get gaveUp(): boolean {
    return this.#gaveUp;
  }

  get revision(): number {
    return this.#real.revision;
  }

  get isCut(): boolean {
    return this.#gaveUp && this.#real.isCut;
  }

  get threadCount(): number {
    return this.#gaveUp ? this.#real.threadCount : this.#nodes.length;
  }

  choiceOf(thread: ThreadId): Choice {
    if (this.#gaveUp) return this.#real.choiceOf(thread);
    const node = this.#nodes[thread];
    switch (this.#trees.kinds[node]) {
      case NODE.ENDED:
      case NODE.JOINS:
        return NO_CHOICE;
      case NODE.ACQUIRES:
        return this.#valueAt(node) === 0 ? toChoice(thread) : NO_CHOICE;
      default:
        return toChoice(thread);
    }
  }

  hasEnded(thread: ThreadId): boolean {
    return this.#gaveUp ? this.#real.hasEnded(thread) : this.#trees.kinds[this.#nodes[thread]] === NODE.ENDED;
  }

  isSpinning(thread: ThreadId): boolean {
    return this.#gaveUp && this.#real.isSpinning(thread);
  }

  askedBy(thread: ThreadId): Asked {
    return this.#gaveUp ? this.#real.askedBy(thread) : this.#trees.asked[this.#nodes[thread]];
  }

  take(choice: Choice): Taken {
    if (this.#gaveUp) return this.#real.take(choice);
    const thread = threadOfChoice(choice);
    const trees = this.#trees;
    const node = this.#nodes[thread];
    let number = trees.edgeOf(node, trees.metAt(node, this.#valueAt(node)));
    if (number < 0 || !this.#knowsJoiners(thread, trees.edges[number].to)) number = this.#learn(choice, thread);
    const edge = trees.edges[number];
    const value = this.#valueAt(node);
    this.#begin(choice, trees.variables[node], value);
    const { gate, waitsFor, varies } = trees.asked[node];
    const taken = this.#taken;
    taken.footprint = edge.footprint;
    taken.gate = gate;
    taken.waitsFor = waitsFor;
    taken.varies = varies;
    taken.room = trees.locks[node] && value === 0 ? ROOM.TO_TAKE : ROOM.NOTHING;
    taken.released = NOBODY;
    taken.follows = NO_FOLLOWS;
    this.#values[trees.variables[node]] = edge.leaves;
    this.#move(thread, edge);
    if (trees.kinds[edge.to] === NODE.ENDED) this.#passJoiners(thread);
    return taken;
  }

  mark(): number {
    return this.#gaveUp ? this.#real.mark() : this.#choices.length;
  }

  backTo(mark: number): void {
    if (this.#gaveUp) this.#real.backTo(mark);
    else while (this.#choices.length > mark) this.#undo();
  }

  get stepsHere(): number {
    return this.#gaveUp ? this.#real.stepsHere : this.#path.length;
  }

  path(): readonly Choice[] {
    return this.#gaveUp ? this.#real.path() : [...this.#path];
  }

  circle(): Circle | null {
    return this.#gaveUp ? this.#real.circle() : null;
  }

  end(): number {
    if (this.#gaveUp) return this.#real.end();
    const places = this.#placesKey();
    let key = places;
    for (const value of this.#values) key += `,${value}`;
    const known = this.#ends.get(key);
    if (known !== undefined) return known;
    const end = this.#real.ends.numberFor(this.#templateFor(places).with(this.#trees.places, this.#values));
    this.#ends.set(key, end);
    return end;
  }

  /** What all ends have in common at which threads stand where they do now. */
  #templateFor(places: string): EndTemplate {
    const known = this.#templates.get(places);
    if (known !== undefined) return known;
    this.#bringReal();
    const { simulation, ends } = this.#real;
    const made = new EndTemplate(simulation, ends.look(simulation.status ?? "step-limit"));
    // Copies of memory are kept of few.
    if (this.#templates.size >= MOST_TEMPLATES) this.#templates.clear();
    this.#templates.set(places, made);
    return made;
  }

  meaningOf(end: number): RunEnd {
    return this.#real.meaningOf(end);
  }

  // —— a step that is known ——

  #valueAt(node: TreeNode): number {
    const variable = this.#trees.variables[node];
    const { initials } = this.#trees;
    const values = this.#values;
    while (values.length < initials.length) values.push(initials[values.length]);
    if (values[variable] === UNKNOWN) values[variable] = initials[variable];
    return values[variable];
  }

  /** Writes down how it was. */
  #begin(choice: Choice, variable: number, value: number): void {
    this.#logAt.push(this.#log.length);
    this.#log.push(variable, value, this.#printed, this.#alive, this.#path.length);
    this.#choices.push(choice);
    // What a thread does alone is no step.
    if (this.#alive > 1) this.#path.push(choice);
  }

  #move(thread: ThreadId, { to, print }: Edge): void {
    this.#log.push(thread, this.#nodes[thread]);
    this.#nodes[thread] = to;
    if (this.#trees.kinds[to] === NODE.ENDED) this.#alive--;
    if (print !== NOTHING_PRINTED) this.#printed = this.#printedWith(this.#printed, print);
  }

  #printedWith(before: number, print: number): number {
    const key = before * 0x100000 + print;
    const known = this.#printedAfter.get(key);
    if (known !== undefined) return known;
    this.#printedAfter.set(key, this.#printedAfter.size + 1);
    return this.#printedAfter.size;
  }

  #undo(): void {
    const log = this.#log;
    const from = this.#logAt.pop() as number;
    for (let at = log.length - 2; at >= from + 5; at -= 2) this.#nodes[log[at]] = log[at + 1];
    this.#values[log[from]] = log[from + 1];
    this.#printed = log[from + 2];
    this.#alive = log[from + 3];
    this.#path.length = log[from + 4];
    log.length = from;
    this.#choices.pop();
  }

  // —— who waits for an end ——

  /** Whether it is known what everybody does who joined the thread, should it end now. */
  #knowsJoiners(ending: ThreadId, to: TreeNode): boolean {
    if (this.#trees.kinds[to] !== NODE.ENDED) return true;
    return this.#nodes.every((node) => this.#knowsJoins(node, ending));
  }

  #knowsJoins(from: TreeNode, ending: ThreadId): boolean {
    const trees = this.#trees;
    let node = from;
    while (trees.kinds[node] === NODE.JOINS && (trees.joined[node] === ending || this.hasEnded(trees.joined[node]))) {
      const edge = trees.edgeOf(node, 0);
      if (edge < 0) return false;
      node = trees.edges[edge].to;
    }
    return true;
  }

  #passJoiners(current: ThreadId): void {
    const { kinds, joined } = this.#trees;
    const follows: Follow[] = [];
    const released: ThreadId[] = [];
    for (let thread = 0; thread < this.#nodes.length; thread++) {
      let node = this.#nodes[thread];
      if (kinds[node] !== NODE.JOINS || joined[node] !== current) continue;
      released.push(thread);
      for (; kinds[node] === NODE.JOINS && this.hasEnded(joined[node]); node = this.#nodes[thread]) {
        follows.push({ thread, after: joined[node] });
        this.#move(thread, this.#trees.edges[this.#trees.edgeOf(node, 0)]);
      }
    }
    if (released.length === 0) return;
    this.#taken.released = released;
    this.#taken.follows = follows;
  }

  // —— a step that is not known ——

  /** Takes it on the simulator. @throws SearchVoid when it cannot be learnt */
  #learn(choice: Choice, thread: ThreadId): number {
    this.#bringReal();
    const { revision } = this.#real;
    try {
      const variable = this.#trees.variables[this.#nodes[thread]];
      const edge = this.#trees.learn(thread, this.#nodes, () => this.#takeReal(choice));
      // Nobody has written it so far: so it was there from the beginning.
      if (this.#values[variable] === UNKNOWN) this.#trees.initials[variable] = this.#trees.met;
      if (this.#real.revision === revision && !this.#real.isCut) return edge;
      return this.#giveUp("what depends on what has changed");
    } catch (error) {
      if (!(error instanceof NotLearnable)) throw error;
      return this.#giveUp(error.message);
    }
  }

  #giveUp(why: string): never {
    this.#gaveUp = true;
    throw new SearchVoid(why);
  }

  /** Brings the simulator to the place where this one stands. */
  #bringReal(): void {
    const choices = this.#choices;
    const real = this.#realChoices;
    let common = 0;
    while (common < real.length && common < choices.length && real[common] === choices[common]) common++;
    if (common < real.length) {
      this.#real.backTo(this.#realMarks[common]);
      real.length = common;
      this.#realMarks.length = common + 1;
    }
    for (let step = common; step < choices.length; step++) this.#takeReal(choices[step]);
  }

  #takeReal(choice: Choice): Taken {
    const step = this.#realChoices.length;
    if (this.#realMarks.length <= step) this.#realMarks.push(this.#real.mark());
    this.#realChoices.push(choice);
    return this.#real.take(choice);
  }

  // —— the end ——

  /** Equal at ends that differ in values alone: what main came to, who has ended or failed, and what was printed in which order. */
  #placesKey(): string {
    const { failed, kinds } = this.#trees;
    let key = `${this.#nodes[0]};${this.#printed};`;
    for (const node of this.#nodes) key += failed[node] ? "f" : kinds[node] === NODE.ENDED ? "e" : "w";
    return key;
  }
}

const NOBODY: readonly ThreadId[] = [];
const NO_FOLLOWS: readonly Follow[] = [];
