// The page opens quietly and offers what the page API promises: members, surroundings, catalogue.

import { expect, test } from "./page.ts";
import { BUILT_MEMBERS, MEMBERS, type CatalogueEntry, type Environment } from "./promises.ts";
import { catalogueShape, environmentShape } from "./promised-shapes.ts";

const IDS = ["two-jobs", "bank-race", "count-race", "count-lock", "deadlock", "bounded-queue", "pool"];

test("the page is isolated, ready and quiet", async ({ interleave, page }) => {
  await interleave.open();
  await interleave.idle();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("The bank that loses money");
  await expect(interleave.notices).toHaveCount(0);
  expect(await interleave.api("version")).toMatch(/^\d+\.\d+\.\d+/);
});

test.describe("asked of one page", () => {
  test.use({ oneLoad: true });

  test("the page API has what is built, and nothing that was not promised", async ({ interleave, page }) => {
    await interleave.open();
    const names = await page.evaluate(() => Object.keys(Reflect.get(globalThis, "interleave") as object));
    expect(names).toEqual(expect.arrayContaining([...BUILT_MEMBERS]));
    expect(names.filter((name) => !(MEMBERS as readonly string[]).includes(name))).toEqual([]);
  });

  test("the surroundings are told as they are", async ({ interleave, page }) => {
    await interleave.open();
    const environment = await interleave.api<Environment>("environment");
    expect(environmentShape(environment, "environment")).toEqual([]);
    const cores = await page.evaluate(() => navigator.hardwareConcurrency);
    expect(environment).toMatchObject({ isolated: true, sharedMemory: true, cores, engine: "threads" });
    expect(environment.clockResolutionUs).toBeGreaterThan(0);
    expect(environment.clockResolutionUs).toBeLessThan(1000);
  });

  test("the catalogue is complete in both languages", async ({ interleave }) => {
    await interleave.open();
    const english = await interleave.api<readonly CatalogueEntry[]>("catalogue", { lang: "en" });
    const chinese = await interleave.api<readonly CatalogueEntry[]>("catalogue", { lang: "zh-CN" });
    for (const entries of [english, chinese]) {
      expect(catalogueShape(entries, "catalogue")).toEqual([]);
      expect(entries.map(({ id }) => id)).toEqual(expect.arrayContaining(IDS));
    }
    for (const [index, entry] of english.entries()) {
      const other = chinese[index];
      expect(other.id).toBe(entry.id);
      expect(other.title).not.toBe(entry.title);
      expect(other.summary).toMatch(/\p{Script=Han}/u);
      expect(entry.title + entry.summary).not.toMatch(/\p{Script=Han}/u);
      expect(entry.modes).toContain("run");
      const values = ({ parameters }: CatalogueEntry) => parameters.map(({ label: _, ...rest }) => rest);
      expect(values(other)).toEqual(values(entry));
      expect(other.listing).toBe(entry.listing);
    }
  });

  test("fixed names have their fixed meanings", async ({ interleave }) => {
    await interleave.open();
    const entries = await interleave.api<readonly CatalogueEntry[]>("catalogue");
    const entry = (id: string) => entries.find((one) => one.id === id) as CatalogueEntry;
    const parameter = (id: string, name: string) => entry(id).parameters.find((one) => one.name === name);
    for (const id of ["bank-race", "count-race", "count-lock"]) {
      expect(parameter(id, "threads")).toMatchObject({ kind: "integer", default: 2 });
      expect(parameter(id, "iterations")).toMatchObject({ default: 100_000, smallDefault: 1, max: 1_000_000 });
      expect(parameter(id, "lock")?.choices).toEqual(["none", "inner", "outer"]);
      expect(parameter(id, "python")).toMatchObject({
        default: "free-threaded",
        choices: ["3.9", "3.10", "free-threaded"],
      });
    }
    for (const id of ["two-jobs", "deadlock", "bounded-queue", "pool"]) {
      expect(parameter(id, "second")).toMatchObject({ kind: "integer", default: 1000, min: 20 });
    }
    expect(parameter("deadlock", "order")?.choices?.toSorted()).toEqual(["opposite", "same"]);
    expect(entry("bank-race").outcomes).toEqual(["balance"]);
    expect(entry("count-race").outcomes).toEqual(["count", "firstFinisher"]);
    expect(entry("count-lock").outcomes).toEqual(["count", "firstFinisher"]);
    expect(entry("bounded-queue").outcomes).toEqual(["produced", "consumed", "refused"]);
    expect(entry("pool").outcomes).toEqual(["results", "ranOn"]);
    expect(entry("deadlock").outcomes).toEqual(["finished"]);
  });
});

/** Scenarios that compare ways of which none is broken. */
const NOTHING_TO_MEND: readonly string[] = ["gather-wait-completed", "why-it-waits"];

test("every scenario opens from the list and shows its lesson", async ({ interleave, page }) => {
  await interleave.open("catalogue=1");
  const entries = await interleave.api<readonly CatalogueEntry[]>("catalogue");
  const list = page.getByRole("navigation", { name: "Scenarios" });
  for (const { id, title, summary } of entries) {
    await list.getByRole("link", { name: title }).click();
    await interleave.idle();
    await expect(page).toHaveURL(new RegExp(`[?&]scenario=${id}(&|$)`));
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(title);
    await expect(page.getByRole("main")).toContainText(summary.replaceAll("`", ""));
    await expect(page.getByText("What to look for")).toBeVisible();
    await expect(page.getByText("Before you run it")).toBeVisible();
    await expect(page.getByText("What happened", { exact: true })).toBeVisible();
    await expect(page.getByText("Then and now")).toBeVisible();
    const pairs = NOTHING_TO_MEND.includes(id) ? 0 : 1;
    await expect(page.getByText("Broken and mended, side by side")).toHaveCount(pairs);
    await expect(interleave.notices).toHaveCount(0);
  }
});

test("a prediction says at once which misconception it comes from", async ({ interleave, page }) => {
  await interleave.open("scenario=deadlock");
  const question = page.getByRole("group", { name: /Before you run it/ });
  await question.getByRole("radio", { name: /The interpreter lock prevents it/ }).check();
  await expect(question.getByRole("status")).toContainText("The interpreter lock protects the interpreter");
  await question.getByRole("radio", { name: "Both wait for ever" }).check();
  await expect(question.getByRole("status")).toContainText("Right: each waits for a lock");
});

test("the listing can be downloaded as a file to run at home", async ({ interleave, page }) => {
  await interleave.open("scenario=count-race&iterations=5");
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: /as a \.py file/ }).click();
  const file = await download;
  expect(file.suggestedFilename()).toBe("count-race.py");
  const chunks = await (await file.createReadStream()).toArray();
  const source = Buffer.concat(chunks as Buffer[]).toString("utf8");
  expect(source).toContain("import threading");
  expect(source).toContain("iterations = 5\n");
});
