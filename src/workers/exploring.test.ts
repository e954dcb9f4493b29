// The explorer as the page asks it: reports of scenarios and listings, every schedule of which steps to the outcome that it stands for.
import { afterAll, describe, expect, it } from "vitest";
import { describeFinding } from "../engine/analysis/index.ts";
import { bundleWorker } from "../../scripts/node-worker.ts";
import type { Finding } from "../engine/program/report.ts";
import { parseSchedule } from "../engine/schedule/text.ts";
import { breathe } from "./breathe.ts";
import type { ExplorationProgress } from "./contract.ts";
import { ThreadLaboratory } from "./laboratory.ts";
import { ListingExplorer } from "./listing-explorer.ts";
import { createNodeWorkerFactory } from "./node/node-worker-factory.ts";
import { sharedClock } from "./shared-clock.ts";

const file = await bundleWorker(new URL("./node/thread-node.worker.ts", import.meta.url));
const laboratory = new ThreadLaboratory({
  clock: sharedClock,
  createWorker: createNodeWorkerFactory(file),
  resolutionUs: 5,
  warm: 0,
});
afterAll(() => laboratory.close());

const explorer = new ListingExplorer({ clock: sharedClock, breathe });

const aboutOf = ({ kind, lines, threads }: Pick<Finding, "kind" | "lines" | "threads">): string =>
  JSON.stringify([kind, lines, threads]);

const aboutWhom = ({ kind, lines }: Pick<Finding, "kind" | "lines">): string =>
  JSON.stringify([kind, lines.toSorted((a, b) => a - b)]);

describe("explored scenarios", () => {
  it.each([
    ["count-race", { iterations: 1 }, 6, 4],
    ["bank-race", { iterations: 1 }, 70, 34],
    ["bank-race", { iterations: 1, lock: "inner" }, 2, 2],
  ])("%s %j: %i interleavings, %i traces", async (scenario, parameters, interleavings, traces) => {
    const none = await explorer.explore({ scenario, parameters, reduction: "none" });
    const dpor = await explorer.explore({ scenario, parameters });
    expect(none).toMatchObject({ scenario, runs: interleavings, redundant: 0, complete: true, cuts: [] });
    expect(dpor).toMatchObject({ scenario, reduction: "dpor", runs: traces, redundant: 0, complete: true, cuts: [] });
    const ways = (report: typeof none) => report.outcomes.map(({ outcome, status }) => [status, outcome]);
    expect(new Set(ways(dpor).map((way) => JSON.stringify(way)))).toEqual(
      new Set(ways(none).map((way) => JSON.stringify(way))),
    );
  });

  it("bank-race ends in seven ways, and the schedule of each steps to it", async () => {
    const { outcomes, shortest } = await explorer.explore({ scenario: "bank-race", parameters: { iterations: 1 } });
    expect(outcomes).toHaveLength(7);
    for (const { outcome, status, schedule, correct } of outcomes) {
      const { report } = await laboratory.step({ scenario: "bank-race", parameters: { iterations: 1 }, schedule });
      expect(report).toMatchObject({ outcome, status, correct, schedule });
    }
    expect(shortest).toMatchObject({ proven: true });
  });

  it("deadlock deadlocks; the shortest schedule that leads there steps to it, and the finding says so", async () => {
    const report = await explorer.explore({ scenario: "deadlock" });
    expect(report.deadlocks).toBeGreaterThan(0);
    const { shortest, findings } = report;
    const finding = findings.find(({ kind }) => kind === "deadlock");
    for (const schedule of [shortest?.schedule, finding?.schedule]) {
      const stepped = await laboratory.step({ scenario: "deadlock", schedule });
      expect(stepped.report).toMatchObject({ status: "deadlocked", schedule });
    }
    expect(shortest?.schedule).toBeDefined();
  });

  it("findings are told in both languages as their schedule shows them, cut where they are complete", async () => {
    const request = { scenario: "bank-race", parameters: { iterations: 1 } };
    const { findings } = await explorer.explore(request);
    expect(findings.map(({ kind }) => kind)).toEqual(expect.arrayContaining(["lost-update", "data-race"]));
    const lengths = findings.map(({ schedule }) => parseSchedule(schedule).path.length);
    expect(Math.min(...lengths)).toBeLessThan(8);
    for (const { kind, lines, threads, schedule, message, sentences } of findings) {
      const maxSteps = parseSchedule(schedule).path.length;
      const { report, trace } = await laboratory.step({ ...request, schedule, maxSteps });
      const { report: wholeReport } = await laboratory.step({ ...request, schedule });
      expect(wholeReport.findings.map(aboutWhom)).toContain(aboutWhom({ kind, lines }));
      const alike = report.findings.find((one) => aboutOf(one) === aboutOf({ kind, lines, threads }));
      if (alike === undefined || trace === null) throw new Error(`no such ${kind} in the run of ${schedule}`);
      expect(sentences).toEqual({ en: alike.message, "zh-CN": describeFinding(alike, trace, "zh-CN") });
      expect([message, alike.schedule]).toEqual([sentences.en, schedule]);
      expect(sentences["zh-CN"]).toMatch(/[\u4e00-\u9fff]/);
    }
  });

  it("findings that tell the same of several runs are one, with how many show it and the soonest schedule", async () => {
    const { findings, lookedThrough } = await explorer.explore({
      scenario: "bank-race",
      parameters: { iterations: 1 },
    });
    const abouts = findings.map(({ kind, objects, lines }) =>
      JSON.stringify([kind, objects, lines.toSorted((a, b) => a - b)]),
    );
    expect(new Set(abouts).size).toBe(abouts.length);
    for (const { runs } of findings) expect(runs).toBeLessThanOrEqual(lookedThrough);
    expect(Math.max(...findings.map(({ runs }) => runs))).toBeGreaterThan(1);
  });

  it("prints, sleeps and starts are steps where that is asked for", async () => {
    const parameters = { iterations: 1 };
    const shared = await explorer.explore({ scenario: "count-race", parameters, reduction: "none" });
    const visible = await explorer.explore({ scenario: "count-race", parameters, reduction: "none", steps: "visible" });
    expect(visible.runs).toBeGreaterThan(shared.runs);
    for (const { schedule, outcome } of visible.outcomes) {
      const { report } = await laboratory.step({ scenario: "count-race", parameters, schedule, steps: "visible" });
      expect(report.outcome).toEqual(outcome);
    }
  });
});

const WAITING = `
import threading
x = 0
def waits():
    global x
    x += 1
    if lock.acquire(timeout=0.5):
        x += 10
        lock.release()
def holds():
    global x
    with lock:
        x += 100
lock = threading.Lock()
ts = [threading.Thread(target=waits), threading.Thread(target=holds)]
for t in ts: t.start()
ts[0].join()
x += 1000
ts[1].join()
print(x)
`;

const THREAD_OR_TIMER = `import asyncio, threading
won = None
async def main():
    global won
    loop = asyncio.get_running_loop()
    answer = loop.create_future()
    t = threading.Thread(target=lambda: loop.call_soon_threadsafe(lambda: answer.done() or answer.set_result('thread')))
    t.start()
    try:
        won = await asyncio.wait_for(answer, 0.1)
    except TimeoutError:
        won = 'timer'
    t.join()
asyncio.run(main())
`;

const BACK_OFF = `import threading
a = threading.Lock()
b = threading.Lock()
def work(first, second):
    while True:
        first.acquire()
        if second.acquire(blocking=False):
            break
        first.release()
    second.release()
    first.release()
ts = [threading.Thread(target=work, args=p) for p in ((a, b), (b, a))]
for t in ts: t.start()
for t in ts: t.join()
`;

/** The flag is up for a moment only. */
const GONE = `import threading
flag = 0
def waits():
    global met
    while flag == 0:
        pass
    met = True
def shows():
    global flag
    flag = 1
    flag = 0
ts = [threading.Thread(target=waits), threading.Thread(target=shows)]
for t in ts: t.start()
for t in ts: t.join()
`;

describe("explored listings", () => {
  it("every outcome has a schedule that steps to it, timed waits and main's own accesses included", async () => {
    for (const reduction of ["none", "dpor"] as const) {
      const { outcomes, complete } = await explorer.explore({ program: WAITING, reduction });
      expect(complete).toBe(true);
      expect(outcomes.length).toBeGreaterThan(3);
      for (const { outcome, status, schedule } of outcomes) {
        const { report } = await laboratory.step({ program: WAITING, schedule });
        expect(report).toMatchObject({ outcome, status, schedule });
      }
    }
  });

  it("on an event loop the answers of threads and timers are open, and each schedule steps to its outcome", async () => {
    const { outcomes, complete } = await explorer.explore({ program: THREAD_OR_TIMER });
    expect(complete).toBe(true);
    expect(outcomes.map(({ outcome }) => (outcome.values as { won: string }).won).toSorted()).toEqual([
      "thread",
      "timer",
    ]);
    for (const { outcome, status, schedule } of outcomes) {
      const { report } = await laboratory.step({ program: THREAD_OR_TIMER, schedule });
      expect(report).toMatchObject({ outcome, status, schedule });
    }
  });

  it("a livelock is named, with a schedule that goes round", async () => {
    const { findings, complete, outcomes, failures, shortest } = await explorer.explore({ program: BACK_OFF });
    expect([complete, outcomes.map(({ status }) => status).toSorted()]).toEqual([false, ["finished", "step-limit"]]);
    expect([failures > 0, shortest?.livelock]).toEqual([true, true]);
    const livelock = findings.find(({ kind }) => kind === "livelock");
    expect(livelock).toMatchObject({ threads: [1, 2], lines: [6, 7, 9] });
    const { report } = await laboratory.step({ program: BACK_OFF, schedule: livelock?.schedule, maxSteps: 310 });
    expect(report.status).toBe("step-limit");
    expect(report.findings.map(({ kind }) => kind)).toContain("livelock");
  });

  it("who spins on a value that nobody left will write is named, with what it reads", async () => {
    const untilFailure = await explorer.explore({ program: GONE, untilFailure: true });
    expect(untilFailure).toMatchObject({ failures: 1, shortest: { livelock: true } });
    const { findings } = await explorer.explore({ program: GONE });
    const livelock = findings.find(({ kind }) => kind === "livelock");
    expect(livelock).toMatchObject({ threads: [1], lines: [5], runs: 3 });
    expect(livelock?.message).toContain("reads flag over and over (line 5)");
    expect(livelock?.message).toContain("nobody who is left writes it");
    expect(livelock?.sentences["zh-CN"]).toContain("反复读取 flag");
  });

  it("who waits without a step for what nobody writes is named, with what it looks at", async () => {
    const program =
      "import threading\ndone = False\ndef waits():\n    while not done:\n        pass\nthreading.Thread(target=waits).start()\n";
    const { findings, failures, cuts } = await explorer.explore({ program });
    expect([failures, cuts]).toEqual([1, [{ by: "cycle", count: 1 }]]);
    expect(findings).toMatchObject([{ kind: "livelock", threads: [1], lines: [4, 5], runs: 1 }]);
    expect(findings[0].message).toContain("Thread-1 (waits) goes round on lines 4 and 5 for ever: it looks at done");
    expect(findings[0].sentences["zh-CN"]).toContain("它在看 done");
  });

  it("a refused value is named", async () => {
    const refused = (request: object) => explorer.explore(request as never).catch((error: unknown) => error);
    expect(await refused({ scenario: "bank-race", reduction: "some" })).toMatchObject({ argument: "reduction" });
    expect(await refused({ scenario: "bank-race", maxRuns: 0 })).toMatchObject({ argument: "maxRuns", value: 0 });
    expect(await refused({ scenario: "bank-race", timeoutMs: -1 })).toMatchObject({ argument: "timeoutMs" });
    expect(await refused({ scenario: "bank-race", steps: "all" })).toMatchObject({ argument: "steps" });
    expect(await refused({ program: "x = = 1" })).toMatchObject({ argument: "program" });
    expect(await refused({})).toMatchObject({ argument: "scenario" });
  });
});

describe("while it goes on", () => {
  const long = { scenario: "bank-race", parameters: { iterations: 3, threads: 3 }, reduction: "none" } as const;

  it("tells how far it is, pauses, goes on, and gives what it has when it is stopped", async () => {
    const told: ExplorationProgress[] = [];
    let paused = false;
    const report = await explorer.explore(long, (progress) => {
      told.push(progress);
      if (!paused) void explorer.pause().then(() => (paused = true));
      else if (progress.paused) void explorer.resume();
      else void explorer.stop();
    });
    expect(told.slice(0, 3).map((one) => one.paused)).toEqual([false, true, false]);
    expect(told[1].runs).toBe(told[2].runs);
    expect(told[0].share).toBeGreaterThan(0);
    expect(told[0].estimatedRuns).toBeGreaterThan(told[0].runs);
    expect(report).toMatchObject({ complete: false, cuts: [{ by: "stopped" }] });
    expect(report.runs).toBeGreaterThan(0);
  });

  it("gives way to a newer one", async () => {
    const first = explorer.explore(long);
    const second = explorer.explore({ scenario: "count-race", parameters: { iterations: 1 } });
    expect(await first).toMatchObject({ complete: false });
    expect(await second).toMatchObject({ runs: 4, complete: true });
  });
});
