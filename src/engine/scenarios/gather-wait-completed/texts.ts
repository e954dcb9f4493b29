/** Words of `gather-wait-completed`, in both languages. */
import type { Figure, Language, Prediction, ScenarioTexts } from "../../program/scenario.ts";

export const texts: Readonly<Record<Language, ScenarioTexts>> = {
  en: {
    title: "gather, wait, as_completed",
    summary:
      "Three fetches of 3, 1 and 2 seconds. `gather` answers in the order given, `wait` with two sets, `as_completed` with each as it ends.",
    lookFor: [
      "`gather` comes back after three seconds, in the order of its arguments: slow, quick, middle.",
      "`wait` with FIRST_COMPLETED comes back after one second: one task done, two pending, and those go on.",
      "`as_completed` gives quick, middle, slow: the order in which they end.",
      "In a task group one task fails after two seconds; the slow one is cancelled, and says so.",
      "Choose “a progress bar”: the bar under the lanes and the lines of the console both come from what the program prints at each answer.",
    ],
    explanation: [
      "`gather(*coroutines)` makes a task of each and gives a list of results. Their order is that of the arguments, however they end. The first exception goes to you at once; the other tasks go on.",
      "`wait(tasks)` gives two sets, done and pending, and never raises. It wants tasks, not coroutines, and cancels nothing when its time is up.",
      "`as_completed(…)` is for showing each answer as it comes. It is what a progress bar needs.",
      "`TaskGroup` (3.11) does not leave anybody behind: when one task fails, it cancels the others, waits for them, and raises an ExceptionGroup. `asyncio.timeout` cancels what is inside it.",
    ],
    thenAndNow: [
      "The notes hand coroutines to `wait`; since 3.11 that is a TypeError: make tasks first. `asyncio.timeout` and `TaskGroup` are new in 3.11, `async for` over `as_completed` in 3.13.",
      "A set has no order. CPython’s differs from run to run; here it is the order given.",
    ],
  },
  "zh-CN": {
    title: "三种等法：gather、wait、as_completed",
    summary: "三个请求分别要 3、1、2 秒。`gather` 按给出的顺序回答，`wait` 给两个集合，`as_completed` 谁先结束先给谁。",
    lookFor: [
      "`gather` 三秒后返回，顺序和参数一样：slow、quick、middle。",
      "带 FIRST_COMPLETED 的 `wait` 一秒后返回：一个完成，两个未完成，后者继续进行。",
      "`as_completed` 给出 quick、middle、slow：结束的先后。",
      "任务组里有一个任务两秒后失败；慢的那个被取消，并打印出来。",
      "选“进度条”：泳道下面的进度条和控制台里的每一行，都来自程序每得到一个回答时打印的内容。",
    ],
    explanation: [
      "`gather(*coroutines)` 把每个协程变成任务，给出结果列表。不管谁先结束，顺序都是参数的顺序。第一个异常会立刻抛给调用方，其他任务继续。",
      "`wait(tasks)` 给出完成和未完成两个集合，从不抛异常。它要的是任务，不是协程；到了时限也不取消谁。",
      "`as_completed(…)` 适合得到一个就显示一个，进度条要的就是它。",
      "`TaskGroup`（3.11）不丢下任何任务：一个失败，就取消其余的，等它们结束，再抛出 ExceptionGroup。`asyncio.timeout` 取消它里面的事。",
    ],
    thenAndNow: [
      "讲义把协程直接交给 `wait`；3.11 起这是 TypeError：先变成任务。`asyncio.timeout` 和 `TaskGroup` 是 3.11 新增的，`async for` 遍历 `as_completed` 是 3.13 新增的。",
      "集合没有顺序。CPython 里每次运行可能不同；这里按给出的顺序。",
    ],
  },
};

export const figures: readonly Figure[] = [
  {
    certainty: "always",
    text: {
      en: "gather: slow, quick, middle. wait: quick done, two pending. as_completed: quick, middle, slow.",
      "zh-CN": "gather：slow、quick、middle。wait：quick 完成，两个未完成。as_completed：quick、middle、slow。",
    },
  },
];

export const prediction: Prediction = {
  question: {
    en: "Three fetches take 3, 1 and 2 seconds. In which order does `gather` give the results?",
    "zh-CN": "三个请求分别要 3、1、2 秒。`gather` 按什么顺序给出结果？",
  },
  answers: [
    {
      right: true,
      text: { en: "As they were given: 3, 1, 2", "zh-CN": "按给出的顺序：3、1、2" },
      says: { en: "Right: a result’s place tells whose it is.", "zh-CN": "对：看位置就知道是谁的结果。" },
    },
    {
      right: false,
      text: { en: "As they end: 1, 2, 3", "zh-CN": "按结束的先后：1、2、3" },
      says: {
        en: "That is `as_completed`. `gather` sorts the results back.",
        "zh-CN": "那是 `as_completed`。`gather` 会把结果放回原来的位置。",
      },
    },
    {
      right: false,
      text: { en: "In no order", "zh-CN": "没有顺序" },
      says: { en: "That is `wait`: it gives sets.", "zh-CN": "那是 `wait`：它给的是集合。" },
    },
  ],
};
