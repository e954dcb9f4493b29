/** What clocks say in a stepped run: computing takes no time, a reading takes a microsecond, and that is no choice. */
import { describe, expect, it } from "vitest";
import { exhaust, simulate } from "../../testing/exhaust.ts";
import { exploredListing } from "../../testing/explored-listing.ts";
import { bruteForce } from "../../testing/brute-force.ts";
import { GLOBALS_BASE } from "../../memory/layout.ts";
import type { Simulation } from "./simulation.ts";

const READERS = `
import threading, time
x = 0
took = [0, 0]
def work(i):
    global x
    begin = time.perf_counter()
    x += 1
    took[i] = round((time.perf_counter() - begin) * 1e6)
    1 / (time.time() - time.time())
ts = [threading.Thread(target=work, args=(i,)) for i in range(2)]
for t in ts: t.start()
for t in ts: t.join()
both = took[0] * 10 + took[1]
`;

function both({ program, memory }: Simulation): string {
  const slot = program.slots.find(({ name }) => name === "both")?.slot ?? 0;
  return String(memory.load(GLOBALS_BASE + slot) >> 1);
}

describe("virtual time", () => {
  it("goes on by a microsecond at each reading, in whatever order threads go", () => {
    const { ends, outcomes } = exhaust(simulate(READERS), both);
    expect(ends).toEqual({ finished: 20 });
    expect(outcomes).toEqual({ 11: 20 });
  });

  it("adds no choice and no dependence: two updates and a write each", () => {
    const all = bruteForce(exploredListing(READERS));
    expect([all?.interleavings, all?.traces]).toEqual([20, 4]);
  });
});
