/** One schedule, three places: the simulator, real workers behind gates, and a laboratory that knows nothing but its text. */
import { afterAll, describe, expect, it } from "vitest";
import { bundleWorker } from "../../scripts/node-worker.ts";
import { outline } from "../engine/scenarios/index.ts";
import type { Trace } from "../engine/trace/trace.ts";
import { ThreadLaboratory } from "./laboratory.ts";
import { createNodeWorkerFactory } from "./node/node-worker-factory.ts";
import { sharedClock } from "./shared-clock.ts";
import type { StepRequest, StepResult } from "./stepping-contract.ts";

const file = await bundleWorker(new URL("./node/thread-node.worker.ts", import.meta.url));
const open = () =>
  new ThreadLaboratory({ clock: sharedClock, createWorker: createNodeWorkerFactory(file), resolutionUs: 5, warm: 0 });
const laboratory = open();
const other = open();
afterAll(() => {
  laboratory.close();
  other.close();
});

/** A trace but for time. */
function withoutTime(trace: Trace | null) {
  if (trace === null) throw new Error("there is no trace");
  const { thread, op, object, key, value, line, ok, count, values, objects } = trace;
  const columns = [thread, op, object, key, value, line, ok].map((column) => Array.from(column.subarray(0, count)));
  const lives = trace.threads.map(({ id, name, kind, state }) => ({ id, name, kind, state }));
  return { columns, values, objects, lives };
}

/** Kinds of findings, but for the one that a clock decides: on a busy machine any task may keep its loop for long. */
function kindsOf({ report }: Pick<StepResult, "report">): readonly string[] {
  return report.findings.map(({ kind }) => kind).filter((kind) => kind !== "blocked-event-loop");
}

async function inThreePlaces(request: StepRequest): Promise<void> {
  const simulated = await laboratory.step(request);
  const schedule = simulated.report.schedule ?? "";
  const { seed: _, ...program } = request;
  const again = { ...program, schedule };
  const reloaded = await other.step(again);
  const real = await other.step({ ...again, on: "workers" });
  expect(withoutTime(reloaded.trace)).toEqual(withoutTime(simulated.trace));
  expect(withoutTime(real.trace)).toEqual(withoutTime(simulated.trace));
  const { status, outcome, correct, steps, console } = simulated.report;
  const texts = console.map(({ thread, text }) => ({ thread, text }));
  expect(real.report).toMatchObject({ engine: "threads", status, outcome, correct, steps, schedule, dropped: 0 });
  expect(real.report.console.map(({ thread, text }) => ({ thread, text }))).toEqual(texts);
  expect(kindsOf(real)).toEqual(kindsOf(simulated));
  expect(Array.from(real.lastSeq)).toEqual(Array.from(simulated.lastSeq));
}

describe("the schedule of a seed", () => {
  // The browser's own loop is nobody's to schedule.
  it.each(outline.map(({ id }) => id).filter((id) => id !== "js-event-loop"))(
    "of %s gives the same trace in three places",
    async (scenario) => {
      for (const seed of [1, 2]) await inThreePlaces({ scenario, seed });
    },
  );

  it.each(["3.9", "3.10"])("of bank-race under python %s too", async (python) => {
    await inThreePlaces({ scenario: "bank-race", parameters: { python, iterations: 2 }, seed: 3 });
  });

  it.each(["free-threaded", "3.10"])("of an event loop that other threads call under python %s too", async (python) => {
    const program = `
import asyncio, threading, time
x = 0
async def work(n, s):
    global x
    for _ in range(2):
        x += n
        await asyncio.sleep(s)
    return x
def blocking():
    global x
    time.sleep(0.05)
    x += 100
    return x
async def main():
    loop = asyncio.get_running_loop()
    print(await asyncio.gather(work(1, 0.01), work(2, 0.03), asyncio.to_thread(blocking)))
    done = asyncio.Event()
    threading.Thread(target=lambda: loop.call_soon_threadsafe(done.set)).start()
    await done.wait()
    try:
        await asyncio.wait_for(asyncio.sleep(1), 0.1)
    except TimeoutError:
        print("late", round(loop.time(), 2))
asyncio.run(main())
`;
    for (const seed of [1, 2, 3]) await inThreePlaces({ program, parameters: { python }, seed });
  });

  it("of a run that computes, prints, sleeps and fails too", async () => {
    const program = `
import threading, time, random
x = 0
def work(n):
    global x
    for i in range(3):
        x += random.randrange(10)
        time.sleep(0.01)
        print(n, x, time.perf_counter())
    if x > 20: raise ValueError(f"{x}")
ts = [threading.Thread(target=work, args=(n,), name=f"worker {n}") for n in range(3)]
for t in ts: t.start()
for t in ts: t.join()
print({str(x): time.time()})
`;
    for (const steps of ["shared", "visible"] as const) await inThreePlaces({ program, steps, seed: 4 });
  });
});

describe("what real workers cannot follow", () => {
  it("is refused with the step, the thread and why", async () => {
    const request = { scenario: "bank-race", schedule: "s1..9", on: "workers" } as const;
    await expect(laboratory.step(request)).rejects.toThrow(/schedule/);
    await expect(laboratory.step({ scenario: "bank-race", on: "workers", paceMs: -1 })).rejects.toThrow(/paceMs/);
  });

  it("is any schedule where there is no shared memory", async () => {
    const surroundings = { clock: sharedClock, createWorker: createNodeWorkerFactory(file), resolutionUs: 5, warm: 0 };
    const alone = new ThreadLaboratory({ ...surroundings, sharedMemory: false });
    await expect(alone.step({ scenario: "bank-race", on: "workers" })).rejects.toThrow(/without shared memory/);
    alone.close();
  });
});
