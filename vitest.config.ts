// Unit tests run in Node, one process a file, beside the code that they test. Tests that need real threads
// start them with scripts/node-worker.ts.

import { defineConfig } from "vitest/config";

export default defineConfig({
  define: { INTERLEAVE_VERSION: JSON.stringify("test") },
  test: {
    environment: "node",
    setupFiles: ["scripts/seed-tests.ts"],
    include: ["src/**/*.test.{ts,tsx}", "scripts/**/*.test.ts", "bench/**/*.test.ts"],
    pool: "forks",
    passWithNoTests: false,
    testTimeout: 20_000,
    hookTimeout: 20_000,
  },
});
