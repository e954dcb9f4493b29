/**
 * The programs of corpus/ that start threads, each with one outcome, in the simulator: under any seed they print what CPython printed, and
 * their schedules replay them.
 */
import { afterAll, describe, expect, it } from "vitest";
import { expectedOutput, readCorpus, readRecording } from "../../scripts/corpus-files.mjs";
import { compile } from "../engine/python/index.ts";
import { ThreadLaboratory } from "./laboratory.ts";
import { sharedClock } from "./shared-clock.ts";

const laboratory = new ThreadLaboratory({
  clock: sharedClock,
  createWorker: () => {
    throw new Error("nothing here starts a thread");
  },
  resolutionUs: 5,
  warm: 0,
  sharedMemory: false,
});
afterAll(() => laboratory.close());

for (const file of readCorpus(new URL("../../corpus", import.meta.url).pathname)) {
  if (/^(refused|many)\//.test(file.topic)) continue;
  const recording = readRecording(file.path);
  const threaded = file.programs.filter(({ source }) => compile(source).program?.starts === true);
  if (threaded.length === 0) continue;
  describe(`${file.topic}, recorded from CPython ${recording?.python}`, () => {
    for (const program of threaded)
      it(program.name, async () => {
        const expected = expectedOutput(program, recording?.programs[program.name]);
        if (expected === null) throw new Error("not recorded since it changed: node scripts/record-corpus.mjs");
        for (const seed of [1, 2]) {
          const { report } = await laboratory.step({ program: program.source, seed });
          const printed = report.console.map(({ text }) => `${text}\n`).join("");
          const rest = printed.replace(expected.stderr, "");
          expect({
            seed,
            printed: rest,
            stderr: printed.includes(expected.stderr) ? expected.stderr : printed,
          }).toEqual({
            seed,
            printed: expected.stdout,
            stderr: expected.stderr,
          });
          if (seed === 1) continue;
          const again = await laboratory.step({ program: program.source, schedule: report.schedule ?? "" });
          expect(again.report).toEqual(report);
        }
      });
  });
}
