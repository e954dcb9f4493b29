// No worker, no memory and no event of one run is left for the next: 200 runs leave the page as ten did.

import { expect, test, type InterleavePage, type Wanted } from "./page.ts";

/** Memory is measured at once instead of at the browser's next convenience. */
test.use({
  launchOptions: async ({ launchOptions }, use) => {
    await use({
      ...launchOptions,
      args: [...(launchOptions.args ?? []), "--enable-blink-features=ForceEagerMeasureMemory"],
    });
  },
});

const RUNS = 200;
const AFTER = 10;
const WANTED = { scenario: "count-lock", parameters: { iterations: 40, threads: 3 } };

/** What of a measured size may differ for reasons of the browser's own, in bytes: caches, compiled code. */
const SLACK_BYTES = 24 * 1024 * 1024;

test("200 runs in a row leave workers and memory where they were after ten", async ({ interleave }) => {
  test.setTimeout(480_000);
  await interleave.open();
  const workers: number[] = [];
  await runMany(interleave, AFTER, workers);
  const early = { workers: await workerCount(interleave), bytes: await measureBytes(interleave) };
  await runMany(interleave, RUNS - AFTER, workers);
  const late = { workers: await workerCount(interleave), bytes: await measureBytes(interleave) };
  expect(late.workers).toBe(early.workers);
  expect(late.bytes - early.bytes, `${early.bytes} bytes became ${late.bytes}`).toBeLessThan(SLACK_BYTES);
});

test("runs of every sort leave no worker behind", async ({ interleave }) => {
  await interleave.open();
  const sorts: readonly Wanted[] = [
    { scenario: "deadlock", parameters: { second: 20 } },
    { program: "import threading\nthreading.Thread(target=print, args=('x',), daemon=True).start()\n" },
    { program: "raise ValueError('x')\n" },
    { program: "while True:\n    pass\n", timeoutMs: 100 },
    { scenario: "pool", parameters: { second: 20, workers: 4, tasks: 4 } },
  ];
  const counts: number[] = [];
  for (let turn = 0; turn < 3; turn++) {
    for (const wanted of sorts) await interleave.report(wanted);
    await interleave.idle();
    counts.push(await workerCount(interleave));
  }
  expect(new Set(counts).size, `workers after each round: ${counts.join(", ")}`).toBe(1);
});

test("events of one run are not in the next", async ({ interleave }) => {
  await interleave.open();
  const big = await interleave.report({ scenario: "count-race", parameters: { iterations: 5000 } });
  const small = await interleave.report({ program: "print('alone')\n" });
  expect(big.events).toBeGreaterThan(20_000);
  const trace = await interleave.trace();
  expect(trace.total).toBe(small.events);
  expect(trace.events.map(({ op }) => op)).toEqual(["start", "print", "finish"]);
  expect(trace.threads).toHaveLength(1);
});

async function runMany(interleave: InterleavePage, runs: number, workers: number[]): Promise<void> {
  const wrong = await interleave.page.evaluate(
    async ([count, wanted]) => {
      const { run } = Reflect.get(globalThis, "interleave") as {
        run: (request: unknown) => Promise<Record<string, unknown>>;
      };
      const complaints: string[] = [];
      for (let turn = 0; turn < count; turn++) {
        const { status, correct, dropped } = await run(wanted);
        if (status !== "finished" || correct !== true || dropped !== 0)
          complaints.push(`run ${turn}: ${String(status)}`);
      }
      return complaints;
    },
    [runs, WANTED] as const,
  );
  expect(wrong).toEqual([]);
  await interleave.idle();
  workers.push(await workerCount(interleave));
}

/** Workers that the browser has for this page, those of workers included. */
async function workerCount({ page }: InterleavePage): Promise<number> {
  const session = await page.context().browser()?.newBrowserCDPSession();
  if (session === undefined) throw new Error("the browser is gone");
  const { targetInfos } = await session.send("Target.getTargets");
  await session.detach();
  return targetInfos.filter(({ type }) => type === "worker").length;
}

/** Bytes of the page and its workers, shared memory included. */
function measureBytes({ page }: InterleavePage): Promise<number> {
  return page.evaluate(async () => {
    const measure = Reflect.get(performance, "measureUserAgentSpecificMemory") as () => Promise<{ bytes: number }>;
    return (await measure.call(performance)).bytes;
  });
}
