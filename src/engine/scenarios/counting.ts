/** What the two counting scenarios share: their outcome, and what it should be. */
import type { Outcome, ParameterValues, RunReport } from "../program/report.ts";
import { firstNumber } from "./console-numbers.ts";

/** Text of the line that a counter prints when it is done. */
const FINISHED = /finished; the last number it wrote is (-?\d+)$/;

export function countOutcome(values: ParameterValues, report: Pick<RunReport, "console">): Outcome {
  return { count: values.count ?? null, firstFinisher: firstNumber(report.console, FINISHED) };
}

export function expectedCount({ threads, iterations }: ParameterValues): Outcome {
  return { count: Number(threads) * Number(iterations) };
}
