/** `dis.dis(function)`: prints the function's bytecode as the page shows it. */
import { positional } from "../builtins/arguments.ts";
import { printText } from "../builtins/print.ts";
import type { Host, NativeResult } from "../native.ts";
import { functionCode } from "../objects/functions.ts";
import { createNative } from "../objects/immutables.ts";
import { KIND } from "../objects/kinds.ts";
import { typeError } from "../objects/specials.ts";
import { PyRef, type Value } from "../values.ts";

function disassemble(host: Host, [target]: Value[]): NativeResult {
  if (!(target instanceof PyRef) || host.heap.kind(target) !== KIND.FUNCTION)
    throw typeError("dis.dis needs a function here");
  const name = host.program.codes[functionCode(host.heap, target.at)].parts.qualifiedName;
  let last = 0;
  const rows = host.program.bytecode
    .filter((row) => row.function === name)
    .map((row) => {
      const line = row.line === last ? "" : String(row.line);
      last = row.line;
      return `${line.padStart(4)}  ${String(row.offset).padStart(4)} ${row.name.padEnd(24)} ${row.argument}`.trimEnd();
    });
  return printText(host, `${rows.join("\n")}\n`);
}

export const disNatives: ReadonlyMap<string, Value> = new Map([
  ["dis", createNative("dis", positional("dis", 1, 1, disassemble))],
]);
