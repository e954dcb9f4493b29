// Starts bench/harness/main.ts, which is TypeScript, through the build tool, because Node 20 cannot read it.

import { fileURLToPath } from "node:url";
import { runnerImport } from "vite";

try {
  const { module } = await runnerImport(fileURLToPath(new URL("./harness/main.ts", import.meta.url)), {
    configFile: false,
  });
  process.exitCode = await module.main(process.argv.slice(2));
} catch (problem) {
  console.error(problem instanceof Error ? problem.message : problem);
  process.exitCode = 1;
}
