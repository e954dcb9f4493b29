/** What went through a program's queues, in the queues' own order. */
import type { ConsoleLine } from "../program/report.ts";
import { OP } from "../trace/ops.ts";
import type { Plain, Trace } from "../trace/trace.ts";
import { matchLines } from "./console-numbers.ts";

/** Values of all events of one op, in order; small integers and decoded values alike. */
export function valuesOf(trace: Trace, op: number): readonly Plain[] {
  const values: Plain[] = [];
  for (let row = 0; row < trace.count; row++) {
    if (trace.op[row] !== op) continue;
    const code = trace.value[row];
    values.push((code & 1) === 1 ? code >> 1 : (trace.values[code >> 1]?.plain ?? null));
  }
  return values;
}

/** What was put, and what was got; from the console's lines where nothing was recorded. */
export function flowOf(
  trace: Trace | null,
  lines: readonly ConsoleLine[],
  put: RegExp,
  got: RegExp,
): { readonly produced: readonly Plain[]; readonly consumed: readonly Plain[] } {
  if (trace !== null) return { produced: valuesOf(trace, OP.put), consumed: valuesOf(trace, OP.get) };
  return {
    produced: matchLines(lines, put).map((match) => match[1]),
    consumed: matchLines(lines, got).map((match) => match[1]),
  };
}
