/** A run that is stopped at any moment ends as stopped, whatever its threads do, and leaves nothing for the next; on real threads, in Node. */
import * as fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { bundleWorker } from "../../scripts/node-worker.ts";
import type { RunStatus } from "../engine/program/report.ts";
import type { RunRequest } from "./contract.ts";
import { events } from "../engine/trace/event.ts";
import { ThreadLaboratory } from "./laboratory.ts";
import { createNodeWorkerFactory } from "./node/node-worker-factory.ts";
import { sharedClock } from "./shared-clock.ts";

const file = await bundleWorker(new URL("./node/thread-node.worker.ts", import.meta.url));
const laboratory = new ThreadLaboratory({
  clock: sharedClock,
  createWorker: createNodeWorkerFactory(file),
  resolutionUs: 5,
  warm: 4,
});
afterAll(() => laboratory.close());

/** What threads do without an end, one body a line; each is run by three threads at once. */
const BODIES: Readonly<Record<string, string>> = {
  "a loop": "number += 1",
  "a lock": "with lock: number += 1",
  "a nested lock": "\n        with nested:\n            with nested: number += 1",
  "a condition": "\n        with ready:\n            ready.notify()\n            ready.wait(0.001)",
  "a condition without a limit": "\n        with ready:\n            ready.notify()\n            ready.wait()",
  "a semaphore": "with permits: number += 1",
  "an event": "event.wait(0.0005); event.set(); event.clear()",
  "an event without a limit": "event.set(); event.clear(); event.wait()",
  "a barrier": "barrier.wait()",
  "a queue": "letters.put(number); letters.get()",
  "a queue without a put": "letters.get()",
  "a pool": "list(pool.map(len, [(), (1,), (1, 2)]))",
  "a pool of its own": "\n        with ThreadPoolExecutor(2) as own: own.submit(print, 'x').result()",
  "threads of its own":
    "\n        own = threading.Thread(target=len, args=((),))\n        own.start()\n        own.join()",
  sleep: "time.sleep(0.001)",
  "long sleep": "time.sleep(1000)",
  prints: "print(number)",
  exceptions: "\n        try: raise ValueError(number)\n        except ValueError: pass\n        finally: number += 1",
  lists: "numbers.append(number); numbers.sort(); del numbers[5:]",
};

const listing = (body: string): string => `import queue
import threading
import time
from concurrent.futures import ThreadPoolExecutor
number = 0
numbers = []
lock = threading.Lock()
nested = threading.RLock()
ready = threading.Condition()
permits = threading.Semaphore(2)
event = threading.Event()
barrier = threading.Barrier(3)
letters = queue.Queue(2)
pool = ThreadPoolExecutor(2)
def work():
    global number
    while True:
        ${body}
for _ in range(3):
    threading.Thread(target=work).start()
work()
`;

/** Stops a run after some time from its request. Its status; what runs without a limit may also be seen to be deadlocked first. */
async function statusOfStopped(wanted: RunRequest, afterUs: number): Promise<RunStatus> {
  const running = laboratory.run(wanted);
  const until = sharedClock.nowMs() + afterUs / 1000;
  while (sharedClock.nowMs() < until) await new Promise(setImmediate);
  await laboratory.stop();
  return (await running).report.status;
}

/** At once, or while the threads start, or in the midst of it. */
const moment = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 15_000 }));

describe("stop", () => {
  it("ends a run at any moment, whatever its threads do", async () => {
    const runs = fc.record({
      body: fc.constantFrom(...Object.keys(BODIES)),
      python: fc.constantFrom("3.9", "3.10", "free-threaded"),
      switchMs: fc.constantFrom(0.1, 5),
      record: fc.boolean(),
      afterUs: moment,
    });
    await fc.assert(
      fc.asyncProperty(runs, async ({ body, python, switchMs, record, afterUs }) => {
        const wanted = { program: listing(BODIES[body]), parameters: { python, switchMs }, record };
        expect(["stopped", "deadlocked"]).toContain(await statusOfStopped(wanted, afterUs));
      }),
      { numRuns: 200 },
    );
  });

  it("ends threads that take turns at the interpreter lock, at any moment", async () => {
    const runs = fc.record({ python: fc.constantFrom("3.9", "3.10"), afterUs: moment });
    await fc.assert(
      fc.asyncProperty(runs, async ({ python, afterUs }) => {
        const wanted = { program: listing("number += 1"), parameters: { python, switchMs: 0.1 }, record: false };
        expect(await statusOfStopped(wanted, afterUs)).toBe("stopped");
      }),
      { numRuns: 200 },
    );
  });

  it("keeps all that a thread did before a long operation, out of which only force brings its worker", async () => {
    const program = `import threading
x = 0
power = 3_000_000
def work():
    global x
    for _ in range(5):
        x += 1
    3 ** power
    for _ in range(5):
        x += 1
thread = threading.Thread(target=work)
thread.start()
thread.join()
`;
    const running = laboratory.run({ program }, ({ events }) => {
      if (events >= 14) void laboratory.stop();
    });
    const { report, trace } = await running;
    if (trace === null) throw new Error("the run was recorded");
    // It may be quicker than the stop; nothing is missing then either.
    expect(["stopped", "finished"]).toContain(report.status);
    expect(report.dropped).toBe(0);
    const writes = events(trace).filter(({ op }) => op === "write");
    expect(writes.map(({ value }) => value)).toEqual(writes.map((_, at) => at + 1));
    expect(report.outcome).toMatchObject({ values: { x: writes.length } });
    expect(writes.length).toBeGreaterThanOrEqual(5);
    expect(await laboratory.pin()).toMatchObject({ explained: true });
  }, 30_000);

  it("ends what was asked for and has not begun", async () => {
    const running = laboratory.run({ program: "while True:\n    pass\n" });
    const repeated = laboratory.repeat({ program: "while True:\n    pass\n", runs: 5 });
    await laboratory.stop();
    await expect(running).rejects.toThrow("a newer request took its place");
    expect((await repeated).runs).toBe(0);
  });
});
