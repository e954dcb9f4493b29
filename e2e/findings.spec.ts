// Findings by the keyboard alone: from a wrong value to the reads and writes that made it, to the steps that lead there, and what orders two of them.

import type { Locator } from "@playwright/test";
import { LOSES_ONE } from "./listings.ts";
import { expect, test } from "./page.ts";

test("a wrong value leads to what made it, and that to its steps", async ({ interleave, page }) => {
  const press = async (what: Locator, key = "Enter"): Promise<void> => {
    await what.focus();
    await page.keyboard.press(key);
    await interleave.idle();
  };
  await interleave.open();
  await interleave.report({ program: LOSES_ONE });
  await press(interleave.outcome.getByRole("button", { name: "How count came to be 1" }));
  const story = page.locator("[data-story]");
  await expect(story).toBeFocused();
  await expect(story.getByRole("listitem")).toHaveText([
    /slow reads count: 0 .*old by the time it was used/,
    /MainThread reads count: 0/,
    /MainThread writes count: 10 .*written over/,
    /slow writes count: 1/,
  ]);
  // Two of them are compared: kept by a key on the lanes, the other chosen from the list.
  await press(story.getByRole("button", { name: /slow reads/ }));
  await press(interleave.lanes, "r");
  await press(story.getByRole("button", { name: /MainThread writes/ }));
  const relation = page.locator("[data-relation]");
  await expect(relation).toHaveAttribute("data-relation", "ordered");
  await expect(relation.getByRole("status")).toContainText("happens before");
  await expect(relation.locator("[data-chain] li")).toHaveText([
    /slow reads count/,
    /slow releases second/,
    /MainThread acquires second/,
    /MainThread writes count/,
  ]);
  // The run is pinned, and step mode opens before the first of them.
  await press(story.getByRole("button", { name: /^Step through it/ }));
  await expect(page).toHaveURL(/mode=step/);
  await page.keyboard.press(".");
  await interleave.idle();
  const { events } = await interleave.trace();
  const read = events.find(({ op, thread }) => op === "read" && thread === 1);
  const { seq } = await interleave.api<{ readonly seq: number }>("state");
  expect(seq).toBeGreaterThanOrEqual(read?.seq ?? Infinity);
  expect(events.slice(read?.seq, seq + 1).filter(({ op }) => op === "read" || op === "write")).toHaveLength(1);
});

test("what an exploration found is told in the language on show, and steps from there", async ({
  interleave,
  page,
}) => {
  await interleave.open("scenario=count-race&lang=zh-CN");
  const { findings } = await interleave.api<{ readonly findings: readonly { readonly message: string }[] }>("explore", {
    scenario: "count-race",
  });
  await interleave.idle();
  const lost = page.locator("[data-finding=lost-update]").first();
  await expect(lost).toContainText("对 count 的一次更新丢失");
  expect(findings.map(({ message }) => message).join()).toContain("An update of count by");
  await page.getByRole("button", { name: "English" }).first().click();
  await expect(lost).toContainText("An update of count by");
  await lost.getByRole("button").focus();
  await page.keyboard.press("Enter");
  await interleave.idle();
  await expect(page).toHaveURL(/mode=step/);
  await expect(interleave.lanes).toBeFocused();
});
