// Records what CPython prints for every program of corpus/, beside each file as *.recorded.json.
//
//   node scripts/record-corpus.mjs [--newer PYTHON | DIR] [--only TOPIC]
//
// python3 runs each program as listing.py in a process of its own. With --newer, a command of CPython 3.13, each runs there too, and
// where 3.13 prints something else, that is kept and expected. Where there is no such command: a folder that holds an installed
// `pyodide` 0.29 (CPython 3.13 as WebAssembly, no part of this project), for programs without threads and without asyncio. A
// program that did not change keeps what 3.13 printed before, and one whose package is missing (greenlet; PYTHONPATH can bring it) all of
// it. With --only, files whose topic begins so, `modules/asyncio` for example.

import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { readCorpus, readRecording, recordingPath } from "./corpus-files.mjs";

/** @typedef {import("./corpus-files.mjs").Output} Output */

const ROOT = new URL("../corpus", import.meta.url).pathname;
const TIMEOUT_MS = 20_000;

/** Leaves of a traceback only the listing's frames, and names the file `listing.py`. @param {string} stderr */
export function listingFramesOnly(stderr) {
  /** @type {string[]} */
  const out = [];
  let skipping = false;
  for (const line of stderr.split("\n")) {
    // The members of a group of exceptions stand behind a margin.
    const inner = line.replace(/^ *\| /, "");
    const frame = /^ {2}File "(.*)", line \d+/.exec(inner);
    if (frame !== null) skipping = !frame[1].endsWith("listing.py");
    else if (!inner.startsWith("    ") && !inner.startsWith("  [Previous")) skipping = false;
    if (!skipping) out.push(line.replace(/^((?: *\|)? {2,3}File )".*listing\.py"/, '$1"listing.py"'));
  }
  // A way that leads through none of the listing's lines is not printed here.
  return out.filter((line, i) => !isEmptyHead(line, out[i + 1])).join("\n");
}

/** @param {string} line @param {string | undefined} next */
function isEmptyHead(line, next) {
  return line === "Traceback (most recent call last):" && next !== undefined && !next.startsWith("  File");
}

/** @param {string} source @param {string} folder @param {string} command @returns {Output} */
export function runPython(source, folder, command = "python3") {
  const path = join(folder, "listing.py");
  writeFileSync(path, source);
  const env = { ...process.env, PYTHONHASHSEED: "0", PYTHONIOENCODING: "utf-8", PYTHONDONTWRITEBYTECODE: "1" };
  const run = spawnSync(command, [path], { cwd: folder, env, encoding: "utf8", timeout: TIMEOUT_MS });
  if (run.error) throw run.error;
  // What names the listing by its path: warnings, descriptions of functions.
  return { stdout: run.stdout, stderr: listingFramesOnly(run.stderr).replaceAll(`${folder}/`, "") };
}

/** Where the WebAssembly build differs as a 32-bit machine with another C library, not as 3.13. */
const PLATFORM = new Set(["values/integers: hash of numbers", "modules/itertools-and-functools: sys"]);
const PLATFORM_WORDS = [["(68, 'Result not representable')", "(34, 'Numerical result out of range')"]];

// No threads can be made there: a thread's run is called where it starts, so that its traceback is the newer one's.
const NEWER_RUNNER = `
import sys, threading

def start_here(thread):
    thread._started.set()
    try:
        thread.run()
    except SystemExit:
        pass
    except BaseException:
        threading.excepthook(threading.ExceptHookArgs([*sys.exc_info(), thread]))

threading.Thread.start = start_here
threading.Thread.join = lambda thread, timeout=None: None

def run_listing(source):
    import io, itertools, linecache, sys, threading, traceback, types
    threading._counter = itertools.count(1).__next__
    out, err = io.StringIO(), io.StringIO()
    kept = sys.stdout, sys.stderr, sys.modules["__main__"]
    module = types.ModuleType("__main__")
    module.__builtins__ = __builtins__
    sys.modules["__main__"] = module
    sys.stdout, sys.stderr = out, err
    with open("listing.py", "w") as file:
        file.write(source)
    linecache.cache["listing.py"] = (len(source), None, source.splitlines(True), "listing.py")
    try:
        exec(compile(source, "listing.py", "exec"), module.__dict__)
    except SystemExit as leaving:
        if leaving.code is not None and not isinstance(leaving.code, int):
            print(leaving.code, file=err)
    except BaseException as error:
        error.__traceback__ = error.__traceback__.tb_next
        traceback.print_exception(error, file=err)
    finally:
        sys.stdout, sys.stderr, sys.modules["__main__"] = kept
        sys.setrecursionlimit(1000)
    return out.getvalue(), err.getvalue()
`;

/** @param {string} command */
function versionOf(command) {
  const asked = spawnSync(command, ["-c", "import platform; print(platform.python_version())"], { encoding: "utf8" });
  return asked.status === 0 ? asked.stdout.trim() : null;
}

/**
 * CPython 3.13 as a command, or as WebAssembly in a folder; `threads`: it has them, and asyncio.
 * @param {string} where
 * @returns {Promise<{ version: string, threads: boolean, run(source: string, folder: string): Output }>}
 */
export async function startNewer(where) {
  const version = versionOf(where);
  if (version === null) return startWebAssembly(where);
  return { version, threads: true, run: (source, folder) => runPython(source, folder, where) };
}

/** @param {string} folder @returns {ReturnType<typeof startNewer>} */
async function startWebAssembly(folder) {
  const { loadPyodide } = await import(pathToFileURL(join(resolve(folder), "node_modules/pyodide/pyodide.mjs")).href);
  const python = await loadPyodide();
  python.runPython(NEWER_RUNNER);
  const call = python.globals.get("run_listing");
  return {
    version: python.runPython("import platform; platform.python_version()"),
    threads: false,
    run(source) {
      const [stdout, stderr] = call(source).toJs();
      const [out, error] = [stdout, listingFramesOnly(stderr)].map((text) =>
        PLATFORM_WORDS.reduce((words, [there, here]) => words.replaceAll(there, here), text),
      );
      return { stdout: out, stderr: error };
    },
  };
}

/** Threads run there only where one is all that happens. @param {string} topic @param {{ name: string, source: string }} program */
function runsThere(topic, { name, source }) {
  if (PLATFORM.has(`${topic}: ${name}`)) return false;
  // Its event loop is the browser's.
  if (/concurrent|multiprocessing|asyncio/.test(source)) return false;
  return !/Thread|Timer/.test(source) || topic.startsWith("errors/");
}

/** @param {Output} output */
function lacksModule({ stderr }) {
  return stderr.includes("ModuleNotFoundError");
}

/** @param {string[]} args @param {string} name */
function option(args, name) {
  return args.includes(name) ? args[args.indexOf(name) + 1] : null;
}

/** @param {string[]} args */
async function main(args) {
  const where = option(args, "--newer");
  const only = option(args, "--only") ?? "";
  const newer = where === null ? null : await startNewer(where);
  const folder = mkdtempSync(join(tmpdir(), "corpus-"));
  const counts = { programs: 0, newer: 0, byHand: 0 };
  for (const file of readCorpus(ROOT)) {
    if (/^(refused|many)\//.test(file.topic) || !file.topic.startsWith(only)) continue;
    const before = readRecording(file.path);
    /** @type {import("./corpus-files.mjs").Recording} */
    const recording = {
      python: versionOf("python3") ?? "",
      newer: newer?.version ?? before?.newer ?? null,
      programs: {},
    };
    for (const program of file.programs) {
      const kept = before?.programs[program.name];
      const printed = runPython(program.source, folder);
      // A package that this Python has not (greenlet): what another printed stays.
      const older = lacksModule(printed) && kept?.digest === program.digest ? kept : printed;
      const known = kept?.digest === program.digest && newer === null ? kept.newer : undefined;
      const runs = newer !== null && (newer.threads || runsThere(file.topic, program));
      const ran = runs ? newer.run(program.source, folder) : undefined;
      const fresh = ran !== undefined && lacksModule(ran) ? undefined : ran;
      const other = fresh !== undefined ? (isSame(fresh, older) ? undefined : fresh) : known;
      const { stdout, stderr } = older;
      recording.programs[program.name] = { digest: program.digest, stdout, stderr, ...(other && { newer: other }) };
      counts.programs++;
      if (program.byHand) counts.byHand++;
      else if (other) counts.newer++;
    }
    writeFileSync(recordingPath(file.path), `${JSON.stringify(recording, null, 1)}\n`);
  }
  rmSync(folder, { recursive: true });
  console.log(
    `${counts.programs} programs; ${counts.newer} expect what 3.13 printed, ${counts.byHand} what was written by hand`,
  );
}

/** @param {Output} a @param {Output} b */
function isSame(a, b) {
  return a.stdout === b.stdout && a.stderr === b.stderr;
}

if (process.argv[1] === new URL(import.meta.url).pathname) await main(process.argv.slice(2));
