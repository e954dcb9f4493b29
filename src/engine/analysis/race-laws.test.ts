/** Laws of the race detector on whole random programs: nothing on those that a primitive orders, a race where its one ordering step is missing. */
import { describe, expect, it, test } from "vitest";
import { createRandom } from "../base/random.ts";
import { orderedProgram, PHASES } from "../testing/ordered-phases.ts";
import { runScripts } from "../testing/script-runner.ts";
import { printTrace } from "../testing/trace-notation.ts";
import { checkTrace } from "./check-trace.ts";
import { findDataRaces } from "./data-races.ts";

const PROGRAMS = 600;

describe("programs that are ordered", () => {
  it("have no race in any order, whatever orders them", () => {
    for (let seed = 0; seed < PROGRAMS; seed++) {
      const random = createRandom(seed);
      const trace = runScripts(orderedProgram(random, null), random);
      expect(
        trace.threads.map(({ state }) => state).filter((state) => state !== "finished"),
        `seed ${seed}`,
      ).toEqual([]);
      expect(checkTrace(trace), `seed ${seed}`).toEqual({ ok: true });
      expect(findDataRaces(trace), `seed ${seed}\n${printTrace(trace)}`).toEqual([]);
    }
  });
});

describe("programs that lack one step of ordering", () => {
  for (const [i, phase] of Object.keys(PHASES).entries()) {
    test(`race in every order: ${phase}`, () => {
      for (let seed = 0; seed < 100; seed++) {
        const random = createRandom(i * 1000 + seed);
        const trace = runScripts(orderedProgram(random, phase), random);
        expect(findDataRaces(trace).length, `seed ${i * 1000 + seed}\n${printTrace(trace)}`).toBeGreaterThan(0);
      }
    });
  }
});
