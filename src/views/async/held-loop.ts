/**
 * Stretches in which one task kept its loop to itself: nobody else could run, and no timer was answered. Pure. Rule: what a task does between
 * being let go on and giving way is one stretch; its worst moment is the longest pause between two of its events.
 */
import type { Seq, ThreadId } from "../../engine/base/ids.ts";
import type { Microseconds, Milliseconds } from "../../engine/base/units.ts";
import { OP } from "../../engine/trace/ops.ts";
import type { Trace } from "../../engine/trace/trace.ts";

export interface Held {
  readonly task: ThreadId;
  readonly ms: Milliseconds;
  /** The event that began the longest pause, and its line. */
  readonly seq: Seq;
  readonly line: number;
  /** What it did there. */
  readonly by: "sleep" | "compute" | "wait" | "else";
}

/** A callback that takes longer is slow: asyncio's own bound in debug mode, in seconds of the listing. */
const SLOW_SECONDS = 0.1;

interface Stretch {
  readonly from: Microseconds;
  last: Microseconds;
  pause: Microseconds;
  seq: Seq;
}

/** The longest stretch that counts as slow; null where there is none. */
export function findHeld(trace: Trace, secondMs: Milliseconds): Held | null {
  const open = new Map<ThreadId, Stretch>();
  let worst: Held | null = null;
  for (let seq = 0; seq < trace.count; seq++) {
    const thread = trace.thread[seq];
    const stretch = open.get(thread);
    const t = trace.time[seq];
    if (trace.op[seq] === OP["task-run"]) open.set(thread, { from: t, last: t, pause: 0, seq });
    if (stretch === undefined) continue;
    if (t - stretch.last > stretch.pause) {
      stretch.pause = t - stretch.last;
      stretch.seq = beforeOf(trace, seq);
    }
    stretch.last = t;
    if (trace.op[seq] !== OP["task-suspend"] && trace.op[seq] !== OP.finish) continue;
    open.delete(thread);
    const ms = (t - stretch.from) / 1000;
    if (ms > (worst?.ms ?? SLOW_SECONDS * secondMs)) worst = heldBy(trace, thread, ms, stretch.seq);
  }
  return worst;
}

/** The event of the same lane before this one. */
function beforeOf(trace: Trace, seq: Seq): Seq {
  const thread = trace.thread[seq];
  let before = seq - 1;
  while (before > 0 && trace.thread[before] !== thread) before--;
  return before;
}

function heldBy(trace: Trace, task: ThreadId, ms: Milliseconds, seq: Seq): Held {
  return { task, ms, seq, line: trace.line[seq], by: kindOf(trace.op[seq]) };
}

const WAITS: readonly number[] = [OP["acquire-wait"], OP["get-wait"], OP["put-wait"], OP["join-wait"], OP.wait];

function kindOf(op: number): Held["by"] {
  if (op === OP.sleep) return "sleep";
  if (op === OP.compute) return "compute";
  return WAITS.includes(op) ? "wait" : "else";
}
