/** Words of `two-jobs`, in both languages. */
import type { Figure, Language, Prediction, ScenarioTexts } from "../../program/scenario.ts";

export const texts: Readonly<Record<Language, ScenarioTexts>> = {
  en: {
    title: "Two jobs at once",
    summary:
      "Three turns of singing and three of dancing, a second each. Together they take three seconds, in order six.",
    lookFor: [
      "The lanes of singer and dancer sleep side by side: nobody waits for the other.",
      "The main thread counts living threads every half second, itself included: 3, until both have finished, then 1.",
      "Choose “main joins”: the main lane waits instead of counting, and goes on when the last thread has finished.",
      "Who prints first in each turn may change from run to run. That each one's own turns come in order never changes.",
    ],
    explanation: [
      "`start()` makes a thread that runs its function on its own; the call returns at once. The program now has three threads: the one it began with and the two it made.",
      "Nothing gets faster by itself: each turn still takes a second. The gain is that the waiting overlaps. Had the turns been pure computing, threads under the interpreter lock would have gained nothing.",
      "`join()` waits until a thread has finished. Without it the main thread would reach its last line while the others still work; the program itself ends only when all of them have.",
      "Two downloads of 7 and 10 seconds take 17 seconds in order and 10 on threads: as long as the longest.",
    ],
    thenAndNow: [
      "The notes use `len(threading.enumerate())`; `threading.active_count()` is the same number. Both count the main thread.",
      "Times here are Web Workers that really sleep in your browser. “One second takes” says how long a second of the listing lasts; clocks and sleeps are scaled alike.",
    ],
  },
  "zh-CN": {
    title: "边唱边跳",
    summary: "唱三轮，跳三轮，每轮一秒。一起做要三秒，依次做要六秒。",
    lookFor: [
      "singer 和 dancer 两条泳道并排睡眠，谁也不等谁。",
      "主线程每半秒数一次还活着的线程，连自己在内：先是 3，等两个都结束了，就只剩 1。",
      "选“主线程用 join 等待”：主线程的泳道不再数数，而是等待，直到最后一个线程结束才继续。",
      "每一轮谁先打印，每次运行都可能不同；每个线程自己的轮次总是按顺序，从不改变。",
    ],
    explanation: [
      "`start()` 产生一个线程，让它自己去执行函数，调用立刻返回。于是程序里有三个线程：一开始就有的那个，和新建的两个。",
      "没有什么因此变快：每一轮还是一秒。省下的是等待，因为它们重叠在一起了。如果每一轮都是纯计算，在全局解释器锁下用线程什么也省不到。",
      "`join()` 等到那个线程结束为止。不用它，主线程会先走到最后一行，而别的线程还在干活；整个程序要等所有线程都结束才结束。",
      "两个下载分别要 7 秒和 10 秒：依次进行要 17 秒，用线程要 10 秒，等于最长的那个。",
    ],
    thenAndNow: [
      "讲义用 `len(threading.enumerate())`；`threading.active_count()` 得到同一个数。两者都把主线程算在内。",
      "这里的时间是浏览器里的 Web Worker 真正睡眠的时间。“一秒用多少毫秒”决定程序里的一秒有多长，时钟和睡眠按同样的比例缩放。",
    ],
  },
};

export const figures: readonly Figure[] = [
  {
    certainty: "always",
    text: {
      en: "3 seconds together, 6 in order; living threads go from 3 down to 1.",
      "zh-CN": "一起做 3 秒，依次做 6 秒；活着的线程从 3 个减到 1 个。",
    },
  },
  {
    certainty: "always",
    text: {
      en: "Downloads of 7 s and 10 s: 17 s in order, 10 s on threads.",
      "zh-CN": "7 秒和 10 秒的两个下载：依次 17 秒，用线程 10 秒。",
    },
  },
];

export const prediction: Prediction = {
  question: {
    en: "Singing and dancing take three turns of a second each. Both run as threads. How long does it take?",
    "zh-CN": "唱和跳各三轮，每轮一秒，各用一个线程。一共要多久？",
  },
  answers: [
    {
      right: true,
      text: { en: "About 3 seconds", "zh-CN": "大约 3 秒" },
      says: { en: "Right: the waiting of both overlaps.", "zh-CN": "对：两边的等待重叠了。" },
    },
    {
      right: false,
      text: {
        en: "6 seconds, since Python runs one thread at a time",
        "zh-CN": "6 秒，因为 Python 一次只运行一个线程",
      },
      says: {
        en: "A sleeping thread runs no Python code and holds no interpreter lock: waiting overlaps even with the lock.",
        "zh-CN": "睡眠中的线程不执行 Python 代码，也不占全局解释器锁：即使有锁，等待也会重叠。",
      },
    },
    {
      right: false,
      text: {
        en: "Next to nothing: start() returns at once and the program ends",
        "zh-CN": "几乎不花时间：start() 立刻返回，程序就结束了",
      },
      says: {
        en: "start() does return at once, but a program ends only when all its threads have, unless they are daemon threads.",
        "zh-CN": "start() 确实立刻返回，但程序要等所有线程结束才结束，除非它们是守护线程。",
      },
    },
    {
      right: false,
      text: { en: "1.5 seconds, half of each", "zh-CN": "1.5 秒，各省一半" },
      says: {
        en: "A second thread shortens nobody's sleep. It only lets both sleep at the same time.",
        "zh-CN": "多一个线程不会让谁睡得更短，只是让两个同时睡。",
      },
    },
  ],
};
