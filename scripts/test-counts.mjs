// Reads how many tests passed and failed from the reports of the two test runners.
// Its one rule: a report without tests throws, because none is not the same as none failed.

/**
 * @typedef {object} Counts
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 */

/**
 * @param {unknown} report vitest's JSON report
 * @returns {Counts}
 */
export function countVitest(report) {
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = fields(report);
  const skipped = number(numPendingTests) + number(numTodoTests);
  return ensureSome({
    passed: number(numPassedTests),
    failed: number(numFailedTests) + filesThatDidNotLoad(testResults),
    skipped,
  });
}

/**
 * Files that failed without a failed test of theirs: they could not be loaded or a hook of theirs broke.
 * @param {unknown} files
 */
function filesThatDidNotLoad(files) {
  if (!Array.isArray(files)) return 0;
  return files.filter((file) => {
    const { status, assertionResults } = fields(file);
    const tests = Array.isArray(assertionResults) ? assertionResults : [];
    return status === "failed" && !tests.some((test) => fields(test).status === "failed");
  }).length;
}

/**
 * @param {unknown} report Playwright's JSON report
 * @returns {Counts}
 */
export function countPlaywright(report) {
  const { stats, errors } = fields(report);
  const { expected, unexpected, flaky, skipped } = fields(stats);
  const outsideTests = Array.isArray(errors) ? errors.length : 0;
  return ensureSome({
    passed: number(expected),
    failed: number(unexpected) + number(flaky) + outsideTests,
    skipped: number(skipped),
  });
}

/**
 * What failed, by name and first message, to be printed once more at the end of a long log.
 * @param {unknown} report either runner's JSON report
 * @returns {string[]}
 */
export function failures(report) {
  const { testResults, suites } = fields(report);
  return [...list(testResults).flatMap(ofVitestFile), ...list(suites).flatMap(ofPlaywrightSuite)];
}

/** @param {unknown} file */
function ofVitestFile(file) {
  const { name, message, assertionResults } = fields(file);
  const failed = list(assertionResults)
    .map(fields)
    .filter(({ status }) => status === "failed");
  if (failed.length === 0) return fields(file).status === "failed" ? [`${String(name)}: ${firstLines(message)}`] : [];
  return failed.map(
    ({ fullName, failureMessages }) => `${String(name)}: ${String(fullName)}: ${firstLines(list(failureMessages)[0])}`,
  );
}

/**
 * @param {unknown} suite
 * @returns {string[]}
 */
function ofPlaywrightSuite(suite) {
  const { suites, specs } = fields(suite);
  const failed = list(specs)
    .map(fields)
    .filter(({ ok }) => ok === false);
  return [...failed.map(ofPlaywrightSpec), ...list(suites).flatMap(ofPlaywrightSuite)];
}

/** @param {Record<string, unknown>} spec */
function ofPlaywrightSpec({ file, title, tests }) {
  const errors = list(tests).flatMap((test) =>
    list(fields(test).results).flatMap((result) => list(fields(result).errors)),
  );
  return `${String(file)}: ${String(title)}: ${errors.length > 0 ? firstLines(fields(errors[0]).message) : "failed"}`;
}

/** @param {unknown} text */
function firstLines(text) {
  return String(text).split("\n").slice(0, 12).join("\n  ");
}

/** @param {unknown} value */
function list(value) {
  return Array.isArray(value) ? value : [];
}

/**
 * @param {readonly Counts[]} all
 * @returns {Counts}
 */
export function sumOf(all) {
  const sum = { passed: 0, failed: 0, skipped: 0 };
  for (const counts of all) {
    sum.passed += counts.passed;
    sum.failed += counts.failed;
    sum.skipped += counts.skipped;
  }
  return sum;
}

/**
 * @param {Counts} counts
 * @returns {Counts}
 */
function ensureSome(counts) {
  if (counts.passed + counts.failed === 0) throw new Error("the report holds no test that was run");
  return counts;
}

/**
 * @param {unknown} value
 * @returns {Record<string, unknown>}
 */
function fields(value) {
  if (typeof value !== "object" || value === null) throw new Error("the report has not the form that was expected");
  return /** @type {Record<string, unknown>} */ (value);
}

/** @param {unknown} value */
function number(value) {
  if (typeof value !== "number") throw new Error("the report lacks a count");
  return value;
}
