// Coroutines in the page: what goes on inside a loop is gone through and mended with the keyboard alone, in both languages.

import { expect, test, type InterleavePage } from "./page.ts";

test("a blocked loop jumps to the eye, and one key mends its line", async ({ interleave, page }) => {
  await interleave.open("scenario=blocked-loop&second=20");
  await press(interleave, "run");
  const held = page.locator("[data-held]");
  await expect(held).toHaveAttribute("data-held", "15");
  await press(interleave, "mend");
  await expect(interleave.editor).toContainText("await asyncio.sleep(2)");
  await expect(interleave.outcome).toHaveAttribute("data-status", "finished");
  await expect(held).toHaveCount(0);
});

test("hand-overs are gone through by keys, and told in both languages", async ({ interleave, page }) => {
  await interleave.open("scenario=five-or-three&second=20");
  await press(interleave, "run");
  await interleave.lanes.press("Home");
  await interleave.idle();
  const panel = page.locator("[data-loop-seq]");
  for (let times = 0; times < 2; times++) await press(interleave, "next-hand-over");
  await expect(panel).toContainText("the loop takes the next ready one, tea");
  await press(interleave, "language");
  await expect(panel).toContainText("循环取下一个就绪的，tea");
  await press(interleave, "axis");
  await expect(page.locator("[data-action=axis]")).toHaveAttribute("aria-pressed", "true");
});

test("progress is drawn from what the program reports, in the page and in the console", async ({
  interleave,
  page,
}) => {
  await interleave.open("scenario=gather-wait-completed&way=progress&second=20");
  await press(interleave, "run");
  await expect(page.locator("[data-reported]")).toHaveAttribute("data-reported", "1");
  await interleave.look("Console");
  await expect(page.getByRole("log")).toContainText("] 67% middle");
});

/** Presses a button by the keyboard, and waits until that is done. */
async function press(interleave: InterleavePage, action: string): Promise<void> {
  await interleave.page.locator(`[data-action=${action}]`).first().press("Enter");
  await interleave.idle();
}
