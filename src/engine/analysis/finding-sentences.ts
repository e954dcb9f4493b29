/**
 * Each finding as a plain sentence in English and Simplified Chinese, from its fields and the trace.
 * Rule: a sentence names threads, objects, numbers and lines, and says what it means for the program.
 */
import type { Seq } from "../base/ids.ts";
import type { Finding } from "../program/report.ts";
import { otherOf } from "../trace/event.ts";
import { objectKind, objectName, placeOf, threadName } from "../trace/names.ts";
import { OP } from "../trace/ops.ts";
import { describeEvent, findHolder, type SentenceLanguage } from "../trace/sentences.ts";
import type { Trace } from "../trace/trace.ts";
import { entryOf, reprOf } from "../trace/value-codes.ts";

/** A finding as an analysis makes it, before it has its sentence. */
export type BareFinding = Omit<Finding, "message">;

/** The sentence of a finding. */
export function describeFinding(finding: BareFinding, trace: Trace, language: SentenceLanguage): string {
  const sentence = language === "en" ? inEnglish(finding, trace) : inChinese(finding, trace);
  if (finding.incomplete !== true) return sentence;
  return language === "en"
    ? `${sentence} Events are missing, so this may not be all.`
    : `${sentence}有事件没能记下，所以这可能不是全部。`;
}

function inEnglish(finding: BareFinding, trace: Trace): string {
  switch (finding.kind) {
    case "deadlock":
    case "partial-deadlock":
      return englishDeadlock(finding, trace);
    case "lost-update":
      return englishLostUpdate(finding, trace);
    case "dead-holder":
      return `${nameOf(finding, trace)} finished while holding ${objectsOf(finding, trace)} and never released it${englishLines(finding)}.`;
    case "misuse":
      return englishMisuse(finding, trace);
    case "data-race":
      return englishRace(finding, trace);
    case "lock-order-inversion":
      return englishInversion(finding, trace);
    default:
      return finding.events.map((seq) => describeEvent(trace, seq, "en")).join("; ");
  }
}

function inChinese(finding: BareFinding, trace: Trace): string {
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
    default:
      return finding.events.map((seq) => describeEvent(trace, seq, "zh-CN")).join("；");
  }
}

function englishDeadlock(finding: BareFinding, trace: Trace): string {
  const isCycle = finding.threads.length > 1 || waitsForItself(finding, trace);
  const rest = finding.kind === "partial-deadlock" ? "The other threads go on." : "No thread can go on.";
  if (!isCycle) {
    const clause = describeEvent(trace, finding.events[0], "en");
    return `${clause}, and nobody is left who could end that wait, so it can never go on. ${rest}`;
  }
  const waits = finding.events.map((seq) => {
    const holder = holderOf(trace, seq);
    const thread = threadName(trace, trace.thread[seq]);
    const isHeld = trace.object[seq] >= 0;
    const what = isHeld ? `${objectName(trace, trace.object[seq])}, which ${holder} holds` : `${holder} to finish`;
    return `${thread} waits for ${what}${lineNote(trace, seq, " (line ", ")")}`;
  });
  return `Deadlock: ${waits.join("; ")}. Each waits for the next, so none of them can ever go on. ${rest}`;
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

function englishLostUpdate(finding: BareFinding, trace: Trace): string {
  const [read, write, otherRead, over] = finding.events;
  const [loser, winner] = [write, over].map((seq) => threadName(trace, trace.thread[seq]));
  const place = placeOf(trace, write);
  const one = finding.count === 1;
  const head = one ? `An update of ${place} by ${loser} was lost` : `${finding.count} updates of ${place} were lost`;
  if (read === otherRead) return `${head}${englishLines(finding)}.`;
  const missed =
    otherRead < write
      ? `read ${place} (${valueOf(trace, otherRead)}) before ${loser} wrote ${valueOf(trace, write)}`
      : `did not see what ${loser} wrote`;
  return `${head}${one ? ": " : "; the first: "}${winner} ${missed}, and wrote ${valueOf(trace, over)} over it${englishLines(finding)}.`;
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

function englishMisuse(finding: BareFinding, trace: Trace): string {
  const [first, second] = finding.events;
  if (second === undefined) {
    const what = finding.objects.length === 0 ? "a primitive" : objectsOf(finding, trace);
    return `${nameOf(finding, trace)} used ${what} against its contract: ${textOf(trace, first)}${englishLines(finding)}.`;
  }
  const [holder, other] = [first, second].map((seq) => threadName(trace, trace.thread[seq]));
  const times = finding.count === 1 ? "" : ` (${finding.count} times)`;
  return `${other} released ${objectsOf(finding, trace)}, which ${holder} held${englishLines(finding)}${times}. Python allows it; it is seldom meant.`;
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

function englishRace(finding: BareFinding, trace: Trace): string {
  const [first, second] = finding.events;
  return `Data race on ${placeOf(trace, first)}: ${accessOf(trace, first, "en")} and ${accessOf(trace, second, "en")}, with nothing between them that orders them${finding.count === 1 ? "" : ` (${finding.count} times)`}.`;
}

function chineseRace(finding: BareFinding, trace: Trace): string {
  const [first, second] = finding.events;
  return `${placeOf(trace, first)} 上的数据竞争：${accessOf(trace, first, "zh-CN")}，${accessOf(trace, second, "zh-CN")}，二者之间没有先后约束${finding.count === 1 ? "" : `（共 ${finding.count} 次）`}。`;
}

/** Events are, for each thread, the acquire of what it holds and the moment it asks for the next. */
function englishInversion(finding: BareFinding, trace: Trace): string {
  const orders = finding.threads.map((thread, i) => {
    const [held, asked] = [finding.events[2 * i], finding.events[2 * i + 1]];
    const lines = lineNote(trace, held, " (line ", ")");
    return `${threadName(trace, thread)} holds ${placeOf(trace, held)}${lines} while it takes ${placeOf(trace, asked)}${lineNote(trace, asked, " (line ", ")")}`;
  });
  return `Locks are taken in different orders: ${orders.join("; ")}. It did not happen in this run, but if each has its first lock when it asks for the next, all wait for ever.`;
}

function chineseInversion(finding: BareFinding, trace: Trace): string {
  const orders = finding.threads.map((thread, i) => {
    const [held, asked] = [finding.events[2 * i], finding.events[2 * i + 1]];
    const lines = lineNote(trace, held, "（第 ", " 行）");
    return `${threadName(trace, thread)} 持有 ${placeOf(trace, held)}${lines} 时去获取 ${placeOf(trace, asked)}${lineNote(trace, asked, "（第 ", " 行）")}`;
  });
  return `获取锁的顺序不一致：${orders.join("；")}。这次运行没有出事，但如果各自拿着第一把锁再去等下一把，就会死锁。`;
}

/** `T1 reads it (line 5)`. */
function accessOf(trace: Trace, seq: Seq, language: SentenceLanguage): string {
  const thread = threadName(trace, trace.thread[seq]);
  const reads = trace.op[seq] === OP.read;
  if (language === "en") return `${thread} ${reads ? "reads" : "writes"}${lineNote(trace, seq, " at line ", "")}`;
  return `${thread} ${reads ? "读取" : "写入"}${lineNote(trace, seq, "（第 ", " 行）")}`;
}

function nameOf({ threads }: BareFinding, trace: Trace): string {
  return threads.map((thread) => threadName(trace, thread)).join(", ");
}

function objectsOf({ objects }: BareFinding, trace: Trace): string {
  return objects.map((object) => objectName(trace, object)).join(", ");
}

function holderOf(trace: Trace, wait: Seq): string {
  const other = otherOf(trace, wait);
  const holder = other >= 0 ? other : findHolder(trace, trace.object[wait], trace.count);
  return holder < 0 ? "?" : threadName(trace, holder);
}

/** A thread that waits for what it holds itself: a Lock taken twice. */
function waitsForItself({ threads, events }: BareFinding, trace: Trace): boolean {
  const wait = events[0];
  const isLock = trace.op[wait] === OP["acquire-wait"] && objectKind(trace, trace.object[wait]) !== "semaphore";
  return isLock && findHolder(trace, trace.object[wait], trace.count) === threads[0];
}

function valueOf(trace: Trace, seq: Seq): string {
  return reprOf(trace, trace.value[seq]);
}

function textOf(trace: Trace, seq: Seq): string {
  const entry = entryOf(trace, trace.value[seq]);
  return typeof entry?.plain === "string" ? entry.plain : (entry?.repr ?? "");
}

function lineNote(trace: Trace, seq: Seq, before: string, behind: string): string {
  return trace.line[seq] === 0 ? "" : `${before}${trace.line[seq]}${behind}`;
}

function englishLines({ lines }: BareFinding): string {
  if (lines.length === 0) return "";
  return lines.length === 1 ? ` (line ${lines[0]})` : ` (lines ${lines.join(" and ")})`;
}

function chineseLines({ lines }: BareFinding): string {
  return lines.length === 0 ? "" : `（第 ${lines.join("、")} 行）`;
}
