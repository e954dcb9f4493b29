/** The laboratory as whoever is the scheduler sees it: whole stepped runs, and sessions. No thread is started anywhere here. */
import { afterAll, describe, expect, it } from "vitest";
import { loadScenario, scenarioIds } from "../engine/scenarios/index.ts";
import type { Choice } from "../engine/program/stepping.ts";
import { opName } from "../engine/trace/op-roles.ts";
import { ThreadLaboratory } from "./laboratory.ts";
import { sharedClock } from "./shared-clock.ts";
import type { SteppingView } from "./stepping-contract.ts";

const laboratory = new ThreadLaboratory({
  clock: sharedClock,
  createWorker: () => {
    throw new Error("nothing here starts a thread");
  },
  resolutionUs: 5,
  warm: 0,
  sharedMemory: false,
});
afterAll(() => laboratory.close());

const program = (...lines: string[]): string => `${lines.join("\n")}\n`;

const TWO_ADDS = program(
  "import threading",
  "x = 0",
  "def work():",
  "    global x",
  "    mine = x",
  "    x = mine + 1",
  "ts = [threading.Thread(target=work) for i in range(2)]",
  "for t in ts: t.start()",
  "for t in ts: t.join()",
);

/** What each place holds before its first access is told by no event: the first is a write. */
const SHARING = program(
  "import threading",
  "total = 0",
  "counts = [7, 8]",
  "names = {'a': 1}",
  "unused = [1, 2, 3]",
  "def work(i):",
  "    global total",
  "    counts[i] = i + 1",
  "    names['a'] = 3",
  "    total = 2",
  "ts = [threading.Thread(target=work, args=(i,)) for i in range(2)]",
  "for t in ts: t.start()",
  "for t in ts: t.join()",
);

const TWO_LOCKS = program(
  "import threading",
  "lock_a = threading.Lock()",
  "lock_b = threading.Lock()",
  "def one():",
  "    with lock_a:",
  "        with lock_b:",
  "            pass",
  "def two():",
  "    with lock_b:",
  "        with lock_a:",
  "            pass",
  "t1 = threading.Thread(target=one, name='one')",
  "t2 = threading.Thread(target=two, name='two')",
  "t1.start(); t2.start()",
  "t1.join(); t2.join()",
);

const refusal = async (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => null,
    (error: unknown) => (({ argument, allowed }) => ({ argument, allowed }))(error as Record<string, unknown>),
  );

describe("a stepped run", () => {
  it("follows a schedule to the end and tells it", async () => {
    const { report, path, lastSeq } = await laboratory.step({ program: TWO_ADDS, schedule: "s1..1-2-1-2" });
    expect(report).toMatchObject({
      engine: "simulator",
      status: "finished",
      steps: 4,
      outcome: { values: { x: 1 } },
      lostUpdates: { x: 1 },
    });
    expect(report.schedule).toMatch(/^s1\.[\w-]{6}\.1-2-1-2$/);
    expect(path).toEqual([2, 4, 2, 4]);
    expect(lastSeq).toHaveLength(5);
    expect(new Set(report.findings.map(({ kind }) => kind))).toEqual(new Set(["lost-update", "data-race"]));
    expect(report.findings[0].schedule).toBe(report.schedule);
  });

  it("goes on by the seed, and the same seed gives the same run", async () => {
    const runs = await Promise.all(
      [1, 1, 2, 3, 4, 5].map((seed) => laboratory.step({ program: TWO_ADDS, seed }).catch(() => null)),
    );
    expect(runs.filter((run) => run !== null)).toHaveLength(1);
    const one = await laboratory.step({ scenario: "bank-race", seed: 7 });
    const same = await laboratory.step({ scenario: "bank-race", seed: 7 });
    const again = await laboratory.step({ scenario: "bank-race", schedule: one.report.schedule ?? "" });
    expect(same.report.schedule).toBe(one.report.schedule);
    expect(again.trace).toEqual(one.trace);
    expect(again.report).toEqual(one.report);
  });

  it.each(scenarioIds)("%s comes to an end and is replayed by its schedule", async (scenario) => {
    const { language } = await loadScenario(scenario);
    if (language === "javascript") return expect(laboratory.step({ scenario })).rejects.toThrow("nobody can step");
    const one = await laboratory.step({ scenario, seed: 3 });
    expect(["finished", "deadlocked"]).toContain(one.report.status);
    const again = await laboratory.step({ scenario, schedule: one.report.schedule ?? "" });
    expect(again.report).toEqual(one.report);
    expect(again.trace).toEqual(one.trace);
  });

  it("knows by the fingerprint which rule of steps a schedule was made with", async () => {
    const { report } = await laboratory.step({ program: TWO_ADDS, steps: "visible", seed: 2 });
    const again = await laboratory.step({ program: TWO_ADDS, schedule: report.schedule ?? "" });
    expect(again.report).toEqual(report);
  });

  it("ends at its limit of steps", async () => {
    const { report } = await laboratory.step({ program: TWO_ADDS, maxSteps: 3 });
    expect(report).toMatchObject({ status: "step-limit", steps: 3, correct: null });
  });

  it("tells a deadlock with its cycle", async () => {
    const { report } = await laboratory.step({ program: TWO_LOCKS, schedule: "s1..1-2" });
    expect(report.status).toBe("deadlocked");
    expect(report.findings[0]).toMatchObject({ kind: "deadlock", threads: [1, 2] });
    expect(report.threads.map(({ state }) => state)).toEqual(["blocked", "blocked", "blocked"]);
  });

  it("refuses what does not fit, with step, thread and reason", async () => {
    const step = (schedule: string) => refusal(laboratory.step({ program: TWO_LOCKS, schedule }));
    expect(await step("s1..1-2x2")).toEqual({
      argument: "schedule",
      allowed:
        "a schedule that fits this program (at step 3 thread 2 (two) cannot go: it waits for lock_a, which one holds)",
    });
    expect(await step("s1..1x9")).toMatchObject({
      allowed: expect.stringContaining("at step 5 thread 1 (one) has ended"),
    });
    expect(await step("s1..3")).toMatchObject({
      allowed: expect.stringContaining("at step 1 thread 3 does not exist"),
    });
    expect(await step("s1..1!")).toMatchObject({
      allowed: expect.stringContaining("at step 1 thread 1 (one) is in no timed wait"),
    });
    expect(await step("s1.abcdef.1")).toMatchObject({ allowed: expect.stringContaining("a schedule of this listing") });
    expect(await step("1-2")).toMatchObject({ argument: "schedule" });
  });
});

describe("a session", () => {
  const shown = ({ threads }: SteppingView): Record<string, unknown> =>
    Object.fromEntries(
      threads.map(({ name, state, line, choices, obstacle }) => [
        name,
        [state, line, choices.flatMap(({ events }) => events.map(({ op }) => op)).join(" ") || obstacle?.kind].join(
          " ",
        ),
      ]),
    );
  const take = (choice: Choice) => laboratory.moveStepping({ kind: "take", choice });
  const go = (step: number) => laboratory.moveStepping({ kind: "go", step });

  it("says what each thread would do, and takes it", async () => {
    const opened = await laboratory.openStepping({ program: TWO_ADDS });
    expect(opened).toMatchObject({ at: 0, length: 0, path: [], status: null, misfit: null, reached: null });
    expect(shown(opened)).toEqual({
      MainThread: "blocked 9 thread-running",
      "Thread-1 (work)": "runnable 5 read",
      "Thread-2 (work)": "runnable 5 read",
    });
    const [, first] = opened.threads;
    expect(first.choices[0]).toMatchObject({ choice: 2, text: "1", writes: false });
    expect(first.choices[0].events[0]).toMatchObject({ object: { name: "x", kind: "cell" }, value: { plain: 0 } });
    expect(first.place).toMatchObject({ function: "work", line: 5, column: 12, endColumn: 13 });
    const after = await take(2);
    expect(shown(after)["Thread-1 (work)"]).toBe("runnable 6 write finish join join-wait");
    expect(after.threads[1].choices[0].writes).toBe(true);
    expect(after.result?.report).toMatchObject({ status: "stopped", steps: 1 });
  });

  it("goes back and forth, keeps the future until another choice is taken", async () => {
    await laboratory.openStepping({ program: TWO_ADDS, schedule: "s1..1x2-2x2" });
    const back = await go(1);
    expect(back).toMatchObject({ at: 1, length: 4, result: null });
    expect(back.scheduleHere).toMatch(/\.1$/);
    const same = await take(2);
    expect(same).toMatchObject({ at: 2, length: 4, result: null });
    await go(1);
    const other = await take(4);
    expect(other).toMatchObject({ at: 2, length: 2, path: [2, 4] });
    const { result } = await laboratory.moveStepping({ kind: "run", until: { kind: "end" }, seed: 1 });
    expect(result?.report).toMatchObject({ status: "finished", outcome: { values: { x: 1 } } });
  });

  it("says where a schedule stopped fitting, and keeps what fitted", async () => {
    const view = await laboratory.openStepping({ program: TWO_LOCKS, schedule: "s1..1-2-1" });
    expect(view).toMatchObject({ at: 2, length: 2, status: "deadlocked" });
    expect(view.misfit).toEqual({
      step: 3,
      choice: 2,
      why: { kind: "blocked", obstacle: { kind: "lock-held", object: { name: "lock_b", kind: "lock" }, holder: 2 } },
    });
  });

  it("shows the state at any event, with locals", async () => {
    const { result, lastSeq } = await laboratory.openStepping({ program: TWO_ADDS, schedule: "s1..1-2-1-2" });
    expect(result).not.toBeNull();
    const at = async (seq: number) => {
      const { cells, threads } = await laboratory.stateAt(seq);
      const mine = threads.map(({ frames }) => frames?.at(-1)?.locals.find(({ name }) => name === "mine")?.value.plain);
      return [cells.find(({ name }) => name === "x")?.value?.plain, ...mine.slice(1)];
    };
    expect(await at(lastSeq[0])).toEqual([0, undefined, undefined]);
    expect(await at(lastSeq[1])).toEqual([0, 0, undefined]);
    expect(await at(lastSeq[2])).toEqual([0, 0, 0]);
    expect(await at(lastSeq[3])).toEqual([1, undefined, 0]);
    expect(await at(-1)).toEqual([0, undefined, undefined]);
    const { threads } = await laboratory.stateAt(lastSeq[3]);
    expect(threads[2].frames?.[0].locals[0].stale).toMatchObject({ read: { plain: 0 } });
  });

  it("has what the threads share from before anybody touches it, so that every step has a state before", async () => {
    const placesAt = async (seq: number) =>
      new Map(
        (await laboratory.stateAt(seq)).cells.map(({ name, key, value }) => [
          `${name} ${key?.repr ?? ""}`,
          value?.plain,
        ]),
      );
    let view = await laboratory.openStepping({ program: SHARING });
    const events = () => laboratory.exportTrace("csv");
    const bare = (await events()).split("\n").length;
    expect([...(await placesAt(view.lastSeq[0]))]).toEqual([
      ["total ", 0],
      ["counts 0", 7],
      ["counts 1", 8],
      ["names 'a'", 1],
    ]);
    expect((await events()).split("\n")).toHaveLength(bare);
    for (let before = await placesAt(view.lastSeq[0]); view.status === null; ) {
      const [choice] = view.threads.flatMap(({ choices }) => choices);
      view = await laboratory.moveStepping({ kind: "take", choice: choice.choice });
      const after = await placesAt(view.lastSeq[view.at]);
      expect([...after.keys()].toSorted()).toEqual([...before.keys()].toSorted());
      expect(await placesAt(view.lastSeq[view.at - 1])).toEqual(before);
      before = after;
    }
    const ends = { "total ": 2, "counts 0": 1, "counts 1": 2, "names 'a'": 3 };
    expect(Object.fromEntries(await placesAt(view.lastSeq[view.at]))).toEqual(ends);
  });

  it("runs on to an event, to a line, to a finding", async () => {
    const view = await laboratory.openStepping({ program: TWO_LOCKS });
    const opOf = (trace: NonNullable<typeof view.result>["trace"], seq: number) =>
      trace === null ? "" : opName(trace, trace.op[seq]);
    const released = await laboratory.moveStepping({
      kind: "run",
      until: { kind: "op", ops: ["release"], thread: 2 },
      seed: 2,
    });
    expect(released.reached).toBe(true);
    const trace = released.result?.trace ?? null;
    expect(opOf(trace, released.lastSeq[released.at - 1] + 1)).toBe("release");
    await laboratory.openStepping({ program: TWO_LOCKS });
    const atLine = await laboratory.moveStepping({ kind: "run", until: { kind: "line", line: 6 }, seed: 1 });
    expect(atLine.reached).toBe(true);
    expect(atLine.threads[1].line).toBe(6);
    await laboratory.openStepping({ program: TWO_ADDS });
    const found = await laboratory.moveStepping({ kind: "run", until: { kind: "finding" }, seed: 1 });
    expect(found.reached).toBe(true);
    expect(found.result?.report.findings.map(({ kind }) => kind)).toContain("data-race");
    expect(found.status).toBeNull();
    const before = await go(found.at - 1);
    expect(before.length).toBe(found.at);
  });

  it("plays one step at a time as it would at once", async () => {
    const whole = await laboratory.step({ scenario: "bounded-queue", seed: 5 });
    await laboratory.openStepping({ scenario: "bounded-queue" });
    let view: SteppingView | null = null;
    for (let i = 0; i < whole.path.length; i++)
      view = await laboratory.moveStepping({ kind: "run", until: { kind: "steps", count: 1 }, seed: 5 });
    expect(view?.path).toEqual(whole.path);
    expect(view?.status).toBe(whole.report.status);
  });

  it("refuses choices that nobody has and steps outside the history", async () => {
    await laboratory.openStepping({ program: TWO_LOCKS, schedule: "s1..1-2" });
    expect(await refusal(take(2))).toEqual({ argument: "choice", allowed: "nothing: nobody can go" });
    expect(await refusal(go(3))).toEqual({ argument: "step", allowed: "an integer from 0 to 2" });
    await go(0);
    expect(await refusal(take(3))).toEqual({ argument: "choice", allowed: "one of 1, 2" });
  });

  it("waits no longer than it has to for a thread that never comes to an operation", async () => {
    const view = await laboratory.openStepping({
      program: program(
        "import threading",
        "x = 0",
        "def spin():",
        "    global x",
        "    x = 1",
        "    while True: pass",
        "threading.Thread(target=spin, daemon=True).start()",
        "threading.Thread(target=lambda: x).start()",
        "x",
      ),
    });
    expect(view.status).toBeNull();
    const after = await take(2);
    expect(after.threads[1].obstacle).toEqual({ kind: "computing" });
    expect(after.threads.flatMap(({ choices }) => choices)).toEqual([]);
    expect(await go(0)).toMatchObject({ at: 0, length: 1 });
  });
});

describe("without shared memory", () => {
  it("runs and repeats on the simulator, and says so", async () => {
    const { report, trace } = await laboratory.run({ scenario: "count-race", parameters: { iterations: 1000 } });
    expect(report).toMatchObject({ engine: "simulator", status: "finished", expected: { count: 2000 } });
    expect(report.lostUpdates).toEqual({ count: 2000 - Number(report.outcome.count) });
    expect(trace?.engine).toBe("simulator");
    const repeated = await laboratory.repeat({ scenario: "bank-race", parameters: { iterations: 1 }, runs: 200 });
    expect(repeated.runs).toBe(200);
    expect(repeated.outcomes.length).toBeGreaterThan(4);
  });

  it("ends by its timeout, and when it is stopped", async () => {
    const forever = program(
      "import threading",
      "x = 0",
      "def f():",
      "    global x",
      "    while True: x += 1",
      "threading.Thread(target=f).start()",
      "f()",
    );
    const { report } = await laboratory.run({ program: forever, timeoutMs: 200 });
    expect(report.status).toBe("timed-out");
    const running = laboratory.run({ program: forever });
    await laboratory.compile("x = 1");
    await laboratory.stop();
    expect((await running).report.status).toBe("stopped");
  });
});
