/**
 * Every program of corpus/ that starts no thread prints here what CPython printed, its traceback to the letter.
 * `scripts/record-corpus.mjs` recorded it; programs with threads are run by `src/workers/corpus.test.ts`.
 */
import { describe, expect, it } from "vitest";
import { expectedOutput, readCorpus, readRecording } from "../../../scripts/corpus-files.mjs";
import { compile } from "./index.ts";
import { runSolo } from "./solo-run.ts";

const corpus = new URL("../../../corpus", import.meta.url).pathname;

for (const file of readCorpus(corpus)) {
  if (/^(refused|many)\//.test(file.topic)) continue;
  const recording = readRecording(file.path);
  describe(`${file.topic}, recorded from CPython ${recording?.python} and ${recording?.newer}`, () => {
    for (const program of file.programs) {
      const { program: compiled, diagnostics } = compile(program.source);
      if (compiled?.starts === true) continue;
      it(program.name, () => {
        const expected = expectedOutput(program, recording?.programs[program.name]);
        if (expected === null) throw new Error("not recorded since it changed: node scripts/record-corpus.mjs");
        expect(diagnostics).toEqual([]);
        if (compiled === null) throw new Error("neither a program nor a diagnostic");
        expect(runSolo(compiled)).toBe(expected.stdout + expected.stderr);
      });
    }
  });
}
