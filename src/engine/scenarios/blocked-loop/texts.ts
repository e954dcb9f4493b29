/** Words of `blocked-loop`, in both languages. */
import type { Figure, Language, Prediction, ScenarioTexts } from "../../program/scenario.ts";

export const texts: Readonly<Record<Language, ScenarioTexts>> = {
  en: {
    title: "The loop that is blocked",
    summary:
      "A heart beats every tenth of a second, as a task. Another task works for two seconds without an `await`, and the heart stands still.",
    lookFor: [
      "The lane of main, which does the work, holds the loop’s thread for two seconds; the heart’s timer is due all that time, and nobody answers it.",
      "Under the lanes the blocked loop is named, with its line. One press changes that line and runs the listing again.",
      "`to_thread` and the executor: the sleep moves to a thread’s lane of its own, and the heart goes on.",
      "In pieces: each `await asyncio.sleep(0)` lets the heart in.",
      "In debug mode the console says which task took how long.",
    ],
    explanation: [
      "A loop runs one task at a time and takes the next only at an `await` that really waits. It cannot interrupt anybody.",
      "`time.sleep`, a plain `requests.get`, a long computation: none of them awaits, so none lets others run. The whole server stands still for one request.",
      "Waiting that cannot be awaited belongs in a thread: `await asyncio.to_thread(f)`. Computing belongs in a process, or in pieces with `await asyncio.sleep(0)` between; a thread gives it no second core while there is an interpreter lock.",
      "`asyncio.run(main(), debug=True)` tells every callback that takes longer than a tenth of a second.",
    ],
    thenAndNow: [
      "`asyncio.to_thread` is new in 3.9; before, `loop.run_in_executor(None, f)` did the same, and still does. PYTHONASYNCIODEBUG=1 switches the debug mode on from outside.",
    ],
  },
  "zh-CN": {
    title: "被堵住的事件循环",
    summary: "一个任务像心跳，每十分之一秒跳一次。另一个任务连续工作两秒，中间没有 `await`，心跳就停了。",
    lookFor: [
      "干活的是 main，它的泳道占住循环的线程两秒；心跳的定时器早就到点，却没有人理会。",
      "泳道下面指出被阻塞的循环和占住它的那一行。按一下按钮，就能改好这一行并重新运行。",
      "`to_thread` 和执行器：睡眠搬到另一个线程的泳道里，心跳继续。",
      "分成小段：每个 `await asyncio.sleep(0)` 都让心跳进来一次。",
      "调试模式下，控制台写出哪个任务用了多久。",
    ],
    explanation: [
      "循环一次只运行一个任务，只有遇到真正要等的 `await` 才换下一个。它不能打断谁。",
      "`time.sleep`、普通的 `requests.get`、一段长计算：都没有 await，都不让别人运行。整个服务器会为一个请求停下来。",
      "不能 await 的等待放进线程：`await asyncio.to_thread(f)`。计算放进进程，或者分成小段，中间 `await asyncio.sleep(0)`；有解释器锁时，线程不会给它第二个核。",
      "`asyncio.run(main(), debug=True)` 会报出每个超过十分之一秒的回调。",
    ],
    thenAndNow: [
      "`asyncio.to_thread` 是 3.9 新增的；以前用 `loop.run_in_executor(None, f)`，现在也还能用。PYTHONASYNCIODEBUG=1 可以从外面打开调试模式。",
    ],
  },
};

export const figures: readonly Figure[] = [
  {
    certainty: "always",
    text: {
      en: "Two seconds of work without await: the heart is about two seconds late.",
      "zh-CN": "连续工作两秒而没有 await：心跳大约迟两秒。",
    },
  },
];

export const prediction: Prediction = {
  question: {
    en: "One coroutine calls `time.sleep(2)`. What do the other tasks of the loop do meanwhile?",
    "zh-CN": "一个协程调用 `time.sleep(2)`。这期间循环里的其他任务在做什么？",
  },
  answers: [
    {
      right: true,
      text: { en: "Nothing: the thread sleeps, and with it the loop", "zh-CN": "什么也不做：线程睡着了，循环也睡着了" },
      says: { en: "Right. Only an `await` hands over.", "zh-CN": "对。只有 `await` 才让出。" },
    },
    {
      right: false,
      text: { en: "They run: sleeping is waiting", "zh-CN": "照常运行：睡眠就是等待" },
      says: {
        en: "`asyncio.sleep` waits on the loop. `time.sleep` stops the thread that the loop runs on.",
        "zh-CN": "`asyncio.sleep` 是在循环上等；`time.sleep` 停住的是循环所在的线程。",
      },
    },
    {
      right: false,
      text: { en: "They run on another thread", "zh-CN": "换到别的线程上运行" },
      says: {
        en: "A loop has one thread. Nothing moves by itself; `to_thread` has to be asked for.",
        "zh-CN": "循环只有一个线程。工作不会自己换线程，要自己写 `to_thread`。",
      },
    },
    {
      right: false,
      text: { en: "They run after 5 ms, when the interpreter switches", "zh-CN": "5 毫秒后解释器切换，它们就运行" },
      says: {
        en: "That is the switch between threads. Tasks of one loop are never interrupted.",
        "zh-CN": "那是线程之间的切换。同一个循环里的任务从不被打断。",
      },
    },
  ],
};
