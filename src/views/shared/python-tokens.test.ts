import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { tokenizeLines } from "./python-tokens.ts";

const print = (source: string) =>
  tokenizeLines(source).map((line) =>
    line.map(({ kind, text }) => (kind === "plain" ? text : `<${kind} ${text}>`)).join(""),
  );

describe("Python in colour", () => {
  it("knows keywords, names that are defined, strings, numbers and comments", () => {
    expect(print("def run(n):  # go\n    return f'a{n}' + str(1_000)\n")).toEqual([
      "<keyword def> <definition run>(n):  <comment # go>",
      "    <keyword return> <string f'a{n}'> + <builtin str>(<number 1_000>)",
      "",
    ]);
  });

  it("carries a string over lines and stops an open one at the line's end", () => {
    expect(print('"""a\nb"""\nx = \'open\ny = 1')).toEqual([
      '<string """a>',
      '<string b""">',
      "x = <string 'open>",
      "y = <number 1>",
    ]);
  });

  it("loses nothing, whatever the text", () => {
    const pieces = fc.constantFrom("'", '"', '"""', "#", "\n", "def ", "x1", " ", "é汉", "0.5", "\\", "f'", "🐍");
    fc.assert(
      fc.property(fc.array(pieces), (parts) => {
        const source = parts.join("");
        const again = tokenizeLines(source)
          .map((line) => line.map(({ text }) => text).join(""))
          .join("\n");
        expect(again).toBe(source);
      }),
    );
  });
});
