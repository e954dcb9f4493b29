/**
 * Looking back gives exactly what the run did: random programs on real threads, which write down what each operation gave them; each thread's
 * own notes, as they are computed from the trace, are those that it printed.
 */
import * as fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { bundleWorker } from "../../scripts/node-worker.ts";
import { OP } from "../engine/trace/ops.ts";
import type { Trace } from "../engine/trace/trace.ts";
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

/** What several threads do to the same objects at the same time; `i` goes up, `me` is the thread's letter. */
const DEEDS: readonly string[] = [
  // lists
  "items.append(i)",
  "items.append([i, me])",
  "items.append(me + str(i))",
  "items.pop()",
  "items.pop(0)",
  "items[0]",
  "items[-1]",
  "items[i % 4]",
  "items.__setitem__(i % 3, i)",
  "items.insert(1, i)",
  "items.remove(i % 5)",
  "items.index(i % 5)",
  "items.count(i % 5)",
  "items.sort(key=str)",
  "numbers.sort()",
  "numbers.append(i % 7)",
  "numbers.pop(i % 2)",
  "numbers.remove(i % 7)",
  "numbers.reverse()",
  "numbers.clear() if i % 9 == 0 else None",
  "numbers.extend(items)",
  "sum(numbers)",
  "max(numbers)",
  "sorted(numbers)",
  "len(items)",
  "bool(numbers)",
  "i in numbers",
  "items[1:4]",
  "items[::-1]",
  "[each for each in items]",
  "[each for each in reversed(numbers)]",
  "list(zip(numbers, items))",
  "numbers + numbers",
  "numbers == sorted(numbers)",
  "numbers < [3, 3]",
  "numbers.copy()",
  "first, *rest = items",
  "del numbers[-1]",
  "del items[:2]",
  "items[1:2] = [i, i]",
  "numbers += [i % 3]",
  "repr(nested)",
  "nested[0].append(i % 4)",
  "nested[i % 2].pop()",
  "nested.sort()",
  "str(nested)",
  "sum(nested, [])",
  // dicts
  "table[me + str(i % 3)]",
  "table.__setitem__('k' + str(i % 5), [i])",
  "table.__setitem__(i % 4, me)",
  "table.get('k' + str(i % 5))",
  "table.setdefault('k' + str(i % 5), i)",
  "table.pop('k' + str(i % 5))",
  "table.popitem()",
  "del table['k' + str(i % 5)]",
  "'k1' in table",
  "len(table)",
  "list(table)",
  "[key for key in table]",
  "dict(table.items())",
  "[value for value in table.values()]",
  "table.update({i % 3: me, 'k' + str(i % 7): i})",
  "table | {me: i}",
  "table == dict(table)",
  "{**table}",
  "table.clear() if i % 11 == 0 else None",
  // sets
  "members.add(i % 6)",
  "members.add(me + str(i % 4))",
  "members.discard(i % 6)",
  "members.remove(i % 6)",
  "members.pop()",
  "len(members)",
  "i % 6 in members",
  "sorted(members, key=str)",
  "[each for each in members]",
  "members | {i}",
  "members & {0, 1, 2}",
  "members <= {0, 1, 2, 3}",
  "members.update([i % 5, i % 3])",
  // deques
  "letters.append(me)",
  "letters.appendleft(i)",
  "letters.pop()",
  "letters.popleft()",
  "letters[0]",
  "letters.rotate(1)",
  "letters.remove(me)",
  "list(letters)",
  "[each for each in letters]",
  "len(letters)",
  // attributes and cells
  "thing.count",
  "thing.late",
  "setattr(thing, 'late', [i])",
  "del thing.late",
  "getattr(thing, 'x' + str(i % 3), None)",
  "setattr(thing, 'x' + str(i % 3), i)",
  "hasattr(thing, 'late')",
  "thing.step()",
  "Thing.total",
  "setattr(Thing, 'total', i)",
  "work.__dict__.get('y')",
  "setattr(work, 'y' + str(i % 20), i)",
  "latest[0]",
  "exchange([i, me])",
  "counter.fetch_add(1)",
  "counter.compare_exchange(i, i + 1)",
  // what others do at that very moment
  "next(ticket)",
  "box.put([i])",
  "box.get_nowait()",
  "box.qsize()",
  "lock.locked()",
  "lock.acquire(blocking=False)",
  "lock.release()",
  "event.is_set()",
  "event.set() if i % 2 else event.clear()",
  "threading.active_count()",
  "[each.name for each in threading.enumerate()]",
  "gate.n_waiting",
  "random.randrange(100)",
  "time.perf_counter()",
  "Keyed(i % 3) in keys",
  "keys.__setitem__(Keyed(i % 3), i)",
  "keys[Keyed(i % 3)]",
  "pairs.sort(key=lambda pair: pair[1])",
  "pairs.append((i, i % 3))",
  "pairs.remove((i, i % 3))",
  "pool.submit(len, items).result()",
];

const HEAD = `import atomics
import collections
import itertools
import queue
import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor
items = [1, 'a', [2]]
numbers = [3, 1, 2]
nested = [[1], [2, 3]]
table = {'k0': 0, 1: 'one'}
members = {1, 2}
letters = collections.deque('ab')
pairs = [(1, 1), (0, 2)]
latest = [None]
current = None
lock = threading.Lock()
event = threading.Event()
gate = threading.Barrier(9)
box = queue.Queue()
ticket = itertools.count()
counter = atomics.AtomicInt(0)
class Thing:
    total = 0
    def __init__(self):
        self.count = 0
    def step(self):
        self.count += 1
        return self.count
class Keyed:
    def __init__(self, n):
        self.n = n
    def __hash__(self):
        return self.n % 2
    def __eq__(self, other):
        return self.n == other.n
keys = {}
thing = Thing()
pool = ThreadPoolExecutor(2)
def exchange(value):
    global current
    before = current
    current = value
    return before
def work(me):
    global numbers
    seen = []
    for i in range(TURNS):
`;

const isStatement = (deed: string): boolean => /^(del |first, |numbers \+=|items\[1:2\] =)/.test(deed);

const step = (deed: string): string => {
  const body = isStatement(deed) ? `${deed}\n            result = None` : `result = ${deed}`;
  return `        try:
            ${body}
        except Exception as problem:
            result = [type(problem).__name__, str(problem)]
        seen.append(repr(result))
`;
};

const listing = (deeds: readonly string[], threads: number, turns: number): string => `${HEAD.replace(
  "TURNS",
  String(turns),
)}${deeds.map(step).join("")}    told = ' '.join(seen)
    print(told)
others = [threading.Thread(target=work, args=(me,)) for me in 'bcd'[:${threads - 1}]]
for other in others:
    other.start()
work('a')
for other in others:
    other.join()
pool.shutdown()
`;

/** Rows of the prints of `work`, one for each thread. */
function prints({ op, count }: Trace): number[] {
  const rows: number[] = [];
  for (let row = 0; row < count; row++) if (op[row] === OP.print) rows.push(row);
  return rows;
}

/** What a thread is about to print, as it is computed from the trace. */
async function toldBefore(row: number, trace: Trace): Promise<unknown> {
  const { threads } = await laboratory.stateAt(row - 1);
  const frames = threads.find(({ id }) => id === trace.thread[row])?.frames;
  return frames?.flatMap(({ locals }) => locals).find(({ name }) => name === "told")?.value?.plain;
}

function printedAt(row: number, trace: Trace): string {
  const { plain } = trace.values[trace.value[row] >> 1];
  return typeof plain === "string" ? plain.replace(/\n$/, "") : "";
}

const programs = fc.record({
  deeds: fc.array(fc.constantFrom(...DEEDS), { minLength: 1, maxLength: 8 }),
  threads: fc.integer({ min: 2, max: 4 }),
  turns: fc.integer({ min: 5, max: 40 }),
  python: fc.constantFrom("free-threaded", "free-threaded", "3.9", "3.10"),
});

/** What threads give each other without an event of the listing's own. */
const LOOPS_AND_POOLS: Readonly<Record<string, string>> = {
  "an event loop and threads that speak to it": `import asyncio, threading
async def main():
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    def other():
        for i in range(5):
            loop.call_soon_threadsafe(seen.append, [i])
        loop.call_soon_threadsafe(future.set_result, 'done')
    seen = []
    thread = threading.Thread(target=other)
    thread.start()
    result = await future
    total = await asyncio.to_thread(sum, [1, 2, 3])
    told = repr((result, seen, total))
    print(told)
    thread.join()
asyncio.run(main())
`,
  "a pool": `from concurrent.futures import ThreadPoolExecutor, as_completed
def go():
    with ThreadPoolExecutor(3) as pool:
        futures = [pool.submit(lambda n: [n, n * n], n) for n in range(8)]
        for future in futures:
            future.add_done_callback(lambda done: seen.append(done.result()))
        got = [future.result() for future in as_completed(futures)]
    told = repr((sorted(seen), got))
    print(told)
seen = []
go()
`,
};

describe("looking back", () => {
  it.each(Object.keys(LOOPS_AND_POOLS))("gives what was noted down with %s", async (what) => {
    for (let turn = 0; turn < 5; turn++) {
      const { trace } = await laboratory.run({ program: LOOPS_AND_POOLS[what] });
      if (trace === null) throw new Error("not recorded");
      expect(prints(trace)).toHaveLength(1);
      for (const row of prints(trace)) expect(await toldBefore(row, trace)).toBe(printedAt(row, trace));
    }
  });

  it("gives what each thread noted down, whatever the others did meanwhile", async () => {
    await fc.assert(
      fc.asyncProperty(programs, async ({ deeds, threads, turns, python }) => {
        const program = listing(deeds, threads, turns);
        const { report, trace } = await laboratory.run({ program, parameters: { python, switchMs: 0.1 } });
        if (report.status !== "finished" || trace === null)
          throw new Error(report.console.map(({ text }) => text).join("\n"));
        for (const row of prints(trace)) expect(await toldBefore(row, trace)).toBe(printedAt(row, trace));
      }),
      { numRuns: 40 },
    );
  });
});
