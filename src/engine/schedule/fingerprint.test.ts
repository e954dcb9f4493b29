import { describe, expect, it } from "vitest";
import { type Fingerprinted, fingerprintOf } from "./fingerprint.ts";

const of = (change: Partial<Fingerprinted> = {}): string =>
  fingerprintOf({
    source: "n = 2\nprint(n)\n",
    head: [{ name: "n", value: 2, line: 1 }],
    runtime: { python: "3.10" },
    steps: "shared",
    ...change,
  });

describe("a fingerprint", () => {
  it("is six characters that are safe in an address, and always the same", () => {
    expect(of()).toMatch(/^[\w-]{6}$/);
    expect(of()).toBe(of());
  });

  it("is another for another listing, another value, another runtime or another rule", () => {
    const others = [
      of({ source: "n = 2\nprint(n + 1)\n" }),
      of({ head: [{ name: "n", value: 3, line: 1 }] }),
      of({ runtime: { python: "3.9" } }),
      of({ steps: "visible" }),
    ];
    expect(new Set([of(), ...others]).size).toBe(5);
  });

  it("does not care where a value at the head comes from, nor how the listing ends its lines", () => {
    const head = [{ name: "n", value: 3, line: 1 }];
    expect(of({ source: "n = 3\nprint(n)\n", head })).toBe(of({ source: "n = 2\nprint(n)\n", head }));
    expect(of({ source: "n = 2\r\nprint(n)" })).toBe(of());
  });

  it("hardly ever meets another: ten thousand listings have as many", () => {
    const seen = new Set(Array.from({ length: 10_000 }, (_, i) => of({ source: `x = 1\nprint(${i})\n` })));
    expect(seen.size).toBe(10_000);
  });
});
