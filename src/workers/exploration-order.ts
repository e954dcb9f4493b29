/**
 * From an explore request to what the explorer is to do. Rule: a refused value names field, value and what is allowed, and a value that the
 * search has no use for is refused too.
 */
import { ArgumentError } from "../engine/base/errors.ts";
import type { Milliseconds } from "../engine/base/units.ts";
import type { Search } from "../engine/program/report.ts";
import type { ExplorationOrder } from "../engine/runtime/explorer/exploration.ts";
import type { ExploreRequest } from "./contract.ts";

const SEARCHES = ["exhaustive", "walk", "pct", "weighted"] as const;
const REDUCTIONS = ["none", "dpor"] as const;
/** A random search never ends by itself. */
const RANDOM_RUNS = 1000;
const USUAL_MAX_STEPS = 100_000;
const USUAL_DEPTH = 3;
/** A program that polls or counts may have more schedules than anybody waits for. */
const USUAL_TIMEOUT_MS: Milliseconds = 600_000;

/** Options that only some searches look at. */
const LOOKED_AT = {
  reduction: ["exhaustive"],
  seed: ["walk", "pct", "weighted"],
  depth: ["pct"],
} as const satisfies Partial<Record<keyof ExploreRequest, readonly Search[]>>;

/** @throws ArgumentError */
export function orderOf(request: ExploreRequest): ExplorationOrder {
  const search = oneOf(SEARCHES, "search", request.search ?? "exhaustive");
  refuseUnused(request, search);
  return {
    search,
    reduction: oneOf(REDUCTIONS, "reduction", request.reduction ?? "dpor"),
    maxRuns: whole("maxRuns", request.maxRuns, search === "exhaustive" ? Infinity : RANDOM_RUNS, 1),
    maxSteps: whole("maxSteps", request.maxSteps, USUAL_MAX_STEPS, 1),
    maxPreemptions: whole("maxPreemptions", request.maxPreemptions, Infinity, 0),
    timeoutMs: duration("timeoutMs", request.timeoutMs),
    seed: whole("seed", request.seed, 1, Number.MIN_SAFE_INTEGER),
    depth: whole("depth", request.depth, USUAL_DEPTH, 1),
    untilFailure: flag("untilFailure", request.untilFailure),
  };
}

/** @throws ArgumentError for an option that the search would not look at */
export function refuseUnused(request: Partial<ExploreRequest>, search: Search = request.search ?? "exhaustive"): void {
  for (const [name, searches] of Object.entries(LOOKED_AT)) {
    const value = request[name as keyof typeof LOOKED_AT];
    if (value === undefined || searches.some((one) => one === search)) continue;
    const list = searches.map((one) => JSON.stringify(one)).join(" or ");
    throw new ArgumentError(name, value, `none here: ${name} has an effect only with search ${list}`);
  }
}

function oneOf<T extends string>(allowed: readonly T[], name: string, value: string): T {
  const found = allowed.find((one) => one === value);
  if (found === undefined)
    throw new ArgumentError(name, value, `one of ${allowed.map((one) => JSON.stringify(one)).join(", ")}`);
  return found;
}

function whole(name: string, value: number | undefined, usual: number, least: number): number {
  if (value === undefined) return usual;
  if (value === Infinity && usual === Infinity) return value;
  if (Number.isSafeInteger(value) && value >= least) return value;
  const allowed = least < 0 ? "an integer" : `an integer from ${least}`;
  throw new ArgumentError(name, value, allowed);
}

function duration(name: string, value: number | undefined): number {
  if (value === undefined) return USUAL_TIMEOUT_MS;
  if (typeof value !== "number" || !(value > 0))
    throw new ArgumentError(name, value, "a number of milliseconds above 0");
  return value;
}

function flag(name: string, value: boolean | undefined): boolean {
  if (value !== undefined && typeof value !== "boolean") throw new ArgumentError(name, value, "true or false");
  return value ?? false;
}
