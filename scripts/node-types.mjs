// Writes what dist-node/index.js gives as TypeScript declarations, for scripts that import it.
// Its one rule: what it writes stands alone, and holds only files that index.d.ts leads to.

import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { cacheFolder, projectFolder, runTool } from "./run-command.mjs";

const source = join(projectFolder, "src");
const entry = "workers/node/index.d.ts";

/** The specifier of each import, export or import type that names a file beside it. */
const specifier = /(?<=\b(?:from|import)\s*\(?\s*")(\.[^"]+)\.ts(?=")/g;

/**
 * Declares `index.js` of a folder: `index.d.ts`, and `types/` with what it leads to. Throws where the compiler finds a fault.
 * @param {string} folder absolute path
 */
export function writeNodeTypes(folder) {
  const emitted = emit();
  const types = join(folder, "types");
  rmSync(types, { recursive: true, force: true });
  for (const file of reachedFrom(join(emitted, entry))) {
    const copy = join(types, relative(emitted, file));
    mkdirSync(dirname(copy), { recursive: true });
    cpSync(file, copy);
    // Any compiler finds x.d.ts for x.js; x.ts is for those alone that take sources.
    writeFileSync(copy, readFileSync(copy, "utf8").replaceAll(specifier, "$1.js"));
  }
  writeFileSync(join(folder, "index.d.ts"), `export * from "./types/${entry.replace(/\.d\.ts$/, ".js")}";\n`);
}

/** Declares every module that the entry needs to run; gives the folder. */
function emit() {
  const folder = join(cacheFolder, "node-types");
  const settings = join(folder, "tsconfig.json");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(settings, JSON.stringify(settingsFor(folder)));
  if (runTool("tsc", ["-p", settings]) !== 0) throw new Error("the types of the Node module could not be written");
  return join(folder, "out");
}

/** @param {string} folder */
function settingsFor(folder) {
  return {
    extends: join(projectFolder, "tsconfig.node.json"),
    compilerOptions: {
      noEmit: false,
      declaration: true,
      emitDeclarationOnly: true,
      allowJs: false,
      checkJs: false,
      rootDir: source,
      outDir: join(folder, "out"),
      typeRoots: [join(projectFolder, "node_modules/@types")],
    },
    include: [],
    files: [join(source, "raw-modules.d.ts"), join(source, "workers/node/index.ts")],
  };
}

/**
 * @param {string} first absolute path of a declaration
 * @returns {Set<string>}
 */
function reachedFrom(first) {
  const reached = new Set([first]);
  for (const file of reached)
    for (const [, path] of readFileSync(file, "utf8").matchAll(specifier))
      reached.add(`${resolve(dirname(file), path)}.d.ts`);
  return reached;
}
