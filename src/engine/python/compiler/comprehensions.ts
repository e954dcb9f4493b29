/**
 * Comprehensions and generator expressions. Rule: a list, set or dict comprehension runs in the frame around it and gives its
 * variables back as they were; a generator expression is a function that gets its first iterator.
 */
import { CODE_KIND, OPCODE } from "../bytecode.ts";
import { type Handler, Label } from "./layout.ts";
import { assignTarget } from "./assignments.ts";
import { compileExpression, compileJumpIf, emitAwaitNext, emitYield } from "./expressions.ts";
import { makeFunction } from "./functions.ts";
import type { Scope } from "./symbols.ts";
import type { Comprehension } from "./tree.ts";
import { Unit } from "./unit.ts";

export function compileComprehension(unit: Unit, scope: Scope, node: Comprehension): void {
  const own = unit.context.scopes.get(node);
  if (own === undefined) throw new Error("compiler: comprehension without a scope");
  if (node.shape === "generator") compileGenerator(unit, scope, own, node);
  else compileInlined(unit, scope, own, node);
}

function firstIterator(unit: Unit, scope: Scope, node: Comprehension): void {
  const [first] = node.clauses;
  compileExpression(unit, scope, first.iterable);
  unit.assembler.emit(first.isAsync ? OPCODE.GET_AITER : OPCODE.GET_ITER, 0, first.iterable);
}

// —— inlined ——

function compileInlined(unit: Unit, scope: Scope, own: Scope, node: Comprehension): void {
  const { assembler } = unit;
  firstIterator(unit, scope, node);
  const saved = placeVariables(unit, own);
  for (const slot of saved) assembler.emit(OPCODE.LOAD_FAST_AND_CLEAR, slot, node);
  for (const slot of ownCells(unit, own)) assembler.emit(OPCODE.MAKE_CELL, slot, node);
  if (saved.length > 0) assembler.emit(OPCODE.SWAP, saved.length + 1, node);
  const cleanUp = new Label();
  const end = new Label();
  if (saved.length > 0) assembler.pushHandler(cleanUp, false);
  assembler.emit(
    node.shape === "list" ? OPCODE.BUILD_LIST : node.shape === "set" ? OPCODE.BUILD_SET : OPCODE.BUILD_MAP,
    0,
    node,
  );
  assembler.emit(OPCODE.SWAP, 2, node);
  compileClause(unit, own, node, 0, 0);
  if (saved.length === 0) return;
  assembler.popHandler();
  restore(unit, saved, node);
  assembler.jumpTo(end, node);
  assembler.mark(cleanUp);
  assembler.emit(OPCODE.SWAP, 2, null);
  assembler.emit(OPCODE.POP_TOP, 0, null);
  restore(unit, saved, node);
  assembler.emit(OPCODE.RERAISE, 0, node);
  assembler.mark(end);
}

/** Finds places for the comprehension's variables; gives those whose outer value must be kept meanwhile. */
function placeVariables(unit: Unit, own: Scope): number[] {
  const saved: number[] = [];
  for (const [name, symbol] of own.symbols) {
    if (!symbol.bound || symbol.declared !== null) continue;
    const shared = symbol.captured ? undefined : sharedSlot(unit, name);
    const slot = shared ?? unit.addSlot(name);
    unit.slots.set(symbol, slot);
    if (!symbol.captured) {
      if (shared === undefined) unit.slotByName.set(name, slot);
      saved.push(slot);
    }
  }
  return saved;
}

/** The place of a plain local of the same name. */
function sharedSlot(unit: Unit, name: string): number | undefined {
  const slot = unit.slotByName.get(name);
  return slot === undefined || unit.cells.includes(slot) || unit.frees.includes(slot) ? undefined : slot;
}

/** Places of variables that inner functions use: a new cell each time the comprehension runs. */
function ownCells(unit: Unit, own: Scope): number[] {
  const cells: number[] = [];
  for (const symbol of own.symbols.values()) {
    const slot = unit.slots.get(symbol);
    if (symbol.captured && symbol.bound && symbol.declared === null && slot !== undefined) cells.push(slot);
  }
  return cells;
}

/** The result (or exception) lies over the saved values: puts them back. */
function restore(unit: Unit, saved: readonly number[], at: Comprehension): void {
  const { assembler } = unit;
  assembler.emit(OPCODE.SWAP, saved.length + 1, at);
  for (const slot of [...saved].reverse()) assembler.emit(OPCODE.STORE_FAST, slot, at);
}

// —— clauses ——

/** Clause `index` and what is inside it; its iterator lies on top. `depth`: iterators below it. */
function compileClause(unit: Unit, own: Scope, node: Comprehension, index: number, depth: number): void {
  const clause = node.clauses[index];
  if (clause.isAsync) return compileAsyncClause(unit, own, node, index, depth);
  const { assembler } = unit;
  const loop = new Label();
  const end = new Label();
  assembler.mark(loop);
  assembler.jump(OPCODE.FOR_ITER, end, clause.iterable);
  assignTarget(unit, own, clause.target);
  compileInside(unit, own, node, index, depth + 1, loop);
  assembler.jump(OPCODE.JUMP_BACKWARD, loop, node.element);
  assembler.mark(end);
  assembler.emit(OPCODE.END_FOR, 0, clause.iterable);
  assembler.emit(OPCODE.POP_TOP, 0, clause.iterable);
}

/** Conditions, then the next clause or the element. */
function compileInside(unit: Unit, own: Scope, node: Comprehension, index: number, depth: number, loop: Label): void {
  const { assembler } = unit;
  for (const condition of node.clauses[index].conditions) compileJumpIf(unit, own, condition, loop, false);
  const next = node.clauses[index + 1];
  if (next === undefined) return compileElement(unit, own, node, depth);
  compileExpression(unit, own, next.iterable);
  assembler.emit(next.isAsync ? OPCODE.GET_AITER : OPCODE.GET_ITER, 0, next.iterable);
  compileClause(unit, own, node, index + 1, depth);
}

function compileElement(unit: Unit, own: Scope, node: Comprehension, depth: number): void {
  const { assembler } = unit;
  compileExpression(unit, own, node.element);
  switch (node.shape) {
    case "generator":
      emitYield(unit, node.element);
      return assembler.emit(OPCODE.POP_TOP, 0, node.element);
    case "list":
      return assembler.emit(OPCODE.LIST_APPEND, depth + 1, node.element);
    case "set":
      return assembler.emit(OPCODE.SET_ADD, depth + 1, node.element);
    case "dict":
      if (node.value !== null) compileExpression(unit, own, node.value);
      return assembler.emit(OPCODE.MAP_ADD, depth + 1, node.element);
  }
}

function compileAsyncClause(unit: Unit, own: Scope, node: Comprehension, index: number, depth: number): void {
  const clause = node.clauses[index];
  const { assembler } = unit;
  const loop = new Label();
  const ended = new Label();
  assembler.mark(loop);
  const outer: Handler | null = assembler.handler;
  assembler.pushHandler(ended, false);
  assembler.emit(OPCODE.GET_ANEXT, 0, clause.iterable);
  emitAwaitNext(unit, clause.iterable);
  assembler.handler = outer;
  assignTarget(unit, own, clause.target);
  compileInside(unit, own, node, index, depth + 1, loop);
  assembler.jump(OPCODE.JUMP_BACKWARD, loop, node.element);
  assembler.mark(ended);
  assembler.emit(OPCODE.END_ASYNC_FOR, 0, clause.iterable);
}

// —— generator expressions ——

function compileGenerator(unit: Unit, scope: Scope, own: Scope, node: Comprehension): void {
  const { assembler } = unit;
  const kind = own.isAsync ? CODE_KIND.ASYNC_GENERATOR : CODE_KIND.GENERATOR;
  const inner = new Unit(unit.context, own, kind, "<genexpr>", `${innerPrefix(unit)}<genexpr>`);
  const argument = inner.addSlot(".0");
  inner.layOut(null);
  beginGenerator(inner, node);
  inner.assembler.emit(OPCODE.LOAD_FAST, argument, node);
  compileClause(inner, own, node, 0, 0);
  inner.assembler.emit(OPCODE.RETURN_CONST, inner.constant(null), node);
  endGenerator(inner);
  const code = inner.finish(
    {
      positional: [{ name: ".0", start: 0, end: 0 }],
      positionalOnly: 1,
      defaults: [],
      star: null,
      keywordOnly: [],
      keywordDefaults: [],
      doubleStar: null,
    },
    unit.context.source.lineAt(node.start),
    null,
  );
  makeFunction(unit, inner, code, node, { defaults: false, keywordDefaults: false });
  firstIterator(unit, scope, node);
  assembler.emit(OPCODE.CALL, 0, node);
}

/** How names inside a unit are qualified. */
export function innerPrefix(unit: Unit): string {
  if (unit.kind === CODE_KIND.MODULE) return "";
  return unit.kind === CODE_KIND.CLASS ? `${unit.qualifiedName}.` : `${unit.qualifiedName}.<locals>.`;
}

/** Head of every frame: cells, what comes from outside, and for generators the place where the call returns. */
export function beginGenerator(unit: Unit, at: { start: number; end: number }): void {
  const { assembler } = unit;
  if (unit.frees.length > 0) assembler.emit(OPCODE.COPY_FREE_VARS, unit.frees.length, null);
  for (const slot of unit.cells) assembler.emit(OPCODE.MAKE_CELL, slot, null);
  assembler.emit(OPCODE.RETURN_GENERATOR, 0, at);
  assembler.emit(OPCODE.POP_TOP, 0, at);
  unit.generatorEnd = new Label();
  assembler.pushHandler(unit.generatorEnd, true, 0);
  assembler.emit(OPCODE.RESUME, 0, at);
}

/** Behind a generator's body: a StopIteration that would leave it becomes RuntimeError. */
export function endGenerator(unit: Unit): void {
  const { assembler } = unit;
  assembler.handler = null;
  if (unit.generatorEnd === null) return;
  assembler.mark(unit.generatorEnd);
  assembler.emit(OPCODE.STOPITERATION_ERROR, 0, null);
  assembler.emit(OPCODE.RERAISE, 1, null);
}
