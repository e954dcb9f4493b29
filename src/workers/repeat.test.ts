/** Many real runs in a series: what they must show, what each starts from, and that trouble in one does not reach the next. */
import { afterAll, describe, expect, it } from "vitest";
import { bundleWorker } from "../../scripts/node-worker.ts";
import type { RepeatResult } from "./contract.ts";
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

const sumOf = ({ outcomes }: RepeatResult): number => outcomes.reduce((sum, { runs }) => sum + runs, 0);

describe("a thousand real runs of a short race", () => {
  it("show at least five of bank-race's seven outcomes, and nothing else", async () => {
    const result = await laboratory.repeat({ scenario: "bank-race", parameters: { iterations: 1 }, runs: 1000 });
    const seen = result.outcomes.map(({ outcome }) => Number(outcome.balance));
    expect([-8, -5, -3, 0, 3, 5, 8]).toEqual(expect.arrayContaining(seen));
    expect(seen.length, JSON.stringify(result)).toBeGreaterThanOrEqual(5);
    expect(result.outcomes.every(({ status }) => status === "finished")).toBe(true);
    expect([result.runs, sumOf(result)]).toEqual([1000, 1000]);
  });

  it("show count-race with its update lost and kept, finished first by either thread", async () => {
    const result = await laboratory.repeat({ scenario: "count-race", parameters: { iterations: 1 }, runs: 1000 });
    const counts = new Set(result.outcomes.map(({ outcome }) => outcome.count));
    const first = new Set(result.outcomes.map(({ outcome }) => outcome.firstFinisher));
    expect(counts).toEqual(new Set([1, 2]));
    expect(first).toEqual(new Set([1, 2]));
  });

  it("lose nothing under a lock", async () => {
    const request = { scenario: "bank-race", parameters: { iterations: 1, lock: "inner" }, runs: 200 };
    const { outcomes } = await laboratory.repeat(request);
    expect(outcomes).toEqual([{ outcome: { balance: 0 }, status: "finished", runs: 200 }]);
  });
});

describe("each run of a series", () => {
  const random = "import random\nx = random.randrange(1000000)\n";
  const valuesOf = ({ outcomes }: RepeatResult) => outcomes.map(({ outcome }) => JSON.stringify(outcome)).toSorted();

  it("has a seed of its own, and the same one every time", async () => {
    const first = await laboratory.repeat({ program: random, runs: 20 });
    const again = await laboratory.repeat({ program: random, runs: 20 });
    const other = await laboratory.repeat({ program: random, runs: 20, seed: 1000 });
    expect(first.outcomes).toHaveLength(20);
    expect(valuesOf(again)).toEqual(valuesOf(first));
    expect(valuesOf(other)).not.toEqual(valuesOf(first));
  });

  it("reads the clock anew in its set-up", async () => {
    const { outcomes } = await laboratory.repeat({ program: "import time\nx = time.perf_counter_ns()\n", runs: 20 });
    expect(outcomes).toHaveLength(20);
  });

  it("starts from empty memory", async () => {
    const program = `
import threading
seen = []
def work(n):
    seen.append(n)
threads = [threading.Thread(target=work, args=(n,)) for n in range(5)]
for t in threads: t.start()
for t in threads: t.join()
total = len(seen)
names = [t.name for t in threads][0]
print(sorted(seen))
seen = None
`;
    const { outcomes } = await laboratory.repeat({ program, runs: 100 });
    expect(outcomes).toHaveLength(1);
    expect(outcomes[0].outcome).toMatchObject({
      values: { total: 5, names: "Thread-1 (work)" },
      printed: { MainThread: ["[0, 1, 2, 3, 4]"] },
    });
  });
});

describe("trouble in one run", () => {
  it("of a series that deadlocks now and then does not reach the next", async () => {
    const program = `
import threading
a, b = threading.Lock(), threading.Lock()
done = []
def work(first, second):
    with first:
        with second:
            done.append(1)
one = threading.Thread(target=work, args=(a, b))
two = threading.Thread(target=work, args=(b, a))
one.start(); two.start(); one.join(); two.join()
count = len(done)
`;
    const result = await laboratory.repeat({ program, runs: 200 });
    expect(sumOf(result)).toBe(200);
    for (const { outcome, status } of result.outcomes) {
      const { count } = outcome.values as { readonly count?: number };
      expect([status, count]).toEqual(count === undefined ? ["deadlocked", undefined] : ["finished", 2]);
    }
    expect(result.outcomes.some(({ status }) => status === "finished")).toBe(true);
    expect(result.outcomes.some(({ status }) => status === "deadlocked")).toBe(true);
  });

  it("that fails, leaves a daemon or takes too long does not reach the next", async () => {
    const failing = await laboratory.repeat({ program: "raise ValueError('x')\n", runs: 30 });
    expect(failing.outcomes.map(({ status, runs }) => [status, runs])).toEqual([["failed", 30]]);
    const daemon = `
import threading
def forever():
    while True:
        pass
threading.Thread(target=forever, daemon=True).start()
x = 1
`;
    const left = await laboratory.repeat({ program: daemon, runs: 30 });
    expect(left.outcomes.map(({ status, runs }) => [status, runs])).toEqual([["finished", 30]]);
    const late = await laboratory.repeat({ program: "while True:\n    pass\n", runs: 3, timeoutMs: 20 });
    expect(late.outcomes.map(({ status, runs }) => [status, runs])).toEqual([["timed-out", 3]]);
    // Sorting a long list is one operation, which no stop interrupts: its worker is ended by force and the series goes on with another.
    const hangs =
      "import random\nx = None\nrandom.seed(1)\nlong = [random.random() for _ in range(300000)]\nlong.sort()\n";
    const forced = await laboratory.repeat({ program: hangs, runs: 2, timeoutMs: 400 });
    expect(sumOf(forced)).toBe(2);
    const after = await laboratory.repeat({ program: "x = 1\n", runs: 10 });
    expect(after.outcomes).toEqual([{ outcome: { values: { x: 1 }, printed: {} }, status: "finished", runs: 10 }]);
  });

  it("is the end of the series when it is stopped", async () => {
    const program = "import time\nwhile True:\n    time.sleep(0.01)\n";
    const running = laboratory.repeat({ program, runs: 5, timeoutMs: 300 }, () => void laboratory.stop());
    expect((await running).runs).toBeLessThan(5);
  });

  it("leaves no worker behind", async () => {
    const request = { scenario: "bank-race", parameters: { iterations: 1 }, runs: 10 };
    await laboratory.repeat(request);
    const before = await laboratory.workerCount();
    for (let turn = 0; turn < 10; turn++) await laboratory.repeat(request);
    expect(await laboratory.workerCount()).toBe(before);
  });
});
