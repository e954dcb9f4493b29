/**
 * What was typed after `interleave`, as a command. Rule: what is not understood is refused with what is allowed; nothing is guessed.
 */
import { parseArgs } from "node:util";
import { ArgumentError } from "../../engine/base/errors.ts";
import type { ParameterValues } from "../../engine/program/report.ts";
import type { Plain } from "../../engine/trace/trace.ts";
import type { ExploreRequest, RunRequest } from "../contract.ts";
import type { StepRequest } from "../stepping-contract.ts";

/** A listing in a file, or a scenario of ours. */
export type Subject = { readonly file: string } | { readonly scenario: string };

/** Where a trace is to be written, in the format that its ending names. */
export interface TraceFile {
  readonly path: string;
  readonly format: string;
}

export type Command =
  | { readonly kind: "help" }
  | { readonly kind: "version" }
  | (Asked & { readonly kind: "run"; readonly request: Rest<RunRequest> & { readonly runs?: number } })
  | (Asked & { readonly kind: "step"; readonly request: Rest<StepRequest> })
  | (Asked & { readonly kind: "explore"; readonly request: Rest<ExploreRequest> });

interface Asked {
  readonly subject: Subject;
  readonly json: boolean;
  readonly trace: TraceFile | null;
}

type Rest<Request> = Omit<Request, "scenario" | "program">;

export const USAGE = `interleave run|step|explore FILE.py [options]
interleave run|step|explore --scenario ID [options]

run       on real threads; --runs N for many of them
step      on the simulator, one step at a time, along a schedule and then by a seed
explore   every order that matters, with the outcomes and the shortest failing schedule

  -p, --parameter NAME=VALUE   a value at the listing's head, or python, second, switchMs; as often as needed
      --seed N                 of the run's random numbers, or of the choices of step and of a random search
      --json                   the report as JSON and nothing else
      --trace FILE             writes the trace: .json (interleave), .chrome.json, .txt, .csv
      --timeout MS             run (30 000) and explore (600 000)
      --runs N                 run: so many runs, unrecorded
      --schedule TEXT          step: s1..1x2-2x3 (in quotes where it has a "!")
      --steps shared|visible   step and explore: what counts as a step
      --max-steps N            step and explore
      --reduction none|dpor    explore: every interleaving, or one of each kind (dpor)
      --search exhaustive|walk|pct|weighted
      --max-runs N, --max-preemptions N, --depth N, --until-failure
      --help, --version

Ends with 0 when all is well, 1 when the listing failed, deadlocked or can fail, 2 when it was not understood.`;

const OPTIONS = {
  help: { type: "boolean", short: "h" },
  version: { type: "boolean" },
  json: { type: "boolean" },
  scenario: { type: "string" },
  parameter: { type: "string", short: "p", multiple: true },
  trace: { type: "string" },
  seed: { type: "string" },
  timeout: { type: "string" },
  runs: { type: "string" },
  schedule: { type: "string" },
  steps: { type: "string" },
  "max-steps": { type: "string" },
  reduction: { type: "string" },
  search: { type: "string" },
  "max-runs": { type: "string" },
  "max-preemptions": { type: "string" },
  depth: { type: "string" },
  "until-failure": { type: "boolean" },
} as const;

type Given = ReturnType<typeof parse>["values"];

/** Options beside the subject, `--parameter`, `--seed` and `--json`, by what takes them. */
const TAKEN: Readonly<Record<"run" | "step" | "explore", readonly (keyof Given)[]>> = {
  run: ["trace", "timeout", "runs"],
  step: ["trace", "schedule", "steps", "max-steps"],
  explore: [
    "timeout",
    "steps",
    "max-steps",
    "reduction",
    "search",
    "max-runs",
    "max-preemptions",
    "depth",
    "until-failure",
  ],
};
const ALWAYS: readonly (keyof Given)[] = ["scenario", "parameter", "seed", "json"];

function parse(words: readonly string[]) {
  return parseArgs({ args: withNegatives(words), options: OPTIONS, allowPositionals: true, strict: true });
}

/** `--seed -1` as `--seed=-1`, so that the value is refused for what it is and not for its dash. */
function withNegatives(words: readonly string[]): string[] {
  return words.flatMap((word, at) => {
    if (/^-\d/.test(word) && isOption(words[at - 1])) return [];
    return isOption(word) && /^-\d/.test(words[at + 1] ?? "") ? [`${word}=${words[at + 1]}`] : [word];
  });
}

function isOption(word: string | undefined): boolean {
  return word !== undefined && /^--[a-z][a-z-]*$/.test(word);
}

/** What Node's reader of options throws, as a refusal that names option, value and what is allowed. */
function parseOrRefuse(words: readonly string[]): ReturnType<typeof parse> {
  try {
    return parse(words);
  } catch (error) {
    const { code, message } = error as Error & { readonly code?: string };
    const [, option] = /'(?:-\w, )?(-{1,2}[^' ]+)/.exec(message) ?? [];
    if (option === undefined || code === undefined) throw error;
    const names = Object.keys(OPTIONS).map((name) => `--${name}`);
    const allowed = code === "ERR_PARSE_ARGS_UNKNOWN_OPTION" ? names.join(", ") : describeUse(option);
    throw new ArgumentError("option", option, allowed);
  }
}

/** Whether an option stands alone or with a value. */
function describeUse(option: string): string {
  const kind = (OPTIONS as Readonly<Record<string, { readonly type: string }>>)[option.replace(/^-+/, "")]?.type;
  return kind === "boolean" ? `${option} without a value` : `${option} with a value, as in ${option} VALUE`;
}

/** Flags by the names that requests have for them. */
const FLAGS: Readonly<Record<string, string>> = {
  scenario: "--scenario",
  seed: "--seed",
  runs: "--runs",
  timeoutMs: "--timeout",
  schedule: "--schedule",
  steps: "--steps",
  maxSteps: "--max-steps",
  reduction: "--reduction",
  search: "--search",
  maxRuns: "--max-runs",
  maxPreemptions: "--max-preemptions",
  depth: "--depth",
  untilFailure: "--until-failure",
};

/** A refusal of a request in the words of the command line: what was typed. */
export function asTyped({ argument, value, allowed }: ArgumentError): ArgumentError {
  return new ArgumentError(FLAGS[argument] ?? argument, value, allowed);
}

/** @throws ArgumentError */
export function readCommand(words: readonly string[]): Command {
  const { values, positionals } = parseOrRefuse(words);
  if (values.version === true) return { kind: "version" };
  const [kind, ...files] = positionals;
  if (values.help === true || kind === undefined) return { kind: "help" };
  if (kind !== "run" && kind !== "step" && kind !== "explore")
    throw new ArgumentError("command", kind, "run, step or explore");
  refuseOthers(kind, values);
  const asked = { subject: subjectOf(values, files), json: values.json ?? false, trace: traceFileOf(values.trace) };
  const common = { parameters: parametersOf(values.parameter ?? []), seed: numberOf("seed", values.seed) };
  switch (kind) {
    case "run":
      return {
        kind,
        ...asked,
        request: { ...common, timeoutMs: numberOf("timeout", values.timeout), runs: numberOf("runs", values.runs) },
      };
    case "step":
      return { kind, ...asked, request: { ...common, ...stepOptions(values), schedule: values.schedule } };
    case "explore":
      return { kind, ...asked, request: { ...common, ...stepOptions(values), ...searchOptions(values) } };
  }
}

function refuseOthers(kind: keyof typeof TAKEN, values: Given): void {
  const allowed = [...ALWAYS, ...TAKEN[kind]];
  const other = (Object.keys(values) as (keyof Given)[]).find((name) => !allowed.includes(name));
  if (other !== undefined)
    throw new ArgumentError(
      `--${other}`,
      values[other],
      `with ${kind}: ${allowed.map((name) => `--${name}`).join(", ")}`,
    );
}

function subjectOf({ scenario }: Given, files: readonly string[]): Subject {
  if (scenario !== undefined && files.length === 0) return { scenario };
  if (scenario === undefined && files.length === 1) return { file: files[0] };
  throw new ArgumentError("FILE.py", [...files, scenario ?? ""].join(" ").trim(), "one file, or --scenario ID instead");
}

/** The checks of names and values are those of the engine. */
function stepOptions(values: Given): Pick<StepRequest, "steps" | "maxSteps"> {
  return { steps: values.steps as StepRequest["steps"], maxSteps: numberOf("max-steps", values["max-steps"]) };
}

function searchOptions(values: Given): Rest<ExploreRequest> {
  return {
    search: values.search as ExploreRequest["search"],
    reduction: values.reduction as ExploreRequest["reduction"],
    maxRuns: numberOf("max-runs", values["max-runs"]),
    maxPreemptions: numberOf("max-preemptions", values["max-preemptions"]),
    depth: numberOf("depth", values.depth),
    timeoutMs: numberOf("timeout", values.timeout),
    untilFailure: values["until-failure"],
  };
}

function numberOf(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() === "" || Number.isNaN(value)) throw new ArgumentError(`--${name}`, text, "a number");
  return value;
}

function parametersOf(pairs: readonly string[]): ParameterValues {
  return Object.fromEntries(
    pairs.map((pair) => {
      const [, name, value] = /^([^=]+)=(.*)$/s.exec(pair) ?? [];
      if (name === undefined) throw new ArgumentError("--parameter", pair, "NAME=VALUE");
      return [name, toPlain(value)];
    }),
  );
}

/** JSON's values as they are, all else as a text: 3, true, "x", x. */
function toPlain(text: string): Plain {
  try {
    return JSON.parse(text) as Plain;
  } catch (error) {
    if (error instanceof SyntaxError) return text;
    throw error;
  }
}

/** The longest ending that fits comes first. */
const ENDINGS = [
  [".chrome.json", "chrome"],
  [".json", "interleave"],
  [".txt", "text"],
  [".csv", "csv"],
] as const;

function traceFileOf(path: string | undefined): TraceFile | null {
  if (path === undefined) return null;
  const found = ENDINGS.find(([ending]) => path.endsWith(ending));
  if (found === undefined)
    throw new ArgumentError("--trace", path, `a file that ends in ${ENDINGS.map(([ending]) => ending).join(", ")}`);
  return { path, format: found[1] };
}
