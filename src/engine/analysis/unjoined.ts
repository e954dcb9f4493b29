/**
 * Threads that nobody waited for: they went on after their starter had done its last step, and nobody had joined them.
 * Not told: threads of a pool, which the pool ends; daemons that were cut off, as was meant; a starter that an exception ended, or that had
 * nothing left to do. The interpreter's own joins at the end, which have no line, come too late to count.
 * Rule: what the run shows, since a starter may have waited in ways that are no event (`is_alive`, `active_count`).
 */
import type { Line, Seq, ThreadId } from "../base/ids.ts";
import { otherOf } from "../trace/event.ts";
import { objectKind } from "../trace/names.ts";
import { OP } from "../trace/ops.ts";
import type { Trace } from "../trace/trace.ts";
import type { BareFinding } from "./finding-facts.ts";

/** One thread that was started and not joined. */
interface Started {
  readonly thread: ThreadId;
  readonly starter: ThreadId;
  readonly spawn: Seq;
}

/** The last step of each thread, how it ended, and who was started and not joined. */
interface Endings {
  readonly started: Map<ThreadId, Started>;
  readonly lastStep: Map<ThreadId, Seq>;
  readonly finish: Map<ThreadId, Seq>;
  /** Where each that came to its end began to wait for others as the interpreter does, or finished. */
  readonly atEnd: Map<ThreadId, Seq>;
  readonly raised: Set<ThreadId>;
}

/** One finding for each starter and line that started them. */
export function unjoinedFindings(trace: Trace): BareFinding[] {
  const endings: Endings = {
    started: new Map(),
    lastStep: new Map(),
    finish: new Map(),
    atEnd: new Map(),
    raised: new Set(),
  };
  for (let seq = 0; seq < trace.count; seq++) if (!isAccess(trace, seq)) visit(endings, trace, seq);
  if (endings.started.size === 0) return [];
  findLastSteps(endings, trace);
  return groupByLine(trace, endings);
}

function isAccess({ op }: Trace, seq: Seq): boolean {
  return op[seq] === OP.read || op[seq] === OP.write;
}

function visit({ started, finish, atEnd, raised }: Endings, trace: Trace, seq: Seq): void {
  const thread = trace.thread[seq];
  switch (trace.op[seq]) {
    case OP.spawn:
      started.set(otherOf(trace, seq), { thread: otherOf(trace, seq), starter: thread, spawn: seq });
      break;
    case OP["join-wait"]:
      if (isAtExit(trace, seq, started.get(otherOf(trace, seq))) && !atEnd.has(thread)) atEnd.set(thread, seq);
      break;
    case OP.join:
      if (trace.object[seq] < 0) removeJoined(started, trace, seq);
      break;
    case OP["task-start"]:
    case OP["get-wait"]:
      if (objectKind(trace, trace.object[seq]) === "pool") started.delete(thread);
      break;
    case OP.finish:
      finish.set(thread, seq);
      if (!atEnd.has(thread)) atEnd.set(thread, seq);
      break;
    case OP.raise:
      raised.add(thread);
  }
}

function removeJoined(started: Map<ThreadId, Started>, trace: Trace, join: Seq): void {
  const one = started.get(otherOf(trace, join));
  if (one !== undefined && !isAtExit(trace, join, one)) started.delete(one.thread);
}

/** Whether a join is the interpreter's, which waits for all threads when the program has come to its end. */
function isAtExit({ line }: Trace, join: Seq, joined: Started | undefined): boolean {
  return joined !== undefined && line[join] === 0 && line[joined.spawn] > 0;
}

/** From the end back, until each of them and their starters is found. */
function findLastSteps({ started, lastStep }: Endings, trace: Trace): void {
  const wanted = new Set([...started.values()].flatMap(({ thread, starter }) => [thread, starter]));
  for (let seq = trace.count - 1; seq >= 0 && wanted.size > 0; seq--) {
    const thread = trace.thread[seq];
    if (wanted.has(thread) && isStep(trace, seq) && wanted.delete(thread)) lastStep.set(thread, seq);
  }
}

/** Whether it is something a program does to get on: not starting others, and not what its end brings with it. */
function isStep({ op, line, object, objects }: Trace, seq: Seq): boolean {
  const code = op[seq];
  if (code === OP.start || code === OP.spawn || code === OP.finish) return false;
  if (code === OP.join || code === OP["join-wait"]) return line[seq] > 0;
  return object[seq] < 0 || objects[object[seq]].kind !== "gil";
}

/** `threads` begins with the starter; `events` are the first start, the starter's last step and the last of the thread started first. */
function groupByLine(trace: Trace, endings: Endings): BareFinding[] {
  const groups = new Map<string, Started[]>();
  for (const one of endings.started.values()) {
    if (!wentOnAlone(endings, one)) continue;
    const name = `${one.starter} ${trace.line[one.spawn]}`;
    groups.set(name, [...(groups.get(name) ?? []), one]);
  }
  return [...groups.values()].map((group) => toFinding(trace, endings, group));
}

/**
 * Whether it did something, and ended, after its starter, which had gone on after starting it, was at its end. The starter's last step is no
 * such sign: behind it there may have been a look that is no event, such as `is_alive`, and told it that the thread had ended.
 */
function wentOnAlone({ lastStep, finish, atEnd, raised }: Endings, { thread, starter, spawn }: Started): boolean {
  const last = lastStep.get(starter) ?? -1;
  if (last < spawn || raised.has(starter) || !finish.has(starter) || !finish.has(thread)) return false;
  return (lastStep.get(thread) ?? -1) > (atEnd.get(starter) ?? Number.POSITIVE_INFINITY);
}

function toFinding(trace: Trace, { lastStep }: Endings, group: readonly Started[]): BareFinding {
  const [first] = group;
  const line: Line = trace.line[first.spawn];
  return {
    kind: "unjoined",
    threads: [first.starter, ...group.map(({ thread }) => thread)],
    objects: [],
    lines: line > 0 ? [line] : [],
    events: [first.spawn, lastStep.get(first.starter) ?? first.spawn, lastStep.get(first.thread) ?? first.spawn],
    count: group.length,
  };
}
