// Times as the timeline writes them: digits that the zoom can tell apart, one unit on an axis.
import { describe, expect, it } from "vitest";
import { formatDuration, formatMoment, formatMomentShort, formatShare, momentFormatter } from "./numbers.ts";

const plain = (text: string) => text.replaceAll("\u202f", "_");

describe("times", () => {
  it("have the digits of their step", () => {
    expect(formatMoment(1284, 10)).toBe("1.28 ms");
    expect(formatMoment(1284, 1)).toBe("1.284 ms");
    expect(formatMoment(2_500_000, 100_000)).toBe("2.5 s");
    expect(plain(formatMoment(1284.0625, 0.001))).toBe("1.284_063 ms");
    expect(formatMomentShort(1000, 0.1)).toBe("1 ms");
    expect(plain(formatMomentShort(1520, 0.001))).toBe("1.52 ms");
    expect(plain(formatMomentShort(1520.5, 0.001))).toBe("1.520_5 ms");
    expect(formatMoment(0, 1)).toBe("0 µs");
  });

  it("stand in one unit on an axis", () => {
    const write = momentFormatter([0, 500, 1000, 1500]);
    expect([0, 500, 1500].map(write)).toEqual(["0.0 ms", "0.5 ms", "1.5 ms"]);
  });

  it("tell durations to three digits, and 999.99 µs as a millisecond", () => {
    expect(formatDuration(12.4)).toBe("12.4 µs");
    expect(formatDuration(0.05)).toBe("0.05 µs");
    expect(formatDuration(999.999999)).toBe("1 ms");
    expect(formatDuration(1_500_000)).toBe("1.5 s");
    expect(formatDuration(0)).toBe("0 µs");
  });

  it("never round a small share to nothing", () => {
    expect(plain(formatShare(0.004))).toBe("<_1_%");
    expect(plain(formatShare(0.62))).toBe("62_%");
  });
});
