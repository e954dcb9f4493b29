/**
 * Wakeup trees (Abdulla, Aronis, Jonsson, Sagonas, POPL 2014, section 6): for each step on the way, which sequences of steps are still to be
 * played from there, older ones first, none equal to the beginning of another. Nodes are columns of integers, and are used again.
 * Rule: a sequence goes where it leads to what an older one leads to already, or becomes a branch of its own.
 */
import type { ThreadId } from "../../base/ids.ts";
import type { Footprint, Footprints } from "./footprints.ts";
import { grown } from "./search.ts";

/** A node of the tree; 0 is none. */
export type TreeNode = number;
export const NO_NODE: TreeNode = 0;

/** Steps one after the other, each a thread and what its step touches. */
export class StepSequence {
  length = 0;
  threads: number[] = [];
  footprints: number[] = [];

  clear(): void {
    this.length = 0;
  }

  push(thread: ThreadId, footprint: Footprint): void {
    this.threads[this.length] = thread;
    this.footprints[this.length++] = footprint;
  }

  remove(at: number): void {
    for (let i = at + 1; i < this.length; i++) {
      this.threads[i - 1] = this.threads[i];
      this.footprints[i - 1] = this.footprints[i];
    }
    this.length--;
  }

  copy(): StepSequence {
    const copied = new StepSequence();
    for (let i = 0; i < this.length; i++) copied.push(this.threads[i], this.footprints[i]);
    return copied;
  }
}

/**
 * Whether a step could come first in some order equal to the sequence or to one that goes on from it ("weak initial" in the paper): the place of
 * the thread's first step in it, `length` when it has none and nothing in it depends on the step, −1 when it could not.
 */
export function placeAsFirst(
  dependence: Footprints,
  { length, threads, footprints }: StepSequence,
  thread: ThreadId,
  footprint: Footprint,
): number {
  for (let i = 0; i < length; i++) {
    if (threads[i] === thread) return i;
    if (dependence.areDependent(footprints[i], footprint)) return -1;
  }
  return length;
}

const FIRST_NODES = 1024;

export class WakeupTree {
  /** By node. A root stands for a state and has no step of its own. */
  threads = new Int32Array(FIRST_NODES);
  footprints = new Int32Array(FIRST_NODES);
  #firsts = new Int32Array(FIRST_NODES);
  #lasts = new Int32Array(FIRST_NODES);
  #nexts = new Int32Array(FIRST_NODES);
  #free: TreeNode = NO_NODE;
  #made = 1;
  /** Nodes in use; the most there were says what the search needed to remember. */
  used = 0;
  mostUsed = 0;
  readonly #dependence: Footprints;

  constructor(dependence: Footprints) {
    this.#dependence = dependence;
  }

  root(): TreeNode {
    return this.#make(-1, 0);
  }

  /** The oldest branch, 0 for none. */
  firstOf(node: TreeNode): TreeNode {
    return this.#firsts[node];
  }

  /** Branches that hang directly on a node. */
  countOf(node: TreeNode): number {
    let count = 0;
    for (let child = this.#firsts[node]; child !== NO_NODE; child = this.#nexts[child]) count++;
    return count;
  }

  /** Takes the oldest branch off; it is the root of what follows its step. */
  takeFirst(node: TreeNode): TreeNode {
    const child = this.#firsts[node];
    this.#firsts[node] = this.#nexts[child];
    if (this.#firsts[node] === NO_NODE) this.#lasts[node] = NO_NODE;
    this.#nexts[child] = NO_NODE;
    return child;
  }

  /** Gives back a node that has no branches. */
  release(node: TreeNode): void {
    this.#nexts[node] = this.#free;
    this.#free = node;
    this.used--;
  }

  /** Gives back a node with all its branches. */
  releaseAll(node: TreeNode): void {
    while (this.#firsts[node] !== NO_NODE) this.releaseAll(this.takeFirst(node));
    this.release(node);
  }

  /** Adds a sequence, which is used up. False when an older one leads there already. */
  insert(root: TreeNode, sequence: StepSequence): boolean {
    let node = root;
    for (;;) {
      const child = this.#childFor(node, sequence);
      if (child === NO_NODE) break;
      if (this.#firsts[child] === NO_NODE) return false;
      node = child;
    }
    for (let i = 0; i < sequence.length; i++) node = this.#append(node, sequence.threads[i], sequence.footprints[i]);
    return true;
  }

  /** The oldest branch that may come first; its step is taken out of the sequence. */
  #childFor(node: TreeNode, sequence: StepSequence): TreeNode {
    for (let child = this.#firsts[node]; child !== NO_NODE; child = this.#nexts[child]) {
      const place = placeAsFirst(this.#dependence, sequence, this.threads[child], this.footprints[child]);
      if (place < 0) continue;
      if (place < sequence.length) sequence.remove(place);
      return child;
    }
    return NO_NODE;
  }

  #append(node: TreeNode, thread: ThreadId, footprint: Footprint): TreeNode {
    const child = this.#make(thread, footprint);
    const last = this.#lasts[node];
    if (last === NO_NODE) this.#firsts[node] = child;
    else this.#nexts[last] = child;
    this.#lasts[node] = child;
    return child;
  }

  #make(thread: ThreadId, footprint: Footprint): TreeNode {
    const node = this.#free === NO_NODE ? this.#fresh() : this.#free;
    this.#free = this.#free === node ? this.#nexts[node] : this.#free;
    this.threads[node] = thread;
    this.footprints[node] = footprint;
    this.#firsts[node] = this.#lasts[node] = this.#nexts[node] = NO_NODE;
    this.used++;
    if (this.used > this.mostUsed) this.mostUsed = this.used;
    return node;
  }

  #fresh(): TreeNode {
    if (this.#made === this.threads.length) {
      this.threads = grown(this.threads);
      this.footprints = grown(this.footprints);
      this.#firsts = grown(this.#firsts);
      this.#lasts = grown(this.#lasts);
      this.#nexts = grown(this.#nexts);
    }
    return this.#made++;
  }
}
