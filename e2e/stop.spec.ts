// Stop ends a run within 100 ms, whatever its threads do, and the page is as good as before.

import { expect, test, type InterleavePage } from "./page.ts";
import type { RunReport } from "./promises.ts";

/** Within so many milliseconds everything has stopped. */
const LIMIT_MS = 100;

/** What threads may be at, with what the running threads then say of themselves. */
const PROGRAMS: Readonly<Record<string, { readonly listing: string; readonly at: RegExp }>> = {
  "an endless loop": { listing: "while True:\n    pass\n", at: /running/ },
  "endless loops in three threads": {
    listing: `import threading


def spin():
    n = 0
    while True:
        n += 1


for _ in range(2):
    threading.Thread(target=spin).start()
spin()
`,
    at: /running[\s\S]*running[\s\S]*running/,
  },
  "endless recursion through exceptions": {
    listing: `def again(n):
    try:
        return again(n + 1)
    except RecursionError:
        return n


while True:
    again(0)
`,
    at: /running/,
  },
  "a thread blocked on a lock": {
    listing: `import threading
import time

lock = threading.Lock()


def want():
    with lock:
        pass


lock.acquire()
threading.Thread(target=want).start()
time.sleep(1000)
`,
    at: /blocked/,
  },
  "a thread blocked in get": {
    listing: `import queue
import threading
import time

letters = queue.Queue()
threading.Thread(target=letters.get).start()
time.sleep(1000)
`,
    at: /blocked/,
  },
  "a timed wait on a condition": {
    listing: `import threading

ready = threading.Condition()
with ready:
    ready.wait(timeout=1000)
`,
    at: /blocked/,
  },
  sleeping: { listing: "import time\n\ntime.sleep(1000)\n", at: /sleeping/ },
  "in a join": {
    listing: `import threading
import time

sleeper = threading.Thread(target=time.sleep, args=(1000,))
sleeper.start()
sleeper.join()
`,
    at: /blocked/,
  },
  "long operations on texts": {
    listing: "while True:\n    text = ('ab' * 3000000).replace('a', 'ccc')\n",
    at: /running/,
  },
  "long operations on a list": {
    listing: "numbers = list(range(1000000))\nwhile True:\n    text = str(numbers)\n",
    at: /running/,
  },
};

test.describe("one after another in one page", () => {
  test.use({ oneLoad: true });

  for (const [what, { listing, at }] of Object.entries(PROGRAMS)) {
    test(`stop ends ${what}`, async ({ interleave, page }) => {
      await interleave.open("program=");
      const taken: number[] = [];
      // Another load on the machine can only add to a reading, so the least of three is the page's own.
      for (let turn = 0; turn < 3; turn++) {
        const report = startRun(interleave, listing);
        await expect(page.getByRole("region", { name: "Running" })).toHaveText(at);
        taken.push(await measureStop(interleave));
        expect((await report).status).toBe("stopped");
        await interleave.idle();
        await expect(interleave.outcome).toHaveAttribute("data-status", "stopped");
      }
      expect(Math.min(...taken), `stops took ${taken.map(Math.round).join(", ")} ms`).toBeLessThan(LIMIT_MS);
      const after = await interleave.report({ scenario: "bank-race", parameters: { lock: "inner", iterations: 50 } });
      expect(after).toMatchObject({ status: "finished", outcome: { balance: 0 } });
    });
  }
});

test("the Stop button stops, and Run runs again", async ({ interleave, page }) => {
  await interleave.open("scenario=two-jobs&second=2000");
  await interleave.runButton.click();
  await expect(page.getByRole("region", { name: "Running" })).toContainText("sleeping");
  await interleave.stop();
  await expect(interleave.outcome).toHaveAttribute("data-status", "stopped");
  await expect(interleave.outcome).toContainText("stopped by hand");
  await expect(interleave.runButton).toBeEnabled();
  const controls = page.getByRole("spinbutton", { name: "one second takes (ms)" });
  await controls.fill("20");
  await controls.press("Enter");
  await interleave.run();
  await expect(interleave.outcome).toHaveAttribute("data-status", "finished");
});

test("stop ends threads that take turns at the interpreter lock", async ({ interleave, page }) => {
  await interleave.open();
  const report = interleave.report({
    scenario: "bank-race",
    parameters: { python: "3.9", threads: 4, iterations: 500_000 },
  });
  await expect(page.getByRole("region", { name: "Running" })).toHaveText(/running/);
  const taken = await measureStop(interleave);
  expect((await report).status).toBe("stopped");
  // One reading on a machine with few cores: a second is what nothing of the page's own could take.
  expect(taken).toBeLessThan(1000);
});

test("the page answers while a program loops", async ({ interleave, page }) => {
  await interleave.open("program=");
  const report = startRun(interleave, "while True:\n    pass\n");
  await expect(interleave.stopButton).toBeVisible();
  await page.locator("[data-action=language]").click();
  await expect(interleave.stopButton).toHaveText(/停止/);
  await page.getByRole("tab", { name: "字节码" }).click();
  await expect(page.getByRole("columnheader", { name: "指令" })).toBeVisible();
  await interleave.stop();
  expect((await report).status).toBe("stopped");
});

test("a new run stops the one before", async ({ interleave, page }) => {
  await interleave.open("program=");
  const first = startRun(interleave, "while True:\n    pass\n");
  await expect(page.getByRole("region", { name: "Running" })).toHaveText(/running/);
  const second = await interleave.report({ program: "x = 2\n" });
  expect(second).toMatchObject({ status: "finished", outcome: { values: { x: 2 } } });
  expect((await first).status).toBe("stopped");
});

test("going elsewhere stops what runs", async ({ interleave, page }) => {
  await interleave.open("scenario=two-jobs&second=2000");
  await interleave.runButton.click();
  await expect(interleave.stopButton).toBeVisible();
  await page.getByRole("navigation", { name: "Scenarios" }).getByRole("link", { name: "Two locks" }).click();
  await interleave.idle();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Two locks that wait for each other");
  await expect(interleave.runButton).toBeVisible();
  await expect(interleave.outcome).toHaveCount(0);
});

test("a run that takes longer than it may is cut off", async ({ interleave }) => {
  await interleave.open();
  const report = await interleave.report({ program: "while True:\n    pass\n", timeoutMs: 300 });
  expect(report.status).toBe("timed-out");
  expect(report.elapsedMs).toBeGreaterThanOrEqual(300);
  expect(report.elapsedMs).toBeLessThan(1500);
});

test("stop with nothing to stop does nothing", async ({ interleave }) => {
  await interleave.open();
  await interleave.api("stop");
  await expect(interleave.runButton).toBeVisible();
});

/** Starts a run without waiting for it; its promise is the report. */
function startRun(interleave: InterleavePage, program: string): Promise<RunReport> {
  return interleave.report({ program });
}

/** Milliseconds in the page from the call of `stop` until its promise resolves. */
function measureStop({ page }: InterleavePage): Promise<number> {
  return page.evaluate(async () => {
    const { stop } = Reflect.get(globalThis, "interleave") as { stop: () => Promise<void> };
    const before = performance.now();
    await stop();
    return performance.now() - before;
  });
}
