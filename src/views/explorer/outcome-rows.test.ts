import { describe, expect, it } from "vitest";
import type { ExplorationReport } from "../../engine/program/report.ts";
import type { RepeatResult } from "../../workers/contract.ts";
import { TWO_ADDS_EXPLORED } from "../state/scripted-explorer.ts";
import { computeOutcomeRows } from "./outcome-rows.ts";

const repeated = (...outcomes: RepeatResult["outcomes"]): RepeatResult => ({
  runs: outcomes.reduce((sum, { runs }) => sum + runs, 0),
  outcomes,
  elapsedMs: 1,
});

describe("outcomes in rows", () => {
  it("stand in the order of their numbers, coloured by whether they are right", () => {
    const { rows } = computeOutcomeRows(TWO_ADDS_EXPLORED, null);
    expect(rows.map(({ outcome, tone, runs, real }) => [outcome["count"], tone, runs, real])).toEqual([
      [1, "bad", 2, null],
      [2, "good", 2, null],
    ]);
  });

  it("stand beside the real runs that ended so, also where their values are named in another order", () => {
    const both = { a: 1, b: [1, 2] };
    const report: ExplorationReport = {
      ...TWO_ADDS_EXPLORED,
      outcomes: [
        { outcome: { a: 2, b: [] }, status: "finished", runs: 9, schedule: "s1..1", correct: null },
        { outcome: both, status: "finished", runs: 3, schedule: "s1..2", correct: null },
      ],
    };
    const { rows, inSet, seen } = computeOutcomeRows(
      report,
      repeated({ outcome: { b: [1, 2], a: 1 }, status: "finished", runs: 7 }),
    );
    expect(rows.map(({ runs, real }) => [runs, real])).toEqual([
      [9, 0],
      [3, 7],
    ]);
    expect([inSet, seen]).toEqual([2, 1]);
  });

  it("are told apart by how they ended", () => {
    const { rows, seen } = computeOutcomeRows(
      TWO_ADDS_EXPLORED,
      repeated({ outcome: { count: 2 }, status: "deadlocked", runs: 1 }),
    );
    expect(rows.filter(({ runs }) => runs === null)).toMatchObject([{ status: "deadlocked", tone: "bad", real: 1 }]);
    expect(seen).toBe(0);
  });

  it("are marked where the set does not have them", () => {
    const { outside } = computeOutcomeRows(
      TWO_ADDS_EXPLORED,
      repeated(
        { outcome: { count: 3 }, status: "finished", runs: 1 },
        { outcome: { count: 2 }, status: "finished", runs: 999 },
      ),
    );
    expect(outside).toBe(1);
  });

  it("are those of real runs alone before anything was explored", () => {
    const { rows, inSet, outside } = computeOutcomeRows(
      null,
      repeated({ outcome: { count: 2 }, status: "finished", runs: 5 }),
    );
    expect([rows.length, inSet, outside]).toEqual([1, 0, 0]);
  });
});
