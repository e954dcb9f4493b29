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
  /** What would take it away, and with it the deadlock. */
  readonly fix: string;
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
  const [{ holds, wants }] = links;
  const isAlone = links.length === 1;
  return [
    {
      name: "Mutual exclusion",
      because: `${listed(locks, "and")} ${locks.length > 1 ? "each have" : "has"} one holder at a time.`,
      fix: "Share less: give each thread a copy of its own, or make the change one atomic step that needs no lock.",
    },
    {
      name: "Hold and wait",
      because: `${listed(
        links.map((link) => `${link.thread} keeps ${link.holds} while it waits for ${link.wants}`),
        "and",
      )}.`,
      fix: isAlone
        ? `Release ${holds} before asking for it again.`
        : `Take ${listed(locks, "and")} all at once under one lock more, or release ${holds} before asking for ${wants}.`,
    },
    {
      name: "No preemption",
      because: "Nobody can take a lock away from its holder, and no wait has a time limit.",
      fix: "Ask with a limit, acquire(timeout=1), and release everything when it passes.",
    },
    {
      name: "Circular wait",
      because: `${circleOf(links)}.`,
      fix: isAlone
        ? `Make ${wants} an RLock, which its holder may acquire again.`
        : `Acquire them in the same order everywhere: ${locks.join(", then ")}.`,
    },
  ];
}

function inChinese(finding: BareFinding, trace: Trace): DeadlockCondition[] {
  const links = linksOf(finding, trace);
  const locks = links.map(({ wants }) => wants).toSorted();
  const [{ holds, wants }] = links;
  const isAlone = links.length === 1;
  return [
    {
      name: "互斥",
      because: `${locks.join("、")} 同一时刻${locks.length > 1 ? "各" : ""}只能有一个持有者。`,
      fix: "少共享：每个线程用自己的一份，或者把修改变成一个不需要锁的原子操作。",
    },
    {
      name: "占有并等待",
      because: `${links.map((link) => `${link.thread} 占着 ${link.holds} 等待 ${link.wants}`).join("；")}。`,
      fix: isAlone
        ? `先释放 ${holds}，再去获取它。`
        : `再加一把锁，在它下面一次拿齐 ${locks.join("、")}；或者先释放 ${holds}，再去获取 ${wants}。`,
    },
    {
      name: "不可抢占",
      because: "锁不能从持有者手里拿走，这些等待也都没有时限。",
      fix: "等待时加上时限 acquire(timeout=1)，超时就把手里的全部释放。",
    },
    {
      name: "循环等待",
      because: `${circleOf(links)}。`,
      fix: isAlone
        ? `把 ${wants} 换成 RLock，它的持有者可以再次获取。`
        : `处处按同一顺序获取：先 ${locks.join("，再 ")}。`,
    },
  ];
}
