// Checks of reports and traces that many specs make. Its one rule: what a check finds wrong is told in full, since a
// run on real threads may not be had a second time.

import { expect, type InterleavePage, type Wanted } from "./page.ts";
import type { Finding, RunReport, Status, TraceDocument } from "./promises.ts";
import { runReportShape, traceShape } from "./promised-shapes.ts";
import { brokenLaws } from "./trace-laws.ts";

/** Runs through the page API and holds report and trace to every promise that holds for any run. */
export async function runAndCheck(
  interleave: InterleavePage,
  wanted: Wanted,
  status: Status,
): Promise<{ report: RunReport; trace: TraceDocument }> {
  const report = await interleave.report(wanted);
  expect(runReportShape(report, "report")).toEqual([]);
  expect(report.status, describe(report)).toBe(status);
  expect(report.dropped).toBe(0);
  expect(report.threads.map(({ id }) => id)).toEqual(report.threads.map((_, index) => index));
  expect(report.threads[0].kind).toBe("main");
  expectVerdict(report);
  const trace = await interleave.trace();
  expect(traceShape(trace, "trace")).toEqual([]);
  expect(trace.total).toBe(report.events);
  expect(brokenLaws(trace).slice(0, 10)).toEqual([]);
  expect(trace.threads).toEqual(report.threads);
  expectEvidence(report, trace);
  return { report, trace };
}

/** `correct` compares the determined keys alone, is null without any, and false unless finished. */
function expectVerdict({ expected, outcome, correct, status }: RunReport): void {
  const keys = Object.keys(expected ?? {});
  const equal = keys.every((key) => JSON.stringify(outcome[key]) === JSON.stringify(expected?.[key]));
  expect(correct).toBe(keys.length === 0 ? null : status === "finished" && equal);
}

/** Findings name threads, objects, lines and events that there are. */
function expectEvidence({ findings }: RunReport, { threads, objects, total }: TraceDocument): void {
  const threadIds = threads.map(({ id }) => id);
  const objectIds = objects.map(({ id }) => id);
  for (const finding of findings) {
    expect(threadIds).toEqual(expect.arrayContaining([...finding.threads]));
    expect(objectIds).toEqual(expect.arrayContaining([...finding.objects]));
    for (const seq of finding.events) expect(seq).toBeLessThan(total);
  }
}

/** The one finding of a kind, with names in the place of ids. */
export function theFinding({ report, trace }: { report: RunReport; trace: TraceDocument }, kind: Finding["kind"]) {
  const found = report.findings.filter((finding) => finding.kind === kind);
  expect(found, `findings of kind ${kind} among ${describe(report)}`).toHaveLength(1);
  const [finding] = found;
  const nameOf = (things: readonly { readonly id: number; readonly name: string }[]) => (id: number) =>
    things.find((one) => one.id === id)?.name ?? `no name for ${id}`;
  return {
    ...finding,
    threadNames: finding.threads.map(nameOf(trace.threads)).sort(),
    objectNames: finding.objects.map(nameOf(trace.objects)).sort(),
  };
}

/** What the console of a run holds, as one text. */
export function printed({ console: lines }: RunReport): string {
  return lines.map(({ text }) => text).join("\n");
}

function describe(report: RunReport): string {
  const { status, outcome, findings } = report;
  return JSON.stringify({
    status,
    outcome,
    findings: findings.map(({ kind, message }) => `${kind}: ${message}`),
    printed: printed(report),
  });
}
