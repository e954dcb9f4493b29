/** Words of `five-or-three`, in both languages. */
import type { Figure, Language, Prediction, ScenarioTexts } from "../../program/scenario.ts";

export const texts: Readonly<Record<Language, ScenarioTexts>> = {
  en: {
    title: "Five seconds or three",
    summary:
      "Tea takes two seconds of waiting, toast three. In order that is five; on threads or on one event loop, three.",
    lookFor: [
      "On the loop, tea and toast wait at the same time, and both lanes lie inside the lane of the loop: one thread does it all.",
      "Press “Run each way”: the same work in order, on threads, on the loop, and with one await after the other, on one axis of time.",
      "Inside the event loop, press “Play”: at each `await` the task leaves “Running”, a timer appears, and the next ready task is taken.",
      "With “await tea(), then await toast()” the second timer is set only when the first has fired: five seconds again.",
    ],
    explanation: [
      "Waiting needs no thread. `await asyncio.sleep(2)` sets a timer and gives way; the loop takes the next ready task, and sleeps when there is none. So the waits overlap, as they do on threads.",
      "`await tea()` runs the coroutine to its end before the next line begins: a coroutine that is awaited at once is an ordinary call. Only a task runs beside its creator: `gather`, `create_task` and task groups make tasks.",
      "Both tasks are on one thread, and only one runs at any time: they change places only at an `await`. What does not give way, gives nobody a turn: `time.sleep(2)` in a task stops the loop for two seconds.",
      "A coroutine that is called without `await` does not run at all. `tea()` makes a coroutine object, nobody lets it go on, and Python says that it was never awaited.",
    ],
    thenAndNow: [
      "The notes write `@asyncio.coroutine` and `yield from`; that was removed in Python 3.11. Today it is `async def` and `await`, since 3.5.",
      "`loop = asyncio.get_event_loop()` with `run_until_complete` became `asyncio.run(main())` in 3.7.",
      "Times here are real waiting in your browser. “One second takes” says how long a second of the listing lasts.",
    ],
  },
  "zh-CN": {
    title: "五秒还是三秒",
    summary: "泡茶要等两秒，烤面包要等三秒。依次做要五秒；用线程，或者在一个事件循环上，三秒。",
    lookFor: [
      "在循环上，tea 和 toast 同时等待，两条泳道都在事件循环的泳道里面：全部由一个线程完成。",
      "按“每种做法都运行”：同样的工作，依次做、用线程、在循环上、一个 await 接一个 await，放在同一条时间轴上。",
      "在“事件循环内部”按“播放”：每到一个 `await`，任务离开“正在运行”，出现一个定时器，循环取下一个就绪的任务。",
      "选“先 await tea()，再 await toast()”，第一个定时器到点之后才设第二个：又是五秒。",
    ],
    explanation: [
      "等待不需要线程。`await asyncio.sleep(2)` 设一个定时器，然后让出；循环取下一个就绪的任务，没有就去睡眠。于是等待重叠在一起，和用线程一样。",
      "`await tea()` 会把这个协程运行到底，才到下一行：立刻 await 的协程就是普通调用。只有任务才会和创建它的代码同时推进：`gather`、`create_task` 和任务组会创建任务。",
      "两个任务在同一个线程上，任何时刻只有一个在运行，只在 `await` 处交换。谁不让出，别人就轮不到：任务里写 `time.sleep(2)`，循环就停两秒。",
      "调用协程却不写 `await`，它根本不会运行。`tea()` 只产生一个协程对象，没有人让它继续，Python 会说它从未被 await。",
    ],
    thenAndNow: [
      "讲义里写 `@asyncio.coroutine` 和 `yield from`，它在 Python 3.11 中被移除。现在写 `async def` 和 `await`，从 3.5 起就可以。",
      "`loop = asyncio.get_event_loop()` 加 `run_until_complete`，从 3.7 起写成 `asyncio.run(main())`。",
      "这里的时间是浏览器里真正等待的时间。“一秒用多少毫秒”决定程序里的一秒有多长。",
    ],
  },
};

export const figures: readonly Figure[] = [
  {
    certainty: "always",
    text: {
      en: "In order 5.0 s, on threads 3.0 s, on the loop 3.0 s, awaited in order 5.0 s, forgotten 0.0 s.",
      "zh-CN": "依次 5.0 秒，用线程 3.0 秒，在循环上 3.0 秒，依次 await 5.0 秒，忘了 await 0.0 秒。",
    },
  },
];

export const prediction: Prediction = {
  question: {
    en: "`await tea()` takes two seconds, `await toast()` three, on consecutive lines of one coroutine. How long do both take?",
    "zh-CN": "同一个协程里相邻的两行，`await tea()` 要两秒，`await toast()` 要三秒。一共要多久？",
  },
  answers: [
    {
      right: true,
      text: { en: "5 seconds", "zh-CN": "5 秒" },
      says: {
        en: "Right: the second line begins when the first has ended. Only tasks run beside each other.",
        "zh-CN": "对：第一行结束了才开始第二行。只有任务才会同时推进。",
      },
    },
    {
      right: false,
      text: { en: "3 seconds, since both are asynchronous", "zh-CN": "3 秒，因为两个都是异步的" },
      says: {
        en: "`async` does not make things run at the same time. Awaited at once, a coroutine is an ordinary call; `gather` would make it 3.",
        "zh-CN": "`async` 并不会让事情同时进行。立刻 await 的协程就是普通调用；用 `gather` 才是 3 秒。",
      },
    },
    {
      right: false,
      text: { en: "2 seconds, the first ends both", "zh-CN": "2 秒，第一个结束就都结束" },
      says: {
        en: "Nobody ends the other. The second wait has not even begun when the first one ends.",
        "zh-CN": "谁也不会结束谁。第一个结束时，第二个等待还没有开始。",
      },
    },
    {
      right: false,
      text: { en: "Next to nothing: await returns at once", "zh-CN": "几乎不花时间：await 立刻返回" },
      says: {
        en: "Without `await` the call returns at once, and nothing runs. With it the coroutine waits for the result.",
        "zh-CN": "不写 `await`，调用立刻返回，什么也不运行。写了，协程就等到结果为止。",
      },
    },
  ],
};
