/** Whether two traces of one schedule tell the same, event for event, but for time. Pure; numbers of objects may differ, names may not. */
import type { Seq } from "../../engine/base/ids.ts";
import { reprOf } from "../../engine/trace/value-codes.ts";
import type { Trace } from "../../engine/trace/trace.ts";

/** The first of `count` events that differs; null where none does. */
export function firstDifference(a: Trace, b: Trace, count: number): Seq | null {
  for (let seq = 0; seq < count; seq++) if (seq >= a.count || seq >= b.count || !isSame(a, b, seq)) return seq;
  return null;
}

function isSame(a: Trace, b: Trace, seq: Seq): boolean {
  return (
    a.thread[seq] === b.thread[seq] &&
    a.op[seq] === b.op[seq] &&
    a.line[seq] === b.line[seq] &&
    a.ok[seq] === b.ok[seq] &&
    isSameText(a, b, a.value[seq], b.value[seq]) &&
    isSameText(a, b, a.key[seq], b.key[seq]) &&
    a.objects[a.object[seq]]?.name === b.objects[b.object[seq]]?.name
  );
}

function isSameText(a: Trace, b: Trace, one: number, other: number): boolean {
  return (one & 1) === 1 ? one === other : reprOf(a, one) === reprOf(b, other);
}
