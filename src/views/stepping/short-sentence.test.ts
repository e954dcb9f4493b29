import { expect, it } from "vitest";
import { TraceBuilder } from "../../engine/trace/builder.ts";
import { restOfStep, shortSentence } from "./short-sentence.ts";

it("says what was done, without thread and line", () => {
  const builder = new TraceBuilder();
  builder.addThread("MainThread");
  const thread = builder.addThread("Thread-1");
  const object = builder.addObject("balance", "cell");
  builder.push({ thread, op: "read", object, value: 5, line: 11 });
  builder.push({ thread, op: "finish" });
  const trace = builder.build();
  expect(shortSentence(trace, 0, "en")).toBe("reads balance: 5");
  expect(shortSentence(trace, 0, "zh-CN")).not.toContain("11");
  expect(shortSentence(trace, 1, "en")).not.toContain("Thread-1");
});

it("tells what else a step did: who printed or waits, and no more than two of them", () => {
  const builder = new TraceBuilder();
  const main = builder.addThread("MainThread");
  const thread = builder.addThread("Thread-1");
  const object = builder.addObject("x", "cell");
  builder.push({ thread, op: "write", object, value: 5, line: 11 });
  builder.push({ thread, op: "print", value: "five", line: 12 });
  builder.push({ thread, op: "finish" });
  builder.push({ thread: main, op: "join", other: thread });
  builder.push({ thread: main, op: "print", value: "a" });
  builder.push({ thread: main, op: "print", value: "b" });
  const trace = builder.build();
  expect(restOfStep(trace, 0, 1, "en")).toBe("");
  expect(restOfStep(trace, 0, 3, "en")).toBe("prints: five");
  expect(restOfStep(trace, 0, trace.count, "en")).toBe("prints: five, MainThread prints: a, …");
});
