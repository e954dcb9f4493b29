/** Waiting or computing: the same number of tasks with 1 to 64 workers; computing gains nothing beyond the cores, waiting does. */
import type { Scenario } from "../../program/scenario.ts";
import { roundedSeconds } from "../seconds.ts";
import { pythonParameter, secondParameter } from "../parameters.ts";
import both from "./both.py?raw";
import waiting from "./waiting.py?raw";
import computing from "./computing.py?raw";
import curve from "./curve.py?raw";
import { figures, prediction, texts } from "./texts.ts";

export const scenario: Scenario = {
  id: "why-it-waits",
  chapter: "compare",
  modes: ["run"],
  parameters: [
    {
      name: "way",
      kind: "choice",
      default: "both",
      binds: "variant",
      choices: ["both", "waiting", "computing", "curve"],
      label: { en: "way", "zh-CN": "做法" },
      choiceLabels: {
        both: { en: "waiting, then computing", "zh-CN": "先等待，再计算" },
        waiting: { en: "waiting", "zh-CN": "等待" },
        computing: { en: "computing", "zh-CN": "计算" },
        curve: { en: "1 to 64 workers, one after the other", "zh-CN": "从 1 到 64 个工作线程，逐一测量" },
      },
    },
    {
      name: "workers",
      kind: "integer",
      default: 4,
      min: 1,
      max: 64,
      binds: "listing",
      label: { en: "workers", "zh-CN": "工作线程数" },
    },
    {
      name: "tasks",
      kind: "integer",
      default: 64,
      min: 1,
      max: 256,
      binds: "listing",
      label: { en: "tasks", "zh-CN": "任务数" },
    },
    secondParameter,
    pythonParameter,
  ],
  variants: [
    {
      id: "both",
      label: { en: "waiting, then computing", "zh-CN": "先等待，再计算" },
      source: both,
      when: { way: "both" },
    },
    { id: "waiting", label: { en: "waiting", "zh-CN": "等待" }, source: waiting, when: { way: "waiting" } },
    { id: "computing", label: { en: "computing", "zh-CN": "计算" }, source: computing, when: { way: "computing" } },
    {
      id: "curve",
      label: { en: "1 to 64 workers", "zh-CN": "1 到 64 个工作线程" },
      source: curve,
      when: { way: "curve" },
    },
  ],
  texts,
  figures,
  prediction,
  outcomes: ["seconds"],
  outcome: ({ seconds }, _trace, { way }) => ({ seconds: roundedSeconds(seconds, way === "curve" ? 4 : 2) }),
  curve: { way: "curve", by: "workers", items: "tasks" },
  expected: () => ({}),
  estimateEvents: () => 20_000,
};
