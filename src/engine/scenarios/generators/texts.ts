/** Words of `generators`, in both languages. */
import type { Figure, Language, Prediction, ScenarioTexts } from "../../program/scenario.ts";

export const texts: Readonly<Record<Language, ScenarioTexts>> = {
  en: {
    title: "Generators take turns",
    summary:
      "A generator stops at `yield` and goes on later, where it was. So two of them can take turns on one thread, and values can go in and out.",
    lookFor: [
      "Each generator has a lane of its own inside the main thread’s: only one runs at any moment.",
      "At each `yield` the arrow goes back to whoever called `next`; what is yielded stands beside it.",
      "Choose “send values in”: `send(2)` goes on at the `yield` and becomes its value.",
      "The last `send` ends the generator: the return value travels in StopIteration.",
    ],
    explanation: [
      "Calling a generator function runs nothing yet. It gives a generator: a frame with its locals that waits before its first line. `next` lets it run up to its next `yield`.",
      "A function that was called must end before its caller goes on. A generator need not: it is put aside whole, locals and position, and goes on later. That is all a coroutine needs.",
      "Nobody interrupts a generator. It gives way itself, at `yield` and nowhere else, so between two yields nothing else on this thread can happen.",
      "`for` hides StopIteration. Who calls `next` or `send` by hand meets it, and finds the return value in `stop.value`.",
    ],
    thenAndNow: [
      "The notes build their first coroutines of generators. Since 3.5 there are `async def` and `await`; generators made into coroutines by a decorator are gone since 3.11. A generator is still the plainest way to see what an `await` does.",
    ],
  },
  "zh-CN": {
    title: "生成器轮流执行",
    summary: "生成器在 `yield` 处暂停，以后从原处继续。于是两个生成器可以在一个线程里轮流执行，值也能送进去、取出来。",
    lookFor: [
      "每个生成器在主线程的泳道里有自己的泳道：任何时刻只有一个在运行。",
      "每到 `yield`，箭头就回到调用 `next` 的一方，产出的值写在箭头旁边。",
      "选“用 send 送值进去”：`send(2)` 从 `yield` 处继续，2 就成了 `yield` 的值。",
      "最后一次 `send` 让生成器结束：返回值装在 StopIteration 里带出来。",
    ],
    explanation: [
      "调用生成器函数时，什么都还没执行，只得到一个生成器：一个停在第一行之前的栈帧，带着它的局部变量。`next` 让它运行到下一个 `yield`。",
      "普通函数必须结束，调用者才能继续。生成器不必：它可以连同局部变量和执行位置一起暂停，以后再继续。协程所需要的就是这些。",
      "没有谁打断生成器。它只在 `yield` 处自己让出，所以两个 yield 之间，这个线程里不会发生别的事。",
      "`for` 把 StopIteration 藏起来了。自己调用 `next` 或 `send` 的人会遇到它，返回值在 `stop.value` 里。",
    ],
    thenAndNow: [
      "讲义里最早的协程是用生成器实现的。3.5 起有了 `async def` 和 `await`；用装饰器把生成器变成协程的做法在 3.11 中被移除。要看清 `await` 做了什么，生成器仍是最直接的办法。",
    ],
  },
};

export const figures: readonly Figure[] = [
  {
    certainty: "always",
    text: { en: "2 goes in, then 3: the generator returns 5.", "zh-CN": "先送 2，再送 3：生成器返回 5。" },
  },
  {
    certainty: "always",
    text: { en: "sing, dance, sing, dance… in strict turns.", "zh-CN": "sing、dance、sing、dance……严格轮流。" },
  },
];

export const prediction: Prediction = {
  question: {
    en: "Two generators yield after each turn; a loop calls `next` on them in turn. What is printed?",
    "zh-CN": "两个生成器每轮之后都 yield，循环轮流对它们调用 `next`。打印的顺序是什么？",
  },
  answers: [
    {
      right: true,
      text: { en: "sing, dance, sing, dance, sing, dance", "zh-CN": "sing、dance、sing、dance、sing、dance" },
      says: { en: "Right: each goes on where it stopped.", "zh-CN": "对：每个都从停下的地方继续。" },
    },
    {
      right: false,
      text: { en: "All turns of sing, then all of dance", "zh-CN": "先是 sing 的全部，再是 dance 的全部" },
      says: {
        en: "That is what two ordinary functions do: a call must end before the next begins. A generator stops at `yield`.",
        "zh-CN": "那是两个普通函数的做法：一个调用结束了，下一个才开始。生成器会在 `yield` 处停下。",
      },
    },
    {
      right: false,
      text: { en: "It differs from run to run", "zh-CN": "每次运行都不同" },
      says: {
        en: "That is true of threads, which the system may interrupt anywhere. A generator gives way only at `yield`.",
        "zh-CN": "线程才会这样，系统可以在任何地方打断它们。生成器只在 `yield` 处让出。",
      },
    },
    {
      right: false,
      text: { en: "sing’s first turn, again and again", "zh-CN": "sing 的第一轮，一再重复" },
      says: {
        en: "`next` does not start the function anew; its locals and its place in the loop are kept.",
        "zh-CN": "`next` 不会让函数重新开始；局部变量和循环的位置都保留着。",
      },
    },
  ],
};
