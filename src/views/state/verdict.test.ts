import { describe, expect, it } from "vitest";
import type { ExplorationReport, ExploredOutcome } from "../../engine/program/report.ts";
import { loadScenario } from "../../engine/scenarios/index.ts";
import { TWO_ADDS_EXPLORED } from "./scripted-explorer.ts";
import { toVerdict } from "./verdict.ts";

const scenario = await loadScenario("count-race");
const parameters = { threads: 2, iterations: 1, lock: "none", python: "free-threaded" };

function report(outcomes: readonly Partial<ExploredOutcome>[], part: Partial<ExplorationReport> = {}) {
  const full = { outcome: {}, status: "finished", runs: 3, schedule: "s1..1", correct: null } as const;
  const ends = outcomes.map((one): ExploredOutcome => ({ ...full, ...one }));
  return { ...TWO_ADDS_EXPLORED, runs: 6, shortest: null, outcomes: ends, ...part };
}

const edited = (values: object) => ({ outcome: { values: { ...values }, printed: {} } }) as Partial<ExploredOutcome>;

describe("the verdict on a mended program", () => {
  it("is mended only when every order was played", () => {
    const right = [{ outcome: { count: 2 }, correct: true }];
    expect(toVerdict(report(right), scenario, parameters)).toEqual({ kind: "mended", orders: 6 });
    expect(toVerdict(report(right, { complete: false }), scenario, parameters)).toEqual({ kind: "open", orders: 6 });
  });

  it("names an order that still fails, the shortest where it is known", () => {
    const wrong = [{ correct: true }, { correct: false, schedule: "s1..9" }];
    expect(toVerdict(report(wrong), scenario, parameters)).toEqual({
      kind: "fails",
      orders: 6,
      failing: 3,
      schedule: "s1..9",
    });
    const shortest = { schedule: "s1..7", steps: 1, preemptions: 0, proven: true };
    expect(toVerdict(report(wrong, { shortest }), scenario, parameters)).toMatchObject({ schedule: "s1..7" });
    expect(toVerdict(report([{ status: "deadlocked" }]), null, {})).toMatchObject({ kind: "fails" });
  });

  it("holds an edited listing to what its scenario expects", () => {
    expect(toVerdict(report([edited({ count: 2 })]), scenario, parameters)).toEqual({ kind: "mended", orders: 6 });
    expect(toVerdict(report([edited({ count: 2 }), edited({ count: 1 })]), scenario, parameters)).toMatchObject({
      kind: "fails",
      failing: 3,
    });
  });

  it("does not take a name that is gone for right", () => {
    expect(toVerdict(report([edited({ total: 2 })]), scenario, parameters)).toEqual({
      kind: "unknown",
      keys: ["count"],
    });
  });

  it("asks of a listing of one's own only that it ends", () => {
    expect(toVerdict(report([edited({ total: 2 })]), null, {})).toEqual({ kind: "mended", orders: 6 });
  });
});
