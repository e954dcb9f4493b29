// What step and explore mode add to a run: every outcome beside real runs, breaking and mending, moving one choice, a loop from inside.

import { expect, test, type InterleavePage } from "./page.ts";

const BLOCKING = `import asyncio, time

async def tea():
    await asyncio.sleep(0.05)
    time.sleep(0.2)

async def toast():
    await asyncio.sleep(0.1)

async def main():
    await asyncio.gather(tea(), toast())

asyncio.run(main())
`;

test("explore shows every outcome by keyboard, real runs beside them, and steps through one", async ({
  interleave,
  page,
}) => {
  await interleave.open("scenario=bank-race&mode=explore");
  await page.locator("[data-action=explore]").focus();
  await page.keyboard.press("Enter");
  await interleave.idle();
  await expect(page.locator("[data-exploring=done]")).toHaveAttribute("data-complete", "true");
  await expect(page.locator("[data-outcome]")).toHaveCount(7);
  await expect(page.locator("[data-outcome='balance −8']")).toHaveAttribute("data-tone", "bad");
  await page.locator("[data-action=repeat]").press("Enter");
  await interleave.idle();
  await expect(page.locator("[data-seen]")).toHaveAttribute("data-outside", "0");
  await page.locator("[data-outcome='balance −8'] [data-action=show-order]").press("Enter");
  await interleave.idle();
  await expect(page).toHaveURL(/mode=step/);
  await page.getByRole("button", { name: "To the last step of the history" }).press("Enter");
  await interleave.idle();
  await expect(barOf(interleave)).toContainText("balance −8");
  await page.locator("[data-mode=explore]").first().press("Enter");
  await expect(page.locator("[data-outcome]")).toHaveCount(7);
});

test("a program is broken by hand, then mended, and every order of it is checked", async ({ interleave, page }) => {
  await interleave.open("scenario=count-race&mode=step");
  await interleave.idle();
  await page.locator("[data-action=challenge]").click();
  await interleave.idle();
  const challenge = page.locator("[data-challenge]");
  await expect(challenge).toContainText("It can be done in 4 steps.");
  await interleave.lanes.focus();
  for (const key of ["1", "2", "1", "2"]) {
    await page.keyboard.press(key);
    await interleave.idle();
  }
  await expect(challenge).toHaveAttribute("data-challenge", "broken");
  await expect(challenge).toContainText("You broke it in 4 steps: no order does it in fewer.");
  await page.locator("[data-action=mend]").click();
  await page.locator("select[name=lock]").selectOption("1");
  await interleave.idle();
  await page.locator("[data-action=check]").click();
  await interleave.idle();
  await expect(challenge).toContainText("every one ends right");
});

test("one choice is moved, both orders stand side by side, and the other becomes the history", async ({
  interleave,
  page,
}) => {
  await interleave.open("scenario=count-race&mode=step&schedule=s1..1x2-2x2&step=2");
  await interleave.idle();
  await page.locator("[data-action=move-later]").press("Enter");
  await interleave.idle();
  const whatIf = page.locator("[data-what-if=played]");
  await expect(whatIf).toContainText("They part at step 2. They end differently.");
  await expect(whatIf.getByRole("heading", { level: 3 })).toHaveText([/count 2/, /count 1/]);
  await page.locator("[data-action=take-moved]").press("Enter");
  await interleave.idle();
  await expect(page).toHaveURL(/schedule=s1\.[\w-]{6}\.1-2-1-2/);
});

test("real threads confirm a history before the reader's eyes, which stays where it was", async ({
  interleave,
  page,
}) => {
  await interleave.open("scenario=count-race&mode=step&schedule=s1..1-2-1-2&step=3");
  await interleave.idle();
  await page.locator("[data-action=confirm]").press("Enter");
  await interleave.idle();
  await expect(page.locator("[data-confirmed=yes]")).toContainText("3 real threads did all 4 steps");
  await expect(page.locator("[data-confirmed=yes]")).toContainText("count 1");
  await expect(page.locator("[data-position='3/4']")).toBeVisible();
});

test("a loop is seen from inside at the playhead, and who kept it is named", async ({ interleave, page }) => {
  await interleave.open("program=");
  await interleave.report({ program: BLOCKING });
  await interleave.idle();
  const loop = page.getByRole("region", { name: "Inside the event loop" });
  await expect(loop.locator("[data-held='5']")).toContainText("tea kept the loop to itself");
  const { events } = await interleave.trace();
  const created = events.filter(({ op }) => op === "task-create");
  await interleave.api("seek", { seq: created[2].seq });
  await interleave.idle();
  await expect(loop.getByRole("region", { name: "Ready queue" }).getByRole("listitem")).toHaveText(["tea", "toast"]);
  await expect(loop.getByRole("region", { name: "Running" })).toContainText("main");
  await loop.locator("[data-action=show-held]").press("Enter");
  await interleave.idle();
  await expect(loop.getByRole("region", { name: "Running" })).toContainText("tea");
});

function barOf({ page }: InterleavePage) {
  return page.getByRole("region", { name: "Where it stands" });
}
