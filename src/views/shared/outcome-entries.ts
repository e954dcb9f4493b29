/** An outcome as names and values for people. Pure. */
import type { Outcome } from "../../engine/program/report.ts";
import type { Plain } from "../../engine/trace/trace.ts";

/** Stands between two printed lines. */
const NEXT_LINE = " ⏎ ";

/** Of a listing of one's own the values of its names, and what each thread printed as one text; of a scenario its keys. */
export function outcomeEntries(outcome: Outcome): readonly (readonly [string, Plain])[] {
  const { values, printed } = outcome;
  if (!isNamed(values) || !isNamed(printed) || Object.keys(outcome).length > 2) return Object.entries(outcome);
  const lines = Object.entries(printed).map(([thread, texts]) => [`${thread}:`, joined(texts)] as const);
  return [...Object.entries(values), ...lines];
}

function joined(texts: Plain): Plain {
  return Array.isArray(texts) ? texts.map(String).join(NEXT_LINE) : texts;
}

function isNamed(value: Plain | undefined): value is Readonly<Record<string, Plain>> {
  return value !== undefined && value !== null && typeof value === "object" && !Array.isArray(value);
}
