/** Findings in Simplified Chinese. Rule: a sentence names threads, objects, numbers and lines, and says what it means for the program. */
import type { Seq } from "../base/ids.ts";
import { objectName, placeOf, threadName } from "../trace/names.ts";
import { OP } from "../trace/ops.ts";
import { describeEvent } from "../trace/sentences.ts";
import type { Trace } from "../trace/trace.ts";
import { describeBlockedBrowser } from "./browser-loop-sentences.ts";
import {
  type BareFinding,
  holderOf,
  lineNote,
  nameOf,
  objectsOf,
  onlyReads,
  textOf,
  valueOf,
  waitsForItself,
} from "./finding-facts.ts";

/** The sentence of a finding in Simplified Chinese. */
export function inChinese(finding: BareFinding, trace: Trace): string {
  switch (finding.kind) {
    case "deadlock":
    case "partial-deadlock":
      return chineseDeadlock(finding, trace);
    case "lost-update":
      return chineseLostUpdate(finding, trace);
    case "dead-holder":
      return `${nameOf(finding, trace)} 结束时仍持有 ${objectsOf(finding, trace)}，没有释放${chineseLines(finding)}。`;
    case "misuse":
      return chineseMisuse(finding, trace);
    case "data-race":
      return chineseRace(finding, trace);
    case "lock-order-inversion":
      return chineseInversion(finding, trace);
    case "lost-wakeup":
      return chineseWakeup(finding, trace);
    case "starvation":
      return chineseStarvation(finding, trace);
    case "livelock":
      return chineseLivelock(finding, trace);
    case "unjoined":
      return chineseUnjoined(finding, trace);
    case "blocked-event-loop":
      return (
        describeBlockedBrowser(finding, trace, "zh-CN") ??
        finding.events.map((seq) => describeEvent(trace, seq, "zh-CN")).join("；")
      );
  }
}

function chineseDeadlock(finding: BareFinding, trace: Trace): string {
  const isCycle = finding.threads.length > 1 || waitsForItself(finding, trace);
  const rest = finding.kind === "partial-deadlock" ? "其他线程仍在运行。" : "没有线程能继续运行。";
  if (!isCycle) {
    const clause = describeEvent(trace, finding.events[0], "zh-CN");
    return `${clause}，而没有谁能结束这个等待，所以它永远无法继续。${rest}`;
  }
  const waits = finding.events.map((seq) => {
    const holder = holderOf(trace, seq);
    const thread = threadName(trace, trace.thread[seq]);
    const isHeld = trace.object[seq] >= 0;
    const what = isHeld ? `${holder} 持有的 ${objectName(trace, trace.object[seq])}` : `${holder} 结束`;
    return `${thread} 等待 ${what}${lineNote(trace, seq, "（第 ", " 行）")}`;
  });
  return `死锁：${waits.join("；")}。它们互相等待，谁也走不了。${rest}`;
}

function chineseLostUpdate(finding: BareFinding, trace: Trace): string {
  const [read, write, otherRead, over] = finding.events;
  const [loser, winner] = [write, over].map((seq) => threadName(trace, trace.thread[seq]));
  const place = placeOf(trace, write);
  const one = finding.count === 1;
  const head = one ? `${loser} 对 ${place} 的一次更新丢失` : `${place} 丢失了 ${finding.count} 次更新`;
  if (read === otherRead) return `${head}${chineseLines(finding)}。`;
  const missed =
    otherRead < write
      ? `${winner} 在 ${loser} 写入 ${valueOf(trace, write)} 之前读到 ${valueOf(trace, otherRead)}`
      : `${winner} 没有看到 ${loser} 写入的值`;
  return `${head}${one ? "：" : "，第一次："}${missed}，又写入 ${valueOf(trace, over)}，把它覆盖了${chineseLines(finding)}。`;
}

function chineseMisuse(finding: BareFinding, trace: Trace): string {
  const [first, second] = finding.events;
  if (second === undefined) {
    const what = finding.objects.length === 0 ? "" : ` ${objectsOf(finding, trace)} `;
    return `${nameOf(finding, trace)} 违反了${what}的使用规则：${textOf(trace, first)}${chineseLines(finding)}。`;
  }
  const [holder, other] = [first, second].map((seq) => threadName(trace, trace.thread[seq]));
  const times = finding.count === 1 ? "" : `（共 ${finding.count} 次）`;
  return `${other} 释放了 ${holder} 持有的 ${objectsOf(finding, trace)}${chineseLines(finding)}${times}。Python 允许这样做，但多半不是本意。`;
}

function chineseRace(finding: BareFinding, trace: Trace): string {
  const [first, second] = finding.events;
  return `${placeOf(trace, first)} 上的数据竞争：${accessOf(trace, first)}，${accessOf(trace, second)}，二者之间没有先后约束${finding.count === 1 ? "" : `（共 ${finding.count} 次）`}。结果可能取决于谁先谁后，以及处理器和引擎。`;
}

function chineseInversion(finding: BareFinding, trace: Trace): string {
  const orders = finding.threads.map((thread, i) => {
    const [held, asked] = [finding.events[2 * i], finding.events[2 * i + 1]];
    const lines = lineNote(trace, held, "（第 ", " 行）");
    return `${threadName(trace, thread)} 持有 ${placeOf(trace, held)}${lines || " "}时去获取 ${placeOf(trace, asked)}${lineNote(trace, asked, "（第 ", " 行）")}`;
  });
  return `获取锁的顺序不一致：${orders.join("；")}。这次运行没有出事，但如果各自拿着第一把锁再去等下一把，就会死锁。`;
}

/** Events are the announcement, for a flag also when it was taken back, and the wait that came too late. */
function chineseWakeup(finding: BareFinding, trace: Trace): string {
  const { events } = finding;
  const [announced, wait] = [events[0], events[events.length - 1]];
  const what = placeOf(trace, announced);
  const [caller, waiter] = [announced, wait].map((seq) => threadName(trace, trace.thread[seq]));
  const [at, waitAt] = [announced, wait].map((seq) => lineNote(trace, seq, "（第 ", " 行）"));
  const times = finding.count === 1 ? "" : `共发生 ${finding.count} 次。`;
  if (events.length === 3)
    return `${caller} 打开了 ${what}${at}，但在 ${waiter} 开始等待之前${waitAt}它又被清除${lineNote(trace, events[1], "（第 ", " 行）")}：这次唤醒丢失了。${times}`;
  return `${caller} 通知 ${what} 时${at}没有人在等，${waiter} 在那之后才开始等待${waitAt}：条件变量不会记住通知，这次唤醒丢失了。应当持有它的锁，先检查条件，再等待。${times}`;
}

function chineseStarvation(finding: BareFinding, trace: Trace): string {
  const [thread, ...takers] = finding.threads.map((one) => threadName(trace, one));
  const what = objectsOf(finding, trace);
  const others = takers.length === 0 ? "其他线程" : takers.join("、");
  const asked = `${thread} 请求 ${what}${lineNote(trace, finding.events[0], "（第 ", " 行）")}`;
  if (finding.events.length === 2) return `${asked}，一直没有轮到，而 ${others} 得到了 ${finding.count} 次。`;
  return `${asked}，直到 ${others} 得到了 ${finding.count} 次、不再需要时才轮到。`;
}

function chineseLivelock(finding: BareFinding, trace: Trace): string {
  const names = finding.threads.map((thread) => threadName(trace, thread)).join("、");
  if (onlyReads(finding, trace))
    return `${names} 反复读取 ${placeOf(trace, finding.events[0])}${chineseLines(finding)}，到最后读了 ${finding.count} 次，每次都是 ${valueOf(trace, finding.events[0])}：剩下的线程没有谁会写它，所以它永远等不到别的值。`;
  return `${names} 反复做同样的事${chineseLines(finding)}，到最后至少重复了 ${finding.count} 次：都在忙，却没有进展，也没有谁能改变这一点。`;
}

function chineseUnjoined(finding: BareFinding, trace: Trace): string {
  const [starter, ...started] = finding.threads.map((thread) => threadName(trace, thread));
  const names = started.join("、");
  const line = lineNote(trace, finding.events[0], "（第 ", " 行）");
  return `${starter} 启动了 ${names}${line}，没有等${started.length > 1 ? "它们" : "它"}就走到了自己的终点：${names} 在那之后还在运行。join() 会等待。`;
}

/** `T1 读取（第 5 行）`. */
function accessOf(trace: Trace, seq: Seq): string {
  const verb = trace.op[seq] === OP.read ? "读取" : "写入";
  return `${threadName(trace, trace.thread[seq])} ${verb}${lineNote(trace, seq, "（第 ", " 行）")}`;
}

function chineseLines({ lines }: BareFinding): string {
  return lines.length === 0 ? "" : `（第 ${lines.join("、")} 行）`;
}
