// Bad input: a message that names field, value and what is allowed; the default is kept; nothing runs.

import { expect, test, type InterleavePage } from "./page.ts";

const CALLS: readonly {
  readonly what: string;
  readonly member: string;
  readonly args: readonly unknown[];
  readonly argument: string;
  readonly value?: unknown;
  readonly allowed: RegExp;
}[] = [
  {
    what: "an integer out of range",
    member: "run",
    args: [{ scenario: "bank-race", parameters: { threads: 99 } }],
    argument: "threads",
    value: 99,
    allowed: /1 .*8/,
  },
  {
    what: "a number that is no integer",
    member: "run",
    args: [{ scenario: "count-race", parameters: { iterations: 1.5 } }],
    argument: "iterations",
    value: 1.5,
    allowed: /integer from 1 to 1000000/,
  },
  {
    what: "a text for a number",
    member: "run",
    args: [{ scenario: "bank-race", parameters: { threads: "2" } }],
    argument: "threads",
    value: "2",
    allowed: /integer/,
  },
  {
    what: "a choice there is not",
    member: "run",
    args: [{ scenario: "bank-race", parameters: { lock: "middle" } }],
    argument: "lock",
    value: "middle",
    allowed: /none, inner, outer/,
  },
  {
    what: "a parameter of another scenario",
    member: "run",
    args: [{ scenario: "bank-race", parameters: { capacity: 3 } }],
    argument: "capacity",
    value: 3,
    allowed: /threads, iterations, lock, python/,
  },
  {
    what: "a second that is too short",
    member: "run",
    args: [{ scenario: "two-jobs", parameters: { second: 19 } }],
    argument: "second",
    value: 19,
    allowed: /from 20/,
  },
  {
    what: "a scenario there is not",
    member: "run",
    args: [{ scenario: "no-such" }],
    argument: "scenario",
    value: "no-such",
    allowed: /bank-race/,
  },
  {
    what: "neither scenario nor program",
    member: "run",
    args: [{}],
    argument: "scenario",
    allowed: /scenario.*program/,
  },
  {
    what: "both scenario and program",
    member: "run",
    args: [{ scenario: "bank-race", program: "x = 1" }],
    argument: "scenario",
    value: "bank-race",
    allowed: /scenario.*program/,
  },
  {
    what: "a request that is no object",
    member: "run",
    args: ["bank-race"],
    argument: "run|request",
    value: "bank-race",
    allowed: /object/,
  },
  {
    what: "an option there is not",
    member: "run",
    args: [{ scenario: "bank-race", speed: 3 }],
    argument: "speed",
    value: 3,
    allowed: /scenario, program, language, parameters/,
  },
  {
    what: "a time limit below zero",
    member: "run",
    args: [{ scenario: "bank-race", timeoutMs: -1 }],
    argument: "timeoutMs",
    value: -1,
    allowed: /number from/,
  },
  {
    what: "a run that would record too much",
    member: "run",
    args: [{ scenario: "count-race", parameters: { threads: 8, iterations: 1_000_000 } }],
    argument: "threads, iterations",
    allowed: /10000000 recorded events.*record: false/,
  },
  {
    what: "no number of runs",
    member: "repeat",
    args: [{ scenario: "bank-race" }],
    argument: "runs",
    allowed: /integer from 1/,
  },
  {
    what: "no runs",
    member: "repeat",
    args: [{ scenario: "bank-race", runs: 0 }],
    argument: "runs",
    value: 0,
    allowed: /from 1/,
  },
  {
    what: "a language there is not",
    member: "catalogue",
    args: [{ lang: "fr" }],
    argument: "lang",
    value: "fr",
    allowed: /en, zh-CN/,
  },
  { what: "nothing to show", member: "show", args: [7], argument: "query", value: 7, allowed: /address/ },
];

test.describe("in a page in which nothing has run", () => {
  test.use({ oneLoad: true });

  for (const { what, member, args, argument, value, allowed } of CALLS) {
    test(`${member} refuses ${what}`, async ({ interleave }) => {
      await interleave.open();
      const refusal = await interleave.refusal(member, ...args);
      expect(refusal.argument).toMatch(new RegExp(`^(${argument})$`));
      if (value !== undefined) expect(refusal.value).toEqual(value);
      expect(refusal.allowed).toMatch(allowed);
      expect(refusal.message).toContain(String(refusal.argument));
      await expectNothingRan(interleave);
    });
  }
});

test("what can be asked of a trace is checked too", async ({ interleave }) => {
  await interleave.open();
  const { events } = await interleave.report({ scenario: "bank-race", parameters: { iterations: 3 } });
  expect(await interleave.refusal("seek", { seq: events })).toMatchObject({ argument: "seq", value: events });
  expect(await interleave.refusal("seek", { seq: "first" })).toMatchObject({ argument: "seq", value: "first" });
  expect(await interleave.refusal("trace", { threads: [17] })).toMatchObject({ argument: "threads" });
  expect(await interleave.refusal("trace", { from: -4 })).toMatchObject({ argument: "from", value: -4 });
  expect(await interleave.refusal("exportTrace", "pdf")).toMatchObject({ argument: "format", value: "pdf" });
  expect(await interleave.refusal("exportTrace", "csv", { as: "stream" })).toMatchObject({
    argument: "as",
    value: "stream",
  });
});

test("a program with an error is refused at its place and does not run", async ({ interleave, page }) => {
  await interleave.open();
  const program = "import threading\n\nfor n in range(3)\n    print(n)\n";
  const refusal = await interleave.refusal("run", { program });
  expect(refusal).toMatchObject({ argument: "program", value: program });
  expect(refusal.allowed).toMatch(/line 3/);
  await expectNothingRan(interleave);
  await expect(page.getByText(/SyntaxError, line 3, column \d+/)).toBeVisible();
  await expect(interleave.runButton).toBeDisabled();
});

test("what the subset has not is refused with what to write instead", async ({ interleave, page }) => {
  await interleave.open();
  const refusal = await interleave.refusal("run", { program: "x = 1\nmatch x:\n    case 1:\n        print('one')\n" });
  expect(refusal.argument).toBe("program");
  expect(refusal.allowed).toMatch(/line 2/);
  await expect(page.getByText(/Unsupported, line 2, column 1/)).toBeVisible();
  await expect(page.getByText(/Instead: .*if/)).toBeVisible();
  await expectNothingRan(interleave);
});

const ADDRESSES: readonly { readonly query: string; readonly says: readonly string[]; readonly kept: string }[] = [
  { query: "scenario=bank-race&threads=99", says: ["threads", "99", "from 1 to 8"], kept: "2" },
  { query: "scenario=bank-race&threads=two", says: ["threads", "two", "whole number"], kept: "2" },
  { query: "scenario=bank-race&lock=middle", says: ["lock", "middle", "none, inner, outer"], kept: "2" },
  { query: "scenario=bank-race&colour=red", says: ["colour", "threads, iterations, lock, python"], kept: "2" },
  { query: "scenario=bank-race&lang=fr", says: ["lang", "fr", "en, zh-CN"], kept: "2" },
  { query: "scenario=bank-race&theme=pink", says: ["theme", "pink", "light, dark, auto"], kept: "2" },
  { query: "scenario=bank-race&mode=fly", says: ["mode", "fly", "run"], kept: "2" },
  { query: "scenario=bank-race&seed=-3", says: ["seed", "-3", "whole number"], kept: "2" },
  { query: "scenario=bank-race&program=not-a-listing!", says: ["program", "packed"], kept: "2" },
];

for (const { query, says, kept } of ADDRESSES) {
  test(`the address ?${query} is answered in the page`, async ({ interleave, page }) => {
    await interleave.open(`${query}&autorun=1`);
    await interleave.idle();
    await expect(interleave.notices).toHaveCount(1);
    for (const words of says) await expect(interleave.notices).toContainText(words);
    await expect(page.getByRole("spinbutton", { name: "threads" })).toHaveValue(kept);
    await expectNothingRan(interleave);
    await page.getByRole("button", { name: "Dismiss" }).click();
    await expect(interleave.notices).toHaveCount(0);
  });
}

test("every bad value of an address has a message of its own, in the page's language", async ({ interleave }) => {
  await interleave.open("scenario=bounded-queue&capacity=-1&items=100&way=maybe&lang=zh-CN");
  await expect(interleave.notices).toHaveCount(3);
  for (const field of ["capacity", "items", "way"]) {
    await expect(interleave.notices.filter({ hasText: field })).toContainText("可以是");
  }
});

test("an unknown scenario shows the catalogue with a message", async ({ interleave, page }) => {
  await interleave.open("scenario=no-such&threads=3");
  await expect(interleave.notices).toHaveCount(1);
  await expect(interleave.notices).toContainText("no-such");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("All scenarios");
  await expect(page.getByRole("main").getByRole("link")).not.toHaveCount(0);
});

test("a value typed into a control is refused in the same words", async ({ interleave, page }) => {
  await interleave.open("scenario=bank-race");
  const threads = page.getByRole("spinbutton", { name: "threads" });
  await threads.fill("50");
  await threads.press("Enter");
  await expect(interleave.notices).toContainText("from 1 to 8");
  await expect(threads).toHaveValue("2");
});

test("a run that is too large to record says which values to blame, and offers to run unrecorded", async ({
  interleave,
  page,
}) => {
  await interleave.open("scenario=bank-race&iterations=1000000&threads=8");
  await interleave.run();
  await expect(interleave.notices).toContainText("threads, iterations");
  await expect(interleave.notices).toContainText("10 000 000");
  await expect(page.getByRole("button", { name: "Run without recording" })).toBeVisible();
  await expectNothingRan(interleave);
});

async function expectNothingRan(interleave: InterleavePage): Promise<void> {
  await interleave.idle();
  await expect(interleave.outcome).toHaveCount(0);
  const refusal = await interleave.refusal("trace");
  expect(refusal.message).toContain("run something first");
}
