/** What follows from the facts. Rule: pure, cheap, and given only what it needs. */
import { groupFindings } from "../../engine/analysis/finding-groups.ts";
import type { Listing, ListingLanguage } from "../../engine/program/listing.ts";
import type { Finding, ParameterValues, RunReport } from "../../engine/program/report.ts";
import type { Language, Parameter, Scenario } from "../../engine/program/scenario.ts";
import type { Plain } from "../../engine/trace/trace.ts";
import type { RunRequest } from "../../workers/contract.ts";
import type { Facts } from "./facts.ts";
import { listingFor, withLiteral } from "./listing-shown.ts";
import { valuesOf, withSmallDefaults } from "./parameter-values.ts";
import type { Query, Theme } from "./query.ts";
import { isSameProgram, isSmall } from "./query.ts";

/** Parameters that belong to the runtime and that a listing of one's own takes too. */
export const RUNTIME_PARAMETERS: readonly Parameter[] = [
  {
    name: "second",
    kind: "integer",
    default: 1000,
    min: 20,
    max: 10_000,
    label: { en: "one second takes (ms)", "zh-CN": "一秒用多少毫秒" },
    binds: "runtime",
  },
];

const NO_PARAMETERS: readonly Parameter[] = [];

type WithQuery = Pick<Facts, "query">;
type WithScenario = Pick<Facts, "query" | "scenario">;
type WithListing = Pick<Facts, "query" | "scenario" | "compiled">;

/** The language on show: the address's, else the reader's. */
export function getLanguage({ query, language }: WithQuery & Pick<Facts, "language">): Language {
  return query.language ?? language;
}

/** The theme chosen: the address's, else the reader's. */
export function getTheme({ query, theme }: WithQuery & Pick<Facts, "theme">): Theme {
  return query.theme ?? theme;
}

/** The theme as drawn. */
export function getResolvedTheme(facts: WithQuery & Pick<Facts, "theme" | "systemDark">): "light" | "dark" {
  const theme = getTheme(facts);
  if (theme !== "auto") return theme;
  return facts.systemDark ? "dark" : "light";
}

/** Parameters that the program on show takes. */
export function getParameters({ query, scenario, compiled }: WithListing): readonly Parameter[] {
  if (query.program !== null) return programParameters(scenario, compiled?.parameters ?? EMPTY_HEAD);
  return parametersIn(query, scenario);
}

/** A scenario's parameters with the defaults of the mode; none without a scenario. */
export function parametersIn(query: Pick<Query, "mode">, scenario: Scenario | null): readonly Parameter[] {
  const parameters = scenario?.parameters ?? NO_PARAMETERS;
  return isSmall(query) ? withSmallDefaults(parameters) : parameters;
}

const EMPTY_HEAD: Listing["parameters"] = [];

let last: {
  readonly scenario: Scenario | null;
  readonly head: Listing["parameters"];
  readonly parameters: readonly Parameter[];
} | null = null;

/**
 * Parameters of a listing of one's own or an edited one: what stands in its head, and what the runtime takes. The last
 * answer is kept: the same question gives the same object, as components need it.
 */
export function programParameters(scenario: Scenario | null, head: Listing["parameters"]): readonly Parameter[] {
  if (last?.scenario !== scenario || last.head !== head)
    last = { scenario, head, parameters: computeParameters(scenario, head) };
  return last.parameters;
}

function computeParameters(scenario: Scenario | null, head: Listing["parameters"]): readonly Parameter[] {
  const own = head.map(({ name, value }): Parameter => {
    const known = scenario?.parameters.find((one) => one.binds === "listing" && (one.variable ?? one.name) === name);
    return { ...(known ?? fromLiteral(name, value)), name, default: value };
  });
  const names = new Set(own.map(({ name }) => name));
  return [...own, ...RUNTIME_PARAMETERS.filter(({ name }) => !names.has(name))];
}

function fromLiteral(name: string, value: Plain): Parameter {
  const label = { en: name, "zh-CN": name };
  return { name, kind: kindOf(value), default: value, label, binds: "listing" };
}

function kindOf(value: Plain): Parameter["kind"] {
  if (typeof value === "boolean") return "boolean";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "number";
  return "text";
}

/** Every parameter's value now. */
export function getValues(facts: WithListing): ParameterValues {
  return valuesOf(getParameters(facts), facts.query.parameters);
}

/** What the listing on show is written in: an edited one in what its scenario is. */
export function getListingLanguage({ scenario }: Pick<Facts, "scenario">): ListingLanguage {
  return scenario?.language ?? "python";
}

/** The listing on show: the edited one, else the scenario's with its values. Empty while it loads. */
export function getSource({ query, scenario }: WithScenario): string {
  if (query.program !== null) return withValues(query.program, query.parameters, getListingLanguage({ scenario }));
  return scenario === null ? "" : listingFor(scenario, valuesOf(parametersIn(query, scenario), query.parameters));
}

function withValues(program: string, named: ParameterValues, language: ListingLanguage): string {
  const own = Object.entries(named).filter(([name]) => !RUNTIME_PARAMETERS.some((one) => one.name === name));
  return own.reduce((source, [name, value]) => withLiteral(source, name, value, language), program);
}

/** What of the query a laboratory is asked to run, step or explore: with every parameter of a scenario. */
export function requestOf({
  query,
  scenario,
}: WithScenario): Pick<RunRequest, "scenario" | "program" | "language" | "parameters" | "seed"> {
  const seed = query.seed ?? undefined;
  if (query.program !== null) {
    const language = getListingLanguage({ scenario });
    const own = { program: getSource({ query, scenario }), parameters: query.parameters, seed };
    return language === "python" ? own : { ...own, language };
  }
  const parameters = valuesOf(parametersIn(query, scenario), query.parameters);
  return { scenario: query.scenario ?? undefined, parameters, seed };
}

/** Whether the scenario's listing has been edited. */
export function isEdited({ query }: WithQuery): boolean {
  return query.scenario !== null && query.program !== null;
}

/** Whether the result on show came from what is on show. */
export function isResultCurrent({ query, result }: Pick<Facts, "query" | "result">): boolean {
  return result !== null && isSameProgram(result.query, query);
}

/** Whether a run can be started now. */
export function canRun(facts: Facts): boolean {
  return getSource(facts).trim() !== "" && !hasErrors(facts);
}

/** Whether the listing on show has errors. */
export function hasErrors(facts: Pick<Facts, "query" | "scenario" | "compiled">): boolean {
  const { compiled } = facts;
  return compiled !== null && compiled.diagnostics.length > 0 && compiled.source === getSource(facts);
}

/** How many threads Run will start, where a parameter says so. */
export function getThreadCount(facts: WithListing): number | null {
  const { threads } = getValues(facts);
  return typeof threads === "number" ? threads : null;
}

/** How an outcome is to be coloured: right, wrong, or neither. */
export function getTone({ correct, status }: Pick<RunReport, "correct" | "status">): "good" | "bad" | "plain" {
  if (correct !== null) return correct ? "good" : "bad";
  return status === "finished" ? "plain" : "bad";
}

/** Whether the result is right although updates were lost: they cancelled out, and need not do so again. */
export function isByLuck(report: Pick<RunReport, "correct" | "lostUpdates" | "findings">): boolean {
  return report.correct === true && (getLostUpdates(report) ?? 0) > 0;
}

/** Updates that were written over, as the findings tell; null without a record, and where nothing was updated at all. */
export function getLostUpdates({ lostUpdates, findings }: Pick<RunReport, "lostUpdates" | "findings">): number | null {
  if (Object.keys(lostUpdates ?? {}).length === 0) return null;
  return findings.reduce((sum, { kind, count }) => sum + (kind === "lost-update" ? count : 0), 0);
}

/** The lost update with the earliest evidence. */
export function getFirstLostUpdate({ findings }: Pick<RunReport, "findings">): Finding | null {
  const lost = findings.filter(({ kind, events }) => kind === "lost-update" && events.length > 0);
  return lost.toSorted((a, b) => Math.min(...a.events) - Math.min(...b.events))[0] ?? null;
}

/** The schedule that leads to a finding: its own, or that of the run on show once it is pinned; null where there is none yet. */
export function getFindingSchedule(
  { pinning, result }: Pick<Facts, "pinning" | "result">,
  { schedule }: Finding,
): string | null {
  if (schedule !== undefined) return schedule;
  return pinning !== null && pinning.result === result?.result ? (pinning.pin?.schedule ?? null) : null;
}

/** Whether the steps that lead to the findings on show can be had: they have a schedule, or the run can be pinned. */
export function canStepFindings(facts: Facts): boolean {
  const { pinning, result, pins, scenario } = facts;
  if (result === null || result.result.trace === null || !(scenario?.modes.includes("step") ?? true)) return false;
  if (facts.stepping !== null || result.result.report.schedule !== null) return true;
  const isHopeless = pinning?.result === result.result && pinning.pin !== null && pinning.pin.schedule === null;
  return pins && !isHopeless && result.result.report.engine === "threads" && isResultCurrent(facts);
}

/** How many findings the page lists: lost updates and data races of one object are one. */
export function getFindingCount(report: Pick<RunReport, "findings"> | null): number {
  return report === null ? 0 : groupFindings(report.findings).length;
}

/** Outcome keys in the order of showing: the determined ones first. What this way of a scenario has nothing to say of is left out. */
export function getOutcomeKeys(
  report: Pick<RunReport, "outcome" | "expected">,
  scenario: Scenario | null,
): readonly string[] {
  const keys = scenario?.outcomes.filter((key) => key in report.outcome) ?? Object.keys(report.outcome);
  const determined = (key: string) => Number(report.expected !== null && key in report.expected);
  const said = keys.filter((key) => report.outcome[key] !== null || determined(key) === 1);
  return (said.length === 0 ? keys : said).toSorted((a, b) => determined(b) - determined(a));
}

/** Whether what is on show runs on the browser's own loop: one worker, no threads. */
export function isOnBrowsersLoop({ scenario }: Facts): boolean {
  return scenario?.language === "javascript";
}
