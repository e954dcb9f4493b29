/**
 * What goes wrong among tasks of asyncio: a loop that one task keeps for itself, tasks that all wait for each other, coroutines that nobody
 * awaits, tasks that nobody keeps, exceptions that nobody fetches. Rule: from the trace alone; what CPython itself says in the console is
 * taken from there.
 */
import type { Line, ObjectId, Seq, ThreadId } from "../base/ids.ts";
import type { Microseconds } from "../base/units.ts";
import { otherOf } from "../trace/event.ts";
import { OP } from "../trace/ops.ts";
import type { SyncState } from "../trace/sync-state.ts";
import type { Trace } from "../trace/trace.ts";
import { entryOf } from "../trace/value-codes.ts";
import type { BareFinding } from "./finding-facts.ts";
import type { RunEnd } from "./stuck-threads.ts";

/** A task that runs for longer without an `await` has kept others waiting: asyncio's own limit in debug mode. */
const LONGEST_TURN_US: Microseconds = 100_000;

/** All of them, the gravest first; none where the trace has no loop. */
export function taskFindings(trace: Trace, state: SyncState, end: RunEnd): BareFinding[] {
  if (state.loops.isEmpty) return [];
  return [...stuckTasks(trace, state, end), ...blockedLoops(trace, end), ...unkeptTasks(trace), ...toldByPython(trace)];
}

// —— a deadlock of tasks ——

/** The loop sleeps for ever: no timer, no message that could come, and tasks that wait. */
function stuckTasks(trace: Trace, state: SyncState, { status }: RunEnd): BareFinding[] {
  if (status !== "deadlocked") return [];
  const findings: BareFinding[] = [];
  for (const loop of state.loops.loops.values()) {
    const waits = [...loop.tasks].flatMap(([task, wait]) =>
      wait === null ? [] : [{ task, row: waitRow(trace, task, wait.since) }],
    );
    if (!loop.asleep || waits.length === 0) continue;
    findings.push({
      kind: "deadlock",
      threads: waits.map(({ task }) => task),
      objects: objectsAt(
        trace,
        waits.map(({ row }) => row),
      ),
      lines: linesAt(
        trace,
        waits.map(({ row }) => row),
      ),
      events: waits.map(({ row }) => row),
      count: 1,
    });
  }
  return findings;
}

/** Where the task says what it waits for, just before it is suspended; else its suspension. */
function waitRow(trace: Trace, task: ThreadId, suspended: Seq): Seq {
  for (let row = suspended - 1; row >= 0 && row > suspended - 16; row--) {
    if (trace.thread[row] !== task) continue;
    const code = trace.op[row];
    const isWait =
      code === OP["acquire-wait"] || code === OP["get-wait"] || code === OP["put-wait"] || code === OP.wait;
    return isWait || code === OP["join-wait"] ? row : suspended;
  }
  return suspended;
}

// —— a blocked loop ——

interface Turn {
  readonly from: Seq;
  /** The row after which the task was busy for longest. */
  busyFrom: Seq;
  busyUs: Microseconds;
  /** The longest sleep that held the thread, by the listing's clock, and its row. */
  sleptMs: number;
  sleptAt: Seq;
  last: Seq;
}

/** Turns of tasks that lasted too long while others could have run: each line once, with its longest. */
function blockedLoops(trace: Trace, { status }: RunEnd): BareFinding[] {
  const turns = new Map<ThreadId, Turn>();
  const found = new Map<string, BareFinding & { us: Microseconds }>();
  const alive = new Map<ThreadId, Set<ThreadId>>();
  const made = new Map<ThreadId, Set<ThreadId>>();
  for (let row = 0; row < trace.count; row++) {
    if (trace.op[row] === OP["task-create"]) addMade(trace, row, made);
    const { kind, parent = -1 } = trace.threads[trace.thread[row]] ?? {};
    if (kind !== "task") continue;
    const task = trace.thread[row];
    const others = alive.get(parent) ?? new Set<ThreadId>();
    alive.set(parent, others.add(task));
    const turn = turns.get(task);
    if (turn !== undefined) extend(trace, turn, row);
    if (trace.op[row] === OP["task-run"])
      turns.set(task, { from: row, busyFrom: row, busyUs: 0, sleptMs: 0, sleptAt: row, last: row });
    if (trace.op[row] !== OP["task-suspend"] && trace.op[row] !== OP.finish) continue;
    if (turn !== undefined && others.size > 1) note(trace, turn, row, found);
    turns.delete(task);
    if (trace.op[row] !== OP.finish) continue;
    others.delete(task);
    made.get(parent)?.delete(task);
  }
  const ended = [...found.values()].map(({ us: _us, ...finding }) => finding);
  if (status !== "stopped" && status !== "timed-out") return ended;
  const isLong = ({ from }: Turn) => trace.elapsedMs * 1000 - trace.time[from] >= LONGEST_TURN_US;
  const hasOthers = (task: ThreadId) => (made.get(trace.threads[task].parent ?? -1)?.size ?? 0) > 1;
  const cut = [...turns].filter(([task, turn]) => hasOthers(task) && isLong(turn));
  return [...ended, ...cut.map(([task, turn]) => neverGaveWay(trace, task, turn))];
}

/** A task that still had its turn when the run was stopped: it has no third event. */
function neverGaveWay(trace: Trace, task: ThreadId, { from, last }: Turn): BareFinding {
  const line = trace.line[last];
  const lines = line > 0 ? [line] : [];
  return { kind: "blocked-event-loop", threads: [task], objects: [], lines, events: [from, last], count: 1 };
}

/** A task that was made could run, also before it first does. */
function addMade(trace: Trace, row: Seq, all: Map<ThreadId, Set<ThreadId>>): void {
  const task = otherOf(trace, row);
  const loop = trace.threads[task]?.parent ?? -1;
  all.set(loop, (all.get(loop) ?? new Set<ThreadId>()).add(task));
}

function extend(trace: Trace, turn: Turn, row: Seq): void {
  const us = trace.time[row] - trace.time[turn.last];
  if (us > turn.busyUs) {
    turn.busyUs = us;
    turn.busyFrom = turn.last;
  }
  turn.last = row;
  const slept = trace.op[row] === OP.sleep ? entryOf(trace, trace.value[row])?.plain : 0;
  if (typeof slept !== "number" || slept <= turn.sleptMs) return;
  turn.sleptMs = slept;
  turn.sleptAt = row;
}

function note(trace: Trace, turn: Turn, end: Seq, found: Map<string, BareFinding & { us: Microseconds }>): void {
  const us = trace.time[end] - trace.time[turn.from];
  // A second of the listing may be short here: a sleep is too long by the listing's own clock.
  if (us < LONGEST_TURN_US && turn.sleptMs * 1000 < LONGEST_TURN_US) return;
  const task = trace.thread[end];
  const held = turn.sleptMs * 1000 > us ? turn.sleptAt : turn.busyFrom;
  const line = trace.line[held];
  const key = `${task} ${line}`;
  const before = found.get(key);
  const events = before !== undefined && before.us >= us ? before.events : [turn.from, held, end];
  found.set(key, {
    kind: "blocked-event-loop",
    threads: [task],
    objects: [],
    lines: line > 0 ? [line] : [],
    events,
    count: (before?.count ?? 0) + 1,
    us: Math.max(us, before?.us ?? 0),
  });
}

// —— tasks that nobody keeps ——

/** Tasks whose maker threw them away and that did not come to their end: nobody waited for them. */
function unkeptTasks(trace: Trace): BareFinding[] {
  const made = new Map<ThreadId, Seq>();
  const findings: BareFinding[] = [];
  for (let row = 0; row < trace.count; row++) {
    if (trace.op[row] === OP["task-create"] && entryOf(trace, trace.value[row])?.plain === true)
      made.set(trace.key[row] >> 1, row);
    if (trace.op[row] !== OP["task-fail"]) continue;
    const from = made.get(trace.thread[row]);
    if (from !== undefined) findings.push(misuse([trace.thread[row]], [trace.line[from]], [from, row]));
  }
  return findings;
}

// —— what Python says in the console ——

const NEVER_AWAITED = /^(?:listing\.py:(\d+)|sys:1): RuntimeWarning: coroutine '([^']+)' was never awaited/;
const NEVER_RETRIEVED = /^(?:Task|Future) exception was never retrieved/;

/** Coroutines that were never awaited, and exceptions that were never fetched. */
function toldByPython(trace: Trace): BareFinding[] {
  const findings: BareFinding[] = [];
  for (let row = 0; row < trace.count; row++) {
    if (trace.op[row] !== OP.print) continue;
    const text = entryOf(trace, trace.value[row])?.plain;
    if (typeof text !== "string") continue;
    const forgotten = NEVER_AWAITED.exec(text);
    if (forgotten !== null) findings.push(misuse([trace.thread[row]], [Number(forgotten[1] ?? 0)], [row]));
    else if (NEVER_RETRIEVED.test(text)) findings.push(misuse([trace.thread[row]], [raiseLine(text)], [row]));
  }
  return findings;
}

/** The line at which the exception was raised: the last place of its traceback. */
function raiseLine(text: string): Line {
  const places = [...text.matchAll(/File "listing\.py", line (\d+)/g)];
  return Number(places.at(-1)?.[1] ?? 0);
}

function misuse(threads: readonly ThreadId[], lines: readonly Line[], events: readonly Seq[]): BareFinding {
  return { kind: "misuse", threads, objects: [], lines: lines.filter((line) => line > 0), events, count: 1 };
}

function objectsAt({ object }: Trace, rows: readonly Seq[]): ObjectId[] {
  return [...new Set(rows.map((row) => object[row]))].filter((one) => one >= 0);
}

function linesAt({ line }: Trace, rows: readonly Seq[]): Line[] {
  return [...new Set(rows.map((row) => line[row]))].filter((one) => one > 0);
}
