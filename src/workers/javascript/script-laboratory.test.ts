/** JavaScript listings through the laboratory, in Node: how runs end, what is refused, what is told, and who takes whose place. */
import { afterAll, describe, expect, it } from "vitest";
import { bundleWorker } from "../../../scripts/node-worker.ts";
import { exportTrace } from "../../engine/trace/formats.ts";
import { importInterleave } from "../../engine/trace/import-interleave.ts";
import { describeEvent } from "../../engine/trace/sentences.ts";
import type { Trace } from "../../engine/trace/trace.ts";
import { createNodeScriptFactory } from "../node/node-script-factory.ts";
import { createNodeWorkerFactory } from "../node/node-worker-factory.ts";
import { sharedClock } from "../shared-clock.ts";
import { BilingualLaboratory } from "./bilingual-laboratory.ts";

const laboratory = new BilingualLaboratory({
  clock: sharedClock,
  createWorker: createNodeWorkerFactory(await bundleWorker(new URL("../node/thread-node.worker.ts", import.meta.url))),
  loadScriptWorkers: async () =>
    createNodeScriptFactory(await bundleWorker(new URL("../node/script-node.worker.ts", import.meta.url))),
  resolutionUs: 5,
  sharedMemory: true,
  warm: 1,
});
afterAll(() => laboratory.close());

interface More {
  readonly timeoutMs?: number;
  readonly record?: boolean;
  readonly parameters?: Readonly<Record<string, number>>;
}

const run = (program: string, more: More = {}) => laboratory.run({ program, language: "javascript", ...more });

function sentences(trace: Trace | null): readonly string[] {
  if (trace === null) throw new Error("not recorded");
  return [...trace.op.keys()].map((seq) => describeEvent(trace, seq, "en"));
}

const PAIR = `async function b() {
  await null;
  return 1;
}
async function main() {
  console.log(await b());
}
main();
setTimeout(() => console.log('timer'), 5);
`;

describe("a run", () => {
  it("prints, finishes, and tells who put whom into which queue", async () => {
    const { report, trace } = await run(PAIR);
    expect(report).toMatchObject({ status: "finished", engine: "threads", dropped: 0 });
    expect(report.console.map(({ text }) => text)).toEqual(["1", "timer"]);
    expect(report.threads.map(({ name, kind, state }) => `${name} ${kind} ${state}`)).toEqual([
      "script main finished",
      "event loop loop finished",
      "main task finished",
      "b task finished",
      "setTimeout:9 task finished",
    ]);
    const told = sentences(trace);
    const inOrder = [
      "script calls main, which runs at once, on the same stack (line 8)",
      "main calls b, which runs at once, on the same stack (line 6)",
      "b goes to the end of the microtask queue at once: what it awaits is there (line 2)",
      "main awaits promise of b and lets others run (line 6)",
      "script goes on: main has handed back (line 8)",
      "script sets a timer of 5 ms: setTimeout:9 (line 9)",
      "b runs: it was the first in the microtask queue (line 2)",
      "b gives promise of b its result (line 3)",
      "b puts main into the microtask queue (line 3)",
      "main runs: it was the first in the microtask queue (line 6)",
      "event loop sleeps until a timer or a message comes",
      "event loop puts setTimeout:9 into the task queue",
      "setTimeout:9 runs: it was the first in the task queue (line 9)",
    ];
    expect(told.filter((one) => inOrder.includes(one))).toEqual(inOrder);
  });

  it("keeps its trace through a file, lanes and all", async () => {
    const { trace } = await run(PAIR);
    if (trace === null) throw new Error("not recorded");
    const text = exportTrace(trace, "interleave");
    expect(exportTrace(importInterleave(text), "interleave")).toBe(text);
    expect(await laboratory.exportTrace("text")).toContain("microtask queue");
  });

  it("draws a task as ready from the moment when it was queued", async () => {
    const { index, trace } = await run(
      "setTimeout(() => console.log('a'), 0);\nconst end = performance.now() + 20;\nwhile (performance.now() < end);\n",
    );
    const lane = index?.lanes.find(({ thread }) => trace?.threads[thread].name === "setTimeout:1");
    expect([...(lane?.spans.state ?? [])]).toEqual([4, 1, 0]);
  });

  it("knows both queues, the timers and the stack at any event", async () => {
    const { trace } = await run(PAIR);
    const told = sentences(trace);
    const after = async (sentence: string) => {
      const { browserLoop, threads } = await laboratory.stateAt(told.indexOf(sentence));
      const name = (id: number) => threads[id].name;
      return {
        stack: browserLoop?.stack.map(name),
        microtasks: browserLoop?.microtasks.map(name),
        tasks: browserLoop?.tasks.map(name),
        timers: browserLoop?.timers.map(({ thread }) => name(thread)),
        phase: browserLoop?.phase,
      };
    };
    const none = { microtasks: [], tasks: [], timers: [] };
    expect(await after("b runs (line 1)")).toEqual({ ...none, stack: ["script", "main", "b"], phase: "task" });
    expect(await after("script finishes (line 9)")).toEqual({
      ...none,
      stack: [],
      microtasks: ["b"],
      timers: ["setTimeout:9"],
      phase: "microtasks",
    });
    expect(await after("event loop puts setTimeout:9 into the task queue")).toEqual({
      ...none,
      stack: [],
      tasks: ["setTimeout:9"],
      phase: "between",
    });
  });

  it("keeps nothing where it is not to be recorded", async () => {
    const { report, trace, index } = await run(PAIR, { record: false });
    expect([report.status, trace, index]).toEqual(["finished", null, null]);
  });
});

describe("a run that goes wrong", () => {
  it("fails by an error that nobody caught, and goes on like a browser", async () => {
    const { report } = await run("setTimeout(() => console.log('later'));\nthrow new TypeError('no');\n");
    expect(report.status).toBe("failed");
    expect(report.console.map(({ text }) => text)).toEqual(["Uncaught TypeError: no", "later"]);
    expect(report.threads[0].state).toBe("failed");
  });

  it("fails by a rejection that nobody reacts to", async () => {
    const { report } = await run("async function f() {\n  throw new Error('lost');\n}\nf();\n");
    expect(report.status).toBe("failed");
    expect(report.console.map(({ text }) => text)).toEqual(["Uncaught (in promise) Error: lost"]);
  });

  it("is deadlocked by a promise that nobody settles, and names the await", async () => {
    const { report } = await run("async function main() {\n  await new Promise(() => {});\n}\nmain();\n");
    expect(report.status).toBe("deadlocked");
    expect(report.findings).toMatchObject([{ kind: "deadlock", threads: [2], lines: [2] }]);
    expect(report.findings[0].message).toMatch(/main awaits promise of line 2 .*line 2.*can ever go on/);
  });

  it("names a chain of microtasks that has no end", async () => {
    const { report } = await run(
      "function again() {\n  queueMicrotask(again);\n}\nsetTimeout(() => console.log('never'));\nagain();\n",
    );
    expect(report.status).toBe("step-limit");
    expect(report.findings[0]).toMatchObject({ kind: "blocked-event-loop", lines: [2] });
  });

  it("names an endless chain of awaits of one activation too", async () => {
    const { report } = await run("async function spin() {\n  for (;;) await null;\n}\nspin();\n");
    expect(report.status).toBe("step-limit");
    expect(report.findings[0].message).toMatch(/^spin \(line 2\) was the last of 20000 microtasks in a row/);
  });

  it("ends an endless loop by its time limit, and shows what waited behind it", async () => {
    const { report } = await run("setTimeout(() => console.log('never'), 10);\nwhile (true);\n", { timeoutMs: 1500 });
    expect(report.status).toBe("timed-out");
    expect(report.findings[0].message).toMatch(
      /^script kept the loop busy \(line 2\): setTimeout:1 was ready and waited \d+ ms/,
    );
  });

  it("stops an endless loop", async () => {
    const running = laboratory.run(
      { program: "console.log('on');\nfor (;;) {}\n", language: "javascript" },
      () => void laboratory.stop(),
    );
    const { report } = await running;
    expect(report.status).toBe("stopped");
    expect(report.console.map(({ text }) => text)).toEqual(["on"]);
  });

  it("finds a loop that was blocked", async () => {
    const { report } = await run(
      "setTimeout(() => console.log('late'), 0);\nconst end = performance.now() + 500;\nwhile (performance.now() < end);\n",
    );
    expect(report.status).toBe("finished");
    expect(report.findings).toMatchObject([{ kind: "blocked-event-loop", threads: [0, 2], lines: [3], count: 1 }]);
  });
});

describe("what is refused", () => {
  it.each([
    ["document.title = 'x'", "line 1, column 1: document is not available here: the page's document"],
    ["let x = 1;\nfetch('/')", "line 2, column 1: fetch is not available here"],
    ["import x from 'y'", "a listing stands alone"],
    ["const m = import('y')", "a listing stands alone"],
    ["await null", "await stands outside an async function"],
    ["new Worker('x')", "Worker is not available here: another worker"],
    ["eval('1')", "eval is not available here"],
    ["globalThis.x = 1", "globalThis is not available here"],
    ["let = 1;;", "line 1, column"],
    ["__il.at(1)", "names with __il are taken"],
  ])("%s", async (program, message) => {
    await expect(run(program)).rejects.toThrow(message);
  });

  it("is not what a listing declares itself, nor a property of that name", async () => {
    const { report } = await run(
      "const fetch = () => 'own';\nconst o = { document: 1, close() {} };\nconsole.log(fetch(), o.document);\n",
    );
    expect(report.console.map(({ text }) => text)).toEqual(["own 1"]);
  });

  it("code made from a text, at run time", async () => {
    const { report } = await run("console.log((() => 1).constructor('return 1')());\n");
    expect(report.console[0].text).toMatch(/Uncaught EvalError/);
  });

  it("a parameter that the head does not have", async () => {
    const request = { program: "const n = 1;\nconsole.log(n);\n", language: "javascript" } as const;
    await expect(laboratory.run({ ...request, parameters: { m: 2 } })).rejects.toMatchObject({ argument: "m" });
    const { report } = await laboratory.run({ ...request, parameters: { n: 2 } });
    expect(report.console.map(({ text }) => text)).toEqual(["2"]);
  });

  it("a second that is none", async () => {
    await expect(run("console.log(1);\n", { parameters: { second: 5 } })).rejects.toMatchObject({ argument: "second" });
  });
});

it("takes as long for a second as it is told, by timers and by the listing's clock", async () => {
  const listing =
    "const begin = performance.now();\nsetTimeout(() => console.log(performance.now() - begin > 8900), 9000);\n";
  const { report, trace } = await run(listing, { parameters: { second: 20 }, timeoutMs: 6000 });
  expect([report.status, report.console.map(({ text }) => text)]).toEqual(["finished", ["true"]]);
  // The record tells what the listing said.
  expect(sentences(trace).join("\n")).toContain("sets a timer of 9000 ms");
});

describe("beside Python", () => {
  it("takes each other's place, and looks back at the last", async () => {
    await run(PAIR);
    expect((await laboratory.stateAt(0)).browserLoop).toBeDefined();
    await laboratory.run({ program: "print(1)\n" });
    expect((await laboratory.stateAt(0)).browserLoop).toBeUndefined();
    expect(await laboratory.exportTrace("text")).toContain("MainThread");
  });

  it("is stopped by a run in the other language", async () => {
    const endless = run("for (;;) {}\n");
    const python = laboratory.run({ program: "print(1)\n" });
    const reports = await Promise.allSettled([endless, python]);
    const last = reports[1];
    expect(last.status === "fulfilled" && last.value.report.status).toBe("finished");
    const first = reports[0];
    expect(first.status === "rejected" || first.value.report.status === "stopped").toBe(true);
  });

  it("compiles each as what it is", async () => {
    const script = await laboratory.compile("const delay = 5;\nsetTimeout(() => 1, delay);\n", {}, "javascript");
    expect(script).toEqual({ bytecode: [], parameters: [{ name: "delay", value: 5, line: 1 }] });
    expect(await laboratory.compile("const x = ;\n", {}, "javascript")).toMatchObject({
      diagnostics: [{ kind: "SyntaxError", line: 1, column: 11 }],
    });
  });

  it("repeats", async () => {
    const { runs, outcomes } = await laboratory.repeat({ program: PAIR, language: "javascript", runs: 3 });
    expect(runs).toBe(3);
    expect(outcomes.map(({ runs: times }) => times)).toEqual([3]);
  });
});
