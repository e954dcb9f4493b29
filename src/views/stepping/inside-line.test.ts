import { describe, expect, it } from "vitest";
import type { BytecodeRow } from "../../engine/program/listing.ts";
import { insideLine } from "./inside-line.ts";

const SOURCE = "balance = 0\ndef change(n):\n    x = balance + n\n    balance = x\n";

function row(line: number, offset: number, name: string, argument: string, visible = false): BytecodeRow {
  return { function: "change", line, offset, name, argument, visible, switchPoint: false };
}

const ROWS = [
  row(2, 0, "RESUME", "0"),
  row(3, 2, "LOAD_GLOBAL", "balance", true),
  row(3, 4, "LOAD_FAST", "n"),
  row(3, 6, "BINARY_OP", "+"),
  row(3, 8, "STORE_FAST", "x"),
  row(4, 10, "LOAD_FAST", "x"),
  row(4, 12, "STORE_GLOBAL", "balance", true),
];

describe("the inside of a line", () => {
  it("has the line's bytecodes, the next one, and the part of the line that it stands for", () => {
    const inside = insideLine({ function: "change", line: 3, offset: 2, column: 9, endColumn: 16 }, SOURCE, ROWS);
    expect(inside.text).toEqual(["x = ", "balance", " + n"]);
    expect(inside.rows.map(({ name }) => name)).toEqual(["LOAD_GLOBAL", "LOAD_FAST", "BINARY_OP", "STORE_FAST"]);
    expect(inside.next).toBe(0);
  });

  it("says nothing of a part where the instruction has none", () => {
    const inside = insideLine({ function: "change", line: 4, offset: 12, column: 0, endColumn: 0 }, SOURCE, ROWS);
    expect([inside.text, inside.next]).toEqual([["balance = x", "", ""], 1]);
  });

  it("shows the line alone where the listing has other bytecodes", () => {
    const inside = insideLine({ function: "gone", line: 4, offset: 12, column: 5, endColumn: 12 }, SOURCE, ROWS);
    expect(inside).toEqual({ text: ["", "balance", " = x"], rows: [], next: -1 });
  });

  it("takes only the stretch around the place where a line's code stands in two pieces", () => {
    const loop = [row(3, 0, "GET_ITER", ""), row(4, 2, "NOP", ""), row(3, 4, "JUMP_BACKWARD", "to 0")];
    const inside = insideLine({ function: "change", line: 3, offset: 4, column: 0, endColumn: 0 }, SOURCE, loop);
    expect([inside.rows, inside.next]).toEqual([[loop[2]], 0]);
  });
});
