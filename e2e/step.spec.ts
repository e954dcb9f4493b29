// Step mode on the laboratory: by keys, by the page API, and by an address; one schedule is one trace, wherever it comes from.

import { expect, test } from "./page.ts";
import type { RunReport } from "./promises.ts";

interface TraceDocument {
  readonly threads: readonly { readonly name: string; readonly worker: boolean }[];
  readonly events: readonly { readonly op: string; readonly thread: number }[];
  readonly total: number;
}

interface State {
  readonly cells: readonly { readonly name: string; readonly value: { readonly plain: unknown } | null }[];
}

test("keys choose who goes, the address follows, and a reload comes to the same trace", async ({
  interleave,
  page,
}) => {
  await interleave.open("scenario=bank-race&mode=step");
  await interleave.idle();
  for (const key of ["1", "2", "1"]) {
    await page.keyboard.press(key);
    await interleave.idle();
  }
  await expect(page).toHaveURL(/schedule=s1\.[\w-]{6}\.1-2-1$/);
  const before = await interleave.api<TraceDocument>("trace");
  const state = await interleave.api<State>("state");
  expect(state.cells.find(({ name }) => name === "balance")?.value?.plain).toBe(5);
  await page.reload();
  await interleave.ready();
  await interleave.idle();
  expect(await interleave.api<TraceDocument>("trace")).toEqual(before);
});

test("threads meet at lines and part again, each with one badge", async ({ interleave, page }) => {
  await interleave.open("scenario=bank-race&mode=step");
  await interleave.idle();
  const met: string[] = [];
  for (const key of ["1", "2", "1", "1", "2", "2"]) {
    await page.keyboard.press(key);
    await interleave.idle();
    const badges = await page.locator(".cm-thread").allTextContents();
    expect(badges.filter((badge, at) => badges.indexOf(badge) !== at)).toEqual([]);
    met.push(badges.join(" "));
  }
  expect(met.some((badges) => badges.includes("T1 T2"))).toBe(true);
});

test("step runs a schedule to its end, and the page shows it at any step", async ({ interleave, page }) => {
  await interleave.open("scenario=count-race");
  const request = { scenario: "count-race", schedule: "s1..1-2-1-2" };
  const report = await interleave.api<RunReport>("step", request);
  expect(report).toMatchObject({ engine: "simulator", status: "finished", steps: 4, correct: false });
  expect(report.outcome["count"]).toBe(1);
  expect(report.lostUpdates).toEqual({ count: 1 });
  expect(report.findings.every(({ schedule }) => schedule === report.schedule)).toBe(true);
  await interleave.idle();
  await expect(page).toHaveURL(/mode=step/);
  const { threads, total } = await interleave.api<TraceDocument>("trace");
  expect(threads.map(({ worker }) => worker)).toEqual([false, false, false]);
  expect(total).toBe(report.events);
  await interleave.api("seek", { step: 3 });
  const { cells } = await interleave.api<State>("state");
  expect(cells.find(({ name }) => name === "count")?.value?.plain).toBe(1);
  const again = await interleave.api<RunReport>("step", { ...request, schedule: report.schedule });
  expect(again).toEqual(report);
});

test("a schedule that does not fit is refused with step, thread and reason", async ({ interleave, page }) => {
  await interleave.open("scenario=deadlock");
  const refusal = await interleave.refusal("step", { scenario: "deadlock", schedule: "s1..1-2x9" });
  expect(refusal).toMatchObject({ argument: "schedule", value: "s1..1-2x9" });
  expect(refusal.allowed).toMatch(/at step \d thread 2 \(.+\) cannot go: it waits for \w+, which .+ holds/);
  const other = await interleave.refusal("step", { scenario: "deadlock", schedule: "s1.abcdef.1" });
  expect(other.allowed).toContain("a schedule of this listing with these parameters");
  await expect(page.locator("[data-notice=problem]").first()).toBeVisible();
});

test("confirm, what if and a challenge by the keyboard alone, which never loses its place", async ({
  interleave,
  page,
}) => {
  await interleave.open("scenario=count-race&mode=step&lang=en");
  await interleave.idle();
  const press = async (...keys: readonly string[]) => {
    for (const key of keys) {
      await page.keyboard.press(key);
      await interleave.idle();
    }
    await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).not.toBe("BODY");
  };
  const tabTo = async (selector: string, key = "Tab") => {
    const isThere = () => page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector);
    for (let turn = 0; turn < 60 && !(await isThere()); turn++) await page.keyboard.press(key);
    expect(await isThere(), selector).toBe(true);
  };
  await tabTo("[data-action=challenge]", "Shift+Tab");
  await press("Enter");
  await expect(page.locator("[data-challenge]")).toContainText("It can be done in 4 steps.");
  await tabTo("[role=application]");
  await press("1", "2", "1", "2");
  await expect(page.locator("[data-challenge]")).toContainText("no order does it in fewer");
  await expect(page.locator("[data-said-step]")).toContainText(
    "then prints: Thread-2 (add) finished; the last number it wrote is 1, MainThread prints: count = 1",
  );
  await tabTo("[data-action=confirm]", "Shift+Tab");
  await press("Enter");
  await expect(page.locator("[data-confirmed=yes]")).toContainText("3 real threads did all 4 steps");
  await page.keyboard.press(" ");
  await interleave.idle();
  await tabTo("[role=application]");
  await press(" ");
  await expect(page.locator("[data-step]")).toContainText("All threads have finished");
  await press(",");
  await tabTo("[data-action=move-earlier]");
  await press("Enter");
  await expect(page.locator("[data-what-if=played]")).toContainText("They end differently.");
  await tabTo("[data-action=take-moved]");
  await press("Enter");
  await tabTo("[data-action=mend]", "Shift+Tab");
  await press("Enter");
  await tabTo("select[name=lock]", "Shift+Tab");
  await press("i");
  await tabTo("[data-action=check]");
  await press("Enter");
  await expect(page.locator("[data-challenge=checked]")).toContainText("2 orders that make a difference");
});

test("a history that stops long before the end is confirmed as far as it goes", async ({ interleave, page }) => {
  await interleave.open("scenario=count-race&mode=step&iterations=4000&lang=en");
  await interleave.idle();
  await page.locator("[role=application]").focus();
  for (const key of ["1", "1", "2", "2"]) {
    await page.keyboard.press(key);
    await interleave.idle();
  }
  await page.locator("[data-action=confirm]").click();
  await expect(page.locator("[data-confirmed=yes]")).toContainText("3 real threads did all 4 steps");
  await expect(page.locator("[data-confirmed=yes]")).not.toContainText("count");
});

test("on a phone what was said and the threads to choose from stay in view, wherever one scrolls", async ({
  interleave,
  page,
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await interleave.open("scenario=bank-race&mode=step");
  await interleave.idle();
  for (const key of ["1", "2"]) await page.keyboard.press(key);
  await interleave.idle();
  expect(await page.evaluate(() => scrollY)).toBe(0);
  await page.locator(".cm-editor").scrollIntoViewIfNeeded();
  await expect(page.locator("[data-step]")).toBeInViewport({ ratio: 1 });
  const heads = await page.locator("button[data-thread]").all();
  expect(heads).toHaveLength(2);
  for (const head of heads) await expect(head).toBeInViewport({ ratio: 1 });
});
