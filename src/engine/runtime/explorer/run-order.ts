/**
 * The run on the way, step by step, with happens-before: by step, how many steps of each thread come before it, itself included
 * (vector clocks: Mattern 1989). Columns of integers, so that a step makes nothing that has to be collected.
 * Rule: what `add` did `drop` takes back, the last first.
 */
import type { ThreadId } from "../../base/ids.ts";
import type { Taken } from "./explorable.ts";
import type { Footprints } from "./footprints.ts";
import { grown } from "./search.ts";

const FIRST_STEPS = 256;
const FIRST_THREADS = 8;

interface EarlierRow {
  readonly thread: ThreadId;
  readonly row: Int32Array;
}

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
  /** By thread: its last step, −1 none. */
  #lasts = new Int32Array(FIRST_THREADS).fill(-1);
  /** By thread, a row of `width`: what its next step comes after without a step of its own between: whoever started it, let it go, or was joined. */
  #followed = new Int32Array(FIRST_THREADS * FIRST_THREADS);
  /** Rows of `#followed` as they were before they grew, and by step how many there were. */
  readonly #before: EarlierRow[] = [];
  #beforeAt = new Int32Array(FIRST_STEPS);
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

  /** Writes into `clock` what comes before the next step of a thread by itself: its own last step, and whom it follows. */
  clockOfNext(thread: ThreadId, clock: Int32Array, at: number): void {
    clock.fill(0, at, at + this.width);
    this.#joinRow(clock, at, this.#lasts[thread]);
    this.#joinFollowed(clock, at, thread);
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
    this.#order(step, thread, taken, meets);
    this.#lasts[thread] = step;
    this.#beforeAt[step] = this.#before.length;
    this.length++;
    for (const { thread: one, after } of taken.follows) this.#follow(one, after);
  }

  drop(): void {
    const step = --this.length;
    this.#lasts[this.threads[step]] = this.#befores[step];
    while (this.#before.length > this.#beforeAt[step]) {
      const { thread, row } = this.#before.pop() as EarlierRow;
      this.#followed.set(row, thread * this.width);
    }
  }

  /** Room for one more step and for threads up to `threads`. */
  reserve(threads: number): void {
    while (threads > this.width) this.#widen();
    if (this.length === this.threads.length) this.#lengthen();
  }

  #order(step: number, thread: ThreadId, { footprint, joined }: Taken, meets: (earlier: number) => void): void {
    const { clocks, width, threads, numbers, footprints } = this;
    const row = step * width;
    this.clockOfNext(thread, clocks, row);
    if (joined >= 0) {
      this.#joinRow(clocks, row, this.#lasts[joined]);
      this.#joinFollowed(clocks, row, joined);
    }
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

  #joinFollowed(clock: Int32Array, at: number, thread: ThreadId): void {
    const { width } = this;
    const from = thread * width;
    for (let i = 0; i < width; i++)
      if (this.#followed[from + i] > clock[at + i]) clock[at + i] = this.#followed[from + i];
  }

  /** What a thread does from now on comes after all that another has done so far. */
  #follow(thread: ThreadId, after: ThreadId): void {
    this.reserve(Math.max(thread, after) + 1);
    const at = thread * this.width;
    this.#before.push({ thread, row: this.#followed.slice(at, at + this.width) });
    this.#joinRow(this.#followed, at, this.#lasts[after]);
    this.#joinFollowed(this.#followed, at, after);
  }

  #lengthen(): void {
    this.threads = grown(this.threads);
    this.footprints = grown(this.footprints);
    this.rooms = grown(this.rooms);
    this.numbers = grown(this.numbers);
    this.clocks = grown(this.clocks);
    this.#befores = grown(this.#befores);
    this.#beforeAt = grown(this.#beforeAt);
  }

  #widen(): void {
    const { width, clocks } = this;
    const wider = new Int32Array(clocks.length * 2);
    for (let step = 0; step <= this.length && step < this.threads.length; step++)
      wider.set(clocks.subarray(step * width, (step + 1) * width), step * width * 2);
    this.clocks = wider;
    const followed = new Int32Array(width * width * 4);
    for (let thread = 0; thread < width; thread++)
      followed.set(this.#followed.subarray(thread * width, (thread + 1) * width), thread * width * 2);
    this.#followed = followed;
    for (let i = 0; i < this.#before.length; i++) this.#before[i] = widerRow(this.#before[i], width * 2);
    this.#lasts = grown(this.#lasts);
    this.#lasts.fill(-1, width);
    this.width = width * 2;
  }
}

function widerRow({ thread, row }: EarlierRow, width: number): EarlierRow {
  const wider = new Int32Array(width);
  wider.set(row);
  return { thread, row: wider };
}
