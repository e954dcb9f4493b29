// Takes the pictures of the documents from the built page: `npm run build && node scripts/screenshots.mjs`.
// Its one rule: what is in a picture has really run, here and now.

import { spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { chromium } from "@playwright/test";
import { findBrowser } from "./find-browser.mjs";
import { findFreePort } from "./free-port.mjs";

/** @typedef {import("@playwright/test").Page} Page */

const project = fileURLToPath(new URL("..", import.meta.url));
const images = fileURLToPath(new URL("../docs/images/", import.meta.url));

/** @type {readonly { name: string, query: string, theme: "light" | "dark", prepare?: (page: Page) => Promise<void> }[]} */
const pictures = [
  { name: "race-light", query: "scenario=bank-race&iterations=20000", theme: "light", prepare: showLostUpdate },
  {
    name: "race-dark",
    query: "scenario=bank-race&iterations=20000&lang=zh-CN",
    theme: "dark",
    prepare: showLostUpdate,
  },
  { name: "deadlock-light", query: "scenario=deadlock&second=300", theme: "light", prepare: showFindings },
];

/** Runs that are tried, and how many microseconds may lie between the first and the last event of a lost update. */
const MOST_RUNS = 60;
const CLOSE_US = 60;

/** @param {Page} page */
async function showLostUpdate(page) {
  await runUntilClose(page);
  await page.locator("[data-action=show-lost-update]").click();
  await idle(page);
}

/**
 * Runs until the first lost update has its two reads and two writes close together: then all four are seen at once, and can be read.
 * @param {Page} page
 */
function runUntilClose(page) {
  return page.evaluate(
    async ([runs, close]) => {
      const surface =
        /** @type {{ run(wanted: object): Promise<{ findings: { kind: string, events: number[] }[] }>, trace(part: object): Promise<{ events: { t: number }[] }> }} */ (
          Reflect.get(globalThis, "interleave")
        );
      for (let left = runs; left > 0; left--) {
        const { findings } = await surface.run({ scenario: "bank-race", parameters: { iterations: 20_000 } });
        const [first] = findings
          .filter(({ kind }) => kind === "lost-update")
          .toSorted((a, b) => Math.min(...a.events) - Math.min(...b.events));
        if (first === undefined) continue;
        const [from, to] = [Math.min(...first.events), Math.max(...first.events) + 1];
        const { events } = await surface.trace({ from, to });
        const times = events.map(({ t }) => t);
        if (Math.max(...times) - Math.min(...times) <= close) return;
      }
    },
    [MOST_RUNS, CLOSE_US],
  );
}

/** @param {Page} page */
async function showFindings(page) {
  await page.locator("[data-tab=findings]").click();
}

/** @param {Page} page */
function idle(page) {
  return page.evaluate(() => /** @type {{ idle(): Promise<void> }} */ (Reflect.get(globalThis, "interleave")).idle());
}

/**
 * @param {Page} page
 * @param {string} address
 */
async function openAndRun(page, address) {
  await page.goto(address);
  await page.waitForFunction(() => document.documentElement.dataset.ready === "true");
  await page.locator("[data-action=run]").click();
  await idle(page);
}

mkdirSync(images, { recursive: true });
const port = await findFreePort();
const { executablePath, args } = findBrowser();
const vite = fileURLToPath(new URL("../node_modules/vite/bin/vite.js", import.meta.url));
const folder = process.env.INTERLEAVE_DIST ?? "dist";
const server = spawn(process.execPath, [vite, "preview", "--port", String(port), "--strictPort", "--outDir", folder], {
  cwd: project,
  stdio: "ignore",
});
const browser = await chromium.launch({ executablePath, args });
try {
  for (const { name, query, theme, prepare } of pictures) {
    const page = await browser.newPage({
      viewport: { width: 1440, height: 900 },
      colorScheme: theme,
      reducedMotion: "reduce",
    });
    await retried(() => openAndRun(page, `http://localhost:${port}/?${query}&theme=${theme}`));
    await prepare?.(page);
    await idle(page);
    await page.screenshot({ path: `${images}${name}.png` });
    await page.close();
    console.log(`docs/images/${name}.png`);
  }
} finally {
  await browser.close();
  server.kill();
}

/**
 * The server needs a moment before it answers.
 * @param {() => Promise<void>} work
 */
async function retried(work) {
  for (let tries = 0; ; tries++) {
    try {
      return await work();
    } catch (problem) {
      if (tries === 20 || !String(problem).includes("ERR_CONNECTION_REFUSED")) throw problem;
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  }
}
