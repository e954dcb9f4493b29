/** What an outcome names and what each is, as the page lists them. Rule: what a listing of one's own neither kept nor printed is left out. */
import type { Outcome } from "../../engine/program/report.ts";
import type { Plain } from "../../engine/trace/trace.ts";

/** Of a listing of one's own the values of its names, and what each thread printed; of a scenario its keys. */
export function outcomeEntries(outcome: Outcome): readonly (readonly [string, Plain])[] {
  const { values, printed } = outcome;
  if (!isNamed(values) || Object.keys(outcome).length > 2) return Object.entries(outcome);
  return [...Object.entries(values), ...(isNamed(printed) ? Object.entries(printed) : [])];
}

function isNamed(value: Plain | undefined): value is Readonly<Record<string, Plain>> {
  return value !== undefined && value !== null && typeof value === "object" && !Array.isArray(value);
}
