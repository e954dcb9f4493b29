// Searches agree with a linear one, whatever the guess.
import { describe, expect, it } from "vitest";
import { createRandom } from "../base/random.ts";
import { lastAtMost, lastRowAtMost } from "./lanes-search.ts";

describe("searches with a guess", () => {
  it.each(Array.from({ length: 50 }, (_, at) => at + 1))("seed %i", (seed) => {
    const random = createRandom(seed);
    const count = random.below(40);
    const values = Float64Array.from({ length: count }, () => random.below(30)).sort();
    const rows = Int32Array.from({ length: count }, (_, at) => at);
    for (let i = 0; i < 60; i++) {
      const wanted = random.below(34) - 2;
      const guess = random.below(60) - 10;
      const plain = values.findLastIndex((value) => value <= wanted);
      expect(lastAtMost(values, count, wanted, guess)).toBe(plain);
      expect(lastAtMost(values, count, wanted)).toBe(plain);
      expect(lastRowAtMost(rows, count, values, wanted, guess)).toBe(plain);
      expect(lastRowAtMost(rows, count, values, wanted)).toBe(plain);
    }
  });
});
