/**
 * From a simulation at the end of what was stepped to what is kept of a run: the trace in the columns of real runs, how it ended, its
 * threads, values and console. Rule: everything is decoded here; what is given out needs the simulation no more.
 */
import type { ThreadId } from "../../base/ids.ts";
import type { RunStatus } from "../../program/report.ts";
import { STEP_US } from "../../program/stepping.ts";
import { assembleTrace } from "../../trace/assemble.ts";
import type { ThreadState, Trace, TraceThread } from "../../trace/trace.ts";
import { readConsole } from "../console.ts";
import type { RunEnd } from "../parallel/run-end.ts";
import type { Simulation } from "./simulation.ts";
import { nameOfThread, readerOf } from "./simulation-reader.ts";
import { STAGE, type SteppedThread } from "./stepped-thread.ts";

/** What is kept of a stepped run. */
export interface SteppedRun extends RunEnd {
  readonly trace: Trace;
  /** Threads that the run waited for and that can never go on. */
  readonly stuck: ReadonlySet<ThreadId>;
  readonly heapBytes: number;
}

/** @param status as the report says it; `stopped` while somebody could go on @param shared whether columns lie on shared memory */
export function recordRun(simulation: Simulation, status: RunStatus, shared: boolean): SteppedRun {
  const reader = readerOf(simulation);
  const threads = simulation.threads.map((thread) => ({
    ...traceThread(thread, status),
    name: nameOfThread(reader, thread),
  }));
  // Virtual time: a step takes a millisecond, and the last one has its own.
  const elapsedMs = ((simulation.steps + 1) * STEP_US) / 1000;
  const { trace } = assembleTrace({
    records: simulation.events.records(threads.length),
    decoders: reader,
    threads,
    resolutionUs: STEP_US,
    dropped: 0,
    engine: "simulator",
    elapsedMs,
    shared,
  });
  return {
    trace,
    status,
    elapsedMs,
    threads: trace.threads,
    values: reader.moduleValues(),
    console: readConsole(trace),
    events: trace.count,
    dropped: 0,
    stuck: new Set(simulation.stuck()),
    heapBytes: simulation.heapBytes,
  };
}

function traceThread(thread: SteppedThread, status: RunStatus): Omit<TraceThread, "name"> {
  const { id } = thread;
  return { id, kind: id === 0 ? "main" : "thread", process: 0, worker: false, state: stateOf(thread, status) };
}

function stateOf({ stage, machine, begun }: SteppedThread, status: RunStatus): ThreadState {
  switch (stage) {
    case STAGE.ENDED:
      return machine.failed ? "failed" : "finished";
    case STAGE.BLOCKED:
      return "blocked";
    default:
      if (!begun) return "new";
      // Only daemons are left behind by a run that is over.
      return status === "finished" || status === "failed" ? "stopped" : "running";
  }
}
