/** What a run on the browser's loop shows: a loop that was blocked, microtasks without end, an await that nobody can end. Rule: read off the trace alone. */
import type { Line, Seq, ThreadId } from "../base/ids.ts";
import type { Microseconds } from "../base/units.ts";
import type { Finding, RunStatus } from "../program/report.ts";
import { TASK_QUEUE } from "../trace/browser-loop.ts";
import { otherOf } from "../trace/event.ts";
import { objectName, threadName } from "../trace/names.ts";
import { OP, type OpCode } from "../trace/ops.ts";
import type { Trace } from "../trace/trace.ts";
import type { Limit } from "./script-record.ts";

/** A ready task that waits so long finds the loop blocked: as long as browsers call a task long (W3C, Long Tasks). */
const BLOCKED_US: Microseconds = 50_000;

/** How a run ended, as far as its trace does not say it. */
export interface LoopEnd {
  readonly status: RunStatus;
  /** Why the recording went no further; null where it went to the end. */
  readonly limit: Limit | null;
  /** Where the listing stood at last. */
  readonly line: Line;
}

export function findOnLoop(trace: Trace, end: LoopEnd): readonly Finding[] {
  return [...endless(trace, end.limit), ...blocked(trace, end.line), ...neverEnded(trace, end.status)];
}

function endless(trace: Trace, limit: Limit | null): readonly Finding[] {
  if (limit === null) return [];
  const { kind, count, line } = limit;
  const last = trace.count - 1;
  const thread = last >= 0 ? trace.thread[last] : 0;
  const what = {
    microtasks: `${count} microtasks in one checkpoint, the last at line ${line}: each queues another, and no timer and no message gets its turn`,
    events: `${count} events, the last at line ${line}: the run was ended there`,
    lanes: `${count} callbacks and calls, the last at line ${line}: the run was ended there`,
  }[kind];
  const found = {
    threads: [thread],
    objects: [],
    lines: line > 0 ? [line] : [],
    events: last >= 0 ? [last] : [],
    count: 1,
  };
  return [{ kind: "blocked-event-loop", message: what, ...found }];
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
function blocked(trace: Trace, lastLine: Line): readonly Finding[] {
  const waits = longWaits(trace, lastLine);
  return [...new Set(waits.map(({ culprit }) => culprit))].map((culprit) => {
    const own = waits.filter((wait) => wait.culprit === culprit);
    return blockedFinding(trace, own.toSorted((a, b) => b.us - a.us)[0], own.length);
  });
}

function longWaits(trace: Trace, lastLine: Line): readonly Wait[] {
  const woken = new Map<ThreadId, Seq>();
  const found: Wait[] = [];
  const add = (row: Seq, until: Microseconds): void => {
    const wait = until - trace.time[row] < BLOCKED_US ? null : waitOf(trace, row, until, lastLine);
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

/**
 * Who ran meanwhile: whoever speaks next was running, or began only then. null where nobody did and the loop itself came late, as on a
 * loaded machine.
 */
function waitOf(trace: Trace, woken: Seq, until: Microseconds, lastLine: Line): Wait | null {
  const waiter = otherOf(trace, woken);
  const next = nextOf(trace, woken + 1);
  if (next < 0) {
    const before = lastRunning(trace, woken);
    if (before < 0) return null;
    return { woken, waiter, culprit: trace.thread[before], line: lastLine, us: until - trace.time[woken] };
  }
  if (trace.thread[next] === waiter) return null;
  const from = trace.op[next] === OP["task-run"] ? trace.time[next] : trace.time[woken];
  return { woken, waiter, culprit: trace.thread[next], line: trace.line[next], us: until - from };
}

/** The next event that is not the loop's. */
function nextOf(trace: Trace, from: Seq): Seq {
  for (let row = from; row < trace.count; row++) if (trace.threads[trace.thread[row]]?.kind !== "loop") return row;
  return -1;
}

/** Events of a lane that does not run. */
const AT_REST: ReadonlySet<OpCode> = new Set([OP.sleep, OP.wait]);
const OVER: ReadonlySet<OpCode> = new Set([OP.finish, OP["task-suspend"]]);

/** The last event before a row, of a lane that was running and did not leave off with it; −1 where it did. */
function lastRunning(trace: Trace, before: Seq): Seq {
  for (let row = before - 1; row >= 0; row--) {
    const isLoop = trace.threads[trace.thread[row]]?.kind === "loop";
    if (!isLoop && !AT_REST.has(trace.op[row])) return OVER.has(trace.op[row]) ? -1 : row;
  }
  return -1;
}

function blockedFinding(trace: Trace, { culprit, waiter, line, us, woken }: Wait, count: number): Finding {
  const ms = Math.round(us / 1000);
  return {
    kind: "blocked-event-loop",
    message: `${threadName(trace, culprit)} kept the loop busy (line ${line}): ${threadName(trace, waiter)} was ready and waited ${ms} ms for its turn`,
    threads: [culprit, waiter],
    objects: [],
    lines: line > 0 ? [line] : [],
    events: [woken],
    count,
  };
}

/** Awaits that were open when nothing could come any more. */
function neverEnded(trace: Trace, status: RunStatus): readonly Finding[] {
  if (status !== "deadlocked") return [];
  return stuckLanes(trace).map(({ thread, row }) => ({
    kind: "deadlock",
    message: `${threadName(trace, thread)} awaits ${objectName(trace, trace.object[row])} (line ${trace.line[row]}), and nobody is left who could settle it`,
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
