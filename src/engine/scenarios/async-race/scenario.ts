/** Balance read, `await`, write: an update is lost on one thread; no await between, nothing lost; `asyncio.Lock`. */
import type { Outcome } from "../../program/report.ts";
import type { Scenario } from "../../program/scenario.ts";
import { secondParameter } from "../parameters.ts";
import awaitBetween from "./await_between.py?raw";
import otherOrder from "./other_order.py?raw";
import noAwait from "./no_await.py?raw";
import withLock from "./lock.py?raw";
import { figures, prediction, texts } from "./texts.ts";

export const scenario: Scenario = {
  id: "async-race",
  chapter: "coroutines",
  modes: ["run", "step", "explore"],
  parameters: [
    {
      name: "way",
      kind: "choice",
      default: "await-between",
      binds: "variant",
      choices: ["await-between", "other-order", "no-await", "lock"],
      label: { en: "way", "zh-CN": "做法" },
      choiceLabels: {
        "await-between": { en: "an await between read and write", "zh-CN": "读和写之间有 await" },
        "other-order": { en: "the same, the other one ends last", "zh-CN": "同上，换另一个最后结束" },
        "no-await": { en: "no await between", "zh-CN": "中间没有 await" },
        lock: { en: "asyncio.Lock around both", "zh-CN": "用 asyncio.Lock 包住" },
      },
    },
    secondParameter,
  ],
  variants: [
    {
      id: "await-between",
      label: { en: "an await between read and write", "zh-CN": "读和写之间有 await" },
      source: awaitBetween,
      when: { way: "await-between" },
    },
    {
      id: "other-order",
      label: { en: "the same, the other one ends last", "zh-CN": "同上，换另一个最后结束" },
      source: otherOrder,
      when: { way: "other-order" },
    },
    {
      id: "no-await",
      label: { en: "no await between", "zh-CN": "中间没有 await" },
      source: noAwait,
      when: { way: "no-await" },
    },
    {
      id: "lock",
      label: { en: "asyncio.Lock around both", "zh-CN": "用 asyncio.Lock 包住" },
      source: withLock,
      when: { way: "lock" },
    },
  ],
  compare: { broken: "await-between", mended: "lock" },
  texts,
  figures,
  prediction,
  outcomes: ["value"],
  outcome: ({ value }) => ({ value: typeof value === "number" ? value : null }),
  expected: (): Outcome => ({ value: 13 }),
  estimateEvents: () => 2000,
};
