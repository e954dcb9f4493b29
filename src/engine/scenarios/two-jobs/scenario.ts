/** Singing and dancing together take as long as one of them; the main thread watches, or joins. And two downloads. */
import type { Scenario } from "../../program/scenario.ts";
import { matchLines } from "../console-numbers.ts";
import { pythonParameter, secondParameter } from "../parameters.ts";
import downloadsInOrder from "./downloads_in_order.py?raw";
import downloadsOnThreads from "./downloads_on_threads.py?raw";
import inOrder from "./in_order.py?raw";
import join from "./join.py?raw";
import { figures, prediction, texts } from "./texts.ts";
import watch from "./watch.py?raw";

/** Lines that a turn or a finished download prints. */
const DONE = /^(singing \d|dancing \d|download of .* took \d+ s)$/;

export const scenario: Scenario = {
  id: "two-jobs",
  chapter: "threads",
  modes: ["run", "step", "explore"],
  steps: "visible",
  parameters: [
    {
      name: "way",
      kind: "choice",
      default: "watch",
      binds: "variant",
      choices: ["watch", "join", "in-order", "downloads-in-order", "downloads-on-threads"],
      label: { en: "way", "zh-CN": "做法" },
      choiceLabels: {
        watch: { en: "together, main counts living threads", "zh-CN": "一起做，主线程数还活着的线程" },
        join: { en: "together, main joins", "zh-CN": "一起做，主线程用 join 等待" },
        "in-order": { en: "one after the other", "zh-CN": "一个接一个做" },
        "downloads-in-order": { en: "two downloads in order", "zh-CN": "两个下载，依次进行" },
        "downloads-on-threads": { en: "two downloads on threads", "zh-CN": "两个下载，各用一个线程" },
      },
    },
    secondParameter,
    pythonParameter,
  ],
  variants: [
    { id: "watch", label: { en: "counting threads", "zh-CN": "数线程" }, source: watch, when: { way: "watch" } },
    { id: "join", label: { en: "join", "zh-CN": "join" }, source: join, when: { way: "join" } },
    { id: "in-order", label: { en: "in order", "zh-CN": "依次" }, source: inOrder, when: { way: "in-order" } },
    {
      id: "downloads-in-order",
      label: { en: "downloads in order", "zh-CN": "依次下载" },
      source: downloadsInOrder,
      when: { way: "downloads-in-order" },
    },
    {
      id: "downloads-on-threads",
      label: { en: "downloads on threads", "zh-CN": "线程下载" },
      source: downloadsOnThreads,
      when: { way: "downloads-on-threads" },
    },
  ],
  compare: { broken: "in-order", mended: "join" },
  texts,
  figures,
  prediction,
  outcomes: ["turns", "seconds"],
  outcome: (values, _trace, _parameters, report) => ({
    turns: matchLines(report.console, DONE).length,
    seconds: typeof values.seconds === "number" ? Math.round(values.seconds * 10) / 10 : null,
  }),
  expected: ({ way }) => ({ turns: typeof way === "string" && way.startsWith("downloads") ? 2 : 6 }),
  estimateEvents: () => 120,
};
