/**
 * Every program of corpus/ that starts no thread prints here what CPython printed, its traceback to the letter, and every
 * syntax error stands where CPython says, in its words. `scripts/record-corpus.mjs` recorded it; programs with threads are run by
 * `src/workers/corpus.test.ts`.
 */
import { describe, expect, it } from "vitest";
import { expectedOutput, readCorpus, readRecording } from "../../../scripts/corpus-files.mjs";
import type { Diagnostic } from "../program/listing.ts";
import { compile } from "./index.ts";
import { runSolo } from "./solo-run.ts";

const corpus = new URL("../../../corpus", import.meta.url).pathname;

/** A syntax error as `line:column type: message`. */
function describeDiagnostic({ line, column, kind, message }: Diagnostic): string {
  return `${line}:${column} ${kind}: ${message}`;
}

/** The same of what CPython printed; its marks stand below the line without its indent. */
function describePrinted(stderr: string, source: string): string {
  const lines = stderr.trimEnd().split("\n");
  const line = Number(/line (\d+)/.exec(lines[0])?.[1]);
  const text = source.split("\n")[line - 1] ?? "";
  const indent = text.length - text.trimStart().length;
  const marks = lines.find((one) => /^\s+\^+$/.test(one));
  const column = marks === undefined ? 1 : indent + marks.indexOf("^") - 4 + 1;
  return `${line}:${column} ${lines[lines.length - 1].replace("IndentationError:", "SyntaxError: IndentationError:")}`;
}

function compileApart(source: string) {
  const { program: compiled, diagnostics } = compile(source);
  return { compiled, diagnostics };
}

for (const file of readCorpus(corpus).filter(({ topic }) => !/^(refused|many)\//.test(topic))) {
  const recording = readRecording(file.path);
  const alone = file.programs
    .map((program) => ({ program, ...compileApart(program.source) }))
    .filter(({ compiled }) => compiled?.starts !== true);
  // A file whose programs all start threads has nothing to run here.
  if (alone.length === 0) continue;
  describe(`${file.topic}, recorded from CPython ${recording?.python} and ${recording?.newer}`, () => {
    for (const { program, compiled, diagnostics } of alone) {
      it(program.name, () => {
        const expected = expectedOutput(program, recording?.programs[program.name]);
        if (expected === null) throw new Error("not recorded since it changed: node scripts/record-corpus.mjs");
        if (file.topic === "errors/syntax")
          return expect(diagnostics.map(describeDiagnostic)).toEqual([
            describePrinted(expected.stderr, program.source),
          ]);
        expect(diagnostics).toEqual([]);
        if (compiled === null) throw new Error("neither a program nor a diagnostic");
        expect(runSolo(compiled)).toBe(expected.stdout + expected.stderr);
      });
    }
  });
}

for (const file of readCorpus(corpus).filter(({ topic }) => topic.startsWith("refused/")))
  describe(`${file.topic}: what Python has and this subset has not`, () => {
    for (const { name, source, refused } of file.programs)
      it(name, () => {
        const { program, diagnostics } = compile(source);
        expect(program).toBeNull();
        expect(diagnostics.map(({ line, column, message }) => `${line}:${column} ${message}`)).toEqual(refused);
        expect(diagnostics.map(({ kind }) => kind)).toEqual(refused.map(() => "Unsupported"));
      });
  });
