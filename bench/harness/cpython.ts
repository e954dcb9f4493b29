/**
 * CPython as a peer: runs a listing with the `python3` of this machine (INTERLEAVE_PYTHON names another) and takes the time that it
 * measured itself, so that starting it does not count. Its one rule: where there is none, the row says so and has no floor.
 */
import { spawnSync } from "node:child_process";

const python = process.env.INTERLEAVE_PYTHON ?? "python3";
const asked = spawnSync(python, ["--version"], { encoding: "utf8" });

/** `CPython 3.11.2`; null where there is none. */
export const cpythonVersion: string | null =
  asked.status === 0 ? asked.stdout.trim().replace(/^Python/, "CPython") : null;

/** What a row says that it is measured against: `asyncio of CPython 3.11.2`, or that there is none. */
export function againstCPython(what: string): string {
  return cpythonVersion === null ? `nothing: no ${python} on this machine` : `${what} of ${cpythonVersion}`;
}

/**
 * Seconds that a listing takes in CPython, from its first line to its last, by its own clock.
 * @throws where it fails
 */
export function secondsInCPython(listing: string): number {
  const timed = `import sys, time\nsource = sys.stdin.read()\ncode = compile(source, "listing.py", "exec")\nbegan = time.perf_counter()\nexec(code, {"__name__": "__main__"})\nprint(time.perf_counter() - began)\n`;
  const { status, stdout, stderr } = spawnSync(python, ["-c", timed], { input: listing, encoding: "utf8" });
  if (status !== 0) throw new Error(`${python} ended with ${status}: ${stderr}`);
  return Number(stdout.trim().split("\n").at(-1));
}
