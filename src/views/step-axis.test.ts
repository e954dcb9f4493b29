// A run in the simulator has an axis of steps; a run on real threads has one of time.

import { expect, it } from "vitest";
import { STEP_US } from "../engine/program/stepping.ts";
import { stepAxisOf } from "./step-axis.ts";

const trace = { time: Float64Array.of(0, 0, STEP_US, STEP_US + 1, 2 * STEP_US) };

it("stands at the step of the event that the playhead is at, with room for all steps", () => {
  const axis = (playhead: number) => stepAxisOf({ engine: "simulator", steps: 2 }, trace, playhead);
  expect([-1, 0, 1, 2, 3, 4].map((playhead) => axis(playhead)?.at)).toEqual([0, 0, 0, 1, 1, 2]);
  expect(axis(4)).toMatchObject({ unit: STEP_US, room: 2 });
});

it("is not there for a run on real threads", () => {
  expect(stepAxisOf({ engine: "threads", steps: null }, trace, 3)).toBeUndefined();
});
