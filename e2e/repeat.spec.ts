// A thousand real runs of a short race in the page: what they show, and that they leave the page as it was.

import { expect, test } from "./page.ts";

test.use({ oneLoad: true });

const BALANCES = [-8, -5, -3, 0, 3, 5, 8];

test("a thousand runs of bank-race with one round show at least five of its seven outcomes", async ({ interleave }) => {
  await interleave.open();
  const wanted = { scenario: "bank-race", parameters: { iterations: 1 }, runs: 1000 };
  const { runs, outcomes, elapsedMs } = await interleave.repeat(wanted);
  const seen = outcomes.map(({ outcome }) => Number(outcome["balance"]));
  expect(BALANCES).toEqual(expect.arrayContaining(seen));
  expect(new Set(seen).size, JSON.stringify(outcomes)).toBeGreaterThanOrEqual(5);
  expect(outcomes.every(({ status }) => status === "finished")).toBe(true);
  expect([runs, outcomes.reduce((sum, one) => sum + one.runs, 0)]).toEqual([1000, 1000]);
  expect(elapsedMs).toBeGreaterThan(0);
});

test("a thousand runs of count-race with one round lose the update and keep it", async ({ interleave }) => {
  await interleave.open();
  const wanted = { scenario: "count-race", parameters: { iterations: 1 }, runs: 1000 };
  const { outcomes } = await interleave.repeat(wanted);
  expect(new Set(outcomes.map(({ outcome }) => outcome["count"]))).toEqual(new Set([1, 2]));
  expect(new Set(outcomes.map(({ outcome }) => outcome["firstFinisher"]))).toEqual(new Set([1, 2]));
});

test("a run after a thousand is a run like any other", async ({ interleave }) => {
  await interleave.open();
  await interleave.repeat({ scenario: "count-lock", parameters: { iterations: 1, lock: "inner" }, runs: 300 });
  const report = await interleave.report({ scenario: "count-lock", parameters: { iterations: 500, lock: "inner" } });
  expect([report.status, report.correct, report.dropped]).toEqual(["finished", true, 0]);
});

test.describe("in a page of its own", () => {
  test.use({ oneLoad: false });

  test("an outcome that no order has is shown outside the set, in both languages, by the keyboard", async ({
    interleave,
    page,
  }) => {
    // Real runs look at a real clock, and the explorer's runs at one that stands still.
    const program = "import time\nx = time.perf_counter_ns() % 1000\n";
    for (const [lang, text] of [
      ["en", "not in the set"],
      ["zh-CN", "不在集合里"],
    ]) {
      await interleave.open(`lang=${lang}`);
      await interleave.api("explore", { program });
      await page.locator("[data-action=repeat]").press("Enter");
      await interleave.idle();
      await expect(page.locator("[data-seen]")).not.toHaveAttribute("data-outside", "0");
      await expect(page.locator("[data-outcome][data-outside=true]").first()).toContainText(text);
    }
  });
});
