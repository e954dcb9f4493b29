/** Parameters that several scenarios take: what means the same has the same name, range and label everywhere. */
import type { Parameter } from "../program/scenario.ts";

export const threadsParameter: Parameter = {
  name: "threads",
  kind: "integer",
  default: 2,
  min: 1,
  max: 8,
  binds: "listing",
  label: { en: "threads", "zh-CN": "线程数" },
};

export const iterationsParameter: Parameter = {
  name: "iterations",
  kind: "integer",
  default: 100_000,
  smallDefault: 1,
  min: 1,
  max: 1_000_000,
  binds: "listing",
  label: { en: "iterations", "zh-CN": "循环次数" },
};

export const pythonParameter: Parameter = {
  name: "python",
  kind: "choice",
  default: "free-threaded",
  choices: ["3.9", "3.10", "free-threaded"],
  binds: "runtime",
  label: { en: "python", "zh-CN": "Python 版本" },
  choiceLabels: {
    "3.9": {
      en: "3.9 and before: one lock, may switch after any bytecode",
      "zh-CN": "3.9 及以前：有全局锁，任何一条字节码之后都可能切换",
    },
    "3.10": {
      en: "3.10 and later: one lock, switches only at calls and loop ends",
      "zh-CN": "3.10 及以后：有全局锁，只在调用和循环末尾切换",
    },
    "free-threaded": {
      en: "free-threaded: no interpreter lock, truly parallel",
      "zh-CN": "自由线程版：没有全局锁，真正并行",
    },
  },
};

export const secondParameter: Parameter = {
  name: "second",
  kind: "integer",
  default: 1000,
  smallDefault: 100,
  min: 20,
  max: 10_000,
  binds: "runtime",
  label: { en: "one second takes (ms)", "zh-CN": "一秒用多少毫秒" },
};

/** Where a lock goes. */
export const lockParameter: Parameter = {
  name: "lock",
  kind: "choice",
  default: "none",
  choices: ["none", "inner", "outer"],
  binds: "variant",
  label: { en: "lock", "zh-CN": "锁" },
  choiceLabels: {
    none: { en: "no lock", "zh-CN": "不加锁" },
    inner: { en: "around each update", "zh-CN": "每次更新加锁" },
    outer: { en: "around the whole loop", "zh-CN": "整个循环加锁" },
  },
};
