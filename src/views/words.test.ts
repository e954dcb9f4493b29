import { describe, expect, it } from "vitest";
import { en as loopEnglish } from "./async/words-en.ts";
import { zh as loopChinese } from "./async/words-zh.ts";
import { en as exploreEnglish } from "./explorer/words-en.ts";
import { zh as exploreChinese } from "./explorer/words-zh.ts";
import { en as stepEnglish } from "./stepping/words-en.ts";
import { zh as stepChinese } from "./stepping/words-zh.ts";

function* texts(words: object, path = ""): Generator<readonly [string, unknown]> {
  for (const [key, value] of Object.entries(words)) {
    if (typeof value === "object") yield* texts(value as object, `${path}${key}.`);
    else yield [`${path}${key}`, value];
  }
}

describe.each([
  ["step mode", stepEnglish, stepChinese],
  ["explore mode", exploreEnglish, exploreChinese],
  ["the async panel", loopEnglish, loopChinese],
])("words of %s", (_, english, other) => {
  const chinese = new Map(texts(other));

  it("are there in both languages", () => {
    for (const [path, text] of texts(english)) expect(typeof chinese.get(path), path).toBe(typeof text);
    expect(chinese.size).toBe([...texts(english)].length);
  });

  it("use the glossary's words in Chinese", () => {
    for (const [path, text] of chinese) {
      expect(String(text), path).not.toContain("堵塞");
      expect(String(text), path).not.toMatch(/同步(?!调用|（协调）)/);
    }
  });
});
