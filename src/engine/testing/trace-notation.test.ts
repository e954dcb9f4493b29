import { describe, expect, it } from "vitest";
import { events } from "../trace/event.ts";
import { parseTrace, printEvents, printTrace } from "./trace-notation.ts";

describe("trace notation", () => {
  it("reads events with objects, keys, values, threads, flags, lines and times", () => {
    const trace = parseTrace(`
      object count: cell = 0
      main spawn -> T1 :9
      T1 start
      @12.5 T1 read count = 0 :5
      T1 write counts[2] = [1, "a b"] :6   # a list
      T1 compare-exchange flag = true fails
      T1 finish
      main join -> T1
    `);
    expect(events(trace)).toEqual([
      { seq: 0, t: 0, thread: 0, op: "spawn", other: 1, line: 9 },
      { seq: 1, t: 1, thread: 1, op: "start" },
      { seq: 2, t: 12.5, thread: 1, op: "read", object: 0, value: 0, line: 5 },
      { seq: 3, t: 13.5, thread: 1, op: "write", object: 1, key: 2, value: [1, "a b"], line: 6 },
      { seq: 4, t: 14.5, thread: 1, op: "compare-exchange", object: 2, value: true, ok: false },
      { seq: 5, t: 15.5, thread: 1, op: "finish" },
      { seq: 6, t: 16.5, thread: 0, op: "join", other: 1 },
    ]);
  });

  it("infers kinds from ops and takes declared ones", () => {
    const trace = parseTrace(`
      object lock: rlock
      object q: queue capacity 3
      T1 acquire lock = 1
      T1 put q = "x"
      T1 put r = "y"
    `);
    expect(trace.objects.map(({ name, kind, capacity }) => [name, kind, capacity])).toEqual([
      ["lock", "rlock", undefined],
      ["q", "queue", 3],
      ["r", "queue", undefined],
    ]);
  });

  it("prints what it reads again", () => {
    const text = printTrace(
      parseTrace(`
        object x: cell = 1
        thread T1: blocked worker
        T1 read x = 1 :3
        @90 T2 update box["a"] = {"b": null} ok :4
        T2 later-op q
      `),
    );
    expect(printTrace(parseTrace(text))).toBe(text);
    expect(printEvents(parseTrace(text))).toEqual([
      "T1 read x = 1 :3",
      '@90 T2 update box["a"] = {"b":null} ok :4',
      "T2 later-op q",
    ]);
  });

  it("names the line that it cannot read", () => {
    expect(() => parseTrace("T1 read x\nobject y: spoon")).toThrow("line 2");
  });
});
