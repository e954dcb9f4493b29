import { describe, expect, it } from "vitest";
import { changedLines } from "./changed-lines.ts";

describe("lines that a mended listing adds or changes", () => {
  it("are those that the broken one lacks at their place", () => {
    const before = "import threading\nbalance = 0\n\ndef f():\n    balance += 1";
    const after = "import threading\nbalance = 0\nlock = Lock()\n\ndef f():\n    with lock:\n        balance += 1";
    expect([...changedLines(before, after)]).toEqual([3, 6, 7]);
  });

  it("are none where nothing differs, and all where everything does", () => {
    expect(changedLines("a\nb", "a\nb").size).toBe(0);
    expect([...changedLines("a", "b\nc")]).toEqual([1, 2]);
  });
});
