/**
 * What threads are known to do: by thread a tree, in which each node is the operation that it stands before after all that it has met, and each
 * edge what it does when it meets a value there. Rule: columns grow and never change; what cannot be told by a tree is refused.
 */
import type { Address, ThreadId, Word } from "../../base/ids.ts";
import { GLOBALS_BASE } from "../../memory/layout.ts";
import { fromSmallWord, TRUE } from "../../memory/words.ts";
import type { LockState } from "../../model/lock.ts";
import { type Operation, VERB } from "../../program/operation.ts";
import type { Heap } from "../../python/heap.ts";
import { HEADER_WORDS, KIND, kindAt } from "../../python/objects/kinds.ts";
import { OP } from "../../trace/ops.ts";
import { STAGE } from "../stepped/stepped-thread.ts";
import { type Asked, GATE, type Taken } from "./explorable.ts";
import { type Footprint, NO_FOOTPRINT } from "./footprints.ts";
import { listLength, listSlot } from "../../python/objects/lists.ts";
import { Circumstances } from "./circumstances.ts";
import type { VariablePlace } from "./end-template.ts";
import { writtenBefore } from "./simulated-ends.ts";
import type { SimulatedProgram } from "./simulated-program.ts";

/** Thrown for what no tree can tell. */
export class NotLearnable extends Error {
  override readonly name = "NotLearnable";
}

export type TreeNode = number;

/** What a thread stands before. */
export const NODE = {
  /** Meets the value of a variable and may leave another. */
  ACCESSES: 0,
  /** The same, but only while the lock is free. */
  ACQUIRES: 1,
  /** Goes on by itself when another has ended. */
  JOINS: 2,
  ENDED: 3,
} as const;

/** A value that is not known yet: no word is as large. */
export const UNKNOWN = 2 ** 40;
/** What is met by who writes without looking. */
const UNSEEN = 0;

/** Nodes that are kept; a program with more is not worth learning. */
const MOST_NODES = 1_000_000;

/** What a thread does at a node. */
export interface Edge {
  readonly to: TreeNode;
  /** The value that it leaves. */
  readonly leaves: number;
  readonly footprint: Footprint;
  /** Number of what it printed; 0 for nothing. */
  readonly print: number;
}

export class ThreadTrees {
  /** By node. */
  readonly kinds: number[] = [];
  readonly asked: Asked[] = [];
  /** Of an access: the variable that it is on. */
  readonly variables: number[] = [];
  /** Whether what it does depends on the variable's value. */
  readonly looks: boolean[] = [];
  readonly locks: boolean[] = [];
  /** Of a join: who is joined. */
  readonly joined: ThreadId[] = [];
  readonly failed: boolean[] = [];
  /** Whether the thread has come there without writing memory of its own: then its circumstances say how it goes on. */
  readonly #bare: boolean[] = [];
  /** Of a bare one: steps from the beginning. */
  readonly #depths: number[] = [];
  readonly #byCircumstances = new Map<string, TreeNode>();
  readonly #circumstances = new Circumstances();
  /** By node: what was met there (a value; at a join the threads that had ended, as bits), and the edges that it led to. */
  readonly #met: number[][] = [];
  readonly #edges: number[][] = [];
  readonly edges: Edge[] = [];
  /** By variable: where it lies. */
  readonly places: VariablePlace[] = [];
  /** By variable: its value when the threads started, or `UNKNOWN`. */
  readonly initials: number[] = [];
  /** The value that was there at the step that was learnt last; `UNKNOWN` where it wrote without looking. */
  met = UNKNOWN;
  readonly #real: SimulatedProgram;
  readonly #heap: Heap;
  readonly #variableNumbers = new Map<string, number>();
  readonly #printNumbers = new Map<string, number>();
  readonly #isOld: (at: Address) => boolean;
  readonly #slotsEnd: Address;

  constructor(real: SimulatedProgram) {
    this.#real = real;
    this.#heap = real.simulation.createReadingHeap();
    this.#isOld = writtenBefore(real.simulation);
    this.#slotsEnd = GLOBALS_BASE + real.simulation.program.slotCount;
  }

  /** −1 where it is not known what the thread does when it meets this. */
  edgeOf(node: TreeNode, met: number): number {
    const all = this.#met[node];
    for (let i = 0; i < all.length; i++) if (all[i] === met) return this.#edges[node][i];
    return -1;
  }

  /** A node for where the thread stands before anything has happened. @throws NotLearnable */
  rootFor(thread: ThreadId): TreeNode {
    const node = this.nodeFor(thread);
    this.#bare[node] = true;
    return node;
  }

  /** A node for where the thread stands now. @throws NotLearnable */
  nodeFor(thread: ThreadId): TreeNode {
    const { simulation } = this.#real;
    const { stage, machine, attached, daemon } = simulation.threads[thread];
    if (daemon || simulation.readsClock || simulation.settings.python === "3.10")
      throw new NotLearnable("not by values alone");
    if (this.kinds.length >= MOST_NODES) throw new NotLearnable("too much to keep");
    if (stage === STAGE.ENDED) return this.#add(NODE.ENDED, NOTHING_ASKED, machine.failed);
    const { next } = machine;
    const kind = kindOf(next, attached);
    const node = this.#add(kind, { ...this.#real.askedBy(thread) }, false);
    if (kind === NODE.JOINS) {
      this.joined[node] = fromSmallWord(next.value);
      return node;
    }
    const isLock = next.verb >= VERB.LOCK_ACQUIRE;
    this.locks[node] = isLock;
    this.looks[node] = next.verb !== VERB.WRITE || this.#isAtomic(next);
    this.variables[node] = this.#variableOf(next, isLock);
    return node;
  }

  /**
   * Learns a step of a thread, and what those do whom it lets go. @param nodes where threads stand before it
   * @param take takes the step on the simulator @throws NotLearnable
   */
  learn(thread: ThreadId, nodes: readonly TreeNode[], take: () => Taken): number {
    const { simulation } = this.#real;
    const node = nodes[thread];
    const { next } = simulation.threads[thread].machine;
    const { object } = next;
    const before = this.#valueNow(next);
    const at = this.#addressOf(next);
    const mark = simulation.memory.mark();
    const { count } = simulation.events;
    const { footprint, released } = take();
    if (this.#real.isSpinning(thread)) throw new NotLearnable("goes round in circles");
    const { accesses, accessWrote, accessValue } = simulation;
    if (accesses !== (this.locks[node] ? 0 : 1)) throw new NotLearnable("not one access in a step");
    const met = before === UNKNOWN && !accessWrote ? accessValue : before;
    const left = this.locks[node] ? this.#lockValue(object) : accessWrote ? accessValue : met;
    if (!this.locks[node] && !(this.#isPlain(met) && this.#isPlain(left))) throw new NotLearnable("a value that moves");
    this.met = met;
    for (const one of released) this.#learnJoins(one, nodes, count);
    const isBare = this.#bare[node] && !simulation.memory.wroteOutside(mark, at, at + 1);
    const to = isBare ? this.#sameOrNew(thread, this.#depths[node] + 1) : this.nodeFor(thread);
    const edge = { to, leaves: left, footprint, print: this.#numberOf(this.#toldSince(count, thread)) };
    return this.#connect(node, this.looks[node] ? met : UNSEEN, edge);
  }

  /** The node of another way that led to the same in as many steps (so that no circle closes), else a new one. */
  #sameOrNew(thread: ThreadId, depth: number): TreeNode {
    const circumstances = this.#circumstances.of(this.#real.simulation.threads[thread]);
    const key = `${thread} ${depth} ${circumstances}`;
    const known = circumstances === null ? undefined : this.#byCircumstances.get(key);
    if (known !== undefined) return known;
    const node = this.nodeFor(thread);
    this.#bare[node] = true;
    this.#depths[node] = depth;
    if (circumstances !== null) this.#byCircumstances.set(key, node);
    return node;
  }

  /** What is met at a node that has this value. */
  metAt(node: TreeNode, value: number): number {
    return this.looks[node] ? value : UNSEEN;
  }

  /** Goes along the joins that a thread got past in the step, each an edge of its own. */
  #learnJoins(thread: ThreadId, nodes: readonly TreeNode[], count: number): void {
    let node = nodes[thread];
    if (this.kinds[node] !== NODE.JOINS) throw new NotLearnable("let go by something else than an end");
    const last = this.nodeFor(thread);
    const isJoined = nodes.some((one) => this.kinds[one] === NODE.JOINS && this.joined[one] === thread);
    if (this.kinds[last] === NODE.ENDED && isJoined) throw new NotLearnable("an end that lets others go at once");
    const joins = joinsIn(this.#toldSince(count, thread));
    for (const [i, { texts }] of joins.entries()) {
      const known = this.edgeOf(node, UNSEEN);
      const to = i + 1 < joins.length ? this.#joinNode(joins[i + 1].joined) : last;
      const edge = { to, leaves: 0, footprint: NO_FOOTPRINT, print: this.#numberOf(texts) };
      node = this.edges[known < 0 ? this.#connect(node, UNSEEN, edge) : known].to;
    }
  }

  #joinNode(joined: ThreadId): TreeNode {
    const node = this.#add(NODE.JOINS, { ...NOTHING_ASKED, gate: GATE.ONCE }, false);
    this.joined[node] = joined;
    return node;
  }

  #connect(node: TreeNode, met: number, edge: Edge): number {
    const number = this.edges.push(edge) - 1;
    this.#met[node].push(met);
    this.#edges[node].push(number);
    return number;
  }

  #add(kind: number, asked: Asked, failed: boolean): TreeNode {
    this.#met.push([]);
    this.#edges.push([]);
    this.asked.push(asked);
    this.variables.push(0);
    this.looks.push(false);
    this.locks.push(false);
    this.joined.push(-1);
    this.failed.push(failed);
    this.#bare.push(false);
    this.#depths.push(0);
    return this.kinds.push(kind) - 1;
  }

  // —— values ——

  /** Whether the word means the same whenever it is met. */
  #isPlain(word: Word): boolean {
    return (word & 1) === 1 || word <= TRUE || this.#isOld(word >>> 1);
  }

  /** What is there at this moment on the simulator; `UNKNOWN` where that is told only by a read. */
  #valueNow({ object, key, verb }: Operation): number {
    if (verb >= VERB.LOCK_ACQUIRE) return this.#lockValue(object);
    if (object < this.#slotsEnd) return this.#heap.load(object);
    switch (this.#kindAt(object)) {
      case KIND.ATOMIC:
        return this.#heap.load(object + HEADER_WORDS);
      case KIND.LIST:
        return this.#elementNow(object, fromSmallWord(key));
      default:
        return UNKNOWN;
    }
  }

  /** The word that the operation is on; −1 where it is told by nothing. */
  #addressOf({ object, key, verb }: Operation): Address {
    if (verb >= VERB.LOCK_ACQUIRE) return -1;
    if (object < this.#slotsEnd) return object;
    const kind = this.#kindAt(object);
    if (kind === KIND.ATOMIC) return object + HEADER_WORDS;
    return kind === KIND.LIST ? listSlot(this.#heap, object, fromSmallWord(key)) : -1;
  }

  #elementNow(list: Address, index: number): number {
    if (index < 0 || index >= listLength(this.#heap, list)) throw new NotLearnable("an index out of range");
    return this.#heap.load(listSlot(this.#heap, list, index));
  }

  /** 0 while it is free, else its holder's id and 1. */
  #lockValue(object: Address): number {
    const { depth, holder } = this.#real.simulation.objects.at(object).state as LockState;
    return depth === 0 ? 0 : holder + 1;
  }

  #isAtomic({ object, verb }: Operation): boolean {
    return verb < VERB.LOCK_ACQUIRE && object >= this.#slotsEnd && this.#kindAt(object) === KIND.ATOMIC;
  }

  #kindAt(object: Address): number {
    return kindAt(this.#real.simulation.memory, object);
  }

  #variableOf(operation: Operation, isLock: boolean): number {
    const { object, key } = operation;
    const isSlot = object >= GLOBALS_BASE && object < this.#slotsEnd;
    if (!isSlot && !(this.#isOld(object) && this.#isPlain(key) && isLearnt(this.#kindAt(object), isLock)))
      throw new NotLearnable("an object that may be another elsewhere");
    const name = `${object} ${key}`;
    const known = this.#variableNumbers.get(name);
    if (known !== undefined) return known;
    this.#variableNumbers.set(name, this.initials.length);
    this.places.push({ object, key });
    return this.initials.push(this.#valueNow(operation)) - 1;
  }

  // —— what is printed, and who has ended ——

  /** What a thread has printed since there were so many events, and whom it joined in between (as numbers). */
  #toldSince(count: number, thread: ThreadId): readonly (string | ThreadId)[] {
    const { events } = this.#real.simulation;
    const told: (string | ThreadId)[] = [];
    for (let i = count; i < events.count; i++) {
      const op = events.opAt(i);
      if (op !== OP.print && op !== OP.join) continue;
      if (events.threadAt(i) >= this.#real.threadCount) throw new NotLearnable("told within a generator");
      if (events.threadAt(i) !== thread) continue;
      told.push(op === OP.join ? fromSmallWord(events.keyAt(i)) : this.#textOf(events.valueAt(i)));
    }
    return told;
  }

  /** 0 where nothing was printed. */
  #numberOf(told: readonly (string | ThreadId)[]): number {
    const texts = told.filter((one) => typeof one === "string");
    if (texts.length === 0) return 0;
    const key = JSON.stringify(texts);
    const known = this.#printNumbers.get(key);
    if (known !== undefined) return known;
    this.#printNumbers.set(key, this.#printNumbers.size + 1);
    return this.#printNumbers.size;
  }

  #textOf(word: Word): string {
    this.#heap.forget();
    return JSON.stringify(this.#heap.fromWord(word));
  }
}

/** Each join with what was printed after it, up to the next. */
function joinsIn(told: readonly (string | ThreadId)[]): readonly { joined: ThreadId; texts: string[] }[] {
  const joins: { joined: ThreadId; texts: string[] }[] = [];
  for (const one of told)
    if (typeof one === "number") joins.push({ joined: one, texts: [] });
    else joins.at(-1)?.texts.push(one);
  return joins;
}

const NOTHING_ASKED: Asked = { footprint: NO_FOOTPRINT, gate: GATE.NONE, waitsFor: NO_FOOTPRINT, varies: false };

function kindOf({ verb, timeoutMs }: Operation, attached: boolean): number {
  if (attached) {
    if (verb !== VERB.JOIN || timeoutMs !== Infinity) throw new NotLearnable("waits for something else than an end");
    return NODE.JOINS;
  }
  switch (verb) {
    case VERB.READ:
    case VERB.WRITE:
    case VERB.LOCK_RELEASE:
    case VERB.LOCK_LOCKED:
      return NODE.ACCESSES;
    case VERB.LOCK_ACQUIRE:
      if (timeoutMs > 0 && timeoutMs < Infinity) throw new NotLearnable("waits for some time");
      return timeoutMs === 0 ? NODE.ACCESSES : NODE.ACQUIRES;
    default:
      throw new NotLearnable("another operation");
  }
}

function isLearnt(kind: number, isLock: boolean): boolean {
  if (isLock) return kind === KIND.LOCK;
  return kind === KIND.LIST || kind === KIND.INSTANCE || kind === KIND.CELL || kind === KIND.ATOMIC;
}
