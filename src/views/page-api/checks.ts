/** Checks of what a caller hands over. Rule: what is refused is refused by name, with what is allowed. */
import { toArgumentError } from "../state/problem.ts";

/** The options as an object; names that are not known are refused. */
export function optionsOf(call: string, options: unknown, names: readonly string[]): Readonly<Record<string, unknown>> {
  if (options === undefined || options === null) return {};
  if (typeof options !== "object" || Array.isArray(options))
    throw refusal(call, options, `an object with ${names.join(", ")}`);
  const given = options as Readonly<Record<string, unknown>>;
  const unknown = Object.keys(given).find((name) => !names.includes(name));
  if (unknown !== undefined)
    throw toArgumentError({ field: unknown, value: given[unknown], allowed: { kind: "name", names } });
  return given;
}

/** A number within bounds, or what stands for it when it was not given. */
export function numberOf(
  options: Readonly<Record<string, unknown>>,
  name: string,
  kind: "integer" | "number",
  min: number,
  max: number,
): number | undefined {
  const value = options[name];
  if (value === undefined) return undefined;
  const fits =
    typeof value === "number" && value >= min && value <= max && (kind === "number" || Number.isInteger(value));
  if (!fits) throw toArgumentError({ field: name, value, allowed: { kind, min, max } });
  return value;
}

/** True or false, or undefined when it was not given. */
export function booleanOf(options: Readonly<Record<string, unknown>>, name: string): boolean | undefined {
  const value = options[name];
  if (value !== undefined && typeof value !== "boolean")
    throw toArgumentError({ field: name, value, allowed: { kind: "boolean" } });
  return value;
}

/** One of a few texts, or undefined when it was not given. */
export function oneOf<Name extends string>(
  options: Readonly<Record<string, unknown>>,
  name: string,
  names: readonly Name[],
): Name | undefined {
  const value = options[name];
  if (value === undefined) return undefined;
  const found = names.find((one) => one === value);
  if (found === undefined) throw toArgumentError({ field: name, value, allowed: { kind: "name", names } });
  return found;
}

/** A text that is not too long, or undefined when it was not given. */
export function textOf(options: Readonly<Record<string, unknown>>, name: string, longest: number): string | undefined {
  const value = options[name];
  if (value !== undefined && (typeof value !== "string" || value.length > longest))
    throw toArgumentError({ field: name, value, allowed: { kind: "text", longest } });
  return value;
}

/** A refusal in words of its own. */
export function refusal(argument: string, value: unknown, allowed: string): Error {
  return toArgumentError({ field: argument, value, allowed: { kind: "other", text: allowed } });
}
