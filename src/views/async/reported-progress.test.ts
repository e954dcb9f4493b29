import { expect, it } from "vitest";
import { TraceBuilder } from "../../engine/trace/builder.ts";
import { findReportedProgress, progressAt } from "./reported-progress.ts";

it("reads the bars that a program prints, and nothing else that has a percentage", () => {
  const builder = new TraceBuilder();
  const thread = builder.addThread("MainThread");
  for (const value of [
    "begin\n",
    "[##########....................] 33% quick\n",
    "100% sure\n",
    "[###] 100% slow\n",
    "[1] 40%\n",
  ])
    builder.push({ thread, op: "print", value });
  const reports = findReportedProgress(builder.build());
  expect(reports).toEqual([
    { seq: 1, share: 0.33, says: "quick" },
    { seq: 3, share: 1, says: "slow" },
  ]);
  expect([progressAt(reports, 0), progressAt(reports, 2)?.share, progressAt(reports, 9)?.share]).toEqual([
    null,
    0.33,
    1,
  ]);
});

it("takes the events of a run that has such, and what the line before each said", () => {
  const builder = new TraceBuilder();
  const thread = builder.addThread("MainThread");
  builder.push({ thread, op: "print", value: "[###] 50% quick\n" });
  builder.push({ thread, op: "progress", value: 0.5 });
  builder.push({ thread, op: "print", value: "3/4\n" });
  builder.push({ thread, op: "progress", value: 0.75 });
  expect(findReportedProgress(builder.build())).toEqual([
    { seq: 1, share: 0.5, says: "quick" },
    { seq: 3, share: 0.75, says: "" },
  ]);
});
