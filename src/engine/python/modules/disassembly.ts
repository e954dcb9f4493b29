/** `dis.dis(function)`: the rows that the compiler made, laid out as CPython 3.13 prints them. */
import type { BytecodeRow } from "../../program/listing.ts";
import { Code } from "../bytecode.ts";
import { PyMethod } from "../callables.ts";
import type { Host, Native, NativeResult } from "../native.ts";
import { functionCode } from "../objects/functions.ts";
import { KIND } from "../objects/kinds.ts";
import { typeError, typeNameOf } from "../objects/specials.ts";
import { isKind } from "../objects/types.ts";
import type { Value } from "../values.ts";
import { positional } from "../builtins/arguments.ts";
import { printText } from "../builtins/print.ts";

function codeOf(host: Host, value: Value): Code {
  if (value instanceof Code) return value;
  if (value instanceof PyMethod) return codeOf(host, value.callee);
  if (isKind(host.heap, value, KIND.FUNCTION)) return host.program.codes[functionCode(host.heap, value.at)];
  throw typeError(`don't know how to disassemble ${typeNameOf(host.heap, value)} objects`);
}

/** Lines as `dis` prints them: line number where it changes, name and argument in columns, a blank line between source lines. */
function layOut(rows: readonly BytecodeRow[]): string {
  const width = Math.max(3, ...rows.map((row) => String(row.line).length));
  const targets = new Map<number, string>();
  for (const row of rows) if (row.jumpsTo !== undefined && !targets.has(row.jumpsTo)) targets.set(row.jumpsTo, "");
  [...targets.keys()].sort((a, b) => a - b).forEach((offset, i) => targets.set(offset, `L${i + 1}:`));
  const labels = targets.size === 0 ? 0 : Math.max(...[...targets.values()].map((label) => label.length)) + 1;
  let line = -1;
  let text = "";
  for (const row of rows) {
    const shown = row.line === line ? "" : String(row.line);
    if (shown !== "" && line !== -1) text += "\n";
    line = row.line;
    const label = (targets.get(row.offset) ?? "").padStart(Math.max(0, labels - 1));
    text += `${shown.padStart(width)}   ${label.padStart(labels)}    ${`${row.name.padEnd(20)} ${row.argument}`.trimEnd()}\n`;
  }
  return text;
}

function dis(host: Host, [value]: Value[]): NativeResult {
  const { qualifiedName, firstLine } = codeOf(host, value).parts;
  const named = host.program.bytecode.filter((row) => row.function === qualifiedName);
  return printText(host, named.length === 0 ? `no bytecode of ${qualifiedName} (line ${firstLine})\n` : layOut(named));
}

export const DIS_NATIVES: Readonly<Record<string, Native>> = { dis: positional("dis", 1, 1, dis) };
