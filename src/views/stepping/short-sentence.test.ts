import { expect, it } from "vitest";
import { TraceBuilder } from "../../engine/trace/builder.ts";
import { shortSentence } from "./short-sentence.ts";

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
