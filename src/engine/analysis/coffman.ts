/**
 * The four conditions of a deadlock, each with what fulfilled it in the run. (E. G. Coffman, M. J. Elphick, A. Shoshani, "System Deadlocks",
 * ACM Computing Surveys 3, 1971: mutual exclusion, hold and wait, no preemption, circular wait.) Where one is missing, none can happen.
 * Rule: only for a circle of locks; who waits for an item or for a thread's end meets other conditions.
 */
import type { Seq } from "../base/ids.ts";
import { objectKind, objectName, threadName } from "../trace/names.ts";
import { OP } from "../trace/ops.ts";
import type { SentenceLanguage } from "../trace/sentences.ts";
import type { Trace } from "../trace/trace.ts";
import { type BareFinding, holderOf, listed } from "./finding-facts.ts";

export interface DeadlockCondition {
  readonly name: string;
  /** What fulfilled it. */
  readonly because: string;
}

/** All four, in Coffman's order; none for what is no circle of locks. */
export function coffmanConditions(
  finding: BareFinding,
  trace: Trace,
  language: SentenceLanguage,
): readonly DeadlockCondition[] {
  const isDeadlock = finding.kind === "deadlock" || finding.kind === "partial-deadlock";
  if (!isDeadlock || !isCircleOfLocks(finding, trace)) return [];
  return language === "en" ? inEnglish(finding, trace) : inChinese(finding, trace);
}

function isCircleOfLocks({ threads, objects, events }: BareFinding, trace: Trace): boolean {
  const areLocks = events.every(
    (seq) => trace.op[seq] === OP["acquire-wait"] && objectKind(trace, trace.object[seq]) !== "semaphore",
  );
  const holders = events.map((seq) => holderOf(trace, seq));
  const next = threads.map((_, i) => threadName(trace, threads[(i + 1) % threads.length]));
  return areLocks && objects.length === threads.length && holders.every((holder, i) => holder === next[i]);
}

/** Who waits for what, and what it holds: the lock that the thread before it in the circle waits for. */
function linksOf({ threads, objects, events }: BareFinding, trace: Trace) {
  return events.map((seq: Seq, i) => ({
    thread: threadName(trace, trace.thread[seq]),
    wants: objectName(trace, objects[i]),
    holds: objectName(trace, objects[(i + threads.length - 1) % threads.length]),
  }));
}

function circleOf(links: ReturnType<typeof linksOf>): string {
  return [...links.flatMap(({ thread, wants }) => [thread, wants]), links[0].thread].join(" → ");
}

function inEnglish(finding: BareFinding, trace: Trace): DeadlockCondition[] {
  const links = linksOf(finding, trace);
  const locks = links.map(({ wants }) => wants).toSorted();
  return [
    {
      name: "Mutual exclusion",
      because: `${listed(locks, "and")} ${locks.length > 1 ? "each have" : "has"} one holder at a time.`,
    },
    {
      name: "Hold and wait",
      because: `${listed(
        links.map(({ thread, holds, wants }) => `${thread} keeps ${holds} while it waits for ${wants}`),
        "and",
      )}.`,
    },
    { name: "No preemption", because: "Nobody can take a lock away from its holder, and no wait has a time limit." },
    { name: "Circular wait", because: `${circleOf(links)}.` },
  ];
}

function inChinese(finding: BareFinding, trace: Trace): DeadlockCondition[] {
  const links = linksOf(finding, trace);
  const locks = links.map(({ wants }) => wants).toSorted();
  return [
    { name: "互斥", because: `${locks.join("、")} 同一时刻${locks.length > 1 ? "各" : ""}只能有一个持有者。` },
    {
      name: "占有并等待",
      because: `${links.map(({ thread, holds, wants }) => `${thread} 占着 ${holds} 等待 ${wants}`).join("；")}。`,
    },
    { name: "不可抢占", because: "锁不能从持有者手里拿走，这些等待也都没有时限。" },
    { name: "循环等待", because: `${circleOf(links)}。` },
  ];
}
