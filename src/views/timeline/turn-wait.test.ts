/** Why a lane inside a thread does not run, at each event of a run of generators, of greenlets, and of an event loop. */
import { describe, expect, it } from "vitest";
import { parseTrace } from "../../engine/testing/trace-notation.ts";
import type { ThreadId } from "../../engine/base/ids.ts";
import { buildIndex } from "../../engine/trace/lanes.ts";
import type { Trace } from "../../engine/trace/trace.ts";
import { laneStatus } from "./lane-status.ts";
import { textsFor } from "./texts.ts";

/** The words beside each lane after each event; `parents` says which lane runs inside which. */
function heads(
  text: string,
  parents: Readonly<Record<ThreadId, ThreadId>>,
  language: "en" | "zh-CN" = "en",
): string[][] {
  const parsed = parseTrace(text);
  const trace: Trace = {
    ...parsed,
    threads: parsed.threads.map((one) => (parents[one.id] === undefined ? one : { ...one, parent: parents[one.id] })),
  };
  const { lanes } = buildIndex(trace);
  return Array.from({ length: trace.count }, (_, seq) =>
    lanes.map((lane) => laneStatus(trace, lane, seq, trace.time[seq], textsFor(language)).text),
  );
}

describe("a lane that has not the turn", () => {
  it("of generators: was not asked, waits for what another yields", () => {
    const text = `
thread MainThread: main
thread job: generator
MainThread start
MainThread switch -> job :9
job start :2
job yield -> MainThread :3
MainThread send -> job = 5 :10
job finish -> MainThread :4
MainThread finish
`;
    expect(heads(text, { 1: 0 })).toEqual([
      ["running", "waits to be asked for its first value"],
      ["waits for what job yields", "running"],
      ["waits for what job yields", "running · line 2"],
      ["running · line 9", "waits to be asked for its next value"],
      ["waits for what job yields", "running · line 3"],
      ["running · line 10", "finished"],
      ["finished", "finished"],
    ]);
    expect(heads(text, { 1: 0 }, "zh-CN")[3]).toEqual(["运行 · 第 9 行", "等着被要下一个值"]);
  });

  it("of an event loop: its timer, what it awaits, its place in the queue, and the loop while a task runs", () => {
    const text = `
thread MainThread: main
thread loop: loop
thread first: task
thread tea: task
object gather: future
MainThread start
MainThread switch -> loop :20
loop start
loop task-create -> first
first start :12
first task-create -> tea :13
first task-suspend gather :13
tea start :5
tea task-suspend = 2000 :6
loop select-wait
`;
    const at = heads(text, { 1: 0, 2: 1, 3: 1 });
    expect(at[5]).toEqual([
      "waits until the event loop has ended",
      "waits while first runs",
      "running · line 13",
      "ready: waits until the loop takes it",
    ]);
    expect(at[8]).toEqual([
      "waits until the event loop has ended",
      "running",
      "waits for gather",
      "sleeps until its timer ends",
    ]);
    expect(at[9][1]).toBe("no task is ready: waits for a timer or a message");
  });

  it("of greenlets: nobody has switched to it", () => {
    const text = `
thread MainThread: main
thread a: greenlet
thread b: greenlet
MainThread start
MainThread switch -> a :9
a start :2
a switch -> b :3
b start :5
`;
    expect(heads(text, { 1: 0, 2: 0 }).slice(2)).toEqual([
      ["waits until somebody switches to it", "running · line 2", "waits until somebody first switches to it"],
      ["waits until somebody switches to it", "waits until somebody switches to it", "running"],
      ["waits until somebody switches to it", "waits until somebody switches to it", "running · line 5"],
    ]);
  });
});
