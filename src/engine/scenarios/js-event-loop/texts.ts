/** Words of `js-event-loop`, in both languages. */
import type { Figure, Language, Prediction, ScenarioTexts } from "../../program/scenario.ts";

export const texts: Readonly<Record<Language, ScenarioTexts>> = {
  en: {
    title: "The browser's own loop",
    summary:
      "Timers, promises, await: all on one thread, in an order that two standards fix to the last line. This is the real loop of your browser, recorded.",
    lookFor: [
      "Only one lane runs at any time. Calling `main()` does not wait: it runs at once, on the script's own stack, up to its first `await`.",
      "The script runs to its end before anybody else, although timers and promises were ready long before.",
      "Then the microtasks, first in, first out, and all of them, those that are added meanwhile too. Only then the first timer, and after it its own microtask, before the second timer.",
      "Press “Play” and watch both queues inside the event loop: who put whom in, and who is next.",
      "Choose “a job that pauses by microtasks”: it awaits after every piece, and still nobody gets in. “By tasks” lets the click in after the first piece.",
    ],
    explanation: [
      "The loop takes one task that is ready (the script, a timer's callback, a message), runs it to its end, then empties the microtask queue, then takes the next task. When nothing is ready, it sleeps.",
      "What stands behind an `await` or in `.then` is a microtask. It is put into the queue when the promise settles, at once where it has settled before; a plain value counts as settled. So `await null` gives way only to microtasks that stand in the queue already.",
      "`main` awaits the promise of `step`. That promise settles when `step` ends, which is in a microtask: so “main goes on” comes behind “first then” and “microtask”, which were put into the queue before.",
      "An `await` therefore lets other microtasks in, but never a timer, a click or a message. A job that only awaits what is there already blocks the loop just as a plain loop does. To let others in, wait for a task: a timer of 0 ms is enough.",
    ],
    thenAndNow: [
      "The notes tell of Python's loop alone. asyncio has one ready queue, and a timer's callback is put behind what is ready; a browser has two, and the microtasks always come before the next task.",
      "`async` and `await` came with ECMAScript 2017. Then an `await` of a promise took three microtasks; later editions made it one, so that older articles show another order.",
      "Node.js before version 11 ran several timers before any microtask; since then it does as browsers do, and this listing prints the same lines there.",
      "A timer of 0 ms promises “not before”, never “at once”. Timers that set each other, more than five deep, take 4 ms at least in browsers.",
    ],
  },
  "zh-CN": {
    title: "浏览器自己的事件循环",
    summary:
      "定时器、Promise、await，全在一个线程上，先后次序由两份标准逐行规定。这里记录的是你的浏览器里真正的事件循环。",
    lookFor: [
      "任何时刻只有一条泳道在运行。调用 `main()` 并不等待：它立刻在脚本自己的调用栈上运行，直到第一个 `await`。",
      "脚本先一直运行到结束，别人才轮得到，尽管定时器和 Promise 早就就绪了。",
      "接着是微任务，先进先出，全部执行完，中途新加的也算在内。然后才是第一个定时器，再是它自己的微任务，最后才是第二个定时器。",
      "按“播放”，看“事件循环内部”的两个队列：谁把谁放进去，下一个轮到谁。",
      "选“用微任务停顿的工作”：它每做完一块就 await 一次，却谁也插不进来。“用任务停顿”则让点击在第一块之后就得到回应。",
    ],
    explanation: [
      "事件循环取出一个就绪的任务（脚本、定时器回调、消息），把它运行到底，然后清空微任务队列，再取下一个任务。没有任务就绪时，它就睡眠。",
      "`await` 后面的代码和 `.then` 里的代码都是微任务。Promise 有了结果时它才进入队列；如果早就有结果，就立刻进入；普通的值算作已有结果。所以 `await null` 只让已经排在队列里的微任务先走。",
      "`main` 等待的是 `step` 的 Promise。它在 `step` 结束时才有结果，而那发生在一个微任务里，所以“main goes on”排在“first then”和“microtask”后面，它们进队列更早。",
      "因此 `await` 会让别的微任务先走，却从不让定时器、点击或消息插进来。只 await 已有结果的工作，和普通循环一样会阻塞事件循环。要让别人插进来，就得等一个任务：0 毫秒的定时器就够了。",
    ],
    thenAndNow: [
      "讲义只讲 Python 的事件循环。asyncio 只有一个就绪队列，定时器回调排在已就绪的后面；浏览器有两个队列，微任务总是先于下一个任务。",
      "`async` 和 `await` 出自 ECMAScript 2017。当时 await 一个 Promise 要用三个微任务，后来的标准改为一个，所以旧文章里的次序会不同。",
      "Node.js 11 之前会连着执行几个定时器才轮到微任务，之后与浏览器一致，这段程序在那里打印同样的行。",
      "0 毫秒的定时器只保证“不会更早”，从不保证“立刻”。在浏览器里，层层设置的定时器超过五层后至少要 4 毫秒。",
    ],
  },
};

export const figures: readonly Figure[] = [
  {
    certainty: "always",
    text: {
      en: "11 lines in the same order, in every browser: script, microtasks, timer one, its microtask, timer two.",
      "zh-CN": "11 行，在每个浏览器里次序都一样：脚本、微任务、第一个定时器、它的微任务、第二个定时器。",
    },
  },
  {
    certainty: "always",
    text: {
      en: "With pauses by microtasks the click is answered after all 6 pieces, with pauses by tasks after 1.",
      "zh-CN": "用微任务停顿，6 块全做完才回应点击；用任务停顿，1 块之后就回应。",
    },
  },
];

export const prediction: Prediction = {
  question: {
    en: "Both timers wait 0 ms. What is printed right after “script ends”?",
    "zh-CN": "两个定时器都是 0 毫秒。“script ends”之后紧接着打印什么？",
  },
  answers: [
    {
      right: true,
      text: { en: "step goes on", "zh-CN": "step goes on" },
      says: {
        en: "Right: `await null` put the rest of step into the microtask queue first of all.",
        "zh-CN": "对：`await null` 让 step 余下的部分最先进入微任务队列。",
      },
    },
    {
      right: false,
      text: { en: "timer one: 0 ms is now", "zh-CN": "timer one：0 毫秒就是现在" },
      says: {
        en: "A timer's callback is a task. Before the next task the loop empties the whole microtask queue.",
        "zh-CN": "定时器回调是任务。取下一个任务之前，事件循环会清空整个微任务队列。",
      },
    },
    {
      right: false,
      text: { en: "main goes on: step has been called and is done", "zh-CN": "main goes on：step 已经调用完了" },
      says: {
        en: "The call gave back a promise at step's first await. main goes on only after step has ended, which is a microtask later.",
        "zh-CN":
          "step 遇到第一个 await 时，调用就返回了一个 Promise。step 真正结束之后 main 才继续，那要再过一个微任务。",
      },
    },
    {
      right: false,
      text: { en: "first then: then comes before await", "zh-CN": "first then：then 先于 await" },
      says: {
        en: "Both are microtasks of the same queue, first in, first out. step reached its await before the then was set up.",
        "zh-CN": "两者在同一个微任务队列里，先进先出。step 到达 await 时，then 还没有设置。",
      },
    },
  ],
};
