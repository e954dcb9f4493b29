// Each scenario with each of its listings, through the page API on real threads.

import { expect, test } from "./page.ts";
import { printed, runAndCheck, theFinding } from "./checks.ts";
import type { Plain, RunReport, TraceDocument } from "./promises.ts";
import { isCoherent } from "./trace-laws.ts";

test.use({ oneLoad: true });

/** How many milliseconds a second of the course takes here: enough for the threads' starts to weigh little. */
const SECOND = 100;

const PYTHONS = ["3.9", "3.10", "free-threaded"] as const;

test("two-jobs: together they take as long as one of them", async ({ interleave }) => {
  await interleave.open();
  const ways = { watch: 3, join: 3, "in-order": 6, "downloads-in-order": 17, "downloads-on-threads": 10 };
  for (const [way, seconds] of Object.entries(ways)) {
    await test.step(way, async () => {
      const { report } = await runAndCheck(
        interleave,
        { scenario: "two-jobs", parameters: { way, second: SECOND } },
        "finished",
      );
      expect(report.correct).toBe(true);
      expect(report.outcome.seconds).toBeGreaterThanOrEqual(seconds - 0.1);
      // Starting a worker takes a moment; a second too many would be a wait that should not be there.
      expect(report.outcome.seconds).toBeLessThan(seconds + 2);
      expect(report.threads).toHaveLength(way.includes("in-order") ? 1 : 3);
      expect(report.threads.every(({ worker }) => worker)).toBe(true);
    });
  }
});

test("two-jobs: the count of living threads goes down to one", async ({ interleave }) => {
  await interleave.open();
  const { report } = await runAndCheck(
    interleave,
    { scenario: "two-jobs", parameters: { second: SECOND } },
    "finished",
  );
  const counts = report.console.flatMap(({ text }) => text.match(/^threads alive: (\d)$/)?.[1] ?? []).map(Number);
  expect(counts[0]).toBe(3);
  expect(counts).toEqual(counts.toSorted((a, b) => b - a));
  expect(report.threads.map(({ name }) => name)).toEqual(["MainThread", "singer", "dancer"]);
});

for (const [scenario, cell] of [
  ["bank-race", "balance"],
  ["count-race", "count"],
  ["count-lock", "count"],
] as const) {
  test(`${scenario}: a lock loses nothing, whatever the interpreter`, async ({ interleave }) => {
    await interleave.open();
    for (const lock of ["inner", "outer"]) {
      for (const python of PYTHONS) {
        await test.step(`${lock}, ${python}`, async () => {
          const wanted = { scenario, parameters: { lock, python, iterations: 400 } };
          const { report, trace } = await runAndCheck(interleave, wanted, "finished");
          expect(report.correct).toBe(true);
          expect(lostIn(report)).toBe(0);
          expect(report.findings).toEqual([]);
          expect(isCoherent(trace, objectNamed(trace, cell), 0)).toBe(true);
          expect(trace.events.filter(({ op }) => op === "acquire" || op === "release").length).toBeGreaterThan(0);
        });
      }
    }
  });
}

test("count-race: updates are lost, and their number is what is missing", async ({ interleave }) => {
  await interleave.open();
  const wanted = { scenario: "count-race", parameters: { iterations: 20_000 } };
  for (let turn = 0; turn < 3; turn++) {
    const { report, trace } = await runAndCheck(interleave, wanted, "finished");
    expect(report.expected).toEqual({ count: 40_000 });
    expect(report.lostUpdates?.count).toBe(40_000 - Number(report.outcome.count));
    expect(Number(report.outcome.firstFinisher)).toBeGreaterThan(0);
    // Looked up once: it expects something, and the runner keeps a step of every expectation.
    const count = objectNamed(trace, "count");
    const ops = trace.events.filter(({ object }) => object === count).map(({ op }) => op);
    expect(ops.filter((op) => op === "write").length).toBe(40_000);
    expect(ops.filter((op) => op === "read").length).toBeGreaterThanOrEqual(40_000);
  }
});

test("count-race: on two workers at once a large count falls short", async ({ interleave }) => {
  await interleave.open();
  const wanted = { scenario: "count-race", parameters: { iterations: 200_000 } };
  const report = await interleave.report(wanted);
  expect(report.status).toBe("finished");
  expect(report.dropped).toBe(0);
  expect(report.events).toBeGreaterThanOrEqual(800_000);
  expect(report.correct).toBe(false);
  expect(report.lostUpdates?.count).toBe(400_000 - Number(report.outcome.count));
  expect(lostIn(report)).toBeGreaterThan(0);
  const finding = report.findings.find(({ kind }) => kind === "lost-update");
  expect(finding?.events.length).toBeGreaterThanOrEqual(3);
  expect(finding?.message).toContain("count");
});

test("races under the interpreter lock of 3.10 lose nothing: luck of the build", async ({ interleave }) => {
  await interleave.open();
  for (const scenario of ["bank-race", "count-race"]) {
    const wanted = { scenario, parameters: { python: "3.10", iterations: 5000 } };
    const { report } = await runAndCheck(interleave, wanted, "finished");
    expect(report.correct).toBe(true);
    expect(lostIn(report)).toBe(0);
  }
});

test("bank-race: more threads and every interpreter keep the books of what was lost", async ({ interleave }) => {
  await interleave.open();
  for (const python of PYTHONS) {
    const wanted = { scenario: "bank-race", parameters: { python, threads: 4, iterations: 1000 } };
    const { report } = await runAndCheck(interleave, wanted, "finished");
    expect(report.threads).toHaveLength(5);
    if (lostIn(report) === 0) expect(report.outcome).toEqual({ balance: 0 });
    else expect(report.findings.map(({ kind }) => kind)).toContain("lost-update");
  }
});

test("deadlock: opposite orders are named with both locks and both threads, within half a second", async ({
  interleave,
}) => {
  await interleave.open();
  const ran = await runAndCheck(interleave, { scenario: "deadlock", parameters: { second: SECOND } }, "deadlocked");
  expect(ran.report.outcome).toEqual({ finished: 0 });
  expect(ran.report.correct).toBe(false);
  const finding = theFinding(ran, "deadlock");
  expect(finding.threadNames).toEqual(["first", "second"]);
  expect(finding.objectNames).toEqual(["lock_a", "lock_b"]);
  for (const name of ["first", "second", "lock_a", "lock_b"]) expect(finding.message).toContain(name);
  expect(finding.lines).toEqual([12, 20]);
  const waits = ran.trace.events.filter(({ op }) => op === "acquire-wait");
  expect(waits).toHaveLength(2);
  expect(ran.report.elapsedMs - Math.max(...waits.map(({ t }) => t)) / 1000).toBeLessThan(500);
  expect(ran.report.threads.map(({ state }) => state)).toEqual(["blocked", "blocked", "blocked"]);
});

test("deadlock: the same order lets both finish", async ({ interleave }) => {
  await interleave.open();
  for (const python of PYTHONS) {
    const wanted = { scenario: "deadlock", parameters: { order: "same", python, second: 20 } };
    const { report } = await runAndCheck(interleave, wanted, "finished");
    expect(report.outcome).toEqual({ finished: 2 });
    expect(report.correct).toBe(true);
    expect(report.findings).toEqual([]);
  }
});

test("bounded-queue: whoever waits loses nothing, and no more is in the queue than fits", async ({ interleave }) => {
  await interleave.open();
  for (const capacity of [3, 1, 0]) {
    const wanted = { scenario: "bounded-queue", parameters: { capacity, second: 30 } };
    const { report, trace } = await runAndCheck(interleave, wanted, "finished");
    expect(report.correct).toBe(true);
    expect(report.outcome).toEqual({
      produced: letters(0, 1, 2, 3, 4, 5),
      consumed: letters(0, 1, 2, 3, 4, 5),
      refused: 0,
    });
    expect(mostAtOnce(trace)).toBe(capacity === 0 ? 6 : capacity);
    const hadToWait = trace.events.some(({ op }) => op === "put-wait");
    expect(hadToWait).toBe(capacity !== 0);
  }
});

test("bounded-queue: a timeout throws away what still does not fit", async ({ interleave }) => {
  await interleave.open();
  const wanted = { scenario: "bounded-queue", parameters: { way: "timeout", second: SECOND } };
  const { report, trace } = await runAndCheck(interleave, wanted, "finished");
  expect(report.outcome).toEqual({ produced: letters(0, 1, 2, 5), consumed: letters(0, 1, 2, 5), refused: 2 });
  expect(report.correct).toBeNull();
  expect(trace.events.filter(({ op }) => op === "put-timeout")).toHaveLength(2);
  expect(trace.events.filter(({ op }) => op === "get-timeout")).toHaveLength(1);
});

test("bounded-queue: at once means refused at once", async ({ interleave }) => {
  await interleave.open();
  const wanted = { scenario: "bounded-queue", parameters: { way: "at-once", second: 20 } };
  const { report, trace } = await runAndCheck(interleave, wanted, "finished");
  expect(report.outcome).toEqual({ produced: letters(0, 1, 2), consumed: letters(0, 1, 2), refused: 3 });
  expect(report.correct).toBe(true);
  expect(trace.events.filter(({ op }) => op === "refused")).toHaveLength(4);
});

test("bounded-queue: looking first fails with two writers", async ({ interleave }) => {
  await interleave.open();
  const wanted = { scenario: "bounded-queue", parameters: { way: "check-first", second: SECOND } };
  const { report } = await runAndCheck(interleave, wanted, "finished");
  expect(report.outcome.produced).toHaveLength(3);
  expect(report.outcome.consumed).toEqual(report.outcome.produced);
  expect(report.expected).toEqual({ refused: 0 });
  expect(report.outcome.refused).toBeGreaterThan(0);
});

test("pool: each way gives its results in the order of submission", async ({ interleave }) => {
  await interleave.open();
  const squares = [0, 1, 4, 9, 16, 25, 36, 49, 64, 81];
  for (const way of ["executor", "apply-async", "apply", "map", "callbacks", "exception", "after-close"]) {
    await test.step(way, async () => {
      const { report } = await runAndCheck(
        interleave,
        { scenario: "pool", parameters: { way, second: 20 } },
        "finished",
      );
      const results = way === "exception" ? squares.with(4, null as unknown as number) : squares;
      expect(report.outcome.results).toEqual(results);
      expect(report.correct).toBe(true);
      expect(report.findings).toEqual([]);
      const ranOn = report.outcome.ranOn as readonly Plain[];
      expect(ranOn).toHaveLength(10);
      for (const worker of ranOn) expect([0, 1, 2]).toContain(worker);
      expect(report.threads).toHaveLength(4);
    });
  }
});

test("pool: what each way prints beside its results", async ({ interleave }) => {
  await interleave.open();
  const said = async (way: string) =>
    printed(await interleave.report({ scenario: "pool", parameters: { way, second: 20, tasks: 5 } }));
  expect(await said("exception")).toContain("only result() tells: 4 is unlucky");
  const closing = await said("after-close");
  expect(closing).toContain("join before close: Pool is still running");
  expect(closing).toContain("after close: Pool not running");
  expect(await said("callbacks")).toMatch(/in the order of finishing: \[\d+(, \d+){4}\]/);
});

test("pool: leaving with terminates, and what was not done is lost", async ({ interleave }) => {
  await interleave.open();
  const wanted = { scenario: "pool", parameters: { way: "terminate", second: 200 } };
  const { report } = await runAndCheck(interleave, wanted, "finished");
  const results = report.outcome.results as readonly Plain[];
  expect(results).toEqual([0, 1, 4, null, null, null, null, null, null, null]);
  expect(report.correct).toBe(false);
});

test("a pool of one worker runs all tasks on it", async ({ interleave }) => {
  await interleave.open();
  const wanted = { scenario: "pool", parameters: { workers: 1, tasks: 4, second: 20 } };
  const { report } = await runAndCheck(interleave, wanted, "finished");
  expect(report.outcome).toEqual({ results: [0, 1, 4, 9], ranOn: [0, 0, 0, 0] });
});

test("without a record only counts are kept", async ({ interleave }) => {
  await interleave.open();
  const report = await interleave.report({ scenario: "count-race", parameters: { iterations: 50_000 }, record: false });
  expect(report.status).toBe("finished");
  expect(report.lostUpdates).toBeNull();
  expect(Number(report.outcome.count)).toBeLessThanOrEqual(100_000);
  expect(report.expected).toEqual({ count: 100_000 });
  expect(printed(report)).toContain("count = ");
  const state = interleave.page.getByRole("tabpanel", { name: "State" });
  await expect(state.getByText("This run was not recorded")).toBeVisible();
});

test("repeat counts outcomes by value and status", async ({ interleave }) => {
  await interleave.open();
  const bank = await interleave.repeat({ scenario: "bank-race", parameters: { iterations: 200 }, runs: 20 });
  expect(bank.runs).toBe(20);
  expect(bank.outcomes.reduce((sum, { runs }) => sum + runs, 0)).toBe(20);
  expect(new Set(bank.outcomes.map(({ outcome }) => JSON.stringify(outcome))).size).toBe(bank.outcomes.length);
  const own = await interleave.repeat({ program: "x = 1\nprint(x)\n", runs: 5 });
  expect(own.outcomes).toEqual([
    { outcome: { values: { x: 1 }, printed: { MainThread: ["1"] } }, status: "finished", runs: 5 },
  ]);
  const stuck = await interleave.repeat({ scenario: "deadlock", parameters: { second: 20 }, runs: 2 });
  expect(stuck.outcomes).toEqual([{ outcome: { finished: 0 }, status: "deadlocked", runs: 2 }]);
});

function lostIn({ lostUpdates }: RunReport): number {
  return Object.values(lostUpdates ?? {}).reduce((sum, lost) => sum + lost, 0);
}

function objectNamed({ objects }: TraceDocument, name: string): number {
  const found = objects.find((one) => one.name === name);
  expect(found, `an object named ${name}`).toBeDefined();
  return (found as { readonly id: number }).id;
}

function letters(...numbers: readonly number[]): readonly string[] {
  return numbers.map((n) => `letter ${n}`);
}

/** Most items that were in the queue at one moment. */
function mostAtOnce({ events }: TraceDocument): number {
  let [inside, most] = [0, 0];
  for (const { op } of events) {
    if (op === "put") inside++;
    if (op === "get") inside--;
    most = Math.max(most, inside);
  }
  return most;
}
