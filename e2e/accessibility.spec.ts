// axe on every screen, in both themes and both languages, wide and narrow; and no screen is wider than its window.

import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, test, type InterleavePage } from "./page.ts";

const SIZES = { wide: { width: 1440, height: 900 }, narrow: { width: 390, height: 844 } } as const;

/** Themes and languages, in an order in which each changes as seldom as can be. */
const LOOKS = [
  ["light", "en"],
  ["light", "zh-CN"],
  ["dark", "zh-CN"],
  ["dark", "en"],
] as const;

/** Colours do not depend on the width: in a narrow window each theme and each language is looked at once. */
const LOOKS_OF = { wide: LOOKS, narrow: [LOOKS[0], LOOKS[2]] } as const;

/** Every screen, by what leads to it. */
const SCREENS: Readonly<Record<string, (interleave: InterleavePage) => Promise<void>>> = {
  catalogue: (interleave) => interleave.open("catalogue=1"),
  "before a run": (interleave) => interleave.open("scenario=bank-race"),
  "after a run, its order pinned": async (interleave) => {
    await openAndRun(interleave, "scenario=count-race&iterations=2000");
    await press(interleave, "pin");
  },
  "a deadlock's findings": async (interleave) => {
    await openAndRun(interleave, "scenario=deadlock&second=500");
    await chooseTab(interleave.page, "findings");
  },
  "console and table": async (interleave) => {
    await openAndRun(interleave, "scenario=bounded-queue&second=20");
    await chooseTab(interleave.page, "console");
    await interleave.lanes.press("t");
  },
  statistics: async (interleave) => {
    await openAndRun(interleave, "scenario=pool&second=20");
    await chooseTab(interleave.page, "statistics");
    await chooseTab(interleave.page, "bytecode");
  },
  "one's own, with an error and messages": async (interleave) => {
    await interleave.open("program=&seed=x");
    await interleave.write("for n in range(3)\n    pass\n");
  },
  "litmus tests": async (interleave) => {
    await interleave.open("litmus=SB");
    await interleave.api("litmus", { test: "SB", access: "plain", ms: 100 });
    await interleave.idle();
  },
  "stepping, a challenge and a moved choice": async (interleave) => {
    await interleave.open("scenario=count-race&mode=step&schedule=s1..1x2-2x2&step=2");
    await interleave.idle();
    for (const action of ["challenge", "move-later", "open-lines", "confirm"]) await press(interleave, action);
  },
  "every outcome beside real runs": async (interleave) => {
    await interleave.open("scenario=bank-race&mode=explore");
    for (const action of ["explore", "repeat"]) await press(interleave, action);
  },
  "a loop from inside, and each way": async (interleave) => {
    await interleave.open("scenario=five-or-three&second=20");
    await press(interleave, "run-ways");
    await interleave.api("seek", { seq: 12 });
  },
  "a loop that was held, with its mend": (interleave) => openAndRun(interleave, "scenario=blocked-loop&second=20"),
  "lanes by order": async (interleave) => {
    await openAndRun(interleave, "scenario=yield-from&way=delegate");
    await interleave.api("seek", { seq: 12 });
  },
  "the browser's own loop": async (interleave) => {
    await openAndRun(interleave, "scenario=js-event-loop");
    await interleave.api("seek", { seq: 20 });
  },
  "help and find": async (interleave) => {
    await openAndRun(interleave, "scenario=two-jobs&second=20");
    await interleave.lanes.press("/");
    await interleave.lanes.press("?");
  },
};

// One load of the page for each screen: it turns to every width, theme and language there, as a reader's window does.
for (const [screen, lead] of Object.entries(SCREENS)) {
  test(screen, async ({ interleave, page }) => {
    await page.setViewportSize(SIZES.wide);
    await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
    await lead(interleave);
    for (const size of ["wide", "narrow"] as const) {
      await page.setViewportSize(SIZES[size]);
      for (const [colorScheme, lang] of LOOKS_OF[size]) {
        await test.step(`${size}, ${colorScheme}, ${lang}`, async () => {
          await page.emulateMedia({ colorScheme });
          await speak(interleave, lang);
          await expect(page.locator("html")).toHaveAttribute("data-theme", colorScheme);
          expect(await violationsOf(page)).toEqual([]);
          expect(await widthBeyondWindow(page)).toBe(0);
        });
      }
    }
  });
}

test("the list of scenarios is a drawer where the page is narrow", async ({ interleave, page }) => {
  await page.setViewportSize(SIZES.narrow);
  await interleave.open("scenario=bank-race");
  const list = page.getByRole("navigation", { name: "Scenarios" });
  await expect(list.getByRole("link", { name: "A pool of workers" })).not.toBeInViewport();
  await page.getByRole("button", { name: "Scenarios" }).click();
  await expect(list.getByRole("link", { name: "A pool of workers" })).toBeInViewport();
  expect(await violationsOf(page)).toEqual([]);
  await list.getByRole("link", { name: "A pool of workers" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("A pool of workers");
  await expect(list.getByRole("link", { name: "A pool of workers" })).not.toBeInViewport();
});

test("who asks for less motion gets none", async ({ interleave, page }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await openAndRun(interleave, "scenario=bank-race&iterations=20");
  const moving = await page.evaluate(
    () => document.getAnimations().filter(({ playState }) => playState === "running").length,
  );
  expect(moving).toBe(0);
});

async function openAndRun(interleave: InterleavePage, query: string): Promise<void> {
  await interleave.open(query);
  await interleave.run();
}

/** Switches the language as its button does, also where a dialog is open in front of it. */
async function speak(interleave: InterleavePage, lang: string): Promise<void> {
  const { page } = interleave;
  if ((await page.locator("html").getAttribute("lang")) !== lang) {
    await page.locator("[data-action=language]").evaluate((button: HTMLButtonElement) => button.click());
  }
  await interleave.idle();
  await expect(page.locator("html")).toHaveAttribute("lang", lang);
}

function chooseTab(page: Page, name: string): Promise<void> {
  return page.locator(`[data-tab=${name}]`).click();
}

/** What axe finds, as one line each. */
async function violationsOf(page: Page): Promise<readonly string[]> {
  // The page has no frames: axe needs no second page to put its results together, and only what it complains of is wanted.
  const axe = new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ["violations"] });
  const { violations } = await axe.analyze();
  return violations.map(
    ({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ target }) => target.join(" ")).join("; ")}`,
  );
}

function widthBeyondWindow(page: Page): Promise<number> {
  return page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth));
}

/** Presses a button by what it does, and waits until that is done. */
async function press(interleave: InterleavePage, action: string): Promise<void> {
  await interleave.page.locator(`[data-action=${action}]`).click();
  await interleave.idle();
}
