/**
 * The page's facts: all that the store holds. Rule: what can be computed from query, scenario, result, playhead and
 * selection is not a fact and lives in selectors.ts.
 */
import type { Relation } from "../../engine/analysis/relation.ts";
import type { Seq } from "../../engine/base/ids.ts";
import type { LitmusAccess } from "../../engine/litmus/index.ts";
import type { Diagnostic, Listing } from "../../engine/program/listing.ts";
import type { ExplorationReport, Finding, ParameterValues, RunReport } from "../../engine/program/report.ts";
import type { Choice, Misfit } from "../../engine/program/stepping.ts";
import type { Language, Mode, Scenario } from "../../engine/program/scenario.ts";
import type { StateSnapshot } from "../../engine/trace/snapshot.ts";
import type { ExplorationProgress, RepeatResult, RunProgress, RunResult } from "../../workers/contract.ts";
import type { PinResult } from "../../workers/pin-contract.ts";
import type { SteppingMove, SteppingView } from "../../workers/stepping-contract.ts";
import type { LitmusResult } from "../../workers/litmus-contract.ts";
import type { Environment } from "./environment.ts";
import type { Problem } from "./problem.ts";
import type { Query, Theme } from "./query.ts";
import { EMPTY_QUERY, MODES_BUILT } from "./query.ts";

/** A message in the page that stays until it is dismissed or no longer true. */
export type Message =
  /** A refused value, and where it came from: that decides what was done instead. */
  | { readonly kind: "problem"; readonly problem: Problem; readonly from: "address" | "control" | "call" }
  /** A listing came with the address; it is shown and does not run before a click. */
  | { readonly kind: "stranger" }
  /** The surroundings failed: a worker, memory, storage. */
  | {
      readonly kind: "fault";
      readonly during: "start" | "run" | "repeat" | "compile" | "state" | "step" | "explore" | "confirm" | "pin";
      readonly reason: string;
    };

export type Notice = Message & { readonly id: number };

/** A listing and what the compiler says of it; `bytecode` is null while it compiles or where it has errors. */
export interface CompiledListing {
  readonly source: string;
  readonly listing: Listing | null;
  readonly diagnostics: readonly Diagnostic[];
  /** Parameters in the listing's head; where it has errors, those it had before, so that controls stay in place. */
  readonly parameters: Listing["parameters"];
}

/** What was run and what came of it. */
export interface ShownResult {
  readonly query: Query;
  readonly parameters: ParameterValues;
  /** The listing that ran. */
  readonly source: string;
  readonly result: RunResult;
}

export interface RunningFacts {
  /** Where the page's clock stood at the start, in milliseconds. */
  readonly sinceMs: number;
  readonly progress: RunProgress | null;
  /** A `repeat`: how many runs are done of how many. */
  readonly repeat?: { readonly done: number; readonly runs: number };
}

/** The learner as the scheduler: the history and where one stands in it. The picture of the history is `Facts.result`. */
export interface SteppingFacts {
  readonly view: SteppingView;
  /** Whether the page takes steps by itself. */
  readonly playing: boolean;
  /** A move that has not been answered yet; null: none. */
  readonly moving: SteppingMove["kind"] | null;
  /** What stood in memory before the step that led here; null at the start and until it is known. */
  readonly before: StateSnapshot | null;
}

/** One order of steps, as it is drawn. */
export interface DrawnOrder {
  readonly path: readonly Choice[];
  /** As in `SteppingView`. */
  readonly lastSeq: Int32Array;
  readonly schedule: string;
  readonly result: RunResult;
}

/** One choice of the history moved to another place, and what comes of it. */
export interface WhatIfFacts {
  /** The history as it was. */
  readonly base: DrawnOrder;
  /** Places in its path: of the choice, and where it is moved to. */
  readonly from: number;
  readonly to: number;
  /** null while it is played. */
  readonly other: DrawnOrder | null;
  /** Where and why the moved order did not fit any more, so that chance went on; null where it fits. */
  readonly misfit: Misfit | null;
}

/** The history on show, done by real workers behind gates. */
export interface ConfirmingFacts {
  /** Which history. */
  readonly schedule: string;
  /** Where each worker is, while it goes on. */
  readonly progress: RunProgress | null;
  /** null while it goes on. */
  readonly confirmed: {
    readonly report: RunReport;
    /** Steps of the history that they did. */
    readonly steps: number;
    /** The first step that differs from the simulator's; null: all events are the same but for time. */
    readonly differsAt: number | null;
  } | null;
}

/** What came of pinning a real run; null while it is looked for. */
export interface PinningFacts {
  /** Of which run. */
  readonly result: RunResult;
  readonly pin: PinResult | null;
}

/** Break it, then mend it. What is on show may be the mended program; the query here is the one to break. */
export interface ChallengeFacts {
  readonly query: Query;
  /** What the explorer knows of the program to break; null while it looks. */
  readonly explored: ExplorationReport | null;
  /** The shortest failure that the learner came to; null before the first. */
  readonly broken: { readonly steps: number; readonly schedule: string } | null;
  /** Whether the learner went on to mending. */
  readonly mends: boolean;
  /** The last check of a mended program; its report is null while it is checked. */
  readonly check: { readonly query: Query; readonly report: ExplorationReport | null } | null;
}

/** The same work in every way that a scenario knows. */
export interface WaysFacts {
  /** Id of the scenario. */
  readonly scenario: string;
  /** In the order in which they ran. */
  readonly done: readonly { readonly way: string; readonly result: RunResult }[];
  /** null: none runs. */
  readonly running: string | null;
}

/** How automatic steps are chosen and how fast they follow one another. */
export interface Pace {
  readonly seed: number;
  readonly stepsPerSecond: number;
}

/** How an exploration goes through the orders: an exhaustive one under its reduction, or a random search. */
export const WAYS = ["dpor", "none", "walk", "pct", "weighted"] as const;
export type Way = (typeof WAYS)[number];

/** How to explore, and where to stop; null: no limit. */
export interface Limits {
  readonly way: Way;
  readonly maxRuns: number | null;
  /** Steps in one run. */
  readonly maxSteps: number | null;
  readonly maxPreemptions: number | null;
  readonly seconds: number | null;
  readonly seed: number;
  readonly untilFailure: boolean;
}

/** An exploration that goes on or has ended. */
export interface ExploringFacts {
  /** What is explored. */
  readonly query: Query;
  readonly way: Way;
  readonly running: boolean;
  readonly paused: boolean;
  readonly progress: ExplorationProgress | null;
  readonly report: ExplorationReport | null;
}

/** Many real runs of what is explored, and what came of them. */
export interface RepeatedFacts {
  readonly query: Query;
  readonly result: RepeatResult;
}

/** An event kept to be compared, and how another stands to it; null until it is known. */
export interface KeptEvent {
  readonly seq: Seq;
  readonly other: Seq | null;
  readonly relation: Relation | null;
}

/** A value that is asked about, and the lost update that made it what it is. */
export interface StoryFacts {
  /** Of which run. */
  readonly result: RunResult;
  readonly finding: Finding;
  /** Tells one asking from the next. */
  readonly count: number;
}

/** Litmus tests: what races now, and the last result of each test and access by `litmusName`. */
export interface LitmusFacts {
  readonly racing: { readonly test: string; readonly access: LitmusAccess } | null;
  readonly results: Readonly<Record<string, LitmusResult>>;
}

export interface Facts {
  readonly environment: Environment;
  /** Modes that can be chosen here. */
  readonly modes: readonly Mode[];
  /** Whether the order of a real run can be made a schedule here. */
  readonly pins: boolean;
  /** The reader's own, where the address names none. */
  readonly language: Language;
  readonly theme: Theme;
  readonly systemDark: boolean;
  readonly query: Query;
  /** The scenario of `query`; null while it loads and where there is none. */
  readonly scenario: Scenario | null;
  readonly notices: readonly Notice[];
  readonly compiled: CompiledListing | null;
  /** null: nothing runs. */
  readonly running: RunningFacts | null;
  readonly result: ShownResult | null;
  /** null: nothing is stepped. */
  readonly stepping: SteppingFacts | null;
  readonly pace: Pace;
  /** null: nothing is moved. */
  readonly whatIf: WhatIfFacts | null;
  readonly confirming: ConfirmingFacts | null;
  readonly pinning: PinningFacts | null;
  readonly challenge: ChallengeFacts | null;
  readonly ways: WaysFacts | null;
  readonly limits: Limits;
  readonly exploring: ExploringFacts | null;
  readonly repeated: RepeatedFacts | null;
  /** The same run with and without recording, in milliseconds; null until it was measured. */
  readonly cost: { readonly recordedMs: number; readonly bareMs: number } | null;
  /** Event after which the state is shown; −1 before the first. */
  readonly playhead: Seq;
  /** The playhead goes on by itself. */
  readonly walking: boolean;
  /** The event that is looked at; null for none. */
  readonly selection: Seq | null;
  readonly litmus: LitmusFacts;
  /** null: no event is kept. */
  readonly kept: KeptEvent | null;
  /** null: no value is asked about. */
  readonly story: StoryFacts | null;
  /** The last event that was asked to be brought into view; `count` tells one asking from the next. */
  readonly revealed: { readonly seq: Seq; readonly count: number } | null;
  readonly snapshot: StateSnapshot | null;
  readonly visited: readonly string[];
  /** Scenario id → index of the answer given. */
  readonly predictions: Readonly<Record<string, number>>;
  /** Sentence for the status line that screen readers speak, by key of the dictionary. */
  readonly spoken: { readonly key: "copied" | "ran"; readonly count: number } | null;
}

/** The facts of a page that has just opened. */
export function initialFacts(environment: Environment, language: Language, theme: Theme, systemDark: boolean): Facts {
  return {
    environment,
    modes: MODES_BUILT,
    pins: true,
    language,
    theme,
    systemDark,
    query: EMPTY_QUERY,
    scenario: null,
    notices: [],
    compiled: null,
    running: null,
    result: null,
    stepping: null,
    pace: { seed: 1, stepsPerSecond: 2 },
    whatIf: null,
    confirming: null,
    pinning: null,
    challenge: null,
    ways: null,
    limits: {
      way: "dpor",
      maxRuns: null,
      maxSteps: null,
      maxPreemptions: null,
      seconds: 60,
      seed: 1,
      untilFailure: false,
    },
    exploring: null,
    repeated: null,
    cost: null,
    playhead: -1,
    walking: false,
    selection: null,
    litmus: { racing: null, results: {} },
    kept: null,
    story: null,
    revealed: null,
    snapshot: null,
    visited: [],
    predictions: {},
    spoken: null,
  };
}
