// Type-checks each layer with its own tsconfig, so that the compiler keeps the DOM out of the engine.
// Its one rule: every layer is checked even when an earlier one failed.

import { runTool } from "./run-command.mjs";

const layers = ["engine", "workers", "views", "node"];

const failed = layers.filter((layer) => runTool("tsc", ["-p", `tsconfig.${layer}.json`]) !== 0);

if (failed.length > 0) {
  console.error(`types: errors in ${failed.join(", ")}`);
  process.exitCode = 1;
} else {
  console.log(`types: ${layers.length} layers checked`);
}
