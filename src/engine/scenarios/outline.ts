/**
 * The catalogue's first page: ids, chapters and titles, small enough for the first load. Texts and listings come with
 * `loadScenario`. Rule: a scenario is listed here when all of its row works, never earlier.
 */
import type { Chapter, Localized } from "../program/scenario.ts";

export interface OutlineEntry {
  readonly id: string;
  readonly chapter: Chapter;
  readonly title: Localized;
}

export const outline = [
  { id: "two-jobs", chapter: "threads", title: { en: "Two jobs at once", "zh-CN": "边唱边跳" } },
  { id: "bank-race", chapter: "shared-memory", title: { en: "The bank that loses money", "zh-CN": "会丢钱的银行" } },
  { id: "count-race", chapter: "shared-memory", title: { en: "Counting that falls short", "zh-CN": "数不到两百万" } },
  { id: "count-lock", chapter: "shared-memory", title: { en: "A lock repairs the count", "zh-CN": "加把锁再数" } },
  { id: "deadlock", chapter: "locks", title: { en: "Two locks that wait for each other", "zh-CN": "互相等的两把锁" } },
  { id: "bounded-queue", chapter: "queues", title: { en: "A queue with room for three", "zh-CN": "装得下三条的队列" } },
  { id: "pool", chapter: "pools", title: { en: "A pool of workers", "zh-CN": "反复使用的线程池" } },
  { id: "generators", chapter: "coroutines", title: { en: "Generators take turns", "zh-CN": "生成器轮流执行" } },
  { id: "yield-from", chapter: "coroutines", title: { en: "yield from hands over", "zh-CN": "yield from 转交" } },
  { id: "greenlet", chapter: "coroutines", title: { en: "Greenlets switch by hand", "zh-CN": "greenlet 手动切换" } },
  { id: "gevent", chapter: "coroutines", title: { en: "gevent switches at waits", "zh-CN": "gevent 在等待时切换" } },
  { id: "five-or-three", chapter: "coroutines", title: { en: "Five seconds or three", "zh-CN": "五秒还是三秒" } },
  {
    id: "gather-wait-completed",
    chapter: "coroutines",
    title: { en: "gather, wait, as_completed", "zh-CN": "三种等法：gather、wait、as_completed" },
  },
  { id: "async-race", chapter: "coroutines", title: { en: "Coroutines lose updates too", "zh-CN": "协程也会丢更新" } },
  { id: "blocked-loop", chapter: "coroutines", title: { en: "The loop that is blocked", "zh-CN": "被堵住的事件循环" } },
  {
    id: "js-event-loop",
    chapter: "coroutines",
    title: { en: "The browser's own loop", "zh-CN": "浏览器自己的事件循环" },
  },
  { id: "why-it-waits", chapter: "compare", title: { en: "Why it waits", "zh-CN": "它为什么在等" } },
] as const satisfies readonly OutlineEntry[];

/** Titles of the chapters, in the course's order. */
export const chapterTitles: Readonly<Record<Chapter, Localized>> = {
  threads: { en: "Threads", "zh-CN": "线程" },
  "shared-memory": { en: "Shared memory", "zh-CN": "共享内存" },
  locks: { en: "Locks", "zh-CN": "锁" },
  queues: { en: "Queues", "zh-CN": "队列" },
  processes: { en: "Processes", "zh-CN": "进程" },
  pools: { en: "Pools", "zh-CN": "池" },
  coroutines: { en: "Coroutines", "zh-CN": "协程" },
  compare: { en: "Compare and choose", "zh-CN": "比较与选择" },
  beyond: { en: "Beyond the course", "zh-CN": "课外" },
};

export const scenarioIds: readonly string[] = outline.map(({ id }) => id);
