/**
 * Threads that nobody waited for: their starter came to its own end, nobody had joined them, and nothing else put their last step
 * before that end. A flag, an item or a lock that told of the last step is as good as a join.
 * Not told: threads of a pool, which the pool ends; daemons that were cut off, as was meant; a starter that an exception ended, or that had
 * nothing left to do. The interpreter's own joins at the end, which have no line, come too late to count.
 * Rule: by happens-before, so that a thread that merely happened to be quicker is told all the same.
 */
import type { Line, Seq, ThreadId } from "../base/ids.ts";
import { otherOf } from "../trace/event.ts";
import { objectKind } from "../trace/names.ts";
import { OP } from "../trace/ops.ts";
import type { Trace } from "../trace/trace.ts";
import { EdgeWalker } from "./edges.ts";
import type { BareFinding } from "./finding-facts.ts";
import { type Clock, ThreadClocks } from "./thread-clocks.ts";

/** One thread that was started and not joined. */
interface Started {
  readonly thread: ThreadId;
  readonly starter: ThreadId;
  readonly spawn: Seq;
  finish: Seq;
  /** Its own time at its last step before it finished. */
  lastAt: number;
}

/** With the starter's last step. */
interface UnjoinedThread extends Started {
  readonly end: Seq;
}

/** One finding for each starter and line that started them. */
export function unjoinedFindings(trace: Trace): BareFinding[] {
  const candidates = collectUnjoined(trace);
  if (candidates.size === 0) return [];
  return groupByLine(trace, judge(trace, candidates));
}

/** Threads that were started and finished, and that nobody joined. */
function collectUnjoined(trace: Trace): Map<ThreadId, Started> {
  const { count, op, thread, object } = trace;
  const started = new Map<ThreadId, Started>();
  const ended = new Set<ThreadId>();
  for (let seq = 0; seq < count; seq++) {
    const own = started.get(thread[seq]);
    if (op[seq] === OP.spawn) addStarted(started, trace, seq);
    else if (op[seq] === OP.join && object[seq] < 0) removeJoined(started, trace, seq);
    else if (op[seq] === OP.finish && own !== undefined) own.finish = seq;
    else if (isOfPool(trace, seq)) started.delete(thread[seq]);
    if (op[seq] === OP.finish) ended.add(thread[seq]);
  }
  for (const [id, { finish, starter }] of started) if (finish < 0 || !ended.has(starter)) started.delete(id);
  return started;
}

function addStarted(started: Map<ThreadId, Started>, trace: Trace, spawn: Seq): void {
  const thread = otherOf(trace, spawn);
  if (thread >= 0) started.set(thread, { thread, starter: trace.thread[spawn], spawn, finish: -1, lastAt: 0 });
}

function removeJoined(started: Map<ThreadId, Started>, trace: Trace, join: Seq): void {
  const one = started.get(otherOf(trace, join));
  if (one !== undefined && !isAtExit(trace, join, one)) started.delete(one.thread);
}

/** Whether a join is the interpreter's, which waits for all threads when the program has come to its end. */
function isAtExit({ line }: Trace, join: Seq, { spawn }: Started): boolean {
  return line[join] === 0 && line[spawn] > 0;
}

function isOfPool(trace: Trace, seq: Seq): boolean {
  const isTask = trace.op[seq] === OP["task-start"] || trace.op[seq] === OP["get-wait"];
  return isTask && objectKind(trace, trace.object[seq]) === "pool";
}

/** How a starter ended: what it knew when it had done its last step, and whether an exception ended it. */
interface End {
  seq: Seq;
  clock: Clock;
  raised: boolean;
}

/** Those whose last step their starter had not heard of when it did its own. */
function judge(trace: Trace, candidates: ReadonlyMap<ThreadId, Started>): UnjoinedThread[] {
  const ends = new Map<ThreadId, End>();
  for (const { starter } of candidates.values())
    ends.set(starter, { seq: -1, clock: new Int32Array(0), raised: false });
  const clocks = new ThreadClocks(trace);
  const edges = new EdgeWalker(trace, clocks);
  for (let seq = 0; seq < trace.count; seq++) {
    const thread = trace.thread[seq];
    const host = clocks.hosts[thread];
    const own = candidates.get(thread);
    if (own !== undefined && trace.op[seq] !== OP.finish) own.lastAt = clocks.of(host)[host];
    edges.visit(seq);
    const end = ends.get(thread);
    if (end !== undefined && isStep(trace, seq)) moveEnd(end, seq, clocks.of(host));
    if (end !== undefined && trace.op[seq] === OP.raise) end.raised = true;
  }
  return [...candidates.values()].flatMap((one) => {
    const end = ends.get(one.starter);
    if (end === undefined || end.raised || end.seq < one.spawn) return [];
    return end.clock[clocks.hosts[one.thread]] >= one.lastAt ? [] : [{ ...one, end: end.seq }];
  });
}

function moveEnd(end: End, seq: Seq, clock: Clock): void {
  end.seq = seq;
  if (end.clock.length === clock.length) end.clock.set(clock);
  else end.clock = clock.slice();
}

/** Whether it is something a program does to get on: not starting others, and not what its end brings with it. */
function isStep({ op, line, object, objects }: Trace, seq: Seq): boolean {
  const code = op[seq];
  if (code === OP.start || code === OP.spawn || code === OP.finish) return false;
  if (code === OP.join || code === OP["join-wait"]) return line[seq] > 0;
  return object[seq] < 0 || objects[object[seq]].kind !== "gil";
}

/** `threads` begins with the starter; `events` are the first start, the starter's last step and the end of the thread started first. */
function groupByLine(trace: Trace, unjoined: readonly UnjoinedThread[]): BareFinding[] {
  const groups = new Map<string, UnjoinedThread[]>();
  for (const one of unjoined) {
    const name = `${one.starter} ${trace.line[one.spawn]}`;
    groups.set(name, [...(groups.get(name) ?? []), one]);
  }
  return [...groups.values()].map((group): BareFinding => {
    const [first] = group;
    const line: Line = trace.line[first.spawn];
    return {
      kind: "unjoined",
      threads: [first.starter, ...group.map(({ thread }) => thread)],
      objects: [],
      lines: line > 0 ? [line] : [],
      events: [first.spawn, first.end, first.finish],
      count: group.length,
    };
  });
}
