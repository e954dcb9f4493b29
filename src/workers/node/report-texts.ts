/** Reports as lines for a terminal. Rule: everything here is also in the report, which `--json` gives. */
import type { ExplorationCut, ExplorationReport, Outcome, RunReport } from "../../engine/program/report.ts";
import { describeEvent } from "../../engine/trace/sentences.ts";
import type { RepeatResult } from "../contract.ts";
import type { StepResult } from "../stepping-contract.ts";

/** What was printed, how it ended, what was found. */
export function describeRun(report: RunReport): string[] {
  return [...report.console.map(({ text }) => text), ...describeEnd(report)];
}

/** Every step with the events that belong to it, then as a run. */
export function describeSteps({ trace, lastSeq, report }: StepResult): string[] {
  const lines: string[] = [];
  const width = String(lastSeq.length - 1).length;
  for (let step = 0; trace !== null && step < lastSeq.length; step++) {
    for (let seq = step === 0 ? 0 : lastSeq[step - 1] + 1; seq <= lastSeq[step]; seq++) {
      const isFirst = step > 0 && seq === lastSeq[step - 1] + 1;
      lines.push(`${(isFirst ? String(step) : "").padStart(width)}  ${describeEvent(trace, seq, "en")}`);
    }
  }
  return [...lines, ...describeEnd(report)];
}

function describeEnd(report: RunReport): string[] {
  const { status, outcome, expected, correct, findings, engine, steps, schedule } = report;
  const verdict = correct === null ? "" : correct ? ", as expected" : `, expected ${describeOutcome(expected ?? {})}`;
  return [
    `${engine === "threads" ? "on real threads" : "in the simulator"}: ${status}${steps === null ? "" : ` after ${count(steps, "step")}`}`,
    `outcome: ${describeOutcome(outcome)}${verdict}`,
    ...findings.map(({ kind, message }) => `${kind}: ${message}`),
    ...(schedule === null ? [] : [`schedule: ${schedule}`]),
  ];
}

export function describeRepeat({ runs, outcomes, elapsedMs }: RepeatResult): string[] {
  return [
    `${count(runs, "run")} on real threads in ${Math.round(elapsedMs)} ms`,
    ...table(outcomes.map(({ outcome, status, runs: times }) => [String(times), status, describeOutcome(outcome)])),
  ];
}

export function describeExploration(report: ExplorationReport): string[] {
  const { runs, redundant, steps, deadlocks, failures, complete, cuts, outcomes, shortest, elapsedMs } = report;
  return [
    `${count(runs, report.reduction === "dpor" && report.search === "exhaustive" ? "order that matters" : "run")}, ` +
      `${count(steps, "step")}, ${Math.round(elapsedMs)} ms: ${complete ? "complete" : `not complete (${cuts.map(describeCut).join(", ")})`}`,
    ...(redundant > 0 ? [`${redundant} of them redundant`] : []),
    ...table(
      outcomes.map(({ outcome, status, runs: times, schedule, correct }) => [
        `${times}×`,
        `${status}${correct === false && status === "finished" ? ", wrong" : ""}`,
        describeOutcome(outcome),
        schedule,
      ]),
    ),
    failures === 0
      ? complete
        ? "no order fails"
        : "no order that was tried fails"
      : `${failures} of them ${failures === 1 ? "fails" : "fail"}${deadlocks === 0 ? "" : `, ${deadlocks} by deadlock`}`,
    ...(shortest === null
      ? []
      : [
          `shortest failure${shortest.livelock === true ? ", a livelock" : ""}: ${count(shortest.steps, "step")}, ${count(shortest.preemptions, "preemption")}` +
            `${shortest.proven ? "; there is none shorter" : ""}: ${shortest.schedule}`,
        ]),
  ];
}

function describeCut({ by, count: times }: ExplorationCut): string {
  return times > 1 ? `${by} ${times} times` : by;
}

/** A listing's own outcome is its values and what it printed; one of a scenario is its keys. */
function describeOutcome(outcome: Outcome): string {
  const { values, printed, ...rest } = outcome;
  const shown = values === undefined || printed === undefined ? outcome : { ...(values as Outcome), ...rest };
  const parts = Object.entries(shown).map(([name, value]) => `${name} = ${JSON.stringify(value)}`);
  return parts.length === 0 ? "nothing" : parts.join(", ");
}

function count(many: number, what: string): string {
  const [first, ...rest] = what.split(" ");
  return `${many} ${many === 1 ? first : `${first}s`}${rest.length === 0 ? "" : ` ${many === 1 ? rest.join(" ") : rest.join(" ").replace("matters", "matter")}`}`;
}

/** Columns as wide as their widest text. */
function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => row[at].length)));
  return rows.map((row) => `  ${row.map((text, at) => text.padEnd(widths[at])).join("  ")}`.trimEnd());
}
