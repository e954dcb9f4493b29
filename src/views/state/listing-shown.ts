/**
 * The listing as the reader sees it: with the parameters' values in its head, so that what one reads is what runs, and
 * what one downloads runs the same at home.
 */
import type { ListingLanguage } from "../../engine/program/listing.ts";
import type { ParameterValues } from "../../engine/program/report.ts";
import type { Scenario } from "../../engine/program/scenario.ts";
import type { Plain } from "../../engine/trace/trace.ts";
import { variantFor } from "./parameter-values.ts";

/** Source of the scenario's listing for these values. */
export function listingFor(
  scenario: Scenario,
  values: ParameterValues,
  variant = variantFor(scenario, values),
): string {
  return scenario.parameters
    .filter(({ binds }) => binds === "listing")
    .reduce(
      (source, { name, variable = name }) => withLiteral(source, variable, values[name], scenario.language),
      variant.source,
    );
}

/** Whether a value can be put into the listing's head under this name. */
export function hasLiteral(source: string, name: string, language: ListingLanguage = "python"): boolean {
  const head = language === "javascript" ? `^(?:const|let) ${name} = ` : `^${name}[ \\t]*=`;
  return new RegExp(head, "m").test(source);
}

/** Replaces the right side of the first module-level `name = literal`; keeps a comment that follows it. */
export function withLiteral(source: string, name: string, value: Plain, language: ListingLanguage = "python"): string {
  if (language === "javascript") return withConstant(source, name, value);
  const line = new RegExp(`^(${name}[ \\t]*=[ \\t]*)("[^"\\n]*"|'[^'\\n]*'|[^#\\n]*?)([ \\t]*(?:#.*)?)$`, "m");
  return source.replace(line, (_, head: string, _old: string, tail: string) => `${head}${toLiteral(value)}${tail}`);
}

/** The same of `const name = literal;` in JavaScript. */
function withConstant(source: string, name: string, value: Plain): string {
  const line = new RegExp(`^((?:const|let) ${name} = )[^;\\n]*(;?.*)$`, "m");
  return source.replace(line, (_, head: string, tail: string) => `${head}${JSON.stringify(value)}${tail}`);
}

/** A plain value as Python writes it. */
export function toLiteral(value: Plain): string {
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "number") return String(value);
  if (typeof value === "string") return quoted(value);
  if (Array.isArray(value)) return `[${value.map(toLiteral).join(", ")}]`;
  const entries = Object.entries(value as Readonly<Record<string, Plain>>);
  return `{${entries.map(([key, one]) => `${quoted(key)}: ${toLiteral(one)}`).join(", ")}}`;
}

function quoted(text: string): string {
  return `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")}"`;
}
