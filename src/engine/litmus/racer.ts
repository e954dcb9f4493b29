/**
 * What one worker does in a race: batch after batch it takes a thread's part (the parts go round, so that each place is written by turns from
 * every core and lies in the other's cache when its turn comes), meeting the others every few iterations, and counts its share of the outcomes.
 * Rule: between two meetings for a batch nobody reads what somebody else still writes, but for the cells that the test is about.
 */
import { type Kernel, kernelFor, type KernelPlaces } from "./kernels.ts";
import type { LitmusAccess, LitmusStep, LitmusTest, Place } from "./litmus-tests.ts";
import { meetAfterBatch, meetForBatch, spinsFor } from "./meeting.ts";
import {
  countsFrom,
  iterationsOf,
  orderFrom,
  ORDERS,
  progressOf,
  RADIX,
  type RacePlan,
  seenFrom,
  VALUES_A_BATCH,
  Y_OFFSET,
} from "./race-memory.ts";

/** Iterations between two meetings within a batch. */
const STRETCH = 16;
/** Looks at the others' progress before going on alone. */
const LOOKS = 400;

interface Part {
  readonly kernel: Kernel;
  readonly steps: readonly LitmusStep[];
  readonly places: KernelPlaces;
}

/** Runs until somebody sets STOP. @param me the worker's number, from 0 */
export function race(words: Int32Array, plan: RacePlan, test: LitmusTest, access: LitmusAccess, me: number): void {
  const parts = partsOf(plan, test, access);
  const spins = spinsFor(plan.atOnce);
  const count = createCount(plan, test, me);
  for (let batch = 0; meetForBatch(words, plan.threads, spins); batch++) {
    const base = batch * VALUES_A_BATCH;
    const order = orderFrom(plan, batch % ORDERS);
    runPart(words, plan, parts[(me + batch) % plan.threads], order, base, me);
    meetAfterBatch(words, plan.threads, spins);
    count(words, order, base);
  }
}

function partsOf(plan: RacePlan, test: LitmusTest, access: LitmusAccess): Part[] {
  let read = 0;
  return test.threads.map((steps) => {
    const places: KernelPlaces = { a: 0, b: 0, va: 0, vb: 0, ra: 0, rb: 0 };
    steps.forEach((step, i) => {
      places[i === 0 ? "a" : "b"] = offsetOf(step.place);
      if (step.kind === "read") places[i === 0 ? "ra" : "rb"] = seenFrom(plan, read++);
    });
    return { kernel: kernelFor(steps, access), steps, places };
  });
}

function offsetOf(place: Place): number {
  return place === "x" ? 0 : Y_OFFSET;
}

function runPart(words: Int32Array, plan: RacePlan, part: Part, order: number, base: number, me: number): void {
  const { kernel, places, steps } = part;
  const [first, second] = steps;
  if (first.kind === "write") places.va = base + first.value;
  if (second?.kind === "write") places.vb = base + second.value;
  const iterations = iterationsOf(plan);
  if (!plan.atOnce) return kernel(words, order, 0, iterations, places);
  for (let from = 0; from < iterations; from += STRETCH) {
    keepStep(words, plan.threads, me, base * iterations + from + 1);
    kernel(words, order, from, from + STRETCH, places);
  }
}

/** Tells how far this worker is and waits, not for long, until all others are as far. Numbers may wrap: only differences count. */
function keepStep(words: Int32Array, threads: number, me: number, step: number): void {
  Atomics.store(words, progressOf(me), step | 0);
  for (let other = 0; other < threads; other++) {
    const at = progressOf(other);
    for (let look = 0; look < LOOKS && ((Atomics.load(words, at) - step) | 0) < 0; look++);
  }
}

/** Counts this worker's share of a batch. */
function createCount(
  plan: RacePlan,
  { finals }: LitmusTest,
  me: number,
): (words: Int32Array, order: number, base: number) => void {
  const share = Math.ceil(iterationsOf(plan) / plan.threads);
  const from = me * share;
  const to = Math.min(iterationsOf(plan), from + share);
  const counts = countsFrom(plan, me);
  const seen = Array.from({ length: plan.reads }, (_, read) => seenFrom(plan, read));
  const offsets = finals.map(offsetOf);
  return (words, order, base) => {
    for (let i = from; i < to; i++) {
      let outcome = 0;
      let weight = 1;
      for (const read of seen) {
        outcome += Math.max(0, words[read + i] - base) * weight;
        weight *= RADIX;
      }
      for (const offset of offsets) {
        outcome += Math.max(0, words[words[order + i] + offset] - base) * weight;
        weight *= RADIX;
      }
      words[counts + outcome]++;
    }
  };
}
