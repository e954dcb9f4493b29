// The index of small traces written by hand, then its laws on random ones: spans without gap or overlap, sums that agree
// with what they sum.
import { describe, expect, it } from "vitest";
import { createRandom } from "../base/random.ts";
import { TraceBuilder } from "./builder.ts";
import { SPAN_STATES } from "./index-types.ts";
import type { Lane, TraceIndex } from "./index-types.ts";
import { buildIndex, giverOf, takersOf } from "./lanes.ts";
import { countEvents, eventAt, seqAt, spanAt } from "./lanes-look-up.ts";
import { holdingEnd, timeHeld, timeInStates } from "./lanes-sums.ts";
import type { OpName } from "./ops.ts";
import type { Trace } from "./trace.ts";

/** `0 T1 acquire lock 3`: time in µs, thread, op, object or other thread, value. */
function traceOf(text: string, engine: Trace["engine"] = "threads", elapsedMs = 0): Trace {
  const kinds = {
    lock: "lock",
    rlock: "rlock",
    q: "queue",
    lifo: "lifo-queue",
    c: "condition",
    flag: "event-flag",
    sem: "semaphore",
    n: "cell",
    bar: "barrier",
    pool: "pool",
  } as const;
  const builder = new TraceBuilder({ engine });
  const objects = new Map<string, number>();
  for (const name of ["main", "T1", "T2", "T3"]) builder.addThread(name);
  for (const line of text.trim().split("\n")) {
    const [t, who, op, what = "", value] = line.trim().split(/\s+/);
    const thread = who === "main" ? 0 : Number(who.slice(1));
    const other = /^T\d$|^main$/.test(what) ? (what === "main" ? 0 : Number(what.slice(1))) : undefined;
    const kind = kinds[what.replace(/\d$/, "") as keyof typeof kinds];
    if (kind !== undefined && !objects.has(what)) objects.set(what, builder.addObject(what, kind));
    const plain =
      kind === undefined && other === undefined && what !== ""
        ? Number(what)
        : value === undefined
          ? undefined
          : Number(value);
    builder.push({ t: Number(t), thread, op, object: objects.get(what), other, value: plain });
  }
  return builder.build({ elapsedMs });
}

/** `running 0–5, blocked 5–9`: what a lane shows. */
function spansOf(index: TraceIndex, thread: number): string {
  const lane = laneOf(index, thread);
  const { spans } = lane;
  return Array.from(
    { length: spans.count },
    (_, at) => `${SPAN_STATES[spans.state[at]]} ${spans.start[at]}–${spans.end[at]}`,
  ).join(", ");
}

function laneOf(index: TraceIndex, thread: number): Lane {
  const lane = index.lanes.find((one) => one.thread === thread);
  if (!lane) throw new Error(`no lane of thread ${thread}`);
  return lane;
}

function handoversOf(index: TraceIndex): string {
  return Array.from(index.handovers.to, (to, at) => `${index.handovers.from[at]}→${to}`).join(" ");
}

describe("spans of a lane", () => {
  it("run, block on a lock and run again", () => {
    const trace = traceOf(`
      0 T1 start
      5 T1 acquire-wait lock
      9 T1 acquire lock
      12 T1 release lock
      20 T1 finish`);
    const index = buildIndex(trace);
    expect(spansOf(index, 1)).toBe("running 0–5, blocked 5–9, running 9–20");
    expect(index.end).toBe(20);
  });

  it("tell waiting, sleeping and computing apart", () => {
    const trace = traceOf(`
      0 T1 start
      10 T1 get-wait q
      20 T1 get q 3
      30 T1 sleep 1
      1030 T1 wake
      1040 T1 compute 1
      2540 T1 join-wait T2
      2600 T1 finish`);
    expect(spansOf(buildIndex(trace), 1)).toBe(
      "running 0–10, waiting 10–20, running 20–30, sleeping 30–1030, running 1030–1040, computing 1040–2040, running 2040–2540, waiting 2540–2600",
    );
  });

  it("keep a condition's wait whole, and show the thread blocked until it has its lock back", () => {
    const trace = traceOf(`
      0 T1 start
      1 T1 acquire lock
      2 T1 wait c
      3 T1 release lock
      9 T1 woken c
      11 T1 acquire lock
      12 T1 release lock
      13 T1 finish`);
    expect(spansOf(buildIndex(trace), 1)).toBe("running 0–2, waiting 2–9, blocked 9–11, running 11–13");
  });

  it("last to the end of a run in which the thread never ended", () => {
    const trace = traceOf(
      `
      0 T1 start
      100 T1 acquire-wait lock`,
      "threads",
      500,
    );
    const index = buildIndex(trace);
    expect(index.end).toBe(500_000);
    expect(spansOf(index, 1)).toBe("running 0–100, blocked 100–500000");
  });

  it("leave an unknown op as an instant", () => {
    const builder = new TraceBuilder({ engine: "threads" });
    builder.addThread("main");
    builder.push({ t: 0, thread: 0, op: "sleep", value: 1 });
    builder.push({ t: 10, thread: 0, op: "gc-pause" });
    builder.push({ t: 20, thread: 0, op: "wake" });
    builder.push({ t: 30, thread: 0, op: "finish" });
    expect(spansOf(buildIndex(builder.build()), 0)).toBe("sleeping 0–10, sleeping 10–20, running 20–30");
  });
});

describe("ready", () => {
  it("is inferred where a released lock is taken more than 0.2 ms later", () => {
    const trace = traceOf(`
      0 T1 acquire lock
      0 T2 start
      10 T2 acquire-wait lock
      50 T1 release lock
      60 T1 finish
      400 T2 acquire lock
      410 T2 finish`);
    const index = buildIndex(trace);
    expect(index.ready).toBe("inferred");
    expect(spansOf(index, 2)).toBe("running 0–10, blocked 10–50, ready 50–400, running 400–410");
  });

  it("is not drawn for gaps of 0.2 ms and less", () => {
    const trace = traceOf(`
      0 T1 acquire lock
      0 T2 start
      10 T2 acquire-wait lock
      50 T1 release lock
      60 T1 finish
      250 T2 acquire lock
      260 T2 finish`);
    expect(spansOf(buildIndex(trace), 2)).toBe("running 0–10, blocked 10–250, running 250–260");
  });

  it("is inferred between a spawn and a late start, and after a sleep's own length", () => {
    const trace = traceOf(`
      0 main spawn T1
      900 T1 start
      1000 T1 sleep 1
      2500 T1 wake
      2600 T1 finish
      2610 T2 start
      2620 T2 sleep 2
      4620 T2 wake
      4630 T2 finish
      4700 main finish`);
    expect(spansOf(buildIndex(trace), 1)).toBe(
      "ready 0–900, running 900–1000, sleeping 1000–2000, ready 2000–2500, running 2500–2600",
    );
  });

  it("is not inferred from one sleep alone: a second of the listing may take longer", () => {
    expect(spansOf(buildIndex(traceOf("0 T1 sleep 1\n5000 T1 wake\n5010 T1 finish")), 1)).toBe(
      "sleeping 0–5000, running 5000–5010",
    );
  });

  it("is inferred in a gap between lines that are quick elsewhere, and in no other", () => {
    const quick = Array.from({ length: 5 }, (_, i) => `${i * 10} T1 read n 0`).join("\n");
    const pause = buildIndex(traceOf(`${quick}\n900 T1 read n 0\n910 T1 finish`));
    expect(spansOf(pause, 1)).toBe("running 0–40, ready 40–900, running 900–910");
    const once = buildIndex(traceOf("0 T1 read n 0\n900 T1 read n 0\n910 T1 finish"));
    expect(spansOf(once, 1)).toBe("running 0–910");
  });

  it("is known where a scheduler chose: between a thread's step and its next one", () => {
    const trace = traceOf(
      `
      0 T1 read n 0
      1 T2 read n 0
      2 T2 write n 8
      3 T1 write n 5
      4 T1 finish
      5 T2 finish`,
      "simulator",
    );
    const index = buildIndex(trace);
    expect(index.ready).toBe("known");
    expect(spansOf(index, 1)).toBe("running 0–1, ready 1–3, running 3–4");
    expect(spansOf(index, 2)).toBe("running 1–3, ready 3–5");
  });

  it("is known of a thread whose last step was followed by somebody else's", () => {
    const begun = buildIndex(traceOf("0 T1 read n 0\n10 T2 read n 0\n20 T2 write n 8", "simulator"));
    expect(spansOf(begun, 1)).toMatch(/^running 0–10, ready 10–/);
    expect(spansOf(begun, 2)).toMatch(/^running 10–/);
  });
});

describe("hand-overs", () => {
  it("go from a release to the acquire of a waiter, and not to one that did not wait", () => {
    const trace = traceOf(`
      0 T1 acquire lock
      1 T2 acquire-wait lock
      2 T1 release lock
      3 T2 acquire lock
      4 T2 release lock
      5 T1 acquire lock`);
    expect(handoversOf(buildIndex(trace))).toBe("2→3");
  });

  it("pair a queue's puts and gets in its order", () => {
    const fifo = traceOf("0 T1 put q 1\n1 T1 put q 2\n2 T2 get q 1\n3 T2 get q 2");
    expect(handoversOf(buildIndex(fifo))).toBe("0→2 1→3");
    const lifo = traceOf("0 T1 put lifo 1\n1 T1 put lifo 2\n2 T2 get lifo 2\n3 T2 get lifo 1");
    expect(handoversOf(buildIndex(lifo))).toBe("1→2 0→3");
  });

  it("let a putter go on after the get that made room", () => {
    const trace = traceOf("0 T1 put q 1\n1 T1 put-wait q 2\n2 T2 get q 1\n3 T1 put q 2");
    expect(handoversOf(buildIndex(trace))).toBe("0→2 2→3");
  });

  it("go from a notify to as many as it woke, each after its own wait", () => {
    const trace = traceOf(`
      0 T1 wait c
      1 T3 notify c 1
      2 T2 wait c
      3 T1 woken c
      4 T3 notify c 1
      5 T2 woken c`);
    expect(handoversOf(buildIndex(trace))).toBe("1→3 4→5");
  });

  it("go from set to woken, from the last arrival to each pass, from spawn to start and finish to join", () => {
    const trace = traceOf(`
      0 main spawn T1
      1 T1 start
      2 T1 wait flag
      3 main set flag
      4 T1 woken flag
      5 T1 arrive bar
      6 main arrive bar
      7 T1 pass bar
      8 main pass bar
      9 main join-wait T1
      10 T1 finish
      11 main join T1`);
    const index = buildIndex(trace);
    expect(handoversOf(index)).toBe("0→1 3→4 6→7 10→11");
    expect(giverOf(index.handovers, 4)).toBe(3);
    expect(giverOf(index.handovers, 5)).toBe(-1);
    expect(takersOf(index.handovers, 6)).toEqual([7]);
  });

  it("pair no queue where events are missing", () => {
    const trace = { ...traceOf("0 T1 put q 1\n1 T2 get q 1"), dropped: 1 };
    expect(handoversOf(buildIndex(trace))).toBe("");
  });
});

describe("holdings", () => {
  const held = (trace: Trace, thread: number): string[] => {
    return laneOf(buildIndex(trace), thread).holdings.map((holdings) =>
      Array.from(
        holdings.acquire,
        (row, at) => `${trace.objects[trace.object[row]].name} ${trace.time[row]}–${holdingEnd(trace, holdings, at)}`,
      ).join(", "),
    );
  };

  it("lie at the lowest free depth", () => {
    const trace = traceOf(`
      0 T1 acquire lock1
      1 T1 acquire lock2
      2 T1 release lock1
      3 T1 acquire lock3
      4 T1 release lock3
      5 T1 release lock2
      6 T1 finish`);
    expect(held(trace, 1)).toEqual(["lock1 0–2, lock3 3–4", "lock2 1–5"]);
  });

  it("count a re-entrant lock once, end with whoever releases, and last to the run's end if nobody does", () => {
    expect(
      held(
        traceOf("0 T1 acquire rlock 1\n1 T1 acquire rlock 2\n2 T1 release rlock 1\n3 T1 release rlock 0\n9 T1 finish"),
        1,
      ),
    ).toEqual(["rlock 0–3"]);
    expect(held(traceOf("0 T1 acquire lock\n5 T2 release lock\n9 T1 finish"), 1)).toEqual(["lock 0–5"]);
    expect(held(traceOf("0 T1 acquire lock\n5 T1 finish\n9 main finish"), 1)).toEqual(["lock 0–9"]);
    expect(held(traceOf("0 T1 acquire sem 0\n5 T2 release sem 1\n9 T1 finish"), 1)).toEqual([]);
  });
});

describe("laws on random traces", () => {
  const ops: OpName[] = [
    "read",
    "write",
    "acquire-wait",
    "acquire",
    "release",
    "sleep",
    "wake",
    "get-wait",
    "get",
    "put",
    "compute",
    "wait",
    "woken",
  ];

  /** Any ops in any order: the index must stand even where the program makes no sense. */
  function randomTrace(seed: number): Trace {
    const random = createRandom(seed);
    const builder = new TraceBuilder({ engine: random.below(2) === 0 ? "threads" : "simulator" });
    for (const name of ["main", "T1", "T2"]) builder.addThread(name);
    const objects = [
      builder.addObject("lock", "lock"),
      builder.addObject("q", "queue"),
      builder.addObject("c", "condition"),
    ];
    const now = [0, 0, 0];
    for (let i = 0; i < 400; i++) {
      const thread = random.below(3);
      now[thread] = Math.max(now[thread], ...now.map((t) => t - 3)) + random.below(random.below(20) === 0 ? 2000 : 6);
      builder.push({
        t: now[thread],
        thread,
        op: ops[random.below(ops.length)],
        object: objects[random.below(3)],
        value: random.below(3),
      });
    }
    return builder.build();
  }

  it.each(Array.from({ length: 60 }, (_, i) => i + 1))("seed %i", (seed) => {
    const trace = randomTrace(seed);
    const index = buildIndex(trace, { shared: seed % 2 === 0 });
    const random = createRandom(-seed);
    let events = 0;
    for (const lane of index.lanes) {
      const { spans } = lane;
      events += lane.events.length;
      expect(spans.start[0]).toBe(lane.start);
      expect(spans.end[spans.count - 1]).toBe(lane.end);
      for (let at = 0; at < spans.count; at++) {
        expect(spans.end[at]).toBeGreaterThanOrEqual(spans.start[at]);
        if (at > 0) expect(spans.start[at]).toBe(spans.end[at - 1]);
      }
      for (let i = 0; i < 20; i++) {
        const from = lane.start + random.fraction() * (lane.end - lane.start);
        const to = from + random.fraction() * (lane.end - from);
        const plain = new Float64Array(SPAN_STATES.length);
        for (let at = 0; at < spans.count; at++) {
          plain[spans.state[at]] += Math.max(0, Math.min(to, spans.end[at]) - Math.max(from, spans.start[at]));
        }
        timeInStates(lane, from, to).forEach((time, state) => expect(time).toBeCloseTo(plain[state], 6));
        expect(plain.reduce((a, b) => a + b)).toBeCloseTo(to - from, 6);
        const between = Array.from(lane.events).filter((row) => trace.time[row] > from && trace.time[row] <= to).length;
        expect(countEvents(trace, lane, from, to)).toBe(between);
        const span = spanAt(lane, from);
        expect(spans.start[span] <= from && from <= spans.end[span]).toBe(true);
        for (const holdings of lane.holdings) {
          let held = 0;
          for (let at = 0; at < holdings.count; at++) {
            held += Math.max(
              0,
              Math.min(to, holdingEnd(trace, holdings, at)) - Math.max(from, trace.time[holdings.acquire[at]]),
            );
          }
          expect(timeHeld(trace, holdings, from, to)).toBeCloseTo(held, 6);
        }
        expect(eventAt(trace, lane, lane.end)).toBe(lane.events.length - 1);
      }
    }
    expect(events).toBe(trace.count);
    expect(seqAt(trace, index, Number.POSITIVE_INFINITY)).toBe(trace.count - 1);
    expect(seqAt(trace, index, -1)).toBe(-1);
    for (let at = 0; at < index.handovers.to.length; at++) {
      expect(index.handovers.from[at]).toBeLessThan(index.handovers.to[at]);
      if (at > 0) expect(index.handovers.to[at]).toBeGreaterThan(index.handovers.to[at - 1]);
    }
  });
});
