import { describe, expect, it } from "vitest";
import type { LitmusBench, LitmusResult } from "../../workers/litmus-contract.ts";
import { createScriptedDesk } from "./scripted-desk.ts";

/** A bench whose races end when the test says so, or when they are stopped. */
function createBench() {
  const ends: (() => void)[] = [];
  const asked: string[] = [];
  const bench: LitmusBench = {
    race({ test, access }, onProgress) {
      asked.push(`${test} ${access}`);
      const result = resultOf(test, access);
      onProgress?.({ ...result, iterations: 1 });
      return new Promise((resolve) => ends.push(() => resolve(result)));
    },
    async stop() {
      ends.splice(0).forEach((end) => end());
    },
  };
  return { bench, asked, end: () => ends.shift()?.() };
}

function resultOf(test: string, access: LitmusResult["access"]): LitmusResult {
  const names = ["r1", "r2"];
  return { test, access, iterations: 10, elapsedMs: 1, names, outcomes: [], threads: 2, cores: 2, atOnce: true };
}

function create(sharedMemory = true) {
  const { bench, asked, end } = createBench();
  const { desk, actions } = createScriptedDesk({ sharedMemory, litmus: bench });
  return { litmus: actions.litmus, asked, end, facts: desk.facts };
}

/** Lets everything go on that waits for nothing. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

describe("racing litmus tests", () => {
  it("shows how far it is, and keeps what was found", async () => {
    const { litmus, end, facts } = create();
    const racing = litmus.race({ test: "SB", access: "plain", ms: 5 });
    await settle();
    expect(facts.getState().litmus).toMatchObject({
      racing: { test: "SB", access: "plain" },
      results: { "SB plain": { iterations: 1 } },
    });
    end();
    expect((await racing).iterations).toBe(10);
    expect(facts.getState().litmus).toMatchObject({ racing: null, results: { "SB plain": { iterations: 10 } } });
  });

  it("races plainly, then with Atomics, and not the second once it was stopped", async () => {
    const { litmus, asked, end } = create();
    const both = litmus.raceAll("MP", ["plain", "atomics"]);
    await settle();
    end();
    await settle();
    expect(asked).toEqual(["MP plain", "MP atomics"]);
    end();
    await both;
    const again = litmus.raceAll("LB", ["plain", "atomics"]);
    await settle();
    await litmus.stop();
    await again;
    expect(asked.slice(2)).toEqual(["LB plain"]);
  });

  it("gives way to a run, and ends when the reader goes elsewhere", async () => {
    const { litmus, facts } = create();
    facts.setState(({ query }) => ({ query: { ...query, litmus: "SB" } }));
    const first = litmus.race({ test: "SB", access: "plain", ms: 5 });
    await settle();
    facts.setState({ running: { sinceMs: 0, progress: null } });
    await first;
    expect(facts.getState().litmus.racing).toBeNull();
    facts.setState({ running: null });
    const second = litmus.race({ test: "SB", access: "plain", ms: 5 });
    await settle();
    facts.setState(({ query }) => ({ query: { ...query, litmus: null } }));
    await second;
    expect(facts.getState().litmus.racing).toBeNull();
  });

  it("says where memory cannot be shared", async () => {
    const { litmus, asked } = create(false);
    await expect(litmus.race({ test: "SB", access: "plain", ms: 5 })).rejects.toThrow(/may not share memory/);
    expect(asked).toEqual([]);
  });
});
