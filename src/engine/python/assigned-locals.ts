/** Where a function assigns its locals. Pure; captured locals are cells of their own and not among them. */
import type { Line } from "../base/ids.ts";
import { OPCODE, type Code } from "./bytecode.ts";

/** For each local that an assignment binds, the lines at which one does. */
export function linesThatAssign({ parts }: Code): ReadonlyMap<string, ReadonlySet<Line>> {
  const assigned = new Map<string, Set<Line>>();
  const { instructions, lines, locals } = parts;
  for (let at = 0; at * 2 < instructions.length; at++) {
    for (const local of boundBy(instructions[at * 2], instructions[at * 2 + 1])) {
      const known = assigned.get(locals[local]);
      if (known === undefined) assigned.set(locals[local], new Set([lines[at]]));
      else known.add(lines[at]);
    }
  }
  return assigned;
}

/** Indices of the locals that an instruction binds. */
function boundBy(opcode: number, argument: number): readonly number[] {
  switch (opcode) {
    case OPCODE.STORE_FAST:
      return [argument];
    case OPCODE.STORE_FAST_LOAD_FAST:
      return [argument >> 4];
    case OPCODE.STORE_FAST_STORE_FAST:
      return [argument >> 4, argument & 15];
    default:
      return [];
  }
}
