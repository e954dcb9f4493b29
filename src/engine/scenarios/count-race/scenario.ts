/** Two threads add 1 to one number many times, and the sum falls short. */
import type { Scenario } from "../../program/scenario.ts";
import { countOutcome, expectedCount } from "../counting.ts";
import inner from "../count-lock/inner.py?raw";
import outer from "../count-lock/outer.py?raw";
import { iterationsParameter, lockParameter, pythonParameter, threadsParameter } from "../parameters.ts";
import none from "./none.py?raw";
import { figures, prediction, texts } from "./texts.ts";

export const scenario: Scenario = {
  id: "count-race",
  chapter: "shared-memory",
  modes: ["run", "step", "explore"],
  parameters: [threadsParameter, iterationsParameter, lockParameter, pythonParameter],
  variants: [
    { id: "none", label: { en: "without a lock", "zh-CN": "不加锁" }, source: none, when: { lock: "none" } },
    {
      id: "inner",
      label: { en: "lock around each update", "zh-CN": "每次更新加锁" },
      source: inner,
      when: { lock: "inner" },
    },
    {
      id: "outer",
      label: { en: "lock around the loop", "zh-CN": "在循环外加锁" },
      source: outer,
      when: { lock: "outer" },
    },
  ],
  compare: { broken: "none", mended: "inner" },
  texts,
  figures,
  prediction,
  outcomes: ["count", "firstFinisher"],
  outcome: (values, _trace, _parameters, report) => countOutcome(values, report),
  expected: expectedCount,
  estimateEvents: ({ threads, iterations, lock }) =>
    Number(threads) * Number(iterations) * (lock === "inner" ? 5 : 2) + 100,
  heavy: ["threads", "iterations"],
};
