/** `try`, with exception tables: nothing is executed for it while nothing is raised. The layout is CPython's. */
import { OPCODE } from "../bytecode.ts";
import { Label } from "./layout.ts";
import { forget } from "./blocks.ts";
import type { Span } from "./diagnostics.ts";
import { compileExpression } from "./expressions.ts";
import { storeName } from "./names.ts";
import { compileStatements } from "./statements.ts";
import type { Scope } from "./symbols.ts";
import type { ExceptClause, Try } from "./tree.ts";
import type { Unit } from "./unit.ts";

export function compileTry(unit: Unit, scope: Scope, node: Try): void {
  unit.assembler.emit(OPCODE.NOP, 0, { start: node.start, end: node.start + 3 });
  if (node.finalBody.length > 0) compileFinally(unit, scope, node);
  else compileExcept(unit, scope, node);
}

function compileFinally(unit: Unit, scope: Scope, node: Try): void {
  const { assembler } = unit;
  const failed = new Label();
  const cleanUp = new Label();
  const end = new Label();
  const { handler } = assembler;
  assembler.pushHandler(failed, false);
  unit.within({ kind: "finally", handler, next: null, exit: null, finalBody: node.finalBody }, () => {
    if (node.clauses.length > 0) compileExcept(unit, scope, node);
    else compileStatements(unit, scope, node.body);
  });
  assembler.popHandler();
  compileStatements(unit, scope, node.finalBody);
  assembler.jumpTo(end, node.finalBody[node.finalBody.length - 1]);
  assembler.mark(failed);
  assembler.pushHandler(cleanUp, true);
  assembler.emit(OPCODE.PUSH_EXC_INFO, 0, null);
  unit.within({ kind: "in-finally", handler, next: null, exit: null }, () =>
    compileStatements(unit, scope, node.finalBody),
  );
  assembler.emit(OPCODE.RERAISE, 0, null);
  assembler.popHandler();
  emitCleanUp(unit, cleanUp);
  assembler.mark(end);
}

/** What was handled before is handled again, and the exception goes on. */
export function emitCleanUp(unit: Unit, label: Label): void {
  const { assembler } = unit;
  assembler.mark(label);
  assembler.emit(OPCODE.COPY, 3, null);
  assembler.emit(OPCODE.POP_EXCEPT, 0, null);
  assembler.emit(OPCODE.RERAISE, 1, null);
}

function compileExcept(unit: Unit, scope: Scope, node: Try): void {
  const { assembler } = unit;
  const failed = new Label();
  const cleanUp = new Label();
  const end = new Label();
  const { handler } = assembler;
  assembler.pushHandler(failed, false);
  unit.within({ kind: "try", handler, next: null, exit: null }, () => compileStatements(unit, scope, node.body));
  assembler.popHandler();
  compileStatements(unit, scope, node.orElse);
  assembler.jumpTo(end, null);
  assembler.mark(failed);
  assembler.pushHandler(cleanUp, true);
  assembler.emit(OPCODE.PUSH_EXC_INFO, 0, null);
  if (node.isStar) compileStarClauses(unit, scope, node, end, handler);
  else {
    for (const clause of node.clauses) compileClause(unit, scope, clause, end, handler);
    assembler.emit(OPCODE.RERAISE, 0, null);
  }
  assembler.popHandler();
  emitCleanUp(unit, cleanUp);
  assembler.mark(end);
}

function compileClause(
  unit: Unit,
  scope: Scope,
  clause: ExceptClause,
  end: Label,
  outer: Unit["assembler"]["handler"],
): void {
  const { assembler } = unit;
  const next = new Label();
  const head = { start: clause.start, end: clause.type?.end ?? clause.start + 6 };
  if (clause.type !== null) {
    compileExpression(unit, scope, clause.type);
    assembler.emit(OPCODE.CHECK_EXC_MATCH, 0, clause.type);
    assembler.jump(OPCODE.POP_JUMP_IF_FALSE, next, clause.type);
  }
  if (clause.name === null) {
    assembler.emit(OPCODE.POP_TOP, 0, head);
    unit.within({ kind: "except", handler: outer, next: null, exit: null, name: null }, () =>
      compileStatements(unit, scope, clause.body),
    );
    assembler.emit(OPCODE.POP_EXCEPT, 0, null);
    leaveTo(unit, end, outer);
  } else compileNamedClause(unit, scope, clause, clause.name, head, end, outer);
  assembler.mark(next);
}

function compileNamedClause(
  unit: Unit,
  scope: Scope,
  clause: ExceptClause,
  name: string,
  head: Span,
  end: Label,
  outer: Unit["assembler"]["handler"],
): void {
  const { assembler } = unit;
  const failed = new Label();
  storeName(unit, scope, name, head);
  assembler.pushHandler(failed, true);
  unit.within({ kind: "except", handler: outer, next: null, exit: null, name }, () =>
    compileStatements(unit, scope, clause.body),
  );
  assembler.popHandler();
  assembler.emit(OPCODE.POP_EXCEPT, 0, null);
  const { handler } = assembler;
  assembler.handler = outer;
  forget(unit, scope, name, null);
  assembler.jump(OPCODE.JUMP_BACKWARD_NO_INTERRUPT, end, null);
  assembler.handler = handler;
  assembler.mark(failed);
  forget(unit, scope, name, null);
  assembler.emit(OPCODE.RERAISE, 1, null);
}

function leaveTo(unit: Unit, end: Label, outer: Unit["assembler"]["handler"]): void {
  const { assembler } = unit;
  const { handler } = assembler;
  assembler.handler = outer;
  assembler.jump(OPCODE.JUMP_BACKWARD_NO_INTERRUPT, end, null);
  assembler.handler = handler;
}

/** The clauses of `except*`: each takes its part; at the end what nobody took is raised together with what the clauses raised. */
function compileStarClauses(
  unit: Unit,
  scope: Scope,
  node: Try,
  end: Label,
  outer: Unit["assembler"]["handler"],
): void {
  const { assembler } = unit;
  const raises = new Label();
  assembler.emit(OPCODE.COPY, 1, null);
  assembler.emit(OPCODE.BUILD_LIST, 0, null);
  assembler.emit(OPCODE.SWAP, 2, null);
  for (const clause of node.clauses) compileStarClause(unit, scope, clause);
  assembler.emit(OPCODE.LIST_APPEND, 1, null);
  assembler.emit(OPCODE.PREP_RERAISE_STAR, 0, null);
  assembler.emit(OPCODE.COPY, 1, null);
  assembler.jump(OPCODE.POP_JUMP_IF_NOT_NONE, raises, null);
  assembler.emit(OPCODE.POP_TOP, 0, null);
  assembler.emit(OPCODE.POP_EXCEPT, 0, null);
  leaveTo(unit, end, outer);
  assembler.mark(raises);
  const { handler } = assembler;
  assembler.handler = outer;
  assembler.emit(OPCODE.SWAP, 2, null);
  assembler.emit(OPCODE.POP_EXCEPT, 0, null);
  assembler.emit(OPCODE.RERAISE, 0, null);
  assembler.handler = handler;
}

/** Of `exception, list, what is left`: lets the clause have what matches, and puts what it raises on the list. */
function compileStarClause(unit: Unit, scope: Scope, clause: ExceptClause): void {
  const { assembler } = unit;
  const [misses, failed, next] = [new Label(), new Label(), new Label()];
  const { type, name } = clause;
  if (type === null) return;
  compileExpression(unit, scope, type);
  assembler.emit(OPCODE.CHECK_EG_MATCH, 0, type);
  assembler.emit(OPCODE.COPY, 1, type);
  assembler.jump(OPCODE.POP_JUMP_IF_NONE, misses, type);
  assembler.emit(OPCODE.HANDLE_MATCH, 0, type);
  if (name === null) assembler.emit(OPCODE.POP_TOP, 0, type);
  else storeName(unit, scope, name, { start: clause.start, end: type.end });
  const { handler } = assembler;
  assembler.pushHandler(failed, true);
  unit.within({ kind: "try", handler, next: null, exit: null }, () => compileStatements(unit, scope, clause.body));
  assembler.popHandler();
  if (name !== null) forget(unit, scope, name, null);
  assembler.jumpTo(next, null);
  assembler.mark(failed);
  if (name !== null) forget(unit, scope, name, null);
  assembler.emit(OPCODE.LIST_APPEND, 3, null);
  assembler.emit(OPCODE.POP_TOP, 0, null);
  assembler.jumpTo(next, null);
  assembler.mark(misses);
  assembler.emit(OPCODE.POP_TOP, 0, null);
  assembler.mark(next);
}
