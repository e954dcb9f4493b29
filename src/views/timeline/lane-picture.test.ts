// What of a lane is laid out, on small traces by hand and on synthetic ones by law: bounded by the plot, without gap or
// overlap, shares that add up.
import { describe, expect, it } from "vitest";
import { createRandom } from "../../engine/base/random.ts";
import { SPAN_STATES } from "../../engine/trace/index-types.ts";
import { buildIndex } from "../../engine/trace/lanes.ts";
import { eventPhrase } from "./event-words.ts";
import { bank, crowd, mixed, race } from "./dev/synthetic-traces.ts";
import { layOutHoldings } from "./holding-picture.ts";
import { layOutLane } from "./lane-picture.ts";
import { textsFor } from "./texts.ts";
import { createTimeScale } from "./time-scale.ts";

const WIDTH = 600;

describe("a lane that fits", () => {
  const { trace } = mixed();
  const index = buildIndex(trace);
  const bob = index.lanes[2];

  it("has a box for each event while it runs and a bar for each wait", () => {
    const scale = createTimeScale({ start: 0, end: 1000 }, WIDTH);
    const { pieces, columns } = layOutLane(trace, bob, scale);
    const told = pieces.map(({ kind, x, end, state, first }) => {
      const event = eventPhrase(trace, bob.events[first], textsFor("en"));
      return `${kind} ${SPAN_STATES[state]} ${Math.round(scale.toTime(x))}–${Math.round(scale.toTime(end))} ${event}`;
    });
    expect(columns.x).toEqual([]);
    expect(told).toEqual([
      "box running 75–240 start",
      "bar blocked 240–430 wait for lock_a (line 12)",
      "box running 430–540 acquire lock_a (line 12)",
      "box running 540–700 acquire lock_b (line 13)",
      "box running 700–900 write count 2 (line 14)",
      "box running 900–960 release lock_b (line 15)",
      "box running 960–1000 release lock_a (line 16)",
    ]);
  });

  it("shows what is held, at its depth", () => {
    const scale = createTimeScale({ start: 0, end: 1000 }, 1000);
    const held = bob.holdings.map((holdings) =>
      layOutHoldings(trace, holdings, scale).map(
        ({ x, end, object }) => `${trace.objects[object].name} ${Math.round(x)}–${Math.round(end)}`,
      ),
    );
    expect(held).toEqual([["lock_a 430–960"], ["lock_b 540–900"]]);
  });
});

describe("a lane from afar", () => {
  it("is one dense piece where thousands of events lie in each pixel", () => {
    const { trace } = race(100_000);
    const index = buildIndex(trace);
    const { pieces } = layOutLane(
      trace,
      index.lanes[1],
      createTimeScale({ start: index.start, end: index.end }, WIDTH),
    );
    expect(pieces.length).toBeLessThan(10);
    expect(pieces.some(({ kind }) => kind === "dense")).toBe(true);
  });

  it("is columns of shares where its spans are narrower than a pixel", () => {
    const { trace } = race(100_000, true);
    const index = buildIndex(trace);
    const { columns } = layOutLane(
      trace,
      index.lanes[1],
      createTimeScale({ start: index.start, end: index.end }, WIDTH),
    );
    expect(columns.x.length).toBeGreaterThan(WIDTH / 2);
    for (let at = 2; at < columns.x.length - 2; at++) {
      let sum = 0;
      for (let state = 0; state < SPAN_STATES.length; state++) sum += columns.share[at * SPAN_STATES.length + state];
      expect(sum).toBeCloseTo(1, 4);
    }
  });

  it("keeps its columns where they are when it is panned by whole columns", () => {
    const { trace } = race(20_000, true);
    const index = buildIndex(trace);
    const length = 1024;
    const shares = (start: number) =>
      layOutLane(trace, index.lanes[1], createTimeScale({ start, end: start + length }, 256)).columns.share;
    const here = shares(2048);
    const there = shares(2048 + 4 * 16);
    expect(Array.from(there.subarray(0, 60))).toEqual(
      Array.from(here.subarray(16 * SPAN_STATES.length, 16 * SPAN_STATES.length + 60)),
    );
  });
});

describe("laws for any view", () => {
  const traces = [bank(), mixed(), crowd(6, 20), race(5000), race(5000, true)].map(({ trace }) => ({
    trace,
    index: buildIndex(trace),
  }));

  it.each(Array.from({ length: 40 }, (_, at) => at + 1))("seed %i", (seed) => {
    const random = createRandom(seed);
    const { trace, index } = traces[random.below(traces.length)];
    const start = index.start + (random.fraction() * 1.2 - 0.1) * (index.end - index.start);
    const scale = createTimeScale(
      { start, end: start + (index.end - index.start) * random.fraction() ** 6 + 0.1 },
      WIDTH,
    );
    for (const lane of index.lanes) {
      const { pieces, columns } = layOutLane(trace, lane, scale, 1 + random.below(3));
      expect(pieces.length + columns.x.length).toBeLessThan(WIDTH * 2.2);
      const all = [
        ...pieces.map(({ x, end }) => ({ x, end })),
        ...columns.x.map((x, at) => ({ x, end: columns.end[at] })),
      ].sort((a, b) => a.x - b.x || a.end - b.end);
      const from = Math.max(0, scale.toX(lane.start));
      const to = Math.min(WIDTH, scale.toX(lane.end));
      if (to - from > 0.01) {
        expect(all[0].x).toBeCloseTo(from, 3);
        expect(all[all.length - 1].end).toBeCloseTo(to, 3);
      }
      for (let at = 1; at < all.length; at++) expect(Math.abs(all[at].x - all[at - 1].end)).toBeLessThan(0.01);
      for (const holdings of lane.holdings) {
        const held = layOutHoldings(trace, holdings, scale);
        expect(held.length).toBeLessThan(WIDTH);
        for (let at = 1; at < held.length; at++) expect(held[at].x).toBeGreaterThanOrEqual(held[at - 1].end - 0.01);
      }
    }
  });
});
