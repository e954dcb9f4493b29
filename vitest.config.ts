// Unit tests run in Node, beside the code that they test, in as many processes as there are processors: real threads mostly wait for
// each other. Tests that need them start them with scripts/node-worker.ts. Files run in a process of their own, but for those of the
// short kind (QUICK): loading the modules again for each of them takes longer than their tests.

import { defineConfig } from "vitest/config";
import { LongestFirst } from "./scripts/longest-first.ts";

/** Pure and short, and none looks at what the process as a whole does (its heap, its flags, its workers). */
const QUICK = [
  "src/views/**/*.test.{ts,tsx}",
  "src/engine/{base,javascript,model,program,schedule,trace}/**/*.test.ts",
];

export default defineConfig({
  define: { INTERLEAVE_VERSION: JSON.stringify("test") },
  test: {
    environment: "node",
    setupFiles: ["scripts/seed-tests.ts"],
    pool: "forks",
    maxWorkers: "100%",
    sequence: { sequencer: LongestFirst },
    passWithNoTests: false,
    // No promise about speed: what hangs is told, and a busy machine is given time.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    projects: [
      { extends: true, test: { name: "quick", include: QUICK, isolate: false } },
      {
        extends: true,
        test: {
          name: "alone",
          include: ["src/**/*.test.{ts,tsx}", "scripts/**/*.test.ts", "bench/**/*.test.ts"],
          exclude: QUICK,
        },
      },
    ],
  },
});
