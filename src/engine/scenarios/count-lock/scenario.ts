/** The counting race mended by a lock, inside the loop or around it: always right, and what each choice costs. */
import type { Scenario } from "../../program/scenario.ts";
import { countOutcome, expectedCount } from "../counting.ts";
import { iterationsParameter, lockParameter, pythonParameter, threadsParameter } from "../parameters.ts";
import inner from "./inner.py?raw";
import none from "./none.py?raw";
import outer from "./outer.py?raw";
import { figures, prediction, texts } from "./texts.ts";

export const scenario: Scenario = {
  id: "count-lock",
  chapter: "shared-memory",
  modes: ["run", "step", "explore"],
  parameters: [threadsParameter, iterationsParameter, { ...lockParameter, default: "inner" }, pythonParameter],
  variants: [
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
    { id: "none", label: { en: "without a lock", "zh-CN": "不加锁" }, source: none, when: { lock: "none" } },
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
