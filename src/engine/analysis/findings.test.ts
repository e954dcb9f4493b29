import { describe, expect, it } from "vitest";
import type { Finding } from "../program/report.ts";
import { parseTrace } from "../testing/trace-notation.ts";
import { coffmanConditions } from "./coffman.ts";
import { analyse, describeFinding, type RunEnd } from "./index.ts";

const findingsOf = (text: string, end?: RunEnd) => analyse(parseTrace(text), end).findings;
const kinds = (findings: readonly Finding[]) => findings.map(({ kind }) => kind);

const CROSSED = `
  thread main: blocked
  thread T1: blocked
  thread T2: blocked
  main spawn -> T1
  main spawn -> T2
  T1 acquire a = 1 :3
  T2 acquire b = 1 :8
  T1 acquire-wait b :4
  T2 acquire-wait a :9
  main join-wait -> T1 :12
`;

describe("deadlock", () => {
  it("names the cycle of threads and locks, each beside what it waits for", () => {
    const trace = parseTrace(CROSSED);
    const { findings } = analyse(trace);
    expect(findings).toEqual([
      expect.objectContaining({
        kind: "deadlock",
        threads: [1, 2],
        objects: [1, 0],
        lines: [4, 9],
        events: [4, 5],
        count: 1,
      }),
    ]);
    expect(findings[0].message).toBe(
      "Deadlock: T1 waits for b, which T2 holds (line 4); T2 waits for a, which T1 holds (line 9). " +
        "Each waits for the next, so none of them can ever go on. No thread can go on.",
    );
    expect(describeFinding(findings[0], trace, "zh-CN")).toBe(
      "死锁：T1 等待 T2 持有的 b（第 4 行）；T2 等待 T1 持有的 a（第 9 行）。它们互相等待，谁也走不了。没有线程能继续运行。",
    );
  });

  it("meets Coffman's four conditions, each by something in the run", () => {
    const trace = parseTrace(CROSSED);
    const [deadlock] = analyse(trace).findings;
    expect(coffmanConditions(deadlock, trace, "en")).toEqual([
      {
        name: "Mutual exclusion",
        because: "a and b each have one holder at a time.",
        fix: "Share less: give each thread a copy of its own, or make the change one atomic step that needs no lock.",
      },
      {
        name: "Hold and wait",
        because: "T1 keeps a while it waits for b and T2 keeps b while it waits for a.",
        fix: "Take a and b all at once under one lock more, or release a before asking for b.",
      },
      {
        name: "No preemption",
        because: "Nobody can take a lock away from its holder, and no wait has a time limit.",
        fix: "Ask with a limit, acquire(timeout=1), and release everything when it passes.",
      },
      {
        name: "Circular wait",
        because: "T1 → b → T2 → a → T1.",
        fix: "Acquire them in the same order everywhere: a, then b.",
      },
    ]);
    expect(coffmanConditions(deadlock, trace, "zh-CN").map(({ fix }) => fix)).toEqual([
      "少共享：每个线程用自己的一份，或者把修改变成一个不需要锁的原子操作。",
      "再加一把锁，在它下面一次拿齐 a、b；或者先释放 a，再去获取 b。",
      "等待时加上时限 acquire(timeout=1)，超时就把手里的全部释放。",
      "处处按同一顺序获取：先 a，再 b。",
    ]);
    expect(coffmanConditions(deadlock, trace, "zh-CN").map(({ because }) => because)).toEqual([
      "a、b 同一时刻各只能有一个持有者。",
      "T1 占着 a 等待 b；T2 占着 b 等待 a。",
      "锁不能从持有者手里拿走，这些等待也都没有时限。",
      "T1 → b → T2 → a → T1。",
    ]);
    const twice = parseTrace("thread T1: blocked\nT1 acquire a = 1 :3\nT1 acquire-wait a :4");
    expect(coffmanConditions(analyse(twice).findings[0], twice, "en").at(-1)).toMatchObject({
      because: "T1 → a → T1.",
      fix: "Make a an RLock, which its holder may acquire again.",
    });
    const lonely = parseTrace("thread T1: blocked\nT2 start\nT2 finish\nT1 get-wait q :7");
    expect(coffmanConditions(analyse(lonely).findings[0], lonely, "en")).toEqual([]);
  });

  it("is partial while others go on, though some have finished", () => {
    const partial = `thread T3: running\n${CROSSED.replace("main join-wait -> T1 :12", "T3 read x\nT4 start\nT4 finish")}`;
    expect(kinds(findingsOf(partial.replace("thread main: blocked", "thread main: finished")))).toEqual([
      "partial-deadlock",
    ]);
  });

  it("is partial while others went on until the run was stopped", () => {
    const stopped = `thread T3: stopped\n${CROSSED}\nT3 sleep = 5`;
    expect(kinds(findingsOf(stopped, { status: "timed-out", stuck: new Set([1, 2, 3]) }))).toEqual([
      "partial-deadlock",
    ]);
  });

  it("is no partial one because a thread has finished", () => {
    expect(kinds(findingsOf(`${CROSSED}\nT4 start\nT4 finish`))).toEqual(["deadlock"]);
  });

  it("is found for a Lock taken twice, and for threads that join each other", () => {
    const twice = findingsOf("thread T1: blocked\nT1 acquire a = 1 :3\nT1 acquire-wait a :4");
    expect(twice[0]).toMatchObject({ kind: "deadlock", threads: [0], objects: [0] });
    expect(twice[0].message).toContain("T1 waits for a, which T1 holds (line 4)");
    const joins = findingsOf("thread A: blocked\nthread B: blocked\nA join-wait -> B\nB join-wait -> A");
    expect(joins[0]).toMatchObject({ kind: "deadlock", threads: [0, 1], objects: [] });
  });

  it("is found apart from a cycle when nobody is left who could help", () => {
    const lonely = findingsOf("thread T1: blocked\nT2 start\nT2 finish\nT1 get-wait q :7");
    expect(lonely).toHaveLength(1);
    expect(lonely[0]).toMatchObject({ kind: "deadlock", threads: [0], lines: [7] });
    expect(lonely[0].message).toContain(
      "T1 waits for an item from q (line 7), and nobody is left who could end that wait, so it can never go on.",
    );
  });

  it("is told once where others only wait for whoever is stuck", () => {
    const chain = findingsOf(
      "thread main: blocked\nthread T1: blocked\nthread T2: blocked\nT1 get-wait q :7\nT2 join-wait -> T1\nmain join-wait -> T2",
    );
    expect(chain).toEqual([expect.objectContaining({ kind: "deadlock", threads: [1], lines: [7] })]);
  });

  it("is found for a lock whose holder has ended", () => {
    const dead = findingsOf("thread T2: blocked\nT1 acquire a = 1\nT1 finish\nT2 acquire-wait a");
    expect(kinds(dead)).toEqual(["deadlock", "dead-holder"]);
  });

  it.each([
    ["somebody who runs could bring an item", "thread T1: blocked\nthread T2: running\nT2 read x\nT1 get-wait q"],
    ["the holder runs", "thread T1: blocked\nthread T2: running\nT2 acquire a = 1\nT1 acquire-wait a"],
    ["the holder sleeps", "thread T1: blocked\nthread T2: sleeping\nT2 acquire a = 1\nT2 sleep = 5\nT1 acquire-wait a"],
    [
      "a wait has a limit",
      "thread T1: blocked\nthread T2: blocked\nT1 acquire a = 1\nT2 acquire b = 1\nT1 acquire-wait b = 500\nT2 acquire-wait a",
    ],
    [
      "a cycle is broken by somebody who waits for one who runs",
      "thread T1: blocked\nthread T2: blocked\nthread T3: running\nT3 acquire a = 1\nT1 acquire b = 1\nT1 acquire-wait a\nT2 acquire-wait b",
    ],
    ["the run was stopped while a daemon waited", "thread T1: stopped\nT1 get-wait q"],
  ])("is not claimed when %s", (_, text) => {
    expect(kinds(findingsOf(text))).toEqual([]);
  });

  it("is not claimed for daemons of a run that finished", () => {
    expect(findingsOf("thread T1: blocked\nT1 get-wait q", { status: "finished" })).toEqual([]);
    expect(findingsOf("thread T1: blocked\nT1 get-wait q", { status: "finished", stuck: new Set() })).toEqual([]);
  });

  it("believes the runtime on who is stuck", () => {
    const text = "thread T1: blocked\nthread T2: running\nT2 read x\nT1 get-wait q";
    expect(findingsOf(text, { status: "deadlocked", stuck: new Set([0]) })[0]).toMatchObject({
      kind: "partial-deadlock",
      threads: [0],
    });
  });

  it("says that it may not be all when events are missing", () => {
    const trace = parseTrace(CROSSED, { dropped: 3 });
    expect(analyse(trace).findings[0]).toMatchObject({ incomplete: true });
    expect(analyse(trace).findings[0].message).toContain("Events are missing");
  });
});

describe("misuse", () => {
  it("is a Lock that another thread releases, told once for each pair of lines", () => {
    const found = findingsOf(`
      T1 acquire a = 1 :3
      T2 release a = 0 :7
      T1 acquire a = 1 :3
      T2 release a = 0 :7
      T1 acquire a = 1 :3
      T1 release a = 0 :4
    `);
    expect(found).toEqual([
      expect.objectContaining({
        kind: "misuse",
        threads: [0, 1],
        objects: [0],
        lines: [3, 7],
        events: [0, 1],
        count: 2,
      }),
    ]);
    expect(found[0].message).toBe(
      "T2 released a, which T1 held (lines 3 and 7) (2 times). Python allows it; it is seldom meant.",
    );
  });

  it("is what CPython punishes", () => {
    const found = findingsOf('T1 raise = "RuntimeError: release unlocked lock" :5\nT1 finish');
    expect(found[0]).toMatchObject({ kind: "misuse", lines: [5], events: [0] });
    expect(findingsOf('T1 raise = "ValueError: nothing of the kind"')).toEqual([]);
  });

  it("names the primitive where the trace does", () => {
    const trace = parseTrace('object a: lock\nT1 raise a = "RuntimeError: release unlocked lock" :5\nT1 finish');
    const { findings } = analyse(trace);
    expect(findings).toEqual([expect.objectContaining({ kind: "misuse", threads: [0], objects: [0], lines: [5] })]);
    expect(findings[0].message).toBe("T1 used a against its contract: RuntimeError: release unlocked lock (line 5).");
    expect(describeFinding(findings[0], trace, "zh-CN")).toBe(
      "T1 违反了 a 的使用规则：RuntimeError: release unlocked lock（第 5 行）。",
    );
  });

  it("is not a semaphore given back by somebody else", () => {
    expect(findingsOf("object s: semaphore capacity 1\nT1 acquire s = 0\nT2 release s = 1")).toEqual([]);
  });
});

describe("dead holder", () => {
  it("is a thread that ended and never released", () => {
    const found = findingsOf(
      "object r: rlock\nT1 acquire r = 1 :4\nT1 acquire r = 2 :5\nT1 release r = 1\nT1 finish\nmain join -> T1",
    );
    expect(found).toEqual([
      expect.objectContaining({ kind: "dead-holder", threads: [0], objects: [0], events: [1, 3], lines: [5] }),
    ]);
    expect(found[0].message).toBe("T1 finished while holding r and never released it (line 5).");
  });

  it("is nobody who released in time", () => {
    expect(findingsOf("T1 acquire a = 1\nT1 release a = 0\nT1 finish\nmain join -> T1")).toEqual([]);
  });

  it("is nobody who ended last, whom nobody outlived", () => {
    expect(findingsOf("T1 acquire a = 1\nT1 finish")).toEqual([]);
    expect(findingsOf("T2 start\nT1 acquire a = 1\nT2 finish\nT1 finish")).toEqual([]);
    expect(kinds(findingsOf("T2 start\nT1 acquire a = 1\nT1 finish\nT2 finish"))).toEqual(["dead-holder"]);
  });
});

describe("lost update", () => {
  it("says who wrote over whom", () => {
    const text = "T1 read x = 0 :5\nT2 read x = 0 :5\nT1 write x = 1 :5\nT2 write x = 1 :5";
    const trace = parseTrace(text);
    const { findings, lostUpdates } = analyse(trace);
    expect(lostUpdates).toEqual({ x: 1 });
    const lost = findings.find(({ kind }) => kind === "lost-update") as Finding;
    expect(lost).toMatchObject({ threads: [0, 1], objects: [0], lines: [5], events: [0, 2, 1, 3], count: 1 });
    expect(lost.message).toBe(
      "An update of x by T1 was lost: T2 read x (0) before T1 wrote 1, and wrote 1 over it (line 5).",
    );
    expect(describeFinding(lost, trace, "zh-CN")).toBe(
      "T1 对 x 的一次更新丢失：T2 在 T1 写入 1 之前读到 0，又写入 1，把它覆盖了（第 5 行）。",
    );
  });
});
