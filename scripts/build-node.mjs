// Builds the engine for Node into dist-node/: a module for scripts with its types, the command `interleave`, the worker of real threads.
// Its one rule: what it makes runs without node_modules.
//
//   node scripts/build-node.mjs            builds, and writes the types
//   import { ensureNodeBuild } from "…"    builds where nothing is built yet, or a source is newer: what runs, without the types

import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { writeNodeTypes } from "./node-types.mjs";

const project = fileURLToPath(new URL("..", import.meta.url));
const target = join(project, "dist-node");
const entries = {
  index: "src/workers/node/index.ts",
  "thread-node.worker": "src/workers/node/thread-node.worker.ts",
};

/** Builds all of it anew. Rejects with the bundler's message. */
export async function buildForNode() {
  const { build } = await import("rolldown");
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  // Each by itself: a worker that shares no chunk with anything can be moved with its one file.
  for (const [name, entry] of Object.entries(entries)) {
    await build({
      input: join(project, entry),
      platform: "node",
      plugins: [rawText()],
      logLevel: "warn",
      output: { file: join(target, `${name}.js`), format: "esm", codeSplitting: false },
    });
  }
  writeFileSync(join(target, "package.json"), `${JSON.stringify({ type: "module" })}\n`);
}

/** Builds where it has to be done. A folder without sources is used as it is. */
export async function ensureNodeBuild() {
  const sources = join(project, "src");
  if (!existsSync(sources)) return;
  const built = join(target, "package.json");
  if (!existsSync(built) || newest(sources) > statSync(built).mtimeMs) await buildForNode();
}

/**
 * When something under a folder was last changed, in milliseconds.
 * @param {string} folder
 * @returns {number}
 */
function newest(folder) {
  return readdirSync(folder, { withFileTypes: true }).reduce((last, entry) => {
    const path = join(folder, entry.name);
    return Math.max(last, entry.isDirectory() ? newest(path) : statSync(path).mtimeMs);
  }, 0);
}

/**
 * The text of a file for `import text from "./listing.py?raw"`, as vite gives it.
 * @returns {import("rolldown").Plugin}
 */
function rawText() {
  return {
    name: "raw-text",
    resolveId(id, importer) {
      if (!id.endsWith("?raw") || importer === undefined) return null;
      return resolve(dirname(importer), id);
    },
    load(id) {
      if (!id.endsWith("?raw")) return null;
      const text = readFileSync(id.slice(0, -"?raw".length), "utf8");
      return { code: `export default ${JSON.stringify(text)};`, moduleType: "js" };
    },
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await buildForNode();
  writeNodeTypes(target);
}
