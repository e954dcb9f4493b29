/** f-strings. Rule: as in CPython 3.13, each field is converted, formatted, and the parts are joined. */
import { OPCODE } from "../bytecode.ts";
import { compileExpression } from "./expressions.ts";
import type { Scope } from "./symbols.ts";
import type { FormattedField, FormattedPart, JoinedString } from "./tree.ts";
import type { Unit } from "./unit.ts";

export function compileJoinedString(unit: Unit, scope: Scope, node: JoinedString): void {
  compileParts(unit, scope, node.parts, node);
}

function compileParts(
  unit: Unit,
  scope: Scope,
  parts: readonly FormattedPart[],
  at: { start: number; end: number },
): void {
  if (parts.length === 0) return unit.loadConstant("", at);
  for (const part of parts) {
    if (part.kind === "Constant") unit.loadConstant(part.value, part);
    else compileField(unit, scope, part);
  }
  if (parts.length > 1) unit.assembler.emit(OPCODE.BUILD_STRING, parts.length, at);
}

function compileField(unit: Unit, scope: Scope, field: FormattedField): void {
  const { assembler } = unit;
  compileExpression(unit, scope, field.value);
  if (field.conversion > 0) assembler.emit(OPCODE.CONVERT_VALUE, field.conversion, field);
  if (field.spec === null) return assembler.emit(OPCODE.FORMAT_SIMPLE, 0, field);
  compileParts(unit, scope, field.spec, field);
  assembler.emit(OPCODE.FORMAT_WITH_SPEC, 0, field);
}
