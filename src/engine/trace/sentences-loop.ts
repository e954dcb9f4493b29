/**
 * Sentences about a loop that has its queues as objects (the browser's own, docs/js-event-loop.md): who put whom into which queue. Rule:
 * only events that name such a queue, or a promise, are told here; everything else has its clause in the language's own table.
 */
import type { SentenceParts } from "./sentences.ts";

/** The English clause, null for an event that is not of such a loop. */
export function englishLoopClause(p: SentenceParts): string | null {
  const isQueue = p.kind === "queue" && p.other !== "";
  const isTimer = p.kind === "priority-queue" && p.value !== "";
  switch (p.op) {
    case "task-create":
      if (isTimer && p.other !== "") return `${p.thread} sets a timer of ${p.value} ms: ${p.other}`;
      return isQueue ? `${p.thread} hands ${p.other} over to the loop` : null;
    case "task-wake":
      if (!isQueue) return null;
      if (p.other === p.thread) return `${p.thread} goes to the end of the ${p.place} at once: what it awaits is there`;
      return `${p.thread} puts ${p.other} into the ${p.place}`;
    case "task-run":
      return p.kind === "queue" ? `${p.thread} runs: it was the first in the ${p.place}` : null;
    case "task-cancel":
      return p.kind === "priority-queue" && p.other !== "" ? `${p.thread} clears the timer ${p.other}` : null;
    case "sleep":
      return isTimer ? `${p.thread} waits for its time, ${p.value} ms` : null;
    case "set":
      return p.kind === "future" && p.ok === false ? `${p.thread} rejects the ${p.place}` : null;
    default:
      return null;
  }
}

/** The Chinese clause, null for an event that is not of such a loop. */
export function chineseLoopClause(p: SentenceParts): string | null {
  const isQueue = p.kind === "queue" && p.other !== "";
  const isTimer = p.kind === "priority-queue" && p.value !== "";
  switch (p.op) {
    case "task-create":
      if (isTimer && p.other !== "") return `${p.thread} 设置 ${p.value} 毫秒的定时器：${p.other}`;
      return isQueue ? `${p.thread} 把 ${p.other} 交给事件循环` : null;
    case "task-wake":
      if (!isQueue) return null;
      if (p.other === p.thread) return `${p.thread} 立刻排到${queueName(p.place)}末尾：它等待的结果已经有了`;
      return `${p.thread} 把 ${p.other} 放入${queueName(p.place)}`;
    case "task-run":
      return p.kind === "queue" ? `${p.thread} 运行：它排在${queueName(p.place)}最前面` : null;
    case "task-cancel":
      return p.kind === "priority-queue" && p.other !== "" ? `${p.thread} 取消定时器 ${p.other}` : null;
    case "sleep":
      return isTimer ? `${p.thread} 等待定时器到时，${p.value} 毫秒` : null;
    case "set":
      return p.kind === "future" && p.ok === false ? `${p.thread} 拒绝（reject）${p.place}` : null;
    default:
      return null;
  }
}

function queueName(place: string): string {
  return place === "microtask queue" ? "微任务队列" : place === "task queue" ? "任务队列" : ` ${place} `;
}
