/** Two generators take turns at `yield`; `send` passes a value in, StopIteration carries the return value out. */
import type { Outcome } from "../../program/report.ts";
import type { Scenario } from "../../program/scenario.ts";
import { matchLines } from "../console-numbers.ts";
import turns from "./turns.py?raw";
import oneAfterTheOther from "./one_after_the_other.py?raw";
import send from "./send.py?raw";
import { figures, prediction, texts } from "./texts.ts";

export const scenario: Scenario = {
  id: "generators",
  chapter: "coroutines",
  modes: ["run", "step", "explore"],
  steps: "visible",
  parameters: [
    {
      name: "way",
      kind: "choice",
      default: "turns",
      binds: "variant",
      choices: ["turns", "one-after-the-other", "send"],
      label: { en: "way", "zh-CN": "做法" },
      choiceLabels: {
        turns: { en: "two generators take turns", "zh-CN": "两个生成器轮流" },
        "one-after-the-other": { en: "two functions, one after the other", "zh-CN": "两个函数，一个接一个" },
        send: { en: "send values in", "zh-CN": "用 send 送值进去" },
      },
    },
  ],
  variants: [
    {
      id: "turns",
      label: { en: "two generators take turns", "zh-CN": "两个生成器轮流" },
      source: turns,
      when: { way: "turns" },
    },
    {
      id: "one-after-the-other",
      label: { en: "two functions, one after the other", "zh-CN": "两个函数，一个接一个" },
      source: oneAfterTheOther,
      when: { way: "one-after-the-other" },
    },
    { id: "send", label: { en: "send values in", "zh-CN": "用 send 送值进去" }, source: send, when: { way: "send" } },
  ],
  compare: { broken: "one-after-the-other", mended: "turns" },
  texts,
  figures,
  prediction,
  outcomes: ["turns", "result"],
  outcome: (values, _trace, { way }, report) => ({
    turns: way === "send" ? null : matchLines(report.console, /^(sing|dance) takes turn/).map(([, name]) => name),
    result: typeof values.result === "number" ? values.result : null,
  }),
  expected: ({ way }): Outcome => {
    if (way === "send") return { result: 5 };
    const rounds = Array.from({ length: 3 });
    if (way === "turns") return { turns: rounds.flatMap(() => ["sing", "dance"]) };
    return { turns: [...rounds.map(() => "sing"), ...rounds.map(() => "dance")] };
  },
  estimateEvents: () => 2000,
};
