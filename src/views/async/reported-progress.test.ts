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
  builder.push({ thread, op: "progress", value: 0.5 });
  const reports = findReportedProgress(builder.build());
  expect(reports).toEqual([
    { seq: 1, share: 0.33, says: "quick" },
    { seq: 3, share: 1, says: "slow" },
    { seq: 5, share: 0.5, says: "" },
  ]);
  expect([progressAt(reports, 0), progressAt(reports, 2)?.share, progressAt(reports, 9)?.share]).toEqual([
    null,
    0.33,
    0.5,
  ]);
});
