/** What real runs of listings leave: traces that the models allow, that files give back, and that say what happened. */
import { afterAll, describe, expect, it } from "vitest";
import { bundleWorker } from "../../scripts/node-worker.ts";
import { checkTrace } from "../engine/analysis/check-trace.ts";
import { exportTrace } from "../engine/trace/formats.ts";
import { importInterleave } from "../engine/trace/import-interleave.ts";
import type { Trace } from "../engine/trace/trace.ts";
import { loadScenario, scenarioIds } from "../engine/scenarios/index.ts";
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

async function record(request: Parameters<ThreadLaboratory["run"]>[0]) {
  const { report, trace } = await laboratory.run(request);
  if (trace === null) throw new Error("not recorded");
  return { report, trace };
}

/** Time as promised, the models' consent, and the file's round trip. */
function expectLawful(trace: Trace, name: string): void {
  expect(checkTrace(trace), name).toEqual({ ok: true });
  const text = exportTrace(trace, "interleave");
  expect(exportTrace(importInterleave(text), "interleave"), name).toBe(text);
}

describe("scenarios", () => {
  it("leave lawful traces, each in every variant, and no race where one is mended", async () => {
    for (const id of scenarioIds) {
      const scenario = await loadScenario(id);
      if (scenario.language === "javascript") continue;
      for (const { id: variant, when } of scenario.variants) {
        const names = scenario.parameters.map(({ name }) => name);
        const most = scenario.parameters.find(({ name }) => name === "iterations")?.max ?? 0;
        const parameters = {
          ...when,
          ...(names.includes("second") ? { second: 20 } : {}),
          ...(names.includes("iterations") ? { iterations: Math.min(300, most) } : {}),
        };
        const { trace, report } = await record({ scenario: id, parameters });
        expectLawful(trace, `${id}, ${variant}`);
        const kinds = report.findings.map(({ kind }) => kind);
        const isRace = id.endsWith("race") && when.lock !== "inner" && when.lock !== "outer";
        if (!isRace && when.lock !== "none") expect(kinds, `${id}, ${variant}`).not.toContain("data-race");
        // A forgotten await is what that listing is about.
        if (variant === "forgotten") continue;
        for (const never of ["lost-wakeup", "starvation", "livelock", "misuse", "dead-holder", "unjoined"] as const)
          expect(kinds, `${id}, ${variant}`).not.toContain(never);
      }
    }
  });

  it("lose exactly what is missing from the count", async () => {
    for (const threads of [1, 2, 3]) {
      const { report } = await record({ scenario: "count-race", parameters: { threads, iterations: 20_000 } });
      expect(report.lostUpdates).toEqual({ count: threads * 20_000 - Number(report.outcome["count"]) });
    }
  });
});

const LISTINGS: Readonly<Record<string, string>> = {
  "locks held across others": `
import threading
a, b, log = threading.Lock(), threading.RLock(), []
def work(n):
    for i in range(30):
        with a:
            with b, b:
                log.append((n, i))
        if a.acquire(timeout=0.001):
            a.release()
threads = [threading.Thread(target=work, args=(n,)) for n in range(3)]
for t in threads: t.start()
for t in threads: t.join()
print(len(log))
`,
  "a buffer under a condition": `
import threading
changed = threading.Condition()
items, got = [], []
def produce():
    for i in range(40):
        with changed:
            while len(items) == 3:
                changed.wait()
            items.append(i)
            changed.notify_all()
def consume():
    for _ in range(40):
        with changed:
            while not items:
                changed.wait(0.5)
            got.append(items.pop(0))
            changed.notify_all()
threads = [threading.Thread(target=produce), threading.Thread(target=consume)]
for t in threads: t.start()
for t in threads: t.join()
print(got == list(range(40)))
`,
  "a flag, a barrier and a semaphore": `
import threading
go, meet, room = threading.Event(), threading.Barrier(3), threading.Semaphore(2)
ready = 0
def work():
    go.wait()
    print(ready)
    for _ in range(5):
        meet.wait()
        with room:
            pass
threads = [threading.Thread(target=work) for _ in range(3)]
for t in threads: t.start()
ready = 1
go.set()
for t in threads: t.join()
`,
  "queues of three kinds": `
import queue, threading
work, stack, heap = queue.Queue(2), queue.LifoQueue(), queue.PriorityQueue()
def serve():
    while True:
        item = work.get()
        if item is None:
            break
        stack.put(item)
        heap.put((-item, str(item)))
        work.task_done()
servers = [threading.Thread(target=serve) for _ in range(2)]
for t in servers: t.start()
for i in range(20): work.put(i)
work.join()
for t in servers: work.put(None)
for t in servers: t.join()
print(sorted(stack.get() for _ in range(20)) == list(range(20)))
print([heap.get()[0] for _ in range(20)][:3])
`,
  "a pool": `
from concurrent.futures import ThreadPoolExecutor
total = []
def square(n):
    total.append(n)
    if n == 7:
        raise ValueError(n)
    return n * n
with ThreadPoolExecutor(3) as pool:
    futures = [pool.submit(square, n) for n in range(10)]
    print([f.exception() is None for f in futures])
    print(list(pool.map(square, range(5))))
`,
};

describe("under an interpreter lock", () => {
  for (const python of ["3.9", "3.10"]) {
    it(`scenarios leave lawful traces, python ${python}`, async () => {
      for (const id of scenarioIds) {
        const { parameters: known } = await loadScenario(id);
        const small = { python, second: 20, iterations: 200 };
        const parameters = Object.fromEntries(
          Object.entries(small).filter(([given]) => known.some(({ name }) => name === given)),
        );
        if (!("python" in parameters)) continue;
        for (const lock of known.some(({ name }) => name === "lock") ? ["none", "inner", "outer"] : [undefined]) {
          const { trace } = await record({
            scenario: id,
            parameters: lock === undefined ? parameters : { ...parameters, lock },
          });
          expectLawful(trace, `${id}, ${lock}`);
        }
      }
    });

    it(`listings leave lawful traces, python ${python}`, async () => {
      for (const [name, program] of Object.entries(LISTINGS)) {
        const { trace, report } = await record({ program, parameters: { python, switchMs: 0.1 } });
        expect(report.status, JSON.stringify(report.console.slice(-3))).toBe("finished");
        expectLawful(trace, name);
      }
    });
  }
});

describe("listings", () => {
  for (const [name, program] of Object.entries(LISTINGS)) {
    it(`with ${name} leave lawful traces without a race`, async () => {
      for (let round = 0; round < 5; round++) {
        const { trace, report } = await record({ program });
        expect(report.status, JSON.stringify(report.console.slice(-3))).toBe("finished");
        expectLawful(trace, name);
        const races = report.findings.filter(({ kind }) => kind === "data-race");
        expect(races.map(({ message }) => message)).toEqual([]);
      }
    });
  }
});
