import { describe, expect, it } from "vitest";
import { randomTrace } from "../testing/random-trace.ts";
import { parseTrace } from "../testing/trace-notation.ts";
import { TraceBuilder } from "./builder.ts";
import { computeSnapshot, SnapshotIndex } from "./snapshot-index.ts";
import type { StateSnapshot } from "./snapshot.ts";

const cellsOf = (state: StateSnapshot) =>
  state.cells.map(({ name, key, value, writer }) => [name + (key?.repr ?? ""), value?.plain ?? null, writer]);

describe("cells", () => {
  const trace = parseTrace(`
    object count: cell = 0
    object never: cell = 7
    T1 read count = 0
    T2 read box["a"] = 5
    T1 write count = 1
    T2 write box["a"] = 6
    T2 compare-exchange count = 9 fails
    T1 write late = 3
  `);

  it("hold the last value written and who wrote it", () => {
    expect(cellsOf(computeSnapshot(trace, 2))).toEqual([
      ["count", 1, 0],
      ["box'a'", 5, null],
      ["late", null, null],
      ["never", 7, null],
    ]);
    expect(cellsOf(computeSnapshot(trace, 5))).toEqual([
      ["count", 1, 0],
      ["box'a'", 6, 1],
      ["late", 3, 0],
      ["never", 7, null],
    ]);
  });

  it("are not primitives that somebody asked", () => {
    expect(computeSnapshot(parseTrace("object q: queue\nT1 read q = 0"), 0).cells).toEqual([]);
  });

  it("do not take what was added to a container for the container", () => {
    const whole = parseTrace("object log: list\nT1 update log = 5\nT1 read log = 1");
    expect(cellsOf(computeSnapshot(whole, 1))).toEqual([["log", null, 0]]);
  });

  it("hold initial values, or what the first read gave, before the first write", () => {
    expect(cellsOf(computeSnapshot(trace, -1)).slice(0, 2)).toEqual([
      ["count", 0, null],
      ["box'a'", 5, null],
    ]);
  });
});

describe("locks and threads", () => {
  const trace = parseTrace(`
    object r: rlock
    thread T1: finished
    thread T2: blocked
    T1 acquire lock = 1 :3
    T1 acquire r = 1
    T1 acquire r = 2
    T2 acquire-wait lock :5
    T3 acquire-wait lock :5
    T3 acquire-timeout lock :5
    T1 release r = 1
    T1 finish
  `);

  it("have holder, depth and waiters in the order of waiting", () => {
    const { locks, threads } = computeSnapshot(trace, 4);
    expect(locks.find(({ name }) => name === "lock")).toMatchObject({
      holder: 0,
      depth: 1,
      waiters: [1, 2],
      holderEnded: false,
    });
    expect(locks.find(({ name }) => name === "r")).toMatchObject({ holder: 0, depth: 2 });
    expect(threads[0]).toMatchObject({ state: "running", line: 3, waitsFor: null, holds: [1, 0] });
    expect(threads[1]).toMatchObject({ state: "blocked", line: 5, waitsFor: 1, waitsForThreads: [0], holds: [] });
  });

  it("tell a holder that ended", () => {
    const { locks, threads } = computeSnapshot(trace, 7);
    expect(locks.map(({ holderEnded, depth, waiters }) => [holderEnded, depth, waiters])).toEqual([
      [true, 1, []],
      [true, 1, [1]],
    ]);
    expect(threads.map(({ state }) => state)).toEqual(["finished", "blocked", "running"]);
  });

  it("keep a thread waiting on a condition while its wait gives the lock back", () => {
    const waiting = parseTrace(`
      object lock: lock
      T1 acquire lock = 1
      T1 wait ready
      T1 release lock = 0
      T2 acquire lock = 1
      T2 notify ready = 1
      T1 woken ready
    `);
    expect(computeSnapshot(waiting, 3).threads[0]).toMatchObject({ state: "blocked", waitsFor: 1, holds: [] });
    expect(computeSnapshot(waiting, 5).threads[0]).toMatchObject({ state: "running", waitsFor: null });
  });

  it("tell a semaphore's permits, before its first event too", () => {
    const trace = parseTrace("object s: semaphore\nT1 acquire s = 2\nT1 acquire s = 1\nT1 release s = 2");
    expect([-1, 0, 1, 2].map((seq) => computeSnapshot(trace, seq).locks[0].depth)).toEqual([3, 2, 1, 2]);
  });

  it("name the thread that a join waits for", () => {
    const joining = parseTrace("main spawn -> T1\nT1 start\nmain join-wait -> T1");
    expect(computeSnapshot(joining, 2).threads[0]).toMatchObject({
      state: "blocked",
      waitsFor: null,
      waitsForThreads: [1],
    });
  });
});

describe("queues and pools", () => {
  it("hold items in the order of get, for each kind of queue", () => {
    const trace = parseTrace(`
      object f: queue capacity 2
      object l: lifo-queue
      object p: priority-queue
      T1 put f = "a"
      T1 put f = "b"
      T1 put l = "a"
      T1 put l = "b"
      T1 put p = 3
      T1 put p = 1
      T1 put p = 2
      T2 put-wait f
      T2 get p = 1
      T2 get f = "a"
      T2 task-done f
    `);
    const items = (seq: number) =>
      computeSnapshot(trace, seq).queues.map((queue) => queue.items.map(({ plain }) => plain));
    expect(items(6)).toEqual([
      ["a", "b"],
      ["b", "a"],
      [1, 2, 3],
    ]);
    expect(items(9)).toEqual([["b"], ["b", "a"], [2, 3]]);
    expect(computeSnapshot(trace, 7).queues[0]).toMatchObject({ capacity: 2, putters: [1], unfinished: 2 });
    expect(computeSnapshot(trace, 10).queues[0].unfinished).toBe(1);
  });

  it("know each task and who runs it", () => {
    const trace = parseTrace(`
      object future: future
      T1 submit pool = "f"
      T1 submit pool = "g"
      T2 task-start pool = "f"
      T3 task-start pool = "g"
      T3 task-fail future = "g"
      T2 get-wait pool
    `);
    expect(computeSnapshot(trace, 3).pools[0].tasks.map(({ state }) => state)).toEqual(["running", "running"]);
    expect(computeSnapshot(trace, 5).pools).toEqual([
      {
        object: 1,
        name: "pool",
        workers: [1, 2],
        tasks: [
          { id: 0, state: "done", worker: 1 },
          { id: 1, state: "failed", worker: 2 },
        ],
      },
    ]);
  });
});

describe("SnapshotIndex", () => {
  it("answers as a replay from the beginning does, on both sides of its copies", () => {
    const builder = new TraceBuilder();
    const main = builder.addThread("main");
    const queue = builder.addObject("q", "queue");
    const cell = builder.addObject("x", "cell");
    for (let i = 0; i < 50_000; i++) {
      if (i % 3 === 0) builder.push({ thread: main, op: "put", object: queue, value: i });
      else if (i % 7 === 0)
        builder.push({ thread: main, op: "get", object: queue, value: (i / 7 - ((i / 7) % 1)) * 3 });
      else builder.push({ thread: main, op: "write", object: cell, value: i });
    }
    const trace = builder.build();
    const index = new SnapshotIndex(trace);
    for (const seq of [16_383, 16_384, 16_385, 49_999]) {
      const prefix = { ...trace, count: seq + 1 };
      expect(index.at(seq).queues, `seq ${seq}`).toEqual(new SnapshotIndex(prefix).at(seq).queues);
      expect(index.at(seq).cells[0]?.value, `seq ${seq}`).toEqual(new SnapshotIndex(prefix).at(seq).cells[0]?.value);
    }
  });

  it("answers for any trace, at any event", () => {
    for (let seed = 0; seed < 60; seed++) {
      const trace = randomTrace(seed);
      const index = new SnapshotIndex(trace);
      for (let seq = -1; seq < trace.count; seq++) expect(index.at(seq).seq, `seed ${seed}`).toBe(seq);
    }
  });

  it("refuses an event that there is not", () => {
    expect(() => computeSnapshot(parseTrace("T1 start"), 1)).toThrow("-1 to 0");
  });
});
