/** What findings say of listings that go wrong, or nearly, on real threads in Node; each is brought about without chance. */
import { afterAll, describe, expect, it } from "vitest";
import { bundleWorker } from "../../scripts/node-worker.ts";
import type { RunRequest } from "./contract.ts";
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

/** Findings but data races, which plain flags make: kind, names of threads and objects, lines. */
async function findingsOf(program: string, more: Partial<RunRequest> = {}): Promise<readonly unknown[]> {
  const { report, trace } = await laboratory.run({ program, ...more });
  if (trace === null) throw new Error("not recorded");
  return report.findings
    .filter(({ kind }) => kind !== "data-race")
    .map(({ kind, threads, objects, lines }) => ({
      kind,
      threads: threads.map((id) => trace.threads[id].name),
      objects: objects.map((id) => trace.objects[id].name),
      lines,
    }));
}

const CROSSING = `import threading, time
left = threading.Lock()
right = threading.Lock()
through = False
def first():
    global through
    with left:
        with right:
            pass
    through = True
def second():
    while not through:
        time.sleep(0.001)
    with right:
        with left:
            pass
threads = [threading.Thread(target=first, name='a'), threading.Thread(target=second, name='b')]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
`;

describe("a listing that got through", () => {
  it("and takes its locks in opposite orders could have hung", async () => {
    expect(await findingsOf(CROSSING)).toEqual([
      { kind: "lock-order-inversion", threads: ["a", "b"], objects: ["right", "left"], lines: [7, 8, 14, 15] },
    ]);
  });

  it("could not, where the second began only after the first had ended", async () => {
    const inTurn = CROSSING.replace("thread.start()", "thread.start()\n    thread.join()");
    expect(await findingsOf(inTurn)).toEqual([]);
  });

  it("and came to its end before a thread that it had started did has not waited for it", async () => {
    const program = (last: string): string => `import threading, time
over = False
def work():
    while not over:
        time.sleep(0.001)
    print('done')
worker = threading.Thread(target=work, name='a')
worker.start()
over = True
${last}`;
    expect(await findingsOf(program(""))).toEqual([
      { kind: "unjoined", threads: ["MainThread", "a"], objects: [], lines: [8] },
    ]);
    expect(await findingsOf(program("worker.join()\n"))).toEqual([]);
    expect(await findingsOf(program("while worker.is_alive():\n    time.sleep(0.001)\n"))).toEqual([]);
  });
});

describe("a listing that stands still", () => {
  const late = (look: string): string => `import threading, time
ready = threading.Condition()
answer = None
told = False
def tell():
    global answer, told
    with ready:
        answer = 42
        ready.notify()
    told = True
def wait():
    while not told:
        time.sleep(0.001)
    with ready:
${look}            ready.wait()
threads = [threading.Thread(target=tell, name='a'), threading.Thread(target=wait, name='b')]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
`;

  it("because it waits for what was announced before has lost a wakeup", async () => {
    const found = await findingsOf(late("        if True:\n"));
    expect(found).toContainEqual({ kind: "lost-wakeup", threads: ["a", "b"], objects: ["ready"], lines: [9, 16] });
    expect(found).toContainEqual({ kind: "deadlock", threads: ["b"], objects: ["ready"], lines: [16] });
    expect(await findingsOf(late("        while answer is None:\n"))).toEqual([]);
  });

  it("because it asks again and again for what nobody will give is live and locked", async () => {
    const program = `import threading, time
lock = threading.Lock()
def look():
    while not lock.acquire(blocking=False):
        time.sleep(0.001)
lock.acquire()
thread = threading.Thread(target=look, name='a')
thread.start()
thread.join()
`;
    expect(await findingsOf(program, { timeoutMs: 700 })).toEqual([
      { kind: "livelock", threads: ["a"], objects: ["lock"], lines: [4, 5] },
    ]);
  });
});
