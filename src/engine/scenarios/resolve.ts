/**
 * From a request to what runs: every parameter with its value, the listing that these values choose, what of them goes into
 * the listing and what belongs to the runtime. Rule: a refused value names field, value and what is allowed; nothing is guessed.
 */
import { ArgumentError } from "../base/errors.ts";
import type { ParameterValues } from "../program/report.ts";
import type { Parameter, Scenario, Variant } from "../program/scenario.ts";
import type { Plain } from "../trace/trace.ts";
import { pythonParameter, secondParameter } from "./parameters.ts";

/** Ready to compile and run. */
export interface Resolved {
  readonly source: string;
  /** All parameters, defaults included: what a report says. */
  readonly parameters: ParameterValues;
  /** Module-level names to replace. */
  readonly literals: ParameterValues;
  readonly python: "3.9" | "3.10" | "free-threaded";
  readonly secondMs: number;
  readonly switchMs: number;
}

const switchMsParameter: Parameter = {
  name: "switchMs",
  kind: "number",
  default: 5,
  min: 0.1,
  max: 1000,
  binds: "runtime",
  label: { en: "switch interval (ms)", "zh-CN": "切换间隔（毫秒）" },
};

/** What a listing of the learner's own takes beside the names at its head. */
export const programParameters: readonly Parameter[] = [pythonParameter, secondParameter, switchMsParameter];

/** @throws ArgumentError for an unknown name or a value out of range. `small` takes the defaults of step and explore. */
export function resolveScenario(scenario: Scenario, given: ParameterValues, small = false): Resolved {
  refuseUnknown(scenario.parameters, given, []);
  const parameters = withDefaults(scenario.parameters, given, small);
  const variant = variantFor(scenario, parameters);
  const literals: Record<string, Plain> = {};
  // A variant may have no use for a parameter that another one has.
  for (const { binds, name, variable } of scenario.parameters)
    if (binds === "listing" && isAtHead(variant.source, variable ?? name))
      literals[variable ?? name] = parameters[name];
  return { source: variant.source, parameters, literals, ...runtimeOf(parameters) };
}

/** `heads` are the listing's own `name = literal`. @throws ArgumentError as `resolveScenario`. */
export function resolveProgram(source: string, heads: readonly string[], given: ParameterValues): Resolved {
  refuseUnknown(programParameters, given, heads);
  const runtime = withDefaults(programParameters, given, false);
  const literals = Object.fromEntries(Object.entries(given).filter(([name]) => heads.includes(name)));
  return { source, parameters: { ...literals, ...runtime }, literals, ...runtimeOf(runtime) };
}

function isAtHead(source: string, name: string): boolean {
  return new RegExp(`^(?:const |let )?${name}[ \\t]*=[^=]`, "m").test(source);
}

/** The listing whose conditions all hold, else the first. */
function variantFor(scenario: Scenario, values: ParameterValues): Variant {
  const fits = ({ when }: Variant) => Object.entries(when).every(([name, value]) => values[name] === value);
  return scenario.variants.find(fits) ?? scenario.variants[0];
}

function runtimeOf({ python, second, switchMs }: ParameterValues): Pick<Resolved, "python" | "secondMs" | "switchMs"> {
  return {
    python: (python ?? pythonParameter.default) as Resolved["python"],
    secondMs: Number(second ?? secondParameter.default),
    switchMs: Number(switchMs ?? switchMsParameter.default),
  };
}

function refuseUnknown(parameters: readonly Parameter[], given: ParameterValues, heads: readonly string[]): void {
  const names = [...parameters.map(({ name }) => name), ...heads];
  for (const [name, value] of Object.entries(given))
    if (!names.includes(name)) throw new ArgumentError(name, value, `one of the parameters ${names.join(", ")}`);
}

function withDefaults(parameters: readonly Parameter[], given: ParameterValues, small: boolean): ParameterValues {
  return Object.fromEntries(
    parameters.map((parameter) => {
      const { name, default: preset, smallDefault } = parameter;
      const value = given[name] ?? (small ? (smallDefault ?? preset) : preset);
      if (!accepts(parameter, value)) throw new ArgumentError(name, value, describeAllowed(parameter));
      return [name, value];
    }),
  );
}

function accepts({ kind, min = -Infinity, max = Infinity, choices }: Parameter, value: Plain): boolean {
  switch (kind) {
    case "integer":
      return Number.isSafeInteger(value) && Number(value) >= min && Number(value) <= max;
    case "number":
      return typeof value === "number" && value >= min && value <= max;
    case "boolean":
      return typeof value === "boolean";
    case "choice":
      return (choices ?? []).includes(value);
    case "text":
      return typeof value === "string";
  }
}

function describeAllowed({ kind, min, max, choices }: Parameter): string {
  switch (kind) {
    case "choice":
      return `one of ${(choices ?? []).map((choice) => JSON.stringify(choice)).join(", ")}`;
    case "boolean":
      return "true or false";
    case "text":
      return "a text";
    default: {
      const what = kind === "integer" ? "an integer" : "a number";
      if (min === undefined && max === undefined) return what;
      return `${what} from ${min ?? "−∞"} to ${max ?? "∞"}`;
    }
  }
}
