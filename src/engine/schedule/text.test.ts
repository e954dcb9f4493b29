import { array, assert, integer, property, stringMatching } from "fast-check";
import { describe, expect, it } from "vitest";
import { ArgumentError } from "../base/errors.ts";
import { parseSchedule, printSchedule } from "./text.ts";

const paths = array(integer({ min: 0, max: 511 }), { maxLength: 200 });
const fingerprints = stringMatching(/^[\w-]{6}$/);

describe("the text of a schedule", () => {
  it("is read as it was written, whatever the path", () => {
    assert(
      property(fingerprints, paths, (fingerprint, path) => {
        expect(parseSchedule(printSchedule(fingerprint, path))).toEqual({ fingerprint, path });
      }),
    );
  });

  it("is safe in an address", () => {
    assert(
      property(fingerprints, paths, (fingerprint, path) => {
        const text = printSchedule(fingerprint, path);
        expect(new URLSearchParams({ schedule: text }).toString().replace("%21", "!")).not.toMatch(/%(?!21)/);
      }),
    );
  });

  it.each([
    ["", []],
    ["1", [2]],
    ["1x2-2x3-1!", [2, 2, 4, 4, 4, 3]],
    ["1!x2-0", [3, 3, 0]],
  ])("s1..%s", (text, path) => {
    expect(parseSchedule(`s1..${text}`)).toEqual({ fingerprint: null, path });
    expect(printSchedule("", path)).toBe(`s1..${text}`);
  });

  it("keeps 500 steps of threads that take turns under 2000 characters", () => {
    const path = Array.from({ length: 500 }, (_, i) => 2 + 2 * (i % 12));
    expect(printSchedule("abcdef", path).length).toBeLessThan(2000);
  });

  it.each([
    ["1-2", /a schedule such as/],
    ["s2..1", /a schedule such as/],
    ["s1.abc.1", /fingerprint of 6 characters/],
    ["s1..1--2", /a schedule such as/],
    ["s1..1x", /a schedule such as/],
    ["s1..one", /a schedule such as/],
    ["s1..1x0", /runs of 1 or more/],
    ["s1..256", /thread ids from 0 to 255/],
    ["s1..1x999999999", /1000000 steps/],
  ])("%s is refused", (text, allowed) => {
    expect(() => parseSchedule(text)).toThrow(allowed);
    expect(() => parseSchedule(text)).toThrow(ArgumentError);
  });
});
