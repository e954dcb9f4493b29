import { describe, expect, it } from "vitest";
import { parseTrace } from "../testing/trace-notation.ts";
import { groupFindings } from "./finding-groups.ts";
import { analyse, describeFinding } from "./index.ts";

/** Three threads, each adding at one of two lines, all having read 0. */
const THREE = `T1 read x = 0 :5
T2 read x = 0 :7
T3 read x = 0 :7
T1 write x = 1 :5
T2 write x = 1 :7
T3 write x = 1 :7
T1 read y = 0 :9
T2 write y = 1 :9`;

describe("groups of findings", () => {
  const trace = parseTrace(THREE);
  const { findings } = analyse(trace);
  const groups = groupFindings(findings);

  it("are one for each kind and object, with all threads, lines and the sum of counts", () => {
    expect(groups.map(({ whole: { kind, objects, threads, lines } }) => ({ kind, objects, threads, lines }))).toEqual([
      { kind: "lost-update", objects: [0], threads: [0, 1, 2], lines: [5, 7] },
      { kind: "data-race", objects: [0], threads: [0, 1, 2], lines: [5, 7] },
      { kind: "data-race", objects: [1], threads: [0, 1], lines: [9] },
    ]);
    for (const { whole, byLines } of groups)
      expect(whole.count).toBe(byLines.reduce((sum, { count }) => sum + count, 0));
  });

  it("have a row for each set of lines", () => {
    expect(groups[1].byLines.map(({ lines }) => lines.toSorted((a, b) => a - b))).toEqual([[5, 7], [7]]);
    const counts = findings.filter(({ kind, objects }) => kind === "data-race" && objects[0] === 0);
    expect(groups[1].whole.count).toBe(counts.reduce((sum, { count }) => sum + count, 0));
  });

  it("begin with the earliest evidence, in words for all", () => {
    expect(groups[0].whole.events).toEqual(findings[0].events);
    expect(describeFinding(groups[0].whole, trace, "en")).toMatch(/^2 updates of x were lost; the first: /);
  });

  it("leave findings alone that are a story each", () => {
    const misused = analyse(parseTrace("T1 acquire a :1\nT2 release a :2\nT1 acquire a :3\nT2 release a :4")).findings;
    expect(misused).toHaveLength(2);
    expect(groupFindings(misused).map(({ whole }) => whole)).toEqual(misused);
  });
});
