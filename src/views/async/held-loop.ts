/**
 * The longest stretch in which one task kept its event loop to itself: nobody else could run, and no timer was answered. Pure. Rule: that it did
 * is a finding (engine/analysis); here stands only what the panel says of it.
 */
import type { Line, Seq, ThreadId } from "../../engine/base/ids.ts";
import type { Milliseconds } from "../../engine/base/units.ts";
import type { Finding } from "../../engine/program/report.ts";
import { OP } from "../../engine/trace/ops.ts";
import type { Trace } from "../../engine/trace/trace.ts";

export interface Held {
  readonly task: ThreadId;
  readonly ms: Milliseconds;
  /** The event that began the longest pause, and its line. */
  readonly seq: Seq;
  readonly line: Line;
  /** What it did there; `script`: on the browser's own loop. */
  readonly by: "sleep" | "compute" | "wait" | "else" | "script";
}

/** null where no loop was blocked. */
export function findHeld(trace: Trace, findings: readonly Finding[]): Held | null {
  const all = findings
    .filter(({ kind, events }) => kind === "blocked-event-loop" && events.length > 1)
    .map((finding) => heldBy(trace, finding));
  return all.toSorted((a, b) => b.ms - a.ms)[0] ?? null;
}

function heldBy(trace: Trace, { threads, lines, events }: Finding): Held {
  const [first, second] = events;
  const last = events[events.length - 1];
  // Of the browser's own loop the waiter's two events are told, of asyncio's the busy task's three.
  const isScript = events.length < 3;
  const seq = isScript ? first : second;
  return {
    task: threads[0],
    ms: (trace.time[last] - trace.time[first]) / 1000,
    seq,
    line: lines[0] ?? trace.line[seq],
    by: isScript ? "script" : kindOf(trace.op[seq]),
  };
}

const WAITS: readonly number[] = [OP["acquire-wait"], OP["get-wait"], OP["put-wait"], OP["join-wait"], OP.wait];

function kindOf(op: number): Held["by"] {
  if (op === OP.sleep) return "sleep";
  if (op === OP.compute) return "compute";
  return WAITS.includes(op) ? "wait" : "else";
}
