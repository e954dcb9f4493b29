// The tables of docs/exploring.md to the digit on listings that are compiled and simulated, and programs with what tables have not: joins,
// daemons, timed waits, flags, barriers, pools, the interpreter lock. Under reduction: one run for each trace, none in vain, the same ends.
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bruteForce } from "../../testing/brute-force.ts";
import { exploredListing, learntListing } from "../../testing/explored-listing.ts";
import { randomShortListing } from "../../testing/random-listing.ts";
import {
  fileSystem,
  guardedUpdates,
  independentWrites,
  indexer,
  lastZero,
  lostUpdates,
  neverReleased,
  philosophers,
  readers,
  twoAdds,
  writers,
  writesThenRead,
  writesToOneCell,
} from "../../testing/table-listings.ts";
import type { SimulationSettings } from "../stepped/settings.ts";
import { Exploration, type ExplorationOrder, type ExplorationState } from "./exploration.ts";

const WHOLE: ExplorationOrder = {
  search: "exhaustive",
  reduction: "dpor",
  maxRuns: Infinity,
  maxSteps: 1000,
  maxPreemptions: Infinity,
  timeoutMs: Infinity,
  seed: 1,
  depth: 3,
  untilFailure: false,
};

const STOPPED_CLOCK = { nowMs: () => 0, wallMs: () => 0 };

function explore(
  source: string,
  reduction: "none" | "dpor",
  settings: Partial<SimulationSettings> = {},
): ExplorationState {
  const program = learntListing(source, settings);
  const exploration = new Exploration(program, { ...WHOLE, reduction }, STOPPED_CLOCK);
  while (!exploration.advance(1));
  return exploration.state();
}

function outcomesOf({ ends }: ExplorationState): readonly string[] {
  return ends.map(({ status, outcome }) => `${status} ${JSON.stringify(outcome)}`).toSorted();
}

/** Counts of an enumeration and a reduced search, which must end alike. */
function counts(source: string, settings: Partial<SimulationSettings> = {}) {
  const all = explore(source, "none", settings);
  const some = explore(source, "dpor", settings);
  expect(outcomesOf(some)).toEqual(outcomesOf(all));
  expect([all.complete, some.complete, some.redundant]).toEqual([true, true, 0]);
  return { runs: all.runs, traces: some.runs, deadlocks: [all.deadlocks, some.deadlocks] };
}

describe("tables", () => {
  it.each([
    ["2 × 2 independent writes", independentWrites(2, 2), 6, 1],
    ["3 × 2 independent writes", independentWrites(3, 2), 90, 1],
    ["2 × 3 writes to one cell", writesToOneCell(2, 3), 20, 20],
    ["3 × 2 writes to one cell", writesToOneCell(3, 2), 90, 90],
    ["1 writer and 3 readers", readers(3), 24, 8],
    ["1 writer and 4 readers", readers(4), 120, 16],
    ["3 writers and 1 reader", writers(3), 24, 24],
    ["2 × 2 writes and a read", writesThenRead(2), 20, 14],
    ["2 × 3 writes and a read", writesThenRead(3), 70, 50],
    ["2 threads that add to two cells", twoAdds(2), 6, 4],
    ["3 threads that add to two cells", twoAdds(3), 90, 36],
    ["3 threads under one lock", guardedUpdates(3), 6, 6],
    ["lastzero(2)", lastZero(2), 35, 5],
    ["lastzero(3)", lastZero(3), 920, 12],
    ["2 × 1 lost updates", lostUpdates(2, 1), 6, 4],
    ["2 × 2 lost updates", lostUpdates(2, 2), 70, 34],
    ["3 × 2 lost updates", lostUpdates(3, 2), 34_650, 7134],
    ["4 × 1 lost updates", lostUpdates(4, 1), 2520, 576],
    ["lastzero(4)", lastZero(4), 44_300, 28],
    ["2 × 3 lost updates", lostUpdates(2, 3), 924, 328],
    ["3 × 1 lost updates", lostUpdates(3, 1), 90, 36],
  ])("%s", (_, source, runs, traces) => {
    expect(counts(source)).toEqual({ runs, traces, deadlocks: [0, 0] });
  });

  it.each([
    ["3 threads that never release", neverReleased(3), 3, 3, 3, 3],
    ["2 philosophers, left fork first", philosophers(2, false), 6, 3, 2, 1],
    ["3 philosophers, left fork first", philosophers(3, false), 168, 7, 6, 1],
    ["2 philosophers, ordered forks", philosophers(2, true), 2, 2, 0, 0],
    ["3 philosophers, ordered forks", philosophers(3, true), 142, 6, 0, 0],
  ])("%s", (_, source, runs, traces, deadlocked, deadlockedTraces) => {
    expect(counts(source)).toEqual({ runs, traces, deadlocks: [deadlocked, deadlockedTraces] });
  });

  it.each([
    ["3 × 2 lost updates", lostUpdates(3, 2), 7134],
    ["4 × 1 lost updates", lostUpdates(4, 1), 576],
    ["lastzero(10)", lastZero(10), 3328],
    ["lastzero(5)", lastZero(5), 64],
    ["lastzero(7)", lastZero(7), 320],
    ["lastzero(12)", lastZero(12), 15_360],
    ["4 philosophers, left fork first", philosophers(4, false), 15],
    ["4 philosophers, ordered forks", philosophers(4, true), 14],
    ["5 philosophers, left fork first", philosophers(5, false), 31],
    ["1 writer and 8 readers", readers(8), 256],
    // Counts of the published benchmarks under optimal reduction (Abdulla, Aronis, Jonsson, Sagonas, POPL 2014).
    ["indexer(11)", indexer(11), 1],
    ["indexer(12)", indexer(12), 8],
    ["filesystem(14)", fileSystem(14), 2],
    ["filesystem(16)", fileSystem(16), 8],
    ["filesystem(18)", fileSystem(18), 32],
  ])("%s, reduced alone", (_, source, traces) => {
    expect(explore(source, "dpor")).toMatchObject({ runs: traces, redundant: 0, complete: true });
  });
});

describe("bounds on preemptions", () => {
  it.each([
    [3, [2, 4, 8, 4, 2]],
    [4, [2, 6, 18, 18, 18, 6, 2]],
  ])("two threads of %i steps have %j interleavings with exactly 0, 1, 2…", (k, exactly) => {
    let within = 0;
    for (const [maxPreemptions, more] of exactly.entries()) {
      within += more;
      const order = { ...WHOLE, reduction: "none", maxPreemptions } as const;
      const exploration = new Exploration(learntListing(independentWrites(2, k)), order, STOPPED_CLOCK);
      while (!exploration.advance(1));
      // Never called complete, since a bound was set; what it cut off is said.
      const cuts = maxPreemptions + 1 < exactly.length ? ["max-preemptions"] : [];
      const { runs, complete, cuts: said } = exploration.state();
      expect({ runs, complete, cuts: said.map(({ by }) => by) }).toEqual({ runs: within, complete: false, cuts });
    }
  });
});

const MAIN_READS_BETWEEN_JOINS = `
import threading
x = 0
seen = []
def a():
    global x
    x = 1
def b():
    global x
    x = 2
ta = threading.Thread(target=a)
tb = threading.Thread(target=b)
ta.start()
tb.start()
ta.join()
first = x
tb.join()
last = x
`;

const MAIN_DOES_NOT_JOIN = `
import threading
x = 0
y = 0
def a():
    global x, y
    x = 1
    y = 1
def b():
    global x, y
    y = 2
    x = 2
threading.Thread(target=a).start()
threading.Thread(target=b).start()
`;

const SPAWNS_INSIDE = `
import threading
x = 0
def leaf(n):
    global x
    x += n
def branch(n):
    global x
    t = threading.Thread(target=leaf, args=(n,))
    t.start()
    x += 10 * n
    t.join()
    x += 100 * n
t = threading.Thread(target=branch, args=(1,))
t.start()
x += 1000
t.join()
`;

const DAEMON = `
import threading
x = 0
def forever():
    global x
    x += 1
    x += 1
def short():
    global y
    y = x
y = -1
threading.Thread(target=forever, daemon=True).start()
t = threading.Thread(target=short)
t.start()
t.join()
`;

const DAEMON_OF_A_THREAD = `
import threading
x = 0
y = 0
def late():
    global x
    x += 10
def start():
    threading.Thread(target=late, daemon=True).start()
def other():
    global y
    y = x
ts = [threading.Thread(target=start), threading.Thread(target=other)]
for t in ts: t.start()
for t in ts: t.join()
`;

const TIMED = `
import threading
lock = threading.Lock()
got = [None, None]
def work(i):
    got[i] = lock.acquire(timeout=1)
    if got[i]:
        lock.release()
ts = [threading.Thread(target=work, args=(i,)) for i in range(2)]
for t in ts: t.start()
for t in ts: t.join()
`;

const ALIVE = `
import threading
x = 0
alive = None
def a():
    global x
    x = 1
def b():
    global alive
    alive = ta.is_alive()
ta = threading.Thread(target=a)
tb = threading.Thread(target=b)
ta.start()
tb.start()
ta.join()
tb.join()
`;

const FLAG_CLEARED = `
import threading
e = threading.Event()
x = 0
passed = False
def waits():
    global x, passed
    x = 1
    passed = e.wait()
def sets():
    e.set()
    e.clear()
ts = [threading.Thread(target=waits), threading.Thread(target=sets)]
for t in ts: t.start()
for t in ts: t.join()
`;

const TIMED_BARRIER = `
import threading
b = threading.Barrier(2)
n = [0, 0]
def work(i):
    try:
        b.wait(timeout=1)
        n[i] = 1
    except threading.BrokenBarrierError:
        n[i] = 2
ts = [threading.Thread(target=work, args=(i,)) for i in range(2)]
for t in ts: t.start()
for t in ts: t.join()
`;

const CONDITION = `
import threading
c = threading.Condition()
ready = False
got = []
def waiter(i):
    with c:
        while not ready:
            c.wait()
        got.append(i)
def setter():
    global ready
    with c:
        ready = True
        c.notify()
ts = [threading.Thread(target=waiter, args=(i,)) for i in range(2)] + [threading.Thread(target=setter)]
for t in ts: t.start()
for t in ts: t.join()
`;

const QUEUE = `
import threading, queue
q = queue.Queue(1)
got = []
def produce():
    for i in range(2):
        q.put(i)
def consume():
    got.append(q.get())
ts = [threading.Thread(target=produce)] + [threading.Thread(target=consume) for _ in range(2)]
for t in ts: t.start()
for t in ts: t.join()
`;

const SEMAPHORE = `
import threading
s = threading.Semaphore(1)
x = 0
def work():
    global x
    if s.acquire(blocking=False):
        x += 1
        s.release()
ts = [threading.Thread(target=work) for _ in range(2)]
for t in ts: t.start()
for t in ts: t.join()
`;

const DICT_KEYS = `
import threading
d = {"a0": 0, "a1": 0}
def work(i, k):
    d["a" + str(k)] += i
ts = [threading.Thread(target=work, args=a) for a in ((1, 0), (2, 0), (3, 1))]
for t in ts: t.start()
for t in ts: t.join()
`;

const LAST_ITEM = `
import threading
items = [1, 2]
seen = None
def takes():
    items.pop()
def looks():
    global seen
    seen = items[-1]
def puts():
    items[0] = 9
ts = [threading.Thread(target=f) for f in (takes, looks, puts)]
for t in ts: t.start()
for t in ts: t.join()
`;

const COMPARE_EXCHANGE = `
import threading
from atomics import AtomicInt
a = AtomicInt(0)
won = [False, False, False]
def work(i):
    won[i] = a.compare_exchange(0, i + 1)
    a.load()
ts = [threading.Thread(target=work, args=(i,)) for i in range(3)]
for t in ts: t.start()
for t in ts: t.join()
`;

const POOL_OF_ONE = `
from concurrent.futures import ThreadPoolExecutor
x = 0
def work(i):
    global x
    x += i
    return x
with ThreadPoolExecutor(1) as pool:
    a = pool.submit(work, 1)
    x = 10
got = a.result()
`;

const POOL_OF_TWO = `
from concurrent.futures import ThreadPoolExecutor
x = 0
def work(i):
    global x
    x += i
with ThreadPoolExecutor(2) as pool:
    a = pool.submit(work, 1)
    b = pool.submit(work, 2)
`;

const POOL_RESULTS = `
from concurrent.futures import ThreadPoolExecutor, as_completed
def work(i):
    return i * i
with ThreadPoolExecutor(2) as pool:
    first = [f.result() for f in as_completed([pool.submit(work, 1), pool.submit(work, 2)])]
`;

const POOL_CANCEL = `
from concurrent.futures import ThreadPoolExecutor
ran = []
def work(i):
    ran.append(i)
with ThreadPoolExecutor(1) as pool:
    a = pool.submit(work, 1)
    b = pool.submit(work, 2)
    undone = b.cancel()
`;

describe("whatever threads do, reduction plays each trace once and ends in all ways", () => {
  it.each([
    ["main reads between joins", MAIN_READS_BETWEEN_JOINS],
    ["main does not join", MAIN_DOES_NOT_JOIN],
    ["threads start threads", SPAWNS_INSIDE],
    ["a daemon is cut off", DAEMON],
    ["a daemon that a thread starts has a turn before the end, or none", DAEMON_OF_A_THREAD],
    ["a timed acquire", TIMED],
    ["is_alive", ALIVE],
    ["a flag that is set and cleared", FLAG_CLEARED],
    ["a timed barrier", TIMED_BARRIER],
    ["a condition", CONDITION],
    ["a queue with room for one", QUEUE],
    ["a semaphore that is tried", SEMAPHORE],
    ["keys of a dict that are computed", DICT_KEYS],
    ["an index from the end", LAST_ITEM],
    ["compare-exchange", COMPARE_EXCHANGE],
    ["a pool of one", POOL_OF_ONE],
    ["a pool's task that is cancelled, or not", POOL_CANCEL],
  ])("%s", (_, source) => {
    for (const python of ["free-threaded", "3.10"] as const) {
      const program = exploredListing(source, { python });
      const { traces } = learnt(source, program);
      expect(counts(source, { python }).traces, python).toBe(traces);
    }
  });
});

describe("random listings of every primitive", () => {
  it("end in all ways, reduced or not, with and without a bound on preemptions", () => {
    let held = 0;
    fc.assert(
      fc.property(randomShortListing, (source) => {
        const all = exploreAtMost(source, { reduction: "none", maxRuns: 80 });
        fc.pre(all.cuts.length === 0);
        const some = exploreAtMost(source, { reduction: "dpor" });
        expect([some.redundant, outcomesOf(some)]).toEqual([0, outcomesOf(all)]);
        const few = (["none", "dpor"] as const).map((reduction) =>
          outcomesOf(exploreAtMost(source, { reduction, maxPreemptions: 1 })),
        );
        expect(few[1]).toEqual(few[0]);
        held++;
      }),
      { numRuns: 25 },
    );
    expect(held).toBeGreaterThan(5);
  }, 60_000);
});

/** As `explore`, by the simulator alone. */
function exploreAtMost(source: string, order: Partial<ExplorationOrder>): ExplorationState {
  const exploration = new Exploration(exploredListing(source), { ...WHOLE, ...order }, STOPPED_CLOCK);
  while (!exploration.advance(1));
  return exploration.state();
}

describe("pools of two, too large to list", () => {
  it.each([
    ["tasks that lose updates", POOL_OF_TWO, 40, 3],
    ["results as they come", POOL_RESULTS, 114, 2],
  ])("%s: reduction ends in all ways that random walks end in", (_, source, traces, ends) => {
    const state = explore(source, "dpor");
    expect(state).toMatchObject({ runs: traces, redundant: 0, complete: true, deadlocks: 0 });
    expect(state.ends).toHaveLength(ends);
    const order = { ...WHOLE, search: "walk", maxRuns: 300 } as const;
    const walks = new Exploration(learntListing(source), order, STOPPED_CLOCK);
    while (!walks.advance(1));
    expect(outcomesOf(state)).toEqual(outcomesOf(walks.state()));
  });
});

/** By plain recursion, once what matters to dependence is known. */
function learnt(source: string, program: ReturnType<typeof exploredListing>) {
  for (let revision = -1; revision !== program.revision; ) {
    revision = program.revision;
    const all = bruteForce(program, 20_000);
    if (all === null) throw new Error(`too many interleavings: ${source}`);
    if (revision === program.revision) return all;
  }
  throw new Error("not reached");
}
