// Checks what a first load of each built page costs: its entry, all it imports statically, and the worker
// scripts these start, compressed with gzip. Its one rule: a page that is not there, or that loads nothing,
// fails. Reads dist/ and the list of chunks that the build leaves there.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { projectFolder } from "./run-command.mjs";

/** Bytes of compressed JavaScript that a page may load before it is usable. */
const budgets = { "index.html": 200_000, "embed.html": 200_000 };

const mustExist = ["index.html"];

/**
 * @typedef {{ file: string }} Chunk
 */

/**
 * The scripts of a page's first load, as names below dist.
 * @param {Record<string, Chunk>} chunks the build's list, by name of the source
 * @param {string} page its name in that list
 * @param {(file: string) => string} read the text of a file of dist
 * @returns {Set<string>}
 */
export function firstLoad(chunks, page, read) {
  /** @type {Set<string>} */
  const found = new Set();
  /** @param {string} file */
  const follow = (file) => {
    if (found.has(file)) return;
    found.add(file);
    for (const needed of scriptsNeededBy(read(file))) follow(join(dirname(file), needed));
  };
  const entry = chunks[page]?.file;
  if (entry?.endsWith(".js")) follow(entry);
  return found;
}

/**
 * Names of the scripts that a built text imports at once or starts as workers; all lie beside it. What it
 * imports later stands in `import(…)` and is not meant.
 * @param {string} text
 */
function scriptsNeededBy(text) {
  const started = text.matchAll(/new Worker\([^)]*?["'`]([^"'`]*\.js)["'`]/g);
  const imported = text.matchAll(/(?:from|import)\s*["']\.\/([^"']*\.js)["']/g);
  return [...started, ...imported].map(([, name]) => basename(name));
}

/** @param {Uint8Array} bytes */
function compressed(bytes) {
  return gzipSync(bytes, { level: 9 }).length;
}

/** @param {number} bytes */
function inKilobytes(bytes) {
  return `${(bytes / 1000).toFixed(1)} kB`;
}

/** @param {string} dist */
function checkPages(dist) {
  const list = join(dist, ".vite", "manifest.json");
  if (!existsSync(list)) return [`${list} is missing: run npm run build first`];
  /** @type {Record<string, Chunk>} */
  const chunks = JSON.parse(readFileSync(list, "utf8"));
  const files = readdirSync(dist, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".js"));
  /** @param {string} file */
  const read = (file) => readFileSync(join(dist, file), "utf8");
  /** @param {string} file */
  const sizeOf = (file) => compressed(readFileSync(join(dist, file)));
  const problems = [];
  /** @type {Set<string>} */
  const inSomeFirstLoad = new Set();
  for (const [page, budget] of Object.entries(budgets)) {
    const scripts = firstLoad(chunks, page, read);
    if (scripts.size === 0) {
      if (mustExist.includes(page)) problems.push(`${page} loads no script`);
      continue;
    }
    const total = [...scripts].reduce((sum, file) => sum + sizeOf(file), 0);
    console.log(`${page}: ${inKilobytes(total)} of ${inKilobytes(budget)} compressed`);
    for (const file of scripts) console.log(`  ${file}: ${inKilobytes(sizeOf(file))}`);
    if (total > budget) problems.push(`${page} loads ${inKilobytes(total)}, allowed are ${inKilobytes(budget)}`);
    for (const file of scripts) inSomeFirstLoad.add(file);
  }
  console.log("loaded later:");
  for (const file of files) if (!inSomeFirstLoad.has(file)) console.log(`  ${file}: ${inKilobytes(sizeOf(file))}`);
  return problems;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const dist = resolve(projectFolder, process.env.INTERLEAVE_DIST ?? "dist");
  const problems = checkPages(dist);
  for (const problem of problems) console.error(problem);
  console.log(`sizes: ${relative(projectFolder, dist)} checked, ${problems.length} problems`);
  if (problems.length > 0) process.exitCode = 1;
}
