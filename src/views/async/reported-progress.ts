/**
 * Progress that a program reports itself: a printed line such as `[####......] 40% quick`, or an event of its own. Pure. Rule: a line counts
 * only where a drawn bar stands before the percentage, so that no other number is taken for one.
 */
import type { Seq } from "../../engine/base/ids.ts";
import { OP } from "../../engine/trace/ops.ts";
import type { Plain, Trace } from "../../engine/trace/trace.ts";
import { plainOf } from "../../engine/trace/value-codes.ts";

export interface ReportedProgress {
  readonly seq: Seq;
  /** 0 to 1. */
  readonly share: number;
  /** What stands behind the percentage. */
  readonly says: string;
}

const BAR = /^\s*\[[#=>.\-_ ]*\]\s*(\d{1,3})\s?%\s*(.*)$/;

/** All reports of a run, in order. */
export function findReportedProgress(trace: Trace): readonly ReportedProgress[] {
  const reports: ReportedProgress[] = [];
  for (let seq = 0; seq < trace.count; seq++) {
    const op = trace.op[seq];
    if (op !== OP.print && op !== OP.progress) continue;
    const report =
      op === OP.print ? readLine(plainOf(trace, trace.value[seq])) : readShare(plainOf(trace, trace.value[seq]));
    if (report !== null) reports.push({ seq, ...report });
  }
  return reports;
}

type Read = Omit<ReportedProgress, "seq"> | null;

function readLine(text: Plain | undefined): Read {
  const [, percent, says] = typeof text === "string" ? (BAR.exec(text.trimEnd()) ?? []) : [];
  return percent === undefined || Number(percent) > 100 ? null : { share: Number(percent) / 100, says };
}

function readShare(value: Plain | undefined): Read {
  return typeof value === "number" && value >= 0 && value <= 1 ? { share: value, says: "" } : null;
}

/** The last report at or before an event; null before the first. */
export function progressAt(reports: readonly ReportedProgress[], seq: Seq): ReportedProgress | null {
  return reports.findLast((report) => report.seq <= seq) ?? null;
}
