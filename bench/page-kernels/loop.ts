/**
 * The event loop, through the page API, beside asyncio of the machine's CPython: switches and hand-overs a second, ten thousand coroutines
 * that wait at once; a million switches recorded, drawn and scrubbed; and the five and three seconds of `five-or-three`.
 */
import { againstCPython, cpythonVersion, secondsInCPython } from "../harness/cpython.ts";
import type { PageContext, PageKernel } from "../harness/kernel.ts";
import type { InPage } from "../harness/page-api.ts";
import { percentOfSlowFrames } from "./shared/pan-and-zoom.ts";

const SWITCHES = 1_000_000;
/** A hundred tasks that give way to each other. */
const SWITCHING = `import asyncio

switches = 0

async def work(n):
    global switches
    for _ in range(n):
        await asyncio.sleep(0)
    switches += n

async def main():
    await asyncio.gather(*[work(${SWITCHES / 100}) for _ in range(100)])

asyncio.run(main())
`;

const ITEMS = 100_000;
/** Two tasks and a queue with room for one item: each waits for the other at every item. */
const HANDING_OVER = `import asyncio

total = 0

async def produce(queue):
    for item in range(${ITEMS}):
        await queue.put(item)

async def consume(queue):
    global total
    for _ in range(${ITEMS}):
        total += await queue.get()

async def main():
    queue = asyncio.Queue(1)
    await asyncio.gather(produce(queue), consume(queue))

asyncio.run(main())
`;

const WAITING = 10_000;
/** Ten thousand coroutines wait for one event. */
const ALL_WAITING = `import asyncio

done = 0

async def wait(event):
    global done
    await event.wait()
    done += 1

async def main():
    event = asyncio.Event()
    tasks = [asyncio.create_task(wait(event)) for _ in range(${WAITING})]
    await asyncio.sleep(0)
    event.set()
    for task in tasks:
        await task

asyncio.run(main())
`;

interface Workload {
  readonly listing: string;
  /** What the listing's own count must be. */
  readonly values: Readonly<Record<string, number>>;
  /** What is counted. */
  readonly times: number;
}

const switching: Workload = { listing: SWITCHING, values: { switches: SWITCHES }, times: SWITCHES };
const handingOver: Workload = {
  listing: HANDING_OVER,
  values: { total: (ITEMS * (ITEMS - 1)) / 2 },
  times: ITEMS,
};
const allWaiting: Workload = { listing: ALL_WAITING, values: { done: WAITING }, times: WAITING };

async function open({ page, address }: PageContext, query = ""): Promise<void> {
  await page.goto(`${address}${query}`);
  await page.waitForFunction(() => document.documentElement.dataset.ready === "true");
}

/** Seconds of one run that is not recorded, in a page that stays open. */
async function secondsHere(context: PageContext, { listing, values }: Workload): Promise<number> {
  const { page, address } = context;
  if (!page.url().startsWith(address)) await open(context);
  const report = await page.evaluate(
    (program) => (globalThis as unknown as InPage).interleave.run({ program, record: false }),
    listing,
  );
  const found = JSON.stringify(report.outcome.values);
  if (report.status !== "finished" || found !== JSON.stringify(values))
    throw new Error(`the run ended as ${report.status} with ${found}`);
  return report.elapsedMs / 1000;
}

/** Seconds of a million switches, recorded, in a page that was just opened: of the run itself, and from Run to drawn. */
async function recorded(context: PageContext): Promise<{ readonly run: number; readonly drawn: number }> {
  await open(context);
  const { report, took } = await context.page.evaluate(async (program) => {
    const before = performance.now();
    const answer = await (globalThis as unknown as InPage).interleave.run({ program });
    await (globalThis as unknown as InPage).interleave.idle();
    return { report: answer, took: performance.now() - before };
  }, SWITCHING);
  if (report.status !== "finished" || report.dropped !== 0 || report.events < 2 * SWITCHES)
    throw new Error(`the switches ended as ${report.status} with ${report.events} events, ${report.dropped} dropped`);
  return { run: report.elapsedMs / 1000, drawn: took / 1000 };
}

async function slowFrames(context: PageContext): Promise<number> {
  if (context.round <= -2) await recorded(context);
  return percentOfSlowFrames(context.page);
}

/** Milliseconds to the slowest of ten places in the run, each far from the one before, until the page shows it. */
async function scrub(context: PageContext): Promise<number> {
  if (context.round <= -2) await recorded(context);
  return context.page.evaluate(
    async ({ round, events }) => {
      const { interleave } = globalThis as unknown as InPage;
      let slowest = 0;
      for (let jump = 0; jump < 10; jump++) {
        const before = performance.now();
        await interleave.seek({ seq: (((round + 2) * 10 + jump + 1) * 618_034) % events });
        await interleave.idle();
        slowest = Math.max(slowest, performance.now() - before);
      }
      return slowest;
    },
    { round: context.round, events: 2 * SWITCHES },
  );
}

/** Megabytes that the page and its workers use more while the ten thousand are kept on the screen than before their run. */
async function memoryOfWaiting(context: PageContext): Promise<number> {
  await open(context);
  const before = await usedMegabytes(context);
  const { status, dropped } = await context.page.evaluate(async (program) => {
    const report = await (globalThis as unknown as InPage).interleave.run({ program });
    await (globalThis as unknown as InPage).interleave.idle();
    return report;
  }, ALL_WAITING);
  if (status !== "finished" || dropped !== 0) throw new Error(`the waiting ended as ${status}, ${dropped} dropped`);
  return Math.max(0, (await usedMegabytes(context)) - before);
}

async function usedMegabytes({ page }: PageContext): Promise<number> {
  const bytes = await page.evaluate(async () => {
    const measure = Reflect.get(performance, "measureUserAgentSpecificMemory") as () => Promise<{ bytes: number }>;
    return (await measure.call(performance)).bytes;
  });
  return bytes / 1e6;
}

/** How far a way of `five-or-three` is from the seconds that it should take, in percent, with a second of 1 000 ms. */
async function percentOff(context: PageContext, way: string, seconds: number): Promise<number> {
  if (!context.page.url().startsWith(context.address)) await open(context);
  const { status, elapsedMs } = await context.page.evaluate(
    (chosen) =>
      (globalThis as unknown as InPage).interleave.run({
        scenario: "five-or-three",
        parameters: { way: chosen, second: 1000 },
      }),
    way,
  );
  if (status !== "finished" || elapsedMs < seconds * 1000 - 1)
    throw new Error(`${way} ended as ${status} after ${elapsedMs} ms`);
  return (Math.abs(elapsedMs / 1000 - seconds) / seconds) * 100;
}

function besideCPython(name: string, unit: string, workload: Workload, goal: PageKernel["goal"]): PageKernel {
  return {
    name,
    unit,
    against: againstCPython("asyncio"),
    goal: cpythonVersion === null ? {} : goal,
    rounds: 3,
    timeoutMs: 300_000,
    subject: async (context) => workload.times / (await secondsHere(context, workload)),
    floor: cpythonVersion === null ? undefined : () => workload.times / secondsInCPython(workload.listing),
  };
}

function fiveOrThree(way: string, seconds: number): PageKernel {
  return {
    name: `five-or-three-${way}`,
    unit: `% off ${seconds.toFixed(1)} s`,
    against: "nothing",
    goal: { value: { max: 5 } },
    rounds: 1,
    mayBeZero: true,
    subject: (context) => percentOff(context, way, seconds),
  };
}

export const kernels: readonly PageKernel[] = [
  besideCPython("loop-switches", "switches/s", switching, { ratio: { min: 1 } }),
  besideCPython("loop-queue", "items/s", handingOver, { ratio: { min: 1 } }),
  besideCPython("loop-ten-thousand-waiting", "coroutines/s", allWaiting, {}),
  {
    name: "loop-ten-thousand-memory",
    unit: "MB more",
    against: "nothing",
    goal: {},
    rounds: 1,
    mayBeZero: true,
    subject: memoryOfWaiting,
  },
  {
    name: "loop-million-recorded",
    unit: "s",
    against: "nothing",
    goal: { value: { max: 5 } },
    rounds: 2,
    timeoutMs: 300_000,
    subject: async (context) => (await recorded(context)).run,
  },
  {
    name: "loop-million-drawn",
    unit: "s from Run to drawn",
    against: "nothing",
    goal: {},
    rounds: 2,
    timeoutMs: 300_000,
    subject: async (context) => (await recorded(context)).drawn,
  },
  {
    name: "loop-slow-frames",
    unit: "%",
    against: "nothing",
    goal: { value: { max: 5 } },
    rounds: 2,
    mayBeZero: true,
    timeoutMs: 300_000,
    subject: slowFrames,
  },
  {
    name: "loop-scrubbed",
    unit: "ms",
    against: "nothing",
    goal: {},
    rounds: 3,
    timeoutMs: 300_000,
    subject: scrub,
  },
  fiveOrThree("in-order", 5),
  fiveOrThree("await-in-order", 5),
  fiveOrThree("threads", 3),
  fiveOrThree("loop", 3),
];
