// Starts a program of node_modules/.bin and waits for it: what the checks share.

import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The project's folder, absolute. */
export const projectFolder = fileURLToPath(new URL("..", import.meta.url));

/** Where checks and tests leave what they make; safe to delete. */
export const cacheFolder = join(projectFolder, "node_modules", ".cache", "interleave");

/**
 * Runs an installed tool with its output shown. Gives its exit code; a tool that is missing or was
 * killed gives 1 with a line that says so.
 * @param {string} tool a name in node_modules/.bin
 * @param {string[]} args
 * @param {{ env?: Record<string, string> }} [options] additions to the environment
 * @returns {number}
 */
export function runTool(tool, args, { env = {} } = {}) {
  const suffix = process.platform === "win32" ? ".cmd" : "";
  const path = join(projectFolder, "node_modules", ".bin", tool + suffix);
  if (!existsSync(path)) {
    console.error(`${tool} is not installed: run npm ci first.`);
    return 1;
  }
  const ended = spawnSync(path, args, {
    cwd: projectFolder,
    stdio: "inherit",
    shell: process.platform === "win32",
    env: { ...process.env, ...env },
  });
  if (ended.status === null)
    console.error(`${tool} ended by ${ended.signal ?? ended.error?.message ?? "nothing known"}.`);
  return ended.status ?? 1;
}

/**
 * Runs a script of this folder in a node of its own, with its output shown. Gives its exit code.
 * @param {string} script its file name
 * @returns {number}
 */
export function runScript(script) {
  return (
    spawnSync(process.execPath, [join(projectFolder, "scripts", script)], { cwd: projectFolder, stdio: "inherit" })
      .status ?? 1
  );
}
