/** Litmus tests on real workers in Node: what Atomics forbid never appears, and what is counted is all that was run. */
import { describe, expect, it, test } from "vitest";
import { bundleWorker } from "../../scripts/node-worker.ts";
import { allowedOutcomes, LITMUS_TESTS, nameOfValues } from "../engine/litmus/index.ts";
import { ThreadLitmusBench } from "./litmus-bench.ts";
import type { LitmusRequest, LitmusResult } from "./litmus-contract.ts";
import { createRacingNodeWorkers } from "./node/racing-node-worker.ts";

const file = await bundleWorker(new URL("./node/litmus-node.worker.ts", import.meta.url));
const bench = new ThreadLitmusBench({
  cores: 2,
  createWorker: createRacingNodeWorkers(file),
  nowMs: () => performance.now(),
  wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
});

describe("a race", () => {
  test.each(LITMUS_TESTS.map((one) => [one.id, one] as const))(
    "of %s has no outcome that Atomics forbid, and none of a plain one that JavaScript forbids",
    async (id, one) => {
      for (const access of ["atomics", "plain"] as const) {
        const result = await bench.race({ test: id, access, ms: 60 });
        const allowed = allowedOutcomes(one, access === "atomics" ? "sc" : "js").map(nameOfValues);
        expect(result.iterations).toBeGreaterThan(0);
        for (const { values, allowed: verdict } of result.outcomes) {
          expect(allowed).toContain(nameOfValues(values));
          expect(verdict.js).toBe(true);
        }
        expect(result).toMatchObject({
          names: one.names,
          threads: one.threads.length,
          atOnce: one.threads.length <= 2,
        });
      }
    },
  );

  it("is measured from its first batch, tells how far it is, and can be stopped", async () => {
    let told = 0;
    const racing = bench.race({ test: "MP", access: "plain", ms: 60_000 }, ({ iterations }) => {
      expect(iterations).toBeGreaterThanOrEqual(told);
      told = iterations;
      void bench.stop();
    });
    const result = await racing;
    expect(result.iterations).toBeGreaterThanOrEqual(told);
    expect(result.elapsedMs).toBeLessThan(60_000);
  });

  it("gives way to a newer one, with what it has", async () => {
    const newer: Promise<LitmusResult>[] = [];
    const first = await bench.race({ test: "SB", access: "plain", ms: 60_000 }, () => {
      if (newer.length === 0) newer.push(bench.race({ test: "LB", access: "plain", ms: 30 }));
    });
    expect(first).toMatchObject({ test: "SB", iterations: expect.any(Number) });
    expect(await Promise.all(newer)).toMatchObject([{ test: "LB" }]);
  });

  it.each([
    ["test", { test: "XX", access: "plain", ms: 100 }],
    ["access", { test: "SB", access: "loud", ms: 100 }],
    ["ms", { test: "SB", access: "plain", ms: 0 }],
    ["ms", { test: "SB", access: "plain", ms: 60_001 }],
  ])("refuses a bad %s and names it", async (argument, request) => {
    await expect(bench.race(request as LitmusRequest)).rejects.toMatchObject({ argument });
  });
});
