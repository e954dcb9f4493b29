// The viewport keeps its rule whatever it is asked for.
import { describe, expect, it } from "vitest";
import { createRandom } from "../../engine/base/random.ts";
import { createMotion, TRAVEL_MS } from "./motion.ts";
import { around, boundsOf, clampViewport, lengthOf, panBy, revealMoment, SHORTEST_US, zoomAt } from "./viewport.ts";

const bounds = boundsOf(0, 1000);

describe("viewport", () => {
  it("leaves room on either side of a run, and has some even for a run of no length", () => {
    expect(bounds.start).toBeLessThan(0);
    expect(bounds.end).toBeGreaterThan(1000);
    expect(lengthOf(boundsOf(5, 5))).toBeGreaterThan(0);
  });

  it("zooms about the moment under the pointer", () => {
    const view = { start: 200, end: 600 };
    const closer = zoomAt(view, 4, 300, bounds);
    expect(lengthOf(closer)).toBeCloseTo(100);
    expect((300 - closer.start) / lengthOf(closer)).toBeCloseTo(0.25);
  });

  it("stops at the bounds and at the closest look", () => {
    expect(panBy({ start: 0, end: 100 }, -50, bounds).start).toBe(bounds.start);
    expect(zoomAt({ start: 0, end: 100 }, 1e-9, 50, bounds)).toEqual(bounds);
    expect(lengthOf(zoomAt({ start: 0, end: 100 }, 1e12, 50, bounds))).toBeCloseTo(SHORTEST_US, 6);
  });

  it("reveals by the smallest pan", () => {
    const view = { start: 100, end: 200 };
    expect(revealMoment(view, 150, bounds)).toBe(view);
    const later = revealMoment(view, 400, bounds);
    expect(lengthOf(later)).toBeCloseTo(100);
    expect(later.end).toBeGreaterThan(400);
    expect(revealMoment(view, 20, bounds).start).toBeLessThan(20);
  });

  it.each(Array.from({ length: 30 }, (_, at) => at + 1))("stays within its bounds: seed %i", (seed) => {
    const random = createRandom(seed);
    let view = bounds;
    for (let step = 0; step < 60; step++) {
      const moment = random.fraction() * 1200 - 100;
      const wild = { start: moment, end: moment + random.fraction() * 2000 - 500 };
      view = [
        panBy(view, random.fraction() * 4 - 2, bounds),
        zoomAt(view, random.fraction() * 5 + 0.01, moment, bounds),
        around(moment, moment + 10, bounds),
        clampViewport(wild, bounds),
      ][random.below(4)];
      expect(view.start).toBeGreaterThanOrEqual(bounds.start - 1e-6);
      expect(view.end).toBeLessThanOrEqual(bounds.end + 1e-6);
      expect(lengthOf(view)).toBeGreaterThan(SHORTEST_US * 0.99);
    }
  });
});

describe("motion", () => {
  it("begins where the view is and ends where it should", () => {
    const from = { start: 0, end: 1000 };
    const to = { start: 300, end: 301 };
    const motion = createMotion(from, to, 5000, TRAVEL_MS);
    expect(motion.at(5000).start).toBeCloseTo(0, 6);
    expect(motion.at(5000 + TRAVEL_MS)).toBe(to);
    const middle = lengthOf(motion.at(5000 + TRAVEL_MS / 2));
    expect(middle).toBeGreaterThan(1);
    expect(middle).toBeLessThan(1000);
  });
});
