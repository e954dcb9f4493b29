// The built page as it is served may share memory between workers.

import { expect, test } from "./page.ts";

test("the page is cross-origin isolated and may share memory", async ({ interleave, page }) => {
  await interleave.open();
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  expect(await page.evaluate(() => new SharedArrayBuffer(8).byteLength)).toBe(8);
});

test.describe("the watch on the console", () => {
  test.use({ allowed: [/on purpose/] });

  test("notes warnings, errors and what nobody caught, but what is allowed", async ({
    interleave,
    page,
    complaints,
  }) => {
    await interleave.open();
    await page.evaluate(() => {
      console.warn("a warning");
      console.error("an error");
      console.error("an error on purpose");
      console.log("a remark");
      setTimeout(() => {
        throw new Error("nobody caught this");
      });
    });
    await expect.poll(() => complaints.length).toBe(3);
    expect(complaints[0]).toContain("warning: a warning");
    expect(complaints[1]).toContain("error: an error");
    expect(complaints[2]).toContain("uncaught: nobody caught this");
    complaints.length = 0;
  });
});
