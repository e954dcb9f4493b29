/**
 * The programs of corpus/ that start threads, each with one outcome, on real threads in Node: they print what CPython printed.
 * What goes to stderr (tracebacks of threads) may come anywhere among the printed lines, but whole.
 */
import { afterAll, describe, expect, it } from "vitest";
import { expectedOutput, readCorpus, readRecording } from "../../scripts/corpus-files.mjs";
import { bundleWorker } from "../../scripts/node-worker.ts";
import { compile } from "../engine/python/index.ts";
import { ThreadLaboratory } from "./laboratory.ts";
import { createNodeWorkerFactory } from "./node/node-worker-factory.ts";
import { sharedClock } from "./shared-clock.ts";

const worker = await bundleWorker(new URL("./node/thread-node.worker.ts", import.meta.url));
const laboratory = new ThreadLaboratory({
  clock: sharedClock,
  createWorker: createNodeWorkerFactory(worker),
  resolutionUs: 5,
  warm: 3,
});
afterAll(() => laboratory.close());

/** Each takes less than a second; but where many others want the processors, it waits for its turn. */
const LONG_ENOUGH_MS = 120_000;

for (const file of readCorpus(new URL("../../corpus", import.meta.url).pathname)) {
  if (/^(refused|many)\//.test(file.topic)) continue;
  const recording = readRecording(file.path);
  const threaded = file.programs.filter(({ source }) => compile(source).program?.starts === true);
  if (threaded.length === 0) continue;
  describe(`${file.topic}, recorded from CPython ${recording?.python}`, () => {
    for (const program of threaded)
      it(
        program.name,
        async () => {
          const expected = expectedOutput(program, recording?.programs[program.name]);
          if (expected === null) throw new Error("not recorded since it changed: node scripts/record-corpus.mjs");
          const { report } = await laboratory.run({ program: program.source, timeoutMs: LONG_ENOUGH_MS });
          // A console line is what one print wrote, without its end.
          const printed = report.console.map(({ text }) => `${text}\n`).join("");
          const rest = printed.replace(expected.stderr, "");
          expect({ printed: rest, stderr: printed.includes(expected.stderr) ? expected.stderr : printed }).toEqual({
            printed: expected.stdout,
            stderr: expected.stderr,
          });
        },
        LONG_ENOUGH_MS,
      );
  });
}
