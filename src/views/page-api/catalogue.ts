/** The catalogue as the page API gives it: every scenario with parameters, outcomes, modes and its default listing. */
import type { Language, Mode, Parameter, Scenario } from "../../engine/program/scenario.ts";
import { LANGUAGES } from "../../engine/program/scenario.ts";
import type { Plain } from "../../engine/trace/trace.ts";
import type { Desk } from "../state/desk.ts";
import { listingFor } from "../state/listing-shown.ts";
import { valuesOf } from "../state/parameter-values.ts";
import { toArgumentError } from "../state/problem.ts";
import { MODES_BUILT } from "../state/query.ts";
import { getLanguage } from "../state/selectors.ts";
import { optionsOf } from "./checks.ts";

export interface CatalogueParameter {
  readonly name: string;
  readonly kind: Parameter["kind"];
  readonly default: Plain;
  readonly smallDefault?: Plain;
  readonly min?: number;
  readonly max?: number;
  readonly choices?: readonly Plain[];
  readonly label: string;
}

export interface CatalogueEntry {
  readonly id: string;
  readonly chapter: string;
  readonly title: string;
  readonly summary: string;
  readonly parameters: readonly CatalogueParameter[];
  readonly outcomes: readonly string[];
  readonly modes: readonly Mode[];
  /** The listing with the parameters' defaults. */
  readonly listing: string;
}

/** @param options `{ lang }`; the language on show unless told. @throws ArgumentError for another language */
export async function describeCatalogue(desk: Desk, options: unknown): Promise<readonly CatalogueEntry[]> {
  const language = languageOf(desk, optionsOf("catalogue", options, ["lang"]).lang);
  const scenarios = await Promise.all(desk.course.outline.map(({ id }) => desk.course.load(id)));
  return scenarios.map((scenario) => entryOf(scenario, language));
}

function languageOf(desk: Desk, lang: unknown): Language {
  if (lang === undefined) return getLanguage(desk.facts.getState());
  const language = LANGUAGES.find((one) => one === lang);
  if (language === undefined)
    throw toArgumentError({ field: "lang", value: lang, allowed: { kind: "choice", choices: LANGUAGES } });
  return language;
}

/** One scenario in one language. */
export function entryOf(scenario: Scenario, language: Language): CatalogueEntry {
  const { title, summary } = scenario.texts[language];
  return {
    id: scenario.id,
    chapter: scenario.chapter,
    title,
    summary,
    parameters: scenario.parameters.map((parameter) => parameterOf(parameter, language)),
    outcomes: [...scenario.outcomes],
    modes: scenario.modes.filter((mode) => MODES_BUILT.includes(mode)),
    listing: listingFor(scenario, valuesOf(scenario.parameters, {})),
  };
}

/** Only the promised members, and those that are not there are absent. */
function parameterOf(parameter: Parameter, language: Language): CatalogueParameter {
  const { name, kind, default: preset, smallDefault, min, max, choices, label } = parameter;
  return {
    name,
    kind,
    default: preset,
    ...(smallDefault === undefined ? {} : { smallDefault }),
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
    ...(choices === undefined ? {} : { choices: [...choices] }),
    label: label[language],
  };
}
