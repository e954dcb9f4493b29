// The sum that decides whether all is well: missing, empty and inconsistent reports must not pass.

import { expect, test } from "vitest";
import { countPlaywright, countVitest, failures, sumOf } from "./test-counts.mjs";

const vitestReport = {
  numPassedTests: 3,
  numFailedTests: 0,
  numPendingTests: 1,
  numTodoTests: 0,
  testResults: [{ status: "passed", assertionResults: [{ status: "passed" }] }],
};

test("vitest's counts are read", () => {
  expect(countVitest(vitestReport)).toEqual({ passed: 3, failed: 0, skipped: 1 });
});

test("a test file that could not be loaded is a failure", () => {
  const broken = { ...vitestReport, testResults: [{ status: "failed", assertionResults: [] }] };
  expect(countVitest(broken).failed).toBe(1);
});

test("Playwright's counts are read; flaky tests and errors outside tests are failures", () => {
  const report = { stats: { expected: 5, unexpected: 1, flaky: 1, skipped: 2 }, errors: [{ message: "no server" }] };
  expect(countPlaywright(report)).toEqual({ passed: 5, failed: 3, skipped: 2 });
});

test.each([
  ["nothing", null],
  ["no counts", {}],
  ["no tests", { ...vitestReport, numPassedTests: 0, testResults: [] }],
])("a report with %s throws", (_what, report) => {
  expect(() => countVitest(report)).toThrow("the report");
});

test("a Playwright report without tests throws", () => {
  expect(() => countPlaywright({ stats: { expected: 0, unexpected: 0, flaky: 0, skipped: 4 }, errors: [] })).toThrow(
    "the report holds no test",
  );
});

test("counts are summed", () => {
  const one = { passed: 1, failed: 0, skipped: 2 };
  expect(sumOf([one, one, { passed: 0, failed: 1, skipped: 0 }])).toEqual({ passed: 2, failed: 1, skipped: 4 });
});

test("a failed test of vitest is named with its first message, a file that could not be loaded with its own", () => {
  const assertionResults = [
    { status: "passed", fullName: "well" },
    { status: "failed", fullName: "badly", failureMessages: ["expected 1\nto be 2"] },
  ];
  const files = [
    { name: "a.test.ts", status: "failed", message: "", assertionResults },
    { name: "b.test.ts", status: "failed", message: "no such module", assertionResults: [] },
  ];
  expect(failures({ testResults: files })).toEqual([
    "a.test.ts: badly: expected 1\n  to be 2",
    "b.test.ts: no such module",
  ]);
});

test("a failed test of Playwright is named, however deep it lies", () => {
  const failed = {
    ok: false,
    file: "a.spec.ts",
    title: "badly",
    tests: [{ results: [{ errors: [{ message: "late" }] }] }],
  };
  const passed = { ok: true, file: "a.spec.ts", title: "well", tests: [] };
  const report = { suites: [{ specs: [passed], suites: [{ specs: [failed] }] }] };
  expect(failures(report)).toEqual(["a.spec.ts: badly: late"]);
});
