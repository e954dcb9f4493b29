import { describe, expect, it } from "vitest";
import { en } from "./words-en.ts";
import { zh } from "./words-zh.ts";

function* texts(words: object, path = ""): Generator<readonly [string, unknown]> {
  for (const [key, value] of Object.entries(words)) {
    if (typeof value === "object") yield* texts(value as object, `${path}${key}.`);
    else yield [`${path}${key}`, value];
  }
}

describe("the page's words", () => {
  const chinese = new Map(texts(zh));

  it("are there in both languages, with the same blanks to fill", () => {
    for (const [path, text] of texts(en)) {
      const other = chinese.get(path);
      expect(typeof other, path).toBe(typeof text);
      if (typeof text === "string") expect(text.trim(), path).not.toBe("");
    }
    expect(chinese.size).toBe([...texts(en)].length);
  });

  it("use the glossary's words in Chinese", () => {
    for (const [path, text] of chinese) {
      const said = String(text);
      expect(said, path).not.toContain("堵塞");
      expect(said, path).not.toMatch(/同步(?!调用|（协调）)/);
    }
  });
});
