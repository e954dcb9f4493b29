/**
 * One exploration from beginning to end, a slice of time at a time, so that whoever runs it can pause it, stop it and tell how far it is.
 * Rule: what a bound cut off is counted and said; `complete` means that nothing was.
 */
import type { Clock } from "../../base/clock.ts";
import { createRandom } from "../../base/random.ts";
import type { Milliseconds } from "../../base/units.ts";
import type { CutBy, ExplorationCut, Reduction, Search } from "../../program/report.ts";
import { BoundedSearch } from "./bounded-search.ts";
import type { EndlessComputing } from "./endless-computing.ts";
import { EveryInterleaving } from "./every-interleaving.ts";
import type { Choice } from "../../program/stepping.ts";
import { type Explorable, NO_CHOICE } from "./explorable.ts";
import { type ExploredEnd, ExploredEnds, type RunEnd } from "./explored-ends.ts";
import { OptimalSearch } from "./optimal-search.ts";
import { RandomSearch } from "./random-search.ts";
import type { Played, ScheduleSearch } from "./search.ts";
import { SearchVoid } from "./search-void.ts";
import { FewerPreemptions, type FailingPath, ShortestFailure } from "./shortest-failure.ts";

/** What to explore, and how far. Infinity: no bound. */
export interface ExplorationOrder {
  readonly search: Search;
  readonly reduction: Reduction;
  readonly maxRuns: number;
  readonly maxSteps: number;
  readonly maxPreemptions: number;
  readonly timeoutMs: Milliseconds;
  readonly seed: number;
  readonly depth: number;
  readonly untilFailure: boolean;
}

/** A run in which everybody who can go goes round for ever. Both count choices that are no steps, too. */
export interface Circle {
  readonly before: readonly Choice[];
  /** May be taken again and again. */
  readonly round: readonly Choice[];
  /** Something is handed on or printed in the round: it has no end, but it is not in vain. */
  readonly getsOn: boolean;
  /** Which threads go round, and on which lines: equal for the same circle. */
  readonly where: string;
  /** Nobody takes a step in it: a thread computes for ever. The round is empty then. */
  readonly computing: EndlessComputing | null;
}

/** A circle in which nobody gets on, and nobody outside could end it. */
export interface Livelock {
  /** The first of those with the shortest way there. */
  readonly circle: Circle;
  /** Runs that came to it. */
  readonly runs: number;
}

/** A program whose ends mean something. */
export interface ExploredProgram extends Explorable {
  /** Grows when something comes to light that makes more steps depend on each other: what was explored under a reduction is void then. */
  readonly revision: number;
  /** The run goes no further, though it has not ended: a thread computes without end. */
  readonly isCut: boolean;
  /** What a number that `end` gave stands for. */
  meaningOf(end: number): RunEnd;
  /** Of the run where it stands, in which all who can go spin, or one computes. null where that cannot be told. Go back afterwards. */
  circle(): Circle | null;
}

export interface ExplorationState {
  readonly runs: number;
  readonly redundant: number;
  readonly steps: number;
  readonly deadlocks: number;
  readonly failures: number;
  readonly firstFailure: number | null;
  readonly cuts: readonly ExplorationCut[];
  readonly complete: boolean;
  readonly ends: readonly ExploredEnd[];
  readonly shortest: (FailingPath & { readonly proven: boolean }) | null;
  readonly livelocks: readonly Livelock[];
  readonly elapsedMs: Milliseconds;
}

/** Steps between two looks at the clock. */
const STEPS_A_LOOK = 2000;
/** Steps that the proof of the shortest failure may take beside the exploration itself. */
const STEPS_TO_PROVE = 2_000_000;

export class Exploration {
  readonly #program: ExploredProgram;
  readonly #order: ExplorationOrder;
  readonly #clock: Clock;
  readonly #beginning: number;
  #ends!: ExploredEnds;
  #search!: ScheduleSearch;
  #shortest!: ShortestFailure;
  #cuts!: Map<CutBy, number>;
  #livelocks = new Map<string, Livelock>();
  #revision = 0;
  #proof: FewerPreemptions | null = null;
  #stage: "searching" | "proving" | "done" = "searching";
  #proven = false;
  #elapsedMs: Milliseconds = 0;

  /** @param program stands at its beginning, and is used until the exploration is over */
  constructor(program: ExploredProgram, order: ExplorationOrder, clock: Clock) {
    this.#program = program;
    this.#order = order;
    this.#clock = clock;
    this.#beginning = program.mark();
    this.#begin();
  }

  get isOver(): boolean {
    return this.#stage === "done";
  }

  /** Goes on for about so long; time between two calls does not count. True when it is over. */
  advance(forMs: Milliseconds): boolean {
    const fromMs = this.#clock.nowMs();
    const beforeMs = this.#elapsedMs;
    const untilMs = fromMs + Math.min(forMs, this.#order.timeoutMs - beforeMs);
    while (!this.isOver && this.#advanceUntilLook()) {
      const nowMs = this.#clock.nowMs();
      this.#elapsedMs = beforeMs + nowMs - fromMs;
      if (nowMs >= untilMs) break;
    }
    this.#elapsedMs = beforeMs + this.#clock.nowMs() - fromMs;
    if (this.#elapsedMs >= this.#order.timeoutMs) this.#endFor("timeout");
    return this.isOver;
  }

  /** Ends it where it stands. */
  stop(): void {
    this.#endFor("stopped");
  }

  /** Share of the tree behind us, 0 to 1; null for a random search. */
  share(): number | null {
    if (this.#stage !== "searching") return this.#search.share() === null ? null : 1;
    return this.#ends.runs === 0 ? 0 : this.#search.share();
  }

  get runs(): number {
    return this.#ends.runs;
  }

  get steps(): number {
    return this.#search.steps;
  }

  get deadlocks(): number {
    return this.#ends.deadlocks;
  }

  get failures(): number {
    return this.#ends.failures;
  }

  get outcomes(): number {
    return this.#ends.count;
  }

  get elapsedMs(): Milliseconds {
    return this.#elapsedMs;
  }

  state(): ExplorationState {
    const { runs, deadlocks, failures, firstFailure } = this.#ends;
    const { best } = this.#shortest;
    return {
      runs,
      redundant: this.#search.redundant,
      steps: this.#search.steps,
      deadlocks,
      failures,
      firstFailure,
      cuts: this.#allCuts(),
      complete: this.#stage === "done" && this.#allCuts().length === 0 && this.#order.maxPreemptions === Infinity,
      ends: this.#ends.all(),
      shortest: best && { ...best, proven: this.#proven },
      livelocks: [...this.#livelocks.values()],
      elapsedMs: this.#elapsedMs,
    };
  }

  #begin(): void {
    const program = this.#program;
    program.backTo(this.#beginning);
    this.#revision = program.revision;
    this.#ends = new ExploredEnds(program);
    this.#shortest = new ShortestFailure();
    this.#cuts = new Map();
    this.#livelocks = new Map();
    this.#search = createSearch(program, this.#order);
    if (this.#order.search !== "exhaustive") this.#cut("random");
  }

  /** Whether a reduced search went by a dependence that turned out to be too small. */
  #isVoid(): boolean {
    const { search, reduction } = this.#order;
    return search === "exhaustive" && reduction === "dpor" && this.#program.revision !== this.#revision;
  }

  /** Works for as long as no clock need be read. False when it is over. */
  #advanceUntilLook(): boolean {
    const until = this.#stepsSoFar() + STEPS_A_LOOK;
    while (!this.isOver && this.#stepsSoFar() < until) {
      if (this.#stage === "searching") this.#searchOn(until);
      else this.#proveOn(until - this.#search.steps);
      // Who computes without end takes no step, but time.
      if (this.#program.isCut) break;
    }
    return !this.isOver;
  }

  #stepsSoFar(): number {
    return this.#search.steps + (this.#proof?.steps ?? 0);
  }

  #searchOn(until: number): void {
    const search = this.#search;
    const isEnough = this.#ends.runs >= this.#order.maxRuns;
    if (isEnough && this.#order.search !== "exhaustive") return this.#endFor("max-runs");
    const played = this.#play(search, until);
    if (played === "void" || this.#isVoid()) return this.#begin();
    if (played === "part") return;
    if (played === "nothing") return this.#endOfSearch();
    // Played, and not counted: that there is another run is what makes it incomplete.
    if (isEnough) return this.#endFor("max-runs");
    const { isCut } = this.#program;
    const endNumber = this.#program.end();
    const isLivelock = (isCut || search.ending === "cycle") && this.#noteLivelock();
    const end = this.#ends.add(endNumber, isLivelock);
    if (isCut && isLivelock) this.#cut("cycle");
    else if (isCut || search.ending === "max-steps") this.#cut("max-steps");
    if (!end.fails && !isLivelock) return;
    this.#shortest.add(this.#program, search.preemptions, isLivelock);
    if (this.#order.untilFailure) this.#endFor("until-failure");
  }

  /** Whether the run came to one. A bound on preemptions may have kept others from ending the circle: then it is none. */
  #noteLivelock(): boolean {
    const program = this.#program;
    if (!program.isCut)
      for (let thread = 0; thread < program.threadCount; thread++)
        if (program.choiceOf(thread) !== NO_CHOICE && !program.isSpinning(thread)) return false;
    const circle = program.circle();
    if (circle === null || circle.getsOn) return false;
    const known = this.#livelocks.get(circle.where);
    const isShorter = known === undefined || circle.before.length < known.circle.before.length;
    const runs = (known?.runs ?? 0) + 1;
    this.#livelocks.set(circle.where, { circle: isShorter ? circle : known.circle, runs });
    return true;
  }

  #play(search: ScheduleSearch, until: number): Played | "void" {
    try {
      return search.next(until);
    } catch (error) {
      // Plans made by a dependence that was too small cannot be kept to once more has come to light.
      if (error instanceof SearchVoid || this.#isVoid()) return "void";
      throw error;
    }
  }

  #endOfSearch(): void {
    const { best } = this.#shortest;
    this.#stage = "done";
    if (best === null || this.#allCuts().length > 0) return;
    this.#proven = best.preemptions === 0 || this.#order.reduction === "none";
    if (this.#proven) return;
    this.#stage = "proving";
    this.#proof = new FewerPreemptions(this.#program, best, () => this.#failsHere());
  }

  #proveOn(until: number): void {
    const proof = this.#proof;
    if (proof?.next(until) !== true) {
      if (proof?.found) this.#shortest.best = proof.found;
      this.#proven = true;
      this.#stage = "done";
    } else if (proof.steps > STEPS_TO_PROVE) this.#stage = "done";
  }

  #failsHere(): boolean {
    return this.#ends.isFailing(this.#program.end());
  }

  #endFor(cut: CutBy): void {
    if (this.#stage === "searching") this.#cut(cut);
    this.#stage = "done";
  }

  #cut(by: CutBy): void {
    this.#cuts.set(by, (this.#cuts.get(by) ?? 0) + 1);
  }

  #allCuts(): readonly ExplorationCut[] {
    const { leftOut, spun } = this.#search;
    const counts = new Map(this.#cuts);
    if (leftOut > 0) counts.set("max-preemptions", leftOut);
    if (spun > 0) counts.set("cycle", spun + (counts.get("cycle") ?? 0));
    return [...counts].map(([by, count]) => ({ by, count }));
  }
}

function createSearch(program: Explorable, order: ExplorationOrder): ScheduleSearch {
  const { search, reduction, maxPreemptions, seed, depth } = order;
  if (search !== "exhaustive") return new RandomSearch(program, order, search, createRandom(seed), depth);
  if (reduction === "none") return new EveryInterleaving(program, order);
  return maxPreemptions === Infinity ? new OptimalSearch(program, order) : new BoundedSearch(program, order);
}
