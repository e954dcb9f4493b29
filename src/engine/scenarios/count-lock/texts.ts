/** Words of `count-lock`, in both languages. */
import type { Figure, Language, Prediction, ScenarioTexts } from "../../program/scenario.ts";

export const texts: Readonly<Record<Language, ScenarioTexts>> = {
  en: {
    title: "A lock repairs the count",
    summary:
      "The same count with a lock: inside the loop, or around it. Both are always right. They do not cost the same.",
    lookFor: [
      "The count equals threads × iterations, however often you run it.",
      "With the lock inside the loop the lanes are full of short waits; the statistics show how often a thread had to wait and for how long.",
      "With the lock around the loop one thread waits once, for the whole loop of the other: the threads work one after the other.",
      "Compare the time of both with the time without a lock. No choice is faster than one thread alone, for there is nothing to do in parallel here.",
    ],
    explanation: [
      "`with lock:` acquires the lock, runs the block and releases it, also when the block raises. Between the two no other thread can be inside a block of the same lock: the read and the write become one unit.",
      "The lock protects only what is done while holding it. If one thread updates the count without the lock, all are unprotected again.",
      "A short block keeps others waiting for less time; many short blocks cost many acquires. Which is better depends on what else the threads have to do.",
    ],
    thenAndNow: [
      "The notes write `mutex.acquire()` and `mutex.release()`; today one writes `with lock:`, which also releases when an exception leaves the block.",
      "In the notes the first finisher saw 1 909 909 with the lock inside the loop: both threads were nearly done. With the lock around the loop the first finisher sees exactly its own million.",
    ],
  },
  "zh-CN": {
    title: "加把锁再数",
    summary: "同样的计数，加上一把锁：加在循环里面，或者加在循环外面。两种都总是对的，代价却不一样。",
    lookFor: [
      "不管运行多少次，结果都等于线程数 × 循环次数。",
      "锁加在循环里面时，泳道上布满短短的等待；统计里能看到一个线程等了多少次、等了多久。",
      "锁加在循环外面时，一个线程只等一次，等另一个跑完整个循环：两个线程一前一后地工作。",
      "把两种写法的时间和不加锁的时间比一比。哪一种都不会比单个线程更快，因为这里没有可以并行的工作。",
    ],
    explanation: [
      "`with lock:` 先获取锁，执行代码块，然后释放锁；代码块抛出异常时也会释放。在此期间，别的线程进不了同一把锁保护的代码块：读和写成了一个整体。",
      "锁只保护持有它时做的事。只要有一个线程不加锁就更新 count，所有线程就又都没有保护了。",
      "代码块短，别人等得少；短代码块多，上锁的次数也多。哪种更好，要看线程还有什么别的事要做。",
    ],
    thenAndNow: [
      "讲义写的是 `mutex.acquire()` 和 `mutex.release()`；今天写 `with lock:`，异常离开代码块时它也会释放锁。",
      "讲义里锁加在循环里面时，先结束的线程看到 1 909 909：两个线程都快做完了。锁加在循环外面时，先结束的线程看到的正好是它自己的一百万。",
    ],
  },
};

export const figures: readonly Figure[] = [
  {
    certainty: "always",
    text: {
      en: "The count is threads × iterations with either lock.",
      "zh-CN": "两种加锁方式的结果都是线程数 × 循环次数。",
    },
  },
  {
    certainty: "always",
    text: {
      en: "With the lock around the loop the first finisher's last number is exactly its own iterations.",
      "zh-CN": "锁加在循环外面时，先结束的线程最后写的数正好是它自己的循环次数。",
    },
  },
  {
    certainty: "notes",
    text: {
      en: "First finisher 1 909 909 of 2 000 000, lock inside the loop.",
      "zh-CN": "锁在循环里面：先结束的线程看到 2 000 000 中的 1 909 909。",
    },
  },
];

export const prediction: Prediction = {
  question: {
    en: "The lock is moved from inside the loop to around the loop. What changes?",
    "zh-CN": "把锁从循环里面移到循环外面，会有什么变化？",
  },
  answers: [
    {
      right: true,
      text: {
        en: "The count stays right; the threads now work one after the other",
        "zh-CN": "结果仍然正确；两个线程变成一前一后地工作",
      },
      says: {
        en: "Right. The first to get the lock keeps it for its whole loop.",
        "zh-CN": "对。先拿到锁的线程在整个循环里一直持有它。",
      },
    },
    {
      right: false,
      text: {
        en: "The count becomes wrong, since updates are no longer protected one by one",
        "zh-CN": "结果会错，因为不再是每次更新都保护",
      },
      says: {
        en: "What counts is that nobody else is inside at the time of an update; a longer block protects it as well.",
        "zh-CN": "关键是更新时没有别人在里面；更长的代码块同样保护它。",
      },
    },
    {
      right: false,
      text: {
        en: "It becomes faster, because both run in parallel with fewer locks",
        "zh-CN": "会更快，因为锁少了，两个线程还能并行",
      },
      says: {
        en: "Fewer acquires, yes; parallel, no: the other thread waits until the whole loop is done.",
        "zh-CN": "上锁的次数是少了，但不是并行：另一个线程要等整个循环做完。",
      },
    },
    {
      right: false,
      text: { en: "It deadlocks", "zh-CN": "会死锁" },
      says: {
        en: "A deadlock needs a circle of waiting. Here one thread waits for one that does not wait for it.",
        "zh-CN": "死锁需要互相等成一个圈。这里是一个线程等另一个，而另一个并不等它。",
      },
    },
  ],
};
