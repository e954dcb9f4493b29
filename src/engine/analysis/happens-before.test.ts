import { describe, expect, it, test } from "vitest";
import { createRandom } from "../base/random.ts";
import { parseTrace } from "../testing/trace-notation.ts";
import { OP } from "../trace/ops.ts";
import type { Trace } from "../trace/trace.ts";
import { areOfOneThread } from "./conflict.ts";
import { findDataRaces } from "./data-races.ts";
import { type EdgeSink, EdgeWalker } from "./edges.ts";
import { relation } from "./relation.ts";

/** Programs that each primitive orders: T1 writes x, T2 reads it afterwards. */
const ORDERED: Readonly<Record<string, string>> = {
  "one thread": "T1 write x = 1\nT1 read x = 1",
  lock: "T1 acquire a\nT1 write x = 1\nT1 release a\nT2 acquire a\nT2 read x = 1\nT2 release a",
  "start and join":
    "T1 write x = 1\nT1 spawn -> T2\nT2 start\nT2 read x = 1\nT2 write x = 2\nT2 finish\nT1 join -> T2\nT1 read x = 2",
  queue: "T1 put q = 0\nT1 write x = 1\nT1 put q = 1\nT2 get q = 0\nT2 get q = 1\nT2 read x = 1",
  "a bounded queue's room":
    "object q: queue capacity 1\nT2 put q = 1\nT1 write x = 1\nT1 get q = 1\nT2 put q = 2\nT2 read x = 1",
  "task_done and join": "T2 put q = 1\nT1 get q = 1\nT1 write x = 1\nT1 task-done q\nT2 join q\nT2 read x = 1",
  condition: "T1 write x = 1\nT1 notify c = 1\nT2 woken c\nT2 read x = 1",
  "event flag": "T1 write x = 1\nT1 set e\nT2 woken e\nT2 read x = 1",
  barrier: "T1 write x = 1\nT1 arrive b\nT2 arrive b\nT2 pass b\nT2 read x = 1",
  semaphore: "object s: semaphore\nT1 write x = 1\nT1 release s = 1\nT2 acquire s = 0\nT2 read x = 1",
  pool: "T1 write x = 1\nT1 submit p = 1\nT2 task-start p = 1\nT2 read x = 1\nT2 write x = 2\nT1 join p\nT1 read x = 2",
  future: "object f: future\nT1 write x = 1\nT1 task-finish f = 1\nT2 woken f = 1\nT2 read x = 1",
  "a flag found set": "object e: event-flag\nT1 write x = 1\nT1 set e\nT2 read e = true\nT2 read x = 1",
  "a future found settled": "object f: future\nT1 write x = 1\nT1 task-finish f = 1\nT2 read f = 3\nT2 read x = 1",
  "an atomic flag found raised":
    "object f: cell atomic\nT1 write x = 1\nT1 write f = 1\nT2 read f = 0\nT2 read f = 1\nT2 read x = 1",
  "atomic updates one after the other":
    "object f: cell atomic\nT1 write x = 1\nT1 update f = 1\nT3 update f = 2\nT2 update f = 3\nT2 read x = 1",
  "a semaphore of one permit":
    "object s: semaphore capacity 1\nT1 acquire s = 0\nT1 write x = 1\nT1 release s = 1\nT2 acquire s = 0\nT2 read x = 1",
  "the last of two permits":
    "object s: semaphore capacity 2\nT1 acquire s = 1\nT1 write x = 1\nT1 release s = 2\nT2 acquire s = 1\nT2 acquire s = 0\nT2 read x = 1",
  "a barrier that broke": "T1 write x = 1\nT1 arrive b = 0\nT1 broken b = 0\nT2 broken b\nT2 read x = 1",
  "a queue that was shut down": "T1 write x = 1\nT1 shutdown q\nT2 refused q\nT2 read x = 1",
  "a task's own submission": "T1 write x = 1\nT1 submit p = 1\nT1 submit p = 2\nT2 task-start p = 1\nT2 read x = 1",
  "a pipe": "T1 write x = 1\nT1 send i = 1\nT1 send i = 2\nT2 recv i = 1\nT2 read x = 1",
  "a barrier of several rounds":
    "object b: barrier capacity 2\nT1 write x = 1\nT1 arrive b = 0\nT3 arrive b = 1\nT3 pass b\nT1 pass b\nT3 arrive b = 0\nT2 arrive b = 1\nT2 pass b\nT3 pass b\nT2 read x = 1",
  "a flag that was cleared again before the waiter ran":
    "T2 wait e\nT1 write x = 1\nT1 set e\nT3 clear e\nT2 woken e\nT2 read x = 1",
  "over a third": "T1 write x = 1\nT1 release a\nT3 acquire a\nT3 set e\nT2 woken e\nT2 read x = 1",
};

describe("ordered programs", () => {
  for (const [name, text] of Object.entries(ORDERED)) {
    test(name, () => {
      const trace = parseTrace(text);
      expect(findDataRaces(trace)).toEqual([]);
      const writes = rowsOf(trace, OP.write);
      const last = rowsOf(trace, OP.read).at(-1) as number;
      const { ordered, chain } = relation(trace, writes[0], last);
      expect(ordered).toBe(true);
      expect([chain[0], chain.at(-1)]).toEqual([writes[0], last]);
    });
  }
});

describe("races", () => {
  it("are a lost update, in every interleaving", () => {
    for (const order of [
      ["T1", "T2"],
      ["T2", "T1"],
    ]) {
      const [a, b] = order;
      const races = findDataRaces(
        parseTrace(`${a} read x = 0 :5\n${a} write x = 1 :5\n${b} read x = 1 :5\n${b} write x = 2 :5`),
      );
      expect(races).toEqual([
        { kind: "data-race", threads: [0, 1], objects: [0], lines: [5], events: [1, 2], count: 3 },
      ]);
    }
  });

  it.each([
    ["different locks", "T1 acquire a\nT1 write x = 1\nT1 release a\nT2 acquire b\nT2 read x = 1", [1, 4]],
    ["a plain flag for published data", "T1 write x = 1\nT1 write f = 1\nT2 read f = 1\nT2 read x = 1", [1, 2]],
    ["what follows a put", "T1 put q = 1\nT1 write x = 1\nT2 get q = 1\nT2 read x = 1", [1, 3]],
    ["another item of a queue", "T3 put q = 1\nT1 write x = 1\nT1 put q = 2\nT2 get q = 1\nT2 read x = 1", [1, 4]],
    ["a flag found clear", "object e: event-flag\nT1 write x = 1\nT1 set e\nT2 read e = false\nT2 read x = 1", [0, 3]],
    [
      "the interpreter lock",
      "object g: gil\nT1 acquire g\nT1 write x = 1\nT1 release g\nT2 acquire g\nT2 read x = 1",
      [1, 4],
    ],
    [
      "a permit that was there",
      "object s: semaphore capacity 2\nT1 acquire s = 1\nT1 write x = 1\nT1 release s = 2\nT2 acquire s = 1\nT2 read x = 1",
      [1, 4],
    ],
    [
      "room that was there",
      "object q: queue capacity 2\nT2 put q = 1\nT1 write x = 1\nT1 get q = 1\nT2 put q = 2\nT2 read x = 1",
      [1, 4],
    ],
    ["another task", "T1 submit p = 1\nT1 write x = 1\nT1 submit p = 2\nT2 task-start p = 1\nT2 read x = 1", [1, 4]],
    [
      "an atomic flag that somebody lowered",
      "object f: cell atomic\nT1 write x = 1\nT1 write f = 1\nT3 write f = 2\nT2 read f = 2\nT2 read x = 1",
      [0, 4],
    ],
    [
      "an earlier round of a barrier",
      "object b: barrier capacity 2\nT1 write x = 1\nT1 arrive b = 0\nT3 arrive b = 1\nT3 pass b\nT1 pass b\nT2 arrive b = 0\nT4 arrive b = 1\nT4 pass b\nT2 pass b\nT2 read x = 1",
      [0, 9],
    ],
    [
      "a set that was taken back before the wait",
      "T1 write x = 1\nT1 set e\nT3 clear e\nT2 wait e\nT3 set e\nT2 woken e\nT2 read x = 1",
      [0, 6],
    ],
    [
      "an atomic flag not raised yet",
      "object f: cell atomic\nT2 read f = 0\nT1 write x = 1\nT1 write f = 1\nT2 read x = 1",
      [1, 3],
    ],
    ["an atomic update against a plain read", "T1 update x = 1\nT2 read x = 1", [0, 1]],
  ])("are not hidden by %s", (_, text, events) => {
    const trace = parseTrace(text);
    expect(findDataRaces(trace)[0]).toMatchObject({ events });
    expect(relation(trace, events[0], events[1])).toEqual({ ordered: false, chain: [] });
  });

  it("are found for accesses that lie far back, by the last access of each line", () => {
    const races = findDataRaces(
      parseTrace("T1 write x = 1 :1\nT1 write x = 2 :2\nT1 read x = 2 :3\nT2 write x = 3 :7"),
    );
    expect(races.map(({ lines, events }) => [lines, events])).toEqual([
      [
        [1, 7],
        [0, 3],
      ],
      [
        [2, 7],
        [1, 3],
      ],
      [
        [3, 7],
        [2, 3],
      ],
    ]);
  });

  it("are between an element that is written and the container as a whole", () => {
    const text =
      "object l: list\nT1 write l[0] = 1 :1\nT2 read l = 1 :2\nT2 update l = 1 :3\nT3 read l[1] = 0 :4\nT1 read l[1] = 0 :5";
    expect(findDataRaces(parseTrace(text)).map(({ lines }) => lines)).toEqual([
      [1, 2],
      [1, 3],
      [3, 4],
      [3, 5],
    ]);
  });

  it("are none where a write of an atomic cell got its number late, on real threads", () => {
    const text = "object f: cell atomic\nT1 write x = 1\nT2 read f = 1\nT1 write f = 1\nT2 read x = 1";
    expect(findDataRaces(parseTrace(text, { engine: "threads" }))).toEqual([]);
    expect(findDataRaces(parseTrace(text))).toHaveLength(1);
  });

  it("are none where two atomic writes overlapped, whichever was numbered first", () => {
    const text =
      "object f: cell atomic\nT1 write x = 1\nT3 write y = 1\nT1 write f = 1\nT3 write f = 1\nT2 read f = 1\nT2 read x = 1\nT2 read y = 1";
    expect(findDataRaces(parseTrace(text, { engine: "threads" }))).toEqual([]);
    expect(findDataRaces(parseTrace(text))).toHaveLength(1);
  });

  it("are none between tasks of one loop, which never run at once", () => {
    const text =
      "thread main: main\nthread A: task\nthread B: task\nA read x = 0\nB write x = 1\nA write x = 2\nmain read x = 2";
    expect(findDataRaces(parseTrace(text))).toEqual([]);
  });

  it("are told by lines first where there are too many pairs of threads", () => {
    const threads = Array.from(
      { length: 60 },
      (_, i) => `T${i} write x = ${i} :1\nT${i} read x = ${i} :${i === 59 ? 3 : 2}`,
    );
    const races = findDataRaces(parseTrace(threads.join("\n")));
    expect(races).toHaveLength(1000);
    expect(new Set(races.map(({ lines }) => lines.toSorted((a, b) => a - b).join(" ")))).toEqual(
      new Set(["1", "1 2", "1 3"]),
    );
  });

  it("are none between steps on a container as a whole", () => {
    expect(findDataRaces(parseTrace("object l: list\nT1 update l = 1\nT2 read l = 1\nT3 update l = 2"))).toEqual([]);
  });

  it("are none between reads, and none between atomic updates", () => {
    expect(findDataRaces(parseTrace("T1 read x = 0\nT2 read x = 0\nT1 update y = 1\nT2 update y = 2"))).toEqual([]);
  });

  it("are told once for each pair of lines and threads", () => {
    const races = findDataRaces(
      parseTrace("T1 write x = 1 :1\nT2 write x = 2 :2\nT1 write x = 1 :1\nT2 read x = 1 :3"),
    );
    expect(races.map(({ lines, threads, count }) => [lines, threads, count])).toEqual([
      [[1, 2], [0, 1], 2],
      [[1, 3], [0, 1], 1],
    ]);
  });
});

describe("relation", () => {
  it("gives the edges between threads, from one event to the other, whichever is named first", () => {
    const trace = parseTrace(
      "T1 write x = 1\nT1 release a\nT2 acquire a\nT2 read y = 0\nT2 set e\nT3 woken e\nT3 read x = 1",
    );
    expect(relation(trace, 6, 0)).toEqual({ ordered: true, chain: [0, 1, 2, 4, 5, 6] });
    expect(relation(trace, 0, 3)).toEqual({ ordered: true, chain: [0, 1, 2, 3] });
    expect(relation(trace, 0, 0)).toEqual({ ordered: true, chain: [0] });
  });

  it("orders tasks of one loop, which one thread runs one after the other", () => {
    const trace = parseTrace(
      "thread main: main\nthread A: task\nthread B: task\nthread T1: thread\nA read x = 0\nB write x = 1\nB set e\nT1 woken e\nT1 read x = 1",
    );
    expect(relation(trace, 0, 1)).toEqual({ ordered: true, chain: [0, 1] });
    // What one of them gives, the others have done before.
    expect(relation(trace, 0, 4)).toEqual({ ordered: true, chain: [0, 2, 3, 4] });
    expect([areOfOneThread(trace, 0, 1), areOfOneThread(trace, 1, 4)]).toEqual([true, false]);
  });

  it("refuses events that there are not", () => {
    expect(() => relation(parseTrace("T1 start"), 0, 1)).toThrow(expect.objectContaining({ argument: "seqB" }));
  });

  it("and the race detector agree with reachability over all edges", () => {
    for (let seed = 0; seed < 60; seed++) {
      const trace = randomTrace(seed);
      const reaches = reachability(trace);
      const racing = new Set<string>();
      for (let a = 0; a < trace.count; a++) {
        for (let b = a + 1; b < trace.count; b++) {
          expect(relation(trace, a, b).ordered, `seed ${seed}, ${a} and ${b}`).toBe(reaches[a].has(b));
          if (isConflict(trace, a, b) && !reaches[a].has(b)) racing.add(nameOf(trace, a, b));
        }
      }
      const found = findDataRaces(trace).map(({ events }) => nameOf(trace, events[0], events[1]));
      expect(found.sort(), `seed ${seed}`).toEqual([...racing].sort());
    }
  });
});

const rowsOf = (trace: Trace, op: number) =>
  Array.from({ length: trace.count }, (_, row) => row).filter((row) => trace.op[row] === op);

function isConflict(trace: Trace, a: number, b: number): boolean {
  const access = (row: number) => trace.op[row] === OP.read || trace.op[row] === OP.write;
  const isWrite = trace.op[a] === OP.write || trace.op[b] === OP.write;
  return (
    access(a) && access(b) && isWrite && trace.object[a] === trace.object[b] && trace.thread[a] !== trace.thread[b]
  );
}

const nameOf = (trace: Trace, a: number, b: number) => {
  const ends = [a, b].map((row) => `${trace.thread[row]} ${trace.line[row]}`).sort();
  return [trace.object[a], ...ends].join(" ");
};

/** Every row reachable from each, by program order and by the edges, one by one: slow and plain. */
function reachability(trace: Trace): Set<number>[] {
  const direct: Set<number>[] = Array.from({ length: trace.count }, () => new Set());
  const given = new Map<number, number[]>();
  const sink: EdgeSink = {
    give: (seq, channel) => given.set(channel, [...(given.get(channel) ?? []), seq]),
    take: (seq, channel) => (given.get(channel) ?? []).forEach((from) => direct[from].add(seq)),
    meet: (seq, thread) => rowsOfThread(trace, thread, seq).forEach((from) => direct[from].add(seq)),
    forget: (channel) => given.delete(channel),
  };
  const walker = new EdgeWalker(trace, sink);
  for (let seq = 0; seq < trace.count; seq++) {
    walker.visit(seq);
    for (const before of rowsOfThread(trace, trace.thread[seq], seq)) direct[before].add(seq);
  }
  const all: Set<number>[] = [];
  for (let seq = trace.count - 1; seq >= 0; seq--) {
    all[seq] = new Set(direct[seq]);
    for (const next of direct[seq]) for (const far of all[next]) all[seq].add(far);
  }
  return all;
}

const rowsOfThread = (trace: Trace, thread: number, below: number) =>
  Array.from({ length: below }, (_, row) => row).filter((row) => trace.thread[row] === thread);

function randomTrace(seed: number): Trace {
  const random = createRandom(seed);
  const lines: string[] = [
    "object q: queue capacity 2",
    "object a: lock",
    "object e: event-flag",
    "object p: pool",
    "object b: barrier",
  ];
  let item = 0;
  const queued: number[] = [];
  for (let i = 0; i < 26; i++) {
    const thread = `T${random.below(3)}`;
    const roll = random.below(14);
    const syncs = [
      "acquire a",
      "release a",
      "set e",
      "woken e",
      "submit p = 1",
      "task-start p = 1",
      "arrive b",
      "pass b",
      "join p",
      "task-done q",
      "join q",
    ];
    if (roll < 5)
      lines.push(
        `${thread} ${random.below(2) === 0 ? "read" : "write"} ${random.below(2) === 0 ? "x" : "y"} = 1 :${1 + random.below(3)}`,
      );
    else if (roll === 5) {
      queued.push(item);
      lines.push(`${thread} put q = ${item++}`);
    } else if (roll === 6 && queued.length > 0) lines.push(`${thread} get q = ${queued.shift()}`);
    else lines.push(`${thread} ${syncs[random.below(syncs.length)]}`);
  }
  return parseTrace(lines.join("\n"));
}
