/** A listing as something to explore: its outcome is its final values, and one of them may be expected. */
import { compile, type CompiledProgram } from "../python/index.ts";
import { LearntProgram } from "../runtime/explorer/learnt-program.ts";
import { SimulatedProgram } from "../runtime/explorer/simulated-program.ts";
import { USUAL_SETTINGS, type SimulationSettings } from "../runtime/stepped/settings.ts";
import { Simulation } from "../runtime/stepped/simulation.ts";

/** Enough for small listings: making many simulations is mostly making their memory. */
const SMALL_HEAP_BYTES = 4 * 1024 * 1024;

/** As `exploredListing`, with threads that are learnt. */
export function learntListing(...given: Parameters<typeof exploredListing>): LearntProgram {
  return new LearntProgram(exploredListing(...given));
}

/** @param expected module names with the values that are right; any will do for the others */
export function exploredListing(
  source: string,
  settings: Partial<SimulationSettings> = {},
  expected: Readonly<Record<string, number>> = {},
): SimulatedProgram {
  const program = compiled(source);
  const small = { ...USUAL_SETTINGS, heapBytes: SMALL_HEAP_BYTES, ...settings };
  const simulation = new Simulation(program, { ...small, record: "console", aloneSteps: true });
  return new SimulatedProgram(simulation, ({ status, values }) => ({
    status,
    outcome: values,
    correct:
      Object.keys(expected).length === 0
        ? null
        : status === "finished" && Object.entries(expected).every(([name, value]) => values[name] === value),
  }));
}

let last: { readonly source: string; readonly program: CompiledProgram } | null = null;

/** The same listing is often asked for again. */
function compiled(source: string): CompiledProgram {
  if (last?.source === source) return last.program;
  const { program, diagnostics } = compile(source);
  if (program === null) throw new Error(`line ${diagnostics[0].line}: ${diagnostics[0].message}`);
  last = { source, program };
  return program;
}
