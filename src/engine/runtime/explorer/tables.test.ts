// The tables of docs/exploring.md to the digit: interleavings (I) and Mazurkiewicz traces (M), with nothing begun in vain.
import { describe, expect, it } from "vitest";
import { AbstractRun } from "../../testing/abstract-run.ts";
import {
  guardedUpdates,
  independentWrites,
  lastZero,
  lostUpdates,
  neverReleased,
  philosophers,
  readers,
  twoAdds,
  writers,
  writesThenRead,
  writesToOneCell,
} from "../../testing/table-programs.ts";
import { EveryInterleaving } from "./every-interleaving.ts";
import { OptimalSearch } from "./optimal-search.ts";
import type { ScheduleSearch } from "./search.ts";

const NO_BOUNDS = { maxSteps: 1000, maxPreemptions: Infinity };

interface Counted {
  readonly runs: number;
  readonly deadlocked: number;
  readonly redundant: number;
  /** By final value of x. */
  readonly finals: Readonly<Record<number, number>>;
  readonly byPreemptions: readonly number[];
}

function count(program: AbstractRun, search: ScheduleSearch): Counted {
  const finals: Record<number, number> = {};
  const byPreemptions: number[] = [];
  let runs = 0;
  let deadlocked = 0;
  while (search.next(Infinity) === "run") {
    runs++;
    if (program.ends[program.end()].status === "deadlocked") deadlocked++;
    const final = program.has("x") ? program.valueOf("x") : 0;
    finals[final] = (finals[final] ?? 0) + 1;
    byPreemptions[search.preemptions] = (byPreemptions[search.preemptions] ?? 0) + 1;
  }
  return { runs, deadlocked, redundant: search.redundant, finals, byPreemptions };
}

function everything(text: string): Counted {
  const program = new AbstractRun(text);
  return count(program, new EveryInterleaving(program, NO_BOUNDS));
}

function reduced(text: string): Counted {
  const program = new AbstractRun(text);
  return count(program, new OptimalSearch(program, NO_BOUNDS));
}

function expectCounts(text: string, interleavings: number | null, traces: number): void {
  if (interleavings !== null) expect(everything(text).runs).toBe(interleavings);
  expect(reduced(text)).toMatchObject({ runs: traces, redundant: 0 });
}

function factorial(n: number): number {
  return n <= 1 ? 1 : n * factorial(n - 1);
}

function choose(n: number, k: number): number {
  return Math.round(factorial(n) / factorial(k) / factorial(n - k));
}

describe("interleavings and traces", () => {
  it.each([
    [2, 1],
    [2, 4],
    [3, 2],
    [4, 1],
  ])("%i threads, %i writes each", (n, k) => {
    const interleavings = factorial(n * k) / factorial(k) ** n;
    expectCounts(independentWrites(n, k), interleavings, 1);
    expectCounts(writesToOneCell(n, k), interleavings, interleavings);
  });

  it.each([1, 2, 3, 4, 5])("one writer and %i readers, and the other way round", (n) => {
    expectCounts(readers(n), factorial(n + 1), 2 ** n);
    expectCounts(writers(n), factorial(n + 1), factorial(n + 1));
  });

  it.each([
    [1, 4],
    [2, 14],
    [3, 50],
    [4, 182],
  ])("two threads, each %i writes and a read", (n, traces) => {
    expect(choose(2 * n + 2, n + 1) - choose(2 * n, n)).toBe(traces);
    expectCounts(writesThenRead(n), choose(2 * n + 2, n + 1), traces);
  });

  it.each([2, 3, 4])("%i threads: add x; add y", (n) => {
    expectCounts(twoAdds(n), factorial(2 * n) / 2 ** n, factorial(n) ** 2);
  });

  it.each([2, 3, 4])("%i threads under one lock", (n) => {
    expectCounts(guardedUpdates(n), factorial(n), factorial(n));
    expect(reduced(guardedUpdates(n)).finals).toEqual({ [n]: factorial(n) });
  });

  it.each([2, 3, 4])("%i threads and a lock that is never released", (n) => {
    expectCounts(neverReleased(n), n, n);
    expect([everything(neverReleased(n)).deadlocked, reduced(neverReleased(n)).deadlocked]).toEqual([n, n]);
  });

  it.each([
    [1, 3, null],
    [2, 35, 5],
    [3, 920, 12],
    [4, 44_300, 28],
    [5, null, 64],
    [10, null, 3328],
  ])("lastzero(%i)", (n, interleavings, traces) => {
    if (traces !== null) expect((n + 3) * 2 ** (n - 2)).toBe(traces);
    if (interleavings !== null) expect(everything(lastZero(n)).runs).toBe(interleavings);
    if (traces !== null) expectCounts(lastZero(n), null, traces);
  });

  it.each([
    [2, 6],
    [3, 168],
    [4, 98_184],
  ])("%i philosophers, left fork first", (n, interleavings) => {
    expect(everything(philosophers(n, false))).toMatchObject({ runs: interleavings, deadlocked: factorial(n) });
    expect(reduced(philosophers(n, false))).toMatchObject({ runs: 2 ** n - 1, deadlocked: 1, redundant: 0 });
  });

  it.each([
    [2, 2],
    [3, 142],
    [4, 64_000],
  ])("%i philosophers, ordered forks", (n, interleavings) => {
    expect(everything(philosophers(n, true))).toMatchObject({ runs: interleavings, deadlocked: 0 });
    expect(reduced(philosophers(n, true))).toMatchObject({ runs: 2 ** n - 2, deadlocked: 0, redundant: 0 });
  });
});

describe("what is remembered", () => {
  it("is what is still to be played from the steps on the way, never what was played", () => {
    for (const [text, traces, planned] of [
      [lostUpdates(2, 3), 328, 30],
      [lostUpdates(2, 4), 3334, 40],
      // The reader's steps race with all writers: the plans are as many as the traces, and each is short.
      [lastZero(7), 320, 2 * 320],
    ] as const) {
      const program = new AbstractRun(text);
      const search = new OptimalSearch(program, NO_BOUNDS);
      expect(count(program, search).runs).toBe(traces);
      expect(search.mostPlanned).toBeLessThan(planned);
    }
  });
});

describe("lost updates", () => {
  it.each([
    [2, 1, 6, 4, 4],
    [2, 2, 70, 64, 34],
    [2, 3, 924, 904, 328],
    [3, 1, 90, 84, 36],
    [3, 2, 34_650, 34_560, 7134],
    [4, 1, 2520, 2496, 576],
  ])("%i threads × %i: %i interleavings, %i wrong, %i traces", (n, k, interleavings, wrong, traces) => {
    const all = everything(lostUpdates(n, k));
    expect([all.runs, all.runs - all.finals[n * k]]).toEqual([interleavings, wrong]);
    const some = reduced(lostUpdates(n, k));
    expect(some).toMatchObject({ runs: traces, redundant: 0 });
    expect(Object.keys(some.finals)).toEqual(Object.keys(all.finals));
  });

  it("2 × 2 ends with 2 in 32 interleavings, 3 in 32, 4 in 6", () => {
    expect(everything(lostUpdates(2, 2)).finals).toEqual({ 2: 32, 3: 32, 4: 6 });
  });
});

describe("preemptions", () => {
  it.each([
    [3, [2, 4, 8, 4, 2]],
    [4, [2, 6, 18, 18, 18, 6, 2]],
  ])("two threads of %i steps have %j interleavings with 0, 1, 2… preemptions", (k, histogram) => {
    expect(everything(independentWrites(2, k)).byPreemptions).toEqual(histogram);
    for (let most = 0; most < histogram.length; most++) {
      const program = new AbstractRun(independentWrites(2, k));
      const search = new EveryInterleaving(program, { maxSteps: 100, maxPreemptions: most });
      expect(count(program, search).byPreemptions).toEqual(histogram.slice(0, most + 1));
      expect(search.leftOut > 0).toBe(most + 1 < histogram.length);
    }
  });
});
