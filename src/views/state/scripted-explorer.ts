/** For tests: an explorer that tells and ends when the test says so. No part of the page. */
import type { ExplorationReport } from "../../engine/program/report.ts";
import type { ExplorationProgress, ExploreRequest, Explorer } from "../../workers/contract.ts";

/** What two threads that each add 1 without a lock come to. */
export const TWO_ADDS_EXPLORED: ExplorationReport = {
  scenario: "count-race",
  parameters: {},
  search: "exhaustive",
  reduction: "dpor",
  runs: 4,
  redundant: 0,
  steps: 14,
  deadlocks: 0,
  failures: 2,
  complete: true,
  cuts: [],
  outcomes: [
    { outcome: { count: 2 }, status: "finished", runs: 2, schedule: "s1.SCRIPT.1x2-2x2", correct: true },
    { outcome: { count: 1 }, status: "finished", runs: 2, schedule: "s1.SCRIPT.1-2x2-1", correct: false },
  ],
  shortest: { schedule: "s1.SCRIPT.1-2x2-1", steps: 4, preemptions: 1, proven: true },
  firstFailure: 2,
  lookedThrough: 2,
  findings: [],
  elapsedMs: 3,
};

export class ScriptedExplorer implements Explorer {
  readonly requests: ExploreRequest[] = [];
  readonly calls: string[] = [];
  /** Answers at once with this; null: only when `finish` or `stop` is called. */
  answer: ExplorationReport | null = TWO_ADDS_EXPLORED;
  tell: (progress: Partial<ExplorationProgress>) => void = () => undefined;
  #end: ((report: ExplorationReport) => void) | null = null;

  explore(request: ExploreRequest, onProgress?: (progress: ExplorationProgress) => void): Promise<ExplorationReport> {
    this.requests.push(request);
    this.tell = (part) => onProgress?.({ ...NOTHING_YET, ...part });
    if (this.answer !== null) return Promise.resolve(this.answer);
    return new Promise((resolve) => {
      this.#end = resolve;
    });
  }

  finish(report: ExplorationReport): void {
    this.#end?.(report);
  }

  async pause(): Promise<void> {
    this.calls.push("pause");
  }

  async resume(): Promise<void> {
    this.calls.push("resume");
  }

  async stop(): Promise<void> {
    this.calls.push("stop");
    this.#end?.({ ...TWO_ADDS_EXPLORED, complete: false, cuts: [{ by: "stopped", count: 0 }] });
  }
}

const NOTHING_YET: ExplorationProgress = {
  runs: 0,
  steps: 0,
  deadlocks: 0,
  failures: 0,
  outcomes: 0,
  elapsedMs: 0,
  paused: false,
  share: 0,
  estimatedRuns: null,
  estimatedLeftMs: null,
};
