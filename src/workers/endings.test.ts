/** How runs end that go wrong: by misuse, by threads that can never go on, by memory that runs out; on real threads, in Node. */
import { afterAll, describe, expect, it } from "vitest";
import { bundleWorker } from "../../scripts/node-worker.ts";
import type { Finding, RunReport } from "../engine/program/report.ts";
import type { Trace } from "../engine/trace/trace.ts";
import { OP } from "../engine/trace/ops.ts";
import { ThreadLaboratory } from "./laboratory.ts";
import type { RunRequest } from "./contract.ts";
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

interface Ran {
  readonly report: RunReport;
  readonly trace: Trace;
}

async function run(program: string, more: Partial<RunRequest> = {}): Promise<Ran> {
  const { report, trace } = await laboratory.run({ program, ...more });
  if (trace === null) throw new Error("not recorded");
  return { report, trace };
}

/** A finding with names in the place of ids. */
function named({ report, trace }: Ran): readonly unknown[] {
  return report.findings.map(({ kind, threads, objects, lines }: Finding) => ({
    kind,
    threads: threads.map((id) => trace.threads[id].name),
    objects: objects.map((id) => trace.objects[id].name),
    lines,
  }));
}

const printed = ({ report }: Ran): string => report.console.map(({ text }) => text).join("\n");

describe("misuse", () => {
  const head = "import queue, threading\nthing = ";
  it.each([
    ["threading.Lock()\nthing.release()", "RuntimeError: release unlocked lock", 3],
    ["threading.RLock()\ndef give():\n    thing.release()\ngive()", "RuntimeError: cannot release un-acquired lock", 4],
    ["threading.Condition()\nthing.notify()", "RuntimeError: cannot notify on un-acquired lock", 3],
    ["threading.BoundedSemaphore()\nthing.release()", "ValueError: Semaphore released too many times", 3],
    ["queue.Queue()\nthing.task_done()", "ValueError: task_done() called too many times", 3],
  ])("%j is CPython's exception, and the finding names thread, object and line", async (body, complaint, line) => {
    const ran = await run(head + body);
    expect(ran.report.status).toBe("failed");
    expect(printed(ran)).toContain(complaint);
    expect(named(ran)).toEqual([{ kind: "misuse", threads: ["MainThread"], objects: ["thing"], lines: [line] }]);
    expect(ran.trace.line[ran.trace.op.indexOf(OP.raise)]).toBe(line);
  });
});

const HOLDER_ENDED = `import threading
lock = threading.Lock()
def take():
    lock.acquire()
taker = threading.Thread(target=take, name='taker')
taker.start()
taker.join()
`;

describe("threads that can never go on", () => {
  it("are found though nobody waits in a circle, and who joins them is not named beside them", async () => {
    const ran = await run(`import queue
import threading
letters = queue.Queue()
def read():
    letters.get()
threading.Thread(target=read, name='reader').start()
`);
    expect(ran.report.status).toBe("deadlocked");
    expect(named(ran)).toEqual([{ kind: "deadlock", threads: ["reader"], objects: ["letters"], lines: [5] }]);
  });

  const CROSSED_WHILE_OTHERS_GO_ON = `import threading
import time
left = threading.Lock()
right = threading.Lock()
met = threading.Barrier(2)
def cross(one, other):
    with one:
        met.wait()
        with other:
            pass
def go_on():
    while True:
        time.sleep(0.001)
threading.Thread(target=cross, args=(left, right), name='a').start()
threading.Thread(target=cross, args=(right, left), name='b').start()
threading.Thread(target=go_on, name='c').start()
`;

  it("are found while others go on, though the run ends by its time limit", async () => {
    const ran = await run(CROSSED_WHILE_OTHERS_GO_ON, { timeoutMs: 800 });
    expect(ran.report.status).toBe("timed-out");
    const finding = { kind: "partial-deadlock", threads: ["a", "b"], objects: ["right", "left"], lines: [9, 9] };
    expect(named(ran)).toEqual([finding]);
  });

  it("are told while the others still go on", async () => {
    const told: string[] = [];
    const { report, trace } = await laboratory.run({ program: CROSSED_WHILE_OTHERS_GO_ON }, ({ threads }) => {
      told.push(...threads.filter(({ state }) => state === "stuck").map(({ name }) => name));
      if (told.length > 0) void laboratory.stop();
    });
    expect(report.status).toBe("stopped");
    // Main waits for both.
    expect(told).toEqual(["MainThread", "Thread-1", "Thread-2"]);
    if (trace === null) throw new Error("not recorded");
    const finding = { kind: "partial-deadlock", threads: ["a", "b"], objects: ["right", "left"], lines: [9, 9] };
    expect(named({ report, trace })).toContainEqual(finding);
  });

  it("are daemons that nobody waited for, when the others came to their end", async () => {
    const ran = await run(`import threading, time
lock = threading.Lock()
taken = threading.Event()
def take():
    lock.acquire()
    taken.set()
    lock.acquire()
threading.Thread(target=take, name='twice', daemon=True).start()
taken.wait()
time.sleep(1)
`);
    expect(ran.report.status).toBe("finished");
    expect(named(ran)).toEqual([{ kind: "partial-deadlock", threads: ["twice"], objects: ["lock"], lines: [7] }]);
  });

  it("wait for a lock whose holder has ended, which is named", async () => {
    const ran = await run(HOLDER_ENDED + "lock.acquire()\n");
    expect(ran.report.status).toBe("deadlocked");
    expect(named(ran)).toEqual([
      { kind: "deadlock", threads: ["MainThread"], objects: ["lock"], lines: [8] },
      { kind: "dead-holder", threads: ["taker"], objects: ["lock"], lines: [4] },
    ]);
    expect(ran.report.findings[1].message).toContain("taker");
  });

  it("are none where the wait for such a lock has a limit", async () => {
    const ran = await run(HOLDER_ENDED + "print(lock.acquire(timeout=0.3))\n");
    expect(ran.report.status).toBe("finished");
    expect(printed(ran)).toBe("False");
    expect(named(ran)).toEqual([{ kind: "dead-holder", threads: ["taker"], objects: ["lock"], lines: [4] }]);
  });

  it("are none where every wait has a limit", async () => {
    const ran = await run(`import queue
import threading
lock = threading.Lock()
letters = queue.Queue(1)
lock.acquire()
lock.acquire(timeout=0.3)
letters.put(1)
try:
    letters.put(2, timeout=0.3)
except queue.Full:
    print('full')
threading.Event().wait(0.3)
`);
    expect(ran.report.status).toBe("finished");
    expect(ran.report.findings).toEqual([]);
  });
});

describe("a priority queue", () => {
  it("says of items without an order what CPython says, and such a run can be looked back at", async () => {
    const ran = await run(`import queue
line = queue.PriorityQueue()
def put(item):
    try:
        line.put(item)
        return 'put'
    except TypeError as problem:
        return str(problem)
def work():
    said = [put(item) for item in [(1, 'a'), (1, 2), [1], None, (0, [2]), (0, [1])]]
    print(said)
work()
`);
    const between = (left: string, right: string) => `'<' not supported between instances of '${left}' and '${right}'`;
    const said = ["put", between("int", "str"), between("list", "tuple"), between("NoneType", "tuple"), "put", "put"];
    expect(printed(ran)).toBe(`[${said.map((one) => (one === "put" ? "'put'" : JSON.stringify(one))).join(", ")}]`);
    const before = await laboratory.stateAt(ran.trace.op.indexOf(OP.print) - 1);
    const work = before.threads[0].frames?.find(({ name }) => name === "work");
    expect(work?.locals.find(({ name }) => name === "said")?.value?.plain).toEqual(said);
  });
});

describe("the outcome of a listing", () => {
  it("holds large values whole, and very large ones cut short", async () => {
    const { report } = await run("few = list(range(50_000))\nmany = list(range(150_000))\n");
    expect(report.outcome.values).toEqual({
      few: Array.from({ length: 50_000 }, (_, i) => i),
      many: expect.stringMatching(/^\[0, 1, 2, .*, 199, \.\.\.\]$/),
    });
  });
});

describe("memory that runs out", () => {
  it("ends the thread that asked for more, with line and size; others can catch it and go on", async () => {
    const ran = await run(`import threading
def eat():
    rows = []
    while True:
        rows.append([0] * 1000000)
eater = threading.Thread(target=eat, name='eater')
eater.start()
eater.join()
try:
    [0] * 5000000
except MemoryError as spent:
    print('caught:', spent)
`);
    expect(ran.report.status).toBe("failed");
    expect(printed(ran)).toMatch(/Exception in thread eater:[^]*MemoryError: line 5 asks for 4\d{6} bytes and/);
    expect(printed(ran)).toMatch(/caught: line 10 asks for 20\d{6} bytes and the run's memory is spent$/);
  });

  it("is a MemoryError with its line, and the next run has all of it again", async () => {
    const ran = await run("rows = []\nwhile True:\n    rows.append([0] * 100000)\n");
    expect(ran.report.status).toBe("failed");
    expect(printed(ran)).toMatch(/line 3[\s\S]*MemoryError/);
    // What was in it is told, but not 64 million numbers of it.
    expect(JSON.stringify(ran.report.outcome).length).toBeLessThan(10_000);
    expect(ran.report.outcome.values).toEqual({ rows: expect.stringMatching(/^\[\[0, 0, .*, \.\.\.\]$/) });
    expect((await run("x = 1\n")).report.status).toBe("finished");
  });
});
