/** The browser's own loop, recorded from the real one: tasks, microtasks, await, timers; and a job that lets nobody in although it awaits. */
import type { Outcome, ParameterValues, RunReport } from "../../program/report.ts";
import type { Scenario } from "../../program/scenario.ts";
import { secondParameter } from "../parameters.ts";
import microtasks from "./microtasks.js?raw";
import order from "./order.js?raw";
import tasks from "./tasks.js?raw";
import { figures, prediction, texts } from "./texts.ts";

/** As HTML and ECMAScript give it, whatever the delay of the two timers is. */
const STANDARD_ORDER = [
  "main begins",
  "step begins",
  "script ends",
  "step goes on",
  "first then",
  "microtask",
  "main goes on",
  "second then",
  "timer one",
  "microtask of timer one",
  "timer two",
];

const ANSWER = "click answered";

export const scenario: Scenario = {
  id: "js-event-loop",
  chapter: "coroutines",
  language: "javascript",
  modes: ["run"],
  parameters: [
    {
      name: "way",
      kind: "choice",
      default: "order",
      choices: ["order", "microtasks", "tasks"],
      binds: "variant",
      label: { en: "way", "zh-CN": "做法" },
      choiceLabels: {
        order: { en: "who comes first", "zh-CN": "谁先谁后" },
        microtasks: { en: "a job that pauses by microtasks", "zh-CN": "用微任务停顿的工作" },
        tasks: { en: "a job that pauses by tasks", "zh-CN": "用任务停顿的工作" },
      },
    },
    {
      name: "delay",
      kind: "integer",
      default: 0,
      min: 0,
      max: 1000,
      binds: "listing",
      label: { en: "both timers wait (ms)", "zh-CN": "两个定时器等待（毫秒）" },
    },
    {
      name: "pieces",
      kind: "integer",
      default: 6,
      min: 1,
      max: 50,
      binds: "listing",
      label: { en: "pieces of work", "zh-CN": "工作分成几块" },
    },
    {
      name: "work",
      kind: "integer",
      default: 15,
      min: 1,
      max: 200,
      binds: "listing",
      label: { en: "a piece takes (ms)", "zh-CN": "每块要（毫秒）" },
    },
    secondParameter,
  ],
  variants: [
    { id: "order", label: { en: "who comes first", "zh-CN": "谁先谁后" }, source: order, when: { way: "order" } },
    {
      id: "microtasks",
      label: { en: "pauses by microtasks: nobody gets in", "zh-CN": "用微任务停顿：谁也插不进来" },
      source: microtasks,
      when: { way: "microtasks" },
    },
    {
      id: "tasks",
      label: { en: "pauses by tasks: the click gets in", "zh-CN": "用任务停顿：点击能插进来" },
      source: tasks,
      when: { way: "tasks" },
    },
  ],
  compare: { broken: "microtasks", mended: "tasks" },
  texts,
  figures,
  prediction,
  outcomes: ["order", "piecesBeforeClick"],
  outcome: (_values, _trace, { way }, report) => (way === "order" ? orderOf(report) : clickOf(report)),
  expected: expectedFor,
  estimateEvents: ({ pieces }) => 100 + Number(pieces ?? 6) * 12,
  heavy: ["pieces"],
};

function orderOf({ console }: Pick<RunReport, "console">): Outcome {
  return { order: console.map(({ text }) => text), piecesBeforeClick: null };
}

/** How much of the work was done before the click was answered. */
function clickOf({ console }: Pick<RunReport, "console">): Outcome {
  const lines = console.map(({ text }) => text);
  const answered = lines.indexOf(ANSWER);
  const before = lines.slice(0, answered).filter((line) => line.startsWith("piece ")).length;
  return { order: lines, piecesBeforeClick: answered < 0 ? null : before };
}

function expectedFor({ way }: ParameterValues): Outcome {
  return way === "order" ? { order: STANDARD_ORDER } : { piecesBeforeClick: 1 };
}
