/** Interleavings counted by brute force: what is a step, and what is not, to the digit (docs/stepping.md). */
import { describe, expect, it } from "vitest";
import { GLOBALS_BASE } from "../../memory/layout.ts";
import { fromSmallWord } from "../../memory/words.ts";
import { exhaust, type Exhausted, simulate } from "../../testing/exhaust.ts";
import type { SimulationSettings } from "./settings.ts";
import type { Simulation } from "./simulation.ts";

/** A module-level integer. */
function integer({ program, memory }: Simulation, name: string): string {
  const slot = program.slots.find((one) => one.name === name)?.slot ?? 0;
  return String(fromSmallWord(memory.load(GLOBALS_BASE + slot)));
}

/** `n` threads that run `body` of a function `work(i)`; main starts and joins them. */
function threads(n: number, head: string, body: string): string {
  const lines = body.split("\n").map((line) => `    ${line}`);
  return [
    "import threading",
    head,
    "def work(i):",
    ...lines,
    `ts = [threading.Thread(target=work, args=(i,)) for i in range(${n})]`,
    "for t in ts: t.start()",
    "for t in ts: t.join()",
    "",
  ].join("\n");
}

function count(source: string, settings: Partial<SimulationSettings> = {}, of?: string): Exhausted {
  return exhaust(simulate(source, settings), of === undefined ? undefined : (simulation) => integer(simulation, of));
}

const update = (times: number) =>
  threads(2, "x = 0", ["global x", ...Array<string>(times).fill("x = x + 1")].join("\n"));

describe("lost updates", () => {
  it("has 6 interleavings with one update each, 4 of them wrong", () => {
    expect(count(update(1), {}, "x")).toEqual({ runs: 6, ends: { finished: 6 }, longest: 4, outcomes: { 1: 4, 2: 2 } });
  });

  it("has 70 with two each: 2 in 32, 3 in 32, 4 in 6", () => {
    expect(count(update(2), {}, "x")).toMatchObject({ runs: 70, outcomes: { 2: 32, 3: 32, 4: 6 } });
  });

  it("has 90 with three threads, 84 of them wrong", () => {
    const { runs, outcomes } = count(threads(3, "x = 0", "global x\nx = x + 1"), {}, "x");
    expect({ runs, right: outcomes[3] }).toEqual({ runs: 90, right: 6 });
  });

  it("has the same under python 3.9, and none under 3.10, which switches at no place inside an update", () => {
    expect(count(update(2), { python: "3.9" }, "x").runs).toBe(70);
    const { runs, outcomes } = count(update(2), { python: "3.10" }, "x");
    expect({ runs, outcomes }).toEqual({ runs: 2, outcomes: { 4: 2 } });
  });

  it("loses updates under 3.10 as soon as a call lies inside", () => {
    const called = threads(2, "x = 0", "global x\nmine = x\nlen('')\nx = mine + 1");
    expect(count(called, { python: "3.10" }, "x")).toMatchObject({ runs: 6, outcomes: { 1: 4, 2: 2 } });
  });
});

describe("independent and contended cells", () => {
  it.each([
    [2, 2, 6],
    [2, 3, 20],
    [3, 2, 90],
  ])("%i threads with %i writes each: %i", (n, k, runs) => {
    const cells = Array.from({ length: n }, (_, i) => `c${i} = 0`).join("\n");
    const writes = Array.from({ length: k }, (_, j) => `x = ${j}`).join("\n");
    expect(count(threads(n, cells, `global x\n${writes}`)).runs).toBe(runs);
  });

  it.each([
    [1, 2],
    [2, 6],
    [3, 24],
  ])("one writer and %i readers of a cell: %i", (readers, runs) => {
    const source = threads(readers + 1, "x = 0", "global x\nif i == 0:\n    x = 1\nelse:\n    x");
    expect(count(source).runs).toBe(runs);
  });
});

describe("locks", () => {
  const locked = "lock.acquire()\nx = x + 1\nlock.release()";

  it.each([
    [2, 2],
    [3, 6],
  ])("%i threads under one lock: %i", (n, runs) => {
    const { runs: seen, outcomes } = count(
      threads(n, "x = 0\nlock = threading.Lock()", `global x\n${locked}`),
      {},
      "x",
    );
    expect({ seen, outcomes }).toEqual({ seen: runs, outcomes: { [n]: runs } });
  });

  it.each([1, 2, 3])("%i threads of which one never lets go", (n) => {
    const { runs, ends } = count(threads(n, "lock = threading.Lock()", "lock.acquire()"));
    expect({ runs, ends }).toEqual({ runs: n, ends: n === 1 ? { finished: 1 } : { deadlocked: n } });
  });

  const dining = (n: number, second: string) =>
    threads(
      n,
      [
        "",
        ...Array.from({ length: n }, (_, i) => `f${i} = threading.Lock()`),
        `forks = (${Array.from({ length: n }, (_, i) => `f${i}`).join(", ")})`,
      ].join("\n"),
      `first, second = ${second}\nfirst.acquire()\nsecond.acquire()\nsecond.release()\nfirst.release()`,
    );
  const leftFirst = (n: number) => dining(n, `forks[i], forks[(i + 1) % ${n}]`);
  const ordered = (n: number) => dining(n, `forks[min(i, (i + 1) % ${n})], forks[max(i, (i + 1) % ${n})]`);

  it.each([
    [2, 6, 2],
    [3, 168, 6],
  ])("%i dining philosophers, left fork first: %i, of them %i deadlocked", (n, runs, deadlocked) => {
    expect(count(leftFirst(n))).toMatchObject({ runs, ends: { finished: runs - deadlocked, deadlocked } });
  });

  it.each([
    [2, 2],
    [3, 142],
  ])("%i dining philosophers, ordered forks: %i, none deadlocked", (n, runs) => {
    expect(count(ordered(n))).toMatchObject({ runs, ends: { finished: runs } });
  });
});
