// The table of layers: which folder of `src` may import which, and which packages. Arrows point inwards.
// Its one rule: a folder that is not in the table may not exist, so a new one is decided on here first.
// A folder may always import itself. `types` are folders of which only types may be imported.

/**
 * @typedef {object} Layer
 * @property {readonly string[]} folders layers whose modules it may import
 * @property {readonly string[]} [types] layers of which it may import types
 * @property {readonly string[]} [files] single modules that it may import
 * @property {readonly string[] | "any"} [packages] packages by name; a name that ends in `:` is a scheme such as `node:`
 */

// Names and numbers of what an event can be: whoever causes events needs them, and nothing else of the trace.
const operationNames = ["src/engine/trace/ops.ts"];

const engineBelowRuntime = [
  "engine/base",
  "engine/memory",
  "engine/sync",
  "engine/program",
  "engine/model",
  "engine/python",
  "engine/javascript",
  "engine/trace",
  "engine/schedule",
];

const engine = [...engineBelowRuntime, "engine/runtime", "engine/analysis", "engine/scenarios", "engine/litmus"];

const seenByViews = [
  "engine/base",
  "engine/trace",
  "engine/program",
  "engine/analysis",
  "engine/scenarios",
  "engine/litmus",
  "workers",
];

/** @type {Layer} */
const panel = { folders: [...seenByViews, "views/state", "views/shared"], packages: "any" };

/** @type {Readonly<Record<string, Layer>>} */
export const layers = {
  "engine/base": { folders: [] },
  "engine/memory": { folders: ["engine/base"] },
  // Primitives answer with the statuses of operations, and need nothing else of programs.
  "engine/sync": {
    folders: ["engine/base", "engine/memory"],
    files: [...operationNames, "src/engine/program/operation.ts"],
  },
  // Why some of these arrows are wider than "base and program": docs/decisions/arrows-in-the-engine.md.
  "engine/program": { folders: ["engine/base"], types: ["engine/memory", "engine/trace"], files: operationNames },
  "engine/model": {
    folders: ["engine/base", "engine/program"],
    types: ["engine/memory"],
    files: [...operationNames, "src/engine/memory/words.ts"],
  },
  "engine/python": {
    folders: ["engine/base", "engine/program", "engine/memory"],
    types: ["engine/trace"],
    files: operationNames,
  },
  // JavaScript listings, and the record of what the browser's own loop does with them.
  "engine/javascript": {
    folders: ["engine/base", "engine/program", "engine/trace"],
    packages: ["acorn", "magic-string"],
  },
  "engine/trace": { folders: ["engine/base", "engine/memory"] },
  "engine/schedule": { folders: ["engine/base", "engine/program"] },
  "engine/runtime": { folders: engineBelowRuntime },
  // The check of a trace against the models asks them with the verbs of operations.
  "engine/analysis": {
    folders: ["engine/base", "engine/trace", "engine/model"],
    types: ["engine/program"],
    files: ["src/engine/program/operation.ts", "src/engine/memory/words.ts"],
  },
  "engine/scenarios": {
    folders: ["engine/base", "engine/program"],
    types: ["engine/trace"],
    files: operationNames,
  },
  // Loops over bare memory that no program of the course runs.
  "engine/litmus": { folders: ["engine/base"] },
  // Suites and worlds for tests: imported by tests alone, which check-layers sees to.
  "engine/testing": { folders: engine, packages: ["fast-check", "node:", "vitest"] },
  workers: { folders: engine, packages: ["comlink", "fflate", "node:", "valibot"] },
  // The page itself puts the panels together, so it may import them all.
  views: { folders: [...seenByViews, "views/*"], packages: "any" },
  "views/state": { folders: seenByViews, packages: "any" },
  "views/shared": { folders: [...seenByViews, "views/state"], packages: "any" },
  "views/timeline": panel,
  "views/code": panel,
  "views/inspector": panel,
  "views/async": panel,
  "views/stepping": panel,
  "views/explorer": panel,
  "views/litmus": panel,
  "views/controls": panel,
  "views/page-api": panel,
};

/** What any test may import besides its own layer's. */
export const forTests = {
  folders: [...engine, "engine/testing"],
  packages: ["fast-check", "node:", "vitest"],
};
