// A host that sends no isolation headers: the page says so and what to do, shows all there is to read, and run rejects.

import { expect, test } from "./page.ts";
import { builtFolder, serveWithoutHeaders } from "./plain-server.ts";
import type { CatalogueEntry, Environment } from "./promises.ts";

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
  await expect(interleave.runButton).toBeDisabled();
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

test("run and repeat reject clearly, and errors of a listing are still shown", async ({ interleave, page }) => {
  await page.goto(server.address);
  await interleave.ready();
  for (const member of ["run", "repeat"]) {
    const refusal = await interleave.refusal(member, {
      scenario: "bank-race",
      runs: member === "repeat" ? 3 : undefined,
    });
    expect(refusal.message).toMatch(/may not share memory[\s\S]*Cross-Origin-Embedder-Policy/);
  }
  await interleave.write("for n in range(3)\n    pass\n");
  await expect(page.getByText(/SyntaxError, line 1/)).toBeVisible();
});

test("autorun does nothing there but say why", async ({ interleave, page }) => {
  await page.goto(`${server.address}?scenario=bank-race&autorun=1`);
  await interleave.ready();
  await interleave.idle();
  await expect(page.locator("[data-notice=not-sharing]")).toBeVisible();
  await expect(interleave.outcome).toHaveCount(0);
});

test("any folder of a host will do", async ({ interleave, page }) => {
  await page.goto(`${server.address}some/folder/?scenario=pool`);
  await interleave.ready();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("A pool of workers");
});
