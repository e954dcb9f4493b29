/** The beginning of a trace as a trace of its own: what an analysis would have said then. Rule: nothing is copied. */
import type { Seq } from "../base/ids.ts";
import { SnapshotIndex } from "./snapshot-index.ts";
import type { ThreadState, Trace } from "./trace.ts";

export class Prefixes {
  readonly #trace: Trace;
  readonly #states: SnapshotIndex;

  constructor(trace: Trace) {
    this.#trace = trace;
    this.#states = new SnapshotIndex(trace);
  }

  /** The trace up to and with event `last`; −1 gives an empty one. Threads are as they were then. */
  upTo(last: Seq): Trace {
    const trace = this.#trace;
    const count = last + 1;
    const states = new Map(this.#states.at(last).threads.map(({ id, state }) => [id, state]));
    return {
      ...trace,
      count,
      time: trace.time.subarray(0, count),
      thread: trace.thread.subarray(0, count),
      op: trace.op.subarray(0, count),
      ok: trace.ok.subarray(0, count),
      line: trace.line.subarray(0, count),
      object: trace.object.subarray(0, count),
      key: trace.key.subarray(0, count),
      value: trace.value.subarray(0, count),
      threads: trace.threads.map((thread) => ({ ...thread, state: stateOf(states.get(thread.id)) })),
    };
  }
}

function stateOf(state: ThreadState | "ready" | undefined): ThreadState {
  return state === undefined ? "new" : state === "ready" ? "running" : state;
}
