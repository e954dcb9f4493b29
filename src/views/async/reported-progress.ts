/** Progress that a program reports itself: events of its own, and what the line said by which it did. Pure. */
import type { Seq } from "../../engine/base/ids.ts";
import { reportedShare } from "../../engine/program/reported-progress.ts";
import { OP } from "../../engine/trace/ops.ts";
import type { Trace } from "../../engine/trace/trace.ts";
import { plainOf } from "../../engine/trace/value-codes.ts";

export interface ReportedProgress {
  readonly seq: Seq;
  /** 0 to 1. */
  readonly share: number;
  /** What stands behind the percentage. */
  readonly says: string;
}

/** A bar, its percentage, and what stands behind them. */
const BAR = /^\s*\[[^\]\d]*\]\s*[\d.]+\s?%\s*(.*)$/;

/** All reports of a run, in order: its events where it has such, else what it printed (runs of other runtimes and older ones). */
export function findReportedProgress(trace: Trace): readonly ReportedProgress[] {
  const events = findReports(trace, OP.progress);
  return events.length > 0 ? events : findReports(trace, OP.print);
}

function findReports(trace: Trace, wanted: number): ReportedProgress[] {
  const reports: ReportedProgress[] = [];
  const printed = new Map<number, string>();
  for (let seq = 0; seq < trace.count; seq++) {
    const op = trace.op[seq];
    if (op !== OP.print && op !== wanted) continue;
    const value = plainOf(trace, trace.value[seq]);
    if (op === OP.print) printed.set(trace.thread[seq], typeof value === "string" ? value : "");
    const says = printed.get(trace.thread[seq]) ?? "";
    const share = op !== wanted ? null : op === OP.print ? reportedShare(says) : value;
    if (typeof share === "number") reports.push({ seq, share, says: BAR.exec(says.trimEnd())?.[1] ?? "" });
  }
  return reports;
}

/** The last report at or before an event; null before the first. */
export function progressAt(reports: readonly ReportedProgress[], seq: Seq): ReportedProgress | null {
  return reports.findLast((report) => report.seq <= seq) ?? null;
}
