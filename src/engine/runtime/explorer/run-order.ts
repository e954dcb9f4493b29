/**
 * The run on the way, step by step, with happens-before: by step, how many steps of each thread come before it, itself included
 * (vector clocks: Mattern 1989). Columns of integers, so that a step makes nothing that has to be collected.
 * Rule: what `add` did `drop` takes back, the last first.
 */
import type { ThreadId } from "../../base/ids.ts";
import type { Taken } from "./explorable.ts";
import type { Footprint, Footprints } from "./footprints.ts";
import { grown } from "./search.ts";

const FIRST_STEPS = 256;
const FIRST_THREADS = 8;

export class RunOrder {
  length = 0;
  /** By step. */
  threads = new Int32Array(FIRST_STEPS);
  footprints = new Int32Array(FIRST_STEPS);
  rooms = new Int32Array(FIRST_STEPS);
  /** By step: which of its thread's steps it is, from 1. */
  numbers = new Int32Array(FIRST_STEPS);
  /** By step: its clock, a row of `width`. */
  clocks = new Int32Array(FIRST_STEPS * FIRST_THREADS);
  width = FIRST_THREADS;
  /** By step: the step of the same thread before it, −1 none. */
  #befores = new Int32Array(FIRST_STEPS);
  /** By thread: its last step, −1 none; and the step that brought it into being or let it go past a wait after that, −1 none. */
  #lasts = new Int32Array(FIRST_THREADS).fill(-1);
  #releases = new Int32Array(FIRST_THREADS).fill(-1);
  /** What `#releases` held before: thread, value; and by step how long it was. */
  #undone: number[] = [];
  #undoneAt = new Int32Array(FIRST_STEPS);
  readonly #dependence: Footprints;

  constructor(dependence: Footprints) {
    this.#dependence = dependence;
  }

  /** The last step of a thread, −1 for none. */
  lastOf(thread: ThreadId): number {
    return thread < this.width ? this.#lasts[thread] : -1;
  }

  /** Whether `step` happens before the later step `later`, or is it. */
  isBefore(step: number, later: number): boolean {
    return this.clocks[later * this.width + this.threads[step]] >= this.numbers[step];
  }

  /** Writes into `clock` what comes before the next step of a thread by itself: its own last step, and who let it go. */
  clockOfNext(thread: ThreadId, clock: Int32Array, at: number): void {
    clock.fill(0, at, at + this.width);
    this.#joinRow(clock, at, this.#lasts[thread]);
    this.#joinRow(clock, at, this.#releases[thread]);
  }

  /** Whether a clock at `at` of `clock` has `step`. */
  has(clock: Int32Array, at: number, step: number): boolean {
    return clock[at + this.threads[step]] >= this.numbers[step];
  }

  /** Adds what comes before `step`, and itself. */
  join(clock: Int32Array, at: number, step: number): void {
    this.#joinRow(clock, at, step);
  }

  /**
   * Adds a step and computes its clock. @param meets told each earlier step of another thread that it depends on directly, the latest
   * first: with nothing between them that comes after the one and before the other
   */
  add(thread: ThreadId, taken: Taken, meets: (earlier: number) => void): void {
    this.reserve(thread + 1);
    const step = this.length;
    this.threads[step] = thread;
    this.footprints[step] = taken.footprint;
    this.rooms[step] = taken.room;
    const before = this.#lasts[thread];
    this.#befores[step] = before;
    this.numbers[step] = before < 0 ? 1 : this.numbers[before] + 1;
    this.#order(step, thread, taken.footprint, meets);
    this.#lasts[thread] = step;
    this.#undoneAt[step] = this.#undone.length;
    for (const one of taken.released) this.#release(one, step);
    this.length++;
  }

  drop(): void {
    const step = --this.length;
    this.#lasts[this.threads[step]] = this.#befores[step];
    while (this.#undone.length > this.#undoneAt[step]) {
      const value = this.#undone.pop() as number;
      this.#releases[this.#undone.pop() as number] = value;
    }
  }

  /** Room for one more step and for threads up to `threads`. */
  reserve(threads: number): void {
    while (threads > this.width) this.#widen();
    if (this.length === this.threads.length) this.#lengthen();
  }

  #order(step: number, thread: ThreadId, footprint: Footprint, meets: (earlier: number) => void): void {
    const { clocks, width, threads, numbers, footprints } = this;
    const row = step * width;
    this.clockOfNext(thread, clocks, row);
    for (let earlier = step - 1; earlier >= 0; earlier--) {
      if (clocks[row + threads[earlier]] >= numbers[earlier]) continue;
      if (!this.#dependence.areDependent(footprints[earlier], footprint)) continue;
      meets(earlier);
      this.#joinRow(clocks, row, earlier);
    }
    clocks[row + thread] = numbers[step];
  }

  #joinRow(clock: Int32Array, at: number, step: number): void {
    if (step < 0) return;
    const { clocks, width } = this;
    const from = step * width;
    for (let i = 0; i < width; i++) if (clocks[from + i] > clock[at + i]) clock[at + i] = clocks[from + i];
  }

  #release(thread: ThreadId, step: number): void {
    this.reserve(thread + 1);
    this.#undone.push(thread, this.#releases[thread]);
    this.#releases[thread] = step;
  }

  #lengthen(): void {
    this.threads = grown(this.threads);
    this.footprints = grown(this.footprints);
    this.rooms = grown(this.rooms);
    this.numbers = grown(this.numbers);
    this.clocks = grown(this.clocks);
    this.#befores = grown(this.#befores);
    this.#undoneAt = grown(this.#undoneAt);
  }

  #widen(): void {
    const { width, clocks } = this;
    const wider = new Int32Array(clocks.length * 2);
    for (let step = 0; step <= this.length && step < this.threads.length; step++)
      wider.set(clocks.subarray(step * width, (step + 1) * width), step * width * 2);
    this.clocks = wider;
    this.width = width * 2;
    this.#lasts = widened(this.#lasts);
    this.#releases = widened(this.#releases);
  }
}

function widened(column: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const wider = grown(column);
  wider.fill(-1, column.length);
  return wider;
}
