/** Marks as CPython 3.13 prints them; each expectation was printed by its `traceback` module. */
import { describe, expect, it } from "vitest";
import { markedLines } from "./traceback-marks.ts";

/** Marks for the stretch between « and », which stand for no character. */
function marked(text: string): string {
  const lines = text.split("\n");
  const line = lines.findIndex((one) => one.includes("«"));
  const column = lines[line].indexOf("«");
  lines[line] = lines[line].replace("«", "");
  const endLine = lines.findIndex((one) => one.includes("»"));
  const endColumn = lines[endLine].indexOf("»");
  lines[endLine] = lines[endLine].replace("»", "");
  return markedLines(lines, { line: line + 1, endLine: endLine + 1, column, endColumn });
}

const shown = (...lines: string[]): string => lines.map((line) => `    ${line}\n`).join("");

describe("marks below a place", () => {
  it("an operator within its expression", () => {
    expect(marked("x = «a + b * 2»")).toBe(shown("x = a + b * 2", "    ~~^~~~~~~"));
    expect(marked("«1 // 0»")).toBe(shown("1 // 0", "~~^^~~"));
    expect(marked("  y = «(a + b) - c»")).toBe(shown("y = (a + b) - c", "    ~~~~~~~~^~~"));
  });

  it("the brackets of a call and of a subscript", () => {
    expect(marked("print(«g(1)» + 2)")).toBe(shown("print(g(1) + 2)", "      ~^^^"));
    expect(marked("«f()»")).toBe(shown("f()", "~^^"));
    expect(marked("return «d['k'][0]»")).toBe(shown("return d['k'][0]", "       ~~~~~~^^^"));
  });

  it("nothing where a return or an assignment to a name is all one call", () => {
    expect(marked("return «f(1)»")).toBe(shown("return f(1)"));
    expect(marked("x = «f(1)»")).toBe(shown("x = f(1)"));
    expect(marked("return «a.f(1)»")).toBe(shown("return a.f(1)", "       ~~~^^^"));
    expect(marked("x.y = «f(1)»")).toBe(shown("x.y = f(1)", "      ~^^^"));
  });

  it("nothing below a whole line without a part", () => {
    expect(marked("    «raise ValueError(1)»")).toBe(shown("raise ValueError(1)"));
    expect(marked("«x.missing»")).toBe(shown("x.missing"));
    expect(marked("y = «x.missing»")).toBe(shown("y = x.missing", "    ^^^^^^^^^"));
  });

  it("several lines, the far ones left out", () => {
    expect(marked("result = «add(\n    1,\n    2,\n    3,\n    4,\n)»")).toBe(
      shown("result = add(", "    1,", "...<2 lines>...", "    4,", ")"),
    );
    expect(marked("print(«a +\n      b»)")).toBe(shown("print(a +", "      ~~^", "      b)", "      ~"));
  });

  it("wide characters take two columns", () => {
    expect(marked("print(«银行[1]»)")).toBe(shown("print(银行[1])", "      ~~~~^^^"));
  });
});
