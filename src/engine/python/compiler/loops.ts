/** `while` and `for`. Rule: a `while` tests twice in its code, at the head and at the end, as CPython 3.13 lays it out. */
import { OPCODE } from "../bytecode.ts";
import { Label } from "./layout.ts";
import { assignTarget } from "./assignments.ts";
import { leaveBlocks, resumeBlocks } from "./blocks.ts";
import { compileExpression, compileJumpIf, emitAwaitNext } from "./expressions.ts";
import { constantTruth, tupleValue } from "./folding.ts";
import { compileStatements } from "./statements.ts";
import type { Scope } from "./symbols.ts";
import type { Break, Continue, Expression, For, While } from "./tree.ts";
import type { Unit } from "./unit.ts";

export function compileWhile(unit: Unit, scope: Scope, node: While): void {
  const { assembler } = unit;
  const loop = new Label();
  const body = new Label();
  const orElse = new Label();
  const end = new Label();
  unit.within({ kind: "while", handler: assembler.handler, next: loop, exit: end }, () => {
    assembler.mark(loop);
    if (constantTruth(node.test) === true) assembler.emit(OPCODE.NOP, 0, node.test);
    compileJumpIf(unit, scope, node.test, orElse, false);
    assembler.mark(body);
    compileStatements(unit, scope, node.body);
    compileJumpIf(unit, scope, node.test, body, true);
  });
  assembler.mark(orElse);
  compileStatements(unit, scope, node.orElse);
  assembler.mark(end);
}

/** A list of constants is looped over as a tuple. */
function compileIterable(unit: Unit, scope: Scope, node: Expression): void {
  const constant = node.kind === "List" && node.items.length > 0 ? tupleValue(node.items) : undefined;
  if (constant === undefined) compileExpression(unit, scope, node);
  else unit.loadConstant(constant, node);
}

export function compileFor(unit: Unit, scope: Scope, node: For): void {
  if (node.isAsync) return compileAsyncFor(unit, scope, node);
  const { assembler } = unit;
  const loop = new Label();
  const ended = new Label();
  const end = new Label();
  compileIterable(unit, scope, node.iterable);
  assembler.emit(OPCODE.GET_ITER, 0, node.iterable);
  unit.within({ kind: "for", handler: assembler.handler, next: loop, exit: end }, () => {
    assembler.mark(loop);
    assembler.jump(OPCODE.FOR_ITER, ended, node.iterable);
    assignTarget(unit, scope, node.target);
    compileStatements(unit, scope, node.body);
    assembler.jump(OPCODE.JUMP_BACKWARD, loop, null);
  });
  assembler.mark(ended);
  assembler.emit(OPCODE.END_FOR, 0, node.iterable);
  assembler.emit(OPCODE.POP_TOP, 0, node.iterable);
  compileStatements(unit, scope, node.orElse);
  assembler.mark(end);
}

function compileAsyncFor(unit: Unit, scope: Scope, node: For): void {
  const { assembler } = unit;
  const loop = new Label();
  const ended = new Label();
  const end = new Label();
  compileExpression(unit, scope, node.iterable);
  assembler.emit(OPCODE.GET_AITER, 0, node.iterable);
  const { handler } = assembler;
  unit.within({ kind: "for", handler, next: loop, exit: end }, () => {
    assembler.mark(loop);
    assembler.pushHandler(ended, false);
    assembler.emit(OPCODE.GET_ANEXT, 0, node.iterable);
    emitAwaitNext(unit, node.iterable);
    assembler.handler = handler;
    assignTarget(unit, scope, node.target);
    compileStatements(unit, scope, node.body);
    assembler.jump(OPCODE.JUMP_BACKWARD, loop, null);
  });
  assembler.mark(ended);
  assembler.emit(OPCODE.END_ASYNC_FOR, 0, node.iterable);
  compileStatements(unit, scope, node.orElse);
  assembler.mark(end);
}

export function compileBreak(unit: Unit, scope: Scope, node: Break): void {
  const { loop, place } = leaveBlocks(unit, scope, node, false, true);
  if (loop !== null && loop.exit !== null) {
    if (loop.kind === "for") unit.assembler.emit(OPCODE.POP_TOP, 0, place);
    unit.assembler.jumpTo(loop.exit, place);
  }
  resumeBlocks(unit);
}

export function compileContinue(unit: Unit, scope: Scope, node: Continue): void {
  const { loop, place } = leaveBlocks(unit, scope, node, false, true);
  if (loop !== null && loop.next !== null) unit.assembler.jumpTo(loop.next, place);
  resumeBlocks(unit);
}
