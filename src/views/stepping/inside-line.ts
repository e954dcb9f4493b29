/**
 * A line of Python opened into its bytecodes, with the one that a thread's next step begins with. Pure.
 *
 *   x = balance + n
 *       ^^^^^^^                      the part of the line that is next
 *   LOAD_GLOBAL balance ▸next   LOAD_FAST n   BINARY_OP +   STORE_FAST x
 */
import type { BytecodePlace } from "../../engine/program/stepping.ts";
import type { BytecodeRow } from "../../engine/program/listing.ts";

export interface InsideLine {
  /** The line without its indentation, in three parts: the second is next, and empty where no part is known. */
  readonly text: readonly [string, string, string];
  /** The instructions of the line around the next one, in order. */
  readonly rows: readonly BytecodeRow[];
  /** Index of the next one in `rows`; −1 where it is not known. */
  readonly next: number;
}

/** The inside of the line where a thread stands. */
export function insideLine(place: BytecodePlace, source: string, bytecode: readonly BytecodeRow[]): InsideLine {
  const at = bytecode.findIndex((row) => row.function === place.function && row.offset === place.offset);
  const rows = at < 0 ? [] : lineAround(bytecode, at);
  return {
    text: partsOf(source.split("\n")[place.line - 1] ?? "", place),
    rows,
    next: at < 0 ? -1 : rows.indexOf(bytecode[at]),
  };
}

/** The stretch of rows of one function and line: a line may come back later, after others. */
function lineAround(bytecode: readonly BytecodeRow[], at: number): readonly BytecodeRow[] {
  const belongs = (row: BytecodeRow | undefined): boolean =>
    row?.function === bytecode[at].function && row.line === bytecode[at].line;
  let first = at;
  while (belongs(bytecode[first - 1])) first--;
  let last = at;
  while (belongs(bytecode[last + 1])) last++;
  return bytecode.slice(first, last + 1);
}

function partsOf(line: string, { column, endColumn }: BytecodePlace): readonly [string, string, string] {
  const indent = line.length - line.trimStart().length;
  if (column < 1 || endColumn <= column) return [line.trim(), "", ""];
  // What goes on in the next line is shown to the end of this one.
  const end = Math.min(line.length, endColumn - 1);
  return [line.slice(indent, column - 1), line.slice(column - 1, end), line.slice(end).trimEnd()];
}
