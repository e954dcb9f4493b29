// Writes the tables of docs/python.md from the corpus, the built-in names and the modules as they are now.
//
//   node scripts/subset-table.mjs
//
// The unit test that compares them does the work, since it knows TypeScript.

import { runTool } from "./run-command.mjs";

process.exitCode = runTool("vitest", ["run", "src/engine/python/subset-table.test.ts"], {
  env: { SUBSET_TABLE: "write" },
});
