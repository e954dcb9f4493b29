/**
 * From a request to a program that is ready to run, step or explore: parameters resolved, the listing compiled, its fingerprint known. Rule: what
 * cannot run is refused here, with field, value and what is allowed.
 */
import { ArgumentError } from "../engine/base/errors.ts";
import type { Diagnostic } from "../engine/program/listing.ts";
import type { ParameterValues } from "../engine/program/report.ts";
import type { Scenario } from "../engine/program/scenario.ts";
import type { StepRule } from "../engine/program/stepping.ts";
import { compile, type CompiledProgram } from "../engine/python/index.ts";
import { type SimulationSettings, USUAL_SETTINGS } from "../engine/runtime/stepped/settings.ts";
import { loadScenario } from "../engine/scenarios/index.ts";
import { resolveProgram, resolveScenario, type Resolved } from "../engine/scenarios/resolve.ts";
import { fingerprintOf } from "../engine/schedule/fingerprint.ts";
import { parseSchedule } from "../engine/schedule/text.ts";

export interface Prepared {
  readonly scenario: Scenario | null;
  readonly resolved: Resolved;
  readonly program: CompiledProgram;
}

/** What is to run: a scenario of ours by id, or a listing; never both. */
export interface Wanted {
  readonly scenario?: string;
  readonly program?: string;
  readonly parameters?: ParameterValues;
}

/** Thrown for a listing that cannot run; the page shows the diagnostics at their places. */
export class ListingError extends ArgumentError {
  readonly diagnostics: readonly Diagnostic[];

  constructor(diagnostics: readonly Diagnostic[]) {
    const [first] = diagnostics;
    super(
      "program",
      `line ${first.line}, column ${first.column}: ${first.message}`,
      first.instead ?? "a listing without errors",
    );
    this.diagnostics = diagnostics;
  }
}

/** @param small takes the defaults of step and explore @throws ArgumentError */
export async function prepare(
  { scenario: id, program: source, parameters = {} }: Wanted,
  small = false,
): Promise<Prepared> {
  if ((id === undefined) === (source === undefined))
    throw new ArgumentError("scenario", id, "either a scenario or a program, not both");
  if (source !== undefined) return prepareProgram(source, parameters);
  const scenario = await loadScenario(String(id));
  if (scenario.language === "javascript")
    throw new ArgumentError(
      "scenario",
      id,
      "a scenario in Python: this one runs on the browser's own loop, which nobody can step",
    );
  const resolved = resolveScenario(scenario, parameters, small);
  return { scenario, resolved, program: compileOrRefuse(resolved) };
}

function prepareProgram(source: string, parameters: ParameterValues): Prepared {
  const { program, diagnostics } = compile(source);
  if (program === null) throw new ListingError(diagnostics);
  const heads = program.parameters.map(({ name }) => name);
  const resolved = resolveProgram(source, heads, parameters);
  return { scenario: null, resolved, program: compileOrRefuse(resolved) };
}

function compileOrRefuse({ source, literals }: Resolved): CompiledProgram {
  const { program, diagnostics } = compile(source, { parameters: literals });
  if (program === null) throw new ListingError(diagnostics);
  return program;
}

/** What counts as a step of a program. @throws ArgumentError */
export function stepRuleOf({ scenario }: Prepared, steps: unknown): StepRule {
  if (steps === undefined) return scenario?.steps ?? "shared";
  if (steps !== "shared" && steps !== "visible") throw new ArgumentError("steps", steps, '"shared" or "visible"');
  return steps;
}

/** What a simulation of the program is told; what a scenario leaves open is as usual. */
export function simulationSettingsOf(
  { resolved: { python, secondMs, switchMs } }: Prepared,
  steps: StepRule,
): SimulationSettings {
  return { ...USUAL_SETTINGS, python, secondMs, switchMs, steps };
}

/** Six characters for the program, its parameters and what counts as a step. */
export function fingerprintOfPrepared({ resolved, program }: Prepared, steps: StepRule): string {
  const { source, literals, python, secondMs, switchMs } = resolved;
  const head = program.parameters.map((one) => ({ ...one, value: literals[one.name] ?? one.value }));
  return fingerprintOf({ source, head, runtime: { python, secondMs, switchMs }, steps });
}

/** The rule that is asked for; else the one that the schedule was made with, so that its text alone is enough. @throws ArgumentError */
export function ruleOfSteps(
  prepared: Prepared,
  { steps, schedule }: { readonly steps?: unknown; readonly schedule?: string },
): StepRule {
  const usual = stepRuleOf(prepared, steps);
  if (steps !== undefined || schedule === undefined) return usual;
  const other = usual === "shared" ? "visible" : "shared";
  return parseSchedule(schedule).fingerprint === fingerprintOfPrepared(prepared, other) ? other : usual;
}
