/** Words of a browser's event loop, in both languages; loaded with its panel. */
import type { Language } from "../../engine/program/scenario.ts";
import type { BrowserLoopSnapshot } from "../../engine/trace/snapshot.ts";

const en = {
  title: "The event loop",
  phases: {
    task: "A task runs; nobody gets in before it has ended.",
    microtasks: "The microtasks are emptied, first in, first out, before any other task.",
    between: "Between two tasks: the loop takes the next.",
    asleep: "Nothing is ready: the loop sleeps until a timer or a message.",
    ended: "Nothing can come any more.",
  } satisfies Record<BrowserLoopSnapshot["phase"], string>,
  stack: "On the stack, innermost last",
  microtasks: "Microtask queue",
  tasks: "Task queue",
  timers: "Timers, the earliest first",
  nobody: "nobody",
  empty: "empty",
  none: "none",
  dueIn: (ms: string) => `in ${ms} ms`,
};

const zh: typeof en = {
  title: "事件循环",
  phases: {
    task: "正在运行一个任务；它结束之前谁也插不进来。",
    microtasks: "正在清空微任务队列，先进先出，之后才有下一个任务。",
    between: "在两个任务之间：事件循环取下一个。",
    asleep: "没有任务就绪：事件循环睡眠，直到定时器到时或有消息。",
    ended: "不会再有任何任务了。",
  },
  stack: "调用栈，最内层在最后",
  microtasks: "微任务队列",
  tasks: "任务队列",
  timers: "定时器，最早的在前",
  nobody: "无",
  empty: "空",
  none: "无",
  dueIn: (ms) => `还有 ${ms} 毫秒`,
};

const dictionary: Readonly<Record<Language, typeof en>> = { en, "zh-CN": zh };

export function loopWordsFor(language: Language): typeof en {
  return dictionary[language];
}
