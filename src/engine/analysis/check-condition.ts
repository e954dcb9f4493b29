/**
 * A condition's events: waiters are notified in the order of their waits; who was notified is woken and does not time out; a wait
 * gives the lock back and takes it again, level for level. Rule: `notify` tells how many it woke.
 */
import type { Seq, ThreadId } from "../base/ids.ts";
import { OP } from "../trace/ops.ts";
import type { Trace } from "../trace/trace.ts";
import { integerOf } from "../trace/value-codes.ts";

/** Why the condition's next event cannot be, or null. */
export function createConditionCheck(trace: Trace): (seq: Seq) => string | null {
  let waiters: ThreadId[] = [];
  const notified = new Set<ThreadId>();
  return (seq) => {
    const thread = trace.thread[seq];
    switch (trace.op[seq]) {
      case OP.wait:
        if (waiters.includes(thread) || notified.has(thread)) return "waits twice at a time";
        waiters.push(thread);
        return givesLockBack(trace, seq) ? null : "waits, but its next event gives no lock back";
      case OP.notify: {
        const asked = integerOf(trace.value[seq], waiters.length);
        if (trace.engine === "threads" && asked > waiters.length) return `wakes ${asked}, but ${waiters.length} wait`;
        const count = asked < 0 ? waiters.length : Math.min(asked, waiters.length);
        for (const woken of waiters.slice(0, count)) notified.add(woken);
        waiters = waiters.slice(count);
        return null;
      }
      case OP.woken:
        return notified.delete(thread) ? null : "is woken, but was not notified";
      case OP["wait-timeout"]:
        if (notified.has(thread)) return "times out, but was notified";
        if (!waiters.includes(thread)) return "times out, but does not wait";
        waiters = waiters.filter((one) => one !== thread);
        return null;
      default:
        return null;
    }
  };
}

/** Whether the thread's next event, if there is one, releases a lock. */
function givesLockBack(trace: Trace, wait: Seq): boolean {
  for (let seq = wait + 1; seq < trace.count; seq++) {
    if (trace.thread[seq] === trace.thread[wait]) return trace.op[seq] === OP.release || trace.op[seq] === OP.finish;
  }
  return true;
}
