// Listings with an event loop: what the loop itself decides is no choice, what threads and timers answer is; held to plain enumeration.
import { describe, expect, it } from "vitest";
import { bruteForce } from "../../testing/brute-force.ts";
import { exploredListing } from "../../testing/explored-listing.ts";
import { Exploration, type ExplorationOrder, type ExplorationState, type ExploredProgram } from "./exploration.ts";

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

function explore(program: ExploredProgram, reduction: "none" | "dpor"): ExplorationState {
  const exploration = new Exploration(program, { ...WHOLE, reduction }, { nowMs: () => 0, wallMs: () => 0 });
  while (!exploration.advance(1));
  return exploration.state();
}

/** Interleavings, traces, and the ends, which both searches find; by plain enumeration too. */
function counts(source: string) {
  const program = exploredListing(source);
  const beginning = program.mark();
  const some = explore(program, "dpor");
  program.backTo(beginning);
  // Only now everything is known that makes its steps depend on each other.
  const plain = bruteForce(program, 2000);
  program.backTo(beginning);
  const all = explore(program, "none");
  const ends = ({ ends: each }: ExplorationState) =>
    each.map(({ status, outcome }) => `${status} ${JSON.stringify(outcome)}`).toSorted();
  expect(ends(some)).toEqual(ends(all));
  expect([all.complete, some.complete, some.redundant]).toEqual([true, true, 0]);
  expect([all.runs, some.runs]).toEqual([plain?.interleavings, plain?.traces]);
  return { runs: all.runs, traces: some.runs, ends: ends(some) };
}

const loop = (body: string, head = ""): string => `import asyncio, threading\n${head}\n${body}\nasyncio.run(main())\n`;

describe("a loop alone has one order", () => {
  it.each([
    [
      "timers keep theirs",
      loop(`log = []
async def a(name, seconds):
    log.append(name)
    await asyncio.sleep(seconds)
    log.append(name)
async def main():
    await asyncio.gather(a('slow', 0.2), a('quick', 0.1), a('also quick', 0.1))`),
      'finished {"log":["slow","quick","also quick","quick","also quick","slow"]}',
    ],
    [
      "an update is lost across an await, always",
      loop(`x = 0
async def add():
    global x
    mine = x
    await asyncio.sleep(0)
    x = mine + 1
async def main():
    await asyncio.gather(add(), add())`),
      'finished {"x":1}',
    ],
    [
      "two tasks wait for each other's locks",
      loop(`async def a(x, y):
    async with x:
        await asyncio.sleep(0)
        async with y:
            pass
async def main():
    x, y = asyncio.Lock(), asyncio.Lock()
    await asyncio.gather(a(x, y), a(y, x))`),
      "deadlocked {}",
    ],
  ])("%s", (_, source, end) => {
    expect(counts(source)).toEqual({ runs: 1, traces: 1, ends: [end] });
  });
});

describe("what comes from outside is open", () => {
  it("two threads' calls come in either order, one at a time or both at once", () => {
    const source = loop(`order = []
async def main():
    loop = asyncio.get_running_loop()
    done = asyncio.Event()
    def work(i):
        loop.call_soon_threadsafe(lambda: (order.append(i), len(order) == 2 and done.set()))
    ts = [threading.Thread(target=work, args=(i,)) for i in (1, 2)]
    for t in ts: t.start()
    await done.wait()
    for t in ts: t.join()`);
    const ends = ['finished {"order":[1,2]}', 'finished {"order":[2,1]}'];
    // Two orders; the loop may take the first call before the second is there, and its callback may have run by then.
    expect(counts(source)).toEqual({ runs: 8, traces: 4, ends });
  });

  it("a thread's answer comes before the timer, or after it", () => {
    const source = loop(
      `async def main():
    global won
    loop = asyncio.get_running_loop()
    f = loop.create_future()
    t = threading.Thread(target=lambda: loop.call_soon_threadsafe(lambda: f.done() or f.set_result('thread')))
    t.start()
    try:
        won = await asyncio.wait_for(f, 0.1)
    except TimeoutError:
        won = 'timer'
    t.join()`,
      "won = None",
    );
    const ends = ['finished {"won":"thread"}', 'finished {"won":"timer"}'];
    expect(counts(source)).toEqual({ runs: 5, traces: 3, ends });
  });

  it("a function on a thread races with what the loop does meanwhile", () => {
    const source = loop(
      `def work():
    global x
    x += 1
async def main():
    global x
    answer = asyncio.create_task(asyncio.to_thread(work))
    await asyncio.sleep(0)
    x += 10
    await answer`,
      "x = 0",
    );
    const { runs, redundant, complete, ends } = explore(exploredListing(source), "dpor");
    expect({ redundant, complete }).toEqual({ redundant: 0, complete: true });
    expect(runs).toBeGreaterThan(4);
    expect(new Set(ends.map(({ outcome }) => outcome.x))).toEqual(new Set([1, 10, 11]));
  });

  it("the first of two threads to be done is either, or both are by then", () => {
    const source = loop(
      `def work(i):
    return i
async def main():
    global first
    tasks = [asyncio.create_task(asyncio.to_thread(work, i)) for i in (1, 2)]
    done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    first = sorted(one.result() for one in done)`,
      "first = None",
    );
    const { redundant, complete, ends } = explore(exploredListing(source), "dpor");
    expect({ redundant, complete }).toEqual({ redundant: 0, complete: true });
    expect(ends.map(({ outcome }) => JSON.stringify(outcome.first)).toSorted()).toEqual(["[1,2]", "[1]", "[2]"]);
  });
});
