import { expect, test } from "vitest";
import { isChosen, readArguments } from "./arguments.ts";
import type { Goal } from "./kernel.ts";
import { measureRounds } from "./rounds.ts";
import { describeGoal, medianOf, summarise } from "./summary.ts";
import { drawTable } from "./table.ts";

const card = (goal: Goal) => ({ name: "lock-alone", unit: "ns/op", against: "bare exchange", goal });
const processes = [
  { subject: [30, 20, 40], floor: [10, 10, 10] },
  { subject: [22, 24, 26], floor: [20, 12, 13] },
];

test("medians are of processes, ranges of all samples, ratios of rounds", () => {
  const row = summarise(card({ ratio: { max: 2.5 } }), processes);
  expect(row).toEqual({
    name: "lock-alone",
    unit: "ns/op",
    median: 27,
    low: 20,
    high: 40,
    against: "bare exchange",
    ratio: 2.5,
    goal: "ratio ≤ 2.5",
    met: true,
  });
});

test.each([
  [{ ratio: { max: 2.4 } }, false],
  [{ ratio: { min: 2.5 } }, true],
  [{ value: { max: 26 } }, false],
  [{ value: { min: 27 }, ratio: { min: 3 } }, false],
  [{}, null],
] as const)("the goal %j is met: %s", (goal, met) => {
  expect(summarise(card(goal), processes).met).toBe(met);
});

test("a goal on a ratio is not met without a floor", () => {
  const row = summarise(card({ ratio: { max: 100 } }), [{ subject: [1], floor: [] }]);
  expect([row.ratio, row.met]).toEqual([null, false]);
});

test("a kernel without samples throws", () => {
  expect(() => summarise(card({}), [{ subject: [], floor: [] }])).toThrow("lock-alone: no samples");
});

test("the median of an even count lies between the two in the middle", () => {
  expect(medianOf([4, 1, 3, 2])).toBe(2.5);
});

test("goals are told in words", () => {
  expect(describeGoal({ ratio: { max: 1.5 }, value: { min: 10 } })).toBe("ratio ≤ 1.5, value ≥ 10");
});

test("the arms take turns, each goes first in every second round, and warming up is not counted", async () => {
  const calls: string[] = [];
  const arm = (name: string) => (round: number) => calls.push(`${name}${round}`);
  const samples = await measureRounds(
    { name: "turns", rounds: 2, subject: arm("s"), floor: arm("f") },
    (_arm, round) => round,
  );
  expect(calls).toEqual(["f-2", "s-2", "s-1", "f-1", "f0", "s0", "s1", "f1"]);
  expect(samples).toEqual({ subject: [6, 7], floor: [5, 8] });
});

test("an arm that gives no figure throws with its name", async () => {
  await expect(measureRounds({ name: "broken", subject: () => 0 }, () => undefined)).rejects.toThrow(
    "broken: subject gave 0",
  );
});

test("a share may be 0, but no less", async () => {
  const share = (value: number) => ({ name: "share", rounds: 1, mayBeZero: true, subject: () => value });
  expect(await measureRounds(share(0), () => undefined)).toEqual({ subject: [0], floor: [] });
  await expect(measureRounds(share(-1), () => undefined)).rejects.toThrow("share: subject gave -1");
});

test("arguments are read and bad ones are refused in words", () => {
  expect(readArguments(["--only", "lock", "--only", "queue", "--json", "a.json"])).toEqual({
    only: ["lock", "queue"],
    json: "a.json",
    processes: 5,
    list: false,
  });
  expect(() => readArguments(["--processes", "none"])).toThrow("--processes is none; allowed is an integer");
  expect(() => readArguments(["--wat"])).toThrow("--wat");
});

test("a kernel is chosen by a part of its name", () => {
  expect([isChosen("lock-alone", []), isChosen("lock-alone", ["alone"]), isChosen("lock-alone", ["queue"])]).toEqual([
    true,
    true,
    false,
  ]);
});

test("the table shows every column in one line a kernel", () => {
  const lines = drawTable([summarise(card({ ratio: { max: 2 } }), processes)]).split("\n");
  expect(lines[0]).toMatch(/^name +unit +median +low–high +against +ratio +goal +met$/);
  expect(lines[2]).toMatch(/^lock-alone +ns\/op +27\.0 +20\.0–40\.0 +bare exchange +2\.50 +ratio ≤ 2 +no$/);
});
