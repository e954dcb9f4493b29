/** A queue with room for three: puts and gets that block, time out or are refused, and why looking first does not help. */
import type { Outcome, ParameterValues } from "../../program/report.ts";
import type { Scenario } from "../../program/scenario.ts";
import { matchLines } from "../console-numbers.ts";
import { pythonParameter, secondParameter } from "../parameters.ts";
import { flowOf } from "../queue-flow.ts";
import atOnce from "./at_once.py?raw";
import block from "./block.py?raw";
import checkFirst from "./check_first.py?raw";
import { figures, prediction, texts } from "./texts.ts";
import timeout from "./timeout.py?raw";

function letters(count: number): readonly string[] {
  return Array.from({ length: count }, (_, i) => `letter ${i}`);
}

/** Only what no order of the threads can change. A capacity of 0 or less is no limit. */
function expected(parameters: ParameterValues): Outcome {
  const items = Number(parameters.items);
  const capacity = Number(parameters.capacity);
  const fits = capacity <= 0 ? items : Math.min(capacity, items);
  switch (parameters.way) {
    case "block":
      return { produced: letters(items), consumed: letters(items), refused: 0 };
    case "at-once":
      return { produced: letters(fits), consumed: letters(fits), refused: items - fits };
    case "check-first":
      return { refused: 0 };
    default:
      return {};
  }
}

export const scenario: Scenario = {
  id: "bounded-queue",
  chapter: "queues",
  modes: ["run", "step", "explore"],
  parameters: [
    {
      name: "way",
      kind: "choice",
      default: "block",
      choices: ["block", "timeout", "at-once", "check-first"],
      binds: "variant",
      label: { en: "when it is full", "zh-CN": "队列满时" },
      choiceLabels: {
        block: { en: "wait", "zh-CN": "等待" },
        timeout: { en: "wait at most a while", "zh-CN": "最多等一会儿" },
        "at-once": { en: "be refused at once", "zh-CN": "立刻被拒绝" },
        "check-first": { en: "look first, then put", "zh-CN": "先看再放" },
      },
    },
    {
      name: "capacity",
      kind: "integer",
      default: 3,
      min: 0,
      max: 64,
      binds: "listing",
      label: { en: "capacity (0: no limit)", "zh-CN": "容量（0 表示不限）" },
    },
    {
      name: "items",
      kind: "integer",
      default: 6,
      smallDefault: 4,
      min: 1,
      max: 64,
      binds: "listing",
      label: { en: "items", "zh-CN": "条数" },
    },
    {
      name: "timeout",
      kind: "integer",
      default: 2000,
      min: 0,
      max: 20_000,
      binds: "listing",
      label: { en: "timeout (ms)", "zh-CN": "超时（毫秒）" },
    },
    secondParameter,
    pythonParameter,
  ],
  variants: [
    { id: "block", label: { en: "wait", "zh-CN": "等待" }, source: block, when: { way: "block" } },
    { id: "timeout", label: { en: "with a timeout", "zh-CN": "带超时" }, source: timeout, when: { way: "timeout" } },
    { id: "at-once", label: { en: "at once", "zh-CN": "立刻" }, source: atOnce, when: { way: "at-once" } },
    {
      id: "check-first",
      label: { en: "look first", "zh-CN": "先看再放" },
      source: checkFirst,
      when: { way: "check-first" },
    },
  ],
  compare: { broken: "check-first", mended: "block" },
  texts,
  figures,
  prediction,
  outcomes: ["produced", "consumed", "refused"],
  outcome: (_values, trace, _parameters, report) => ({
    ...flowOf(trace, report.console, /^put (letter \d+)/, /^got (letter \d+)$/),
    refused: matchLines(report.console, /^letter \d+: (?:still full|full, refused|full\(\) said)/).length,
  }),
  expected,
  estimateEvents: ({ items }) => Number(items) * 12 + 50,
};
