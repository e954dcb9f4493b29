/**
 * What a run on the browser's own loop shows (docs/js-event-loop.md): a loop that was blocked, microtasks without end, an await that
 * nobody can end. Rule: who was running is read off the trace; a loop that came late by itself is not blocked.
 */
import type { Line, Seq, ThreadId } from "../base/ids.ts";
import type { Microseconds } from "../base/units.ts";
import type { Finding, RunStatus } from "../program/report.ts";
import { TASK_QUEUE } from "../trace/browser-loop.ts";
import { otherOf } from "../trace/event.ts";
import { objectName } from "../trace/names.ts";
import { OP, type OpCode } from "../trace/ops.ts";
import type { Trace } from "../trace/trace.ts";
import { describeFinding } from "./finding-sentences.ts";
import type { BareFinding } from "./finding-facts.ts";

/** A ready task that waits so long finds the loop blocked: as long as browsers call a task long (W3C, Long Tasks). */
const BLOCKED_US: Microseconds = 50_000;

/** Microtasks of one checkpoint that queue each other without end. */
export interface EndlessChain {
  readonly count: number;
  readonly line: Line;
}

/** How a run ended, as far as its trace does not say it. */
export interface LoopEnd {
  readonly status: RunStatus;
  /** Microtasks that went on for so long that the run was ended; null where none did. */
  readonly endless: EndlessChain | null;
  /** Where the listing stood at last. */
  readonly line: Line;
}

/** The gravest first. */
export function findOnBrowserLoop(trace: Trace, end: LoopEnd): readonly Finding[] {
  const found = [...neverEnded(trace, end.status), ...endless(trace, end.endless), ...blocked(trace, end.line)];
  return found.map((finding) => ({ ...finding, message: describeFinding(finding, trace, "en") }));
}

function endless(trace: Trace, chain: EndlessChain | null): readonly BareFinding[] {
  if (chain === null || trace.count === 0) return [];
  const last = trace.count - 1;
  const lines = chain.line > 0 ? [chain.line] : [];
  return [
    {
      kind: "blocked-event-loop",
      threads: [trace.thread[last]],
      objects: [],
      lines,
      events: [last],
      count: chain.count,
    },
  ];
}

/** A lane that stood in the task queue while another ran. */
interface Wait {
  /** Row at which it was put there. */
  readonly woken: Seq;
  readonly waiter: ThreadId;
  readonly culprit: ThreadId;
  readonly line: Line;
  readonly us: Microseconds;
}

/** One finding for each lane that kept others waiting, about the one that waited longest. */
function blocked(trace: Trace, lastLine: Line): readonly BareFinding[] {
  const waits = longWaits(trace, lastLine);
  return [...new Set(waits.map(({ culprit }) => culprit))].map((culprit) => {
    const own = waits.filter((wait) => wait.culprit === culprit);
    return blockedFinding(trace, own.toSorted((a, b) => b.us - a.us)[0], own.length);
  });
}

function longWaits(trace: Trace, lastLine: Line): readonly Wait[] {
  const busy = busyStretches(trace, lastLine);
  const woken = new Map<ThreadId, Seq>();
  const found: Wait[] = [];
  const add = (row: Seq, until: Microseconds): void => {
    const wait = until - trace.time[row] < BLOCKED_US ? null : waitOf(trace, busy, row, until);
    if (wait !== null && wait.us >= BLOCKED_US) found.push(wait);
  };
  for (let row = 0; row < trace.count; row++) {
    if (trace.op[row] === OP["task-wake"] && objectName(trace, trace.object[row]) === TASK_QUEUE)
      woken.set(otherOf(trace, row), row);
    if (trace.op[row] !== OP["task-run"]) continue;
    const since = woken.get(trace.thread[row]);
    if (since !== undefined) add(since, trace.time[row]);
    woken.delete(trace.thread[row]);
  }
  for (const row of woken.values()) add(row, trace.elapsedMs * 1000);
  return found;
}

/** A lane ran from one event to the next of anybody's. */
interface Stretch {
  readonly thread: ThreadId;
  readonly line: Line;
  readonly from: Microseconds;
  readonly to: Microseconds;
}

/** Events of a lane that does not run. */
const AT_REST: ReadonlySet<OpCode> = new Set([OP.sleep, OP.wait]);
/** Events with which a lane leaves off. */
const OVER: ReadonlySet<OpCode> = new Set([OP.finish, OP["task-suspend"]]);

/** Who ran when. Where nobody did and a task came late all the same, as on a loaded machine, there is none. */
function busyStretches(trace: Trace, lastLine: Line): readonly Stretch[] {
  const { time, thread, op, line } = trace;
  const found: Stretch[] = [];
  let since: Seq = -1;
  for (let row = 0; row < trace.count; row++) {
    if (trace.threads[thread[row]]?.kind === "loop" || AT_REST.has(op[row])) continue;
    if (since >= 0) found.push({ thread: thread[since], line: line[since], from: time[since], to: time[row] });
    since = OVER.has(op[row]) ? -1 : row;
  }
  const to = trace.elapsedMs * 1000;
  if (since >= 0) found.push({ thread: thread[since], line: lastLine || line[since], from: time[since], to });
  return found;
}

/** Who ran longest while a lane waited, at the line where it ran longest. */
function waitOf(trace: Trace, busy: readonly Stretch[], woken: Seq, until: Microseconds): Wait | null {
  const since = trace.time[woken];
  const within = busy
    .map((one) => ({ ...one, us: Math.min(one.to, until) - Math.max(one.from, since) }))
    .filter(({ us }) => us > 0);
  const longest = within.toSorted((a, b) => b.us - a.us)[0];
  if (longest === undefined) return null;
  const us = within.reduce((sum, one) => sum + one.us, 0);
  return { woken, waiter: otherOf(trace, woken), culprit: longest.thread, line: longest.line, us };
}

/** The next event of a lane; −1 where there is none. */
function nextOf(trace: Trace, from: Seq, lane: ThreadId): Seq {
  for (let row = from; row < trace.count; row++) if (trace.thread[row] === lane) return row;
  return -1;
}

function blockedFinding(trace: Trace, { culprit, waiter, line, woken }: Wait, count: number): BareFinding {
  const run = nextOf(trace, woken + 1, waiter);
  return {
    kind: "blocked-event-loop",
    threads: [culprit, waiter],
    objects: [],
    lines: line > 0 ? [line] : [],
    events: run < 0 ? [woken] : [woken, run],
    count,
  };
}

/** Awaits that were open when nothing could come any more. */
function neverEnded(trace: Trace, status: RunStatus): readonly BareFinding[] {
  if (status !== "deadlocked") return [];
  return stuckLanes(trace).map(({ thread, row }) => ({
    kind: "deadlock",
    threads: [thread],
    objects: trace.object[row] >= 0 ? [trace.object[row]] : [],
    lines: trace.line[row] > 0 ? [trace.line[row]] : [],
    events: [row],
    count: 1,
  }));
}

/** Lanes whose last event is an await. */
export function stuckLanes(trace: Trace): readonly { readonly thread: ThreadId; readonly row: Seq }[] {
  const last = new Map<ThreadId, Seq>();
  for (let row = 0; row < trace.count; row++) last.set(trace.thread[row], row);
  return [...last].filter(([, row]) => trace.op[row] === OP["task-suspend"]).map(([thread, row]) => ({ thread, row }));
}
