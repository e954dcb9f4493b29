/** Two threads pay in and draw out; each pair cancels, yet money disappears: lost updates on a module-level name. */
import type { Scenario } from "../../program/scenario.ts";
import { iterationsParameter, lockParameter, pythonParameter, threadsParameter } from "../parameters.ts";
import inner from "./inner.py?raw";
import none from "./none.py?raw";
import outer from "./outer.py?raw";
import { figures, prediction, texts } from "./texts.ts";

export const scenario: Scenario = {
  id: "bank-race",
  chapter: "shared-memory",
  modes: ["run", "step", "explore"],
  parameters: [threadsParameter, iterationsParameter, lockParameter, pythonParameter],
  variants: [
    { id: "none", label: { en: "without a lock", "zh-CN": "不加锁" }, source: none, when: { lock: "none" } },
    {
      id: "inner",
      label: { en: "lock in change_it", "zh-CN": "在 change_it 里加锁" },
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
  outcomes: ["balance"],
  outcome: (values) => ({ balance: values.balance ?? null }),
  expected: () => ({ balance: 0 }),
  estimateEvents: ({ threads, iterations, lock }) =>
    Number(threads) * Number(iterations) * (lock === "inner" ? 7 : 4) + 100,
  heavy: ["threads", "iterations"],
};
