/** The console is bounded, and what it leaves out stands in its place as a number. */
import { describe, expect, it } from "vitest";
import { simulate } from "../testing/exhaust.ts";
import { keepConsole } from "./console.ts";
import { recordRun } from "./stepped/stepped-run.ts";

const textOf = (count: number, length: number, isKept: (print: number) => boolean = () => true) =>
  keepConsole(count, (print) => ({ thread: 0, timeUs: print, text: isKept(print) ? `${print}`.padEnd(length) : null }));
const shown = (count: number, length: number, isKept?: (print: number) => boolean) =>
  textOf(count, length, isKept).map(({ text, leftOut }) => leftOut?.prints ?? Number(text));

describe("a bounded console", () => {
  it("keeps everything of a run that prints little", () => {
    expect(shown(0, 1)).toEqual([]);
    expect(shown(3, 1)).toEqual([0, 1, 2]);
    expect(shown(100_000, 1)).toHaveLength(100_000);
  });

  it("keeps the first and the newest of very many, with the number of the others between them", () => {
    const lines = shown(3_000_000, 1);
    expect(lines).toHaveLength(100_001);
    expect([lines[0], lines[19_999], lines[20_000], lines[20_001], lines[100_000]]).toEqual([
      0, 19_999, 2_900_000, 2_920_000, 2_999_999,
    ]);
  });

  it("keeps as many characters of very long ones", () => {
    expect(shown(100, 1_000_000)).toEqual([0, 1, 92, 94, 95, 96, 97, 98, 99]);
  });

  it("counts what the trace does not keep wherever it is", () => {
    expect(shown(6, 1, (print) => print % 3 === 0)).toEqual([0, 2, 3, 2]);
  });

  it("cuts one very long print, and says how much is missing", () => {
    const simulation = simulate(`print("a" * 400_000 + "é" * 100_000)\nprint("end")\n`, { record: true });
    const [long, end] = recordRun(simulation, "finished", false).console;
    expect(long.leftOut).toEqual({ prints: 0, characters: 400_001 });
    expect(long.text).toBe(`${"a".repeat(25_000)}[… 400001 …]${"é".repeat(75_000 - 1)}`);
    expect(end).toEqual(expect.objectContaining({ text: "end" }));
  });
});
