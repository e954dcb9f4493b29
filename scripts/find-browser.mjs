// Finds the Chromium that end-to-end tests and benches open, and installs one where there is none.
// Order: INTERLEAVE_CHROMIUM, Playwright's own, a Chromium or Chrome of the system; then Playwright's
// download, then Debian's package (root only). Its one rule: a browser counts only when it says its
// version, because a path alone may be a stub or lack its libraries.
// From a shell: `node scripts/find-browser.mjs` prints the path.

import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "@playwright/test";

const minute = 60_000;

const namesInPath = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];

const wellKnownPaths = [
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
  "C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe",
];

/** What to do by hand when no browser was found and none could be installed. */
export const whatToDo =
  "No Chromium was found and none could be installed: install Chromium or Chrome, or set INTERLEAVE_CHROMIUM to the path of one.";

/**
 * @typedef {object} Browser
 * @property {string} executablePath absolute path of the browser
 * @property {string[]} args flags it needs here
 * @property {string} version what `--version` printed
 * @property {string} from where it was found, in words
 */

/**
 * The browser to use. Throws an Error whose message says what to do where there is none.
 * @param {{ install?: boolean, say?: (line: string) => void }} [options] `install: false` only looks;
 *   `say` gets a line before each thing that takes long
 * @returns {Browser}
 */
export function findBrowser({ install = true, say = (line) => console.error(line) } = {}) {
  const named = process.env.INTERLEAVE_CHROMIUM;
  if (named) {
    const browser = tryBrowser(named, "INTERLEAVE_CHROMIUM");
    if (browser) return browser;
    throw new Error(`INTERLEAVE_CHROMIUM is ${named}, which does not run; set it to the path of a Chromium or Chrome.`);
  }
  const found = findInstalled();
  if (found) return found;
  if (!install) throw new Error(whatToDo);
  const installed = installFromPlaywright(say) ?? installFromDebian(say);
  if (installed) return installed;
  throw new Error(whatToDo);
}

/** Playwright's Chromium, else one of the system's, else undefined. */
function findInstalled() {
  const own = tryBrowser(chromium.executablePath(), "Playwright's own");
  if (own) return own;
  for (const path of systemPaths()) {
    const browser = tryBrowser(path, "the system's");
    if (browser) return browser;
  }
  return undefined;
}

function systemPaths() {
  const folders = (process.env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  const inPath = namesInPath.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [...inPath, ...wellKnownPaths];
}

/**
 * @param {string} executablePath
 * @param {string} from
 * @returns {Browser | undefined}
 */
function tryBrowser(executablePath, from) {
  if (!existsSync(executablePath)) return undefined;
  const version = versionOf(executablePath);
  return version === undefined ? undefined : { executablePath, args: browserFlags(), version, from };
}

/** @param {string} executablePath */
function versionOf(executablePath) {
  // On Windows `chrome.exe --version` opens a window instead of answering.
  if (process.platform === "win32") return "unknown";
  const answer = spawnSync(executablePath, ["--version"], { encoding: "utf8", timeout: minute / 2 });
  const words = (answer.stdout ?? "").trim();
  return answer.status === 0 && /Chrom/.test(words) ? words : undefined;
}

function browserFlags() {
  const flags = [
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ];
  // Chromium refuses to start its sandbox for root.
  return isRoot() ? [...flags, "--no-sandbox"] : flags;
}

function isRoot() {
  return process.getuid?.() === 0;
}

/** @param {(line: string) => void} say */
function installFromPlaywright(say) {
  say("No Chromium found: trying Playwright's download.");
  const cli = fileURLToPath(new URL("../node_modules/@playwright/test/cli.js", import.meta.url));
  const env = { ...process.env, PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: "10000" };
  const download = spawnSync(process.execPath, [cli, "install", "chromium"], { env, timeout: 6 * minute });
  if (download.status !== 0) return undefined;
  const browser = tryBrowser(chromium.executablePath(), "Playwright's own");
  if (browser || !isRoot()) return browser;
  say("Playwright's Chromium lacks libraries of the system: installing those.");
  spawnSync(process.execPath, [cli, "install-deps", "chromium"], { timeout: 6 * minute });
  return tryBrowser(chromium.executablePath(), "Playwright's own");
}

/** @param {(line: string) => void} say */
function installFromDebian(say) {
  if (!isRoot() || !existsSync("/etc/debian_version")) return undefined;
  say("Playwright's Chromium could not be had: installing Debian's chromium (about a minute).");
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  // The font is for the Chinese texts: without it screenshots show boxes.
  const packages = ["chromium", "fonts-noto-cjk"];
  // An index of one source that cannot be read is no reason to stop: the install itself decides.
  spawnSync("apt-get", ["update", "-qq"], { env, timeout: 3 * minute });
  const apt = spawnSync("apt-get", ["install", "-y", "-qq", "--no-install-recommends", ...packages], {
    env,
    encoding: "utf8",
    timeout: 9 * minute,
  });
  if (apt.status !== 0) say(`apt-get said: ${(apt.stderr ?? "").trim().slice(-500)}`);
  return findInstalled();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    const browser = findBrowser();
    console.error(`${browser.version} (${browser.from})`);
    console.log(browser.executablePath);
  } catch (problem) {
    console.error(problem instanceof Error ? problem.message : problem);
    process.exitCode = 1;
  }
}
