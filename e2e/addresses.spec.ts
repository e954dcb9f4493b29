// Addresses: they restore what they name, follow what is done, and never run a stranger's listing before a click.

import { deflateRawSync } from "node:zlib";
import { expect, test, type InterleavePage } from "./page.ts";
import type { RunReport } from "./promises.ts";

const LISTING = "text = '来自地址'\nprint(text)\n";

/** As docs/page-api.md says: UTF-8, deflated, base64url. */
function packed(listing: string): string {
  return deflateRawSync(Buffer.from(listing, "utf8")).toString("base64url");
}

test("an address restores scenario, parameters, language and theme", async ({ interleave, page }) => {
  await interleave.open("scenario=bank-race&threads=3&iterations=50&lock=inner&lang=zh-CN&theme=dark");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("会丢钱的银行");
  await expect(page.locator("html")).toHaveAttribute("lang", "zh-CN");
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await expect(page.getByRole("spinbutton", { name: "线程数" })).toHaveValue("3");
  await expect(page.getByRole("spinbutton", { name: "循环次数" })).toHaveValue("50");
  await expect(interleave.editor).toContainText("threads = 3");
  await expect(interleave.editor).toContainText("with lock:");
  await interleave.run();
  await expect(interleave.outcome).toHaveAttribute("data-status", "finished");
});

test("using the page keeps the address up to date, and it opens the same again", async ({
  interleave,
  page,
  context,
}) => {
  await interleave.open();
  await page
    .getByRole("navigation", { name: "Scenarios" })
    .getByRole("link", { name: "A queue with room for three" })
    .click();
  await interleave.idle();
  await page.getByRole("button", { name: "More items" }).click();
  await page.getByRole("combobox", { name: "when it is full" }).selectOption({ index: 2 });
  await interleave.idle();
  await expect(page).toHaveURL(/scenario=bounded-queue/);
  await expect(page).toHaveURL(/items=7/);
  await expect(page).toHaveURL(/way=at-once/);
  const other = await context.newPage();
  await other.goto(page.url());
  await expect(other.getByRole("spinbutton", { name: "items" })).toHaveValue("7");
  await expect(other.locator(".cm-content")).toContainText("put_nowait");
});

test("Back and Forward go through what was shown", async ({ interleave, page }) => {
  await interleave.open("scenario=bank-race");
  const heading = page.getByRole("heading", { level: 1 });
  await page.getByRole("navigation", { name: "Scenarios" }).getByRole("link", { name: "Two jobs at once" }).click();
  await expect(heading).toHaveText("Two jobs at once");
  await page.getByRole("navigation", { name: "Scenarios" }).getByRole("link", { name: "A pool of workers" }).click();
  await page
    .getByRole("button", { name: "Fewer workers" })
    .or(page.getByRole("button", { name: "Less workers" }))
    .click();
  await interleave.idle();
  await expect(page.getByRole("spinbutton", { name: "workers" })).toHaveValue("2");
  await page.goBack();
  await expect(page.getByRole("spinbutton", { name: "workers" })).toHaveValue("3");
  await page.goBack();
  await expect(heading).toHaveText("Two jobs at once");
  await page.goBack();
  await expect(heading).toHaveText("The bank that loses money");
  await page.goForward();
  await expect(heading).toHaveText("Two jobs at once");
  await expect(interleave.notices).toHaveCount(0);
});

test("autorun runs a scenario of ours", async ({ interleave }) => {
  await interleave.open("scenario=bank-race&iterations=40&lock=inner&autorun=1");
  await interleave.idle();
  await expect(interleave.outcome).toHaveAttribute("data-status", "finished");
  await expect(interleave.outcome).toContainText("as expected");
});

test("a listing in an address is shown, and runs only after a click", async ({ interleave, page }) => {
  for (const query of [
    `program=${packed(LISTING)}&autorun=1`,
    `scenario=bank-race&program=${packed(LISTING)}&autorun=1`,
  ]) {
    await interleave.open(query);
    await interleave.idle();
    await expect(interleave.editor).toContainText("来自地址");
    await expect(interleave.notices).toContainText("came with the address");
    await expect(interleave.outcome).toHaveCount(0);
    await interleave.run();
    await expect(interleave.outcome).toContainText("来自地址");
    await interleave.look("Console");
    await expect(page.getByRole("log")).toContainText("来自地址");
  }
});

test("Share copies an address that holds an edited listing", async ({ interleave, page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await interleave.open("scenario=count-race");
  await interleave.write("answer = 6 * 7  # 七\n");
  await page.getByRole("button", { name: "Share" }).click();
  await expect(page.getByText("Address copied").first()).toBeAttached();
  const address = await page.evaluate(() => navigator.clipboard.readText());
  expect(new URL(address).searchParams.get("program")).toBeTruthy();
  const other = await context.newPage();
  await other.goto(address);
  await expect(other.locator(".cm-content")).toContainText("answer = 6 * 7  # 七");
});

test("show goes to what an address would show", async ({ interleave, page }) => {
  await interleave.open();
  await interleave.api("show", "?scenario=pool&workers=2");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("A pool of workers");
  await expect(page.getByRole("spinbutton", { name: "workers" })).toHaveValue("2");
  await interleave.api("show", { scenario: "deadlock", parameters: { order: "same" } });
  await expect(page).toHaveURL(/scenario=deadlock&order=same/);
  await interleave.api("show", "scenario=two-jobs");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Two jobs at once");
});

test("what runs through the page API is what the page shows", async ({ interleave, page }) => {
  await interleave.open();
  const report = await interleave.report({ scenario: "count-lock", parameters: { lock: "outer", iterations: 77 } });
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("A lock repairs the count");
  await expect(page).toHaveURL(/scenario=count-lock.*iterations=77/);
  await expectShown(interleave, report);
});

test("a choice of language and theme is kept for the next visit", async ({ interleave, page }) => {
  await interleave.open("scenario=bank-race");
  await page.locator("[data-action=language]").click();
  await page.locator("[data-action=theme]").click();
  await interleave.idle();
  const theme = await page.locator("html").getAttribute("data-theme");
  await interleave.open("scenario=pool");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("反复使用的线程池");
  await expect(page.locator("html")).toHaveAttribute("data-theme", String(theme));
});

async function expectShown(interleave: InterleavePage, { outcome }: RunReport): Promise<void> {
  await interleave.idle();
  for (const [key, value] of Object.entries(outcome)) {
    await expect(interleave.outcome).toContainText(key);
    await expect(interleave.outcome).toContainText(JSON.stringify(value));
  }
}
