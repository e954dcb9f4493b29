/**
 * Where a finding stands in a history of steps. Pure. The finding may come from another run that the history does again, in which events have
 * other numbers; then the one that is most like it counts.
 */
import type { Finding } from "../../engine/program/report.ts";
import { stepOfEvent } from "./steps.ts";

/** Steps done before the first evidence of a finding, so that the next step is the first to look at; null where nothing is like it. */
export function stepBeforeFinding(lastSeq: Int32Array, findings: readonly Finding[], wanted: Finding): number | null {
  const found = mostAlike(findings, wanted);
  if (found === null || found.events.length === 0) return null;
  return Math.max(0, stepOfEvent(lastSeq, Math.min(...found.events)) - 1);
}

/** Of the findings of the same kind the first that shares most with the one wanted; null where there is none of its kind. */
export function mostAlike(findings: readonly Finding[], wanted: Finding): Finding | null {
  const alike = findings.filter(({ kind }) => kind === wanted.kind);
  const best = Math.max(...alike.map((one) => likeness(one, wanted)));
  return alike.find((one) => likeness(one, wanted) === best) ?? null;
}

/** Lines are the same in every run of a listing; threads nearly always; events only where the order is the same. */
function likeness(one: Finding, other: Finding): number {
  const same = (name: "lines" | "threads" | "events"): boolean => one[name].join() === other[name].join();
  return (same("lines") ? 4 : 0) + (same("threads") ? 2 : 0) + (same("events") ? 1 : 0);
}
