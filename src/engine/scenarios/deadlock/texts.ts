/** Words of `deadlock`, in both languages. */
import type { Figure, Language, Prediction, ScenarioTexts } from "../../program/scenario.ts";

export const texts: Readonly<Record<Language, ScenarioTexts>> = {
  en: {
    title: "Two locks that wait for each other",
    summary:
      "One thread holds lock_a and wants lock_b; the other holds lock_b and wants lock_a. Neither can go on, ever.",
    lookFor: [
      "Both lanes turn to “blocked on a lock” and stay there; main waits in join.",
      "The bar below each lane shows what the thread holds while it waits: that is what the other one wants.",
      "The finding names the circle: which thread waits for which lock, held by whom. It appears within half a second of the last wait.",
      "Choose the same order for both: the second thread waits at its first lock, with empty hands, and both finish.",
    ],
    explanation: [
      "A deadlock needs four things at once: a lock belongs to one thread only, a thread keeps what it holds while it waits for more, nobody can take a lock away, and the waiting forms a circle. Take one away and it cannot happen.",
      "Taking locks in one order everywhere removes the circle: whoever holds the later lock never waits for an earlier one.",
      "The pause between the two locks only makes sure that it happens each time. Without it the same program hangs now and then, which is worse.",
    ],
    thenAndNow: [
      "CPython says nothing when threads deadlock: the program just stays. On this page a watcher reads who holds and who waits, names the circle and ends the run.",
      "The notes suggest a timeout: `acquire(timeout=2)` returns False when the time is up. Look at what it returns, or the lock is treated as held when it is not.",
    ],
  },
  "zh-CN": {
    title: "互相等的两把锁",
    summary: "一个线程拿着 lock_a 要 lock_b，另一个拿着 lock_b 要 lock_a，谁也走不下去。",
    lookFor: [
      "两条泳道都变成“阻塞（等锁）”，再也不动；主线程在 join 里等它们。",
      "泳道下面的横条是这个线程等待时手里拿着的锁：正是对方想要的那一把。",
      "发现里说出了这个圈：哪个线程在等哪把锁，锁在谁手里。最后一次等待开始后半秒之内就会报告。",
      "让两个线程按相同的顺序上锁：第二个线程空着手在第一把锁前等，最后两个都能做完。",
    ],
    explanation: [
      "死锁要四个条件同时成立：一把锁同一时刻只归一个线程；拿着已有的锁去等别的锁；谁也不能把锁抢走；等待围成一个圈。去掉任何一个，就不会死锁。",
      "处处按同一个顺序上锁，圈就没有了：拿着后一把锁的线程，绝不会去等前一把。",
      "两把锁之间的停顿只是为了让它每次都发生。没有停顿，同样的程序会偶尔卡住，那更糟。",
    ],
    thenAndNow: [
      "线程死锁时 CPython 什么也不说，程序就那样停着。这里有人在旁边看着谁持有、谁在等，说出这个圈，并结束运行。",
      "讲义建议用超时：`acquire(timeout=2)` 到时间会返回 False。一定要看它的返回值，否则会把没拿到的锁当成拿到了。",
    ],
  },
};

export const figures: readonly Figure[] = [
  {
    certainty: "always",
    text: {
      en: "In opposite order with a pause between the locks it deadlocks each time; no thread finishes.",
      "zh-CN": "顺序相反、中间有停顿时，每次都死锁，没有一个线程做完。",
    },
  },
  {
    certainty: "always",
    text: { en: "In the same order both threads finish, each time.", "zh-CN": "顺序相同时，两个线程每次都能做完。" },
  },
];

export const prediction: Prediction = {
  question: {
    en: "Both threads sleep one second while each holds one lock. What happens then?",
    "zh-CN": "两个线程各拿着一把锁睡一秒，然后会怎样？",
  },
  answers: [
    {
      right: true,
      text: { en: "Both wait for ever", "zh-CN": "两个都永远等下去" },
      says: {
        en: "Right: each waits for a lock that only the other could release, and the other is waiting too.",
        "zh-CN": "对：每个都在等只有对方才会释放的锁，而对方也在等。",
      },
    },
    {
      right: false,
      text: { en: "One of them gives up after a while", "zh-CN": "过一会儿有一个会放弃" },
      says: {
        en: "A lock has no patience limit of its own. Only `acquire(timeout=…)` gives up.",
        "zh-CN": "锁自己没有期限。只有 `acquire(timeout=…)` 才会放弃。",
      },
    },
    {
      right: false,
      text: { en: "The interpreter lock prevents it", "zh-CN": "全局解释器锁会阻止它" },
      says: {
        en: "The interpreter lock protects the interpreter and is given up at every wait. It knows nothing of your locks.",
        "zh-CN": "全局解释器锁保护的是解释器，遇到等待就让出。它对你的锁一无所知。",
      },
    },
    {
      right: false,
      text: { en: "Python raises an error, because a deadlock was found", "zh-CN": "Python 发现死锁并报错" },
      says: {
        en: "CPython does not look for deadlocks among locks. This page does.",
        "zh-CN": "CPython 不检查锁之间的死锁。检查的是这个网页。",
      },
    },
  ],
};
