/**
 * Whether a trace is one that the models of the primitives allow. Every event of a lock, semaphore, condition, event flag,
 * barrier, queue, pool or future is played on the model in the order of the trace, threads must live as threads do and heed the
 * interpreter lock where there is one, and what a read saw must be what some write could have left there (`check-cells.ts`).
 * Rule: it can fail, and then says at which event and why. Where events were dropped only times and lives are checked.
 */
import type { ObjectId, Seq } from "../base/ids.ts";
import { objectName, threadName } from "../trace/names.ts";
import { FIRST_UNKNOWN_OP } from "../trace/ops.ts";
import type { Trace } from "../trace/trace.ts";
import { reprOf } from "../trace/value-codes.ts";
import { checkCells } from "./check-cells.ts";
import { InterpreterCheck } from "./check-interpreter.ts";
import { createObjectCheck, type ObjectCheck } from "./check-objects.ts";
import { ThreadCheck } from "./check-threads.ts";

export type TraceVerdict = { readonly ok: true } | { readonly ok: false; readonly seq: Seq; readonly why: string };

/** The earliest event that the models do not allow, or none. */
export function checkTrace(trace: Trace): TraceVerdict {
  const sync = checkSync(trace);
  const cells = trace.dropped > 0 ? FINE : checkCells(trace);
  if (sync.ok) return cells;
  return cells.ok || sync.seq <= cells.seq ? sync : cells;
}

const FINE: TraceVerdict = { ok: true };

function checkSync(trace: Trace): TraceVerdict {
  const threads = new ThreadCheck(trace);
  const interpreter = new InterpreterCheck(trace);
  const objects = new Map<ObjectId, ObjectCheck | null>();
  for (let seq = 0; seq < trace.count; seq++) {
    const why = threads.visit(seq) ?? interpreter.visit(seq) ?? visitObject(trace, seq, objects);
    if (why !== null) return { ok: false, seq, why: sentence(trace, seq, why) };
  }
  return FINE;
}

function visitObject(trace: Trace, seq: Seq, objects: Map<ObjectId, ObjectCheck | null>): string | null {
  const object = trace.object[seq];
  if (object < 0 || trace.op[seq] >= FIRST_UNKNOWN_OP || trace.dropped > 0) return null;
  let check = objects.get(object);
  if (check === undefined) {
    check = createObjectCheck(trace, object);
    objects.set(object, check);
  }
  return check === null ? null : check(seq);
}

function sentence(trace: Trace, seq: Seq, why: string): string {
  const object = trace.object[seq] < 0 ? "" : ` ${objectName(trace, trace.object[seq])}`;
  const value = trace.value[seq] === 0 ? "" : ` (${reprOf(trace, trace.value[seq])})`;
  return `${threadName(trace, trace.thread[seq])}${object}${value}: ${why}`;
}
