/**
 * What Python allows or punishes, and no program should do: a Lock released by another thread than its holder; operations that
 * raised because a primitive was used against its contract; and locks whose holder ended and never gave them back.
 * Rule: one finding for each kind, object, pair of lines and threads, with the earliest evidence.
 */
import type { ObjectId, Seq, ThreadId } from "../base/ids.ts";
import type { Finding } from "../program/report.ts";
import { objectKind } from "../trace/names.ts";
import { OP } from "../trace/ops.ts";
import type { SyncState } from "../trace/sync-state.ts";
import type { Trace } from "../trace/trace.ts";
import { reprOf } from "../trace/value-codes.ts";

/** What CPython says when a primitive is used against its contract. */
const COMPLAINTS = [
  /release unlocked lock/,
  /cannot release un-acquired lock/,
  /cannot (wait on|notify on) un-acquired lock/,
  /task_done\(\) called too many times/,
  /[Ss]emaphore released too many times/,
  /cannot schedule new futures/,
  /Pool not running/,
  /Pool is still running/,
  /cannot join current thread/,
  /cannot join thread before it is started/,
  /threads can only be started once/,
];

/** Releases by strangers and complaints that ended a thread. */
export function misuseFindings(trace: Trace): Omit<Finding, "message">[] {
  const found = new Map<string, Omit<Finding, "message">>();
  const acquired = new Int32Array(trace.objects.length).fill(-1);
  for (let seq = 0; seq < trace.count; seq++) {
    const op = trace.op[seq];
    const object = trace.object[seq];
    if (op === OP.raise && isComplaint(trace, seq)) add(found, trace, [seq], object < 0 ? [] : [object]);
    if (object < 0 || objectKind(trace, object) !== "lock") continue;
    if (op === OP.acquire) acquired[object] = seq;
    if (op !== OP.release) continue;
    const by = acquired[object];
    if (by >= 0 && trace.thread[by] !== trace.thread[seq]) add(found, trace, [by, seq], [object]);
    acquired[object] = -1;
  }
  return [...found.values()];
}

/**
 * Locks that were still held when their holder had ended. Who ends last takes them with it: CPython says nothing of that, and nobody is
 * left to miss them.
 */
export function deadHolderFindings(trace: Trace, state: SyncState): Omit<Finding, "message">[] {
  const findings: Omit<Finding, "message">[] = [];
  for (const [object, { holder }] of state.locks) {
    const life = state.threads.get(holder);
    if (holder < 0 || life?.finished !== true || objectKind(trace, object) === "gil") continue;
    if (!isOutlived(trace, state, holder, life.lastSeq)) continue;
    const acquire = lastAcquire(trace, object, holder);
    const events = acquire < 0 ? [life.lastSeq] : [acquire, life.lastSeq];
    const line = acquire < 0 ? 0 : trace.line[acquire];
    findings.push({
      kind: "dead-holder",
      threads: [holder],
      objects: [object],
      lines: line > 0 ? [line] : [],
      events,
      count: 1,
    });
  }
  return findings;
}

/** Whether some other thread that had been started did not end before event `end`. */
function isOutlived(trace: Trace, state: SyncState, holder: ThreadId, end: Seq): boolean {
  return trace.threads.some(({ id }) => {
    const life = state.threads.get(id);
    return id !== holder && life !== undefined && (!life.finished || life.lastSeq > end);
  });
}

function isComplaint(trace: Trace, seq: Seq): boolean {
  const text = reprOf(trace, trace.value[seq]);
  return COMPLAINTS.some((complaint) => complaint.test(text));
}

function lastAcquire(trace: Trace, object: ObjectId, thread: ThreadId): Seq {
  for (let seq = trace.count - 1; seq >= 0; seq--) {
    if (trace.op[seq] === OP.acquire && trace.object[seq] === object && trace.thread[seq] === thread) return seq;
  }
  return -1;
}

function add(
  found: Map<string, Omit<Finding, "message">>,
  trace: Trace,
  events: readonly Seq[],
  objects: readonly ObjectId[],
): void {
  const threads = events.map((seq) => trace.thread[seq]);
  const lines = [...new Set(events.map((seq) => trace.line[seq]))].filter((line) => line > 0);
  const name = [objects, threads, lines].join(";");
  const known = found.get(name);
  if (known === undefined) found.set(name, { kind: "misuse", threads, objects, lines, events, count: 1 });
  else found.set(name, { ...known, count: known.count + 1 });
}
