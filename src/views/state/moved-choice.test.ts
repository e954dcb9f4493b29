import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toChoice } from "../../engine/program/stepping.ts";
import { divergence, nextPlace, rewriteSchedule, withMoved } from "./moved-choice.ts";

const path = (...threads: number[]) => threads.map((thread) => toChoice(thread));

function places(threads: readonly number[], from: number, by: 1 | -1): string[] {
  const choices = path(...threads);
  const found: string[] = [];
  for (let at = nextPlace(choices, from, from, by); at !== null; at = nextPlace(choices, from, at, by))
    found.push(
      withMoved(choices, from, at)
        .map((choice) => choice >> 1)
        .join(""),
    );
  return found;
}

const byName = (a: string, b: string) => a.localeCompare(b);

describe("moving one choice", () => {
  it("goes past choices of others only", () => {
    expect(places([1, 1, 2, 2], 0, 1)).toEqual(["1212", "1221"]);
    expect(places([1, 1, 2, 2], 3, -1)).toEqual(["1212", "2112"]);
    expect(places([1, 1, 2, 2], 0, -1)).toEqual([]);
    expect(places([1, 2, 3], 1, 1)).toEqual(["132"]);
    expect(places([1, 1, 1], 1, 1)).toEqual([]);
  });

  it("always gives another order of the same choices", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 12 }), fc.nat(), (threads, n) => {
        const from = n % threads.length;
        for (const by of [1, -1] as const) {
          const found = places(threads, from, by);
          expect(new Set([threads.join(""), ...found]).size).toBe(found.length + 1);
          for (const one of found) expect(one.split("").toSorted(byName)).toEqual(threads.map(String).toSorted(byName));
        }
      }),
    );
  });

  it("is seen from the first step that differs", () => {
    expect(divergence(path(1, 1, 2), path(1, 2, 1))).toBe(2);
    expect(divergence(path(1, 1), path(1, 1))).toBeNull();
    expect(divergence(path(1), path(1, 2))).toBe(2);
  });

  it("is written for the same program", () => {
    expect(rewriteSchedule("s1.aB3_x9.1x2", [toChoice(1), toChoice(2, true)])).toBe("s1.aB3_x9.1-2!");
  });
});
