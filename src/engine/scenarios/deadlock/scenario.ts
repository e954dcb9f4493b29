/** Two threads take two locks in opposite order and wait for each other for ever; in the same order they do not. */
import type { Scenario } from "../../program/scenario.ts";
import { matchLines } from "../console-numbers.ts";
import { pythonParameter, secondParameter } from "../parameters.ts";
import opposite from "./opposite.py?raw";
import same from "./same.py?raw";
import { figures, prediction, texts } from "./texts.ts";

export const scenario: Scenario = {
  id: "deadlock",
  chapter: "locks",
  modes: ["run", "step", "explore"],
  parameters: [
    {
      name: "order",
      kind: "choice",
      default: "opposite",
      choices: ["opposite", "same"],
      binds: "variant",
      label: { en: "order of the locks", "zh-CN": "上锁顺序" },
      choiceLabels: {
        opposite: { en: "opposite: A then B, B then A", "zh-CN": "相反：先 A 后 B，先 B 后 A" },
        same: { en: "same: both A then B", "zh-CN": "相同：都先 A 后 B" },
      },
    },
    secondParameter,
    pythonParameter,
  ],
  variants: [
    {
      id: "opposite",
      label: { en: "opposite order", "zh-CN": "相反的顺序" },
      source: opposite,
      when: { order: "opposite" },
    },
    { id: "same", label: { en: "same order", "zh-CN": "相同的顺序" }, source: same, when: { order: "same" } },
  ],
  compare: { broken: "opposite", mended: "same" },
  texts,
  figures,
  prediction,
  outcomes: ["finished"],
  outcome: (_values, _trace, _parameters, report) => ({
    finished: matchLines(report.console, /^(first|second) has both$/).length,
  }),
  expected: () => ({ finished: 2 }),
  estimateEvents: () => 60,
};
