import { describe, expect, it } from "vitest";
import { TraceBuilder } from "./builder.ts";
import { SPAN_STATES } from "./index-types.ts";
import { canLayOutInOrder, EVENT_US, isHandOver, layOutInOrder } from "./lanes-in-order.ts";
import type { Trace } from "./trace.ts";

const MAIN = 0;
const JOB = 1;

/** main calls next on a generator twice; the second time it ends. */
function twoTurns(): Trace {
  const builder = new TraceBuilder();
  builder.addThread("MainThread", { kind: "main" });
  builder.addThread("job", { kind: "generator" });
  builder.push({ t: 0, thread: MAIN, op: "start" });
  builder.push({ t: 900, thread: MAIN, op: "switch", other: JOB });
  builder.push({ t: 901, thread: JOB, op: "start" });
  builder.push({ t: 902, thread: JOB, op: "yield", other: MAIN });
  builder.push({ t: 950, thread: MAIN, op: "switch", other: JOB });
  builder.push({ t: 951, thread: JOB, op: "finish", other: MAIN });
  builder.push({ t: 952, thread: MAIN, op: "finish" });
  const trace = builder.build();
  return { ...trace, threads: trace.threads.map((one) => (one.id === JOB ? { ...one, parent: MAIN } : one)) };
}

describe("a run by order", () => {
  it("has each event as wide as the next, and one lane running between any two", () => {
    const { trace, index } = layOutInOrder(twoTurns());
    expect([...trace.time]).toEqual([1, 2, 3, 4, 5, 6, 7].map((n) => n * EVENT_US));
    const lanes = index.lanes.map(({ spans }) =>
      Array.from({ length: 6 }, (_, at) => {
        const middle = (at + 1.5) * EVENT_US;
        const span = spans.start.findLastIndex((start, i) => start <= middle && spans.end[i] > middle);
        return span < 0 ? "-" : SPAN_STATES[spans.state[span]];
      }),
    );
    expect(lanes).toEqual([
      ["running", "waiting", "waiting", "running", "waiting", "running"],
      ["-", "running", "running", "waiting", "running", "-"],
    ]);
  });

  it("hands over where one lane gives way and another goes on", () => {
    const trace = twoTurns();
    expect([0, 1, 2, 3, 4, 5, 6].filter((seq) => isHandOver(trace, seq))).toEqual([1, 3, 4, 5]);
  });

  it("is offered where one thread does everything in lanes that take turns", () => {
    expect(canLayOutInOrder(twoTurns())).toBe(true);
    const threads = twoTurns().threads.map((one) => ({ ...one, kind: "thread" as const }));
    expect(canLayOutInOrder({ threads, count: 7 })).toBe(false);
    expect(canLayOutInOrder({ ...twoTurns(), count: 1_000_000 })).toBe(false);
  });
});
