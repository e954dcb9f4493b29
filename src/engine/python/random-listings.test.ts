/**
 * Random programs print the same here and in the python3 of this machine; each failure prints the program. Skipped, and said so, where
 * there is no python3. RANDOM_LISTINGS_SEED and RANDOM_LISTINGS_COUNT choose others: `RANDOM_LISTINGS_SEED=7 npx vitest run random-listings`.
 */
import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { createRandom } from "../base/random.ts";
import { RandomListing } from "../testing/random-solo-listing.ts";
import { compile } from "./index.ts";
import { runSolo } from "./solo-run.ts";

const SEED = Number(process.env.RANDOM_LISTINGS_SEED ?? 1);
const COUNT = Number(process.env.RANDOM_LISTINGS_COUNT ?? 60);
const LINES = 12;

/** Runs all programs in one process, each in a namespace of its own, and prints what they printed as JSON. */
const RUNNER = `
import contextlib, io, json, sys, traceback
out = []
for source in json.load(sys.stdin):
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        try:
            exec(compile(source, "listing.py", "exec"), {"__name__": "__main__"})
        except SyntaxError:
            raise
        except Exception as error:
            print("uncaught", traceback.format_exception_only(error)[-1], end="")
    out.append(printed.getvalue())
print(json.dumps({"version": sys.version_info[:2], "printed": out}))
`;

/** What 3.13 words otherwise than an older Python on this machine: both sides are brought to the older words. */
const NEWER_WORDS: readonly (readonly [RegExp, string])[] = [
  [/(min|max)\(\) iterable argument is empty/g, "$1() arg is an empty sequence"],
  [/(find|index|count)\(\) argument 1 must be str, not/g, "must be str, not"],
  [/KeyError slice\([^)]*\)/g, "TypeError unhashable type: 'slice'"],
  [/KeyError\(slice\([^)]*\)\)/g, "TypeError(\"unhashable type: 'slice'\")"],
  [/OverflowError Python int too large to convert to C int/g, "ValueError chr() arg not in range(0x110000)"],
  [/float modulo by zero/g, "float modulo"],
  // Which two items sorting compares first is not promised.
  [/'<' not supported between instances of .*/g, "'<' not supported"],
  [/MemoryError .*/g, "MemoryError "],
];

function inOlderWords(printed: string): string {
  return NEWER_WORDS.reduce((text, [newer, older]) => text.replaceAll(newer, older), printed);
}

function inPython(programs: readonly string[]): string[] | null {
  const env = { ...process.env, PYTHONIOENCODING: "utf-8", PYTHONWARNINGS: "ignore" };
  const run = spawnSync("python3", ["-c", RUNNER], {
    input: JSON.stringify(programs),
    encoding: "utf8",
    env,
    timeout: 240_000,
  });
  if (run.error !== undefined) return null;
  if (run.status !== 0) throw new Error(`python3: ${run.stderr}`);
  const { printed } = JSON.parse(run.stdout) as { printed: string[] };
  return printed.map(inOlderWords);
}

function here(source: string): string {
  const { program, diagnostics } = compile(source);
  return program === null
    ? diagnostics.map(({ message }) => message).join("\n")
    : inOlderWords(lastLineOfTraceback(runSolo(program)));
}

/** Places and suggestions are compared by the corpus; here the last line of a traceback is enough. */
function lastLineOfTraceback(printed: string): string {
  const at = printed.search(/^Traceback \(most recent call last\):$/m);
  if (at < 0) return printed;
  const [last] = printed.trimEnd().split("\n").slice(-1);
  return `${printed.slice(0, at)}uncaught ${last.replace(/\. Did you mean: .*\?$/, "")}\n`;
}

describe(`${COUNT} random programs, seed ${SEED}`, () => {
  const listing = new RandomListing(createRandom(SEED));
  const programs = Array.from({ length: COUNT }, () => listing.write(LINES));
  const expected = inPython(programs);
  if (expected === null) {
    it.skip("compared with python3: there is none on this machine");
    return;
  }
  it("print what python3 prints", () => {
    programs.forEach((source, i) => {
      const printed = here(source);
      if (printed !== expected[i])
        expect({ seed: SEED, program: i, source, printed }).toEqual({
          seed: SEED,
          program: i,
          source,
          printed: expected[i],
        });
    });
    expect(expected.join("").length).toBeGreaterThan(COUNT * 100);
  });
});
