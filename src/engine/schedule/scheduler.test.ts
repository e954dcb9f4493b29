import { describe, expect, it } from "vitest";
import { roundRobin, runToBlock, seededScheduler } from "./scheduler.ts";

describe("schedulers", () => {
  const counts = (seed: number, choices: readonly number[], steps = 8000) => {
    const choose = seededScheduler(seed);
    const seen = new Map(choices.map((choice) => [choice, 0]));
    for (let step = 0; step < steps; step++) {
      const choice = choose(choices, step, -1);
      seen.set(choice, (seen.get(choice) ?? 0) + 1);
    }
    return [...seen.values()].map((count) => count / steps);
  };

  it.each([1, 2, 3, 42, 4_294_967_295])("seed %i gives every choice the same chance", (seed) => {
    // Three standard deviations of 8000 draws are less than 0.017.
    for (const share of counts(seed, [2, 4, 6, 8])) expect(share).toBeCloseTo(0.25, 1.5);
  });

  it("two seeds are two orders, and one seed is one", () => {
    const order = (seed: number) => Array.from({ length: 40 }, (_, step) => seededScheduler(seed)([2, 4], step, -1));
    expect(order(5)).toEqual(order(5));
    expect(order(5)).not.toEqual(order(6));
    expect(order(5)).not.toEqual(order(5).map((choice) => 6 - choice));
  });

  it("ends a timed wait only now and then while others can go", () => {
    const [waits, goes] = counts(1, [3, 4]);
    expect(waits).toBeGreaterThan(0.04);
    expect(waits).toBeLessThan(0.09);
    expect(goes).toBeGreaterThan(0.9);
    expect(seededScheduler(1)([3], 0, -1)).toBe(3);
    const [first, second] = counts(1, [3, 5]);
    expect(first + second).toBe(1);
    expect(first).toBeCloseTo(0.5, 1);
  });

  it("round robin goes by thread id, and past who can only give up", () => {
    const choose = roundRobin();
    expect([-1, 1, 2, 3].map((last) => choose([2, 4, 6], 0, last))).toEqual([2, 4, 6, 2]);
    expect(choose([2, 5], 0, 1)).toBe(2);
    expect(choose([3, 5], 0, 1)).toBe(5);
  });

  it("run to block stays with one thread as long as it can", () => {
    const choose = runToBlock();
    expect([choose([2, 4], 0, 2), choose([2, 4], 0, 1), choose([2, 5], 0, 2), choose([4, 6], 0, 1)]).toEqual([
      4, 2, 2, 4,
    ]);
  });
});
