/** Few threads, many tasks: who ran what, in which order results come, how a pool is closed, and what gets lost. */
import type { ConsoleLine, ParameterValues } from "../../program/report.ts";
import type { Scenario } from "../../program/scenario.ts";
import { matchLines } from "../console-numbers.ts";
import { pythonParameter, secondParameter } from "../parameters.ts";
import afterClose from "./after_close.py?raw";
import apply from "./apply.py?raw";
import applyAsync from "./apply_async.py?raw";
import callbacks from "./callbacks.py?raw";
import exception from "./exception.py?raw";
import executor from "./executor.py?raw";
import map from "./map.py?raw";
import terminate from "./terminate.py?raw";
import { figures, prediction, texts } from "./texts.ts";

/** "task 4 runs on ThreadPoolExecutor-0_2" or "… on Thread-3 (worker)": workers are counted from 0 and from 1. */
const RUNS_ON = /^task (\d+) runs on (?:ThreadPoolExecutor-\d+_(\d+)|Thread-(\d+))/;

function workersByTask(lines: readonly ConsoleLine[], tasks: number): readonly (number | null)[] {
  const ranOn: (number | null)[] = Array.from({ length: tasks }, () => null);
  for (const [, task, executorThread, poolThread] of matchLines(lines, RUNS_ON)) {
    ranOn[Number(task)] = executorThread === undefined ? Number(poolThread) - 1 : Number(executorThread);
  }
  return ranOn;
}

function expectedResults({ tasks, way }: ParameterValues): readonly (number | null)[] {
  return Array.from({ length: Number(tasks) }, (_, n) => (way === "exception" && n === 4 ? null : n * n));
}

export const scenario: Scenario = {
  id: "pool",
  chapter: "pools",
  modes: ["run", "step", "explore"],
  steps: "visible",
  parameters: [
    {
      name: "way",
      kind: "choice",
      default: "executor",
      binds: "variant",
      choices: ["executor", "apply-async", "apply", "map", "callbacks", "exception", "after-close", "terminate"],
      label: { en: "way", "zh-CN": "做法" },
      choiceLabels: {
        executor: { en: "submit to an executor", "zh-CN": "submit 给执行器" },
        "apply-async": { en: "apply_async, close, join", "zh-CN": "apply_async、close、join" },
        apply: { en: "apply: one after the other", "zh-CN": "apply：一个接一个" },
        map: { en: "map in chunks", "zh-CN": "map，分块" },
        callbacks: { en: "a callback for each result", "zh-CN": "每个结果一个回调" },
        exception: { en: "a task that raises", "zh-CN": "有一个任务抛出异常" },
        "after-close": { en: "join before close, submit after it", "zh-CN": "close 之前 join，close 之后提交" },
        terminate: { en: "leaving with terminates", "zh-CN": "离开 with 就终止" },
      },
    },
    {
      name: "workers",
      kind: "integer",
      default: 3,
      smallDefault: 2,
      min: 1,
      max: 16,
      binds: "listing",
      label: { en: "workers", "zh-CN": "工作线程数" },
    },
    {
      name: "tasks",
      kind: "integer",
      default: 10,
      smallDefault: 3,
      min: 1,
      max: 64,
      binds: "listing",
      label: { en: "tasks", "zh-CN": "任务数" },
    },
    {
      name: "chunk",
      kind: "integer",
      default: 2,
      min: 1,
      max: 64,
      binds: "listing",
      label: { en: "chunk size (map)", "zh-CN": "每块个数（map）" },
    },
    secondParameter,
    pythonParameter,
  ],
  variants: [
    { id: "executor", label: { en: "executor", "zh-CN": "执行器" }, source: executor, when: { way: "executor" } },
    {
      id: "apply-async",
      label: { en: "apply_async", "zh-CN": "apply_async" },
      source: applyAsync,
      when: { way: "apply-async" },
    },
    { id: "apply", label: { en: "apply", "zh-CN": "apply" }, source: apply, when: { way: "apply" } },
    { id: "map", label: { en: "map", "zh-CN": "map" }, source: map, when: { way: "map" } },
    { id: "callbacks", label: { en: "callbacks", "zh-CN": "回调" }, source: callbacks, when: { way: "callbacks" } },
    { id: "exception", label: { en: "exception", "zh-CN": "异常" }, source: exception, when: { way: "exception" } },
    {
      id: "after-close",
      label: { en: "close and join", "zh-CN": "close 与 join" },
      source: afterClose,
      when: { way: "after-close" },
    },
    { id: "terminate", label: { en: "terminate", "zh-CN": "终止" }, source: terminate, when: { way: "terminate" } },
  ],
  compare: { broken: "terminate", mended: "apply-async" },
  texts,
  figures,
  prediction,
  outcomes: ["results", "ranOn"],
  outcome: (values, _trace, { tasks }, report) => ({
    results: values.results ?? null,
    ranOn: workersByTask(report.console, Number(tasks)),
  }),
  expected: (parameters) => ({ results: expectedResults(parameters) }),
  estimateEvents: ({ tasks }) => Number(tasks) * 40 + 200,
};
