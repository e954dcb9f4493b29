/**
 * Parameters between address, controls, page API and run. Rule: a value is read or checked here and nowhere else, and a
 * refused one comes back as a problem that names field, value and what is allowed.
 */
import type { ParameterValues } from "../../engine/program/report.ts";
import type { Parameter, Scenario, Variant } from "../../engine/program/scenario.ts";
import type { Plain } from "../../engine/trace/trace.ts";
import type { Allowed, Problem } from "./problem.ts";
import { isProblem } from "./problem.ts";

/** Longest text of a parameter, in characters. */
const LONGEST_TEXT = 1000;

/** What a parameter accepts. */
export function allowedFor(parameter: Parameter): Allowed {
  switch (parameter.kind) {
    case "integer":
    case "number":
      return { kind: parameter.kind, min: parameter.min, max: parameter.max };
    case "boolean":
      return { kind: "boolean" };
    case "choice":
      return { kind: "choice", choices: parameter.choices ?? [] };
    case "text":
      return { kind: "text", longest: LONGEST_TEXT };
  }
}

/** A typed value as the page API or a control gives it. */
export function checkValue(parameter: Parameter, value: unknown): { readonly value: Plain } | Problem {
  return accepts(parameter, value)
    ? { value: value as Plain }
    : { field: parameter.name, value, allowed: allowedFor(parameter) };
}

/** A value as an address writes it. */
export function readValue(parameter: Parameter, text: string): { readonly value: Plain } | Problem {
  const value = fromText(parameter, text.trim());
  return value === undefined || !accepts(parameter, value)
    ? { field: parameter.name, value: text, allowed: allowedFor(parameter) }
    : { value };
}

/** A value as an address writes it. */
export function writeValue(value: Plain): string {
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function accepts(parameter: Parameter, value: unknown): boolean {
  switch (parameter.kind) {
    case "integer":
      return Number.isSafeInteger(value) && isWithin(parameter, value as number);
    case "number":
      return typeof value === "number" && Number.isFinite(value) && isWithin(parameter, value);
    case "boolean":
      return typeof value === "boolean";
    case "choice":
      return (parameter.choices ?? []).some((choice) => choice === value);
    case "text":
      return typeof value === "string" && value.length <= LONGEST_TEXT;
  }
}

function isWithin({ min = -Infinity, max = Infinity }: Parameter, value: number): boolean {
  return value >= min && value <= max;
}

const TRUE_WORDS = ["true", "1", "on", "yes"];
const FALSE_WORDS = ["false", "0", "off", "no"];

function fromText(parameter: Parameter, text: string): Plain | undefined {
  switch (parameter.kind) {
    case "integer":
      return /^[+-]?\d+$/.test(text) ? Number(text) : undefined;
    case "number":
      return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : undefined;
    case "boolean":
      if (TRUE_WORDS.includes(text.toLowerCase())) return true;
      return FALSE_WORDS.includes(text.toLowerCase()) ? false : undefined;
    case "choice":
      return (parameter.choices ?? []).find((choice) => writeValue(choice) === text);
    case "text":
      return text;
  }
}

/** Every parameter's value: those named, and the defaults of the others. */
export function valuesOf(parameters: readonly Parameter[], named: ParameterValues): ParameterValues {
  return Object.fromEntries(parameters.map(({ name, default: preset }) => [name, named[name] ?? preset]));
}

const smaller = new WeakMap<readonly Parameter[], readonly Parameter[]>();

/** The same parameters with their small defaults, those of step and explore; the same object for the same parameters. */
export function withSmallDefaults(parameters: readonly Parameter[]): readonly Parameter[] {
  const known = smaller.get(parameters);
  if (known !== undefined) return known;
  const made = parameters.map((one) => (one.smallDefault === undefined ? one : { ...one, default: one.smallDefault }));
  smaller.set(parameters, made);
  return made;
}

/** Only what differs from the defaults: what an address has to name. */
export function differingFrom(parameters: readonly Parameter[], values: ParameterValues): ParameterValues {
  return Object.fromEntries(
    parameters
      .filter(({ name, default: preset }) => name in values && values[name] !== preset)
      .map(({ name }) => [name, values[name]]),
  );
}

/** Checks an object of typed values; `problems` is empty when all are fine. */
export function checkValues(
  parameters: readonly Parameter[],
  given: Readonly<Record<string, unknown>>,
): { readonly values: ParameterValues; readonly problems: readonly Problem[] } {
  const values: Record<string, Plain> = {};
  const problems: Problem[] = [];
  for (const [name, value] of Object.entries(given)) {
    const parameter = parameters.find((one) => one.name === name);
    const checked = parameter === undefined ? unknownName(parameters, name, value) : checkValue(parameter, value);
    if (isProblem(checked)) problems.push(checked);
    else values[name] = checked.value;
  }
  return { values, problems };
}

/** The problem of a name that is no parameter here. */
export function unknownName(parameters: readonly Parameter[], name: string, value: unknown): Problem {
  return { field: name, value, allowed: { kind: "name", names: parameters.map((one) => one.name) } };
}

/** The listing that runs with these values: the first whose conditions all hold, else the default. */
export function variantFor(scenario: Scenario, values: ParameterValues): Variant {
  const fits = ({ when }: Variant) => Object.entries(when).every(([name, value]) => values[name] === value);
  return scenario.variants.find(fits) ?? scenario.variants[0];
}
