import { expect, it } from "vitest";
import { TraceBuilder } from "../../engine/trace/builder.ts";
import { findHeld } from "./held-loop.ts";

/** A task that sleeps the blocking way for so many milliseconds, beside one that awaits. */
function sleeping(ms: number) {
  const builder = new TraceBuilder();
  builder.addThread("MainThread");
  builder.addThread("loop", { kind: "loop" });
  const [a, b] = ["a", "b"].map((name) => builder.addThread(name, { kind: "task" }));
  const loop = builder.addObject("loop", "loop");
  builder.push({ t: 0, thread: b, op: "task-run", object: loop, line: 8 });
  builder.push({ t: 10, thread: b, op: "task-suspend", value: 500, line: 8 });
  builder.push({ t: 20, thread: a, op: "task-run", object: loop, line: 3 });
  builder.push({ t: 30, thread: a, op: "sleep", value: ms, line: 5 });
  builder.push({ t: 30 + ms * 1000, thread: a, op: "wake", line: 5 });
  builder.push({ t: 40 + ms * 1000, thread: a, op: "finish", line: 6 });
  builder.push({ t: 900_000, thread: b, op: "task-run", object: loop, line: 8 });
  return { trace: builder.build(), a };
}

it("names who kept the loop, for how long and at which line", () => {
  const { trace, a } = sleeping(200);
  expect(findHeld(trace, 1000)).toEqual({ task: a, ms: 200.02, seq: 3, line: 5, by: "sleep" });
});

it("calls slow what asyncio calls slow, on the listing's clock", () => {
  expect(findHeld(sleeping(90).trace, 1000)).toBeNull();
  expect(findHeld(sleeping(90).trace, 100)).toMatchObject({ by: "sleep" });
});
