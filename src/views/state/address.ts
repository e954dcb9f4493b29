/**
 * Addresses and queries, both ways (page API, section 1). Rule: a bad value never breaks the page: its field falls back
 * to the default and a problem says which field, which value and what is allowed.
 *
 *   ?scenario=bank-race&threads=3&lock=inner&lang=zh-CN   →   { scenario, parameters: { threads: 3, lock: "inner" }, … }
 */
import { LITMUS_TESTS } from "../../engine/litmus/litmus-tests.ts";
import type { ParameterValues } from "../../engine/program/report.ts";
import type { Language, Mode, Parameter } from "../../engine/program/scenario.ts";
import { LANGUAGES } from "../../engine/program/scenario.ts";
import type { Plain } from "../../engine/trace/trace.ts";
import { packProgram, unpackProgram } from "./packed-program.ts";
import { readValue, unknownName, writeValue } from "./parameter-values.ts";
import type { Problem } from "./problem.ts";
import { isProblem } from "./problem.ts";
import type { Query, Theme } from "./query.ts";
import { THEMES } from "./query.ts";

/** Names that are no parameter of any scenario. */
const FIXED_NAMES = [
  "scenario",
  "program",
  "catalogue",
  "litmus",
  "mode",
  "seed",
  "schedule",
  "step",
  "lang",
  "theme",
  "autorun",
];

const LITMUS_IDS = LITMUS_TESTS.map(({ id }) => id);

/** Largest seed: every unsigned 32-bit integer is one. */
const LARGEST_SEED = 4_294_967_295;

/** Steps that a stepped run may have, and so that an address may ask for. */
const MOST_STEPS = 100_000;

/** `s1`, a fingerprint that may be left out, choices: `s1.k3Xb9Q.1x2-2x3-1!`. */
const SCHEDULE_FORM = /^s1\.[\w-]*\.[\dx!-]*$/;

/** What an address may refer to. */
export interface Known {
  readonly scenarioIds: readonly string[];
  readonly modes: readonly Mode[];
  /** The scenario shown where the address names none. */
  readonly defaultScenario: string;
  /** Parameters of a scenario, or of a listing where there is one. */
  parametersOf(scenario: string | null, program: string | null): Promise<readonly Parameter[]>;
}

export interface ReadAddress {
  readonly query: Query;
  readonly problems: readonly Problem[];
}

/** Reads the part of an address after `?`. */
export async function readAddress(search: string, known: Known): Promise<ReadAddress> {
  const given = new URLSearchParams(search);
  const problems: Problem[] = [];
  const note = <T>(read: { readonly value: T } | Problem, fallback: T): T => {
    if (!isProblem(read)) return read.value;
    problems.push(read);
    return fallback;
  };
  const scenario = note(readScenario(given, known), null);
  const program = note(await readProgram(given), null);
  const query: Query = {
    scenario,
    program,
    litmus: note(readOneOf(given, "litmus", LITMUS_IDS), null),
    mode: note(readOneOf(given, "mode", known.modes), null) ?? "run",
    parameters: await readParameters(given, () => known.parametersOf(scenario, program), problems),
    seed: note(readInteger(given, "seed", LARGEST_SEED), null),
    schedule: note(readSchedule(given), null),
    step: note(readInteger(given, "step", MOST_STEPS), null),
    language: note(readOneOf<Language>(given, "lang", LANGUAGES), null),
    theme: note(readOneOf<Theme>(given, "theme", THEMES), null),
    autorun: note(readOneOf(given, "autorun", ["1", "0"]), null) === "1",
  };
  return { query, problems };
}

/** The address of a query, with `?`; empty for the bare page. */
export async function writeAddress(query: Query): Promise<string> {
  const given = new URLSearchParams();
  if (query.litmus !== null) given.set("litmus", query.litmus);
  else if (query.scenario !== null) given.set("scenario", query.scenario);
  else if (query.program === null) given.set("catalogue", "1");
  if (query.mode !== "run") given.set("mode", query.mode);
  for (const [name, value] of Object.entries(query.parameters)) given.set(name, writeValue(value));
  if (query.seed !== null) given.set("seed", String(query.seed));
  if (query.schedule !== null) given.set("schedule", query.schedule);
  if (query.step !== null) given.set("step", String(query.step));
  if (query.language !== null) given.set("lang", query.language);
  if (query.theme !== null) given.set("theme", query.theme);
  if (query.autorun) given.set("autorun", "1");
  if (query.program !== null) given.set("program", await packProgram(query.program));
  return `?${given.toString()}`;
}

function readScenario(given: URLSearchParams, known: Known): { readonly value: string | null } | Problem {
  const id = given.get("scenario");
  if (id === null) {
    const elsewhere = given.has("program") || given.has("catalogue") || given.has("litmus");
    return { value: elsewhere ? null : known.defaultScenario };
  }
  if (known.scenarioIds.includes(id)) return { value: id };
  return { field: "scenario", value: id, allowed: { kind: "name", names: known.scenarioIds } };
}

async function readProgram(given: URLSearchParams): Promise<{ readonly value: string | null } | Problem> {
  const packed = given.get("program");
  if (packed === null) return { value: null };
  const source = await unpackProgram(packed);
  return source === null ? { field: "program", value: packed, allowed: { kind: "packed" } } : { value: source };
}

function readOneOf<T extends string>(
  given: URLSearchParams,
  field: string,
  choices: readonly T[],
): { readonly value: T | null } | Problem {
  const text = given.get(field);
  if (text === null) return { value: null };
  const value = choices.find((choice) => choice === text);
  return value === undefined ? { field, value: text, allowed: { kind: "choice", choices } } : { value };
}

/** An integer from 0. */
function readInteger(given: URLSearchParams, field: string, max: number): { readonly value: number | null } | Problem {
  const text = given.get(field);
  if (text === null) return { value: null };
  const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  if (value <= max) return { value };
  return { field, value: text, allowed: { kind: "integer", min: 0, max } };
}

/** Whether it fits the program is for whoever follows it to say; here only its form is looked at. */
function readSchedule(given: URLSearchParams): { readonly value: string | null } | Problem {
  const value = given.get("schedule");
  if (value === null || SCHEDULE_FORM.test(value)) return { value };
  return { field: "schedule", value, allowed: { kind: "schedule" } };
}

async function readParameters(
  given: URLSearchParams,
  parametersOf: () => Promise<readonly Parameter[]>,
  problems: Problem[],
): Promise<ParameterValues> {
  const names = [...new Set(given.keys())].filter((name) => !FIXED_NAMES.includes(name));
  // After an unknown scenario or listing nobody can say whose names these are: the message about that is enough.
  if (names.length === 0 || problems.some(({ field }) => field === "scenario" || field === "program")) return {};
  const parameters = await parametersOf();
  const values: Record<string, Plain> = {};
  for (const name of names) {
    const text = given.get(name) as string;
    const parameter = parameters.find((one) => one.name === name);
    const read = parameter === undefined ? unknownName(parameters, name, text) : readValue(parameter, text);
    if (isProblem(read)) problems.push(read);
    else values[name] = read.value;
  }
  return values;
}

/** A query from what the page API's `show` is given as an object, as the text of an address. */
export function toSearch(query: Readonly<Record<string, unknown>>): string {
  const given = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined || value === null) continue;
    if (name === "parameters" && typeof value === "object") {
      for (const [inner, one] of Object.entries(value)) given.set(inner, writeValue(one as Plain));
    } else
      given.set(
        name,
        typeof value === "boolean" && name === "autorun" ? String(Number(value)) : writeValue(value as Plain),
      );
  }
  return `?${given.toString()}`;
}
