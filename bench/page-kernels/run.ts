/** What a learner's run costs, through the page API: the machine alone, and the course's longest race from Run to drawn. */
import type { InPage } from "../harness/page-api.ts";
import type { PageContext, PageKernel } from "../harness/kernel.ts";

const LOOP = "g_num = 0\n\ndef add():\n    global g_num\n    for _ in range(1000000):\n        g_num += 1\n\nadd()\n";
/** A thread is started and joined first, so that every access afterwards is one that others could see. */
const VISIBLE_LOOP = `import threading\n${LOOP.replace("add()\n", "t = threading.Thread(target=add)\nt.start()\nt.join()\n")}`;

/** Milliseconds of one unrecorded run; its result is checked. */
async function unrecorded({ page, address }: PageContext, program: string): Promise<number> {
  if (!page.url().startsWith(address)) {
    await page.goto(address);
    await page.waitForFunction(() => document.documentElement.dataset.ready === "true");
  }
  const report = await page.evaluate(
    (source) => (globalThis as unknown as InPage).interleave.run({ program: source, record: false }),
    program,
  );
  if (report.status !== "finished" || JSON.stringify(report.outcome.values) !== '{"g_num":1000000}')
    throw new Error(`the loop ended as ${JSON.stringify(report.outcome)}`);
  return report.elapsedMs;
}

/** Seconds from Run to drawn of count-race with two threads of a million. */
async function race({ page, address }: PageContext): Promise<number> {
  await page.goto(`${address}?scenario=count-race&iterations=1000000`);
  await page.waitForFunction(() => document.documentElement.dataset.ready === "true");
  const { report, took } = await page.evaluate(async () => {
    const before = performance.now();
    const answer = await (globalThis as unknown as InPage).interleave.run({
      scenario: "count-race",
      parameters: { iterations: 1_000_000 },
    });
    await (globalThis as unknown as InPage).interleave.idle();
    return { report: answer, took: performance.now() - before };
  });
  if (
    report.dropped !== 0 ||
    report.events < 4_000_000 ||
    report.lostUpdates?.count !== 2_000_000 - Number(report.outcome.count)
  ) {
    throw new Error(
      `the race ended with ${report.events} events, ${report.dropped} dropped, ${JSON.stringify(report.lostUpdates)} lost`,
    );
  }
  return took / 1000;
}

/** Megabytes that the page and its workers use after the race, as the browser counts them. */
async function memory(context: PageContext): Promise<number> {
  await race(context);
  const bytes = await context.page.evaluate(async () => {
    const measure = Reflect.get(performance, "measureUserAgentSpecificMemory") as () => Promise<{ bytes: number }>;
    return (await measure.call(performance)).bytes;
  });
  return bytes / 1e6;
}

/** Seconds that a thousand runs of the shortest race take in a page that was just opened, so that the first runs are cold. */
async function thousand({ page, address }: PageContext): Promise<number> {
  await page.goto(address);
  await page.waitForFunction(() => document.documentElement.dataset.ready === "true");
  const { runs, outcomes, elapsedMs } = await page.evaluate(() =>
    (globalThis as unknown as InPage).interleave.repeat({
      scenario: "bank-race",
      parameters: { iterations: 1 },
      runs: 1000,
    }),
  );
  if (runs !== 1000 || outcomes.length < 5 || outcomes.some(({ status }) => status !== "finished"))
    throw new Error(`the thousand runs ended as ${JSON.stringify({ runs, outcomes })}`);
  return elapsedMs / 1000;
}

export const kernels: readonly PageKernel[] = [
  {
    name: "machine-million",
    unit: "ms",
    against: "nothing",
    goal: { value: { max: 300 } },
    rounds: 5,
    subject: (context) => unrecorded(context, LOOP),
  },
  {
    name: "machine-million-visible",
    unit: "ms",
    against: "nothing",
    goal: { value: { max: 300 } },
    rounds: 5,
    subject: (context) => unrecorded(context, VISIBLE_LOOP),
  },
  {
    name: "repeat-thousand",
    unit: "s",
    against: "nothing",
    goal: { value: { max: 3 } },
    rounds: 3,
    subject: thousand,
  },
  {
    name: "count-race-million",
    unit: "s",
    against: "nothing",
    goal: { value: { max: 10 } },
    rounds: 2,
    timeoutMs: 300_000,
    subject: race,
  },
  {
    name: "count-race-memory",
    unit: "MB",
    against: "nothing",
    goal: { value: { max: 600 } },
    rounds: 1,
    timeoutMs: 300_000,
    subject: memory,
  },
];
