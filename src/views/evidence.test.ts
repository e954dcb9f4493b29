import { describe, expect, it } from "vitest";
import { analyse } from "../engine/analysis/index.ts";
import { parseTrace } from "../engine/testing/trace-notation.ts";
import { arrowsNow, evidenceOf } from "./evidence.ts";
import { en } from "./shared/words-en.ts";

function evidence(text: string) {
  const trace = parseTrace(text);
  return evidenceOf(analyse(trace).findings, trace, en);
}

describe("the picture of a finding", () => {
  const CROSSED = `thread T1: blocked
thread T2: blocked
T1 acquire a = 1 :3
T2 acquire b = 1 :8
T1 acquire-wait b :4
T2 acquire-wait a :9`;

  it("draws a deadlock's circle as it closes: an arrow from each wait to the holding it waits for", () => {
    const { arrows, marks } = evidence(CROSSED);
    expect(arrows.map(({ from, to, kind, label }) => ({ from, to, kind, label }))).toEqual([
      { from: 2, to: 1, kind: "wait", label: "waits for b" },
      { from: 3, to: 0, kind: "wait", label: "waits for a: the circle closes" },
    ]);
    expect(marks).toEqual([{ seq: 2 }, { seq: 3 }]);
    expect([1, 2, 3].map((playhead) => arrowsNow(arrows, playhead, null).length)).toEqual([0, 1, 2]);
  });

  it("draws both reads and writes of a lost update, always", () => {
    const { arrows, marks } = evidence("T1 read x = 0\nT2 read x = 0\nT1 write x = 1\nT2 write x = 1");
    const lost = arrowsNow(arrows, -1, null);
    expect(lost).toMatchObject([{ from: 3, to: 2, kind: "lost" }]);
    expect(marks).toEqual(expect.arrayContaining([{ seq: 0 }, { seq: 2 }, { seq: 1, label: "stale" }, { seq: 3 }]));
  });

  it("draws what has not come true only while it is looked at", () => {
    const { arrows } = evidence(
      "T1 acquire a\nT1 acquire b\nT1 release b\nT1 release a\nT2 acquire b\nT2 acquire a\nT2 release a\nT2 release b",
    );
    expect(arrowsNow(arrows, 7, null)).toEqual([]);
    expect(arrowsNow(arrows, 7, 1)).toMatchObject([
      { from: 1, to: 4, label: "could wait for b" },
      { from: 5, to: 0, label: "could wait for a" },
    ]);
  });

  it("draws the two accesses of a race, and a notification that was missed", () => {
    const race = evidence("T1 write x = 1 :3\nT2 read x = 1 :5");
    expect(arrowsNow(race.arrows, 1, 1)).toMatchObject([{ from: 0, to: 1, label: "not ordered" }]);
    const missed = evidence("thread T2: blocked\nobject c: condition\nT1 notify c = 0\nT1 finish\nT2 wait c");
    expect(arrowsNow(missed.arrows, 2, 2)).toMatchObject([{ from: 0, to: 2, label: "missed" }]);
  });
});
