/** Whole listings on real threads, in Node: every scenario, and what a run promises. */
import { afterAll, describe, expect, it } from "vitest";
import { bundleWorker } from "../../scripts/node-worker.ts";
import type { ParameterValues } from "../engine/program/report.ts";
import { loadScenario, scenarioIds } from "../engine/scenarios/index.ts";
import { OP } from "../engine/trace/ops.ts";
import type { Plain } from "../engine/trace/trace.ts";
import { ThreadLaboratory } from "./laboratory.ts";
import { createNodeWorkerFactory } from "./node/node-worker-factory.ts";
import { sharedClock } from "./shared-clock.ts";

const file = await bundleWorker(new URL("./node/thread-node.worker.ts", import.meta.url));
const laboratory = new ThreadLaboratory({
  clock: sharedClock,
  createWorker: createNodeWorkerFactory(file),
  resolutionUs: 5,
  warm: 3,
});
afterAll(() => laboratory.close());

const program = (...lines: string[]): string => `${lines.join("\n")}\n`;

describe("a run on real threads", () => {
  it("prints and finishes", async () => {
    const { report } = await laboratory.run({ program: program("x = 1", "print('hello', x + 1)") });
    expect(report.status).toBe("finished");
    expect(report.outcome).toEqual({ values: { x: 1 }, printed: { MainThread: ["hello 2"] } });
  });

  it("loses updates between two threads, and says how many", async () => {
    const { report, trace } = await laboratory.run({ scenario: "count-race", parameters: { iterations: 50_000 } });
    expect(report.status).toBe("finished");
    expect(report.dropped).toBe(0);
    expect(trace?.count).toBe(report.events);
    expect(report.lostUpdates).toEqual({ count: 100_000 - Number(report.outcome.count) });
  });

  it("loses none under a lock", async () => {
    const { report } = await laboratory.run({ scenario: "count-lock", parameters: { iterations: 5000 } });
    expect(report.outcome.count).toBe(10_000);
    expect(report.correct).toBe(true);
  });

  it("names a deadlock while it happens", async () => {
    // The pause is long enough for both to have their first lock, however busy the machine is.
    const { report, trace } = await laboratory.run({ scenario: "deadlock", parameters: { second: 500 } });
    expect(report.status).toBe("deadlocked");
    const lastWaitMs = (trace?.time[trace.count - 1] ?? 0) / 1000;
    expect(report.elapsedMs - lastWaitMs).toBeLessThan(500);
    const [finding] = report.findings;
    expect(finding.kind).toBe("deadlock");
    expect(finding.message).toMatch(/lock_a/);
    expect(finding.message).toMatch(/lock_b/);
  });

  it("stops an endless loop", async () => {
    const running = laboratory.run({ program: program("while True:", "    pass") }, () => void laboratory.stop());
    expect((await running).report.status).toBe("stopped");
  });

  it("gives what every scenario and every variant expects, but for those that show what goes wrong", async () => {
    const wrongs: readonly Plain[] = ["none", "opposite", "check-first", "terminate", "await-between", "other-order"];
    for (const id of scenarioIds) {
      const scenario = await loadScenario(id);
      // Its own tests: javascript/script-laboratory.test.ts.
      if (scenario.language === "javascript") continue;
      for (const { when } of scenario.variants) {
        const small: ParameterValues = Object.fromEntries(
          scenario.parameters.flatMap(({ name, default: preset }) => {
            if (name === "second") return [[name, 20]];
            return name === "iterations" ? [[name, Math.min(200, Number(preset))]] : [];
          }),
        );
        const { report } = await laboratory.run({ scenario: id, parameters: { ...when, ...small } });
        if (Object.values(when).some((value) => wrongs.includes(value))) continue;
        expect({ id, when, status: report.status, outcome: report.outcome }).toEqual({
          id,
          when,
          status: "finished",
          outcome: { ...report.outcome, ...report.expected },
        });
      }
    }
  });

  it("repeats from the seed on that it was given", async () => {
    const request = { program: program("import random", "drawn = random.randrange(1_000_000)"), seed: 7 };
    const { outcomes } = await laboratory.repeat({ ...request, runs: 2 });
    const drawn: unknown[] = [];
    for (const seed of [7, 8]) drawn.push((await laboratory.run({ ...request, seed })).report.outcome);
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(drawn);
  });

  it("shows locals at any event of a finished run", async () => {
    const { trace, report } = await laboratory.run({ scenario: "bank-race", parameters: { iterations: 3 } });
    if (trace === null) throw new Error("not recorded");
    const t1 = report.threads[1].id;
    const row = trace.thread.findIndex((thread, i) => thread === t1 && trace.op[i] === 12);
    const state = await laboratory.stateAt(row);
    const frames = state.threads.find(({ id }) => id === t1)?.frames;
    expect(frames?.map(({ name }) => name)).toEqual(["run", "change_it"]);
  });

  it("answers where a thread was that computed on for ever, free-threaded and under the interpreter lock", async () => {
    const listing = program("x = 1", "print(x)", "while True:", "    x = x + 1");
    for (const python of ["free-threaded", "3.10"]) {
      const { report, trace } = await laboratory.run({ program: listing, parameters: { python }, timeoutMs: 300 });
      expect(report.status).toBe("timed-out");
      for (const seq of [-1, 0, (trace?.count ?? 0) - 1]) {
        const { threads } = await laboratory.stateAt(seq);
        expect(threads).toHaveLength(1);
      }
    }
  });

  it("tells which locals are out of date, and what was read", async () => {
    // Every step of `slow` waits for one of main's, so what happens is certain.
    const { trace } = await laboratory.run({
      program: program(
        "import queue, threading",
        "count = 0",
        "go, done = queue.Queue(), queue.Queue()",
        "def add(n, kept):",
        "    global count",
        "    x = count + n",
        "    done.put('read')",
        "    go.get()",
        "    count = x",
        "    done.put('wrote')",
        "    go.get()",
        "def slow():",
        "    add(5, 0)",
        "worker = threading.Thread(target=slow)",
        "worker.start()",
        "done.get()",
        "count = count + 10",
        "go.put('write')",
        "done.get()",
        "count = 77",
        "go.put('end')",
        "worker.join()",
      ),
    });
    if (trace === null) throw new Error("not recorded");
    const writes = Array.from(trace.op.keys()).filter((row) => trace.op[row] === OP.write);
    const staleAt = async (seq: number) => {
      const { threads } = await laboratory.stateAt(seq);
      const locals = threads[1].frames?.flatMap(({ locals: all }) => all) ?? [];
      return locals.map(({ name, value, stale }) => `${name} ${value.repr}${stale ? ` read ${stale.read?.repr}` : ""}`);
    };
    expect(writes.map((row) => trace.thread[row])).toEqual([0, 1, 0]);
    expect(await staleAt(writes[0] - 1)).toEqual(["n 5", "kept 0", "x 5"]);
    expect(await staleAt(writes[0])).toEqual(["n 5", "kept 0", "x 5 read 0"]);
    // Written back, the value is spent, whoever writes later.
    expect(await staleAt(writes[1])).toEqual(["n 5", "kept 0", "x 5"]);
    expect(await staleAt(writes[2])).toEqual(["n 5", "kept 0", "x 5"]);
  });
});
