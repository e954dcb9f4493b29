/** Which printed lines are reports of progress, and which are not. */
import { describe, expect, it } from "vitest";
import { reportedShare } from "./reported-progress.ts";

describe("a report", () => {
  for (const [text, share] of [
    ["[##########....................] 33% quick\n", 0.33],
    ["[█████     ] 50%\n", 0.5],
    ["\r[====>     ] 45.5%", 0.455],
    [" 40%|████      | 4/10 [00:02<00:03,  1.9it/s]\n", 0.4],
    ["load: 100%|##########| 4/4\n", 1],
    ["25%\n", 0.25],
    ["\r7.5 %", 0.075],
    ["3/10\n", 0.3],
    ["3 / 4\n", 0.75],
    ["progress: 0/8\n", 0],
    ["done 8/8\n", 1],
    ["进度：2/4\n", 0.5],
  ] as const)
    it(JSON.stringify(text), () => expect(reportedShare(text)).toBeCloseTo(share, 12));
});

describe("no report", () => {
  for (const text of [
    "100% sure\n",
    "[1] 40%\n",
    "130%\n",
    "5/4\n",
    "1/0\n",
    "1/2 cup\n",
    "a/b\n",
    "3 of 10\n",
    "",
    "x 3/10\n",
  ])
    it(JSON.stringify(text), () => expect(reportedShare(text)).toBeNull());
});
