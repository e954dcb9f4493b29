/**
 * Machines stepped, copied and run. Laws: stepping through `advance` and `perform` does what `run` does, operation by operation; a copy
 * made between two operations does from there what its original does, and neither sees the other.
 */
import { describe, expect, it } from "vitest";
import { STATUS, VERB } from "../program/operation.ts";
import { compile, createMain, type CompiledProgram, type Machine } from "./index.ts";
import { type SoloEvent, SoloWorld } from "./solo-world.ts";

function programOf(source: string): CompiledProgram {
  const { program, diagnostics } = compile(source);
  if (program === null) throw new Error(JSON.stringify(diagnostics));
  return program;
}

interface Ran {
  readonly printed: string;
  readonly events: readonly SoloEvent[];
}

function result(machine: Machine, world: SoloWorld): Ran {
  return { printed: world.printed.map((word) => machine.heap.fromWord(word) as string).join(""), events: world.events };
}

function runThrough(source: string): Ran {
  const program = programOf(source);
  const world = new SoloWorld(program.slotCount, { started: true });
  const machine = createMain(program, world);
  machine.run();
  return result(machine, world);
}

/** Steps to the end; `between` sees the machine before each operation. */
function stepThrough(
  source: string,
  between: (machine: Machine, world: SoloWorld, step: number) => void = () => undefined,
): Ran {
  const program = programOf(source);
  const world = new SoloWorld(program.slotCount, { started: true, gated: true });
  const machine = createMain(program, world);
  stepOn(machine, world, between);
  return result(machine, world);
}

function stepOn(
  machine: Machine,
  world: SoloWorld,
  between: (machine: Machine, world: SoloWorld, step: number) => void = () => undefined,
): void {
  for (let step = 0; machine.advance() === "operation"; step++) {
    if (step > 100_000) throw new Error("it does not end");
    const asked = { ...machine.next };
    between(machine, world, step);
    expect(machine.next).toMatchObject({ verb: asked.verb, object: asked.object, key: asked.key });
    const before = world.events.length;
    expect(machine.perform()).not.toBe(STATUS.BLOCKED);
    // Who is handed the turn for the first time also starts.
    expect(world.events.length - before).toBeLessThanOrEqual(asked.verb === VERB.TASK_STEP ? 2 : 1);
    expect(world.events.length).toBeGreaterThan(before);
  }
}

const PROGRAMS: Readonly<Record<string, string>> = {
  "module names": `
count = 0
def work(n):
    global count
    for i in range(n):
        count += 1
work(5)
print(count)
`,
  "attributes and elements": `
class Account:
    def __init__(self):
        self.balance = 0
    def change(self, n):
        self.balance = self.balance + n
        self.balance -= n
        return self.balance
account = Account()
cells = [0] * 3
table = {"a": 1}
def work():
    account.change(5)
    cells[1] += 2
    table["b"] = table["a"] + cells[1]
    cells.append(len(cells))
    for x in cells:
        table[x] = x * 2
    return sorted(table.values()), 3 in cells, "b" in table
print(work(), cells, table)
`,
  closures: `
def outer():
    total = 0
    def add(n):
        nonlocal total
        total += n
        return total
    return add
add = outer()
def use(): return add
print(add(1), add(2), [add(i) for i in range(3)])
`,
  "locks and exceptions": `
import threading
lock = threading.Lock()
cond = threading.Condition()
done = []
def work(k):
    with lock:
        try:
            done.append(10 // k)
        except ZeroDivisionError as e:
            print("caught", e)
            raise
        finally:
            print("left", k)
for k in (1, 2, 0):
    try:
        work(k)
    except ZeroDivisionError:
        print("again")
with cond:
    cond.notify_all()
print(done, lock.locked())
`,
  generators: `
seen = []
def numbers(n):
    for i in range(n):
        got = yield i
        if got:
            seen.append(got)
def both(n):
    yield from numbers(n)
    yield from (x * 2 for x in seen)
g = both(3)
print(next(g), g.send("hi"), list(g), seen)
`,
  "the listing's own methods": `
log = []
class V:
    def __init__(self, x): self.x = x
    def __eq__(self, other):
        log.append("eq")
        return self.x == other.x
    def __lt__(self, other): return self.x < other.x
    def __add__(self, other): return V(self.x + other.x)
    def __len__(self): return self.x
    def __bool__(self): return self.x > 1
    def __contains__(self, item): return item == self.x
    def __iter__(self): return iter(range(self.x))
    def __getitem__(self, i): return self.x * i
    def __str__(self): return f"V({self.x})"
    def __hash__(self): return self.x
a, b = V(1), V(2)
print(a == b, a < b, str(a + b), len(b), bool(a), 2 in b, list(b), b[3], f"{a}", sorted([b, a])[0].x, {a: 1}[V(1)], log)
if a: print("no")
`,
  queues: `
import queue
q = queue.Queue(2)
q.put(1)
q.put("two")
try:
    q.put(3, block=False)
except queue.Full:
    print("full", q.qsize())
print(q.get(), q.get(), q.empty())
`,
};

describe("a machine", () => {
  for (const [name, source] of Object.entries(PROGRAMS)) {
    it(`${name}: stepped as run`, () => {
      const ran = runThrough(source);
      expect(ran.printed).not.toContain("Traceback");
      expect(ran.printed).not.toBe("");
      expect(stepThrough(source)).toEqual(ran);
    });

    it(`${name}: a copy goes on alike`, () => {
      const whole = runThrough(source);
      let steps = 0;
      stepThrough(source, () => steps++);
      for (const at of [0, 1, Math.floor(steps / 3), Math.floor(steps / 2), steps - 1]) {
        const copies: { machine: Machine; world: SoloWorld }[] = [];
        const original = stepThrough(source, (machine, world, step) => {
          if (step !== at) return;
          const itsWorld = world.copy();
          copies.push({ machine: machine.copy(itsWorld), world: itsWorld });
        });
        expect(original).toEqual(whole);
        expect(copies).toHaveLength(1);
        const [{ machine, world }] = copies;
        stepOn(machine, world);
        expect(result(machine, world)).toEqual(whole);
      }
    });
  }

  it("shows its calls and locals between operations", () => {
    const source =
      "shared = []\ndef inner(a):\n    b = a * 2\n    shared.append(b)\n    return b\ndef outer():\n    c = 'x'\n    return inner(21)\nouter()\n";
    const views: unknown[] = [];
    stepThrough(source, (machine) => {
      views.push(machine.frames().map(({ name, line, locals }) => [name, line, Object.fromEntries(locals)]));
    });
    expect(views).toEqual([
      [
        ["<module>", 9, {}],
        ["outer", 8, { c: "x" }],
        ["inner", 4, { a: 21, b: 42 }],
      ],
    ]);
  });
});

describe("visible operations", () => {
  const steps = (source: string): string[] => runThrough(source).events.map(({ kind, line }) => `${kind} ${line}`);

  it("x += 1 on a name that a function assigns: one read, one write", () => {
    expect(steps("x = 0\ndef f():\n    global x\n    x += 1\nf()\n")).toEqual(["write 1", "read 4", "write 4"]);
  });

  it("a[i] += 1 on a shared list that is never assigned again: one read, one write", () => {
    expect(steps("a = [0]\ndef f():\n    a[0] += 1\nf()\n")).toEqual(["read 3", "write 3"]);
  });

  it("o.x += 1 on a shared instance: one read, one write; attributes that only __init__ assigns are not visible", () => {
    const source =
      "class C:\n    def __init__(self):\n        self.x = 0\n        self.fixed = 1\no = C()\ndef f():\n    o.x += o.fixed\nf()\n";
    expect(steps(source)).toEqual(["read 7", "write 7"]);
  });

  it("what is not shared is not visible", () => {
    expect(
      steps("def f():\n    a = [1, 2]\n    a.append(3)\n    d = {}\n    d[1] = a[0]\n    return len(a)\nf()\n"),
    ).toEqual([]);
  });

  it("a whole container read by a built-in is one read; each step of a for is one", () => {
    expect(steps("a = [1, 2]\ndef f():\n    return sum(a)\nf()\n")).toHaveLength(1);
    expect(steps("a = [1, 2]\ndef f():\n    for x in a:\n        pass\nf()\n")).toHaveLength(3);
  });
});

describe("memory that is spent", () => {
  function runIn(words: number, source: string): string {
    const program = programOf(source);
    const world = new SoloWorld(program.slotCount, { memoryWords: words });
    const machine = createMain(program, world);
    machine.run();
    return result(machine, world).printed;
  }

  const grow = "def grow():\n    kept = []\n    while True:\n        kept.append([0] * 500)\n";

  it("is a MemoryError that names line and size, and can be caught", () => {
    const printed = runIn(
      1 << 18,
      `${grow}try:\n    grow()\nexcept MemoryError as error:\n    print(error)\nprint("on")\n`,
    );
    expect(printed).toMatch(/^line 4 asks for \d+ bytes and the run's memory is spent\non\n$/);
  });

  it("ends the thread with a traceback, again and again", () => {
    const printed = runIn(
      1 << 18,
      `${grow}for i in range(3):\n    try:\n        grow()\n    except MemoryError:\n        pass\ngrow()\n`,
    );
    expect(printed).toMatch(
      /^Traceback[^]*in grow\n[^]*MemoryError: line 4 asks for \d+ bytes and the run's memory is spent\n$/,
    );
  });
});

describe("a name taken from an attribute", () => {
  it("ends at eighty letters: a long chain does not fill the heap with the names of its links", () => {
    const chain = `
class Link:
    def __init__(self):
        self.next = None

head = Link()
at = head
for i in range(8000):
    at.next = Link()
    at = at.next
print('linked')
`;
    const program = programOf(chain);
    const world = new SoloWorld(program.slotCount, { started: true });
    const machine = createMain(program, world);
    machine.run();
    expect(result(machine, world).printed).toBe("linked\n");
    // A link is some ten words; with names that grow by ".next" each, the last alone would be ten thousand.
    expect(machine.heap.next).toBeLessThan(400_000);
  });
});

describe("coroutines that wait", () => {
  it("may be thousands at once, each at the cost of some sixty words", () => {
    const waiting = `
import asyncio

async def wait(event):
    await event.wait()
    return 1

async def main():
    event = asyncio.Event()
    tasks = [asyncio.create_task(wait(event)) for _ in range(2000)]
    await asyncio.sleep(0)
    event.set()
    print(sum(await asyncio.gather(*tasks)))

asyncio.run(main())
`;
    const program = programOf(waiting);
    const world = new SoloWorld(program.slotCount, { started: true });
    const machine = createMain(program, world);
    machine.run();
    expect(result(machine, world).printed).toBe("2000\n");
    expect(machine.heap.next).toBeLessThan(300_000);
  });
});
