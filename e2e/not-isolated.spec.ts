// A host that sends no isolation headers: the page says so and what to do, and everything runs in the simulator.

import { expect, test } from "./page.ts";
import { builtFolder, serveWithoutHeaders } from "./plain-server.ts";
import type { CatalogueEntry, Environment, RunReport } from "./promises.ts";

let server: Awaited<ReturnType<typeof serveWithoutHeaders>>;

test.beforeAll(async () => {
  server = await serveWithoutHeaders(builtFolder);
});

test.afterAll(() => server.close());

test("it says so, with what to do", async ({ interleave, page }) => {
  await page.goto(`${server.address}?scenario=bank-race`);
  await interleave.ready();
  const notice = page.locator("[data-notice=not-sharing]");
  await expect(notice).toContainText("may not share memory");
  await expect(notice).toContainText("Cross-Origin-Opener-Policy: same-origin");
  await expect(notice).toContainText("Cross-Origin-Embedder-Policy: require-corp");
  await expect(page.getByText(/not isolated/)).toBeVisible();
  await expect(page.locator("[data-engine=simulator]")).toContainText("simulator");
  expect(await interleave.api<Environment>("environment")).toMatchObject({ isolated: false, sharedMemory: false });
});

test("catalogue, texts and listings are there all the same, in both languages", async ({ interleave, page }) => {
  await page.goto(`${server.address}?catalogue=1`);
  await interleave.ready();
  const entries = await interleave.api<readonly CatalogueEntry[]>("catalogue");
  expect(entries.length).toBeGreaterThanOrEqual(7);
  for (const { title } of entries)
    await expect(page.getByRole("main").getByRole("link", { name: title })).toBeVisible();
  await page.getByRole("main").getByRole("link", { name: "Two locks that wait for each other" }).click();
  await expect(page.getByText("What to look for")).toBeVisible();
  await expect(interleave.editor).toContainText("with lock_a:");
  await page.locator("[data-action=language]").click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("互相等的两把锁");
  await expect(page.locator("[data-notice=not-sharing]")).toContainText("不能在 Worker 之间共享内存");
});

test("run, repeat and step use the simulator and say so, and errors of a listing are shown", async ({
  interleave,
  page,
}) => {
  await page.goto(server.address);
  await interleave.ready();
  const parameters = { iterations: 200 };
  const report = await interleave.api<RunReport>("run", { scenario: "bank-race", parameters });
  expect(report).toMatchObject({ engine: "simulator", status: "finished", expected: { balance: 0 } });
  expect(report.threads.map(({ worker }) => worker)).toEqual([false, false, false]);
  const repeated = await interleave.api<{ runs: number }>("repeat", { scenario: "bank-race", parameters, runs: 5 });
  expect(repeated.runs).toBe(5);
  const stepped = await interleave.api<RunReport>("step", { scenario: "bank-race", schedule: "s1..1x4-2x4" });
  expect(stepped).toMatchObject({ engine: "simulator", status: "finished", outcome: { balance: 0 }, steps: 8 });
  await page.goto(`${server.address}?scenario=bank-race&mode=explore`);
  await interleave.ready();
  await page.locator("[data-action=repeat]").click();
  await interleave.idle();
  await expect(page.getByText("runs in the simulator", { exact: true })).toBeVisible();
  await interleave.write("for n in range(3)\n    pass\n");
  await expect(page.getByText(/SyntaxError, line 1/)).toBeVisible();
});

test("autorun runs there too", async ({ interleave, page }) => {
  await page.goto(`${server.address}?scenario=bank-race&autorun=1`);
  await interleave.ready();
  await interleave.idle();
  await expect(page.locator("[data-notice=not-sharing]")).toBeVisible();
  await expect(interleave.outcome).toBeVisible();
});

test("any folder of a host will do", async ({ interleave, page }) => {
  await page.goto(`${server.address}some/folder/?scenario=pool`);
  await interleave.ready();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("A pool of workers");
});
