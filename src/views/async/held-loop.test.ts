import { expect, it } from "vitest";
import type { Finding } from "../../engine/program/report.ts";
import { TraceBuilder } from "../../engine/trace/builder.ts";
import { findHeld } from "./held-loop.ts";

const A = 2;
const B = 3;

/** A task that sleeps the blocking way for 200 ms, beside one that awaits. */
function sleeping() {
  const builder = new TraceBuilder();
  builder.addThread("MainThread");
  builder.addThread("loop", { kind: "loop" });
  for (const name of ["a", "b"]) builder.addThread(name, { kind: "task" });
  const loop = builder.addObject("loop", "loop");
  builder.push({ t: 0, thread: B, op: "task-run", object: loop, line: 8 });
  builder.push({ t: 10, thread: B, op: "task-suspend", value: 500, line: 8 });
  builder.push({ t: 20, thread: A, op: "task-run", object: loop, line: 3 });
  builder.push({ t: 30, thread: A, op: "sleep", value: 200, line: 5 });
  builder.push({ t: 200_030, thread: A, op: "wake", line: 5 });
  builder.push({ t: 200_040, thread: A, op: "finish", line: 6 });
  builder.push({ t: 900_000, thread: B, op: "task-run", object: loop, line: 8 });
  return builder.build();
}

const blocked = (part: Partial<Finding>): Finding => ({
  kind: "blocked-event-loop",
  message: "",
  threads: [A],
  objects: [],
  lines: [5],
  events: [2, 3, 5],
  count: 1,
  ...part,
});

it("names who kept the loop, for how long, at which line and by what", () => {
  expect(findHeld(sleeping(), [blocked({})])).toEqual({ task: A, ms: 200.02, seq: 3, line: 5, by: "sleep" });
});

it("takes the longest of several, and says nothing where no loop was blocked", () => {
  expect(findHeld(sleeping(), [blocked({ events: [0, 0, 1], lines: [8] }), blocked({})])?.line).toBe(5);
  expect(findHeld(sleeping(), [blocked({ kind: "misuse" })])).toBeNull();
});

it("knows the browser's own loop by the two events of who had to wait", () => {
  const held = findHeld(sleeping(), [blocked({ threads: [A, B], events: [1, 6], lines: [3] })]);
  expect(held).toMatchObject({ task: A, line: 3, by: "script" });
});
