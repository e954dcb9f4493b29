// Listings of one's own through the page API: outcomes, exceptions, misuse, and what can never go on.

import { expect, test } from "./page.ts";
import { printed, runAndCheck, theFinding } from "./checks.ts";

test.use({ oneLoad: true });

test("the outcome of a program is its values and what each thread printed", async ({ interleave }) => {
  await interleave.open();
  const program = `import threading

number = 3
text = '第一'
ratio = 0.5
flag = True
nothing = None
pair = (1, 'b')
numbers = [1, 2, [3]]
table = {'a': 1}


def greet(name):
    print('hello', name)
    print('bye', name)


greeter = threading.Thread(target=greet, args=('you',), name='greeter')
greeter.start()
greeter.join()
print('done')
`;
  const { report } = await runAndCheck(interleave, { program }, "finished");
  expect(report.scenario).toBeNull();
  expect(report.expected).toBeNull();
  expect(Object.keys(report.outcome).toSorted()).toEqual(["printed", "values"]);
  expect(report.outcome.printed).toEqual({ greeter: ["hello you", "bye you"], MainThread: ["done"] });
  expect(report.outcome.values).toEqual({
    number: 3,
    text: "第一",
    ratio: 0.5,
    flag: true,
    nothing: null,
    pair: [1, "b"],
    numbers: [1, 2, [3]],
    table: { a: 1 },
  });
});

test("names at the head of a program are its parameters", async ({ interleave }) => {
  await interleave.open();
  const program = "rounds = 3\nword = 'a'\ntext = word * rounds\n";
  const report = await interleave.report({ program, parameters: { rounds: 2, word: "xy" } });
  expect(report.outcome.values).toMatchObject({ rounds: 2, word: "xy", text: "xyxy" });
  expect(report.parameters).toMatchObject({ rounds: 2, word: "xy" });
});

test("a second takes as long as it is told", async ({ interleave }) => {
  await interleave.open();
  const program = "import time\n\nbegin = time.monotonic()\ntime.sleep(3)\ntook = time.monotonic() - begin\n";
  const report = await interleave.report({ program, parameters: { second: 50 } });
  expect(report.elapsedMs).toBeGreaterThanOrEqual(149);
  expect(report.elapsedMs).toBeLessThan(2000);
  const { took } = report.outcome.values as { readonly took: number };
  expect(took).toBeGreaterThanOrEqual(2.95);
  expect(took).toBeLessThan(5);
});

test("an exception ends its own thread and is told as Python tells it", async ({ interleave, page }) => {
  await interleave.open();
  const program = `import threading


def divide(n):
    return 1 / n


def work():
    print(divide(0))


worker = threading.Thread(target=work, name='worker')
worker.start()
worker.join()
print('main goes on')
`;
  const { report, trace } = await runAndCheck(interleave, { program }, "failed");
  expect(report.threads.map(({ state }) => state)).toEqual(["finished", "failed"]);
  const text = printed(report);
  expect(text).toContain("main goes on");
  expect(text).toContain("Exception in thread worker:");
  expect(text).toContain("Traceback (most recent call last):");
  expect(text).toContain("ZeroDivisionError: division by zero");
  expect(text).toMatch(/line 9, in work[\s\S]*line 5, in divide/);
  expect(trace.events.filter(({ op }) => op === "raise")).toHaveLength(1);
  await interleave.look("Console");
  await expect(page.getByRole("log")).toContainText("ZeroDivisionError: division by zero");
});

test("an exception in main is a traceback and a failed run", async ({ interleave }) => {
  await interleave.open();
  const { report } = await runAndCheck(interleave, { program: "numbers = [1]\nprint(numbers[3])\n" }, "failed");
  expect(printed(report)).toMatch(
    /Traceback \(most recent call last\):\n[\s\S]*line 2, in <module>[\s\S]*IndexError: list index out of range/,
  );
});

test("releasing an unlocked lock is Python's RuntimeError, and a finding", async ({ interleave }) => {
  await interleave.open();
  const program = "import threading\n\nlock = threading.Lock()\nlock.release()\n";
  const ran = await runAndCheck(interleave, { program }, "failed");
  expect(printed(ran.report)).toContain("RuntimeError: release unlocked lock");
  expect(theFinding(ran, "misuse")).toMatchObject({
    threadNames: ["MainThread"],
    objectNames: ["lock"],
    lines: [4],
  });
});

test("releasing another thread's RLock is refused, a caught refusal is no failure", async ({ interleave }) => {
  await interleave.open();
  const program = `import threading

lock = threading.RLock()
said = None


def intrude():
    global said
    try:
        lock.release()
    except RuntimeError as error:
        said = str(error)


with lock:
    intruder = threading.Thread(target=intrude)
    intruder.start()
    intruder.join()
`;
  const { report } = await runAndCheck(interleave, { program }, "finished");
  expect(report.outcome.values).toMatchObject({ said: "cannot release un-acquired lock" });
});

test("a Lock may be released by another thread: that is a finding", async ({ interleave }) => {
  await interleave.open();
  const program = `import threading

lock = threading.Lock()


def open_it():
    lock.release()


lock.acquire()
opener = threading.Thread(target=open_it, name='opener')
opener.start()
opener.join()
print(lock.locked())
`;
  const ran = await runAndCheck(interleave, { program }, "finished");
  expect(printed(ran.report)).toBe("False");
  const finding = theFinding(ran, "misuse");
  expect(finding).toMatchObject({ threadNames: ["MainThread", "opener"], objectNames: ["lock"], lines: [10, 7] });
  expect(finding.message).toContain("opener released lock");
});

test("a holder that ended is found and named, and whoever waits for it", async ({ interleave }) => {
  await interleave.open();
  const program = `import threading

lock = threading.Lock()


def take():
    lock.acquire()


taker = threading.Thread(target=take, name='taker')
taker.start()
taker.join()
lock.acquire()
`;
  const ran = await runAndCheck(interleave, { program }, "deadlocked");
  const dead = theFinding(ran, "dead-holder");
  expect(dead).toMatchObject({ threadNames: ["taker"], objectNames: ["lock"] });
  expect(dead.message).toContain("taker");
  expect(theFinding(ran, "deadlock")).toMatchObject({
    threadNames: ["MainThread"],
    objectNames: ["lock"],
    lines: [13],
  });
});

test("a lock that is taken twice by one thread blocks itself", async ({ interleave }) => {
  await interleave.open();
  const program = "import threading\n\nlock = threading.Lock()\nlock.acquire()\nlock.acquire()\n";
  const ran = await runAndCheck(interleave, { program }, "deadlocked");
  expect(theFinding(ran, "deadlock")).toMatchObject({ threadNames: ["MainThread"], objectNames: ["lock"] });
});

test("somebody who can never go on is found apart from a cycle", async ({ interleave }) => {
  await interleave.open();
  const program = `import queue
import threading

letters = queue.Queue()


def read():
    letters.get()


reader = threading.Thread(target=read, name='reader')
reader.start()
print('main is done and puts nothing')
`;
  const ran = await runAndCheck(interleave, { program }, "deadlocked");
  const finding = theFinding(ran, "deadlock");
  expect(finding).toMatchObject({ threadNames: ["reader"], objectNames: ["letters"], lines: [8] });
  expect(finding.message).toContain("letters");
});

test("a deadlock of some is partial while others go on", async ({ interleave }) => {
  await interleave.open();
  const program = `import threading
import time

left = threading.Lock()
right = threading.Lock()


def cross(one, other):
    with one:
        time.sleep(0.05)
        with other:
            pass


def go_on():
    while True:
        time.sleep(0.01)


threading.Thread(target=cross, args=(left, right), name='a').start()
threading.Thread(target=cross, args=(right, left), name='b').start()
threading.Thread(target=go_on, name='c').start()
`;
  const ran = await runAndCheck(interleave, { program, timeoutMs: 1000 }, "timed-out");
  const finding = theFinding(ran, "partial-deadlock");
  expect(finding).toMatchObject({ threadNames: ["a", "b"], objectNames: ["left", "right"], lines: [11, 11] });
});

test("a wait with a limit is no deadlock", async ({ interleave }) => {
  await interleave.open();
  const program = `import queue
import threading

lock = threading.Lock()
letters = queue.Queue(1)
said = []

lock.acquire()
said.append(lock.acquire(timeout=0.05))
said.append(lock.acquire(blocking=False))
try:
    letters.get(timeout=0.05)
except queue.Empty:
    said.append('empty')
letters.put(1)
try:
    letters.put(2, timeout=0.05)
except queue.Full:
    said.append('full')
with threading.Condition() as condition:
    pass
ready = threading.Condition()
with ready:
    said.append(ready.wait(timeout=0.05))
    said.append(ready.wait_for(lambda: False, timeout=0.05))
sleeper = threading.Thread(target=ready.acquire)
said.append(threading.Event().wait(0.05))
print(said)
`;
  const { report, trace } = await runAndCheck(interleave, { program }, "finished");
  expect(report.outcome.values).toMatchObject({ said: [false, false, "empty", "full", false, false, false] });
  expect(report.findings).toEqual([]);
  const ops = trace.events.map(({ op }) => op);
  for (const op of ["acquire-timeout", "refused", "get-timeout", "put-timeout", "wait-timeout"])
    expect(ops).toContain(op);
});

test("a condition hands over what was waited for", async ({ interleave }) => {
  await interleave.open();
  const program = `import threading

ready = threading.Condition()
items = []
got = []


def consume():
    for _ in range(50):
        with ready:
            ready.wait_for(lambda: items)
            got.append(items.pop(0))


consumers = [threading.Thread(target=consume) for _ in range(2)]
for consumer in consumers:
    consumer.start()
for n in range(100):
    with ready:
        items.append(n)
        ready.notify()
for consumer in consumers:
    consumer.join()
missing = [n for n in range(100) if n not in got]
`;
  const { report } = await runAndCheck(interleave, { program }, "finished");
  expect(report.outcome.values).toMatchObject({ items: [], missing: [] });
});

test("a queue that is shut down lets nobody wait", async ({ interleave }) => {
  await interleave.open();
  const program = `import queue
import threading

letters = queue.Queue()
said = []


def read():
    while True:
        try:
            said.append(letters.get())
            letters.task_done()
        except queue.ShutDown:
            said.append('shut down')
            break


reader = threading.Thread(target=read)
reader.start()
for letter in ['a', '信']:
    letters.put(letter)
letters.join()
letters.shutdown()
reader.join()
try:
    letters.put('late')
except queue.ShutDown:
    said.append('refused')
`;
  const { report } = await runAndCheck(interleave, { program }, "finished");
  expect(report.outcome.values).toMatchObject({ said: ["a", "信", "shut down", "refused"] });
});

test("a daemon does not keep the program alive", async ({ interleave }) => {
  await interleave.open();
  const program = `import threading
import time


def wait():
    try:
        time.sleep(1000)
    finally:
        print('never said')


threading.Thread(target=wait, daemon=True).start()
print('done')
`;
  const { report } = await runAndCheck(interleave, { program }, "finished");
  expect(printed(report)).toBe("done");
  expect(report.elapsedMs).toBeLessThan(5000);
});

test("memory that runs out is a MemoryError, and the page goes on", async ({ interleave }) => {
  await interleave.open();
  const program = "rows = []\nwhile True:\n    rows.append([0] * 100000)\n";
  const report = await interleave.report({ program });
  expect(report.status).toBe("failed");
  expect(printed(report)).toMatch(/line 3[\s\S]*MemoryError/);
  const after = await interleave.report({ program: "x = 1\n" });
  expect(after.status).toBe("finished");
});

test("random numbers come from the seed", async ({ interleave }) => {
  await interleave.open();
  const program = "import random\n\nnumbers = [random.randrange(1000) for _ in range(8)]\n";
  const numbers = async (seed: number) =>
    (await interleave.api<{ outcome: unknown }>("run", { program, seed })).outcome;
  const first = await numbers(7);
  expect(await numbers(7)).toEqual(first);
  expect(await numbers(8)).not.toEqual(first);
});

test("dis shows the bytecode", async ({ interleave }) => {
  await interleave.open();
  const program = "import dis\n\ncount = 0\n\ndef add():\n    global count\n    count += 1\n\ndis.dis(add)\n";
  const report = await interleave.report({ program });
  expect(report.status).toBe("finished");
  expect(printed(report)).toMatch(/LOAD_GLOBAL[\s\S]*BINARY_OP[\s\S]*STORE_GLOBAL/);
});
