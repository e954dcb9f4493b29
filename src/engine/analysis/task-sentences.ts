/** Sentences of findings about tasks of an event loop, in both languages. Rule: null for a finding of another sort, which has its own. */
import { objectKind, threadName } from "../trace/names.ts";
import { OP } from "../trace/ops.ts";
import { describeEvent, type SentenceLanguage } from "../trace/sentences.ts";
import type { Trace } from "../trace/trace.ts";
import { entryOf } from "../trace/value-codes.ts";
import { type BareFinding, nameOf } from "./finding-facts.ts";

/** The sentence of a finding about tasks; null for any other. */
export function describeTaskFinding(finding: BareFinding, trace: Trace, language: SentenceLanguage): string | null {
  const english = language === "en";
  const [first] = finding.events;
  switch (finding.kind) {
    case "blocked-event-loop":
      if (objectKind(trace, trace.object[first]) !== "loop") return null;
      return english ? blockedInEnglish(finding, trace) : blockedInChinese(finding, trace);
    case "deadlock":
      if (trace.threads[finding.threads[0]]?.kind !== "task") return null;
      return english ? stuckInEnglish(finding, trace) : stuckInChinese(finding, trace);
    case "misuse":
      if (trace.op[first] === OP["task-create"]) return unkept(finding, trace, english);
      return trace.op[first] === OP.print ? told(finding, trace, english) : null;
    default:
      return null;
  }
}

/** By the clock of the run; of a sleep by the listing's own where that is longer, since a second of it may be short here. */
function seconds(finding: BareFinding, trace: Trace): string {
  const [from, held, end] = finding.events;
  const slept = trace.op[held] === OP.sleep ? entryOf(trace, trace.value[held])?.plain : 0;
  const took = (trace.time[end] - trace.time[from]) / 1e6;
  return Math.max(took, typeof slept === "number" ? slept / 1000 : 0).toFixed(1);
}

function at(finding: BareFinding, english: boolean): string {
  const [line] = finding.lines;
  if (line === undefined) return "";
  return english ? ` at line ${line}` : `在第 ${line} 行`;
}

function blockedInEnglish(finding: BareFinding, trace: Trace): string {
  if (finding.events.length === 2)
    return `${nameOf(finding, trace)} still kept the event loop when the run was stopped; it last did something that others could see${at(finding, true)}. No other task could run. Give way within the loop (\`await asyncio.sleep(0)\`), or move the work to a thread (\`await asyncio.to_thread(…)\`).`;
  return `${nameOf(finding, trace)} kept the event loop for ${seconds(finding, trace)} s without an await${at(finding, true)}: no other task could run. Await the wait (\`asyncio.sleep\`), move the work to a thread (\`await asyncio.to_thread(…)\`), or give way now and then (\`await asyncio.sleep(0)\`).`;
}

function blockedInChinese(finding: BareFinding, trace: Trace): string {
  if (finding.events.length === 2)
    return `运行被停止时，${nameOf(finding, trace)} 仍占着事件循环；它${at(finding, false)}最后一次做了别人看得见的事。别的任务都不能运行。在循环里让出（\`await asyncio.sleep(0)\`），或把工作交给线程（\`await asyncio.to_thread(…)\`）。`;
  return `${nameOf(finding, trace)} ${at(finding, false)}没有 await，占住事件循环 ${seconds(finding, trace)} 秒：别的任务都不能运行。改成可以 await 的等待（\`asyncio.sleep\`），或把工作交给线程（\`await asyncio.to_thread(…)\`），或不时让出（\`await asyncio.sleep(0)\`）。`;
}

function stuckInEnglish(finding: BareFinding, trace: Trace): string {
  const waits = finding.events.map((row) => describeEvent(trace, row, "en").replace(" and lets others run", ""));
  return `Deadlock of tasks: ${waits.join("; ")}. The loop has no timer and nobody who could wake them, so none of them can ever go on.`;
}

function stuckInChinese(finding: BareFinding, trace: Trace): string {
  const waits = finding.events.map((row) => describeEvent(trace, row, "zh-CN").replace("，让其他任务运行", ""));
  return `任务死锁：${waits.join("；")}。循环没有定时器，也没有谁能唤醒它们，所以都无法继续。`;
}

function unkept(finding: BareFinding, trace: Trace, english: boolean): string {
  const [made, ended] = finding.events;
  const task = threadName(trace, trace.thread[ended]);
  const [line] = finding.lines;
  const wasCancelled = trace.ok[ended] === 1;
  if (english) {
    const what = wasCancelled ? "it was cancelled when the program ended" : "its exception reached nobody";
    return `Nobody kept ${task}${line === undefined ? "" : ` (line ${line})`} or awaited it: ${what}. Keep the task and await it, or use a task group.`;
  }
  const what = wasCancelled ? "程序结束时它被取消了" : "它的异常没有人收到";
  const place = trace.line[made] > 0 ? `（第 ${trace.line[made]} 行）` : "";
  return `没有人保存 ${task}${place}，也没有人 await 它：${what}。保存这个任务并 await 它，或用任务组。`;
}

function told(finding: BareFinding, trace: Trace, english: boolean): string {
  const plain = entryOf(trace, trace.value[finding.events[0]])?.plain;
  const text = typeof plain === "string" ? plain : "";
  const coroutine = /coroutine '([^']+)' was never awaited/.exec(text)?.[1];
  if (coroutine !== undefined)
    return english
      ? `${coroutine}()${at(finding, true)} made a coroutine that nobody awaited: nothing of it ever ran. Write \`await\` before it, or make a task of it.`
      : `${coroutine}()${at(finding, false)}造出一个没有人 await 的协程：它一点也没有执行。在前面写 \`await\`，或把它变成任务。`;
  const error = text.trimEnd().split("\n").at(-1) ?? "";
  return english
    ? `A task failed${at(finding, true)} and nobody fetched its exception: ${error}. Await the task, or ask for its \`exception()\`.`
    : `有个任务${at(finding, false)}失败了，没有人取它的异常：${error}。await 这个任务，或取它的 \`exception()\`。`;
}
