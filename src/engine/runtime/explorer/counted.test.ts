// Listings of every shape against a count by hand.
import { describe, expect, it } from "vitest";
import { COUNTED } from "../../testing/counted/index.ts";
import { countByHand } from "../../testing/counted/count-by-hand.ts";
import { learntListing } from "../../testing/explored-listing.ts";
import type { SimulationSettings } from "../stepped/settings.ts";
import { Exploration, type ExplorationOrder } from "./exploration.ts";

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

function explore(source: string, reduction: "none" | "dpor", settings: Partial<SimulationSettings> = {}) {
  const exploration = new Exploration(
    learntListing(source, settings),
    { ...WHOLE, reduction },
    { nowMs: () => 0, wallMs: () => 0 },
  );
  while (!exploration.advance(1));
  const { runs, deadlocks, complete, redundant } = exploration.state();
  return { runs, deadlocks, complete, redundant };
}

describe("counts", () => {
  it.each(COUNTED)("$name", ({ listing, begin, settings }) => {
    const { interleavings, traces, deadlocked, deadlockedTraces } = countByHand(begin);
    const rest = { complete: true, redundant: 0 };
    expect({ none: explore(listing, "none", settings), dpor: explore(listing, "dpor", settings) }).toEqual({
      none: { runs: interleavings, deadlocks: deadlocked, ...rest },
      dpor: { runs: traces, deadlocks: deadlockedTraces, ...rest },
    });
  });
});
