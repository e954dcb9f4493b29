/** Real runs turned into schedules: what the schedule does again, on the simulator and on the workers, is what the run did. */
import { afterAll, describe, expect, it } from "vitest";
import { bundleWorker } from "../../scripts/node-worker.ts";
import type { RunReport } from "../engine/program/report.ts";
import type { RunRequest } from "./contract.ts";
import { ThreadLaboratory } from "./laboratory.ts";
import { createNodeWorkerFactory } from "./node/node-worker-factory.ts";
import { pinRun } from "./pinned-runs.ts";
import { prepare } from "./prepared.ts";
import { sharedClock } from "./shared-clock.ts";

const file = await bundleWorker(new URL("./node/thread-node.worker.ts", import.meta.url));
const open = () =>
  new ThreadLaboratory({ clock: sharedClock, createWorker: createNodeWorkerFactory(file), resolutionUs: 5, warm: 3 });
const laboratory = open();
afterAll(() => laboratory.close());

/** Runs, pins, and does what the schedule says. */
async function pinned(request: RunRequest) {
  const { report } = await laboratory.run(request);
  const { schedule, explained, part } = await laboratory.pin();
  expect({ explained, part }).toEqual({ explained: true, part: [] });
  const again = { ...request, parameters: report.parameters, schedule: schedule ?? "" };
  const simulated = await laboratory.step(again);
  return { report, simulated: simulated.report, again };
}

/** What memory decides. Who printed first is left out: a print is no step, so a schedule cannot say when it comes. */
function lastingOutcome({ outcome }: Pick<RunReport, "outcome">) {
  const { firstFinisher: _, ...rest } = outcome ?? {};
  return rest;
}

/** Each thread's lines in its own order. */
function printsByThread({ console: lines, threads }: Pick<RunReport, "console" | "threads">) {
  return threads.map(({ id }) => lines.filter(({ thread }) => thread === id).map(({ text }) => text));
}

describe("a real run's order", () => {
  it.each([
    ["bank-race", { iterations: 2 }],
    ["count-race", { iterations: 20 }],
    ["count-lock", { iterations: 10, lock: "inner" }],
    ["bounded-queue", { second: 50 }],
  ] as const)("of %s is a schedule that has the same outcome", async (scenario, parameters) => {
    for (let run = 0; run < 3; run++) {
      const { report, simulated } = await pinned({ scenario, parameters });
      expect([simulated.status, lastingOutcome(simulated)]).toEqual([report.status, lastingOutcome(report)]);
      expect(printsByThread(simulated)).toEqual(printsByThread(report));
      expect(simulated.lostUpdates).toEqual(report.lostUpdates);
    }
  });

  it.each([
    ["generators", {}],
    ["greenlet", {}],
    ["bank-race", { iterations: 2, python: "3.10" }],
  ] as const)("of %s is one, with lanes inside a thread and with an interpreter lock", async (scenario, parameters) => {
    const { report, simulated } = await pinned({ scenario, parameters });
    expect([simulated.status, simulated.outcome]).toEqual([report.status, report.outcome]);
  });

  it("of an event loop is one: what threads answer comes in the order in which it came", async () => {
    const program = `
import asyncio, threading
x = 0
seen = []
def answer(n):
    global x
    x += n
    return n
async def ask(n):
    seen.append(await asyncio.to_thread(answer, n))
    await asyncio.sleep(0)
    seen.append(-n)
async def main():
    loop = asyncio.get_running_loop()
    called = asyncio.Event()
    threading.Thread(target=loop.call_soon_threadsafe, args=(called.set,)).start()
    await asyncio.gather(ask(1), ask(2), called.wait())
    await asyncio.sleep(0.01)
asyncio.run(main())
`;
    for (let run = 0; run < 3; run++) {
      const { report, simulated } = await pinned({ program });
      expect([simulated.status, simulated.outcome]).toEqual([report.status, report.outcome]);
    }
  });

  it("has atomic updates in the order of what they returned", async () => {
    const program = `
import threading
from atomics import AtomicInt, Cell
count = AtomicInt(0)
last = AtomicInt(0)
cell = Cell(0)
got = []
def work(n):
    for _ in range(5):
        before = last.exchange(n)
        cell.store(count.fetch_add())
        if count.compare_exchange(4, 100): cell.store(cell.load() + 1)
        got.append((n, before, cell.load()))
ts = [threading.Thread(target=work, args=(n,)) for n in (1, 2, 3)]
for t in ts: t.start()
for t in ts: t.join()
total = count.load()
`;
    for (let run = 0; run < 5; run++) {
      const { report, simulated } = await pinned({ program });
      expect([simulated.status, simulated.outcome]).toEqual([report.status, report.outcome]);
    }
  });

  it("is done by real workers behind gates, too", async () => {
    const { report, again } = await pinned({ scenario: "bank-race", parameters: { iterations: 1 } });
    const real = await laboratory.step({ ...again, on: "workers" });
    expect([real.report.engine, real.report.outcome]).toEqual(["threads", report.outcome]);
  });

  it("of a run that deadlocked deadlocks again", async () => {
    const program = `
import threading, time
a, b = threading.Lock(), threading.Lock()
def work(first, second):
    with first:
        time.sleep(0.05)
        with second:
            pass
one = threading.Thread(target=work, args=(a, b))
two = threading.Thread(target=work, args=(b, a))
one.start(); two.start(); one.join(); two.join()
`;
    const { report, simulated } = await pinned({ program });
    expect([report.status, simulated.status]).toEqual(["deadlocked", "deadlocked"]);
  });
});

describe("no schedule", () => {
  it("is found for a run that was decided by the clock: it is left undecided", async () => {
    const program = `
import threading, time
x = 0
def work():
    global x
    x = time.perf_counter_ns()
t = threading.Thread(target=work)
t.start()
t.join()
print(x)
`;
    await laboratory.run({ program });
    expect(await laboratory.pin()).toEqual({ schedule: null, explained: "undecided", part: [] });
  });

  it("is looked for longer than two seconds: then it is undecided", async () => {
    const program = `
import threading
x = y = late = 0
def work(n):
    global x, y, late
    for i in range(12):
        x = n
        y = n
    late = n
ts = [threading.Thread(target=work, args=(n,)) for n in (1, 2, 3)]
for t in ts: t.start()
for t in ts: t.join()
`;
    const prepared = await prepare({ program });
    const { trace } = await laboratory.step({ program });
    if (trace === null) throw new Error("nothing was recorded");
    // A millisecond goes by with each look at this clock; no order leaves such a value, however long one looks.
    let nowMs = 0;
    const clock = { nowMs: () => nowMs++, wallMs: () => 0 };
    const recorded = { prepared, trace, notes: new Map(), status: "finished", values: { late: 99 } } as const;
    const surroundings = { clock, breathe: () => Promise.resolve(), isWanted: () => true };
    expect((await pinRun(recorded, surroundings)).explained).toBe("undecided");
    expect(nowMs).toBeGreaterThan(2000);
    expect(nowMs).toBeLessThan(2100);
  });

  it("is there before anything was recorded on real threads", async () => {
    const fresh = open();
    await expect(fresh.pin()).rejects.toThrow(/nothing was recorded on real threads/);
    await fresh.run({ program: "x = 1\n", record: false });
    await expect(fresh.pin()).rejects.toThrow(/nothing was recorded on real threads/);
    fresh.close();
  });
});
