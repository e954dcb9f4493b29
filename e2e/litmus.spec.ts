// Litmus tests in a real browser: by the keyboard alone, in both languages, and through the page API.

import { expect, test } from "./page.ts";

interface Raced {
  readonly iterations: number;
  readonly outcomes: readonly {
    readonly values: readonly number[];
    readonly count: number;
    readonly allowed: { readonly js: boolean; readonly tso: boolean; readonly arm: boolean };
  }[];
}

test("a test races by the keyboard alone, and what Atomics forbid is never seen", async ({ interleave, page }) => {
  await interleave.open("catalogue=1");
  await page.locator("main [data-action=litmus]").press("Enter");
  await expect(page).toHaveURL(/litmus=SB/);
  const race = page.locator("[data-action=race-litmus]");
  await race.focus();
  await race.press("Enter");
  await interleave.idle();
  const plain = page.locator("[data-litmus-result=plain]");
  const atomics = page.locator("[data-litmus-result=atomics]");
  await expect(plain.locator("[data-values]")).toHaveCount(4);
  const forbidden = await atomics
    .locator("[data-forbidden=true]")
    .evaluateAll((rows) => rows.map((row) => (row as HTMLElement).dataset.count));
  expect(forbidden).toEqual(["0"]);
  await expect(atomics).toContainText("The weak outcome is forbidden here, and was not seen.");
  await interleave.open("litmus=IRIW&lang=zh-CN");
  await expect(page.locator("main")).toContainText("两个读者看到两次写入的次序能相反吗？");
});

test("the page API gives what was seen and who allows it, and refuses by name", async ({ interleave, page }) => {
  await interleave.open();
  for (const access of ["plain", "atomics"]) {
    const { iterations, outcomes } = await interleave.api<Raced>("litmus", { test: "MP", access, ms: 200 });
    expect(iterations).toBe(outcomes.reduce((sum, { count }) => sum + count, 0));
    for (const { values, allowed } of outcomes) {
      expect(values).toHaveLength(2);
      expect(allowed.js).toBe(true);
    }
  }
  await expect(page).toHaveURL(/litmus=MP/);
  expect(await interleave.refusal("litmus", { test: "XX", ms: 100 })).toMatchObject({ argument: "test", value: "XX" });
  expect(await interleave.refusal("litmus", { test: "SB", ms: 0 })).toMatchObject({ argument: "ms", value: 0 });
});
