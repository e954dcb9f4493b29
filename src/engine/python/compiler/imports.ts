/** `import` and `from … import`. Rule: only modules of the prelude; any other is refused where it stands, before anything runs. */
import { OPCODE } from "../bytecode.ts";
import { PyTuple } from "../values.ts";
import { storeName } from "./names.ts";
import type { Scope } from "./symbols.ts";
import type { Import, ImportFrom } from "./tree.ts";
import type { Unit } from "./unit.ts";

/** Modules whose names mean something to the compiler alone. */
const SILENT: ReadonlySet<string> = new Set(["__future__", "typing"]);

export function compileImport(unit: Unit, scope: Scope, node: Import): void {
  const { assembler } = unit;
  for (const { name, alias, start, end } of node.names) {
    noteModule(unit, name);
    const at = { start, end };
    unit.loadConstant(0, node);
    unit.loadConstant(null, { start: node.start, end: node.end });
    assembler.emit(OPCODE.IMPORT_NAME, unit.nameAt(name), node);
    const parts = name.split(".");
    if (alias === null) storeName(unit, scope, parts[0], at);
    else {
      for (const part of parts.slice(1)) {
        assembler.emit(OPCODE.IMPORT_FROM, unit.nameAt(part), node);
        assembler.emit(OPCODE.SWAP, 2, node);
        assembler.emit(OPCODE.POP_TOP, 0, node);
      }
      storeName(unit, scope, alias, at);
    }
  }
}

function noteModule(unit: Unit, name: string): void {
  const parts = name.split(".");
  parts.forEach((_, i) => {
    const index = unit.context.moduleNamed(parts.slice(0, i + 1).join("."));
    if (index !== undefined) unit.context.noteImport(index);
  });
}

export function compileImportFrom(unit: Unit, scope: Scope, node: ImportFrom): void {
  if (SILENT.has(node.module)) return;
  const { assembler } = unit;
  noteModule(unit, node.module);
  unit.loadConstant(0, node);
  unit.loadConstant(new PyTuple(node.star ? ["*"] : node.names.map((n) => n.name)), {
    start: node.start,
    end: node.end,
  });
  assembler.emit(OPCODE.IMPORT_NAME, unit.nameAt(node.module), node);
  if (node.star) return assembler.emit(OPCODE.IMPORT_STAR, 0, node);
  for (const { name, alias, start, end } of node.names) {
    noteModule(unit, `${node.module}.${name}`);
    assembler.emit(OPCODE.IMPORT_FROM, unit.nameAt(name), { start, end });
    storeName(unit, scope, alias ?? name, { start, end });
  }
  assembler.emit(OPCODE.POP_TOP, 0, node);
}
