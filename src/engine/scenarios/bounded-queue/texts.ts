/** Words of `bounded-queue`, in both languages. */
import type { Figure, Language, Prediction, ScenarioTexts } from "../../program/scenario.ts";

export const texts: Readonly<Record<Language, ScenarioTexts>> = {
  en: {
    title: "A queue with room for three",
    summary:
      "Queue(3) takes three items. The fourth put waits, gives up after a while, or is refused at once: you choose which.",
    lookFor: [
      "Three puts go through at once; the writer's lane then turns to waiting, until the reader has taken one.",
      "The hand-over arrow goes from the get that made room to the put that had waited for it.",
      "Move the playhead and watch the boxes in the state panel: what was put first is got first.",
      "Choose “look first, then put”: full() says there is room, and the put is refused all the same.",
    ],
    explanation: [
      "A bounded queue couples two threads without a lock of yours: a fast writer is slowed to the pace of the reader, and a reader of an empty queue sleeps until something comes.",
      "`put(item)` waits as long as it takes. `put(item, timeout=2)` raises `queue.Full` when the time is up. `put_nowait(item)` raises it at once. `get` does the same with `queue.Empty`.",
      "`if not q.full(): q.put_nowait(x)` looks and then acts. Between the two another thread may have taken the last place. Use a put that waits or fails by itself and deal with `queue.Full`; `qsize`, `empty` and `full` tell what was, not what is.",
      "A maxsize of 0 or less means no limit: put then never waits, and a writer that is too fast fills the memory.",
    ],
    thenAndNow: [
      "The notes write `Queue.Full` from the module `Queue` of Python 2; today it is `queue.Full` from `queue`.",
      "Since Python 3.13 `shutdown()` ends a queue: waiting puts and gets wake up with `queue.ShutDown`.",
    ],
  },
  "zh-CN": {
    title: "装得下三条的队列",
    summary: "Queue(3) 只装三条。第四次 put 是等待、等一会儿放弃，还是立刻被拒绝，由你来选。",
    lookFor: [
      "前三次 put 一下子就完成；然后 writer 的泳道变成等待，直到 reader 取走一条。",
      "交接箭头从腾出位置的那次 get 指向等着它的那次 put。",
      "移动播放头，看状态面板里的格子：先放进去的先取出来。",
      "选“先看再放”：full() 说有空位，put 却还是被拒绝了。",
    ],
    explanation: [
      "有界队列不用你自己加锁，就把两个线程的步调连在一起：写得快的被拖到和读的一样快，读空队列的就睡到有东西来。",
      "`put(item)` 要等多久就等多久；`put(item, timeout=2)` 到时间抛出 `queue.Full`；`put_nowait(item)` 立刻抛出。`get` 也一样，抛出的是 `queue.Empty`。",
      "`if not q.full(): q.put_nowait(x)` 是先看后做，两步之间别的线程可能占掉最后一个位置。应该用会等待、或自己会失败的 put，并处理 `queue.Full`；`qsize`、`empty`、`full` 说的是刚才，不是现在。",
      "maxsize 为 0 或负数表示不限大小：put 永远不等，写得太快就会占满内存。",
    ],
    thenAndNow: [
      "讲义写的是 Python 2 的模块 `Queue` 里的 `Queue.Full`；今天是 `queue` 模块里的 `queue.Full`。",
      "从 Python 3.13 起，`shutdown()` 可以结束一个队列：正在等待的 put 和 get 会醒来，抛出 `queue.ShutDown`。",
    ],
  },
};

export const figures: readonly Figure[] = [
  {
    certainty: "always",
    text: {
      en: "Three fit; the fourth waits, until the reader wakes after two seconds and takes one.",
      "zh-CN": "装得下三条；第四条等着，直到读的线程两秒后醒来取走一条。",
    },
  },
  {
    certainty: "always",
    text: {
      en: "With a timeout of 2 s the put raises queue.Full after 2 s, not earlier.",
      "zh-CN": "超时为 2 秒时，put 在 2 秒后抛出 queue.Full，不会更早。",
    },
  },
];

export const prediction: Prediction = {
  question: {
    en: "The writer puts six letters into Queue(3); the reader starts two seconds later. How far has the writer come after one second?",
    "zh-CN": "写的线程往 Queue(3) 里放六封信，读的线程两秒后才开始。一秒时写的线程到哪一步了？",
  },
  answers: [
    {
      right: true,
      text: { en: "Three letters are in, and it waits with the fourth", "zh-CN": "放进了三封，拿着第四封在等" },
      says: {
        en: "Right: the fourth put blocks until a get makes room.",
        "zh-CN": "对：第四次 put 阻塞，直到 get 腾出位置。",
      },
    },
    {
      right: false,
      text: { en: "All six are in: a queue grows as needed", "zh-CN": "六封都放进去了：队列会自己变大" },
      says: {
        en: "Only a queue without a maxsize grows. This one was made for three.",
        "zh-CN": "只有不设 maxsize 的队列才会变大，这一个只装三条。",
      },
    },
    {
      right: false,
      text: { en: "Three are in, the rest are lost", "zh-CN": "放进了三封，其余的丢了" },
      says: {
        en: "put does not drop anything: it waits, or raises and leaves the item to you.",
        "zh-CN": "put 不会丢东西：它要么等待，要么抛出异常，把东西留给你。",
      },
    },
    {
      right: false,
      text: { en: "It has raised queue.Full at the fourth", "zh-CN": "第四次时抛出了 queue.Full" },
      says: {
        en: "Only put_nowait or a put with a timeout raises. A plain put waits.",
        "zh-CN": "只有 put_nowait 或带超时的 put 才抛出，普通的 put 会等待。",
      },
    },
  ],
};
