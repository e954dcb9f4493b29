/**
 * The deadlock watch against the models: random programs that wait, without and with limits, on real threads. Each run has to end as one that
 * exploring every schedule finds, who printed what included: so none is called deadlocked that could go on, and none that cannot goes on.
 */
import * as fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { bundleWorker } from "../../scripts/node-worker.ts";
import { breathe } from "./breathe.ts";
import { ThreadLaboratory } from "./laboratory.ts";
import { ListingExplorer } from "./listing-explorer.ts";
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
const explorer = new ListingExplorer({ clock: sharedClock, breathe });

/** What a thread may do; all that waits may wait for ever, or for the moment that its limit gives. */
const DEEDS: readonly string[] = [
  "left.acquire()",
  "left.acquire()",
  "right.acquire()",
  "left.acquire(timeout=0.02)",
  "right.acquire(blocking=False)",
  "left.release()",
  "right.release()",
  "nested.acquire()",
  "nested.acquire(timeout=0.02)",
  "nested.release()",
  "room.acquire()",
  "room.release()",
  "room.acquire(timeout=0.02)",
  "letters.put(me)",
  "letters.get()",
  "letters.get(timeout=0.02)",
  "letters.put(me, timeout=0.02)",
  "letters.task_done()",
  "letters.join()",
  "event.wait()",
  "event.set()",
  "event.wait(0.02)",
  "meeting.wait()",
  "wait(None)",
  "wait(0.02)",
  "notify()",
];

const listing = (threads: readonly (readonly string[])[]): string => `import queue
import threading
left = threading.Lock()
right = threading.Lock()
nested = threading.RLock()
room = threading.Semaphore(1)
letters = queue.Queue(1)
event = threading.Event()
meeting = threading.Barrier(2)
ready = threading.Condition()
def wait(limit):
    with ready:
        return ready.wait(limit)
def notify():
    with ready:
        ready.notify()
${threads
  .map(
    (deeds, i) => `def work${i}():
    me = ${i}
    told = []
    try:
${deeds.map((deed) => `        told.append(${deed})\n`).join("")}    except Exception as problem:
        told.append(type(problem).__name__)
    print(told)
`,
  )
  .join("")}
threads = [threading.Thread(target=work) for work in (${threads.map((_, i) => `work${i}`).join(", ")},)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
`;

const programs = fc.record({
  threads: fc.array(fc.array(fc.constantFrom(...DEEDS), { minLength: 1, maxLength: 4 }), {
    minLength: 2,
    maxLength: 3,
  }),
});

const ENOUGH = { maxRuns: 3000, timeoutMs: 4000 };

describe("the deadlock watch", () => {
  it("calls a run deadlocked where, and only where, exploring says that it can be", async () => {
    const late: number[] = [];
    await fc.assert(
      fc.asyncProperty(programs, async ({ threads }) => {
        const program = listing(threads);
        const { outcomes, complete } = await explorer.explore({ program, ...ENOUGH });
        fc.pre(complete);
        for (const seed of [1, 2]) {
          const { report, trace } = await laboratory.run({ program, seed, parameters: { second: 100 } });
          const { status, outcome, elapsedMs } = report;
          expect(outcomes.map((one) => ({ status: one.status, outcome: one.outcome }))).toContainEqual({
            status,
            outcome,
          });
          if (status === "deadlocked" && trace !== null) late.push(elapsedMs - trace.time[trace.count - 1] / 1000);
        }
      }),
      { numRuns: 30 },
    );
    late.sort((a, b) => a - b);
    expect(late[late.length >> 1]).toBeLessThan(500);
  }, 200_000);
});
