// English and Simplified Chinese, light and dark: switched at once, without a reload.

import { expect, test } from "./page.ts";

test("the language switches at once, and what ran stays", async ({ interleave, page }) => {
  await interleave.open("scenario=count-lock&iterations=30");
  await interleave.run();
  await page.evaluate(() => Reflect.set(globalThis, "sameDocument", true));
  await page.locator("[data-action=language]").click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("加把锁再数");
  await expect(page.locator("html")).toHaveAttribute("lang", "zh-CN");
  await expect(interleave.outcome).toContainText("符合预期");
  await expect(page.getByText("发生了什么", { exact: true })).toBeVisible();
  await expect(page.getByRole("button", { name: "下一个事件" })).toBeVisible();
  expect(await page.evaluate(() => Reflect.get(globalThis, "sameDocument") as unknown)).toBe(true);
  await page.locator("[data-action=language]").click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("A lock repairs the count");
  await expect(interleave.outcome).toContainText("as expected");
});

test("in Chinese no English sentence is left, and in English no Chinese one", async ({ interleave, page }) => {
  for (const scenario of ["deadlock", "bank-race", "pool"]) {
    await interleave.open(`scenario=${scenario}&lang=zh-CN`);
    const chinese = await page.getByRole("main").innerText();
    // Four English words in a row: code and names of modules have fewer.
    expect(withoutCode(chinese).match(/(?:\b[a-z]{2,}\b[ ,]+){4,}/gi)).toBeNull();
    await interleave.open(`scenario=${scenario}&lang=en`);
    expect(await page.getByRole("main").innerText()).not.toMatch(/\p{Script=Han}/u);
  }
});

test("the theme is light, dark or the system's", async ({ interleave, page }) => {
  await page.emulateMedia({ colorScheme: "light" });
  await interleave.open("theme=auto");
  const html = page.locator("html");
  const button = page.locator("[data-action=theme]");
  const background = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const light = await background();
  await page.emulateMedia({ colorScheme: "dark" });
  await expect(html).toHaveAttribute("data-theme", "dark");
  await expect.poll(background).not.toBe(light);
  const seen = new Set<string | null>();
  for (let turn = 0; turn < 3; turn++) {
    await button.click();
    await interleave.idle();
    seen.add(new URL(page.url()).searchParams.get("theme"));
  }
  expect(seen).toEqual(new Set(["auto", "dark", "light"]));
});

/** The page's words without listings. */
function withoutCode(text: string): string {
  return text
    .split("\n")
    .filter(
      (line) =>
        !/^\s*(\d+\s*)?(import|from|def|for|while|with|if|else|try|except|print|return|class|[a-z_]+ ?[=.(])/.test(
          line,
        ),
    )
    .join("\n");
}
