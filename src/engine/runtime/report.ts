/** The run report of the page API from what a run left. Rule: nothing is computed here that a trace or a scenario could tell. */
import type { ConsoleLine, Finding, Outcome, ParameterValues, RunReport, RunStatus } from "../program/report.ts";
import type { Scenario } from "../program/scenario.ts";
import type { Plain, Trace, TraceThread } from "../trace/trace.ts";

export interface ReportParts {
  readonly scenario: Scenario | null;
  readonly parameters: ParameterValues;
  readonly engine: RunReport["engine"];
  readonly status: RunStatus;
  readonly values: Readonly<Record<string, Plain>>;
  readonly console: readonly ConsoleLine[];
  readonly threads: readonly TraceThread[];
  /** null when not recorded. */
  readonly trace: Trace | null;
  readonly findings: readonly Finding[];
  readonly lostUpdates: Readonly<Record<string, number>> | null;
  readonly events: number;
  readonly dropped: number;
  readonly elapsedMs: number;
  /** A stepped run's own. */
  readonly steps?: number;
  readonly schedule?: string;
}

/** What of a run decides its outcome. */
export interface JudgedParts
  extends Pick<ReportParts, "scenario" | "parameters" | "status" | "values" | "console" | "trace"> {
  readonly threads: readonly Pick<TraceThread, "id" | "name">[];
}

/** What came out of a run, and whether it is what is expected: null where nothing is. */
export function judge(parts: JudgedParts): Pick<RunReport, "outcome" | "expected" | "correct"> {
  const outcome = outcomeOf(parts);
  const expected = parts.scenario === null ? null : parts.scenario.expected(parts.parameters);
  return { outcome, expected, correct: isCorrect(parts.status, outcome, expected) };
}

export function buildReport(parts: ReportParts): RunReport {
  const { scenario, parameters, status } = parts;
  return {
    scenario: scenario?.id ?? null,
    parameters,
    engine: parts.engine,
    status,
    ...judge(parts),
    elapsedMs: parts.elapsedMs,
    threads: parts.threads,
    findings: parts.findings,
    console: parts.console,
    events: parts.events,
    dropped: parts.dropped,
    lostUpdates: parts.lostUpdates,
    steps: parts.steps ?? null,
    schedule: parts.schedule ?? null,
  };
}

function outcomeOf({ scenario, values, console, threads, trace, parameters, status }: JudgedParts): Outcome {
  if (scenario !== null) return scenario.outcome(values, trace, parameters, { status, console });
  return { values, printed: printedByThread(console, threads) };
}

/** Thread name → the lines it printed. */
function printedByThread(console: readonly ConsoleLine[], threads: JudgedParts["threads"]): Plain {
  const printed: Record<string, string[]> = {};
  for (const { thread, text } of console) {
    const name = threads.find(({ id }) => id === thread)?.name ?? `Thread-${thread}`;
    (printed[name] ??= []).push(...text.split("\n"));
  }
  return printed;
}

/** null where nothing is expected; only expected keys are compared; false unless finished. */
function isCorrect(status: RunStatus, outcome: Outcome, expected: Outcome | null): boolean | null {
  if (expected === null || Object.keys(expected).length === 0) return null;
  if (status !== "finished") return false;
  return Object.entries(expected).every(([key, value]) => isSamePlain(outcome[key], value));
}

function isSamePlain(left: Plain | undefined, right: Plain): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}
