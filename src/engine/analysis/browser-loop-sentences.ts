/** A blocked browser loop in words: who kept it busy, who waited, and what to do. Rule: null for a trace that is not of such a loop. */
import { MICROTASK_QUEUE } from "../trace/browser-loop.ts";
import { threadName } from "../trace/names.ts";
import type { Trace } from "../trace/trace.ts";
import type { BareFinding } from "./finding-facts.ts";

export function describeBlockedBrowser(finding: BareFinding, trace: Trace, language: "en" | "zh-CN"): string | null {
  if (!trace.objects.some(({ name }) => name === MICROTASK_QUEUE)) return null;
  const [culprit, waiter] = finding.threads.map((thread) => threadName(trace, thread));
  const line = finding.lines[0] ?? 0;
  if (waiter === undefined)
    return language === "en" ? endless(culprit, line, finding.count) : endlessZh(culprit, line, finding.count);
  const ms = waitedMs(finding, trace);
  return language === "en" ? blocked(culprit, waiter, line, ms) : blockedZh(culprit, waiter, line, ms);
}

function waitedMs({ events }: BareFinding, trace: Trace): number {
  const until = events.length > 1 ? trace.time[events[1]] : trace.elapsedMs * 1000;
  return Math.round((until - trace.time[events[0]]) / 1000);
}

const at = (line: number) => (line > 0 ? ` (line ${line})` : "");
const atZh = (line: number) => (line > 0 ? `（第 ${line} 行）` : "");

function blocked(culprit: string, waiter: string, line: number, ms: number): string {
  return (
    `${culprit} kept the loop busy${at(line)}: ${waiter} was ready and waited ${ms} ms for its turn. ` +
    "An await of something that is there already does not let it in: microtasks go first. Give the work back in pieces, by a task such as setTimeout."
  );
}

function blockedZh(culprit: string, waiter: string, line: number, ms: number): string {
  return (
    `${culprit} 一直占着事件循环${atZh(line)}：${waiter} 已经就绪，却等了 ${ms} 毫秒才轮到。` +
    "await 一个已有的结果并不会让它插进来：微任务总是先执行。把工作分成小块，用 setTimeout 这样的任务交还给事件循环。"
  );
}

function endless(culprit: string, line: number, count: number): string {
  return (
    `${culprit}${at(line)} was the last of ${count} microtasks in a row, each of which queues another: the checkpoint never ends, so no timer ` +
    "and no message gets its turn, and the run was ended here."
  );
}

function endlessZh(culprit: string, line: number, count: number): string {
  return `连续执行了 ${count} 个微任务，最后一个是 ${culprit}${atZh(line)}，每一个又排入下一个：微任务检查点永远不会结束，定时器和消息都轮不到，运行到此被终止。`;
}
