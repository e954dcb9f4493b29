/**
 * From the samples of several processes to one row. `median` is the median of the processes' medians, because samples
 * of one process are kin; `low` and `high` are the least and greatest of all samples. `ratio` pairs the two arms round by
 * round, takes each process's median of subject / floor, and the median of those.
 */
import type { Bound, Goal, Samples } from "./kernel.ts";

/** One line of the table and one element of the JSON file. */
export interface Row {
  readonly name: string;
  readonly unit: string;
  readonly median: number;
  readonly low: number;
  readonly high: number;
  readonly against: string;
  /** null without a floor. */
  readonly ratio: number | null;
  /** In words: `ratio ≤ 1.5`; "" where nothing is asked. */
  readonly goal: string;
  /** null where nothing is asked. */
  readonly met: boolean | null;
}

interface Card {
  readonly name: string;
  readonly unit: string;
  readonly against: string;
  readonly goal: Goal;
}

/** @throws where no process gave a sample */
export function summarise(card: Card, processes: readonly Samples[]): Row {
  const all = processes.flatMap(({ subject }) => subject);
  if (all.length === 0) throw new Error(`${card.name}: no samples`);
  const median = medianOf(processes.map(({ subject }) => medianOf(subject)));
  const ratio = ratioOf(processes);
  return {
    name: card.name,
    unit: card.unit,
    median,
    low: all.reduce((low, value) => Math.min(low, value)),
    high: all.reduce((high, value) => Math.max(high, value)),
    against: card.against,
    ratio,
    goal: describeGoal(card.goal),
    met: isMet(card.goal, median, ratio),
  };
}

export function medianOf(values: readonly number[]): number {
  const ordered = values.toSorted((a, b) => a - b);
  const middle = ordered.length / 2;
  return Number.isInteger(middle) ? (ordered[middle - 1] + ordered[middle]) / 2 : ordered[Math.floor(middle)];
}

function ratioOf(processes: readonly Samples[]): number | null {
  const paired = processes.filter(({ floor }) => floor.length > 0);
  if (paired.length === 0) return null;
  return medianOf(paired.map(({ subject, floor }) => medianOf(subject.map((value, round) => value / floor[round]))));
}

export function describeGoal({ ratio, value }: Goal): string {
  return [ratio && `ratio ${describeBound(ratio)}`, value && `value ${describeBound(value)}`]
    .filter(Boolean)
    .join(", ");
}

function describeBound(bound: Bound): string {
  return "max" in bound ? `≤ ${bound.max}` : `≥ ${bound.min}`;
}

/** A goal on a ratio that was not measured is not met. */
function isMet(goal: Goal, median: number, ratio: number | null): boolean | null {
  if (!goal.ratio && !goal.value) return null;
  const ratioKept = !goal.ratio || (ratio !== null && keeps(ratio, goal.ratio));
  return ratioKept && (!goal.value || keeps(median, goal.value));
}

function keeps(figure: number, bound: Bound): boolean {
  return "max" in bound ? figure <= bound.max : figure >= bound.min;
}
