/** Three ways to wait for several: `gather` keeps the order given, `wait` gives two sets, `as_completed` each as it ends; and what cancels the rest. */
import type { Outcome } from "../../program/report.ts";
import type { Scenario } from "../../program/scenario.ts";
import { secondParameter } from "../parameters.ts";
import threeAnswers from "./three_answers.py?raw";
import timeout from "./timeout.py?raw";
import taskGroup from "./task_group.py?raw";
import progress from "./progress.py?raw";
import { figures, prediction, texts } from "./texts.ts";

export const scenario: Scenario = {
  id: "gather-wait-completed",
  chapter: "coroutines",
  modes: ["run", "step", "explore"],
  parameters: [
    {
      name: "way",
      kind: "choice",
      default: "three-answers",
      binds: "variant",
      choices: ["three-answers", "timeout", "task-group", "progress"],
      label: { en: "way", "zh-CN": "做法" },
      choiceLabels: {
        "three-answers": { en: "gather, wait, as_completed", "zh-CN": "gather、wait、as_completed" },
        timeout: { en: "a timeout: wait and asyncio.timeout", "zh-CN": "时限：wait 和 asyncio.timeout" },
        "task-group": { en: "a task group, one fails", "zh-CN": "任务组，有一个失败" },
        progress: { en: "a progress bar", "zh-CN": "进度条" },
      },
    },
    secondParameter,
  ],
  variants: [
    {
      id: "three-answers",
      label: { en: "gather, wait, as_completed", "zh-CN": "gather、wait、as_completed" },
      source: threeAnswers,
      when: { way: "three-answers" },
    },
    {
      id: "timeout",
      label: { en: "a timeout: wait and asyncio.timeout", "zh-CN": "时限：wait 和 asyncio.timeout" },
      source: timeout,
      when: { way: "timeout" },
    },
    {
      id: "task-group",
      label: { en: "a task group, one fails", "zh-CN": "任务组，有一个失败" },
      source: taskGroup,
      when: { way: "task-group" },
    },
    { id: "progress", label: { en: "a progress bar", "zh-CN": "进度条" }, source: progress, when: { way: "progress" } },
  ],
  texts,
  figures,
  prediction,
  outcomes: ["gather", "wait", "asCompleted"],
  outcome: ({ gather, wait, completed }) => ({
    gather: gather ?? null,
    wait: wait ?? null,
    asCompleted: completed ?? null,
  }),
  expected: ({ way }): Outcome => {
    const ended = ["quick", "middle", "slow"];
    if (way === "three-answers") return { gather: ["slow", "quick", "middle"], wait: ["quick"], asCompleted: ended };
    if (way === "timeout") return { wait: ["quick"] };
    return way === "progress" ? { asCompleted: ended } : {};
  },
  estimateEvents: () => 2000,
};
