/**
 * What the check of a mended program says. Pure. Rule: an edited listing is held to what its scenario expects; where its values cannot
 * be told, that is said and not taken for right.
 */
import type { ExplorationReport, ExploredOutcome, ParameterValues } from "../../engine/program/report.ts";
import type { Scenario } from "../../engine/program/scenario.ts";
import type { Plain } from "../../engine/trace/trace.ts";

export type Verdict =
  /** Every order was played, and each ends right. */
  | { readonly kind: "mended"; readonly orders: number }
  | { readonly kind: "fails"; readonly orders: number; readonly failing: number; readonly schedule: string }
  /** None fails so far, but not every order was played. */
  | { readonly kind: "open"; readonly orders: number }
  /** The names that the scenario looks at are not there. */
  | { readonly kind: "unknown"; readonly keys: readonly string[] };

/** @param scenario what an edited listing is held to; null for a listing of one's own */
export function toVerdict(
  report: ExplorationReport,
  scenario: Pick<Scenario, "outcome" | "expected"> | null,
  parameters: ParameterValues,
): Verdict {
  const judged = report.outcomes.map((one) => ({ one, ...judge(one, scenario, parameters) }));
  const failing = judged.filter(({ says }) => says === "wrong");
  const orders = report.runs;
  if (failing.length > 0) {
    const schedule = report.shortest?.schedule ?? failing[0].one.schedule;
    return { kind: "fails", orders, failing: failing.reduce((sum, { one }) => sum + one.runs, 0), schedule };
  }
  const missing = judged.flatMap(({ keys }) => keys);
  if (missing.length > 0) return { kind: "unknown", keys: [...new Set(missing)] };
  return { kind: report.complete ? "mended" : "open", orders };
}

interface Judged {
  readonly says: "right" | "wrong" | "unknown";
  /** The keys that are not there. */
  readonly keys: readonly string[];
}

const RIGHT: Judged = { says: "right", keys: [] };
const WRONG: Judged = { says: "wrong", keys: [] };

function judge(
  { outcome, status, correct }: ExploredOutcome,
  scenario: Pick<Scenario, "outcome" | "expected"> | null,
  parameters: ParameterValues,
): Judged {
  if (status !== "finished" || correct === false) return WRONG;
  if (correct === true || scenario === null) return RIGHT;
  const ended = scenario.outcome(valuesOf(outcome["values"]), null, parameters, { status, console: [] });
  const expected = Object.entries(scenario.expected(parameters));
  const keys = expected.filter(([key]) => ended[key] === null || ended[key] === undefined).map(([key]) => key);
  if (keys.length > 0) return { says: "unknown", keys };
  return expected.every(([key, value]) => JSON.stringify(ended[key]) === JSON.stringify(value)) ? RIGHT : WRONG;
}

function valuesOf(values: Plain | undefined): ParameterValues {
  const named = values !== undefined && values !== null && typeof values === "object" && !Array.isArray(values);
  return named ? (values as ParameterValues) : {};
}
