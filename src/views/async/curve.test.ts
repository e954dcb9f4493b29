import { expect, it } from "vitest";
import { bestOf, readCurves } from "./curve.ts";

it("reads a curve for each kind of work, by workers and by what one worker does", () => {
  const [waiting, computing] = readCurves(
    { "waiting 2": 2, "waiting 1": 4, "computing 1": 0.5, "computing 4": 0.25, "computing 2": 0.2, waiting: 9 },
    8,
  );
  expect(waiting).toEqual({
    name: "waiting",
    points: [
      { workers: 1, rate: 2, gain: 1 },
      { workers: 2, rate: 4, gain: 2 },
    ],
  });
  expect(computing.points.map(({ workers, gain }) => [workers, gain])).toEqual([
    [1, 1],
    [2, 2.5],
    [4, 2],
  ]);
  expect(bestOf(computing).workers).toBe(2);
});

it("has none where nothing was measured, or nothing with one worker", () => {
  expect(readCurves(null, 8)).toEqual([]);
  expect(readCurves({ "waiting 2": 1, "computing 1": null, computing: 3 }, 8)).toEqual([]);
});
