// Records what CPython prints for the programs of corpus/many/, which have several outcomes: each different set of lines that came up.
//
//   node scripts/record-many.mjs [runs]
//
// Two sets each: `plain`, every second run with the switch interval at its smallest; and `anywhere`, with a trace function that gives
// other threads a turn between bytecodes, as CPython before 3.10 and the free-threaded build may. Lines are sorted: which thread
// printed first is not what is compared. What is recorded must be among the outcomes of all schedules, never the other way round.

import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readCorpus, recordingPath } from "./corpus-files.mjs";
import { listingFramesOnly } from "./record-corpus.mjs";

const ROOT = new URL("../corpus", import.meta.url).pathname;
const RUNS = Number(process.argv[2] ?? 40);

/** Runs one listing many times in one process, and prints the outcomes as JSON. Turns are given at random from a seed, the run's number. */
const RUNNER = `
import contextlib, io, itertools, json, random, runpy, sys, threading, time
path, runs, anywhere = sys.argv[1], int(sys.argv[2]), sys.argv[3] == "anywhere"
dice = random.Random(0)

def turn(frame, event, argument):
    if frame.f_code.co_filename != path:
        return None
    frame.f_trace_opcodes = True
    if dice.random() < 0.3:
        time.sleep(0.0002 if dice.random() < 0.5 else 0)
    return turn

found = []
for run in range(runs):
    dice.seed(run)
    sys.setswitchinterval(1e-6 if run % 2 else 0.005)
    threading._counter = itertools.count(1).__next__
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        if anywhere:
            threading.settrace(turn)
        runpy.run_path(path, run_name="__main__")
        threading.settrace(None)
    outcome = [out.getvalue(), err.getvalue()]
    if outcome not in found:
        found.append(outcome)
print(json.dumps(found))
`;

const folder = mkdtempSync(join(tmpdir(), "many-"));
const version = spawnSync("python3", ["-c", "import platform; print(platform.python_version())"], { encoding: "utf8" });
let total = 0;
for (const file of readCorpus(ROOT)) {
  if (!file.topic.startsWith("many/")) continue;
  /** @type {Record<string, { digest: string, plain: string[][], anywhere: string[][] }>} */
  const programs = {};
  for (const program of file.programs) {
    const path = join(folder, "listing.py");
    writeFileSync(path, program.source);
    programs[program.name] = {
      digest: program.digest,
      plain: outcomesOf(path, "plain"),
      anywhere: outcomesOf(path, "anywhere"),
    };
    total++;
  }
  const recording = { python: version.stdout.trim(), runs: RUNS, programs };
  writeFileSync(recordingPath(file.path), `${JSON.stringify(recording, null, 1)}\n`);
}
rmSync(folder, { recursive: true });
console.log(`${total} programs, ${RUNS} runs each`);

/** The different outcomes of one program. @param {string} path @param {string} how @returns {string[][]} */
function outcomesOf(path, how) {
  const run = spawnSync("python3", ["-c", RUNNER, path, String(RUNS), how], { encoding: "utf8", timeout: 120_000 });
  if (run.status !== 0) throw new Error(`${path}: ${run.stderr}`);
  /** @type {[string, string][]} */
  const printed = JSON.parse(run.stdout);
  const outcomes = new Set(printed.map(([out, err]) => JSON.stringify(linesOf(out + listingFramesOnly(err)))));
  return [...outcomes].sort().map((one) => JSON.parse(one));
}

/** Sorted lines, without the marks below places, which differ between versions. @param {string} text */
function linesOf(text) {
  return text
    .split("\n")
    .filter((line) => line !== "" && !/^\s+[~^]+$/.test(line))
    .sort();
}
