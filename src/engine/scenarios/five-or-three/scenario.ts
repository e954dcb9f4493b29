/** Waits of two and three seconds: in order, on threads, on the event loop, on the loop but awaited in order, and forgotten. */
import type { Scenario } from "../../program/scenario.ts";
import { secondParameter } from "../parameters.ts";
import awaitInOrder from "./await_in_order.py?raw";
import forgotten from "./forgotten.py?raw";
import inOrder from "./in_order.py?raw";
import onTheLoop from "./on_the_loop.py?raw";
import onThreads from "./on_threads.py?raw";
import { figures, prediction, texts } from "./texts.ts";

export const scenario: Scenario = {
  id: "five-or-three",
  chapter: "coroutines",
  modes: ["run", "step", "explore"],
  steps: "visible",
  parameters: [
    {
      name: "way",
      kind: "choice",
      default: "loop",
      binds: "variant",
      choices: ["in-order", "threads", "loop", "await-in-order", "forgotten"],
      label: { en: "way", "zh-CN": "做法" },
      choiceLabels: {
        "in-order": { en: "in order", "zh-CN": "依次" },
        threads: { en: "on threads", "zh-CN": "用线程" },
        loop: { en: "on the event loop", "zh-CN": "在事件循环上" },
        "await-in-order": { en: "await tea(), then await toast()", "zh-CN": "先 await tea()，再 await toast()" },
        forgotten: { en: "the await forgotten", "zh-CN": "忘了 await" },
      },
    },
    secondParameter,
  ],
  variants: [
    { id: "loop", label: { en: "gather", "zh-CN": "gather" }, source: onTheLoop, when: { way: "loop" } },
    { id: "in-order", label: { en: "in order", "zh-CN": "依次" }, source: inOrder, when: { way: "in-order" } },
    { id: "threads", label: { en: "on threads", "zh-CN": "用线程" }, source: onThreads, when: { way: "threads" } },
    {
      id: "await-in-order",
      label: { en: "awaited in order", "zh-CN": "依次 await" },
      source: awaitInOrder,
      when: { way: "await-in-order" },
    },
    { id: "forgotten", label: { en: "forgotten", "zh-CN": "忘了" }, source: forgotten, when: { way: "forgotten" } },
  ],
  compare: { broken: "await-in-order", mended: "loop" },
  texts,
  figures,
  prediction,
  outcomes: ["seconds"],
  outcome: ({ seconds }, _trace, { way }) => ({
    seconds:
      typeof seconds === "number" ? { [typeof way === "string" ? way : "loop"]: Math.round(seconds * 10) / 10 } : null,
  }),
  // How long it takes is measured: no run is wrong for being slow.
  expected: () => ({}),
  estimateEvents: () => 80,
};
