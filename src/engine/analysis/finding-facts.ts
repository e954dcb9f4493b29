/** What sentences about findings name: threads, objects, values and lines, in either language. Rule: names as the trace gives them. */
import type { Seq } from "../base/ids.ts";
import type { Finding } from "../program/report.ts";
import { otherOf } from "../trace/event.ts";
import { objectKind, objectName, threadName } from "../trace/names.ts";
import { OP } from "../trace/ops.ts";
import { findHolder } from "../trace/sentences.ts";
import type { Trace } from "../trace/trace.ts";
import { entryOf, reprOf } from "../trace/value-codes.ts";

/** A finding as an analysis makes it, before it has its sentence. */
export type BareFinding = Omit<Finding, "message">;

/** Names of all threads of a finding. */
export function nameOf({ threads }: BareFinding, trace: Trace): string {
  return threads.map((thread) => threadName(trace, thread)).join(", ");
}

/** Names of all objects of a finding. */
export function objectsOf({ objects }: BareFinding, trace: Trace): string {
  return objects.map((object) => objectName(trace, object)).join(", ");
}

/** Who has what a wait is about; `?` where nobody is known to. */
export function holderOf(trace: Trace, wait: Seq): string {
  const other = otherOf(trace, wait);
  const holder = other >= 0 ? other : findHolder(trace, trace.object[wait], trace.count);
  return holder < 0 ? "?" : threadName(trace, holder);
}

/** A thread that waits for what it holds itself: a Lock taken twice. */
export function waitsForItself({ threads, events }: BareFinding, trace: Trace): boolean {
  const wait = events[0];
  const isLock = trace.op[wait] === OP["acquire-wait"] && objectKind(trace, trace.object[wait]) !== "semaphore";
  return isLock && findHolder(trace, trace.object[wait], trace.count) === threads[0];
}

/** A livelock of one thread that only reads one place, and always the same there: it waits for another value. */
export function onlyReads({ threads, objects, events }: BareFinding, trace: Trace): boolean {
  const { op, thread, object, key, value, count } = trace;
  const [first] = events;
  if (threads.length !== 1 || objects.length !== 1) return false;
  for (let seq = first; seq < count; seq++) {
    if (thread[seq] !== threads[0]) continue;
    const isSame = object[seq] === object[first] && key[seq] === key[first] && value[seq] === value[first];
    if (op[seq] !== OP.read || !isSame) return false;
  }
  return true;
}

/** What an access read or wrote, as Python writes it. */
export function valueOf(trace: Trace, seq: Seq): string {
  return reprOf(trace, trace.value[seq]);
}

/** The text of a print or an exception. */
export function textOf(trace: Trace, seq: Seq): string {
  const entry = entryOf(trace, trace.value[seq]);
  return typeof entry?.plain === "string" ? entry.plain : (entry?.repr ?? "");
}

/** An event's line between two texts; nothing where it has none. */
export function lineNote(trace: Trace, seq: Seq, before: string, behind: string): string {
  return trace.line[seq] === 0 ? "" : `${before}${trace.line[seq]}${behind}`;
}

/** `T1`, `T1 and T2`, `T1, T2 and T3`. */
export function listed(names: readonly string[], and: string): string {
  if (names.length < 2) return names.join("");
  return `${names.slice(0, -1).join(", ")} ${and} ${names[names.length - 1]}`;
}
