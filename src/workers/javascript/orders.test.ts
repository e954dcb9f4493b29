/**
 * The order of jobs and tasks: as the standards give it, as the listing itself has it, and as the marked listing has it, in workers of
 * Node. The same programs run in Chromium in e2e/js-event-loop.spec.ts.
 */
import { Worker } from "node:worker_threads";
import { describe, expect, it } from "vitest";
import { bundleWorker } from "../../../scripts/node-worker.ts";
import { ORDER_PROGRAMS } from "../../engine/javascript/corpus.ts";
import { compileScript } from "../../engine/javascript/listing.ts";
import { toTrace } from "../../engine/javascript/to-trace.ts";
import { OP } from "../../engine/trace/ops.ts";
import { plainOf } from "../../engine/trace/value-codes.ts";
import { createNodeScriptFactory } from "../node/node-script-factory.ts";
import { ScriptRunner } from "./script-runner.ts";

const createWorker = createNodeScriptFactory(
  await bundleWorker(new URL("../node/script-node.worker.ts", import.meta.url)),
);

/** The text as it stands in a worker where only `console.log` is another; it ends by itself when nothing is left. */
async function linesUnmarked(source: string): Promise<readonly string[]> {
  const told =
    "console.log = (...all) => require('node:worker_threads').parentPort.postMessage(all.map(String).join(' '));\n";
  const worker = new Worker(told + source, { eval: true });
  const lines: string[] = [];
  worker.on("message", (line: string) => lines.push(line));
  await new Promise((resolve, reject) => worker.once("exit", resolve).once("error", reject));
  return lines;
}

async function runMarked(source: string) {
  const { script, diagnostics } = compileScript(source);
  if (script === null) throw new Error(diagnostics[0].message);
  const { record, ending } = await new ScriptRunner(async () => createWorker).run(
    { text: script.text },
    120_000,
    () => undefined,
  );
  const trace = toTrace(
    record,
    { isOver: ending.kind === "ended", endMs: ending.kind === "ended" ? ending.endMs : 0, resolutionUs: 5 },
    false,
  );
  const rows = [...trace.op.keys()].filter((row) => trace.op[row] === OP.print);
  return { trace, ending, lines: rows.map((row) => plainOf(trace, trace.value[row])) };
}

describe.each(ORDER_PROGRAMS)("$name", ({ source, lines, isTold = true }) => {
  it("prints unmarked what the standards say", async () => {
    expect(await linesUnmarked(source)).toEqual(lines);
  });

  it("prints the same with marks, and the queue's model agrees", async () => {
    const run = await runMarked(source);
    expect(run.lines).toEqual(lines);
    expect(run.ending.kind).toBe("ended");
    if (isTold) expect(run.ending).toMatchObject({ strays: 0 });
  });
});
