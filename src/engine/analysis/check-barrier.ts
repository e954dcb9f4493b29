/**
 * A barrier's events, with CPython's phases: nobody passes before all have arrived, nobody arrives before all have gone.
 * Rule: an arrival that does not pass was broken, by a reset, an abort or its own time limit.
 */
import type { ObjectId, Seq, ThreadId } from "../base/ids.ts";
import type { BarrierPhase } from "../model/barrier.ts";
import { OP } from "../trace/ops.ts";
import type { Trace } from "../trace/trace.ts";
import { integerOf } from "../trace/value-codes.ts";

/** Why the barrier's next event cannot be, or null. */
export function createBarrierCheck(trace: Trace, object: ObjectId): (seq: Seq) => string | null {
  const parties = trace.objects[object].capacity ?? Number.POSITIVE_INFINITY;
  const inside = new Map<ThreadId, number>();
  let phase: BarrierPhase = "filling";
  const leave = (thread: ThreadId) => {
    inside.delete(thread);
    if (inside.size === 0 && phase !== "broken") phase = "filling";
  };
  return (seq) => {
    const thread = trace.thread[seq];
    const told = integerOf(trace.value[seq], -1);
    switch (trace.op[seq]) {
      case OP.arrive:
        if (phase !== "filling") return `arrives while the barrier is ${phase}`;
        if (inside.has(thread)) return "arrives twice at a time";
        if (told >= 0 && told !== inside.size) return `arrives as number ${told}, but ${inside.size} are inside`;
        inside.set(thread, inside.size);
        if (inside.size === parties) phase = "draining";
        return null;
      case OP.pass:
        if (!inside.has(thread)) return "passes without having arrived";
        if (Number.isFinite(parties) && phase !== "draining")
          return `passes, but ${inside.size} of ${parties} have arrived`;
        leave(thread);
        return null;
      case OP.broken:
        if (inside.has(thread) && phase === "draining") return "is told that it broke, but all had arrived";
        if (!inside.has(thread) || phase === "filling") phase = "broken";
        leave(thread);
        return null;
      case OP.reset:
        if (inside.size === 0) phase = "filling";
        else if (phase !== "draining") phase = "resetting";
        return null;
      default:
        return null;
    }
  };
}
