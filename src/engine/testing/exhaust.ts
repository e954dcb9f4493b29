/**
 * Every interleaving of a simulated program, by brute force: depth first, no reduction, nothing clever. What a real explorer's counts are
 * held against. Rule: for small programs; it stops with an error where there are too many.
 */
import type { RunStatus } from "../program/report.ts";
import { compile } from "../python/index.ts";
import { USUAL_SETTINGS, type SimulationSettings } from "../runtime/stepped/settings.ts";
import { Simulation } from "../runtime/stepped/simulation.ts";

/** A simulation of a listing that has no errors, without a record unless told. */
export function simulate(source: string, settings: Partial<SimulationSettings> = {}): Simulation {
  const { program, diagnostics } = compile(source);
  if (program === null) throw new Error(`line ${diagnostics[0].line}: ${diagnostics[0].message}`);
  return new Simulation(program, { ...USUAL_SETTINGS, record: false, ...settings });
}

export interface Exhausted {
  readonly runs: number;
  /** How many ended how. */
  readonly ends: Readonly<Partial<Record<RunStatus, number>>>;
  /** Steps of the longest run. */
  readonly longest: number;
  /** How often each final state was reached, as `describe` names it. */
  readonly outcomes: Readonly<Record<string, number>>;
}

const MOST_RUNS = 200_000;

/** @throws Error beyond 200 000 runs */
export function exhaust(simulation: Simulation, describe: (simulation: Simulation) => string = () => ""): Exhausted {
  const ends: Partial<Record<RunStatus, number>> = {};
  const outcomes: Record<string, number> = {};
  let runs = 0;
  let longest = 0;
  const end = (status: RunStatus): void => {
    if (++runs > MOST_RUNS) throw new Error(`more than ${MOST_RUNS} runs`);
    ends[status] = (ends[status] ?? 0) + 1;
    longest = Math.max(longest, simulation.steps);
    const outcome = describe(simulation);
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  };
  const goOn = (): void => {
    const { status } = simulation;
    if (status !== null) return end(status);
    const mark = simulation.mark();
    for (const choice of simulation.choices()) {
      simulation.take(choice);
      goOn();
      simulation.backTo(mark);
    }
  };
  goOn();
  return { runs, ends, longest, outcomes };
}
