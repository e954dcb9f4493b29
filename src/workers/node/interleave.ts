/**
 * The engine for scripts in Node: real threads, the simulator and the explorer behind a few calls, with the requests and reports of the page API
 * (docs/command-line.md). Rule: one thing runs at a time; what was run last can be looked at and exported.
 */
import { cpus } from "node:os";
import type { ExplorationReport, RunReport } from "../../engine/program/report.ts";
import { refuseMode } from "../../engine/program/modes.ts";
import type { Mode } from "../../engine/program/scenario.ts";
import { loadScenario } from "../../engine/scenarios/index.ts";
import type { Trace } from "../../engine/trace/trace.ts";
import type { ExplorationProgress, ExploreRequest, RepeatResult, RunRequest } from "../contract.ts";
import { ThreadLaboratory } from "../laboratory.ts";
import { ListingExplorer } from "../listing-explorer.ts";
import { measureResolutionUs } from "../resolution.ts";
import { sharedClock } from "../shared-clock.ts";
import type { StepRequest, StepResult } from "../stepping-contract.ts";
import { createNodeWorkerFactory } from "./node-worker-factory.ts";

/** What a script is given. Every call rejects with `argument`, `value` and `allowed` for what it refuses. */
export interface Interleave {
  /** One run on real threads, each a worker thread of its own. */
  run(request: RunRequest): Promise<RunReport>;
  /** Many of them, starts shaken, nothing recorded. */
  repeat(request: RunRequest & { readonly runs: number }): Promise<RepeatResult>;
  /** A whole run under the controlled scheduler. */
  step(request: StepRequest): Promise<RunReport>;
  /** The same, with the trace and the last event of each step. */
  stepWithTrace(request: StepRequest): Promise<StepResult>;
  explore(request: ExploreRequest, onProgress?: (progress: ExplorationProgress) => void): Promise<ExplorationReport>;
  /** The last recorded run's or stepped run's trace, in the columns that everything in the engine reads; null before there is one. */
  readonly trace: Trace | null;
  /** The last trace as a file: `interleave`, `chrome`, `text` or `csv`. */
  exportTrace(format: string): Promise<string>;
  /** Ends all worker threads; nothing can be asked afterwards. */
  close(): void;
}

/** @param threadWorker path of the built `thread-node.worker.ts`, which every real thread runs */
export function openInterleaveWith(threadWorker: string): Interleave {
  const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  const laboratory = new ThreadLaboratory({
    clock: sharedClock,
    createWorker: createNodeWorkerFactory(threadWorker),
    resolutionUs: measureResolutionUs(sharedClock),
    cores: cpus().length,
    warm: 0,
    breathe,
  });
  const explorer = new ListingExplorer({ clock: sharedClock, breathe });
  let trace: Trace | null = null;
  async function stepWithTrace(request: StepRequest): Promise<StepResult> {
    await refuseOther(request, "step");
    const result = await laboratory.step(request);
    trace = result.trace;
    return result;
  }
  return {
    async run(request) {
      const result = await laboratory.run(request);
      trace = result.trace;
      return result.report;
    },
    repeat: (request) => laboratory.repeat(request),
    step: async (request) => (await stepWithTrace(request)).report,
    stepWithTrace,
    async explore(request, onProgress) {
      await refuseOther(request, "explore");
      return explorer.explore(request, onProgress);
    },
    get trace() {
      return trace;
    },
    exportTrace: (format) => laboratory.exportTrace(format),
    close: () => laboratory.close(),
  };
}

/** @throws ArgumentError for a scenario without that mode */
async function refuseOther({ scenario }: StepRequest | ExploreRequest, mode: Mode): Promise<void> {
  if (scenario !== undefined) refuseMode(await loadScenario(scenario), mode);
}
