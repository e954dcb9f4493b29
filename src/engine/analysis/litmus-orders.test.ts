/**
 * The shapes of weak memory as records of `atomics` cells, in every numbering and with every outcome: explained where some order of the accesses
 * gives it, and else the smallest part that shows it. A search through all orders says which is which.
 */
import * as fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { LITMUS_TESTS, type LitmusStep, type LitmusTest, type LitmusValues } from "../litmus/litmus-tests.ts";
import { allowedOutcomes, nameOfValues } from "../litmus/models.ts";
import { parseTrace } from "../testing/trace-notation.ts";
import { findSingleOrder } from "./single-order.ts";

const NAMES = "ABCD";

/** An access of a run: what it found and what it left. */
interface Access {
  readonly thread: number;
  readonly place: string;
  readonly found: number | null;
  readonly left: number | null;
}

/** Accesses in the order of their numbers; the finals are read by main when all have ended. */
interface Run {
  readonly accesses: readonly Access[];
  readonly finals: readonly (readonly [place: string, value: number])[];
}

const opOf = ({ found, left }: Access) => (left === null ? "read" : found === null ? "write" : "update");

function toTrace({ accesses, finals }: Run) {
  const threads = [...new Set(accesses.map(({ thread }) => thread))]
    .sort((a, b) => a - b)
    .map((thread) => NAMES[thread]);
  const head = [
    "object x: cell = 0",
    "object y: cell = 0",
    "thread T0: main",
    ...threads.map((name) => `thread ${name}: finished`),
    ...threads.map((name) => `T0 spawn -> ${name}`),
    ...threads.map((name) => `${name} start`),
  ];
  const declared = 2 + 1 + threads.length;
  const body = accesses.map((one) => `${NAMES[one.thread]} ${opOf(one)} ${one.place} = ${one.left ?? one.found}`);
  const tail = [
    ...threads.flatMap((name) => [`${name} finish`, `T0 join -> ${name}`]),
    ...finals.map(([place, value]) => `T0 read ${place} = ${value}`),
  ];
  const first = head.length - declared;
  const returned = new Map(
    accesses.flatMap((one, i) => (opOf(one) === "update" ? [[first + i, one.found as number] as const] : [])),
  );
  return { trace: parseTrace([...head, ...body, ...tail].join("\n")), first, returned };
}

/** Whether access `a` was over before `b` can have begun: `b`'s thread did something else that was numbered no earlier. */
function isBefore({ accesses }: Run, a: number, b: number): boolean {
  return accesses.some(({ thread }, between) => between >= a && between < b && thread === accesses[b].thread);
}

/** Whether an order within the overlaps gives what was found. @param counts whether what an access (or a final, behind them) found counts */
function hasOrder(run: Run, counts: (index: number) => boolean = () => true): boolean {
  const { accesses, finals } = run;
  const before = accesses.map((_, b) => accesses.flatMap((__, a) => (a < b && isBefore(run, a, b) ? [a] : [])));
  const placed = accesses.map(() => false);
  const memory: Record<string, number> = { x: 0, y: 0 };
  const visit = (left: number): boolean => {
    if (left === 0) return finals.every(([place, value], i) => !counts(accesses.length + i) || memory[place] === value);
    return accesses.some((one, i) => {
      if (placed[i] || !before[i].every((a) => placed[a])) return false;
      const kept = memory[one.place];
      if (one.found !== null && counts(i) && kept !== one.found) return false;
      placed[i] = true;
      if (one.left !== null) memory[one.place] = one.left;
      const works = visit(left - 1);
      placed[i] = false;
      memory[one.place] = kept;
      return works;
    });
  };
  return visit(accesses.length);
}

/** Every way to number the threads' steps. */
function numberings(threads: readonly (readonly LitmusStep[])[], at = threads.map(() => 0)): number[][] {
  const open = threads.flatMap((steps, thread) => (at[thread] < steps.length ? [thread] : []));
  if (open.length === 0) return [[]];
  return open.flatMap((thread) =>
    numberings(threads, at.with(thread, at[thread] + 1)).map((rest) => [thread, ...rest]),
  );
}

/** Every outcome that can be written down: what was read, then the final values. */
function outcomes({ threads, finals }: LitmusTest): LitmusValues[] {
  const steps = threads.flat();
  const written = (place: string) => [
    0,
    ...steps.flatMap((step) => (step.kind === "write" && step.place === place ? [step.value] : [])),
  ];
  const asked = [...steps.filter(({ kind }) => kind === "read").map(({ place }) => place), ...finals];
  return asked.reduce<number[][]>(
    (all, place) => all.flatMap((values) => written(place).map((value) => [...values, value])),
    [[]],
  );
}

function runOf({ threads, finals }: LitmusTest, numbering: readonly number[], values: LitmusValues): Run {
  let read = 0;
  const numbered = threads.map((steps, thread) =>
    steps.map((step) => ({
      thread,
      place: step.place,
      found: step.kind === "read" ? values[read++] : null,
      left: step.kind === "write" ? step.value : null,
    })),
  );
  const at = threads.map(() => 0);
  return {
    accesses: numbering.map((thread) => numbered[thread][at[thread]++]),
    finals: finals.map((place, i) => [place, values[read + i]]),
  };
}

/** Holds the answer to the search; of a part, that it shows it, and that nothing of what was found in it can be done without. */
function check(run: Run): boolean {
  const { trace, first, returned } = toTrace(run);
  const { explained, part } = findSingleOrder(trace, () => false, returned);
  const text = JSON.stringify(run);
  expect(explained, text).toBe(hasOrder(run));
  if (explained !== false) {
    expect(part).toEqual([]);
    return true;
  }
  const firstFinal = trace.count - run.finals.length;
  const rows = [...run.accesses.map((_, i) => first + i), ...run.finals.map((_, i) => firstFinal + i)];
  const needed = rows.map((row) => part.includes(row));
  expect(
    hasOrder(run, (i) => needed[i]),
    `${text} ${part.join()}`,
  ).toBe(false);
  // An update may be in the part for what it left alone.
  if (returned.size > 0) return false;
  const isFound = (i: number): boolean => run.accesses[i] === undefined || run.accesses[i].found !== null;
  for (const [i, row] of rows.entries())
    if (needed[i] && isFound(i))
      expect(
        hasOrder(run, (j) => needed[j] && j !== i),
        `${text} ${part.join()} without ${row}`,
      ).toBe(true);
  return false;
}

describe("a shape of weak memory on plain cells", () => {
  test.each(LITMUS_TESTS.map((one) => [one.id, one] as const))("%s, every numbering and outcome", (_, one) => {
    const sc = new Set(allowedOutcomes(one, "sc").map(nameOfValues));
    const explained = new Set<string>();
    for (const numbering of numberings(one.threads))
      for (const values of outcomes(one)) if (check(runOf(one, numbering, values))) explained.add(nameOfValues(values));
    expect(sc.has(nameOfValues(one.weak))).toBe(false);
    expect(explained).toEqual(sc);
  });
});

describe("accesses and atomic updates of two cells", () => {
  it("are ordered by what the updates returned, as in a search through all orders", () => {
    const value = fc.integer({ min: 0, max: 2 });
    const access = fc
      .record({ thread: fc.nat(2), place: fc.constantFrom("x", "x", "y"), found: value, left: value, kind: fc.nat(3) })
      .map(({ thread, place, found, left, kind }) => ({
        thread,
        place,
        found: kind === 0 ? null : found,
        left: kind === 1 ? null : left,
      }));
    const final = fc.tuple(fc.constantFrom("x", "y"), value);
    const run = fc.record({
      accesses: fc.array(access, { minLength: 1, maxLength: 7 }),
      finals: fc.array(final, { maxLength: 2 }),
    });
    fc.assert(
      fc.property(run, (one) => void check(one)),
      { numRuns: 1500 },
    );
  });

  it("that each add one are explained in whatever order they were numbered, and not where two returned the same", () => {
    for (const numbering of numberings(
      [[], [], []].map(() => Array.from({ length: 2 }, () => LITMUS_TESTS[0].threads[0][0])),
    )) {
      const at = [0, 0, 0];
      const counted = (values: readonly number[][]): Run => ({
        accesses: numbering.map((thread) => {
          const found = values[thread][at[thread]++ % 2];
          return { thread, place: "x", found, left: found + 1 };
        }),
        finals: [["x", 6]],
      });
      check(
        counted([
          [0, 5],
          [1, 4],
          [2, 3],
        ]),
      );
      const twice = counted([
        [0, 5],
        [1, 1],
        [2, 3],
      ]);
      expect(check(twice)).toBe(false);
    }
  });
});
