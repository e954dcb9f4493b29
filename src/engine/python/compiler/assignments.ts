/** Assignments, deletions and unpacking. Rule: the value is evaluated first, then each target from left to right. */
import { BINARY, OPCODE } from "../bytecode.ts";
import { attributePlace, compileBounds, compileExpression, isVisibleAttribute, simpleSlice } from "./expressions.ts";
import { deleteName, loadName, storeName } from "./names.ts";
import type { Scope } from "./symbols.ts";
import type { Assign, Attribute, AugmentedAssign, Expression, Subscript } from "./tree.ts";
import type { Unit } from "./unit.ts";

/** Stores the value on top. */
export function assignTarget(unit: Unit, scope: Scope, target: Expression): void {
  switch (target.kind) {
    case "Name":
      return storeName(unit, scope, target.id, target);
    case "Attribute":
      compileExpression(unit, scope, target.value);
      return storeAttribute(unit, scope, target);
    case "Subscript":
      return storeSubscript(unit, scope, target);
    case "Tuple":
    case "List":
      return unpack(unit, scope, target.items, target);
    case "Starred":
      return assignTarget(unit, scope, target.value);
    default:
      unit.context.source.fail(target, "cannot assign to expression");
  }
}

function storeAttribute(unit: Unit, scope: Scope, target: Attribute): void {
  const name = scope.mangle(target.name);
  const opcode = isVisibleAttribute(unit, name) ? OPCODE.STORE_ATTR_VISIBLE : OPCODE.STORE_ATTR;
  unit.assembler.emit(opcode, unit.nameAt(name), attributePlace(unit, target));
}

function storeSubscript(unit: Unit, scope: Scope, target: Subscript): void {
  compileExpression(unit, scope, target.value);
  const bounds = simpleSlice(target.index);
  if (bounds === null) {
    compileExpression(unit, scope, target.index);
    unit.assembler.emit(OPCODE.STORE_SUBSCR, 0, target);
  } else {
    compileBounds(unit, scope, bounds);
    unit.assembler.emit(OPCODE.STORE_SLICE, 0, target);
  }
}

function unpack(unit: Unit, scope: Scope, items: readonly Expression[], at: Expression): void {
  const { assembler } = unit;
  const star = items.findIndex((item) => item.kind === "Starred");
  if (star < 0) assembler.emit(OPCODE.UNPACK_SEQUENCE, items.length, at);
  else assembler.emit(OPCODE.UNPACK_EX, star | ((items.length - star - 1) << 8), at);
  for (const item of items) assignTarget(unit, scope, item);
}

export function compileAssign(unit: Unit, scope: Scope, node: Assign): void {
  if (exchangesNames(node)) return compileExchange(unit, scope, node);
  compileExpression(unit, scope, node.value);
  node.targets.forEach((target, i) => {
    if (i < node.targets.length - 1) unit.assembler.emit(OPCODE.COPY, 1, node);
    assignTarget(unit, scope, target);
  });
}

/** `a, b = x, y` and `a, b, c = x, y, z` make no tuple. */
function exchangesNames(node: Assign): boolean {
  const [target] = node.targets;
  const { value } = node;
  if (node.targets.length > 1 || target.kind !== "Tuple" || value.kind !== "Tuple") return false;
  const count = value.items.length;
  if ((count !== 2 && count !== 3) || target.items.length !== count) return false;
  const constant = value.items.every((item) => item.kind === "Constant");
  return !constant && [...target.items, ...value.items].every((item) => item.kind !== "Starred");
}

function compileExchange(unit: Unit, scope: Scope, node: Assign): void {
  const target = node.targets[0] as Extract<Expression, { kind: "Tuple" }>;
  const value = node.value as Extract<Expression, { kind: "Tuple" }>;
  for (const item of value.items) compileExpression(unit, scope, item);
  unit.assembler.emit(OPCODE.SWAP, value.items.length, node);
  if (value.items.length === 2) for (const item of target.items) assignTarget(unit, scope, item);
  else {
    // x, y, z → z, y, x: the first target's value is on top.
    for (const item of target.items) assignTarget(unit, scope, item);
  }
}

// —— augmented ——

export function compileAugmented(unit: Unit, scope: Scope, node: AugmentedAssign): void {
  const { target } = node;
  if (target.kind === "Name") {
    loadName(unit, scope, target.id, target);
    compileOperation(unit, scope, node);
    storeName(unit, scope, target.id, target);
  } else if (target.kind === "Attribute") augmentAttribute(unit, scope, node, target);
  else if (target.kind === "Subscript") augmentSubscript(unit, scope, node, target);
}

function compileOperation(unit: Unit, scope: Scope, node: AugmentedAssign): void {
  compileExpression(unit, scope, node.value);
  unit.assembler.emit(OPCODE.BINARY_OP, node.operator + BINARY.INPLACE, node);
}

function augmentAttribute(unit: Unit, scope: Scope, node: AugmentedAssign, target: Attribute): void {
  const { assembler } = unit;
  const name = scope.mangle(target.name);
  const visible = isVisibleAttribute(unit, name);
  compileExpression(unit, scope, target.value);
  assembler.emit(OPCODE.COPY, 1, target);
  assembler.emit(
    visible ? OPCODE.LOAD_ATTR_VISIBLE : OPCODE.LOAD_ATTR,
    unit.nameAt(name) << 1,
    attributePlace(unit, target),
  );
  compileOperation(unit, scope, node);
  assembler.emit(OPCODE.SWAP, 2, target);
  storeAttribute(unit, scope, target);
}

function augmentSubscript(unit: Unit, scope: Scope, node: AugmentedAssign, target: Subscript): void {
  const { assembler } = unit;
  compileExpression(unit, scope, target.value);
  const bounds = simpleSlice(target.index);
  if (bounds === null) {
    compileExpression(unit, scope, target.index);
    assembler.emit(OPCODE.COPY, 2, target);
    assembler.emit(OPCODE.COPY, 2, target);
    assembler.emit(OPCODE.BINARY_SUBSCR, 0, target);
    compileOperation(unit, scope, node);
    assembler.emit(OPCODE.SWAP, 3, target);
    assembler.emit(OPCODE.SWAP, 2, target);
    return assembler.emit(OPCODE.STORE_SUBSCR, 0, target);
  }
  compileBounds(unit, scope, bounds);
  for (let i = 0; i < 3; i++) assembler.emit(OPCODE.COPY, 3, target);
  assembler.emit(OPCODE.BINARY_SLICE, 0, target);
  compileOperation(unit, scope, node);
  for (const depth of [4, 3, 2]) assembler.emit(OPCODE.SWAP, depth, target);
  assembler.emit(OPCODE.STORE_SLICE, 0, target);
}

// —— deletion ——

export function compileDelete(unit: Unit, scope: Scope, target: Expression): void {
  const { assembler } = unit;
  switch (target.kind) {
    case "Name":
      return deleteName(unit, scope, target.id, target);
    case "Attribute": {
      const name = scope.mangle(target.name);
      compileExpression(unit, scope, target.value);
      const opcode = isVisibleAttribute(unit, name) ? OPCODE.DELETE_ATTR_VISIBLE : OPCODE.DELETE_ATTR;
      return assembler.emit(opcode, unit.nameAt(name), attributePlace(unit, target));
    }
    case "Subscript":
      compileExpression(unit, scope, target.value);
      compileExpression(unit, scope, target.index);
      return assembler.emit(OPCODE.DELETE_SUBSCR, 0, target);
    case "Tuple":
    case "List":
      for (const item of target.items) compileDelete(unit, scope, item);
      return;
    default:
      unit.context.source.fail(target, "cannot delete expression");
  }
}
