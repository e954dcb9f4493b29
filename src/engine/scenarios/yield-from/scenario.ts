/** `yield titles` against `yield from titles`; caller, delegating generator and sub-generator. */
import type { Outcome } from "../../program/report.ts";
import type { Scenario } from "../../program/scenario.ts";
import threeItems from "./three_items.py?raw";
import oneList from "./one_list.py?raw";
import delegate from "./delegate.py?raw";
import { figures, prediction, texts } from "./texts.ts";

export const scenario: Scenario = {
  id: "yield-from",
  chapter: "coroutines",
  modes: ["run", "step", "explore"],
  steps: "visible",
  parameters: [
    {
      name: "way",
      kind: "choice",
      default: "three-items",
      binds: "variant",
      choices: ["three-items", "one-list", "delegate"],
      label: { en: "way", "zh-CN": "做法" },
      choiceLabels: {
        "three-items": { en: "yield from titles", "zh-CN": "yield from titles" },
        "one-list": { en: "yield titles", "zh-CN": "yield titles" },
        delegate: { en: "caller, delegating and sub-generator", "zh-CN": "调用方、委托生成器、子生成器" },
      },
    },
  ],
  variants: [
    {
      id: "three-items",
      label: { en: "yield from titles", "zh-CN": "yield from titles" },
      source: threeItems,
      when: { way: "three-items" },
    },
    {
      id: "one-list",
      label: { en: "yield titles", "zh-CN": "yield titles" },
      source: oneList,
      when: { way: "one-list" },
    },
    {
      id: "delegate",
      label: { en: "caller, delegating and sub-generator", "zh-CN": "调用方、委托生成器、子生成器" },
      source: delegate,
      when: { way: "delegate" },
    },
  ],
  compare: { broken: "one-list", mended: "three-items" },
  texts,
  figures,
  prediction,
  outcomes: ["count", "sum"],
  outcome: ({ count, answer }) => ({
    count: typeof count === "number" ? count : null,
    sum: typeof answer === "number" ? answer : null,
  }),
  expected: ({ way }): Outcome => (way === "delegate" ? { sum: 5 } : { count: way === "one-list" ? 1 : 3 }),
  estimateEvents: () => 2000,
};
