/** `with` and `async with`. Rule: several items nest, as if each were a statement of its own. */
import { OPCODE } from "../bytecode.ts";
import { Label } from "./layout.ts";
import { assignTarget } from "./assignments.ts";
import { callExit } from "./blocks.ts";
import { compileExpression, emitAwait } from "./expressions.ts";
import { compileStatements } from "./statements.ts";
import type { Scope } from "./symbols.ts";
import { emitCleanUp } from "./try.ts";
import type { With } from "./tree.ts";
import type { Unit } from "./unit.ts";

export function compileWith(unit: Unit, scope: Scope, node: With): void {
  compileItem(unit, scope, node, 0);
}

function compileItem(unit: Unit, scope: Scope, node: With, index: number): void {
  const { assembler } = unit;
  const item = node.items[index];
  const place = { start: item.context.start, end: item.context.end };
  const failed = new Label();
  const end = new Label();
  compileExpression(unit, scope, item.context);
  if (node.isAsync) {
    assembler.emit(OPCODE.BEFORE_ASYNC_WITH, 0, place);
    emitAwait(unit, place, 1);
  } else assembler.emit(OPCODE.BEFORE_WITH, 0, place);
  const { handler } = assembler;
  assembler.pushHandler(failed, true, assembler.depth - 1);
  if (item.target === null) assembler.emit(OPCODE.POP_TOP, 0, place);
  else assignTarget(unit, scope, item.target);
  unit.within({ kind: node.isAsync ? "async-with" : "with", handler, next: null, exit: null, place }, () => {
    if (index + 1 < node.items.length) compileItem(unit, scope, node, index + 1);
    else compileStatements(unit, scope, node.body);
  });
  assembler.popHandler();
  callExit(unit, place, node.isAsync);
  assembler.emit(OPCODE.POP_TOP, 0, place);
  assembler.jumpTo(end, place);
  assembler.mark(failed);
  compileFailure(unit, node, place, end);
  assembler.mark(end);
}

/** An exception in the body: the exit function decides whether it is over. */
function compileFailure(unit: Unit, node: With, place: { start: number; end: number }, end: Label): void {
  const { assembler } = unit;
  const cleanUp = new Label();
  const suppressed = new Label();
  assembler.pushHandler(cleanUp, true);
  assembler.emit(OPCODE.PUSH_EXC_INFO, 0, place);
  assembler.emit(OPCODE.WITH_EXCEPT_START, 0, place);
  if (node.isAsync) emitAwait(unit, place, 2);
  assembler.emit(OPCODE.TO_BOOL, 0, place);
  assembler.jump(OPCODE.POP_JUMP_IF_TRUE, suppressed, place);
  assembler.emit(OPCODE.RERAISE, 2, place);
  assembler.mark(suppressed);
  assembler.emit(OPCODE.POP_TOP, 0, place);
  assembler.popHandler();
  assembler.emit(OPCODE.POP_EXCEPT, 0, place);
  assembler.emit(OPCODE.POP_TOP, 0, place);
  assembler.emit(OPCODE.POP_TOP, 0, place);
  assembler.jump(OPCODE.JUMP_BACKWARD_NO_INTERRUPT, end, place);
  emitCleanUp(unit, cleanUp);
}
