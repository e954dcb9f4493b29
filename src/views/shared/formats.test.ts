import { describe, expect, it } from "vitest";
import { formatsFor } from "./formats.ts";

describe("numbers and values", () => {
  const en = formatsFor("en");
  const zh = formatsFor("zh-CN");

  it("have a true minus and thin spaces between thousands", () => {
    expect(en.number(-8)).toBe("−8");
    expect(en.number(1_600_342)).toBe("1\u202f600\u202f342");
    expect(zh.number(1_600_342)).toBe("1\u202f600\u202f342");
    expect(en.number(1.23456, 2)).toBe("1.23");
  });

  it.each([
    [0.012, "12 µs"],
    [0.5, "500 µs"],
    [1.284, "1.28 ms"],
    [42.07, "42.1 ms"],
    [3000, "3 s"],
  ])("durations take the unit that suits them: %s ms", (ms, text) => {
    expect(en.duration(ms)).toBe(text);
  });

  it("of outcomes look as Python prints them", () => {
    expect(en.plain([0, 1, "a", null, true], "none")).toBe("[0, 1, 'a', None, True]");
    expect(en.plain(null, "none")).toBe("none");
    expect(en.plain({ threads: 3, loop: 3.5 }, "none")).toBe("threads 3 · loop 3.5");
    expect(en.plain("x".repeat(100), "none", 10)).toBe(`${"x".repeat(9)}…`);
  });

  it("are listed as each language lists", () => {
    expect(en.list(["T1", "T2"])).toBe("T1 and T2");
    expect(zh.list(["T1", "T2"])).toBe("T1、T2");
  });
});
