/** Known orders, each access numbered late within its overlap: the schedule that is found does the same again. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRandom, type Random } from "../../base/random.ts";
import { compile, type CompiledProgram } from "../../python/index.ts";
import { numberedLate } from "../../testing/numbered-late.ts";
import { randomListing } from "../../testing/random-listing.ts";
import { randomLoopListing } from "../../testing/random-loop-listing.ts";
import type { Trace } from "../../trace/trace.ts";
import { type SimulationSettings, USUAL_SETTINGS } from "../stepped/settings.ts";
import { Simulation } from "../stepped/simulation.ts";
import { recordRun } from "../stepped/stepped-run.ts";
import { findSchedule, type Found } from "./find-schedule.ts";

const settings: SimulationSettings = { ...USUAL_SETTINGS, heapBytes: 1024 * 1024 };

function compiled(source: string): CompiledProgram {
  const { program, diagnostics } = compile(source);
  if (program === null) throw new Error(`line ${diagnostics[0].line}: ${diagnostics[0].message}`);
  return program;
}

/** A run to its end, or through `path`. */
function play(program: CompiledProgram, path: readonly number[] | Random) {
  const simulation = new Simulation(program, settings);
  const taken: number[] = [];
  for (let step = 0; step < 300; step++) {
    while (simulation.computing >= 0) simulation.goOn();
    const choices = simulation.choices();
    const choice = Array.isArray(path) ? path[step] : choices[(path as Random).below(choices.length)];
    if (choices.length === 0 || choice === undefined) break;
    taken.push(choice);
    simulation.take(choice);
  }
  const status = simulation.status ?? "stopped";
  const { trace, values, console } = recordRun(simulation, status, false);
  return { trace, status, values, path: taken, texts: console.map(({ thread, text }) => `${thread} ${text}`) };
}

function find(
  program: CompiledProgram,
  trace: Trace,
  known: Pick<ReturnType<typeof play>, "status" | "values">,
): Found {
  let looks = 0;
  const search = findSchedule(
    { program, settings, trace, returned: new Map(), status: known.status, values: known.values },
    () => ++looks > 150,
  );
  for (;;) {
    const { done, value } = search.next();
    if (done === true) return value;
  }
}

const listing = fc.oneof({ arbitrary: randomListing, weight: 3 }, { arbitrary: randomLoopListing, weight: 1 });

describe("a known order", () => {
  it("numbered late within its overlap, is found again: the same values, prints and end", () => {
    let decided = 0;
    let all = 0;
    fc.assert(
      fc.property(listing, fc.nat(1_000_000), (source, seed) => {
        const program = compiled(source);
        const random = createRandom(seed);
        const known = play(program, random);
        const trace = numberedLate(known.trace, random);
        const found = find(program, trace, known);
        all++;
        expect(found).not.toBe("none");
        if (typeof found === "string") return;
        decided++;
        const again = play(program, found);
        expect([again.status, again.values]).toEqual([known.status, known.values]);
        expect(again.texts.toSorted()).toEqual(known.texts.toSorted());
      }),
      { numRuns: 150 },
    );
    expect(decided / all).toBeGreaterThan(0.95);
  });

  it("goes on to the end where the last step tells nothing: a loop that waits for good", () => {
    const program = compiled(`
import asyncio
line = asyncio.Queue(1)
async def fill():
    line.put_nowait(1)
    await line.put(2)
async def main():
    await asyncio.gather(fill(), asyncio.to_thread(len, "abc"))
asyncio.run(main())
`);
    for (let seed = 0; seed < 20; seed++) {
      const known = play(program, createRandom(seed));
      const found = find(program, known.trace, known);
      expect(typeof found).not.toBe("string");
      expect(play(program, found as number[]).status).toBe("deadlocked");
    }
  });

  it("goes on to the end where a task was cancelled, which cuts nobody off", () => {
    const program = compiled(`
import asyncio
flag = asyncio.Event()
async def work():
    late = asyncio.create_task(flag.wait())
    await asyncio.sleep(0)
    late.cancel()
    await flag.wait()
async def main():
    await asyncio.gather(work(), asyncio.to_thread(len, "abc"))
asyncio.run(main())
`);
    for (let seed = 0; seed < 20; seed++) {
      const known = play(program, createRandom(seed));
      expect(play(program, find(program, known.trace, known) as number[]).status).toBe("deadlocked");
    }
  });

  it("has what was refused, and so told nothing, at the moment at which it was refused", () => {
    // A condition's plain lock is "owned" whoever holds it, as in CPython: so it matters when `notify` comes.
    const program = compiled(`
import threading
m = threading.Lock()
c = threading.Condition(m)
f = threading.Event()
def hold():
    with m:
        f.set()
def tell():
    f.set()
    try:
        c.notify()
    except RuntimeError:
        pass
    f.clear()
ts = [threading.Thread(target=work) for work in (hold, tell)]
for t in ts: t.start()
for t in ts: t.join()
`);
    for (let seed = 0; seed < 20; seed++) {
      const known = play(program, createRandom(seed));
      expect(find(program, known.trace, known)).not.toBe("none");
    }
  });

  it("is the order itself where nothing was numbered late", () => {
    const program = compiled(`
import threading
x = 0
def work():
    global x
    for _ in range(3):
        x += 1
ts = [threading.Thread(target=work) for _ in range(3)]
for t in ts: t.start()
for t in ts: t.join()
`);
    for (let seed = 0; seed < 20; seed++) {
      const known = play(program, createRandom(seed));
      expect(find(program, known.trace, known)).toEqual(known.path);
    }
  });
});
