import { describe, expect, it, test } from "vitest";
import type { FindingKind, RunStatus } from "../program/report.ts";
import { parseTrace } from "../testing/trace-notation.ts";
import { analyse, describeFinding, type RunEnd } from "./index.ts";

/** Findings of one kind, each with its two sentences. */
function find(kind: FindingKind, text: string, end?: RunEnd, engine?: "threads") {
  const trace = parseTrace(text, engine === undefined ? {} : { engine });
  const found = analyse(trace, end).findings.filter((finding) => finding.kind === kind);
  return found.map((finding) => ({ ...finding, chinese: describeFinding(finding, trace, "zh-CN") }));
}

const repeat = (times: number, text: string): string => Array.from({ length: times }, () => text).join("\n");

describe("a lost wakeup", () => {
  const HEAD = "object l: lock\nobject c: condition\nthread T2: blocked";
  const notify = "T1 acquire l = 1\nT1 write ready = 1 :3\nT1 notify c = 0 :4\nT1 release l = 0\nT1 finish";
  const wait = "T2 wait c :8\nT2 release l = 0";

  it("is a wait for what was announced before, when nobody waited", () => {
    const found = find("lost-wakeup", `${HEAD}\n${notify}\nT2 acquire l = 1 :7\n${wait}`);
    expect(found).toEqual([
      expect.objectContaining({ threads: [1, 0], objects: [1], lines: [4, 8], events: [2, 6], count: 1 }),
    ]);
    expect(found[0].message).toBe(
      "T1 notified c (line 4) while nobody waited, and T2 began to wait only afterwards (line 8): the wakeup is lost, " +
        "since a condition remembers none. With its lock held, look at what you wait for first, then wait.",
    );
    expect(found[0].chinese).toContain("T1 通知 c 时（第 4 行）没有人在等，T2 在那之后才开始等待（第 8 行）");
  });

  it("is found where a time limit ended the wait", () => {
    const text = `${notify}\nT2 acquire l = 1\nT2 wait c = 500 :8\nT2 release l = 0\nT2 wait-timeout c\nT2 acquire l = 1\nT2 release l = 0`;
    expect(find("lost-wakeup", `object l: lock\nobject c: condition\n${text}`)).toHaveLength(1);
  });

  it("is one of a flag that was cleared again before the wait", () => {
    const found = find("lost-wakeup", "thread T2: blocked\nT1 set e :3\nT1 clear e :4\nT2 wait e :8\nT1 finish");
    expect(found[0]).toMatchObject({ threads: [1, 0], events: [0, 1, 2] });
    expect(found[0].message).toBe(
      "T1 set e (line 3), and it was cleared again (line 4) before T2 began to wait for it (line 8): the wakeup is lost.",
    );
    expect(found[0].chinese).toBe(
      "T1 打开了 e（第 3 行），但在 T2 开始等待之前（第 8 行）它又被清除（第 4 行）：这次唤醒丢失了。",
    );
  });

  test.each([
    ["who looks first does not wait", `${HEAD}\n${notify}\nT2 acquire l = 1\nT2 read ready = 1\n${wait}`],
    [
      "somebody notified again",
      `${HEAD}\n${notify}\nT2 acquire l = 1\n${wait}\nT3 notify c = 1\nT2 woken c\nT2 acquire l = 1`,
    ],
    ["nobody ever notified", `${HEAD}\nT1 finish\nT2 acquire l = 1\n${wait}`],
    ["the notification found somebody", `${HEAD}\nT2 acquire l = 1\n${wait}\nT1 notify c = 1\nT1 finish`],
    ["a flag stays set", "T1 set e\nT2 read e = true\nT1 finish"],
    ["a flag was never set", "thread T2: blocked\nT1 clear e\nT2 wait e\nT1 finish"],
  ])("is not claimed when %s", (_, text) => {
    expect(find("lost-wakeup", text)).toEqual([]);
  });
});

describe("starvation", () => {
  const turn = (thread: string) => `${thread} acquire a = 1 :4\n${thread} release a = 0 :5`;
  const asks = "T3 acquire-wait a :4";

  it("is a turn that never came while others had a hundred", () => {
    const found = find("starvation", `T1 acquire a = 1 :4\n${asks}\nT1 release a = 0\n${repeat(100, turn("T2"))}`);
    expect(found).toEqual([expect.objectContaining({ threads: [1, 2], objects: [0], lines: [4], count: 100 })]);
    expect(found[0].message).toBe("T3 asked for a (line 4) and never got its turn, while T2 took theirs 100 times.");
    expect(found[0].chinese).toBe("T3 请求 a（第 4 行），一直没有轮到，而 T2 得到了 100 次。");
  });

  it("is a turn that came only when nobody else wanted one", () => {
    const late = `T1 acquire a = 1 :4\n${asks}\nT1 release a = 0\n${repeat(60, `${turn("T2")}\n${turn("T1")}`)}\n${turn("T3")}`;
    expect(find("starvation", late)[0].message).toContain(
      "and got its turn only when T1 and T2 had taken theirs 120 times",
    );
    expect(find("starvation", `${late}\n${turn("T1")}`)).toEqual([]);
  });

  it("is one of getters and of putters, each among their own", () => {
    const passed = repeat(100, "T1 put q = 1\nT2 get q = 1");
    expect(find("starvation", `T3 get-wait q\n${passed}`)).toMatchObject([{ threads: [0, 2], count: 100 }]);
    expect(find("starvation", `T3 put-wait q\n${passed}`)).toMatchObject([{ threads: [0, 1], count: 100 }]);
  });

  it("on real threads takes a second and a thousand turns, since a hundred can pass in no time", () => {
    const text = (turns: number, end: number) =>
      `T1 acquire a = 1\n${asks}\nT1 release a = 0\n${repeat(turns, turn("T2"))}\n@${end} ${turn("T2")}`;
    expect(find("starvation", text(1000, 900_000), {}, "threads")).toEqual([]);
    expect(find("starvation", text(500, 1_100_000), {}, "threads")).toEqual([]);
    expect(find("starvation", text(1000, 1_100_000), {}, "threads")).toHaveLength(1);
  });

  const CONDITION = "object l: lock\nobject c: condition\nT1 acquire l = 1\nT1 wait c :4\nT1 release l = 0";
  const underLock = (more: string) => `T2 acquire l = 1\n${more}T2 release l = 0`;
  const inVain = "T1 woken c\nT1 acquire l = 1\nT1 read ready = 0\nT1 wait c :4\nT1 release l = 0";

  it("is one of a thread that a condition wakes again and again for what others have taken already", () => {
    const rounds = repeat(100, `${underLock("T2 notify c = 1\n")}\n${inVain}`);
    expect(find("starvation", `${CONDITION}\n${rounds}`)).toMatchObject([
      { threads: [0, 1], objects: [1], count: 100 },
    ]);
    expect(
      find("starvation", `${CONDITION}\n${rounds}\nT2 notify c = 1\nT1 woken c\nT1 acquire l = 1\nT1 release l = 0`),
    ).toEqual([]);
  });

  it("is not told of who can never go on, which says more", () => {
    const stuck = `thread T3: blocked\nthread T2: finished\n${repeat(100, turn("T2"))}`;
    const text = `T2 acquire a = 1\n${asks}\nT2 release a = 0\n${stuck}\nT2 acquire a = 1\nT2 finish`;
    const { findings } = analyse(parseTrace(text));
    expect(findings.map(({ kind }) => kind)).toEqual(["deadlock", "dead-holder"]);
  });

  test.each([
    [
      "it waits at a condition for what has not come about",
      `${CONDITION}\n${repeat(200, underLock("T2 write x = 1\n"))}`,
    ],
    [
      "what it waited for came about after a long time",
      `${CONDITION}\n${repeat(200, underLock(""))}\n${underLock("T2 notify c = 1\n")}\nT1 woken c\nT1 acquire l = 1\nT1 read ready = 1\nT1 release l = 0`,
    ],
    ["it was overtaken a few times", `T1 acquire a = 1\n${asks}\nT1 release a = 0\n${repeat(20, turn("T2"))}`],
    ["others took something else", `T1 acquire a = 1\n${asks}\n${repeat(200, "T2 acquire b = 1\nT2 release b = 0")}`],
    ["its turn came between", repeat(60, `${turn("T2")}\nT2 acquire a = 1\n${asks}\nT2 release a = 0\n${turn("T3")}`)],
  ])("is not claimed when %s", (_, text) => {
    expect(find("starvation", text)).toEqual([]);
  });
});

describe("livelock", () => {
  it("is not told once more as the starvation of everybody in it", () => {
    const round =
      "T1 acquire a = 1 :3\nT2 acquire b = 1 :3\nT1 refused b :4\nT2 refused a :4\nT1 release a = 0 :5\nT2 release b = 0 :5";
    const text = `thread T1: running\nthread T2: running\n${repeat(120, round)}`;
    const { findings } = analyse(parseTrace(text), { status: "step-limit" });
    expect(findings.map(({ kind }) => kind)).toEqual(["livelock"]);
    // Where it is known to go on, others may still change that, and overtaking is all that can be said.
    const going = analyse(parseTrace(text)).findings.map(({ kind }) => kind);
    expect(going).toEqual(["starvation", "starvation"]);
  });

  const POLITE =
    "T1 acquire a = 1 :3\nT2 acquire b = 1 :9\nT1 refused b :4\nT2 refused a :10\nT1 release a = 0 :5\nT2 release b = 0 :11";
  const ended: RunEnd = { status: "timed-out", stuck: new Set() };

  it("is threads that step aside for each other until the run is ended", () => {
    const found = find("livelock", `thread T1: stopped\nthread T2: stopped\n${repeat(60, POLITE)}`, ended);
    expect(found).toEqual([
      expect.objectContaining({ threads: [0, 1], objects: [0, 1], lines: [3, 4, 5, 9, 10, 11], count: 30 }),
    ]);
    expect(found[0].message).toBe(
      "T1 and T2 do the same over and over (lines 3, 4, 5, 9, 10 and 11), 30 times at the end, and never get on: " +
        "busy, but without progress, and nobody is left who could change that.",
    );
    expect(found[0].chinese).toContain("T1、T2 反复做同样的事（第 3、4、5、9、10、11 行）");
  });

  it("is one thread that waits by looking for what nobody will do", () => {
    const text = `thread main: blocked\nthread T1: stopped\nmain join-wait -> T1\n${repeat(60, "T1 read flag = 0 :3")}`;
    expect(find("livelock", text, ended)).toMatchObject([{ threads: [1], lines: [3] }]);
    expect(find("livelock", text, ended)[0].message).toContain(
      "T1 reads flag over and over (line 3), 30 times at the end, and finds 0 each time",
    );
  });

  test.each([
    ["the run ended by itself", repeat(60, POLITE), "finished"],
    ["something came of it", repeat(60, `${POLITE}\nT1 print = "x"`), "timed-out"],
    ["values changed", Array.from({ length: 60 }, (_, i) => `T1 write x = ${i}`).join("\n"), "timed-out"],
    ["one of them has only begun", `${POLITE}\n${POLITE}`, "stopped"],
    ["somebody sleeps who may change it", `T3 sleep = 5000\n${repeat(60, POLITE)}`, "timed-out"],
    ["somebody computes who may change it", `T3 read x\n${repeat(60, POLITE)}`, "step-limit"],
    ["all it does is sleep", repeat(60, "T1 sleep = 5\nT1 wake"), "timed-out"],
    ["somebody has not begun", `thread T3: new\n${repeat(60, POLITE)}`, "step-limit"],
  ] satisfies [string, string, RunStatus][])("is not claimed when %s", (_, text, status) => {
    expect(find("livelock", text, { status, stuck: new Set() })).toEqual([]);
  });
});

describe("unjoined threads", () => {
  const START = "main spawn -> T1 :8\nT1 start";
  const NEXT = 'main print = "end" :9';
  const WORK = "T1 write x = 1 :3\nT1 finish";

  it("are those that went on after their starter had come to its end", () => {
    const found = find("unjoined", `${START}\n${NEXT}\nmain join-wait -> T1\n${WORK}\nmain join -> T1\nmain finish`);
    expect(found).toEqual([
      expect.objectContaining({ threads: [0, 1], objects: [], lines: [8], events: [0, 2, 4], count: 1 }),
    ]);
    expect(found[0].message).toBe(
      "main started T1 (line 8) and came to its own end without waiting for it: T1 went on after that. join() waits.",
    );
    expect(found[0].chinese).toBe(
      "main 启动了 T1（第 8 行），没有等它就走到了自己的终点：T1 在那之后还在运行。join() 会等待。",
    );
  });

  it("are told together where one line started them", () => {
    const three = ["T1", "T2", "T3"].map((name) => `main spawn -> ${name} :8\n${name} start`).join("\n");
    const ends = ["T1", "T2", "T3"].map((name) => `${name} read x\n${name} finish`).join("\n");
    expect(find("unjoined", `${three}\n${NEXT}\nmain finish\n${ends}`)).toMatchObject([
      { threads: [0, 1, 2, 3], count: 3 },
    ]);
  });

  test.each([
    ["they were joined", `${START}\n${WORK}\nmain join -> T1 :9\n${NEXT}\nmain finish`],
    ["they were joined last", `${START}\n${WORK}\n${NEXT}\nmain join -> T1 :10\nmain finish`],
    ["they were quicker, since their starter may have looked", `${START}\n${WORK}\n${NEXT}\nmain finish`],
    ["they may have been seen to end", `${START}\n${NEXT}\n${WORK}\nmain join -> T1\nmain finish`],
    ["an event told that they were done", `${START}\nT1 set e\nT1 finish\nmain woken e\n${NEXT}\nmain finish`],
    ["a queue told that they were done", `${START}\nT1 put q = 1\nT1 finish\nmain get q = 1\n${NEXT}\nmain finish`],
    ["their starter had nothing left to do", `${START}\n${WORK}\nmain join -> T1\nmain finish`],
    ["an exception ended their starter", `${START}\nmain raise = "ValueError" :9\nmain finish\n${WORK}`],
    ["the run hung first", `${START}\n${NEXT}\nT1 acquire-wait a`],
    ["they are daemons that were cut off", `${START}\nT1 read x\n${NEXT}\nmain finish`],
    ["they belong to a pool", `${START}\nT1 get-wait p\n${NEXT}\nmain finish\nT1 finish`],
  ])("are not told when %s", (_, text) => {
    expect(find("unjoined", `object p: pool\n${text}`)).toEqual([]);
  });
});

describe("a schedule", () => {
  it("goes with each finding of a run that has one", () => {
    const { findings } = analyse(parseTrace("T1 write x = 1\nT2 write x = 2"), { schedule: "s1.abcdef.0x2-1x2" });
    expect(findings.map(({ schedule }) => schedule)).toEqual(["s1.abcdef.0x2-1x2"]);
  });
});
