import { describe, expect, it } from "vitest";
import { compileScript } from "./listing.ts";
import { REFUSED_NAMES } from "./names.ts";
import { toChinese } from "./refusals-chinese.ts";

describe("refusals in Chinese", () => {
  it.each([...REFUSED_NAMES].map(([name, { why, instead }]) => ({ name, why, instead })))("$name", (one) => {
    expect(toChinese(`${one.name} is not available here: ${one.why}`)).toMatch(/^这里不能用 /);
    expect(toChinese(one.instead)).toBeDefined();
  });

  it.each([
    "import x from 'y'",
    "export const a = 1",
    "import.meta.url",
    "await null",
    "for await (const x of []) x",
    "__il.at(1)",
    "let a = 1; let a = 2;",
    "const s = 'x",
    "f(",
    "const x;",
    "return 1",
  ])("%s", (source) => {
    const { diagnostics } = compileScript(source);
    expect(diagnostics[0]?.chinese?.message).toMatch(/[\u4e00-\u9fff]/);
  });

  it("leaves in English what it does not know", () => {
    expect(toChinese("Something that no parser says")).toBeUndefined();
  });
});
