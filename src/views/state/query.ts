/**
 * What the page is asked to show: exactly what an address can name. Rule: it holds only what was named; defaults are
 * the scenario's and the reader's own and are never written into it.
 */
import type { ParameterValues } from "../../engine/program/report.ts";
import type { Language, Mode } from "../../engine/program/scenario.ts";

export const THEMES = ["light", "dark", "auto"] as const;
export type Theme = (typeof THEMES)[number];

/** Modes that the page offers; the others are shown as coming and refused by name. */
export const MODES_BUILT: readonly Mode[] = ["run", "step", "explore"];

export interface Query {
  /** Scenario on show; null for a listing of one's own or the catalogue. */
  readonly scenario: string | null;
  /** An edited or own listing; null for the scenario's. */
  readonly program: string | null;
  readonly mode: Mode;
  /** A litmus test on show, by its id; null: none. */
  readonly litmus: string | null;
  /** The parameters that were named, by name. */
  readonly parameters: ParameterValues;
  readonly seed: number | null;
  /** The choices of a stepped run as text (page API, section 1); null where none were named. */
  readonly schedule: string | null;
  /** Look at the state after so many steps; null: after all of them. */
  readonly step: number | null;
  readonly language: Language | null;
  readonly theme: Theme | null;
  readonly autorun: boolean;
}

export const EMPTY_QUERY: Query = {
  scenario: null,
  program: null,
  mode: "run",
  litmus: null,
  parameters: {},
  seed: null,
  schedule: null,
  step: null,
  language: null,
  theme: null,
  autorun: false,
};

/** Where the page is: a scenario, a listing of one's own, the litmus tests, or the catalogue of scenarios. */
export type Place = "scenario" | "own" | "litmus" | "catalogue";

export function getPlace(query: Query): Place {
  if (query.litmus !== null) return "litmus";
  if (query.scenario !== null) return "scenario";
  return query.program === null ? "catalogue" : "own";
}

/** Whether a reader who goes from one to the other stays where they are: at the same scenario, or at a listing of their own. */
export function isSamePlace(a: Query, b: Query): boolean {
  return a.scenario === b.scenario && getPlace(a) === getPlace(b);
}

/** Whether a program opens with its small defaults: with a history that a person can follow. */
export function isSmall({ mode }: Pick<Query, "mode">): boolean {
  return mode !== "run";
}

/** Whether two queries put the same program before the reader; schedule, step, language, theme and autorun do not count. */
export function isSameProgram(a: Query, b: Query): boolean {
  return (
    a.scenario === b.scenario &&
    a.program === b.program &&
    a.seed === b.seed &&
    isSmall(a) === isSmall(b) &&
    JSON.stringify(sorted(a.parameters)) === JSON.stringify(sorted(b.parameters))
  );
}

function sorted(values: ParameterValues): unknown {
  return Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1));
}
