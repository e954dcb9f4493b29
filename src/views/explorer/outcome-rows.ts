/**
 * The explorer's exact set of outcomes beside what many real runs came to. Pure. Rule: an outcome is the same when its values and its
 * status are; one that real runs came to and the set does not have is kept and marked.
 */
import type { ExplorationReport, Outcome, RunStatus } from "../../engine/program/report.ts";
import type { Plain } from "../../engine/trace/trace.ts";
import type { RepeatResult } from "../../workers/contract.ts";
import { getTone } from "../state/selectors.ts";

export interface OutcomeRow {
  readonly key: string;
  readonly outcome: Outcome;
  readonly status: RunStatus;
  readonly tone: ReturnType<typeof getTone>;
  /** Runs of the exploration that ended so; null: none did, only real ones. */
  readonly runs: number | null;
  /** Real runs that ended so; null: none were made. */
  readonly real: number | null;
  readonly schedule: string | null;
}

export interface OutcomeRows {
  readonly rows: readonly OutcomeRow[];
  /** Outcomes of the set, and how many of them real runs came to. */
  readonly inSet: number;
  readonly seen: number;
  /** Outcomes of real runs that are not in the set. */
  readonly outside: number;
}

export function computeOutcomeRows(report: ExplorationReport | null, repeated: RepeatResult | null): OutcomeRows {
  const real = new Map(repeated?.outcomes.map((one) => [keyOf(one), one]));
  const ofSet = (report?.outcomes ?? []).map(
    (one): OutcomeRow => ({
      key: keyOf(one),
      outcome: one.outcome,
      status: one.status,
      tone: getTone(one),
      runs: one.runs,
      real: repeated === null ? null : (real.get(keyOf(one))?.runs ?? 0),
      schedule: one.schedule,
    }),
  );
  for (const { key } of ofSet) real.delete(key);
  const others = [...real].map(
    ([key, { outcome, status, runs }]): OutcomeRow => ({
      key,
      outcome,
      status,
      tone: getTone({ correct: null, status }),
      runs: null,
      real: runs,
      schedule: null,
    }),
  );
  return {
    rows: inOrder([...ofSet, ...others]),
    inSet: ofSet.length,
    seen: ofSet.filter((row) => row.real !== null && row.real > 0).length,
    outside: report === null ? 0 : others.length,
  };
}

/** By the one number that each of them is, where they are; else as they came, the most frequent first. */
function inOrder(rows: readonly OutcomeRow[]): readonly OutcomeRow[] {
  const numbers = new Map(rows.map((row) => [row, soleNumber(row)]));
  if ([...numbers.values()].includes(null)) return rows;
  return rows.toSorted((a, b) => Number(numbers.get(a)) - Number(numbers.get(b)));
}

function soleNumber({ outcome }: OutcomeRow): number | null {
  const values = Object.values(outcome);
  return values.length === 1 && typeof values[0] === "number" ? values[0] : null;
}

function keyOf({ outcome, status }: { readonly outcome: Outcome; readonly status: RunStatus }): string {
  return JSON.stringify([status, sorted(outcome)]);
}

/** Two engines may name the same values in different orders. */
function sorted(value: Plain | Outcome): unknown {
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map((one: Plain) => sorted(one));
  return Object.entries(value as Outcome)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, one]) => [name, sorted(one)]);
}
