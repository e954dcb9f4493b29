/**
 * Figures of one run from its index and trace. Rule: pure and linear at worst; times in microseconds. What a thread
 * "runs" is what the lanes show as running or computing.
 */
import type { ObjectId, ThreadId } from "../../engine/base/ids.ts";
import type { Microseconds } from "../../engine/base/units.ts";
import type { TraceIndex } from "../../engine/trace/index-types.ts";
import { SPAN_STATES, STATE } from "../../engine/trace/index-types.ts";
import { timeInStates } from "../../engine/trace/lanes-sums.ts";
import { OP } from "../../engine/trace/ops.ts";
import type { Trace } from "../../engine/trace/trace.ts";

export interface ThreadTimes {
  readonly thread: ThreadId;
  /** Microseconds in each of SPAN_STATES. */
  readonly inState: readonly Microseconds[];
  readonly total: Microseconds;
}

/** How one object was waited for. */
export interface Contention {
  readonly object: ObjectId;
  /** Successful acquires, puts and gets. */
  readonly taken: number;
  readonly waits: number;
  readonly waitedUs: Microseconds;
  readonly longestUs: Microseconds;
}

export interface Statistics {
  readonly threads: readonly ThreadTimes[];
  readonly contention: readonly Contention[];
  readonly elapsedUs: Microseconds;
  /** Time that threads ran, all together, over the time that passed: threads at work on average. */
  readonly parallelism: number;
}

export function computeStatistics(trace: Trace, index: TraceIndex): Statistics {
  const threads = index.lanes.map((lane): ThreadTimes => {
    const inState = [...timeInStates(lane, lane.start, lane.end)];
    return { thread: lane.thread, inState, total: lane.end - lane.start };
  });
  const elapsedUs = Math.max(0, index.end - index.start);
  const busyUs = threads.reduce((sum, { inState }) => sum + inState[STATE.RUNNING] + inState[STATE.COMPUTING], 0);
  return {
    threads,
    contention: contentionOf(trace, index),
    elapsedUs,
    parallelism: elapsedUs === 0 ? 0 : busyUs / elapsedUs,
  };
}

/** Objects that somebody waited for, the longest waited for first. */
function contentionOf(trace: Trace, index: TraceIndex): readonly Contention[] {
  const waits = new Float64Array(trace.objects.length);
  const waitedUs = new Float64Array(trace.objects.length);
  const longestUs = new Float64Array(trace.objects.length);
  for (const { spans } of index.lanes) {
    for (let at = 0; at < spans.count; at++) {
      if (spans.state[at] !== STATE.BLOCKED && spans.state[at] !== STATE.WAITING) continue;
      const object = trace.object[spans.seq[at]];
      if (object < 0) continue;
      const duration = spans.end[at] - spans.start[at];
      waits[object]++;
      waitedUs[object] += duration;
      longestUs[object] = Math.max(longestUs[object], duration);
    }
  }
  const taken = takenOf(trace);
  return trace.objects
    .map(({ id }) => ({
      object: id,
      taken: taken[id],
      waits: waits[id],
      waitedUs: waitedUs[id],
      longestUs: longestUs[id],
    }))
    .filter((one) => one.waits > 0)
    .sort((a, b) => b.waitedUs - a.waitedUs);
}

/** Successful acquires, puts and gets by object. */
function takenOf(trace: Trace): Float64Array {
  const taken = new Float64Array(trace.objects.length);
  for (let seq = 0; seq < trace.count; seq++) {
    const op = trace.op[seq];
    if (op === OP.acquire || op === OP.put || op === OP.get) taken[trace.object[seq]]++;
  }
  return taken;
}

/** States that some thread was in at all, by index. */
export function statesSeen({ threads }: Pick<Statistics, "threads">): readonly number[] {
  return SPAN_STATES.map((_, state) => state).filter((state) => threads.some(({ inState }) => inState[state] > 0));
}
