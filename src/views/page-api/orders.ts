/** From a caller's request to an order: checked to the last name, shown in the page, ready to run. */
import { LISTING_LANGUAGES } from "../../engine/program/listing.ts";
import { refuseMode } from "../../engine/program/modes.ts";
import type { ParameterValues } from "../../engine/program/report.ts";
import type { Parameter, Scenario } from "../../engine/program/scenario.ts";
import type { ExplorationProgress, ExploreRequest } from "../../workers/contract.ts";
import { refuseUnused } from "../../workers/exploration-order.ts";
import type { StepRequest } from "../../workers/stepping-contract.ts";
import type { Actions } from "../state/actions.ts";
import type { Desk } from "../state/desk.ts";
import { notify } from "../state/desk.ts";
import { LONGEST_LISTING } from "../state/packed-program.ts";
import { checkValues } from "../state/parameter-values.ts";
import { toArgumentError, toProblem } from "../state/problem.ts";
import type { Query } from "../state/query.ts";
import { EMPTY_QUERY } from "../state/query.ts";
import type { RunOrder } from "../state/running.ts";
import { programParameters } from "../state/selectors.ts";
import { booleanOf, numberOf, oneOf, optionsOf, refusal, textOf } from "./checks.ts";

/** Longest time that a run may be given, in milliseconds: an hour. */
const LONGEST_TIMEOUT_MS = 3_600_000;
const MOST_RUNS = 100_000;
/** Where a JavaScript listing of the caller's is shown. */
const SCRIPT_SCENARIO = "js-event-loop";
const LARGEST_SEED = 4_294_967_295;
const MOST_STEPS = 1_000_000;
const MOST_DEPTH = 100;
/** Characters of a schedule: a million steps that all differ. */
const LONGEST_SCHEDULE = 8_000_000;
const STEP_NAMES = ["scenario", "program", "parameters", "seed", "schedule", "on", "steps", "maxSteps"];

const EXPLORE_NAMES = [
  "scenario",
  "program",
  "parameters",
  "reduction",
  "steps",
  "maxRuns",
  "maxPreemptions",
  "timeoutMs",
  "onProgress",
  "search",
  "seed",
  "depth",
  "untilFailure",
  "maxSteps",
];

/** What to explore, and the query that shows it. */
export interface ExploreOrder {
  readonly query: Query;
  readonly request: ExploreRequest;
  readonly onProgress?: (progress: ExplorationProgress) => void;
}

export interface Orders {
  /** @throws ArgumentError */
  runOrder(request: unknown): Promise<RunOrder>;
  /** @throws ArgumentError */
  repeatOrder(request: unknown): Promise<{ readonly order: RunOrder; readonly runs: number }>;
  /** What to step, and the query that shows it. @throws ArgumentError */
  stepOrder(request: unknown): Promise<{ readonly query: Query; readonly request: StepRequest }>;
  /** @throws ArgumentError */
  exploreOrder(request: unknown): Promise<ExploreOrder>;
}

export function createOrders(desk: Desk, actions: Actions): Orders {
  /** Refusals of a request are told in the page too. */
  async function told<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      const problem = toProblem(error);
      if (problem !== null) notify(desk, { kind: "problem", problem, from: "call" });
      throw error;
    }
  }

  async function queryOf(
    options: Readonly<Record<string, unknown>>,
  ): Promise<{ query: Query; scenario: Scenario | null }> {
    const { scenario: id, program } = options;
    if ((id === undefined) === (program === undefined))
      throw refusal("scenario", id, "either a scenario's id or a program, and not both");
    const host = await hostOf(options);
    const known = program === undefined ? await loadKnown(id) : host;
    const parameters = program === undefined ? (known?.parameters ?? []) : await parametersOfProgram(program, host);
    const query: Query = {
      ...kept(desk),
      scenario: known?.id ?? null,
      program: program === undefined ? null : (program as string),
      parameters: checkedParameters(parameters, options.parameters),
      seed: numberOf(options, "seed", "integer", 0, LARGEST_SEED) ?? null,
    };
    return { query, scenario: known };
  }

  /** A JavaScript listing is shown as an edited one of the scenario that is written in it. null for Python. */
  async function hostOf({ program, language }: Readonly<Record<string, unknown>>): Promise<Scenario | null> {
    if (language === undefined) return null;
    if (program === undefined || !LISTING_LANGUAGES.some((one) => one === language))
      throw refusal("language", language, `of a program, ${LISTING_LANGUAGES.map((one) => `"${one}"`).join(" or ")}`);
    return language === "python" ? null : desk.course.load(SCRIPT_SCENARIO);
  }

  async function loadKnown(id: unknown): Promise<Scenario> {
    const ids = desk.course.outline.map((one) => one.id);
    if (typeof id !== "string" || !ids.includes(id))
      throw toArgumentError({ field: "scenario", value: id, allowed: { kind: "name", names: ids } });
    return desk.course.load(id);
  }

  /** What a listing takes; one with errors is refused with the first of them. */
  async function parametersOfProgram(program: unknown, host: Scenario | null): Promise<readonly Parameter[]> {
    if (typeof program !== "string" || program.length > LONGEST_LISTING) {
      throw toArgumentError({ field: "program", value: program, allowed: { kind: "text", longest: LONGEST_LISTING } });
    }
    const compiled = await actions.compile(program, host?.language);
    const [first] = compiled.diagnostics;
    if (first === undefined) return programParameters(host, compiled.parameters);
    await actions.adopt({ ...kept(desk), scenario: host?.id ?? null, program });
    const { line, column, message } = first;
    throw toArgumentError({ field: "program", value: program, allowed: { kind: "listing", line, column, message } });
  }

  return {
    runOrder: (request) =>
      told(async () => {
        const options = optionsOf("request", request, [
          "scenario",
          "program",
          "language",
          "parameters",
          "timeoutMs",
          "record",
          "seed",
        ]);
        const timeoutMs = numberOf(options, "timeoutMs", "number", 1, LONGEST_TIMEOUT_MS);
        const record = booleanOf(options, "record");
        const { query, scenario } = await queryOf(options);
        await actions.adopt(query);
        return { query: desk.facts.getState().query, scenario, timeoutMs, record };
      }),
    repeatOrder: (request) =>
      told(async () => {
        const options = optionsOf("request", request, [
          "scenario",
          "program",
          "language",
          "parameters",
          "runs",
          "seed",
          "timeoutMs",
        ]);
        if (options.runs === undefined)
          throw toArgumentError({
            field: "runs",
            value: options.runs,
            allowed: { kind: "integer", min: 1, max: MOST_RUNS },
          });
        const runs = numberOf(options, "runs", "integer", 1, MOST_RUNS) as number;
        const timeoutMs = numberOf(options, "timeoutMs", "number", 1, LONGEST_TIMEOUT_MS);
        const { query, scenario } = await queryOf(options);
        await actions.adopt(query);
        return { order: { query: desk.facts.getState().query, scenario, timeoutMs }, runs };
      }),
    stepOrder: (request) =>
      told(async () => {
        const options = optionsOf("request", request, STEP_NAMES);
        const seed = numberOf(options, "seed", "integer", 0, LARGEST_SEED);
        const maxSteps = numberOf(options, "maxSteps", "integer", 1, MOST_STEPS);
        const on = oneOf(options, "on", ["simulator", "workers"]);
        const steps = oneOf(options, "steps", ["shared", "visible"]);
        const schedule = textOf(options, "schedule", LONGEST_SCHEDULE);
        const { query, scenario: known } = await queryOf({ ...options, seed: undefined });
        refuseMode(known, "step");
        const { scenario, program, parameters } = query;
        const wanted = program === null ? { scenario: String(scenario) } : { program };
        return {
          query: { ...query, mode: "step" },
          request: { ...wanted, parameters, seed, maxSteps, on, steps, schedule },
        };
      }),
    exploreOrder: (request) =>
      told(async () => {
        const options = optionsOf("request", request, EXPLORE_NAMES);
        const bounds = boundsIn(options);
        refuseUnused(bounds);
        const onProgress = listenerOf(options, "onProgress");
        const { query, scenario: known } = await queryOf({ ...options, seed: undefined });
        refuseMode(known, "explore");
        const { scenario, program, parameters } = query;
        const wanted = program === null ? { scenario: String(scenario) } : { program };
        return { query: { ...query, mode: "explore" }, request: { ...wanted, parameters, ...bounds }, onProgress };
      }),
  };
}

/** How to explore, and how far. */
function boundsIn(
  options: Readonly<Record<string, unknown>>,
): Omit<ExploreRequest, "scenario" | "program" | "parameters"> {
  const most = Number.MAX_SAFE_INTEGER;
  return {
    search: oneOf(options, "search", ["exhaustive", "walk", "pct", "weighted"]),
    reduction: oneOf(options, "reduction", ["none", "dpor"]),
    steps: oneOf(options, "steps", ["shared", "visible"]),
    maxRuns: numberOf(options, "maxRuns", "integer", 1, most),
    maxSteps: numberOf(options, "maxSteps", "integer", 1, MOST_STEPS),
    maxPreemptions: numberOf(options, "maxPreemptions", "integer", 0, most),
    timeoutMs: numberOf(options, "timeoutMs", "number", 1, LONGEST_TIMEOUT_MS),
    seed: numberOf(options, "seed", "integer", 0, LARGEST_SEED),
    depth: numberOf(options, "depth", "integer", 1, MOST_DEPTH),
    untilFailure: booleanOf(options, "untilFailure"),
  };
}

function listenerOf(
  options: Readonly<Record<string, unknown>>,
  name: string,
): ((progress: ExplorationProgress) => void) | undefined {
  const value = options[name];
  if (value !== undefined && typeof value !== "function") throw refusal(name, value, "a function");
  return value as ((progress: ExplorationProgress) => void) | undefined;
}

function checkedParameters(parameters: readonly Parameter[], given: unknown): ParameterValues {
  if (given === undefined) return {};
  if (typeof given !== "object" || given === null || Array.isArray(given))
    throw refusal("parameters", given, "an object of names and values");
  const { values, problems } = checkValues(parameters, given as Readonly<Record<string, unknown>>);
  if (problems.length > 0) throw toArgumentError(problems[0]);
  return values;
}

/** A fresh query in the language and theme of the address on show. */
function kept(desk: Desk): Query {
  const { language, theme } = desk.facts.getState().query;
  return { ...EMPTY_QUERY, language, theme };
}
