/** The cases of the loop and of what it has no case for are literal numbers beside names: they are the numbers of these names, and no instruction is missing. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { BINARY, COMPARE, OPCODE } from "./bytecode.ts";

const source = ["./machine-instructions.ts", "./machine-rare.ts"]
  .map((file) => readFileSync(new URL(file, import.meta.url), "utf8"))
  .join("");
const arithmetic = readFileSync(new URL("./fast-integers.ts", import.meta.url), "utf8");

const cases = [...source.matchAll(/case \/\* (\w+) \*\/ (\d+):/g)].map(
  ([, name, number]) => [name, Number(number)] as const,
);

describe("the loop's cases", () => {
  it("have the numbers of their names", () => {
    expect(cases.length).toBeGreaterThan(100);
    expect(cases.filter(([name, number]) => (OPCODE as Readonly<Record<string, number>>)[name] !== number)).toEqual([]);
  });

  it("are all instructions that the compiler makes, each once", () => {
    const names = cases.map(([name]) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(Object.keys(OPCODE).filter((name) => !names.includes(name))).toEqual([]);
  });
});

describe("cases of fast arithmetic", () => {
  it("have the numbers of their operators", () => {
    const named: Readonly<Record<string, number>> = { ...BINARY, ...COMPARE };
    const found = [...arithmetic.matchAll(/case \/\* (\w+) \*\/ (\d+):/g)];
    expect(found.length).toBeGreaterThan(8);
    expect(found.filter(([, name, number]) => named[name] !== Number(number))).toEqual([]);
  });
});
