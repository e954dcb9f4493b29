/** Words of `why-it-waits`, in both languages. */
import type { Figure, Language, Prediction, ScenarioTexts } from "../../program/scenario.ts";

export const texts: Readonly<Record<Language, ScenarioTexts>> = {
  en: {
    title: "Why it waits",
    summary:
      "Sixty-four tasks that wait, sixty-four that compute, with 1 to 64 workers. More workers shorten waiting as long as there are tasks for them; computing they shorten up to the number of cores.",
    lookFor: [
      "Press “Measure 1 to 64” below the lanes: the curve of waiting climbs with the workers, that of computing is flat from the number of this machine’s cores on.",
      "With 1 worker 64 waits of a twentieth of a second take 3.2 seconds; with 64 workers hardly longer than one of them.",
      "Computing: twice the workers halve the time only until the cores are used up. Beyond that they only take turns.",
      "Choose Python 3.10 (with the interpreter lock): computing then gains nothing at all, waiting as much as before.",
      "The console gives the throughput: answers a second.",
    ],
    explanation: [
      "A task is I/O-bound when its time goes into waiting for something else: disk, network, another service. A waiting thread needs no processor, so there may be far more of them than cores.",
      "A task is CPU-bound when its time goes into computing. There more workers than cores only take turns, and each switch costs a little.",
      "So first ask what a program waits for. Waiting: threads, or better coroutines. Computing: as many processes (or threads without an interpreter lock) as there are cores.",
    ],
    thenAndNow: [
      "The notes say that threads make programs slower than processes. That holds for computing under the interpreter lock only, and not for waiting, nor for free-threaded Python (3.13 and later).",
      "Measured here: Web Workers running our own Python machine in your browser. Waiting is scaled by “one second takes”, computing cannot be.",
    ],
  },
  "zh-CN": {
    title: "它为什么在等",
    summary:
      "六十四个等待的任务，六十四个计算的任务，用 1 到 64 个工作线程。等待时，只要还有任务可分，线程越多越快；计算只快到核数为止。",
    lookFor: [
      "按泳道下面的“测量 1 到 64”：等待的曲线随线程数上升，计算的曲线到这台机器的核数就变平。",
      "1 个工作线程时，64 次 0.05 秒的等待要 3.2 秒；64 个时只比一次等待稍长。",
      "计算：线程翻倍，时间减半，只到核用完为止。线程再多，就只能轮流运行。",
      "选 Python 3.10（有全局解释器锁）：计算一点也不快，等待和以前一样快。",
      "控制台给出吞吐量：每秒多少个回答。",
    ],
    explanation: [
      "时间花在等别的东西上（磁盘、网络、别的服务），就是 I/O 密集型。等待中的线程不需要处理器，所以可以比核多得多。",
      "时间花在计算上，就是计算密集型。线程比核多，只是轮流，而且每次切换都要花一点。",
      "所以先问程序在等什么。等待：用线程，协程更好。计算：有几个核就用几个进程（或没有解释器锁的线程）。",
    ],
    thenAndNow: [
      "讲义说线程让程序比进程慢。那只适用于解释器锁下的计算；等待不是这样，自由线程版（3.13 起）也不是。",
      "这里测的是浏览器里运行我们自己的 Python 虚拟机的 Web Worker。等待按“一秒用多少毫秒”缩放，计算不能缩放。",
    ],
  },
};

export const figures: readonly Figure[] = [
  {
    certainty: "always",
    text: {
      en: "64 waits of 0.05 s: 3.2 s with one worker, 0.8 s with four, 0.05 s with sixty-four, and the little that starting them takes.",
      "zh-CN": "64 次 0.05 秒的等待：1 个线程 3.2 秒，4 个 0.8 秒，64 个 0.05 秒，另加启动线程的一点时间。",
    },
  },
  {
    certainty: "this-build",
    text: {
      en: "Computing stops gaining at this machine’s number of cores.",
      "zh-CN": "计算到这台机器的核数就不再变快。",
    },
  },
];

export const prediction: Prediction = {
  question: {
    en: "Sixteen tasks on a machine with four cores. What does going from 4 to 16 workers gain?",
    "zh-CN": "四核的机器，十六个任务。从 4 个工作线程加到 16 个，能快多少？",
  },
  answers: [
    {
      right: true,
      text: { en: "Four times for waiting, nothing for computing", "zh-CN": "等待快四倍，计算不变" },
      says: { en: "Right: waiting needs no core.", "zh-CN": "对：等待不需要核。" },
    },
    {
      right: false,
      text: { en: "Four times for both", "zh-CN": "两种都快四倍" },
      says: {
        en: "Sixteen threads compute on four cores by turns; nothing is gained.",
        "zh-CN": "十六个线程在四个核上轮流计算，什么也没省。",
      },
    },
    {
      right: false,
      text: { en: "Nothing for either: four cores are four cores", "zh-CN": "都不变：四核就是四核" },
      says: {
        en: "A sleeping thread uses no core. Waits overlap, however few cores there are.",
        "zh-CN": "睡眠的线程不用核。核再少，等待也能重叠。",
      },
    },
    {
      right: false,
      text: { en: "Four times for computing, nothing for waiting", "zh-CN": "计算快四倍，等待不变" },
      says: { en: "The other way round.", "zh-CN": "正好相反。" },
    },
  ],
};
