// `npm test`: types, layers, lint, unit, build, sizes, end-to-end, one after the other, each with its result;
// the last line is `N passed, N failed` over all. A check counts as one, a test as itself.
// Its one rule: nothing passes in silence. A runner that left no count, or counted nothing, is a failure, and
// what could not be run because an earlier step failed is one too.

import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { cacheFolder, runScript, runTool } from "./run-command.mjs";
import { countPlaywright, countVitest, failures, sumOf } from "./test-counts.mjs";

/** @typedef {import("./test-counts.mjs").Counts} Counts */

const reports = join(cacheFolder, "reports");

/** Every failed test by name, for the end of the log: whoever reads only that should know what to mend. */
const failed = /** @type {string[]} */ ([]);

/** @type {readonly { name: string, needs?: string, run: () => Counts }[]} */
const steps = [
  { name: "types", run: () => check("check-types.mjs") },
  { name: "layers", run: () => check("check-layers.mjs") },
  { name: "lint", run: () => check("check-lint.mjs") },
  { name: "unit", run: unit },
  { name: "build", run: () => ofCode(runTool("vite", ["build", "--logLevel", "warn"])) },
  { name: "sizes", needs: "build", run: () => check("check-sizes.mjs") },
  { name: "end-to-end", needs: "build", run: endToEnd },
];

/** @param {string} script a file of this folder */
function check(script) {
  return ofCode(runScript(script));
}

function unit() {
  const report = join(reports, "unit.json");
  const code = runTool("vitest", ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${report}`]);
  return counted(report, countVitest, code);
}

function endToEnd() {
  // Looked for here, so that where there is none the reason is one sentence and not a stack.
  if (runScript("find-browser.mjs") !== 0) return { passed: 0, failed: 1, skipped: 0 };
  const report = join(reports, "end-to-end.json");
  const args = ["test", "--config", "e2e/playwright.config.ts", "--reporter=list,json"];
  const code = runTool("playwright", args, { env: { PLAYWRIGHT_JSON_OUTPUT_NAME: report } });
  return counted(report, countPlaywright, code);
}

/**
 * The counts of a runner's report. One failure is added where they do not explain the runner's own verdict.
 * @param {string} report
 * @param {(report: unknown) => Counts} count
 * @param {number} code the runner's exit code
 * @returns {Counts}
 */
function counted(report, count, code) {
  try {
    const content = JSON.parse(readFileSync(report, "utf8"));
    const counts = count(content);
    failed.push(...failures(content));
    return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
  } catch (problem) {
    console.error(`no count of tests: ${String(problem)}`);
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

/**
 * @param {number} code
 * @returns {Counts}
 */
function ofCode(code) {
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 };
}

/** @param {Counts} counts */
function inWords({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}

rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });

/** @type {{ name: string, counts: Counts, seconds: number }[]} */
const results = [];
for (const { name, needs, run } of steps) {
  console.log(`\n== ${name}`);
  const before = Date.now();
  // An older build may still be there: what needs the build must not pass on that one.
  const lacking = results.find((result) => result.name === needs && result.counts.failed > 0);
  if (lacking) console.error(`not run, because ${lacking.name} failed`);
  const counts = lacking ? ofCode(1) : run();
  const seconds = (Date.now() - before) / 1000;
  results.push({ name, counts, seconds });
  console.log(`== ${name}: ${inWords(counts)} (${seconds.toFixed(1)} s)`);
}

console.log("");
for (const { name, counts, seconds } of results) {
  console.log(`${name.padEnd(12)}${inWords(counts)} (${seconds.toFixed(1)} s)`);
}
for (const name of failed) console.log(`\nfailed: ${name}`);
const sum = sumOf(results.map((result) => result.counts));
console.log(`${sum.passed} passed, ${sum.failed} failed`);
process.exitCode = sum.failed > 0 || sum.passed === 0 ? 1 : 0;
