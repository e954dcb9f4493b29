// Lint with types (oxlint) and format (biome). Its one rule: both are always run, so that one failure
// does not hide the other. `npm run format` mends the format.

import { runTool } from "./run-command.mjs";

const lint = runTool("oxlint", ["--type-aware", "--deny-warnings"]);
const format = runTool("biome", ["format", "."]);
if (format !== 0) console.error("format: `npm run format` mends it");
if (lint !== 0 || format !== 0) process.exitCode = 1;
