import { describe, expect, it } from "vitest";
import { eventsOfStep, stepOfEvent } from "./steps.ts";

/** Set-up: events 0 to 3; step 1: 4; step 2: 5, 6; step 3: 7. */
const LAST = Int32Array.from([3, 4, 6, 7]);

describe("events and steps", () => {
  it("every event belongs to the step after which it has happened", () => {
    expect([-1, 0, 3, 4, 5, 6, 7].map((seq) => stepOfEvent(LAST, seq))).toEqual([0, 0, 0, 1, 2, 2, 3]);
  });

  it("an event behind the last belongs to the last step", () => {
    expect(stepOfEvent(LAST, 99)).toBe(3);
  });

  it("a step's events are those it made; step 0 is the set-up", () => {
    expect([0, 1, 2, 3].map((step) => eventsOfStep(LAST, step))).toEqual([
      { from: 0, to: 4 },
      { from: 4, to: 5 },
      { from: 5, to: 7 },
      { from: 7, to: 8 },
    ]);
  });

  it("a run without events has none in its set-up", () => {
    expect(eventsOfStep(Int32Array.from([-1]), 0)).toEqual({ from: 0, to: 0 });
  });
});
