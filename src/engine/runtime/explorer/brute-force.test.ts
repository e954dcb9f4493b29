// Every search against plain enumeration, on random programs: same ends, same deadlocks, one run for each trace and none in vain.
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AbstractRun } from "../../testing/abstract-run.ts";
import { bruteForce } from "../../testing/brute-force.ts";
import { randomAbstract } from "../../testing/random-abstract.ts";
import { BoundedSearch } from "./bounded-search.ts";
import { EveryInterleaving } from "./every-interleaving.ts";
import { OptimalSearch } from "./optimal-search.ts";
import type { ScheduleSearch } from "./search.ts";

/** Programs with more interleavings are left out. */
const MOST = 500;

/** The ends that a search comes to, and in how many runs. */
function play(
  program: AbstractRun,
  search: ScheduleSearch,
): { readonly runs: number; readonly ends: readonly string[] } {
  const ends = new Set<number>();
  let runs = 0;
  while (search.next(Infinity) === "run") {
    runs++;
    ends.add(program.end());
    expect(search.ending).toBe("maximal");
  }
  return { runs, ends: describeEnds(program, ends) };
}

function describeEnds(program: AbstractRun, ends: Iterable<number>): readonly string[] {
  return [...ends].map((end) => `${program.ends[end].status}: ${program.ends[end].values}`).toSorted();
}

describe("on random programs", () => {
  it("optimal reduction plays each trace once and misses no end", () => {
    fc.assert(
      fc.property(randomAbstract, (text) => {
        const program = new AbstractRun(text);
        const all = bruteForce(program, MOST);
        fc.pre(all !== null);
        const search = new OptimalSearch(program, { maxSteps: 100, maxPreemptions: Infinity });
        const { runs, ends } = play(program, search);
        expect(ends).toEqual(describeEnds(program, all.ends.keys()));
        expect({ runs, redundant: search.redundant }).toEqual({ runs: all.traces, redundant: 0 });
      }),
      { numRuns: 500 },
    );
  });

  it("with a bound on preemptions, enumeration plays exactly those within it, and reduction misses no end of them", () => {
    fc.assert(
      fc.property(randomAbstract, fc.nat(2), (text, maxPreemptions) => {
        const program = new AbstractRun(text);
        const all = bruteForce(program, MOST, maxPreemptions);
        fc.pre(all !== null);
        const bounds = { maxSteps: 100, maxPreemptions };
        const every = play(program, new EveryInterleaving(program, bounds));
        const ends = describeEnds(program, all.ends.keys());
        expect(every).toEqual({ runs: all.interleavings, ends });
        const reduced = play(program, new BoundedSearch(program, bounds));
        expect(reduced.ends).toEqual(ends);
        expect(reduced.runs).toBeLessThanOrEqual(all.interleavings);
      }),
      { numRuns: 300 },
    );
  });
});
