// End-to-end tests: Chromium on the built page, served with the isolation headers. They build nothing:
// `npm run e2e` and `npm test` build first. INTERLEAVE_DIST names another built folder than dist.
// No retries: a test that fails at times is a fault to be found.

import { defineConfig } from "@playwright/test";
import { findBrowser } from "../scripts/find-browser.mjs";
import { findFreePort } from "../scripts/free-port.mjs";

// Playwright's own processes read this file again and must come to the same port.
process.env.INTERLEAVE_E2E_PORT ??= String(await findFreePort());
const port = process.env.INTERLEAVE_E2E_PORT;
const address = `http://localhost:${port}/`;
const { executablePath, args } = findBrowser();

export default defineConfig({
  testDir: ".",
  outputDir: "../test-results",
  fullyParallel: true,
  forbidOnly: true,
  workers: 1,
  retries: 0,
  // No promise about speed: what hangs is told, and a busy machine is given time.
  timeout: 240_000,
  expect: { timeout: 30_000 },
  reporter: [["list"]],
  use: {
    baseURL: address,
    viewport: { width: 1440, height: 900 },
    locale: "en-GB",
    screenshot: "only-on-failure",
    launchOptions: { executablePath, args },
  },
  projects: [{ name: "chromium", use: { browserName: "chromium" } }],
  webServer: {
    command: `node node_modules/vite/bin/vite.js preview --port ${port} --strictPort --outDir ${process.env.INTERLEAVE_DIST ?? "dist"}`,
    cwd: "..",
    url: address,
    timeout: 120_000,
  },
});
