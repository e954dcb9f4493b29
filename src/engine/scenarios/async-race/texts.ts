/** Words of `async-race`, in both languages. */
import type { Figure, Language, Prediction, ScenarioTexts } from "../../program/scenario.ts";

export const texts: Readonly<Record<Language, ScenarioTexts>> = {
  en: {
    title: "Coroutines lose updates too",
    summary:
      "Two coroutines pay 5 and 8 into one account, on one thread. Between reading and writing lies an `await`, and one payment is gone.",
    lookFor: [
      "Both tasks read 0 before either writes. Who writes last wins: 8, or 5.",
      "The list of findings names the lost update and the two lines.",
      "Without an `await` between read and write the balance is 13, always: nobody else can run in between.",
      "With the lock the second task waits at `async with`; its lane shows for what.",
    ],
    explanation: [
      "One thread is no protection. At an `await` other tasks run, and what was read before it may be stale after it.",
      "Between two awaits nothing of this loop can interfere. So the smallest mending is to keep read and write together, without an `await` between.",
      "Where an `await` has to lie in between, `asyncio.Lock` makes others wait, though not the thread: the loop goes on with whoever does not need the lock.",
      "A `threading.Lock` would be wrong here: acquiring it blocks the loop’s own thread, and the task that should release it never runs.",
    ],
    thenAndNow: ["“Coroutines need no locks” is in many notes. They need none between two awaits; across one they do."],
  },
  "zh-CN": {
    title: "协程也会丢更新",
    summary: "两个协程在一个线程里往同一个账户存 5 和 8。读和写之间有个 `await`，其中一笔就丢了。",
    lookFor: [
      "两个任务都在对方写入之前读到了 0。最后写的那个算数：8，或者 5。",
      "发现列表指出丢失的更新和那两行。",
      "读和写之间没有 `await`，余额总是 13：中间不会有别人运行。",
      "用锁时，第二个任务停在 `async with` 处等，它的泳道写着在等什么。",
    ],
    explanation: [
      "只有一个线程，并不等于安全。到了 `await`，别的任务就会运行，之前读到的值之后可能已经过时。",
      "两个 await 之间，这个循环里没有谁能插进来。所以最小的修改是让读和写挨在一起，中间不要 `await`。",
      "如果中间必须 `await`，就用 `asyncio.Lock`：别的任务等，线程不等；循环继续运行不需要这把锁的任务。",
      "这里用 `threading.Lock` 是错的：获取它会阻塞循环自己的线程，该释放它的任务就永远轮不到。",
    ],
    thenAndNow: ["很多讲义写着“协程不需要锁”。两个 await 之间确实不需要；跨过 await 就需要。"],
  },
};

export const figures: readonly Figure[] = [
  {
    certainty: "always",
    text: {
      en: "5 and 8 give 8, or 5 when the other ends last; 13 is right.",
      "zh-CN": "存 5 和 8，结果是 8；换另一个最后结束就是 5；13 才对。",
    },
  },
];

export const prediction: Prediction = {
  question: {
    en: "One thread, two coroutines: each reads the balance, awaits, then writes the sum. 5 and 8 are paid in. What is the balance?",
    "zh-CN": "一个线程，两个协程：各自先读余额，再 await，再写回。存 5 和 8，余额是多少？",
  },
  answers: [
    {
      right: true,
      text: { en: "8 or 5: one payment is lost", "zh-CN": "8 或 5：丢了一笔" },
      says: {
        en: "Right: the second reads before the first has written.",
        "zh-CN": "对：第二个在第一个写之前就读了。",
      },
    },
    {
      right: false,
      text: { en: "13: on one thread nothing can go wrong", "zh-CN": "13：一个线程里不会出错" },
      says: {
        en: "One thread, but two tasks: at the `await` the other one runs.",
        "zh-CN": "一个线程，但有两个任务：到了 `await`，另一个就运行。",
      },
    },
    {
      right: false,
      text: { en: "13: a Python assignment is atomic", "zh-CN": "13：Python 的赋值是原子的" },
      says: {
        en: "The assignment is; reading, waiting and assigning together are not.",
        "zh-CN": "赋值是，但读、等待、赋值合在一起不是。",
      },
    },
    {
      right: false,
      text: { en: "It differs from run to run", "zh-CN": "每次运行都不同" },
      says: {
        en: "The timers decide, and they are the same each time: the loop’s order is determined.",
        "zh-CN": "由定时器决定，而它们每次都一样：循环的顺序是确定的。",
      },
    },
  ],
};
