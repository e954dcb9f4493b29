/**
 * From what a script's worker told to a trace. Rule: the worker's events keep their order and their times; added are only the loop's own
 * events, which nobody can see from inside: when a timer's time had passed, and when the loop slept.
 */
import type { Seq, ThreadId } from "../base/ids.ts";
import type { Microseconds, Milliseconds } from "../base/units.ts";
import { TraceBuilder } from "../trace/builder.ts";
import { OP } from "../trace/ops.ts";
import type { ThreadState, Trace } from "../trace/trace.ts";
import {
  LOOP_LANE,
  SCRIPT_LANE,
  TASKS,
  type Batch,
  type NewLane,
  type ScriptEvent,
  type Thing,
} from "./script-record.ts";

/** All that a run told. */
export class ScriptRecord {
  readonly lanes: NewLane[] = [
    { id: SCRIPT_LANE, name: "script", sort: "script" },
    { id: LOOP_LANE, name: "event loop", sort: "loop" },
  ];
  readonly things: Thing[] = [];
  readonly events: ScriptEvent[] = [];
  line = 0;

  add({ lanes, things, events, line }: Batch): void {
    for (const lane of lanes) this.lanes.push(lane);
    for (const thing of things) this.things.push(thing);
    for (const event of events) this.events.push(event);
    this.line = line;
  }
}

export interface TraceEnd {
  /** Whether nothing could come any more; else the run was ended from outside. */
  readonly isOver: boolean;
  /** On the worker's clock, in milliseconds. */
  readonly endMs: Milliseconds;
  readonly resolutionUs: Microseconds;
}

/** The trace of a run, its columns on shared memory where that is allowed. */
export function toTrace(record: ScriptRecord, end: TraceEnd, shared: boolean): Trace {
  const { lanes, things, events } = record;
  const builder = new TraceBuilder({ engine: "threads", resolutionUs: end.resolutionUs });
  for (const { name, sort } of lanes) {
    const kind = sort === "script" ? "main" : sort === "loop" ? "loop" : "task";
    builder.addThread(name, {
      kind,
      worker: sort === "script",
      ...(sort !== "script" && { parent: sort === "loop" ? SCRIPT_LANE : LOOP_LANE }),
    });
  }
  for (const { name, kind } of things) builder.addObject(name, kind);
  const all = withLoopEvents(events, end);
  const times = spreadTimes(all, end.resolutionUs);
  for (const [at, event] of all.entries()) pushEvent(builder, event, times[at]);
  const ends = lastEvents(all);
  for (const { id } of lanes) builder.setThreadState(id, stateAtEnd(ends.get(id), end.isOver));
  const lastMs = all.at(-1)?.at ?? 0;
  return builder.build({ elapsedMs: Math.max(end.endMs, lastMs) - (all[0]?.at ?? 0), shared });
}

function pushEvent(builder: TraceBuilder, event: ScriptEvent, t: Microseconds): Seq {
  const { lane, op, line, object, other, value, ok } = event;
  const of = {
    ...(object !== undefined && { object }),
    ...(other !== undefined && { other }),
    ...(value !== undefined && { value }),
    ...(ok !== undefined && { ok }),
  };
  return builder.push({ t, thread: lane, op, ...(line > 0 && { line }), ...of });
}

/** An event of the loop, and the row of the worker's that it has to come before. */
interface Added {
  readonly event: ScriptEvent;
  readonly before: number;
}

function withLoopEvents(events: readonly ScriptEvent[], end: TraceEnd): readonly ScriptEvent[] {
  if (events.length === 0) return [];
  const added = loopEvents(events, end);
  const all: ScriptEvent[] = [];
  let next = 0;
  for (const [row, event] of events.entries()) {
    while (next < added.length && (added[next].event.at < event.at || added[next].before <= row))
      all.push(added[next++].event);
    all.push(event);
  }
  while (next < added.length) all.push(added[next++].event);
  if (end.isOver) all.push({ at: end.endMs, lane: LOOP_LANE, op: "finish", line: 0 });
  return all;
}

const loopEvent = (at: Milliseconds, op: ScriptEvent["op"], more: Partial<ScriptEvent> = {}): ScriptEvent => ({
  at,
  lane: LOOP_LANE,
  line: 0,
  op,
  ...more,
});

/** In order of time. */
function loopEvents(events: readonly ScriptEvent[], end: TraceEnd): readonly Added[] {
  const added: Added[] = [{ event: loopEvent(events[0].at, "start"), before: 1 }];
  for (const { row, wakeAt, lane } of timerTurns(events, end)) {
    const freeAt = row > 0 ? events[row - 1].at : 0;
    if (wakeAt > freeAt) {
      added.push({ event: loopEvent(freeAt, "select-wait"), before: row });
      added.push({ event: loopEvent(wakeAt, "select-return"), before: row });
    }
    added.push({ event: loopEvent(wakeAt, "task-wake", { object: TASKS, other: lane }), before: row });
  }
  return added.toSorted((a, b) => a.event.at - b.event.at || a.before - b.before);
}

interface TimerTurn {
  readonly lane: ThreadId;
  /** The row at which it ran; beyond the last where it never did. */
  readonly row: number;
  /** When it was put into the task queue. */
  wakeAt: Milliseconds;
}

/** Turns of timers in the order in which they ran, then those that were due and never did. */
function timerTurns(events: readonly ScriptEvent[], end: TraceEnd): readonly TimerTurn[] {
  const asleep = new Map<ThreadId, ScriptEvent>();
  const turns: TimerTurn[] = [];
  for (const [row, event] of events.entries()) {
    if (event.op === "sleep") asleep.set(event.lane, event);
    if (event.op === "task-cancel" && event.other !== undefined) asleep.delete(event.other);
    const sleep = event.op === "task-run" && event.object === TASKS ? asleep.get(event.lane) : undefined;
    if (sleep === undefined) continue;
    asleep.delete(event.lane);
    turns.push({ lane: event.lane, row, wakeAt: Math.max(sleep.at, Math.min(sleep.due ?? event.at, event.at)) });
  }
  // They ran in the order in which they stood in the queue.
  for (let at = turns.length - 2; at >= 0; at--) turns[at].wakeAt = Math.min(turns[at].wakeAt, turns[at + 1].wakeAt);
  const { endMs } = end;
  const never = [...asleep.values()]
    .filter(({ due = endMs }) => due < endMs)
    .toSorted((a, b) => (a.due ?? 0) - (b.due ?? 0));
  return [...turns, ...never.map(({ lane, due = endMs }) => ({ lane, row: events.length, wakeAt: due }))];
}

/** Equal readings of the clock are spread in their order within one of its ticks. */
function spreadTimes(events: readonly ScriptEvent[], resolutionUs: Microseconds): readonly Microseconds[] {
  const startMs = events[0]?.at ?? 0;
  const times: Microseconds[] = [];
  for (let from = 0; from < events.length; ) {
    let to = from + 1;
    while (to < events.length && events[to].at <= events[from].at) to++;
    const room = to < events.length ? Math.min(resolutionUs, (events[to].at - events[from].at) * 1000) : resolutionUs;
    for (let at = from; at < to; at++)
      times.push((events[from].at - startMs) * 1000 + (room * (at - from)) / (to - from));
    from = to;
  }
  return times;
}

/** A lane's last event, and whether it threw what nobody caught. */
interface LaneEnd {
  readonly last: ScriptEvent;
  readonly hasFailed: boolean;
}

function lastEvents(events: readonly ScriptEvent[]): ReadonlyMap<ThreadId, LaneEnd> {
  const ends = new Map<ThreadId, LaneEnd>();
  for (const last of events)
    ends.set(last.lane, { last, hasFailed: last.op === "raise" || ends.get(last.lane)?.hasFailed === true });
  return ends;
}

function stateAtEnd(end: LaneEnd | undefined, isOver: boolean): ThreadState {
  if (end === undefined) return "new";
  switch (OP[end.last.op]) {
    case OP.finish:
      return end.hasFailed ? "failed" : end.last.ok === false ? "stopped" : "finished";
    case OP["task-suspend"]:
    case OP.wait:
      return "blocked";
    case OP.sleep:
    case OP["select-wait"]:
      return isOver ? "blocked" : "sleeping";
    default:
      return "stopped";
  }
}
