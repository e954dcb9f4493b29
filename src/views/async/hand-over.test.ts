import { describe, expect, it } from "vitest";
import { TraceBuilder } from "../../engine/trace/builder.ts";
import type { LoopSnapshot } from "../../engine/trace/snapshot.ts";
import type { Trace } from "../../engine/trace/trace.ts";
import { speechFor } from "../shared/use-words.ts";
import { describeHandOver } from "./hand-over.ts";
import { asyncSpeech } from "./use-async-words.ts";

const LOOP = 1;
const MAIN_TASK = 2;
const B = 3;

/** main's task awaits gather. */
function awaiting(): Trace {
  const builder = new TraceBuilder();
  builder.addThread("MainThread");
  builder.addThread("event loop", { kind: "loop" });
  for (const name of ["Task-1 (main)", "Task-2 (b)"]) builder.addThread(name, { kind: "task" });
  const gather = builder.addObject("gather", "future");
  builder.push({ thread: MAIN_TASK, op: "task-suspend", object: gather, line: 3 });
  builder.push({ thread: MAIN_TASK, op: "print", value: "x\n" });
  const trace = builder.build();
  const parents = new Map([
    [LOOP, 0],
    [MAIN_TASK, LOOP],
    [B, LOOP],
  ]);
  return { ...trace, threads: trace.threads.map((one) => ({ ...one, parent: parents.get(one.id) })) };
}

const loop = (ready: LoopSnapshot["ready"]): LoopSnapshot => ({
  id: LOOP,
  name: "event loop",
  current: null,
  asleep: false,
  ready,
  messages: [],
  timers: [],
  tasks: [],
});

describe("what happens at the playhead", () => {
  const english = asyncSpeech(speechFor("en"));
  const says = (seq: number, ready: LoopSnapshot["ready"]) =>
    describeHandOver(english, awaiting(), { seq, loops: [loop(ready)] });

  it("names who comes next where a task gives way", () => {
    expect(says(0, [{ task: B, name: "" }])).toMatch(/^Task-1 \(main\) awaits gather .*: .* next ready one, b$/);
    expect(says(0, [{ task: null, name: "on_done" }])).toMatch(/on_done$/);
    expect(says(0, [])).toContain("nobody is ready");
  });

  it("is the event's own sentence elsewhere, and nothing before the first", () => {
    expect(says(1, [{ task: B, name: "" }])).not.toContain("next ready");
    expect(says(-1, [])).toBe("");
  });
});
