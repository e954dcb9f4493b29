/** One schedule in two places: what the simulator does step by step, real workers behind gates do to the word. */
import { setFlagsFromString } from "node:v8";
import * as fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { bundleWorker } from "../../scripts/node-worker.ts";
import type { Choice, StepRule } from "../engine/program/stepping.ts";
import { compile, type CompiledProgram } from "../engine/python/index.ts";
import { planTurns, type TurnPlan } from "../engine/runtime/gated/turn-plan.ts";
import { kindOfTurn, TURN } from "../engine/runtime/gated/turns.ts";
import type { ProgressLook } from "../engine/runtime/parallel/coordinator.ts";
import type { PythonBuild, WorkerPort } from "../engine/runtime/parallel/messages.ts";
import { type GateManner, type ProgramRun, ProgramRunner } from "../engine/runtime/parallel/run-program.ts";
import { WarmWorkers } from "../engine/runtime/parallel/warm-workers.ts";
import { USUAL_SETTINGS, type SimulationSettings } from "../engine/runtime/stepped/settings.ts";
import { GatedSeries } from "../engine/testing/gated-series.ts";
import { randomListing } from "../engine/testing/random-listing.ts";
import { randomLoopListing } from "../engine/testing/random-loop-listing.ts";
import { createNodeWorkerFactory } from "./node/node-worker-factory.ts";
import { sharedClock } from "./shared-clock.ts";

const settings: SimulationSettings = { ...USUAL_SETTINGS, heapBytes: 4 * 1024 * 1024 };

// Thousands of short programs on a handful of engines: optimizing each for itself takes more of the machine than running them.
setFlagsFromString("--no-opt");

const file = await bundleWorker(new URL("./node/thread-node.worker.ts", import.meta.url));
const createWorker = createNodeWorkerFactory(file);
const RING_BYTES = 128 + 8192 * 24;
const workers = new WarmWorkers(createWorker, RING_BYTES);
const runner = new ProgramRunner(workers, sharedClock, 5);
const series = new GatedSeries(workers, sharedClock);
afterAll(() => workers.close());

let last: { readonly source: string; readonly program: CompiledProgram } | null = null;

function compiled(source: string): CompiledProgram {
  if (last?.source === source) return last.program;
  const { program, diagnostics } = compile(source);
  if (program === null) throw new Error(`line ${diagnostics[0].line}: ${diagnostics[0].message}\n${source}`);
  last = { source, program };
  return program;
}

interface Followed {
  readonly source: string;
  readonly plan: TurnPlan;
  readonly settings?: SimulationSettings;
  readonly manner?: GateManner;
  readonly on?: ProgramRunner;
  readonly onProgress?: (look: ProgressLook) => void;
}

function planOf(source: string, path: readonly Choice[], mine: SimulationSettings = settings): TurnPlan {
  return planTurns(compiled(source), mine, path, sharedClock);
}

/** Throws where the workers do not do what the simulator did. */
async function follow(followed: Followed): Promise<ProgramRun> {
  const { source, plan, settings: mine = settings, manner = {}, on = runner, onProgress } = followed;
  const { python, secondMs, switchMs, seed, cores, heapBytes } = mine;
  const epochMs = sharedClock.nowMs();
  const request = {
    text: { source, parameters: {} },
    program: compiled(source),
    settings: { python, secondMs, switchMs, seed, cores, record: true, epochMs, shaken: false },
    timeoutMs: 30_000,
    heapBytes,
    workers: plan.threads,
    onProgress,
  };
  const run = await on.follow(request, plan, manner);
  return run;
}

const RACE = `
import threading
x = 0
def work():
    global x
    x += 1
a = threading.Thread(target=work)
b = threading.Thread(target=work)
a.start()
b.start()
a.join()
b.join()
`;
const LONGER = RACE.replace("    x += 1", "    for _ in range(10):\n        x += 1");
const CROSSED = `
import threading
m, n = threading.Lock(), threading.Lock()
def work(first, second):
    with first:
        with second:
            pass
a = threading.Thread(target=work, args=(m, n))
b = threading.Thread(target=work, args=(n, m))
a.start()
b.start()
a.join()
b.join()
`;

const HAND_OVERS = `
import time
from greenlet import greenlet
def job():
    got = yield 0
    print("got", got)
    yield got
def a():
    time.sleep(1)
    seen.append(second.switch(1))
def b(given):
    print("b has", given)
    first.switch(2)
one = job()
seen = [next(one), one.send(5)]
for _ in one:
    pass
first, second = greenlet(a), greenlet(b)
seen.insert(2, 1)
first.switch()
print(seen)
`;

/** Listings, and schedules of each: 2 040 pairs of a simulated and a real run unless told. */
const LISTINGS = Number(process.env["GATED_RUNS"] ?? 170);
const SCHEDULES = 12;
/** Far more than all of them take; but where many others want the processors, every hand-over waits for its turn there. */
const LONG_ENOUGH_MS = 180_000;

describe("a schedule on real workers", () => {
  it("gives the simulator's events: random programs and schedules, with threads and with event loops", async () => {
    let agreed = 0;
    const property = fc.asyncProperty(
      fc.oneof({ arbitrary: randomListing, weight: 4 }, { arbitrary: randomLoopListing, weight: 1 }),
      fc.constantFrom<PythonBuild>("free-threaded", "free-threaded", "3.9", "3.10"),
      fc.constantFrom<StepRule>("shared", "shared", "visible"),
      fc.nat(1_000_000),
      async (source, python, steps, seed) => {
        const listing = { source, program: compiled(source), settings: { ...settings, python, steps } };
        const seeds = Array.from({ length: SCHEDULES }, (_, i) => seed + i);
        expect(await series.follow(listing, seeds)).toBeGreaterThan(0);
        agreed++;
      },
    );
    await fc.assert(property, { numRuns: LISTINGS, interruptAfterTimeLimit: LONG_ENOUGH_MS });
    // A busy machine tries fewer, and says so.
    if (agreed < LISTINGS)
      console.warn(`${agreed * SCHEDULES} of ${LISTINGS * SCHEDULES} pairs within ${LONG_ENOUGH_MS} ms`);
    expect(agreed).toBeGreaterThanOrEqual(Math.min(LISTINGS, 10));
  }, 600_000);

  it("gives the values that the schedule leads to, and every thread's steps", async () => {
    const kept = await follow({ source: RACE, plan: planOf(RACE, [2, 2, 4, 4]) });
    const lost = await follow({ source: RACE, plan: planOf(RACE, [2, 4, 2, 4]) });
    expect([kept.values["x"], lost.values["x"]]).toEqual([2, 1]);
  });

  it("hands over between generators and greenlets of one thread, and prints and sleeps, with the same events", async () => {
    for (const steps of ["shared", "visible"] as const) {
      const mine = { ...settings, steps };
      const plan = planOf(HAND_OVERS, Array<Choice>(steps === "shared" ? 10 : 14).fill(0), mine);
      const { status, values } = await follow({ source: HAND_OVERS, plan, settings: mine });
      expect({ status, seen: values["seen"] }).toEqual({ status: "finished", seen: [0, 5, 1, 2] });
    }
  });

  it("parks at once, or looks for a while first, with the same events", async () => {
    const plan = planOf(RACE, [4, 2, 4, 2]);
    for (const spinUs of [0, 20])
      expect((await follow({ source: RACE, plan, manner: { spinUs } })).values["x"]).toBe(1);
  });

  it("ends where the simulator ends: deadlocked, failed, or with steps left", async () => {
    const { status, threads, stuck } = await follow({ source: CROSSED, plan: planOf(CROSSED, [2, 4]) });
    expect(status).toBe("deadlocked");
    expect(threads.map(({ state }) => state)).toEqual(["blocked", "blocked", "blocked"]);
    expect(stuck).toEqual(new Set([0, 1, 2]));
    const failing = `${RACE}raise ValueError("end")\n`;
    expect((await follow({ source: failing, plan: planOf(failing, [2, 2, 4, 4]) })).status).toBe("failed");
    expect((await follow({ source: RACE, plan: planOf(RACE, [2, 4]) })).status).toBe("step-limit");
  });
});

describe("what goes wrong on the way", () => {
  it("is told when the workers' events are others than the simulator's", async () => {
    const plan = { ...planOf(RACE, [2, 2, 4, 4]), records: planOf(RACE, [2, 4, 2, 4]).records };
    await expect(follow({ source: RACE, plan })).rejects.toThrow(
      /event 7: the simulator has read by lane 2 .*, the workers write by lane 1/,
    );
  });

  it("is told when a worker can go on where the simulator could not, and the next run is right again", async () => {
    const plan = planOf(RACE, [2, 2, 4, 4]);
    const turns = new Int32Array(plan.turns);
    const step = turns.findIndex((turn) => kindOfTurn(turn) === TURN.GO);
    turns[step] = turns[step] - TURN.GO + TURN.WAIT;
    await expect(follow({ source: RACE, plan })).rejects.toThrow(/went on where the simulator had to wait/);
    expect((await follow({ source: RACE, plan: planOf(RACE, [2, 2, 4, 4]) })).values["x"]).toBe(2);
  });

  it("is told when a worker would have to wait where the simulator went on", async () => {
    const plan = planOf(CROSSED, [2, 4]);
    const turns = new Int32Array(plan.turns);
    const wait = turns.findIndex((turn) => kindOfTurn(turn) === TURN.WAIT && (turn >> 5) % 256 === 1);
    turns[wait] = turns[wait] - TURN.WAIT + TURN.PERFORM;
    await expect(follow({ source: CROSSED, plan })).rejects.toThrow(/would have to wait where the simulator went on/);
  });

  it.each([0, 1, 2])(
    "fails when worker %i is killed in the middle, and every thread was seen to do its own part",
    async (victim) => {
      const ports: WorkerPort[] = [];
      const mine = new WarmWorkers(() => {
        const port = createWorker();
        ports.push(port);
        return port;
      }, RING_BYTES);
      try {
        const path = Array.from({ length: 40 }, (_, step) => 2 + (step % 2) * 2);
        const seen: (readonly number[])[] = [];
        const onProgress = ({ threads }: ProgressLook): void => {
          seen.push(threads.map(({ steps }) => steps));
          if (threads.length === 3 && threads[1].steps > 1 && threads[2].steps > 1) ports[victim].terminate();
        };
        const manner = { paceMs: 15, patienceMs: 2000 };
        const run = follow({
          source: LONGER,
          plan: planOf(LONGER, path),
          manner,
          on: new ProgramRunner(mine, sharedClock, 5),
          onProgress,
        });
        await expect(run).rejects.toThrow(/the worker of thread \d has not done its part of step \d+/);
        const last = seen.at(-1) ?? [];
        expect(last[1]).toBeGreaterThan(0);
        expect(last[2]).toBeGreaterThan(0);
        expect(last[0] + last[1] + last[2]).toBeLessThanOrEqual(40);
      } finally {
        mine.close();
      }
    },
  );

  it("does not hang where it is stopped while it goes slowly", async () => {
    const path = Array.from({ length: 40 }, (_, step) => 2 + (step % 2) * 2);
    const plan = planOf(LONGER, path);
    const stopped = follow({
      source: LONGER,
      plan,
      manner: { paceMs: 1000 },
      onProgress: () => runner.stop(),
    });
    expect((await stopped).status).toBe("stopped");
  });
});
