/**
 * Where everything lies while a litmus test runs, in 32-bit words of one SharedArrayBuffer:
 *
 *   control   words for meeting and stopping, each on a cache line pair of its own
 *   progress  one word a thread, likewise: how far it is in its batch
 *   orders    ORDERS permutations of the iterations of a batch: the word at which each iteration's x lies
 *   seen      for each read of the test a word an iteration
 *   counts    for each worker a word an outcome
 *   cells     for each iteration x and y, each on a cache line pair of its own
 *
 * Values in cells are those of the test plus four times the number of the batch, so that nothing has to be wiped: what is not above that
 * is the 0 that the place began with. Rule: a batch's cells are used once in it; a worker writes only its own counts and reads' words.
 */
import { createRandom } from "../base/random.ts";
import type { LitmusTest, LitmusValues } from "./litmus-tests.ts";

/** Words of two cache lines: processors fetch them in pairs. */
const LINE = 32;

/** Control words. */
export const ARRIVED = 0;
export const ROUND = 1 * LINE;
export const SLEEPERS = 2 * LINE;
/** Set by whoever wants the race to end. */
export const STOP = 3 * LINE;
/** 1 while the batch that begins is to be run; written by the last to arrive before it lets the others go. */
export const GOES_ON = 4 * LINE;
/** Batches begun. */
export const BATCHES = 5 * LINE;
const PROGRESS = 6 * LINE;

/** Permutations, by turns. */
export const ORDERS = 8;
/** Values of a cell above the batch's base: 0 to 2. */
export const RADIX = 3;
export const VALUES_A_BATCH = 4;

const CELL_WORDS = 2 * LINE;

/** Iterations of a batch where all threads can run at once, and where they cannot: then a batch has to last as long as they take turns. */
const ITERATIONS = 1024;
const ITERATIONS_BY_TURNS = 16_384;

/** The plan that worker and starter share; small enough to be a message. */
export interface RacePlan {
  readonly threads: number;
  readonly reads: number;
  readonly values: number;
  readonly atOnce: boolean;
}

/** @param cores processors that there are */
export function planRace(test: LitmusTest, cores: number): RacePlan {
  return {
    threads: test.threads.length,
    reads: test.threads.flat().filter(({ kind }) => kind === "read").length,
    values: test.names.length,
    atOnce: test.threads.length <= cores,
  };
}

/** Bytes that a race needs. */
export function bytesOf(plan: RacePlan): number {
  return (cellsFrom(plan) + iterationsOf(plan) * CELL_WORDS) * 4;
}

export function iterationsOf({ atOnce }: RacePlan): number {
  return atOnce ? ITERATIONS : ITERATIONS_BY_TURNS;
}

/** How many different outcomes there could be. */
export function outcomesOf({ values }: RacePlan): number {
  return RADIX ** values;
}

/** The word that says how far a thread is in its batch. */
export function progressOf(thread: number): number {
  return PROGRESS + thread * LINE;
}

/** The words in which an order lies. */
export function orderFrom(plan: RacePlan, order: number): number {
  return progressOf(plan.threads) + order * iterationsOf(plan);
}

/** The words in which what a read saw lies, by the read's number. */
export function seenFrom(plan: RacePlan, read: number): number {
  return orderFrom(plan, ORDERS) + read * iterationsOf(plan);
}

/** The words in which a worker counts. */
export function countsFrom(plan: RacePlan, worker: number): number {
  const size = Math.ceil(outcomesOf(plan) / LINE) * LINE;
  return Math.ceil(seenFrom(plan, plan.reads) / LINE) * LINE + worker * size;
}

function cellsFrom(plan: RacePlan): number {
  return countsFrom(plan, plan.threads);
}

/** Writes the orders; all else begins with 0. */
export function prepareRace(words: Int32Array, plan: RacePlan, seed: number): void {
  const random = createRandom(seed);
  const count = iterationsOf(plan);
  const from = cellsFrom(plan);
  for (let order = 0; order < ORDERS; order++) {
    const places = words.subarray(orderFrom(plan, order), orderFrom(plan, order + 1));
    for (let i = 0; i < count; i++) places[i] = from + i * CELL_WORDS;
    for (let i = count - 1; i > 0; i--) {
      const other = random.below(i + 1);
      [places[i], places[other]] = [places[other], places[i]];
    }
  }
}

/** How far behind an iteration's x its y lies. */
export const Y_OFFSET = CELL_WORDS / 2;

/** An outcome's number from its values, the first value counting least. */
export function valuesOf(plan: RacePlan, outcome: number): LitmusValues {
  return Array.from({ length: plan.values }, (_, i) => Math.floor(outcome / RADIX ** i) % RADIX);
}
