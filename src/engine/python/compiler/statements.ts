/** Statements to instructions. Rule: each leaves the stack as it found it. */
import { OPCODE } from "../bytecode.ts";
import { Label } from "./layout.ts";
import { assignTarget, compileAssign, compileAugmented, compileDelete } from "./assignments.ts";
import { leaveBlocks, resumeBlocks } from "./blocks.ts";
import { compileExpression, compileJumpIf } from "./expressions.ts";
import { constantTruth, constantValue } from "./folding.ts";
import { compileClass, compileFunction } from "./functions.ts";
import { compileImport, compileImportFrom } from "./imports.ts";
import { compileBreak, compileContinue, compileFor, compileWhile } from "./loops.ts";
import type { Scope } from "./symbols.ts";
import type { Assert, If, Raise, Return, Statement } from "./tree.ts";
import { compileTry } from "./try.ts";
import type { Unit } from "./unit.ts";
import { compileWith } from "./with.ts";

export function compileStatements(unit: Unit, scope: Scope, body: readonly Statement[]): void {
  for (const statement of body) compileStatement(unit, scope, statement);
}

function compileStatement(unit: Unit, scope: Scope, node: Statement): void {
  const { assembler } = unit;
  switch (node.kind) {
    case "FunctionDefinition":
      return compileFunction(unit, scope, node);
    case "ClassDefinition":
      return compileClass(unit, scope, node);
    case "Return":
      return compileReturn(unit, scope, node);
    case "Delete":
      for (const target of node.targets) compileDelete(unit, scope, target);
      return;
    case "Assign":
      return compileAssign(unit, scope, node);
    case "AugmentedAssign":
      return compileAugmented(unit, scope, node);
    case "AnnotatedAssign":
      if (node.value === null) return;
      compileExpression(unit, scope, node.value);
      return assignTarget(unit, scope, node.target);
    case "For":
      return compileFor(unit, scope, node);
    case "While":
      return compileWhile(unit, scope, node);
    case "If":
      return compileIf(unit, scope, node);
    case "With":
      return compileWith(unit, scope, node);
    case "Raise":
      return compileRaise(unit, scope, node);
    case "Try":
      return compileTry(unit, scope, node);
    case "Assert":
      return compileAssert(unit, scope, node);
    case "Import":
      return compileImport(unit, scope, node);
    case "ImportFrom":
      return compileImportFrom(unit, scope, node);
    case "Global":
    case "Nonlocal":
      return;
    case "Pass":
      return assembler.emit(OPCODE.NOP, 0, node);
    case "ExpressionStatement":
      if (constantValue(node.value) !== undefined) return assembler.emit(OPCODE.NOP, 0, node);
      compileExpression(unit, scope, node.value);
      return assembler.emit(OPCODE.POP_TOP, 0, node.value);
    case "Break":
      return compileBreak(unit, scope, node);
    case "Continue":
      return compileContinue(unit, scope, node);
  }
}

function compileReturn(unit: Unit, scope: Scope, node: Return): void {
  const { assembler } = unit;
  const constant = node.value === null ? null : constantValue(node.value);
  if (node.value !== null && constant === undefined) compileExpression(unit, scope, node.value);
  const { place } = leaveBlocks(unit, scope, node, constant === undefined, false);
  if (constant === undefined) assembler.emit(OPCODE.RETURN_VALUE, 0, place);
  else assembler.emit(OPCODE.RETURN_CONST, unit.constant(constant), place);
  resumeBlocks(unit);
}

function compileIf(unit: Unit, scope: Scope, node: If): void {
  const { assembler } = unit;
  const orElse = new Label();
  const end = new Label();
  compileJumpIf(unit, scope, node.test, orElse, false);
  compileStatements(unit, scope, node.body);
  if (node.orElse.length > 0) assembler.jumpTo(end, node.body[node.body.length - 1]);
  assembler.mark(orElse);
  compileStatements(unit, scope, node.orElse);
  assembler.mark(end);
}

function compileRaise(unit: Unit, scope: Scope, node: Raise): void {
  if (node.exception !== null) compileExpression(unit, scope, node.exception);
  if (node.cause !== null) compileExpression(unit, scope, node.cause);
  unit.assembler.emit(OPCODE.RAISE_VARARGS, node.exception === null ? 0 : node.cause === null ? 1 : 2, node);
}

function compileAssert(unit: Unit, scope: Scope, node: Assert): void {
  const { assembler } = unit;
  if (constantTruth(node.test) === true) return;
  const end = new Label();
  compileJumpIf(unit, scope, node.test, end, true);
  assembler.emit(OPCODE.LOAD_ASSERTION_ERROR, 0, node.test);
  if (node.message !== null) {
    compileExpression(unit, scope, node.message);
    assembler.emit(OPCODE.CALL, 0, node.test);
  }
  assembler.emit(OPCODE.RAISE_VARARGS, 1, node.test);
  assembler.mark(end);
}
