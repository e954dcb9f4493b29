// What an exploration keeps does not grow with its runs: nothing is remembered of one that is over.
import { describe, expect, it } from "vitest";
import { exploredListing, learntListing } from "../../testing/explored-listing.ts";
import { liveHeapBytes } from "../../testing/live-heap.ts";
import { lostUpdates, writers } from "../../testing/table-listings.ts";
import { Exploration, type ExplorationOrder, type ExploredProgram } from "./exploration.ts";

const WHOLE: ExplorationOrder = {
  search: "exhaustive",
  reduction: "dpor",
  maxRuns: Infinity,
  maxSteps: 1000,
  maxPreemptions: Infinity,
  timeoutMs: Infinity,
  seed: 1,
  depth: 3,
  untilFailure: false,
};

/** Bytes that are in use while it goes on: once an eighth of the runs are over, and when all are. */
function live(program: ExploredProgram, reduction: "none" | "dpor", runs: number): readonly [number, number] {
  let now = 0;
  const exploration = new Exploration(program, { ...WHOLE, reduction }, { nowMs: () => now++, wallMs: () => 0 });
  while (exploration.runs < runs / 8) exploration.advance(1);
  const early = liveHeapBytes();
  while (!exploration.advance(1));
  expect(exploration.runs).toBe(runs);
  return [early, liveHeapBytes()];
}

describe("what is in use grows by less than half a megabyte", () => {
  it.each([
    ["every interleaving of 2 × 5 updates", () => learntListing(lostUpdates(2, 5)), "none", 184_756],
    ["every interleaving of 2 × 4 updates on the simulator", () => exploredListing(lostUpdates(2, 4)), "none", 12_870],
    ["one run of each trace of 8 threads on a cell", () => learntListing(writers(7)), "dpor", 40_320],
  ] as const)("%s", (_, begin, reduction, runs) => {
    const [early, late] = live(begin(), reduction, runs);
    expect(late - early).toBeLessThan(500_000);
  });
});
