import { expect, it } from "vitest";
import type { Parameter } from "../../engine/program/scenario.ts";
import { findWays, nameOfWay } from "./ways.ts";

const way: Parameter = {
  name: "way",
  kind: "choice",
  default: "loop",
  choices: ["threads", "loop"],
  label: { en: "way", "zh-CN": "做法" },
  choiceLabels: { loop: { en: "on the loop", "zh-CN": "在循环上" } },
  binds: "variant",
};

it("finds the ways that a scenario knows, by their names", () => {
  expect(findWays([way])).toEqual(["threads", "loop"]);
  expect(findWays([{ ...way, name: "lock" }])).toEqual([]);
  expect([nameOfWay([way], "loop", "en"), nameOfWay([way], "threads", "en")]).toEqual(["on the loop", "threads"]);
});
