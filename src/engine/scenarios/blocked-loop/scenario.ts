/** A coroutine that computes or sleeps without await stops all the others; three ways to mend it, and the debug mode that names it. */
import type { Scenario } from "../../program/scenario.ts";
import { secondParameter } from "../parameters.ts";
import sleeps from "./sleeps.py?raw";
import computes from "./computes.py?raw";
import toThread from "./to_thread.py?raw";
import executor from "./executor.py?raw";
import pieces from "./pieces.py?raw";
import debug from "./debug.py?raw";
import { figures, prediction, texts } from "./texts.ts";

export const scenario: Scenario = {
  id: "blocked-loop",
  chapter: "coroutines",
  modes: ["run", "step", "explore"],
  parameters: [
    {
      name: "way",
      kind: "choice",
      default: "sleeps",
      binds: "variant",
      choices: ["sleeps", "computes", "to-thread", "executor", "pieces", "debug"],
      label: { en: "way", "zh-CN": "做法" },
      choiceLabels: {
        sleeps: { en: "time.sleep in a coroutine", "zh-CN": "协程里 time.sleep" },
        computes: { en: "computing in a coroutine", "zh-CN": "协程里计算" },
        "to-thread": { en: "mended: asyncio.to_thread", "zh-CN": "修正：asyncio.to_thread" },
        executor: { en: "mended: an executor", "zh-CN": "修正：用执行器" },
        pieces: { en: "mended: in pieces, with sleep(0)", "zh-CN": "修正：分成小段，用 sleep(0)" },
        debug: { en: "debug mode names it", "zh-CN": "调试模式指出它" },
      },
    },
    {
      name: "iterations",
      kind: "integer",
      default: 1_000_000,
      smallDefault: 10,
      min: 1,
      max: 50_000_000,
      binds: "listing",
      label: { en: "rounds of computing", "zh-CN": "计算轮数" },
    },
    secondParameter,
  ],
  variants: [
    {
      id: "sleeps",
      label: { en: "time.sleep in a coroutine", "zh-CN": "协程里 time.sleep" },
      source: sleeps,
      when: { way: "sleeps" },
    },
    {
      id: "computes",
      label: { en: "computing in a coroutine", "zh-CN": "协程里计算" },
      source: computes,
      when: { way: "computes" },
    },
    {
      id: "to-thread",
      label: { en: "mended: asyncio.to_thread", "zh-CN": "修正：asyncio.to_thread" },
      source: toThread,
      when: { way: "to-thread" },
    },
    {
      id: "executor",
      label: { en: "mended: an executor", "zh-CN": "修正：用执行器" },
      source: executor,
      when: { way: "executor" },
    },
    {
      id: "pieces",
      label: { en: "mended: in pieces, with sleep(0)", "zh-CN": "修正：分成小段，用 sleep(0)" },
      source: pieces,
      when: { way: "pieces" },
    },
    {
      id: "debug",
      label: { en: "debug mode names it", "zh-CN": "调试模式指出它" },
      source: debug,
      when: { way: "debug" },
    },
  ],
  compare: { broken: "sleeps", mended: "to-thread" },
  texts,
  figures,
  prediction,
  outcomes: ["late"],
  outcome: ({ latest }) => ({ late: typeof latest === "number" ? Math.round(latest * 10) / 10 : null }),
  expected: () => ({}),
  estimateEvents: () => 40_000,
};
