/** The command as one types it: the built one, in a process of its own, on the examples of docs/command-line.md. */
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readCommand } from "../src/workers/node/command-line.ts";
import { ensureNodeBuild } from "./build-node.mjs";

const project = fileURLToPath(new URL("..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "interleave-"));
afterAll(() => rmSync(folder, { recursive: true }));

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly complaint: string;
}

function started(file: string, words: readonly string[]): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(process.execPath, [file, ...words], { cwd: project }, (error, out, complaint) => {
      resolve({ code: typeof error?.code === "number" ? error.code : 0, out, complaint });
    });
  });
}

const interleave = (...words: string[]): Promise<Ended> => started("bin/interleave.mjs", words);

/** Blocks of the document that show a terminal: what was typed, and the lines that came. */
const shown = [
  ...readFileSync(join(project, "docs/command-line.md"), "utf8").matchAll(/```\n\$ npx interleave (.*)\n([^`]*)```/g),
];

/** Times differ from run to run. */
const withoutTimes = (text: string): string => text.replaceAll(/\d+ ms/g, "… ms");

beforeAll(ensureNodeBuild);

/** A process of its own takes its time to begin on a machine that is busy. */
const PATIENCE = { timeout: 300_000 };

describe("the command interleave", PATIENCE, () => {
  it("shows the document's examples", () => expect(shown).toHaveLength(3));

  it.each(shown.map(([, words, lines]) => [words, lines]))("%s, as the document says", async (words, lines) => {
    const { out } = await interleave(...words.split(" "));
    const seen = withoutTimes(out);
    for (const line of lines.trim().split("\n")) if (line.trim() !== "…") expect(seen).toContain(withoutTimes(line));
  });

  it("explores with the exit code of what it found", async () => {
    expect((await interleave("explore", "examples/bank.py")).code).toBe(1);
    expect((await interleave("explore", "examples/bank-locked.py")).code).toBe(0);
  });

  it("gives the report as JSON and nothing else", async () => {
    const { out } = await interleave("explore", "--scenario", "count-race", "--reduction", "none", "--json");
    expect(JSON.parse(out)).toMatchObject({ scenario: "count-race", runs: 6, complete: true, deadlocks: 0 });
  });

  it("runs on real threads, and writes the trace", async () => {
    const path = join(folder, "trace.json");
    const { code, out } = await interleave("run", "--scenario", "pool", "-p", "second=20", "--trace", path);
    expect(out).toContain("on real threads: finished");
    expect(code).toBe(0);
    expect(JSON.parse(readFileSync(path, "utf8"))).toMatchObject({ format: "interleave-trace" });
  });

  it("prints what the listing prints", async () => {
    const path = join(folder, "hello.py");
    writeFileSync(path, "n = 1\nprint('hello', n)\n");
    const { out } = await interleave("run", path, "-p", "n=7");
    expect(out.split("\n")[0]).toBe("hello 7");
  });

  it("says what is wrong, where, and what is allowed", async () => {
    const path = join(folder, "broken.py");
    writeFileSync(path, "x = (1\n");
    const cases: readonly (readonly [readonly string[], RegExp])[] = [
      [["run", path], /line 1, column 5: '\(' was never closed/],
      [["run", "nowhere.py"], /no such file/],
      [
        ["step", "--scenario", "deadlock", "--schedule", "s1..1-2x9"],
        /at step 3 thread 2 \(second\) cannot go: it waits for lock_a/,
      ],
      [["walk", path], /run, step or explore/],
      [
        ["explore", "examples/bank.py", "--max-runs", "0"],
        /^interleave: --max-runs: 0 is not allowed; allowed is an integer from 1/,
      ],
      [["run", "examples"], /FILE\.py: "examples" is not allowed; allowed is a file that can be read/],
    ];
    for (const [words, says] of cases) {
      const { code, complaint, out } = await interleave(...words);
      expect({ code, out }).toEqual({ code: 2, out: "" });
      expect(complaint).toMatch(says);
    }
  });

  it("is there for scripts", async () => {
    const { code, out } = await started("examples/try-every-order.mjs", ["examples/bank.py"]);
    expect(out).toMatch(/^34 orders, and there are no others\nfails after 8 steps: s1\./);
    expect(code).toBe(0);
  });
});

describe("what was typed", () => {
  it("becomes a request", () => {
    expect(readCommand(["step", "a.py", "-p", "n=3", "-p", "name=x", "--seed", "5", "--steps", "visible"])).toEqual({
      kind: "step",
      subject: { file: "a.py" },
      json: false,
      trace: null,
      request: { parameters: { n: 3, name: "x" }, seed: 5, steps: "visible", maxSteps: undefined, schedule: undefined },
    });
    expect(readCommand(["run", "a.py", "--timeout", "-5", "--json"])).toMatchObject({
      request: { timeoutMs: -5 },
      json: true,
    });
    expect(readCommand([])).toEqual({ kind: "help" });
    expect(readCommand(["run", "--version"])).toEqual({ kind: "version" });
  });

  it.each([
    [["run", "a.py", "--schedule", "s1..1"], /--schedule/],
    [["run"], /one file, or --scenario/],
    [["run", "a.py", "b.py"], /one file, or --scenario/],
    [["run", "a.py", "-p", "n"], /NAME=VALUE/],
    [["run", "a.py", "--seed", "one"], /a number/],
    [["step", "a.py", "--trace", "x.pdf"], /\.chrome\.json/],
    [["run", "a.py", "--sede", "3"], /option: "--sede" is not allowed; allowed is --help, .*--seed/],
    [["run", "a.py", "--seed"], /option: "--seed" is not allowed; allowed is --seed with a value/],
    [["run", "a.py", "--json=yes"], /option: "--json" is not allowed; allowed is --json without a value/],
  ])("%j is refused", (words, says) => {
    expect(() => readCommand(words)).toThrow(says);
  });
});
