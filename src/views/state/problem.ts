/**
 * A value that was refused: which field, what it was, what is allowed. Rule: what is allowed is kept as facts, so that
 * the page can word it in the reader's language and the page API in English.
 */
import { ArgumentError } from "../../engine/base/errors.ts";
import type { Diagnostic } from "../../engine/program/listing.ts";
import type { Plain } from "../../engine/trace/trace.ts";

export type Allowed =
  | { readonly kind: "integer" | "number"; readonly min?: number; readonly max?: number }
  | { readonly kind: "boolean" }
  | { readonly kind: "choice"; readonly choices: readonly Plain[] }
  | { readonly kind: "text"; readonly longest: number }
  /** A name out of a list: parameters, scenarios, formats. */
  | { readonly kind: "name"; readonly names: readonly string[] }
  | { readonly kind: "packed" }
  | { readonly kind: "schedule" }
  /** A listing without errors; tells the first error. */
  | { readonly kind: "listing"; readonly line: number; readonly column: number; readonly message: string }
  /** A run that stays below so many events, unless it is not recorded. */
  | { readonly kind: "events"; readonly limit: number; readonly estimate: number }
  | { readonly kind: "other"; readonly text: string };

export interface Problem {
  readonly field: string;
  readonly value: unknown;
  readonly allowed: Allowed;
}

export function isProblem(value: unknown): value is Problem {
  return typeof value === "object" && value !== null && "field" in value && "allowed" in value;
}

/** The problem as the page API's rejection. */
export function toArgumentError({ field, value, allowed }: Problem): ArgumentError {
  return new ArgumentError(field, value, describeAllowed(allowed));
}

/** The problem behind an error, where it is a refused argument. */
export function toProblem(error: unknown): Problem | null {
  const first = firstDiagnostic(error);
  if (first !== null) {
    const { line, column, message } = first;
    return { field: "program", value: null, allowed: { kind: "listing", line, column, message } };
  }
  if (error instanceof Error && "argument" in error && "allowed" in error) {
    const { argument, value, allowed } = error as Error & { argument: unknown; value?: unknown; allowed: unknown };
    return { field: String(argument), value, allowed: { kind: "other", text: String(allowed) } };
  }
  return null;
}

/** The first error of a listing that the laboratory refused. */
function firstDiagnostic(error: unknown): Diagnostic | null {
  if (!(error instanceof Error && "diagnostics" in error && Array.isArray(error.diagnostics))) return null;
  return (error.diagnostics as readonly Diagnostic[])[0] ?? null;
}

/** English, as a phrase: `an integer from 2 to 8`. */
export function describeAllowed(allowed: Allowed): string {
  switch (allowed.kind) {
    case "integer":
      return `an integer${describeRange(allowed)}`;
    case "number":
      return `a number${describeRange(allowed)}`;
    case "boolean":
      return "true or false";
    case "choice":
      return `one of ${allowed.choices.map(String).join(", ")}`;
    case "text":
      return `a text of at most ${allowed.longest} characters`;
    case "name":
      return allowed.names.length === 0 ? "no name here" : `one of ${allowed.names.join(", ")}`;
    case "packed":
      return "a listing packed by this page's Share";
    case "schedule":
      return "a schedule as this page writes it: s1.FINGERPRINT.CHOICES, for example s1..1x2-2x3";
    case "listing":
      return `a listing without errors; line ${allowed.line}, column ${allowed.column}: ${allowed.message}`;
    case "events":
      return `a value with which the run stays below ${allowed.limit} recorded events (this would be about ${allowed.estimate}), or record: false`;
    case "other":
      return allowed.text;
  }
}

function describeRange({ min, max }: { readonly min?: number; readonly max?: number }): string {
  if (min !== undefined && max !== undefined) return ` from ${min} to ${max}`;
  if (min !== undefined) return `, ${min} or more`;
  return max === undefined ? "" : `, ${max} or less`;
}
