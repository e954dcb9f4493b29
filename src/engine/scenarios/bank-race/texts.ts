/** Words of `bank-race`, in both languages. */
import type { Figure, Language, Prediction, ScenarioTexts } from "../../program/scenario.ts";

export const texts: Readonly<Record<Language, ScenarioTexts>> = {
  en: {
    title: "The bank that loses money",
    summary:
      "Each customer pays in and draws out the same amount, so the balance must end at 0. With two customers at once it does not.",
    lookFor: [
      "The number behind “balance”: start the run several times and it changes.",
      "Click “Show the first lost update”: one thread reads the balance, the other writes it, and the first writes a sum made from the old value.",
      "Zoom in until you see single reads and writes. A write that follows somebody else's write without a read of its own in between is the culprit.",
      "Set lock to “around each update”: no update is lost, and the lanes turn to waiting.",
    ],
    explanation: [
      "`x = balance + n` reads the shared balance and adds to a value that only this thread sees. `balance = x` writes it back. Between the two anything may happen.",
      "If the other thread writes in between, its amount is overwritten: the sum in `x` was made before it. Nobody raises an error, and no line is wrong by itself. The result depends on who comes first: that is a race condition.",
      "A lock makes the four lines one unit. It does not stop the other thread from running; it stops it from running these lines at the same time.",
    ],
    thenAndNow: [
      "The notes ran this on Python 2.7 and 3.6, where the interpreter lock could be passed on after any bytecode: choose 3.9 to see it lose money one thread at a time.",
      "Since Python 3.10 the standard build offers its lock only at calls and at the end of a loop's turn. This listing then loses nothing: that is luck of the build, and one call between the read and the write ends it.",
      "The free-threaded build (supported since 3.14, experimental in 3.13) has no interpreter lock: threads run at the same instant, as they do here.",
    ],
  },
  "zh-CN": {
    title: "会丢钱的银行",
    summary: "每位顾客存进去多少就取出多少，余额最后必须是 0。两位顾客同时来，就不是了。",
    lookFor: [
      "“balance” 后面的数字：多运行几次，每次都可能不同。",
      "点“查看第一次丢失更新”：一个线程读了余额，另一个线程写了余额，然后前一个线程把用旧值算出的和写了回去。",
      "放大到能看见每一次读和写。如果一次写紧跟在别人的写之后，自己却没有重新读过，问题就出在它身上。",
      "把“锁”改成“每次更新加锁”：不再丢失更新，泳道上出现了等待。",
    ],
    explanation: [
      "`x = balance + n` 读取共享的余额，把和放进只有本线程看得见的 `x`。`balance = x` 再写回去。这两步之间什么都可能发生。",
      "如果另一个线程恰好在中间写了余额，它的那一笔就被覆盖了，因为 `x` 里的和是在那之前算的。没有任何报错，单看每一行也都没有错。结果取决于谁先谁后，这就是竞态条件。",
      "锁让这四行成为一个整体。它并不阻止另一个线程运行，只是不让它同时执行这几行。",
    ],
    thenAndNow: [
      "讲义用的是 Python 2.7 和 3.6，那时全局解释器锁在任何一条字节码之后都可能交出去。选 3.9，就能看到线程轮流执行时也会丢钱。",
      "从 Python 3.10 起，标准版只在函数调用和循环每一轮的末尾才让出锁，所以这段程序一分钱也不丢。这只是这个版本的运气：在读和写之间加一个函数调用，运气就没了。",
      "自由线程版（3.13 试验，3.14 起正式支持）没有全局解释器锁，线程真正同时执行，就像这里一样。",
    ],
  },
};

export const figures: readonly Figure[] = [
  {
    certainty: "always",
    text: {
      en: "One round of two threads has 70 interleavings. They end at −8 in 8, −5 in 8, −3 in 4, 0 in 30, 3 in 4, 5 in 8 and 8 in 8 of them.",
      "zh-CN":
        "两个线程各做一轮共有 70 种交错顺序：结果为 −8 的有 8 种，−5 有 8 种，−3 有 4 种，0 有 30 种，3 有 4 种，5 有 8 种，8 有 8 种。",
    },
  },
  {
    certainty: "notes",
    text: {
      en: "T1 reads 0; T2 reads 0 and writes 8; T1 writes 5, reads 5, writes 0; T2 reads 0 and writes −8: the balance is −8.",
      "zh-CN": "T1 读到 0；T2 读到 0，写入 8；T1 写入 5，读到 5，写入 0；T2 读到 0，写入 −8：余额是 −8。",
    },
  },
  {
    certainty: "this-build",
    text: {
      en: "With the interpreter lock of Python 3.10 and later the balance is 0 each time, for this listing.",
      "zh-CN": "在带全局解释器锁的 Python 3.10 及以后版本上，这段程序每次都得到 0。",
    },
  },
];

export const prediction: Prediction = {
  question: {
    en: "Two threads each pay in and draw out 100 000 times. What will the balance be at the end?",
    "zh-CN": "两个线程各存取十万次，最后余额是多少？",
  },
  answers: [
    {
      right: true,
      text: { en: "Often not 0, and not the same each time", "zh-CN": "经常不是 0，而且每次不一样" },
      says: {
        en: "Right: whoever writes last writes a sum made from what it read before, and which write that is differs from run to run.",
        "zh-CN": "对。最后写的那个线程写的是用之前读到的值算出的结果，而谁最后写，每次都不一样。",
      },
    },
    {
      right: false,
      text: { en: "Always 0, since each pair cancels out", "zh-CN": "总是 0，因为每一对都抵消了" },
      says: {
        en: "That takes a pair for one step. Each line is a read and a write of its own, and the other thread can come in between.",
        "zh-CN": "这是把一存一取看成了一步。其实每一行都是先读后写，别的线程可以插进来。",
      },
    },
    {
      right: false,
      text: { en: "Not 0, but the same wrong number each time", "zh-CN": "不是 0，但每次错得一样" },
      says: {
        en: "That takes the program for deterministic. Who runs when is decided anew in each run.",
        "zh-CN": "这是以为程序的结果是确定的。谁在什么时候运行，每次都重新决定。",
      },
    },
    {
      right: false,
      text: { en: "Python raises an error", "zh-CN": "Python 会报错" },
      says: {
        en: "Nothing checks for this: a lost update is an ordinary write. That is what makes races hard to find.",
        "zh-CN": "没有谁会检查这件事：丢失更新的那一次写，就是一次普通的写。竞态难查，正在于此。",
      },
    },
  ],
};
