import { expect, it } from "vitest";
import { TraceBuilder } from "../../engine/trace/builder.ts";
import { buildIndex } from "../../engine/trace/lanes.ts";
import { toSmallLanes } from "./small-lanes.ts";

it("draws who is busy when, on an axis that others share", () => {
  const builder = new TraceBuilder();
  const thread = builder.addThread("MainThread");
  builder.push({ t: 0, thread, op: "start" });
  builder.push({ t: 100_000, thread, op: "sleep", value: 200 });
  builder.push({ t: 300_000, thread, op: "wake" });
  builder.push({ t: 400_000, thread, op: "finish" });
  const [lane] = toSmallLanes(buildIndex(builder.build({ elapsedMs: 400 })), 800_000);
  expect(lane.bars.map(({ kind, from, to }) => [kind, from.toFixed(3), to.toFixed(3)])).toEqual([
    ["busy", "0.000", "0.125"],
    ["idle", "0.125", "0.375"],
    ["busy", "0.375", "0.500"],
  ]);
});

it("costs no more than the width, however often a lane changes", () => {
  const builder = new TraceBuilder();
  const thread = builder.addThread("MainThread");
  builder.push({ t: 0, thread, op: "start" });
  for (let turn = 1; turn < 20_000; turn++)
    builder.push({ t: turn * 10, thread, op: turn % 2 === 1 ? "sleep" : "wake" });
  const [lane] = toSmallLanes(buildIndex(builder.build()), 200_000);
  expect(lane.bars.length).toBeLessThanOrEqual(500);
});
