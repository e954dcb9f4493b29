/**
 * The instructions of a listing that has most of the language in it, against `dis` of CPython 3.13: names, arguments, order and
 * lines are the same (recorded by `scripts/record-instructions.py`). What is switched and what is visible is ours.
 */
import { describe, expect, it } from "vitest";
import type { BytecodeRow } from "../../program/listing.ts";
import listing from "./instructions.listing.py?raw";
import recorded from "./instructions.recorded.json";
import { compileAlone } from "./testing.ts";

function rowsOf(source: string): readonly BytecodeRow[] {
  const { program, diagnostics } = compileAlone(source);
  if (program === null) throw new Error(JSON.stringify(diagnostics));
  return program.bytecode;
}

function shown({ line, name, argument, jumpsTo }: BytecodeRow): string {
  const text = jumpsTo === undefined ? argument.replace(/^<code object.*/, "<code object>") : `to ${jumpsTo / 2}`;
  return `${line} ${name} ${text}`.trimEnd();
}

describe(`instructions as CPython ${recorded.python} shows them`, () => {
  const rows = rowsOf(listing);
  for (const [name, expected] of Object.entries(recorded.functions)) {
    it(name, () => {
      expect(rows.filter((row) => row.function === name).map(shown)).toEqual(expected);
    });
  }
});

describe("rows of a listing", () => {
  it("mark calls and backward jumps as the places where CPython 3.10 and later may switch", () => {
    const points = rowsOf(listing)
      .filter((row) => row.switchPoint)
      .map((row) => row.name);
    expect(new Set(points)).toEqual(new Set(["RESUME", "CALL", "CALL_KW", "CALL_FUNCTION_EX", "JUMP_BACKWARD"]));
  });

  it("mark reads and writes of names that threads share as steps", () => {
    const steps = rowsOf(listing)
      .filter((row) => row.visible && row.function === "add")
      .map((row) => `${row.line} ${row.name} ${row.argument}`);
    expect(steps).toEqual(["11 LOAD_GLOBAL count", "11 STORE_GLOBAL count"]);
  });
});
