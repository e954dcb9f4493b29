/** Explicit `switch`: a greenlet has a stack of its own and can switch inside a called function, a generator cannot. */
import type { Outcome } from "../../program/report.ts";
import type { Scenario } from "../../program/scenario.ts";
import { matchLines } from "../console-numbers.ts";
import switching from "./switch.py?raw";
import insideACall from "./inside_a_call.py?raw";
import generatorCannot from "./generator_cannot.py?raw";
import { figures, prediction, texts } from "./texts.ts";

export const scenario: Scenario = {
  id: "greenlet",
  chapter: "coroutines",
  modes: ["run", "step", "explore"],
  steps: "visible",
  parameters: [
    {
      name: "way",
      kind: "choice",
      default: "switch",
      binds: "variant",
      choices: ["switch", "inside-a-call", "generator-cannot"],
      label: { en: "way", "zh-CN": "做法" },
      choiceLabels: {
        switch: { en: "A and B switch to each other", "zh-CN": "A 和 B 互相切换" },
        "inside-a-call": { en: "they switch inside a called function", "zh-CN": "在被调用的函数里切换" },
        "generator-cannot": { en: "the same with a generator’s yield", "zh-CN": "换成生成器的 yield" },
      },
    },
    {
      name: "iterations",
      kind: "integer",
      default: 2,
      min: 1,
      max: 20,
      binds: "listing",
      label: { en: "turns of each", "zh-CN": "每个的轮数" },
    },
  ],
  variants: [
    {
      id: "switch",
      label: { en: "A and B switch to each other", "zh-CN": "A 和 B 互相切换" },
      source: switching,
      when: { way: "switch" },
    },
    {
      id: "inside-a-call",
      label: { en: "they switch inside a called function", "zh-CN": "在被调用的函数里切换" },
      source: insideACall,
      when: { way: "inside-a-call" },
    },
    {
      id: "generator-cannot",
      label: { en: "the same with a generator’s yield", "zh-CN": "换成生成器的 yield" },
      source: generatorCannot,
      when: { way: "generator-cannot" },
    },
  ],
  compare: { broken: "generator-cannot", mended: "inside-a-call" },
  texts,
  figures,
  prediction,
  outcomes: ["turns"],
  outcome: (_values, _trace, _parameters, report) => ({
    turns: matchLines(report.console, /^([AB]) \d+$/).map(([, name]) => name),
  }),
  expected: ({ way, iterations }): Outcome => {
    const rounds = Array.from({ length: Number(iterations) });
    if (way === "generator-cannot") return { turns: [...rounds.map(() => "A"), ...rounds.map(() => "B")] };
    return { turns: rounds.flatMap(() => ["A", "B"]) };
  },
  estimateEvents: () => 2000,
};
