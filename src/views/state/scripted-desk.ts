/** For tests: a desk without a browser, and a laboratory that answers when the test says so. No part of the page. */
import { relation } from "../../engine/analysis/index.ts";
import type { Listing } from "../../engine/program/listing.ts";
import type { RunReport } from "../../engine/program/report.ts";
import type { Mode } from "../../engine/program/scenario.ts";
import { loadScenario, outline } from "../../engine/scenarios/index.ts";
import { TraceBuilder } from "../../engine/trace/builder.ts";
import { buildIndex } from "../../engine/trace/lanes.ts";
import { computeSnapshot } from "../../engine/trace/snapshot-index.ts";
import type { LitmusBench, LitmusResult } from "../../workers/litmus-contract.ts";
import type { PinResult } from "../../workers/pin-contract.ts";
import type { Laboratory, RunRequest, RunResult } from "../../workers/contract.ts";
import type { Actions } from "./actions.ts";
import { createActions } from "./actions.ts";
import type { Desk } from "./desk.ts";
import { createDesk } from "./desk.ts";
import { initialFacts } from "./facts.ts";
import { ScriptedExplorer } from "./scripted-explorer.ts";
import { ScriptedStepping, TWO_ADDS } from "./scripted-stepping.ts";

const MODES: readonly Mode[] = ["run", "step", "explore"];

export interface ScriptedDesk {
  readonly desk: Desk;
  readonly actions: Actions;
  /** What was asked to run, in order. */
  readonly requests: RunRequest[];
  /** The addresses written, in order, with `push ` or `replace ` before them. */
  readonly written: string[];
  /** Ends the run that is under way. */
  finish(status?: RunReport["status"]): void;
  readonly session: ScriptedStepping;
  readonly explorer: ScriptedExplorer;
  /** What pinning a run answers. */
  pin: PinResult;
  stops: number;
}

export function createScriptedDesk({ sharedMemory = true, program = TWO_ADDS, litmus = SEEN_ONCE } = {}): ScriptedDesk {
  const session = new ScriptedStepping(program);
  const explorer = new ScriptedExplorer();
  const requests: RunRequest[] = [];
  const written: string[] = [];
  let search = "";
  let end: ((status: RunReport["status"]) => void) | null = null;
  const laboratory: Laboratory = {
    compile: async (source) => compileByLooks(source),
    run(request) {
      requests.push(request);
      return new Promise((resolve) => {
        end = (status) => {
          end = null;
          resolve(resultOf(request, status));
        };
      });
    },
    repeat: async ({ runs }) => ({
      runs,
      outcomes: [{ outcome: { balance: 0 }, status: "finished", runs }],
      elapsedMs: 1,
    }),
    async stop() {
      scripted.stops++;
      end?.("stopped");
    },
    stateAt: async (seq) => computeSnapshot(desk.facts.getState().result?.result.trace ?? tenReads(), seq),
    relation: async (seqA, seqB) => relation(desk.facts.getState().result?.result.trace ?? tenReads(), seqA, seqB),
    exportTrace: async (format) => `as ${format}`,
    exportBlob: async (format) => new Blob([`as ${format}`]),
    workerCount: async () => 0,
  };
  const environment = {
    isolated: sharedMemory,
    sharedMemory,
    cores: 2,
    clockResolutionUs: 5,
    engine: sharedMemory ? "threads" : "simulator",
  } as const;
  const desk = createDesk(
    { ...initialFacts(environment, "en", "auto", false), modes: MODES, pins: true },
    {
      course: { outline, load: loadScenario },
      address: {
        read: () => search,
        write(text, how) {
          search = text;
          written.push(`${how} ${text}`);
        },
        absolute: (text) => `https://example.org/${text}`,
      },
      laboratory: () => laboratory,
      stepper: () => session,
      explorer: () => explorer,
      pinner: () => ({ pin: async () => scripted.pin }),
      litmus: () => litmus,
      keep: () => undefined,
      copy: async () => true,
      nowMs: () => 0,
      wait: async () => undefined,
    },
  );
  const scripted: ScriptedDesk = {
    desk,
    actions: createActions(desk),
    requests,
    session,
    explorer,
    written,
    finish: (status = "finished") => end?.(status),
    pin: { schedule: "s1.SCRIPT.1-2x2-1", explained: true, part: [] },
    stops: 0,
  };
  return scripted;
}

/** What every race of litmus tests answers. */
function litmusResult(): LitmusResult {
  const allowed = { js: true, tso: true, arm: true };
  return {
    test: "SB",
    access: "plain",
    iterations: 10,
    elapsedMs: 1,
    names: ["r1", "r2"],
    outcomes: [{ values: [0, 1], count: 10, allowed }],
    threads: 2,
    cores: 2,
    atOnce: true,
  };
}

const SEEN_ONCE: LitmusBench = { race: async () => litmusResult(), stop: async () => undefined };

/** Ten reads of one cell by one thread. */
function tenReads() {
  const builder = new TraceBuilder();
  builder.addThread("MainThread", { worker: true });
  const object = builder.addObject("balance", "cell");
  for (let value = 0; value < 10; value++) builder.push({ thread: 0, op: "read", object, value });
  return builder.build();
}

/** Good enough for tests: `import os` is an error, `name = number` at the line's start is a parameter. */
function compileByLooks(source: string): Awaited<ReturnType<Laboratory["compile"]>> {
  const lines = source.split("\n");
  const wrong = lines.findIndex((line) => line.startsWith("import os")) + 1;
  if (wrong > 0) {
    const message = "the module os is not in yet";
    return { diagnostics: [{ line: wrong, column: 8, endLine: wrong, endColumn: 10, kind: "Unsupported", message }] };
  }
  const parameters: Listing["parameters"][number][] = [];
  lines.forEach((text, index) => {
    const match = /^(\w+) = (\d+)$/.exec(text);
    if (match !== null) parameters.push({ name: match[1], value: Number(match[2]), line: index + 1 });
  });
  return { bytecode: [], parameters };
}

function resultOf({ scenario, parameters = {}, record = true }: RunRequest, status: RunReport["status"]): RunResult {
  const trace = record ? tenReads() : null;
  const report: RunReport = {
    scenario: scenario ?? null,
    parameters,
    engine: "threads",
    status,
    outcome: { balance: 5 },
    expected: { balance: 0 },
    correct: false,
    elapsedMs: 1,
    threads: trace?.threads ?? [],
    findings: [],
    console: [],
    events: trace?.count ?? 0,
    dropped: 0,
    lostUpdates: record ? { balance: 1 } : null,
    steps: null,
    schedule: null,
  };
  const measured = {
    compileMs: 1,
    startMs: 1,
    runMs: 1,
    collectMs: 1,
    analyseMs: 1,
    heapBytes: 0,
    ringFill: 0,
    workers: 1,
  };
  return { report, trace, index: trace === null ? null : buildIndex(trace), measured };
}
