/** What the table of a litmus test shows: every outcome that somebody allows or that was seen, with its share of the picture. Pure. */
import {
  allowedOutcomes,
  compareValues,
  createJudge,
  type LitmusAccess,
  type LitmusTest,
  type LitmusValues,
  nameOfValues,
  type Verdict,
} from "../../engine/litmus/index.ts";
import type { LitmusResult } from "../../workers/litmus-contract.ts";

export interface OutcomeRow {
  readonly values: LitmusValues;
  readonly count: number;
  readonly allowed: Verdict;
  readonly isWeak: boolean;
  /** Length of its bar, 0 to 1, by the logarithm: a weak outcome may be one in a million. */
  readonly length: number;
}

/** By their values; a plain test's outcomes are those that JavaScript allows, which all others are among. */
export function outcomeRows(test: LitmusTest, access: LitmusAccess, result: LitmusResult | null): OutcomeRow[] {
  const counts = new Map(result?.outcomes.map(({ values, count }) => [nameOfValues(values), count]));
  const judge = createJudge(test, access);
  const listed = new Map<string, LitmusValues>();
  const shown = [...allowedOutcomes(test, access === "plain" ? "js" : "sc"), test.weak];
  for (const values of [...shown, ...(result?.outcomes.map((one) => one.values) ?? [])])
    listed.set(nameOfValues(values), values);
  const most = Math.max(1, ...counts.values());
  return [...listed.values()].toSorted(compareValues).map((values) => {
    const count = counts.get(nameOfValues(values)) ?? 0;
    return {
      values,
      count,
      allowed: judge(values),
      isWeak: compareValues(values, test.weak) === 0,
      length: count === 0 ? 0 : Math.log1p(count) / Math.log1p(most),
    };
  });
}

/** `r1 = 0, r2 = 1` */
export function describeValues(names: readonly string[], values: LitmusValues): string {
  return names.map((name, i) => `${name} = ${values[i]}`).join(", ");
}

/** Each thread's steps as one writes them in Python: `x = 1`, `r1 = y`. */
export function stepTexts({ threads }: LitmusTest): string[][] {
  let reads = 0;
  return threads.map((steps) =>
    steps.map((step) => (step.kind === "write" ? `${step.place} = ${step.value}` : `r${++reads} = ${step.place}`)),
  );
}
