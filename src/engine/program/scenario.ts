/**
 * A scenario: a Python listing with a lesson around it. The listing is a program by itself; parameters replace the
 * right side of a module-level `name = literal` at its head, or choose among listings, or belong to the runtime.
 */
import type { Trace, Plain } from "../trace/trace.ts";
import type { ListingLanguage } from "./listing.ts";
import type { Outcome, ParameterValues, RunReport } from "./report.ts";

export const LANGUAGES = ["en", "zh-CN"] as const;
export type Language = (typeof LANGUAGES)[number];
export type Localized = Readonly<Record<Language, string>>;

export const CHAPTERS = [
  "threads",
  "shared-memory",
  "locks",
  "queues",
  "processes",
  "pools",
  "coroutines",
  "compare",
  "beyond",
] as const;
export type Chapter = (typeof CHAPTERS)[number];

export type Mode = "run" | "step" | "explore";

/** A parameter as the page API's catalogue gives it, with its label in both languages. */
export interface Parameter {
  readonly name: string;
  readonly kind: "integer" | "number" | "boolean" | "choice" | "text";
  readonly default: Plain;
  /** Default when stepped or explored. */
  readonly smallDefault?: Plain;
  readonly min?: number;
  readonly max?: number;
  readonly choices?: readonly Plain[];
  readonly label: Localized;
  /** What each choice means, by choice. */
  readonly choiceLabels?: Readonly<Record<string, Localized>>;
  /** `listing`: replaces `variable` (default: the name itself); `variant`: chooses among listings; `runtime`: belongs to the runtime. */
  readonly binds: "listing" | "variant" | "runtime";
  readonly variable?: string;
}

/** How sure a figure in a text is. */
export type Certainty = "always" | "this-build" | "notes";

export interface Figure {
  readonly text: Localized;
  readonly certainty: Certainty;
}

/** A question asked before the first run; each wrong answer is named by its misconception. */
export interface Prediction {
  readonly question: Localized;
  readonly answers: readonly {
    readonly text: Localized;
    readonly right: boolean;
    /** What the answer shows: why it is right, or which misconception it comes from. */
    readonly says: Localized;
  }[];
}

export interface ScenarioTexts {
  readonly title: string;
  readonly summary: string;
  /** What to look for: short sentences, in the order of looking. */
  readonly lookFor: readonly string[];
  /** Markdown-free paragraphs; `code` in backticks. */
  readonly explanation: readonly string[];
  /** What the notes say, what happens today, since which version. */
  readonly thenAndNow: readonly string[];
}

/** A listing and what it is: the broken one, the mended one… */
export interface Variant {
  readonly id: string;
  readonly label: Localized;
  readonly source: string;
  /** Parameter values for which this variant is the one that runs. */
  readonly when: ParameterValues;
}

export interface Scenario {
  readonly id: string;
  readonly chapter: Chapter;
  /** What its listings are written in; Python unless told. */
  readonly language?: ListingLanguage;
  readonly modes: readonly Mode[];
  readonly parameters: readonly Parameter[];
  /** First is the default. */
  readonly variants: readonly Variant[];
  /** Ids of the broken and the mended variant that stand side by side, where it has both. */
  readonly compare?: { readonly broken: string; readonly mended: string };
  readonly texts: Readonly<Record<Language, ScenarioTexts>>;
  readonly figures: readonly Figure[];
  readonly prediction: Prediction;
  /** A way whose outcome `seconds` has an entry for each measure (`waiting 4`), to be drawn as curves over the parameter `by`. */
  readonly curve?: {
    readonly way: string;
    readonly by: string;
    /** The parameter that says how many items each measure dealt with. */
    readonly items: string;
  };
  /** Keys of the outcome, in order. */
  readonly outcomes: readonly string[];
  /** The outcome from the final module-level values and the trace (null when not recorded). Missing results are null. */
  outcome(
    values: ParameterValues,
    trace: Trace | null,
    parameters: ParameterValues,
    report: Pick<RunReport, "status" | "console">,
  ): Outcome;
  /** Only the keys that are determined. */
  expected(parameters: ParameterValues): Outcome;
  /** Rough number of events of a run, to refuse what would pass 10 million. */
  estimateEvents(parameters: ParameterValues): number;
  /** What counts as a step; `shared` unless said. */
  readonly steps?: "shared" | "visible";
  /** Parameters that drive the estimate, to blame when it is too large. */
  readonly heavy?: readonly string[];
}
