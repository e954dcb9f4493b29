import { describe, expect, it } from "vitest";
import computes from "../../engine/scenarios/blocked-loop/computes.py?raw";
import sleeps from "../../engine/scenarios/blocked-loop/sleeps.py?raw";
import { mendBlocking } from "./mend-blocking.ts";

const lineOf = (source: string, part: string) => source.split("\n").findIndex((line) => line.includes(part)) + 1;
const mend = (source: string, part: string) => mendBlocking(source, lineOf(source, part));

describe("the mend of a line that holds its loop", () => {
  it("awaits a sleep", () => {
    expect(mend(sleeps, "time.sleep(2)")).toMatchObject({ line: 15, text: "await asyncio.sleep(2)" });
    expect(mend("import asyncio\nasync def f():\n    sleep(n * 2)\n", "sleep")?.text).toBe(
      "await asyncio.sleep(n * 2)",
    );
  });

  it("hands a call to a thread, also where the time goes into a function that it calls", () => {
    const mended = mend(computes, "steps = steps + 1");
    expect(mended?.text).toBe("await asyncio.to_thread(compute)");
    expect(mended?.source).toContain("    await asyncio.to_thread(compute)\n    print('work ends')");
    expect(mend(computes, "print('work begins')")?.text).toBe("await asyncio.to_thread(compute)");
    expect(mend("import asyncio\nasync def f():\n    x = work(1, b=2)\n", "work")?.text).toBe(
      "x = await asyncio.to_thread(work, 1, b=2)",
    );
  });

  it("lets a loop give way at each turn", () => {
    const source = "import asyncio\nasync def f():\n    n = 0\n    while n < 9:\n        n = n + 1\n";
    expect(mend(source, "n = n + 1")?.source).toBe(
      "import asyncio\nasync def f():\n    n = 0\n    while n < 9:\n        await asyncio.sleep(0)\n        n = n + 1\n",
    );
  });

  it("is not offered where it is not certain", () => {
    expect(mend("async def f():\n    time.sleep(1)\n", "sleep")).toBeNull();
    expect(mend("import asyncio\ntime.sleep(1)\n", "sleep")).toBeNull();
    expect(mend("import asyncio\nasync def f():\n    n = 1\n", "n = 1")).toBeNull();
    expect(mend("import asyncio\ndef f():\n    time.sleep(1)\nf()\n", "sleep")).toBeNull();
  });
});
