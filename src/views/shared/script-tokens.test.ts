/** JavaScript in colour: kinds of tokens, and that no character is lost. */
import { array, assert, constantFrom, property } from "fast-check";
import { describe, expect, it } from "vitest";
import { tokenizeScript } from "./script-tokens.ts";

const kinds = (source: string) =>
  tokenizeScript(source).map((line) =>
    line.filter(({ kind }) => kind !== "plain").map(({ kind, text }) => `${kind} ${text}`),
  );

/** What tokens begin, end and are confused by. */
const PIECES = [
  "`",
  '"',
  "'",
  "\\",
  "/",
  "*",
  "//",
  "/*",
  "*/",
  "\n",
  "$",
  "_",
  "a",
  "async",
  "7",
  ".",
  "e+",
  "n",
  " ",
  "变",
  "\ud800",
  "😀",
];

describe("tokens of JavaScript", () => {
  it("are keywords, names that the language brings, strings, numbers, comments, definitions", () => {
    expect(kinds("async function f() {\n  await setTimeout(g, 10_000n); // later\n  return `a\nb` + 'x';\n}")).toEqual([
      ["keyword async", "keyword function", "definition f"],
      ["keyword await", "builtin setTimeout", "number 10_000n", "comment // later"],
      ["keyword return", "string `a"],
      ["string b`", "string 'x'"],
      [],
    ]);
  });

  it("give the text again, whatever it is", () => {
    assert(
      property(array(constantFrom(...PIECES)), (pieces) => {
        const source = pieces.join("");
        const again = tokenizeScript(source)
          .map((line) => line.map(({ text }) => text).join(""))
          .join("\n");
        expect(again).toBe(source);
      }),
    );
  });
});
