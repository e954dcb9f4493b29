// One tab for the tests of a runner's process, one after another: a tab of its own would cost each of them a process of the browser,
// and every script a compilation. Its one rule: a test finds the tab as if it were new (nothing kept, no permission, the usual window,
// no other tab, a page loaded afresh), unless it belongs to a group of tests that share one load and says so.

import type { Browser, BrowserContext, Page, ViewportSize } from "@playwright/test";

/** The tab, from test to test. */
export class KeptTab {
  #page: Page | null = null;
  /** The group whose load of the page stands in the tab. */
  #group: string | null = null;
  #isLoaded = false;

  /** Whether the load of the test's own group stands in the tab. */
  get isLoaded(): boolean {
    return this.#isLoaded;
  }

  /** The tab's context, made at the first call with the options of the project. */
  async context(browser: Browser): Promise<BrowserContext> {
    this.#page ??= await (await browser.newContext()).newPage();
    return this.#page.context();
  }

  /** The tab in a window of a size. @param group name of the tests that share one load; null for a test with a load of its own */
  async take(browser: Browser, size: ViewportSize | null, group: string | null): Promise<Page> {
    const [page] = (await this.context(browser)).pages();
    if (size !== null) await page.setViewportSize(size);
    await page.mouse.move(0, 0);
    this.#isLoaded = group !== null && group === this.#group;
    this.#group = group;
    if (!this.#isLoaded) await forget(page);
    return page;
  }

  /** Takes back what a test may have set, and closes the tabs that it opened. */
  async putBack(page: Page): Promise<void> {
    const context = page.context();
    for (const other of context.pages()) if (other !== page) await other.close();
    await context.clearPermissions();
    await page.emulateMedia({ colorScheme: null, reducedMotion: null });
  }
}

/** What the page of the test before kept for its next visit. */
async function forget(page: Page): Promise<void> {
  if (page.url() === "about:blank") return;
  await page.evaluate(() => {
    localStorage.clear();
    sessionStorage.clear();
  });
}
