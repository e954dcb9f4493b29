/**
 * For tests: a stepping session over a few scripted operations a thread, with one cell and locks. No part of the page. A thread's read
 * goes into its own sum, its write adds to that sum; a `try` waits for a lock for a limited time.
 */
import type { ThreadId } from "../../engine/base/ids.ts";
import type { RunReport, RunStatus } from "../../engine/program/report.ts";
import type { Choice, EventPreview, Obstacle, ThreadPreview } from "../../engine/program/stepping.ts";
import { describeChoice, isExpiry, threadOfChoice, toChoice } from "../../engine/program/stepping.ts";
import { TraceBuilder } from "../../engine/trace/builder.ts";
import { buildIndex } from "../../engine/trace/lanes.ts";
import type { OpName } from "../../engine/trace/ops.ts";
import type { RunResult } from "../../workers/contract.ts";
import type {
  StepRequest,
  SteppingLaboratory,
  SteppingMove,
  SteppingTarget,
  SteppingView,
  StepResult,
} from "../../workers/stepping-contract.ts";

export interface ScriptedOperation {
  readonly do: "read" | "write" | "acquire" | "try" | "release";
  readonly on: string;
  readonly line: number;
  readonly add?: number;
}

/** The operations of T1, T2…; main only waits for them. */
export type ScriptedProgram = readonly (readonly ScriptedOperation[])[];

/** Two threads, each a read and a write of one cell: 6 interleavings, 4 of them lose an update. */
export const TWO_ADDS: ScriptedProgram = [1, 2].map(() => [
  { do: "read", on: "count", line: 9 },
  { do: "write", on: "count", line: 9, add: 1 },
]);

/** Two threads, two locks, opposite order. */
export const TWO_LOCKS: ScriptedProgram = [
  ["lock_a", "lock_b"],
  ["lock_b", "lock_a"],
].map(([first, second]) => [
  { do: "acquire", on: first, line: 5 },
  { do: "acquire", on: second, line: 6 },
  { do: "release", on: second, line: 7 },
  { do: "release", on: first, line: 8 },
]);

interface World {
  readonly cells: Map<string, number>;
  readonly holders: Map<string, ThreadId>;
  /** Operations done, by thread. */
  readonly done: number[];
  readonly sums: number[];
}

export class ScriptedStepping implements SteppingLaboratory {
  readonly requests: StepRequest[] = [];
  readonly moves: SteppingMove[] = [];
  #path: Choice[] = [];
  #at = 0;
  #misfit: SteppingView["misfit"] = null;
  readonly #program: ScriptedProgram;

  constructor(program: ScriptedProgram) {
    this.#program = program;
  }

  async step(request: StepRequest): Promise<StepResult> {
    this.requests.push(request);
    this.#open(request);
    this.#run({ kind: "end" }, request.seed ?? 1);
    const { result, lastSeq, path } = this.#view(null, true);
    return { ...(result as RunResult), lastSeq, path };
  }

  async openStepping(request: StepRequest): Promise<SteppingView> {
    this.requests.push(request);
    this.#open(request);
    return this.#view(null, true);
  }

  async moveStepping(move: SteppingMove): Promise<SteppingView> {
    this.moves.push(move);
    const before = this.#path.join();
    let reached: boolean | null = null;
    if (move.kind === "take") this.#take(move.choice);
    else if (move.kind === "go") this.#at = move.step;
    else reached = this.#run(move.until, move.seed ?? 1);
    return this.#view(reached, this.#path.join() !== before);
  }

  #open({ schedule }: StepRequest): void {
    this.#path = [];
    this.#at = 0;
    this.#misfit = null;
    for (const choice of choicesOf(schedule ?? "s1..")) {
      const preview = this.#threads().find(({ thread }) => thread === threadOfChoice(choice));
      if (!preview?.choices.some((one) => one.choice === choice)) {
        const why = preview === undefined ? { kind: "no-thread" as const } : misfitOf(preview);
        this.#misfit = { step: this.#at + 1, choice, why };
        return;
      }
      this.#take(choice);
    }
  }

  #take(choice: Choice): void {
    if (this.#path[this.#at] !== choice) this.#path = [...this.#path.slice(0, this.#at), choice];
    this.#at++;
  }

  #run(until: SteppingTarget, seed: number): boolean {
    for (let taken = 0; until.kind !== "steps" || taken < until.count; taken++) {
      const choices = this.#threads().flatMap((thread) => thread.choices);
      if (choices.length === 0) return until.kind === "end";
      const [first] = choices[(seed + this.#at) % choices.length].events;
      this.#take(this.#path[this.#at] ?? choices[(seed + this.#at) % choices.length].choice);
      if (until.kind === "op" && until.ops.includes(first.op)) return true;
    }
    return true;
  }

  #threads(): ThreadPreview[] {
    const world = this.#worldAfter(this.#at);
    const all = this.#program.map((operations, at) => previewOf(operations, world, at + 1));
    return [mainPreview(all), ...all];
  }

  #worldAfter(steps: number): World {
    const world: World = {
      cells: new Map(),
      holders: new Map(),
      done: this.#program.map(() => 0),
      sums: this.#program.map(() => 0),
    };
    for (const choice of this.#path.slice(0, steps)) this.#apply(world, choice);
    return world;
  }

  #apply(world: World, choice: Choice): ScriptedOperation {
    const at = threadOfChoice(choice) - 1;
    const operation = this.#program[at][world.done[at]++];
    const { on, add = 0 } = operation;
    if (operation.do === "read") world.sums[at] = world.cells.get(on) ?? 0;
    if (operation.do === "write") world.cells.set(on, world.sums[at] + add);
    if (operation.do === "acquire" || (operation.do === "try" && !isExpiry(choice))) world.holders.set(on, at + 1);
    if (operation.do === "release") world.holders.delete(on);
    return operation;
  }

  #view(reached: boolean | null, changed: boolean): SteppingView {
    const threads = this.#threads();
    const { result, lastSeq } = this.#record();
    return {
      at: this.#at,
      length: this.#path.length,
      path: this.#path,
      lastSeq,
      schedule: scheduleOf(this.#path),
      scheduleHere: scheduleOf(this.#path.slice(0, this.#at)),
      steps: "shared",
      status: statusOf(threads),
      threads,
      misfit: this.#misfit,
      reached,
      result: changed ? result : null,
    };
  }

  #record(): { readonly result: RunResult; readonly lastSeq: Int32Array } {
    const builder = new TraceBuilder();
    const names = ["MainThread", ...this.#program.map((_, at) => `Thread-${at + 1}`)];
    const threads = names.map((name) => builder.addThread(name, { state: "running" }));
    const objects = new Map<string, number>();
    for (const { on, do: verb } of this.#program.flat()) {
      const kind = verb === "read" || verb === "write" ? "cell" : "lock";
      const initial = kind === "cell" ? { initial: { repr: "0", plain: 0 } } : {};
      if (!objects.has(on)) objects.set(on, builder.addObject(on, kind, initial));
    }
    for (const thread of threads) builder.push({ t: 0, thread, op: "start" });
    const lastSeq = [builder.count - 1];
    const world = this.#worldAfter(0);
    for (const [at, choice] of this.#path.entries()) {
      const thread = threadOfChoice(choice);
      const operation = this.#apply(world, choice);
      const value = operation.do === "read" ? world.sums[thread - 1] : world.cells.get(operation.on);
      const shown = operation.do === "read" || operation.do === "write" ? { value } : {};
      const t = (at + 1) * 1000;
      const op = opOf(operation, isExpiry(choice));
      builder.push({ t, thread, op, object: objects.get(operation.on), line: operation.line, ...shown });
      if (world.done[thread - 1] === this.#program[thread - 1].length)
        builder.push({ t, thread, op: "finish", line: operation.line });
      lastSeq.push(builder.count - 1);
    }
    const trace = builder.build({ elapsedMs: this.#path.length + 1 });
    const status = statusOf(this.#threads()) ?? "stopped";
    const report = reportOf(status, Object.fromEntries(world.cells), trace.threads, this.#path);
    const measured = {
      compileMs: 0,
      startMs: 0,
      runMs: 0,
      collectMs: 0,
      analyseMs: 0,
      heapBytes: 0,
      ringFill: 0,
      workers: 0,
    };
    return { result: { report, trace, index: buildIndex(trace), measured }, lastSeq: Int32Array.from(lastSeq) };
  }
}

function opOf(operation: ScriptedOperation, expires: boolean): OpName {
  if (operation.do === "try") return expires ? "acquire-timeout" : "acquire";
  return operation.do;
}

function previewOf(operations: readonly ScriptedOperation[], world: World, thread: ThreadId): ThreadPreview {
  const next = operations[world.done[thread - 1]];
  const base = { thread, name: `Thread-${thread}`, place: null, limitMs: null };
  if (next === undefined) return { ...base, state: "finished", line: 0, choices: [], obstacle: null };
  const holder = world.holders.get(next.on);
  const isBlocked = (next.do === "acquire" || next.do === "try") && holder !== undefined;
  const obstacle: Obstacle | null = isBlocked
    ? { kind: "lock-held", object: { name: next.on, kind: "lock" }, holder }
    : null;
  const expires = isBlocked && next.do === "try";
  const event: EventPreview = {
    thread,
    op: opOf(next, expires),
    object: { name: next.on, kind: next.do === "read" || next.do === "write" ? "cell" : "lock" },
    key: null,
    value: null,
    other: null,
    line: next.line,
  };
  const choice = toChoice(thread, expires);
  const choices =
    isBlocked && !expires
      ? []
      : [{ choice, text: describeChoice(choice), events: [event], writes: next.do === "write" }];
  return { ...base, state: isBlocked ? "blocked" : "runnable", line: next.line, choices, obstacle };
}

function mainPreview(others: readonly ThreadPreview[]): ThreadPreview {
  const waitsFor = others.find(({ state }) => state !== "finished");
  return {
    thread: 0,
    name: "MainThread",
    state: waitsFor === undefined ? "finished" : "blocked",
    line: waitsFor === undefined ? 0 : 20,
    place: null,
    choices: [],
    obstacle: waitsFor === undefined ? null : { kind: "thread-running", other: waitsFor.thread },
    limitMs: null,
  };
}

function statusOf(threads: readonly ThreadPreview[]): RunStatus | null {
  if (threads.some(({ choices }) => choices.length > 0)) return null;
  return threads.every(({ state }) => state === "finished") ? "finished" : "deadlocked";
}

function misfitOf({ state, obstacle }: ThreadPreview) {
  if (state === "finished") return { kind: "ended" as const };
  return obstacle === null ? { kind: "no-timed-wait" as const } : { kind: "blocked" as const, obstacle };
}

/** `s1.SCRIPT.1x2-2x3-1!` both ways, as short as tests need it. */
function scheduleOf(path: readonly Choice[]): string {
  return `s1.SCRIPT.${path.map(describeChoice).join("-")}`;
}

function choicesOf(schedule: string): Choice[] {
  const [, , text = ""] = schedule.split(".");
  return text
    .split("-")
    .filter((part) => part !== "")
    .flatMap((part) => {
      const [who, times = "1"] = part.split("x");
      const choice = toChoice(Number.parseInt(who, 10), who.endsWith("!"));
      return Array.from({ length: Number(times) }, () => choice);
    });
}

function reportOf(
  status: RunStatus,
  outcome: RunReport["outcome"],
  threads: RunReport["threads"],
  path: readonly Choice[],
): RunReport {
  return {
    scenario: null,
    parameters: {},
    engine: "simulator",
    status,
    outcome,
    expected: "count" in outcome ? { count: 2 } : null,
    correct: "count" in outcome ? status === "finished" && outcome["count"] === 2 : null,
    elapsedMs: 0,
    threads,
    findings: [],
    console: [],
    events: 0,
    dropped: 0,
    lostUpdates: null,
    steps: path.length,
    schedule: scheduleOf(path),
  };
}
