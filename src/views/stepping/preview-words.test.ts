import { describe, expect, it } from "vitest";
import type { ChoicePreview, EventPreview, Obstacle } from "../../engine/program/stepping.ts";
import { toChoice } from "../../engine/program/stepping.ts";
import { TraceBuilder } from "../../engine/trace/builder.ts";
import { speechFor } from "../shared/use-words.ts";
import { describeChoiceButton, describeMisfit, describeObstacle, describePreview } from "./preview-words.ts";
import { stepSpeech } from "./use-step-words.ts";

const english = stepSpeech(speechFor("en"));
const chinese = stepSpeech(speechFor("zh-CN"));
const trace = threadsNamed("MainThread", "Thread-1", "Thread-2", "Task-1 (tea)");
const number = (plain: number) => ({ repr: String(plain), plain });

function threadsNamed(...names: readonly string[]) {
  const builder = new TraceBuilder();
  for (const name of names) builder.addThread(name);
  return builder.build();
}

function choice(part: Partial<EventPreview>, expires = false): ChoicePreview {
  const event: EventPreview = {
    thread: 1,
    op: "read",
    object: { name: "balance", kind: "cell" },
    key: null,
    value: null,
    other: null,
    line: 3,
    ...part,
  };
  return { choice: toChoice(event.thread, expires), text: "", events: [event], writes: false };
}

const lock = { name: "lock_b", kind: "lock" } as const;
const queue = { name: "q", kind: "queue" } as const;

describe("what a thread would do next", () => {
  it.each<[Partial<EventPreview>, string, string]>([
    [{ value: number(0) }, "reads balance: 0", "读取 balance：0"],
    [{ op: "write", value: number(8) }, "writes balance: 8", "写入 balance：8"],
    [{ object: { name: "counts", kind: "list" }, key: number(2) }, "reads counts[2]", "读取 counts[2]"],
    [
      { op: "write", object: { name: "account", kind: "instance" }, key: { repr: "'total'", plain: "total" } },
      "writes account.total",
      "写入 account.total",
    ],
    [{ op: "acquire", object: lock }, "acquires lock_b", "获取 lock_b"],
    [{ op: "start", object: null, lane: "Task-2 (tea)" }, "Task-2 (tea) starts", "Task-2 (tea) 开始运行"],
    [{ op: "print", object: null, value: { repr: "'hi\\n'", plain: "hi\n" } }, "prints: hi", "打印：hi"],
    [{ op: "join", object: null, other: 2 }, "joins T2, which has finished", "等到 T2 结束"],
    [{ op: "refused", object: queue }, "q refuses T1: it cannot put or get at once", "q 拒绝了 T1：不能立即放入或取出"],
  ])("%j", (part, en, zh) => {
    expect([describePreview(english, choice(part), trace), describePreview(chinese, choice(part), trace)]).toEqual([
      en,
      zh,
    ]);
  });

  it("names the task that a thread lets go on", () => {
    const event = choice({ thread: 3, op: "task-run", object: null });
    expect(describePreview(english, { ...event, choice: toChoice(0) }, trace)).toBe("Task-1 (tea) runs");
  });

  it("names the button by what it does", () => {
    expect(describeChoiceButton(english, 1, choice({ value: number(0) }), trace)).toBe("Let T1 go: reads balance: 0");
    expect(describeChoiceButton(english, 1, choice({ op: "get-timeout", object: queue }, true), trace)).toBe(
      "Let T1's wait end now: its time is up",
    );
  });
});

describe("why a thread cannot go", () => {
  it.each<[Obstacle, string, string]>([
    [{ kind: "lock-held", object: lock, holder: 1 }, "waits for lock_b, which T1 holds", "等待 lock_b（被 T1 持有）"],
    [{ kind: "lock-held", object: lock, holder: -1 }, "waits for lock_b", "等待 lock_b"],
    [
      { kind: "lock-held", object: lock, holder: 2 },
      "waits for lock_b, which it holds itself",
      "等待 lock_b，而持有它的正是自己",
    ],
    [
      { kind: "queue-full", object: queue, capacity: 3 },
      "waits for room: q is full, with 3",
      "等待空位：q 已满，有 3 项",
    ],
    [
      { kind: "barrier-filling", object: { name: "gate", kind: "barrier" }, arrived: 1, parties: 3 },
      "waits at gate: 1 of 3 are there",
      "在 gate 处等人到齐：共 3 个，已到 1 个",
    ],
    [{ kind: "thread-running", other: 0 }, "waits until main has finished", "等待 main 结束"],
    [{ kind: "computing" }, "computes on and on and comes to no further step", "一直在计算，走不到下一步"],
  ])("%j", (obstacle, en, zh) => {
    expect([describeObstacle(english, obstacle, 2), describeObstacle(chinese, obstacle, 2)]).toEqual([en, zh]);
  });
});

describe("where a schedule stops fitting", () => {
  it("says which step, which thread and why", () => {
    const obstacle: Obstacle = { kind: "lock-held", object: lock, holder: 1 };
    expect(describeMisfit(english, { step: 5, choice: toChoice(2), why: { kind: "blocked", obstacle } })).toBe(
      "The schedule does not fit this program from step 5 on: it lets T2 go, which cannot: it waits for lock_b, which T1 holds.",
    );
    expect(describeMisfit(chinese, { step: 3, choice: toChoice(4), why: { kind: "no-thread" } })).toBe(
      "这个调度序列从第 3 步起与程序不符：它提到的 T4 并不存在。",
    );
  });
});
