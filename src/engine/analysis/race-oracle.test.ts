/**
 * The race detector against an oracle that knows neither clocks nor edges: all interleavings of random small listings, with the accesses that meet in
 * some state. In each run what is told must be able to meet (no false alarm), and what came one right after the other must be told (no miss);
 * over all runs together exactly what meets is told.
 */
import { describe, expect, it } from "vitest";
import { createRandom } from "../base/random.ts";
import { findMeetings, pairName } from "../testing/meetings.ts";
import { orderingListing } from "../testing/ordering-listings.ts";
import { simulate } from "../testing/exhaust.ts";
import { printTrace } from "../testing/trace-notation.ts";
import { objectName } from "../trace/names.ts";
import type { Trace } from "../trace/trace.ts";
import { findRacePairs } from "./data-races.ts";

const PROGRAMS = Number(process.env.ORACLE_PROGRAMS ?? 20);
const FIRST = Number(process.env.ORACLE_FIRST ?? 0);
const MOST_RUNS = Number(process.env.ORACLE_RUNS ?? 40);

function racesOf(trace: Trace): Set<string> {
  return new Set(
    findRacePairs(trace).map(({ object, rows }) =>
      pairName(
        objectName(trace, object),
        rows.map((row) => ({ thread: trace.thread[row], line: trace.line[row] })),
      ),
    ),
  );
}

describe("in all runs of random listings with every primitive", () => {
  it("exactly what can meet is told", () => {
    let played = 0;
    let runs = 0;
    let withRaces = 0;
    for (let seed = FIRST; seed < FIRST + PROGRAMS; seed++) {
      const random = createRandom(seed);
      const listing = orderingListing(random, 1 + random.below(3));
      const told = new Set<string>();
      const seen: { readonly trace: Trace; readonly races: ReadonlySet<string> }[] = [];
      const simulation = simulate(listing, { record: true, aloneSteps: true, heapBytes: 4 * 1024 * 1024 });
      const meetings = findMeetings(simulation, MOST_RUNS, ({ trace, neighbours }) => {
        const races = racesOf(trace);
        for (const pair of races) told.add(pair);
        for (const pair of neighbours)
          if (!races.has(pair)) expect.fail(`seed ${seed}: missed ${pair}\n${listing}\n${printTrace(trace)}`);
        seen.push({ trace, races });
      });
      if (meetings === null) continue;
      for (const { trace, races } of seen)
        for (const pair of races)
          if (!meetings.pairs.has(pair))
            expect.fail(`seed ${seed}: false alarm ${pair}\n${listing}\n${printTrace(trace)}`);
      expect([...told].toSorted(), `seed ${seed}\n${listing}`).toEqual([...meetings.pairs].toSorted());
      played++;
      runs += meetings.runs;
      if (told.size > 0) withRaces++;
    }
    if (process.env.ORACLE_PROGRAMS !== undefined) console.log({ played, runs, withRaces });
    expect(played).toBeGreaterThan(PROGRAMS / 3);
  }, 600_000);
});
