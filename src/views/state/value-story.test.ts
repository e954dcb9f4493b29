import { describe, expect, it } from "vitest";
import { analyse } from "../../engine/analysis/index.ts";
import type { RunReport } from "../../engine/program/report.ts";
import { parseTrace } from "../../engine/testing/trace-notation.ts";
import { lostUpdateBehind, lostUpdateOf } from "./value-story.ts";

const TEXT = [
  "T1 read count = 0 :5",
  "T2 read count = 0 :5",
  "T1 write count = 1 :5",
  "T2 write count = 1 :5",
  "T1 read other = 0 :6",
  "T1 write other = 1 :6",
].join("\n");

function resultOf(outcome: RunReport["outcome"], expected: RunReport["expected"], text = TEXT) {
  const trace = parseTrace(text);
  const report = { outcome, expected, findings: analyse(trace).findings } as unknown as RunReport;
  return { trace, report };
}

describe("the lost update behind a value", () => {
  it("is that of the place, once it has come about", () => {
    const result = resultOf({ count: 1 }, null);
    expect(lostUpdateOf(result, "count", 2)).toBeNull();
    expect(lostUpdateOf(result, "count", 3)).toMatchObject({ kind: "lost-update", events: [0, 2, 1, 3] });
    expect(lostUpdateOf(result, "other", 5)).toBeNull();
  });

  it("belongs to the outcome's value of that name, where it is wrong or nobody knows what is right", () => {
    expect(lostUpdateBehind(resultOf({ count: 1 }, { count: 2 }), "count")).toMatchObject({ events: [0, 2, 1, 3] });
    expect(lostUpdateBehind(resultOf({ count: 1 }, null), "count")).toMatchObject({ events: [0, 2, 1, 3] });
    expect(lostUpdateBehind(resultOf({ count: 1 }, { count: 1 }), "count")).toBeNull();
    expect(lostUpdateBehind(resultOf({ other: 1 }, null), "other")).toBeNull();
  });

  it("is the first of the run for a wrong value that goes by another name", () => {
    expect(lostUpdateBehind(resultOf({ value: 1 }, { value: 2 }), "value")).toMatchObject({ events: [0, 2, 1, 3] });
    expect(lostUpdateBehind(resultOf({ value: 1 }, null), "value")).toBeNull();
  });

  it("is that of the element, attribute or key that is asked about", () => {
    const element = resultOf(
      {},
      null,
      "object l: list\nT1 read l[0] = 0 :5\nT2 read l[0] = 0 :5\nT1 write l[0] = 1 :5\nT2 write l[0] = 1 :5",
    );
    expect(lostUpdateOf(element, "l[0]", 3)).not.toBeNull();
    expect(lostUpdateOf(element, "l[1]", 3)).toBeNull();
  });
});
