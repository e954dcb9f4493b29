/** asyncio on real workers: the loop really sleeps, tasks are lanes inside its lane, and what goes wrong among tasks is found and named. */
import { afterAll, describe, expect, it } from "vitest";
import { bundleWorker } from "../../scripts/node-worker.ts";
import type { RunReport } from "../engine/program/report.ts";
import { ThreadLaboratory } from "./laboratory.ts";
import { createNodeWorkerFactory } from "./node/node-worker-factory.ts";
import { sharedClock } from "./shared-clock.ts";

const worker = await bundleWorker(new URL("./node/thread-node.worker.ts", import.meta.url));
const laboratory = new ThreadLaboratory({
  clock: sharedClock,
  createWorker: createNodeWorkerFactory(worker),
  resolutionUs: 5,
  warm: 2,
});
afterAll(() => laboratory.close());

async function run(program: string, timeoutMs = 10_000): Promise<RunReport> {
  return (await laboratory.run({ program: `import asyncio, time\n${program}`, timeoutMs })).report;
}

const found = ({ findings }: RunReport) => findings.map(({ kind, lines }) => `${kind} ${lines.join(",")}`);

describe("an event loop on a worker", () => {
  it("sleeps for its timers, and takes what a real thread answers", async () => {
    const report = await run(
      "async def main():\n    print(await asyncio.gather(asyncio.sleep(0.05, 'a'), asyncio.to_thread(lambda: 'b')))\nasyncio.run(main())\n",
    );
    expect(report.status).toBe("finished");
    expect(report.console.map(({ text }) => text)).toEqual(["['a', 'b']"]);
    expect(report.threads.filter(({ worker: own }) => own)).toHaveLength(2);
    expect(report.findings).toEqual([]);
  });

  it("has its tasks as lanes inside its lane, and knows at any event who is ready", async () => {
    const report = await run(
      "async def job():\n    await asyncio.sleep(0.01)\nasync def main():\n    await asyncio.gather(job(), job())\nasyncio.run(main())\n",
    );
    const loop = report.threads.find(({ kind }) => kind === "loop");
    const tasks = report.threads.filter(({ kind }) => kind === "task");
    expect(tasks.map(({ name, parent, state }) => [name, parent, state])).toEqual(
      ["Task-1 (main)", "Task-2 (job)", "Task-3 (job)"].map((name) => [name, loop?.id, "finished"]),
    );
    const ready = new Set<number>();
    const timers = new Set<number>();
    for (let seq = 0; seq < report.events; seq++) {
      const [state] = (await laboratory.stateAt(seq)).loops;
      ready.add(state.ready.length);
      timers.add(state.timers.length);
      expect(state.tasks.filter((task) => task.state === "running").length).toBeLessThanOrEqual(1);
    }
    expect(ready.has(2) && timers.has(2)).toBe(true);
  });

  it("names the line that blocks it, the await that was forgotten and the task that nobody kept", async () => {
    const report = await run(
      [
        "async def job():",
        "    await asyncio.sleep(5)",
        "async def main():",
        "    asyncio.create_task(job())",
        "    job()",
        "    await asyncio.sleep(0)",
        "    time.sleep(0.2)",
        "asyncio.run(main())",
        "",
      ].join("\n"),
    );
    expect(found(report)).toEqual(["blocked-event-loop 8", "misuse 5", "misuse 6"]);
  });

  it("calls it a deadlock when every task waits and nobody can wake one", async () => {
    const report = await run(
      "async def main():\n    lock = asyncio.Lock()\n    await lock.acquire()\n    await lock.acquire()\nasyncio.run(main())\n",
    );
    expect(report.status).toBe("deadlocked");
    expect(found(report)).toEqual(["deadlock 5"]);
  });

  it("stops an endless task without an await", async () => {
    const report = await run("async def main():\n    while True:\n        pass\nasyncio.run(main())\n", 300);
    expect(report.status).toBe("timed-out");
    expect(report.threads.find(({ kind }) => kind === "task")).toMatchObject({
      name: "Task-1 (main)",
      state: "stopped",
    });
  });

  it("loses an update across an await on one thread, and says so without calling it a data race", async () => {
    const report = await run(
      "x = 0\nasync def add(n):\n    global x\n    read = x\n    await asyncio.sleep(0)\n    x = read + n\nasync def main():\n    await asyncio.gather(add(5), add(8))\nasyncio.run(main())\n",
    );
    expect(report.outcome["values"]).toMatchObject({ x: 8 });
    expect(found(report)).toEqual(["lost-update 7"]);
  });
});
