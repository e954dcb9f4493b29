/**
 * What an exploration found. One run of each outcome is stepped again with a record and looked through; what tells the same of several runs
 * is told once, with how many of them show it and the shortest schedule that does. Rule: stepping along that schedule and no further shows
 * the finding as it is told, and so does going on from there.
 */
import { analyse, describeEndless, describeFinding } from "../engine/analysis/index.ts";
import type { ExploredFinding, Finding } from "../engine/program/report.ts";
import type { Choice, StepRule } from "../engine/program/stepping.ts";
import type { Circle, ExplorationState, Livelock } from "../engine/runtime/explorer/exploration.ts";
import type { EndlessComputing } from "../engine/runtime/explorer/endless-computing.ts";
import type { SimulationSettings } from "../engine/runtime/stepped/settings.ts";
import { nameOfThread, readerOf } from "../engine/runtime/stepped/simulation-reader.ts";
import { Simulation } from "../engine/runtime/stepped/simulation.ts";
import { recordRun } from "../engine/runtime/stepped/stepped-run.ts";
import { seededScheduler } from "../engine/schedule/scheduler.ts";
import { objectName } from "../engine/trace/names.ts";
import type { Trace } from "../engine/trace/trace.ts";
import { type Prepared, simulationSettingsOf } from "./prepared.ts";

/** Outcomes whose runs are looked through: the failing ones first, then by how often. */
const LOOKED_THROUGH = 40;
/** Longer runs are not looked through: they go round in circles. */
const LONGEST = 5000;
/** How often those who go round are let do so, to be told from threads that get on. */
const ROUNDS = 50;
/** Steps that this may take, for whom so many rounds would be too long; and how often it has to be at least. */
const LONGEST_ROUNDS = 20_000;
const LEAST_ROUNDS = 4;
/** Of whoever follows a schedule that ends early and goes on unasked. */
const USUAL_SEED = 1;

/** A run, stepped again. */
interface LookedAt {
  readonly path: readonly Choice[];
  /** By number of steps done: the last event then. */
  readonly lastSeq: readonly number[];
  readonly trace: Trace;
  readonly findings: readonly Finding[];
}

/** One of the same findings, in the run that shows it soonest. */
interface Seen {
  readonly finding: Finding;
  readonly run: LookedAt;
  /** Steps after which all its evidence is there. */
  readonly steps: number;
  readonly runs: number;
}

export class ExploredFindings {
  readonly #prepared: Prepared;
  readonly #settings: SimulationSettings;
  readonly #print: (path: readonly Choice[]) => string;
  readonly #seen = new Map<string, Seen>();
  /** By schedule: several findings are often complete after the same step. */
  readonly #cut = new Map<string, { readonly run: LookedAt; readonly namesAfter: ReadonlySet<string> }>();

  constructor(prepared: Prepared, steps: StepRule, print: (path: readonly Choice[]) => string) {
    this.#prepared = prepared;
    this.#settings = simulationSettingsOf(prepared, steps);
    this.#print = print;
  }

  of(state: ExplorationState): { readonly lookedThrough: number; readonly findings: readonly ExploredFinding[] } {
    const runs = toLookThrough(state).map((path) => this.#look(path));
    for (const run of runs) for (const finding of distinct(run)) this.#add(finding, run, 1);
    const livelocks = state.livelocks.flatMap((one) => this.#livelock(one));
    const others = [...this.#seen.values()].map((seen) => this.#tell(seen));
    return { lookedThrough: runs.length, findings: [...livelocks, ...others] };
  }

  #add(finding: Finding, run: LookedAt, runs: number): void {
    const name = nameOf(finding, run.trace);
    const known = this.#seen.get(name);
    const steps = stepsTo(finding, run);
    const isSooner = known === undefined || steps < known.steps;
    this.#seen.set(name, { ...(isSooner ? { finding, run, steps } : known), runs: runs + (known?.runs ?? 0) });
  }

  /** With its schedule as short as it can be: cut after its evidence, where what is then seen is the same. */
  #tell({ finding, run, steps, runs }: Seen): ExploredFinding {
    const name = nameOf(finding, run.trace);
    const cut = steps < run.path.length ? this.#cutAfter(run.path.slice(0, steps)) : null;
    const again = cut?.run.findings.find((one) => nameOf(one, cut.run.trace) === name);
    if (cut === null || again === undefined || !cut.namesAfter.has(name)) return this.#toExplored(finding, run, runs);
    return this.#toExplored(again, cut.run, runs);
  }

  #cutAfter(path: readonly Choice[]): { readonly run: LookedAt; readonly namesAfter: ReadonlySet<string> } {
    const key = path.join();
    const known = this.#cut.get(key);
    if (known !== undefined) return known;
    const cut = { run: this.#look(path), namesAfter: this.#namesAfter(path) };
    this.#cut.set(key, cut);
    return cut;
  }

  /** What is still found when the run goes on as it does for whoever asks no more of it; nothing where that has no end. */
  #namesAfter(path: readonly Choice[]): ReadonlySet<string> {
    const simulation = this.#play(path);
    const scheduler = seededScheduler(USUAL_SEED);
    const whole = [...path];
    for (;;) {
      const choices = simulation.choices();
      if (choices.length === 0) break;
      if (whole.length >= LONGEST) return new Set();
      const choice = scheduler(choices, whole.length, simulation.current);
      whole.push(choice);
      simulation.take(choice);
      if (!computeOn(simulation)) return new Set();
    }
    const { trace, findings } = this.#analyse(simulation, whole);
    return new Set(findings.map((one) => nameOf(one, trace)));
  }

  #toExplored(finding: Finding, { trace, path }: LookedAt, runs: number): ExploredFinding {
    const sentences = { en: finding.message, "zh-CN": describeFinding(finding, trace, "zh-CN") };
    return { ...finding, schedule: this.#print(path), sentences, runs };
  }

  /** What an analysis says of a run that went round that often. */
  #livelock({ circle, runs }: Livelock): readonly ExploredFinding[] {
    if (circle.computing !== null) return [this.#endless(circle, circle.computing, runs)];
    const run = this.#goRound(circle);
    const finding = run?.findings.find(({ kind }) => kind === "livelock");
    return run === null || finding === undefined ? [] : [this.#toExplored(finding, run, runs)];
  }

  /** There is no event of it: the thread comes to none. */
  #endless({ before }: Circle, { thread, lines, reads }: EndlessComputing, runs: number): ExploredFinding {
    const settings = { ...this.#settings, aloneSteps: true, record: "console" as const };
    const simulation = new Simulation(this.#prepared.program, settings);
    const path = before.filter((choice) => {
      const isCounted = simulation.isCounted(choice);
      computeOn(simulation);
      simulation.take(choice);
      return isCounted;
    });
    const name = nameOfThread(readerOf(simulation), simulation.threads[thread]);
    const [en, chinese] = (["en", "zh-CN"] as const).map((language) =>
      describeEndless({ name, lines, reads }, language),
    );
    const finding = { kind: "livelock" as const, threads: [thread], objects: [], lines, events: [], count: 1 };
    return { ...finding, message: en, schedule: this.#print(path), sentences: { en, "zh-CN": chinese }, runs };
  }

  /** null where what was seen once does not come round again: then it is no livelock, and nothing is told. */
  #goRound({ before, round }: Circle): LookedAt | null {
    const times = Math.min(ROUNDS, Math.floor((LONGEST_ROUNDS - before.length) / round.length));
    if (times < LEAST_ROUNDS) return null;
    const simulation = new Simulation(this.#prepared.program, { ...this.#settings, aloneSteps: true });
    const path: Choice[] = [];
    const rounds = Array.from({ length: times }, () => round);
    for (const choice of [...before, ...rounds.flat()]) {
      if (simulation.isCounted(choice)) path.push(choice);
      if (!simulation.choices().includes(choice)) return null;
      simulation.take(choice);
    }
    const { trace } = recordRun(simulation, "step-limit", false);
    const end = { status: "step-limit", goesRound: true, schedule: this.#print(path) } as const;
    return { path, lastSeq: [], trace, findings: analyse(trace, end).findings };
  }

  #look(path: readonly Choice[]): LookedAt {
    const lastSeq: number[] = [];
    const simulation = this.#play(path, lastSeq);
    return { path, lastSeq, ...this.#analyse(simulation, path) };
  }

  /** As a run report has it. */
  #analyse(simulation: Simulation, path: readonly Choice[]): Pick<LookedAt, "trace" | "findings"> {
    const { trace, stuck, status } = recordRun(simulation, simulation.status ?? "stopped", false);
    const end = { status, schedule: this.#print(path), ...(status === "deadlocked" ? { stuck } : {}) };
    return { trace, findings: analyse(trace, end).findings };
  }

  #play(path: readonly Choice[], lastSeq: number[] = []): Simulation {
    const simulation = new Simulation(this.#prepared.program, this.#settings);
    while (simulation.computing >= 0) simulation.goOn();
    lastSeq.push(simulation.events.count - 1);
    for (const choice of path) {
      simulation.take(choice);
      while (simulation.computing >= 0) simulation.goOn();
      lastSeq.push(simulation.events.count - 1);
    }
    return simulation;
  }
}

/** Slices of computing that a run which is looked at gets for one step. */
const SLICES = 3;

/** False where the thread still has not come to its next operation. */
function computeOn(simulation: Simulation): boolean {
  for (let slice = 0; slice < SLICES && simulation.computing >= 0; slice++) simulation.goOn();
  return simulation.computing < 0;
}

/** The shortest failure, and one run of each outcome. A run that was cut has no end to be looked at. */
function toLookThrough({ ends, shortest }: ExplorationState): readonly (readonly Choice[])[] {
  const first = shortest === null || shortest.isLivelock ? [] : [shortest.path];
  const failingFirst = ends.toSorted((a, b) => Number(b.fails) - Number(a.fails)).slice(0, LOOKED_THROUGH);
  const others = failingFirst.filter(({ status }) => status !== "step-limit").map(({ path }) => path);
  const paths = new Map([...first, ...others].map((path) => [path.join(), path]));
  return [...paths.values()].filter(({ length }) => length <= LONGEST);
}

/** One of each that tells the same, the soonest. */
function distinct(run: LookedAt): readonly Finding[] {
  const byName = new Map<string, Finding>();
  for (const finding of run.findings.toSorted((a, b) => lastOf(a) - lastOf(b))) {
    const name = nameOf(finding, run.trace);
    if (!byName.has(name)) byName.set(name, finding);
  }
  return run.findings.filter((finding) => byName.get(nameOf(finding, run.trace)) === finding);
}

function lastOf({ events }: Finding): number {
  return Math.max(-1, ...events);
}

/** Steps after which all evidence of a finding is there. */
function stepsTo(finding: Finding, { lastSeq, path }: LookedAt): number {
  const steps = lastSeq.findIndex((seq) => seq >= lastOf(finding));
  return steps < 0 ? path.length : steps;
}

/** Equal for findings that tell the same of different runs: whoever of equal threads it was. */
function nameOf({ kind, objects, lines }: Finding, trace: Trace): string {
  const names = objects.map((object) => objectName(trace, object)).toSorted();
  return JSON.stringify([kind, names, lines.toSorted((a, b) => a - b)]);
}
