/** Cooperative switching at waits: without the patch a sleep blocks everybody, with it turns interleave, and computing still blocks. */
import type { Outcome } from "../../program/report.ts";
import type { Scenario } from "../../program/scenario.ts";
import { matchLines } from "../console-numbers.ts";
import { secondParameter } from "../parameters.ts";
import patched from "./patched.py?raw";
import unpatched from "./unpatched.py?raw";
import importedBefore from "./imported_before.py?raw";
import computing from "./computing.py?raw";
import timeout from "./timeout.py?raw";
import lookUps from "./look_ups.py?raw";
import { figures, prediction, texts } from "./texts.ts";

export const scenario: Scenario = {
  id: "gevent",
  chapter: "coroutines",
  modes: ["run", "step", "explore"],
  parameters: [
    {
      name: "way",
      kind: "choice",
      default: "patched",
      binds: "variant",
      choices: ["patched", "unpatched", "imported-before", "computing", "timeout", "look-ups"],
      label: { en: "way", "zh-CN": "做法" },
      choiceLabels: {
        patched: { en: "monkey.patch_all() first", "zh-CN": "先 monkey.patch_all()" },
        unpatched: { en: "not patched", "zh-CN": "不打补丁" },
        "imported-before": { en: "patched after `from time import sleep`", "zh-CN": "先导入 sleep，后打补丁" },
        computing: { en: "patched, but computing", "zh-CN": "打了补丁，但是在计算" },
        timeout: { en: "joinall with a timeout", "zh-CN": "joinall 带时限" },
        "look-ups": { en: "three look-ups at once", "zh-CN": "同时查三个域名" },
      },
    },
    secondParameter,
  ],
  variants: [
    {
      id: "patched",
      label: { en: "monkey.patch_all() first", "zh-CN": "先 monkey.patch_all()" },
      source: patched,
      when: { way: "patched" },
    },
    {
      id: "unpatched",
      label: { en: "not patched", "zh-CN": "不打补丁" },
      source: unpatched,
      when: { way: "unpatched" },
    },
    {
      id: "imported-before",
      label: { en: "patched after `from time import sleep`", "zh-CN": "先导入 sleep，后打补丁" },
      source: importedBefore,
      when: { way: "imported-before" },
    },
    {
      id: "computing",
      label: { en: "patched, but computing", "zh-CN": "打了补丁，但是在计算" },
      source: computing,
      when: { way: "computing" },
    },
    {
      id: "timeout",
      label: { en: "joinall with a timeout", "zh-CN": "joinall 带时限" },
      source: timeout,
      when: { way: "timeout" },
    },
    {
      id: "look-ups",
      label: { en: "three look-ups at once", "zh-CN": "同时查三个域名" },
      source: lookUps,
      when: { way: "look-ups" },
    },
  ],
  compare: { broken: "unpatched", mended: "patched" },
  texts,
  figures,
  prediction,
  outcomes: ["turns", "seconds"],
  outcome: (values, _trace, _parameters, report) => ({
    turns: matchLines(report.console, /^([ABC]) takes turn/)
      .map(([, name]) => name)
      .join(""),
    seconds: typeof values.seconds === "number" ? Math.round(values.seconds * 10) / 10 : null,
  }),
  expected: ({ way }): Outcome => {
    const count = 5;
    if (way === "patched") return { turns: "ABC".repeat(count) };
    if (way === "unpatched" || way === "computing" || way === "imported-before")
      return { turns: ["A", "B", "C"].map((name) => name.repeat(count)).join("") };
    return way === "timeout" ? { turns: "AB".repeat(count) } : {};
  },
  estimateEvents: () => 2000,
};
