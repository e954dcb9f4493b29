/** Words of `gevent`, in both languages. */
import type { Figure, Language, Prediction, ScenarioTexts } from "../../program/scenario.ts";

export const texts: Readonly<Record<Language, ScenarioTexts>> = {
  en: {
    title: "gevent switches at waits",
    summary:
      "Three greenlets with five turns each. Unpatched, `time.sleep` blocks them all; patched, they interleave, and three seconds become one.",
    lookFor: [
      "Unpatched: AAAAABBBBBCCCCC, and 3 seconds. The sleep holds the whole thread; the hub is never asked.",
      "Patched: ABC, ABC… and 1 second. At each sleep the greenlet switches to the hub, which takes the next ready one.",
      "Patched after `from time import sleep`: no effect. The name still means the old function.",
      "Computing: no wait, so no switch, patch or not.",
      "`joinall` with a timeout comes back after half a second with what is done; the rest goes on.",
    ],
    explanation: [
      "gevent puts a hub beside greenlets: it knows who is ready, and sleeps until the next timer when nobody is. `gevent.sleep`, `join` and `get` switch to it.",
      "`monkey.patch_all()` replaces functions of the standard library that wait by ones that switch to the hub. Code that was written for threads then runs as greenlets, unchanged.",
      "It is cooperation and not preemption: who never waits never gives way. A greenlet that computes for a second keeps all others waiting for a second.",
      "Patch before anything else is imported. What was imported by name keeps the old function, and blocks.",
    ],
    thenAndNow: [
      "The notes patch at the top, as one still must. gevent 24 and later run on today’s Python; new programs mostly choose asyncio, where each place that may switch is marked by `await`.",
      "“One second takes” says how long a second of the listing lasts here.",
    ],
  },
  "zh-CN": {
    title: "gevent 在等待时切换",
    summary:
      "三个 greenlet，每个五轮。不打补丁，`time.sleep` 会阻塞所有 greenlet；打了补丁，它们交错进行，三秒变成一秒。",
    lookFor: [
      "不打补丁：AAAAABBBBBCCCCC，用 3 秒。睡眠占住整个线程，hub 没有机会运行。",
      "打补丁：ABC、ABC……用 1 秒。每次睡眠都切换到 hub，由它挑下一个就绪的。",
      "先 `from time import sleep` 再打补丁：没有用，这个名字还是旧函数。",
      "计算：没有等待，就没有切换，打不打补丁都一样。",
      "带时限的 `joinall` 半秒后返回已经完成的；其余的继续。",
    ],
    explanation: [
      "gevent 在 greenlet 之外放了一个 hub：它知道谁就绪，谁都没就绪时就睡到下一个定时器。`gevent.sleep`、`join`、`get` 都切换到它。",
      "`monkey.patch_all()` 把标准库里会等待的函数换成切换到 hub 的版本。为线程写的代码不用改，就作为 greenlet 运行。",
      "这是协作，不是抢占：从不等待的就从不让出。一个 greenlet 计算一秒，其他的就都等一秒。",
      "先打补丁，再导入别的模块。之前按名字导入的仍是旧函数，照样阻塞。",
    ],
    thenAndNow: [
      "讲义在开头就打补丁，今天仍然必须这样。gevent 24 以后的版本支持现在的 Python；新程序多半用 asyncio，那里每个可能切换的地方都写着 `await`。",
      "“一秒用多少毫秒”决定程序里的一秒在这里有多长。",
    ],
  },
};

export const figures: readonly Figure[] = [
  {
    certainty: "always",
    text: {
      en: "3 × 5 turns one after the other, or interleaved ABC five times.",
      "zh-CN": "3 × 5 轮，一个接一个，或者 ABC 交错五遍。",
    },
  },
  {
    certainty: "always",
    text: {
      en: "15 sleeps of 0.2 s: 3 s unpatched, 1 s patched.",
      "zh-CN": "15 次 0.2 秒的睡眠：不打补丁 3 秒，打补丁 1 秒。",
    },
  },
];

export const prediction: Prediction = {
  question: {
    en: "Three greenlets call `time.sleep(0.2)` five times each, without a patch. How long does it take?",
    "zh-CN": "三个 greenlet 各调用五次 `time.sleep(0.2)`，没有打补丁。要多久？",
  },
  answers: [
    {
      right: true,
      text: { en: "3 seconds: each sleep holds the whole thread", "zh-CN": "3 秒：每次睡眠都占住整个线程" },
      says: { en: "Right. Nobody tells the hub that somebody waits.", "zh-CN": "对。没有谁告诉 hub 有人在等。" },
    },
    {
      right: false,
      text: { en: "1 second: greenlets sleep at the same time", "zh-CN": "1 秒：greenlet 同时睡眠" },
      says: {
        en: "Threads would. Greenlets share one thread, and it is asleep.",
        "zh-CN": "线程才会。greenlet 共用一个线程，而这个线程睡着了。",
      },
    },
    {
      right: false,
      text: { en: "0.2 seconds", "zh-CN": "0.2 秒" },
      says: {
        en: "Even interleaved, each greenlet’s own five sleeps come one after the other.",
        "zh-CN": "即使交错，每个 greenlet 自己的五次睡眠也是一次接一次。",
      },
    },
  ],
};
