/** Words of `count-race`, in both languages. */
import type { Figure, Language, Prediction, ScenarioTexts } from "../../program/scenario.ts";

export const texts: Readonly<Record<Language, ScenarioTexts>> = {
  en: {
    title: "Counting that falls short",
    summary: "Every thread adds 1 again and again. If nothing were lost, the count would be threads × iterations.",
    lookFor: [
      "The count stays below threads × iterations; what is missing is the number of lost updates, exactly.",
      "The first thread to finish prints the last number it wrote: already too small, or too large for one thread alone, since both wrote into the same count.",
      "Zoom in: where both lanes read the same number, the two writes after it are one and the same number, and one addition is gone.",
      "Switch python to 3.10: the same listing loses nothing. Then read why that proves nothing.",
    ],
    explanation: [
      "`count += 1` looks like one action. It is a read, an addition and a write; the bytecode beside the listing shows them. This listing writes the parts on two lines, so that you can see where the other thread gets in.",
      "Two threads that read the same number both write that number plus one. Two additions happened, one counts.",
      "How often this happens depends on processor, engine and chance. That it can happen depends only on the program.",
    ],
    thenAndNow: [
      "The notes saw 1 286 202 instead of 2 000 000 with two threads of a million; the first to finish printed 1 088 005. That was one run, on a Python before 3.10.",
      "On Python 3.10 and later with the interpreter lock you will get 2 000 000: the lock is offered only at calls and at a loop's end. It is luck of the build, not a guarantee. Put a call between read and write and numbers are lost again.",
      "On free-threaded builds (3.13 and later) additions are lost again, as they are here.",
    ],
  },
  "zh-CN": {
    title: "数不到两百万",
    summary: "每个线程一次又一次地加 1。如果什么都没丢，结果应该是线程数 × 循环次数。",
    lookFor: [
      "结果小于线程数 × 循环次数，少掉的正好就是丢失更新的次数。",
      "先结束的线程打印它最后写的数：对两个线程来说太小，对一个线程来说又太大，因为两个线程写的是同一个 count。",
      "放大看：两条泳道读到同一个数的地方，后面的两次写也写了同一个数，一次加法就这样没了。",
      "把 Python 版本换成 3.10：同一段程序什么也不丢。再读一读，为什么这不能说明什么。",
    ],
    explanation: [
      "`count += 1` 看起来是一个动作，其实是一次读、一次加、一次写，旁边的字节码里看得到。这里把它拆成两行，好看清别的线程从哪里插进来。",
      "两个线程读到同一个数，就会写下同一个“这个数加一”。加了两次，只算一次。",
      "多久发生一次，要看处理器、引擎和运气；会不会发生，只看程序。",
    ],
    thenAndNow: [
      "讲义里两个线程各加一百万次，得到 1 286 202 而不是 2 000 000；先结束的线程打印 1 088 005。那是 3.10 以前的 Python 上的一次运行。",
      "在带全局解释器锁的 Python 3.10 及以后版本上会得到 2 000 000，因为锁只在函数调用和循环末尾让出。这是版本带来的运气，不是保证：在读和写之间加一个调用，又会丢数。",
      "在自由线程版（3.13 起）上，加法又会丢失，就像这里一样。",
    ],
  },
};

export const figures: readonly Figure[] = [
  {
    certainty: "always",
    text: {
      en: "Two threads with one addition each have 6 interleavings of their reads and writes; 4 of them end at 1.",
      "zh-CN": "两个线程各加一次，读和写共有 6 种交错顺序，其中 4 种的结果是 1。",
    },
  },
  {
    certainty: "notes",
    text: {
      en: "1 286 202; the first finisher printed 1 088 005.",
      "zh-CN": "1 286 202；先结束的线程打印 1 088 005。",
    },
  },
  {
    certainty: "this-build",
    text: {
      en: "2 000 000 with the interpreter lock of Python 3.10 and later.",
      "zh-CN": "在带全局解释器锁的 Python 3.10 及以后版本上是 2 000 000。",
    },
  },
];

export const prediction: Prediction = {
  question: {
    en: "Two threads add 1 a hundred thousand times each, without a lock. What can the count be at the end?",
    "zh-CN": "两个线程各加十万次 1，不加锁，最后的 count 可能是多少？",
  },
  answers: [
    {
      right: true,
      text: { en: "Anything from 2 to 200 000", "zh-CN": "2 到 200 000 之间的任何数" },
      says: {
        en: "Right. Even 2 is possible: one thread sleeps between its first read and write until the other has a single round left, and the reverse at the end.",
        "zh-CN": "对。甚至可能是 2：一个线程在第一次读和写之间停住，直到另一个只剩最后一轮，结尾时再反过来。",
      },
    },
    {
      right: false,
      text: { en: "200 000, because += is one step", "zh-CN": "200 000，因为 += 是一步" },
      says: {
        en: "One line is not one step: it is a read, an addition and a write.",
        "zh-CN": "一行不等于一步：它是一次读、一次加和一次写。",
      },
    },
    {
      right: false,
      text: {
        en: "At least 100 000, since each thread's own additions stay",
        "zh-CN": "至少 100 000，因为每个线程自己加的总还在",
      },
      says: {
        en: "There are no additions of one's own: a late write of an old sum wipes out everything that was added since it was read.",
        "zh-CN": "没有“自己加的”这回事：一次写回旧值的写，会把从读到写之间加上的全部抹掉。",
      },
    },
    {
      right: false,
      text: { en: "One or two short of 200 000", "zh-CN": "比 200 000 少一两个" },
      says: {
        en: "Switches are not rare accidents here: the threads run at the same instant and meet all the time.",
        "zh-CN": "这里的相遇不是偶然：两个线程同时执行，时时刻刻都在碰面。",
      },
    },
  ],
};
