/** Small records, each with its answer: which are some single order of their accesses, and which part shows that one is not. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRandom } from "../base/random.ts";
import { parseTrace } from "../testing/trace-notation.ts";
import { findSingleOrder } from "./single-order.ts";

const never = (): boolean => false;
const answer = (text: string) => findSingleOrder(parseTrace(text), never);
const EXPLAINED = { explained: true, part: [] };

const CELLS = `object x: cell = 0
object y: cell = 0
thread T0: main
thread A: finished
thread B: finished
T0 spawn -> A
T0 spawn -> B
A start
B start
`;

describe("a record", () => {
  it("is explained by its own order, where that fits", () => {
    expect(answer(`${CELLS}A read x = 0\nA write x = 1\nB read x = 1\nB write x = 2`)).toEqual(EXPLAINED);
  });

  it("is explained by another order within its overlap, where numbers came late", () => {
    // B's write was numbered after A had read what it wrote.
    expect(answer(`${CELLS}A read x = 1\nB write x = 1`)).toEqual(EXPLAINED);
    expect(answer(`${CELLS}A write x = 2\nB read x = 0\nA read x = 2`)).toEqual(EXPLAINED);
  });

  it("is not explained by moving an event past the thread's own ones, or past a moment that is sure", () => {
    const { explained, part } = answer(`${CELLS}A read x = 1\nA read x = 0\nB write x = 1`);
    expect([explained, part]).toEqual([false, [4, 5, 6]]);
    const locked = answer(`object m: lock\n${CELLS}A read x = 1\nB acquire m\nB write x = 1`);
    expect(locked.explained).toBe(false);
  });

  it("of store buffering is not explained, and the read that came too late shows it with the writes of its cell", () => {
    const before = "A write y = 0\nA read y = 0\nB read x = 0\n";
    const weak = `${CELLS}${before}B write y = 1\nA write x = 1\nA read y = 0\nB read x = 0`;
    const { explained, part } = answer(`${weak}\nA write y = 5\nB read y = 5`);
    expect(explained).toBe(false);
    expect(part).toEqual([4, 7, 9]);
    expect(answer(`${CELLS}A write x = 1\nB write y = 1\nA read y = 0\nB read x = 1`)).toEqual(EXPLAINED);
  });

  it("is undecided when time is up", () => {
    const many = Array.from({ length: 400 }, (_, i) => `A write x = ${i}\nB write y = ${i}`).join("\n");
    expect(findSingleOrder(parseTrace(`${CELLS}${many}`), () => true).explained).toBe("undecided");
  });
});

/** Two or three threads on two cells in a known order, then each access numbered later, up to just before the thread's next. */
function perturbed(seed: number, threads: number, length: number): string {
  const random = createRandom(seed);
  const memory: Record<string, number> = { x: 0, y: 0 };
  const moments = Array.from({ length }, (_, moment) => {
    const cell = random.below(2) === 0 ? "x" : "y";
    const writes = random.below(2) === 0;
    if (writes) memory[cell] = moment + 1;
    const thread = "ABC"[random.below(threads)];
    return { thread, moment, text: `${thread} ${writes ? "write" : "read"} ${cell} = ${memory[cell]}` };
  });
  const numbered = moments.map((one, i) => {
    const next = moments.findIndex(({ thread }, j) => j > i && thread === one.thread);
    const end = next < 0 ? length : next;
    return { ...one, number: one.moment + random.fraction() * (end - one.moment) };
  });
  const lines = numbered.sort((a, b) => a.number - b.number).map(({ text }) => text);
  return `object x: cell = 0\nobject y: cell = 0\nthread A: finished\nthread B: finished\nthread C: finished\n${lines.join("\n")}`;
}

describe("a known order", () => {
  it("is found again after its accesses were numbered late", () => {
    fc.assert(
      fc.property(
        fc.nat(1_000_000),
        fc.integer({ min: 2, max: 3 }),
        fc.integer({ min: 2, max: 60 }),
        (seed, threads, n) => {
          expect(answer(perturbed(seed, threads, n))).toEqual(EXPLAINED);
        },
      ),
      { numRuns: 500 },
    );
  });
});
