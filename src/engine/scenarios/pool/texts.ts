/** Words of `pool`, in both languages. */
import type { Figure, Language, Prediction, ScenarioTexts } from "../../program/scenario.ts";

export const texts: Readonly<Record<Language, ScenarioTexts>> = {
  en: {
    title: "A pool of workers",
    summary:
      "A few threads are made once and take one task after another. Ten tasks of a second on three workers take four seconds.",
    lookFor: [
      "Only as many lanes as workers, however many tasks: the same threads come back again and again.",
      "The fourth task starts when the first worker is free, not when the first task was handed in first.",
      "Results stand in the order of submission, whoever finished first. With callbacks you see the order of finishing.",
      "Choose “leaving with terminates”: tasks that nobody had taken are gone, and nobody says so.",
    ],
    explanation: [
      "Making a thread costs time and memory, and a thousand at once help nobody. A pool makes a few, and a queue inside hands them tasks.",
      "`submit` and `apply_async` hand a task in and return at once with a future; `apply` waits for the result, so only one worker ever has something to do; `map` cuts the input into chunks and hands each chunk to a worker.",
      "An exception in a task does not show: it waits in the future until somebody calls `result()` or `get()`.",
      "`close` means no more tasks; only then may `join` wait for the rest. `terminate`, which leaving `with ThreadPool(…)` calls, drops what has not begun. Leaving `with ThreadPoolExecutor(…)` waits for all.",
    ],
    thenAndNow: [
      "The notes use `multiprocessing.Pool` of processes; `ThreadPool` has the same methods on threads. In new code `concurrent.futures` is the usual choice.",
      "Without a number a process pool is as large as the machine has cores; `ThreadPoolExecutor` takes `min(32, cores + 4)` since 3.8.",
    ],
  },
  "zh-CN": {
    title: "反复使用的线程池",
    summary: "少数几个线程只建一次，一个接一个地取任务。十个一秒的任务，三个工作线程，要四秒。",
    lookFor: [
      "任务再多，泳道也只有工作线程那么多条：来来去去都是同样几个线程。",
      "第四个任务在有工作线程空出来时开始，与谁先提交无关。",
      "结果按提交的顺序排列，不管谁先做完。用回调可以看到做完的顺序。",
      "选“离开 with 就终止”：还没有人取走的任务没了，而且没有任何提示。",
    ],
    explanation: [
      "建线程要花时间和内存，一下子建一千个谁也受不了。池只建几个，由里面的队列把任务分给它们。",
      "`submit` 和 `apply_async` 交了任务立刻返回一个未来结果；`apply` 会等结果，所以任何时候只有一个工作线程有事做；`map` 把输入切成块，一块交给一个工作线程。",
      "任务里的异常不会自己冒出来：它留在未来结果里，直到有人调用 `result()` 或 `get()`。",
      "`close` 表示不再接任务，之后才可以用 `join` 等剩下的做完。`terminate` 会丢掉还没开始的任务，离开 `with ThreadPool(…)` 时就会调用它；离开 `with ThreadPoolExecutor(…)` 则会等全部做完。",
    ],
    thenAndNow: [
      "讲义用的是进程的 `multiprocessing.Pool`；`ThreadPool` 在线程上有同样的方法。新代码通常用 `concurrent.futures`。",
      "不写数目时，进程池的大小等于机器的核数；`ThreadPoolExecutor` 从 3.8 起取 `min(32, 核数 + 4)`。",
    ],
  },
};

export const figures: readonly Figure[] = [
  {
    certainty: "always",
    text: {
      en: "10 tasks of one second on 3 workers take 4 seconds; 5 on 4: the fifth waits.",
      "zh-CN": "10 个一秒的任务、3 个工作线程，要 4 秒；5 个任务、4 个工作线程：第五个要等。",
    },
  },
  {
    certainty: "always",
    text: {
      en: "Submitting after close and joining before it are refused with ValueError.",
      "zh-CN": "close 之后提交、close 之前 join，都会被拒绝，抛出 ValueError。",
    },
  },
];

export const prediction: Prediction = {
  question: {
    en: "Ten tasks of one second are submitted to three workers. When is the last result there?",
    "zh-CN": "十个一秒的任务交给三个工作线程，最后一个结果什么时候到？",
  },
  answers: [
    {
      right: true,
      text: { en: "After about 4 seconds", "zh-CN": "大约 4 秒后" },
      says: { en: "Right: three, three, three, and one more.", "zh-CN": "对：三个、三个、三个，再加一个。" },
    },
    {
      right: false,
      text: { en: "After 1 second: all run at once", "zh-CN": "1 秒后：所有任务同时运行" },
      says: {
        en: "Only as many tasks run at once as there are workers. The others wait in the queue.",
        "zh-CN": "同时运行的任务最多和工作线程一样多，其余的在队列里等。",
      },
    },
    {
      right: false,
      text: { en: "After 10 seconds: submit waits for each", "zh-CN": "10 秒后：submit 每次都会等" },
      says: { en: "That is `apply`. submit returns at once.", "zh-CN": "那是 `apply`。submit 立刻返回。" },
    },
    {
      right: false,
      text: { en: "After 3.3 seconds: ten divided by three", "zh-CN": "3.3 秒后：十除以三" },
      says: {
        en: "A task is not divided: in the last round two workers have nothing to do.",
        "zh-CN": "任务不会再拆开：最后一轮有两个工作线程没事做。",
      },
    },
  ],
};
