/** What clocks say in a stepped run: computing takes no time, a reading takes a microsecond, and that is no choice. */
import { describe, expect, it } from "vitest";
import { exhaust, simulate } from "../../testing/exhaust.ts";
import { exploredListing } from "../../testing/explored-listing.ts";
import { bruteForce } from "../../testing/brute-force.ts";
import { GLOBALS_BASE } from "../../memory/layout.ts";
import type { Simulation } from "./simulation.ts";
import { readerOf } from "./simulation-reader.ts";

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

  it("goes on faster and faster for who only polls it, and a second comes after some thousand readings", () => {
    for (const [until, most] of [
      ["time.sleep(0)", 3000],
      ["pass", 3000],
      ["time.sleep(0.5)", 10],
    ] as const) {
      const source = `
import time
times = 0
end = time.time() + 1
while time.time() < end:
    times += 1
    ${until}
over = time.time() - end
`;
      const simulation = simulate(source);
      expect(simulation.status).toBe("finished");
      const { program, memory } = simulation;
      const slotOf = (name: string) => GLOBALS_BASE + (program.slots.find((one) => one.name === name)?.slot ?? 0);
      const times = memory.load(slotOf("times")) >> 1;
      expect(times).toBeGreaterThan(1);
      expect(times).toBeLessThan(most);
      expect(Number(readerOf(simulation).value(memory.load(slotOf("over"))).plain)).toBeLessThan(0.01);
    }
  });

  it("says the same again from any step that one goes back to", () => {
    const simulation = simulate(`
import asyncio, time
async def main():
    end = time.monotonic() + 1
    while time.monotonic() < end:
        await asyncio.sleep(0)
asyncio.run(main())
`);
    const take = (steps: number): number => {
      for (let step = 0; step < steps; step++) simulation.take(simulation.choices()[0]);
      return simulation.threads[0].clockMs;
    };
    take(250);
    const mark = simulation.mark();
    const after = take(40);
    simulation.backTo(mark);
    expect(take(40)).toBe(after);
    const image = simulation.capture();
    const later = take(40);
    simulation.load(image);
    expect(take(40)).toBe(later);
    while (simulation.status === null) take(1);
    expect(simulation.steps).toBeLessThan(3000);
  });

  it("adds no choice and no dependence: two updates and a write each", () => {
    const all = bruteForce(exploredListing(READERS));
    expect([all?.interleavings, all?.traces]).toEqual([20, 4]);
  });
});
