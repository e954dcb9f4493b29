import { describe, expect, it } from "vitest";
import { TraceBuilder } from "../../engine/trace/builder.ts";
import type { Trace } from "../../engine/trace/trace.ts";
import type { LoopEntry, LoopState } from "./loop-state.ts";
import { LoopStates } from "./loop-state.ts";

const MAIN = 0;
const LOOP = 1;
const A = 2;
const B = 3;

/** main: gather(a(), b()); a sleeps 2 s, b lets others run, sleeps 3 s. */
function gathering(): { readonly trace: Trace; readonly at: (what: string) => LoopState } {
  const builder = new TraceBuilder();
  builder.addThread("MainThread");
  builder.addThread("loop", { kind: "loop" });
  for (const name of ["a", "b"]) builder.addThread(name, { kind: "task" });
  const loop = builder.addObject("loop", "loop");
  const names = new Map<string, number>();
  const push = (name: string, event: Parameters<TraceBuilder["push"]>[0]) => names.set(name, builder.push(event));
  push("before", { thread: MAIN, op: "start" });
  push("a created", { thread: MAIN, op: "task-create", object: loop, other: A });
  push("b created", { thread: MAIN, op: "task-create", object: loop, other: B });
  push("loop", { thread: MAIN, op: "switch", other: LOOP });
  push("a runs", { thread: A, op: "task-run", object: loop, line: 5 });
  push("a timer", { t: 1000, thread: A, op: "timer-set", object: loop, key: 1, value: 3000 });
  push("a sleeps", { thread: A, op: "task-suspend", value: 3000, line: 5 });
  push("b runs", { thread: B, op: "task-run", object: loop });
  push("b lets go", { thread: B, op: "task-suspend" });
  push("b again", { thread: B, op: "task-run", object: loop });
  push("b timer", { t: 2000, thread: B, op: "timer-set", object: loop, key: 2, value: 2000 });
  push("b sleeps", { thread: B, op: "task-suspend", value: 2000 });
  push("asleep", { thread: LOOP, op: "select-wait", object: loop });
  push("awake", { t: 2_002_000, thread: LOOP, op: "select-return", object: loop });
  push("fires", { thread: LOOP, op: "timer-fire", object: loop, key: 2 });
  push("b woken", { thread: LOOP, op: "task-wake", other: B });
  push("b last", { thread: B, op: "task-run", object: loop });
  push("b done", { thread: B, op: "finish" });
  const trace = builder.build();
  const states = new LoopStates(trace, 1000);
  return {
    trace,
    at(what) {
      const [state] = states.at(names.get(what) as number);
      return state;
    },
  };
}

const written = (entries: readonly LoopEntry[]) =>
  entries.map((entry) => (entry.kind === "task" ? "-?ab"[entry.task] : entry.kind)).join(" ");

describe("a loop read off the trace", () => {
  it("takes tasks up in the order in which they came", () => {
    const { at } = gathering();
    expect(written(at("b created").ready)).toBe("a b");
    expect(at("a runs")).toMatchObject({ current: { kind: "task", task: A }, switches: 1 });
    expect(written(at("a runs").ready)).toBe("b");
    expect(written(at("b lets go").ready)).toBe("b");
    expect(at("b lets go").current).toBeNull();
  });

  it("keeps timers by their moments, and who sleeps by them", () => {
    const { at } = gathering();
    expect(at("b sleeps").timers.map(({ number }) => number)).toEqual([2, 1]);
    expect(at("b sleeps").waiting.map(({ task, sleepMs }) => [task, sleepMs])).toEqual([
      [A, 3000],
      [B, 2000],
    ]);
    expect([at("asleep").asleep, at("asleep").lane]).toEqual([true, LOOP]);
  });

  it("makes a task ready by its timer, and done at its end", () => {
    const { at } = gathering();
    expect(written(at("fires").ready)).toBe("timer");
    expect(written(at("b woken").ready)).toBe("b");
    expect(at("b woken").timers.map(({ number }) => number)).toEqual([1]);
    expect(at("b done")).toMatchObject({ current: null, finished: 1, switches: 4 });
  });

  it("is the same wherever one comes from", () => {
    const { trace } = gathering();
    const forward = new LoopStates(trace, 1000);
    const seen = Array.from({ length: trace.count }, (_, seq) => JSON.stringify(forward.at(seq)));
    const backward = new LoopStates(trace, 1000);
    for (let seq = trace.count - 1; seq >= 0; seq--) expect(JSON.stringify(backward.at(seq))).toBe(seen[seq]);
  });

  it("is found quickly in a run of many switches", () => {
    const builder = new TraceBuilder();
    builder.addThread("MainThread");
    builder.addThread("loop", { kind: "loop" });
    const task = builder.addThread("a", { kind: "task" });
    const loop = builder.addObject("loop", "loop");
    builder.push({ thread: MAIN, op: "task-create", object: loop, other: task });
    for (let turn = 0; turn < 50_000; turn++) {
      builder.push({ thread: task, op: "task-run", object: loop });
      builder.push({ thread: task, op: "task-suspend" });
    }
    const states = new LoopStates(builder.build(), 1000);
    expect(states.at(100_000)[0].switches).toBe(50_000);
    expect(states.at(49_999)[0].switches).toBe(25_000);
    expect(states.at(2)[0]).toMatchObject({ switches: 1, current: null });
  });
});
