/** Expressions to instructions. Rule: each leaves exactly one value; places are those of CPython, so that tracebacks agree. */
import { COMPARE, OPCODE } from "../bytecode.ts";
import { Label } from "./layout.ts";
import { compileCall, compileSuperAttribute, isSuperCall } from "./call.ts";
import { compileComprehension } from "./comprehensions.ts";
import type { PyTuple } from "../values.ts";
import type { Span } from "./diagnostics.ts";
import { constantTruth, constantValue, tupleValue } from "./folding.ts";
import { compileJoinedString } from "./formatted.ts";
import { compileLambda } from "./functions.ts";
import { loadName, storeName } from "./names.ts";
import type { Scope } from "./symbols.ts";
import type {
  Attribute,
  BooleanOperation,
  Comparison,
  ComparisonOperator,
  Conditional,
  Dict,
  Expression,
  Slice,
  Subscript,
  UnaryOperation,
  Yield,
  YieldFrom,
  Await,
} from "./tree.ts";
import type { Unit } from "./unit.ts";

const COMPARE_NUMBERS: Readonly<Record<string, number>> = {
  "<": COMPARE.LT,
  "<=": COMPARE.LE,
  "==": COMPARE.EQ,
  "!=": COMPARE.NE,
  ">": COMPARE.GT,
  ">=": COMPARE.GE,
};

export function compileExpression(unit: Unit, scope: Scope, node: Expression): void {
  const { assembler } = unit;
  const replaced = unit.context.replacement(node);
  const constant = replaced === undefined ? constantValue(node) : replaced;
  if (constant !== undefined) return unit.loadConstant(constant, node);
  switch (node.kind) {
    case "Name":
      return loadName(unit, scope, node.id, node);
    case "Constant":
      return unit.loadConstant(node.value, node);
    case "JoinedString":
      return compileJoinedString(unit, scope, node);
    case "UnaryOperation":
      return compileUnary(unit, scope, node);
    case "BinaryOperation":
      compileExpression(unit, scope, node.left);
      compileExpression(unit, scope, node.right);
      return assembler.emit(OPCODE.BINARY_OP, node.operator, node);
    case "BooleanOperation":
      return compileBoolean(unit, scope, node);
    case "Comparison":
      return compileComparison(unit, scope, node);
    case "Conditional":
      return compileConditional(unit, scope, node);
    case "Lambda":
      return compileLambda(unit, scope, node);
    case "Attribute":
      return compileAttribute(unit, scope, node);
    case "Subscript":
      return compileSubscript(unit, scope, node);
    case "Slice":
      return compileSlice(unit, scope, node);
    case "Call":
      return compileCall(unit, scope, node);
    case "Starred":
      return unit.context.source.fail(node, "can't use starred expression here");
    case "Tuple":
      return compileItems(unit, scope, node.items, "tuple", node);
    case "List":
      return compileItems(unit, scope, node.items, "list", node);
    case "SetDisplay":
      return compileItems(unit, scope, node.items, "set", node);
    case "Dict":
      return compileDict(unit, scope, node);
    case "Comprehension":
      return compileComprehension(unit, scope, node);
    case "NamedExpression":
      compileExpression(unit, scope, node.value);
      assembler.emit(OPCODE.COPY, 1, node);
      return storeName(unit, scope, node.target.id, node.target);
    case "Yield":
      return compileYield(unit, scope, node);
    case "YieldFrom":
      return compileYieldFrom(unit, scope, node);
    case "Await":
      return compileAwait(unit, scope, node);
  }
}

function compileUnary(unit: Unit, scope: Scope, node: UnaryOperation): void {
  const { assembler } = unit;
  compileExpression(unit, scope, node.operand);
  if (node.operator === "not") {
    if (!givesBool(node.operand)) assembler.emit(OPCODE.TO_BOOL, 0, node);
    assembler.emit(OPCODE.UNARY_NOT, 0, node);
  } else if (node.operator === "-") assembler.emit(OPCODE.UNARY_NEGATIVE, 0, node);
  else assembler.emit(node.operator === "+" ? OPCODE.UNARY_POSITIVE : OPCODE.UNARY_INVERT, 0, node);
}

/** Whether the instruction that made the value left a bool anyhow. */
function givesBool(node: Expression): boolean {
  if (node.kind === "UnaryOperation") return node.operator === "not";
  if (node.kind !== "Comparison" || node.operators.length > 1) return false;
  return COMPARE_NUMBERS[node.operators[0]] === undefined;
}

function compileBoolean(unit: Unit, scope: Scope, node: BooleanOperation): void {
  const { assembler } = unit;
  const end = new Label();
  const jump = node.operator === "and" ? OPCODE.POP_JUMP_IF_FALSE : OPCODE.POP_JUMP_IF_TRUE;
  const last = node.values.length - 1;
  node.values.forEach((value, i) => {
    compileExpression(unit, scope, value);
    if (i === last) return;
    assembler.emit(OPCODE.COPY, 1, node);
    assembler.emit(OPCODE.TO_BOOL, 0, node);
    assembler.jump(jump, end, node);
    assembler.emit(OPCODE.POP_TOP, 0, node);
  });
  assembler.mark(end);
}

function emitComparison(unit: Unit, operator: ComparisonOperator, at: Span, wantsBool: boolean): void {
  const number = COMPARE_NUMBERS[operator];
  if (number !== undefined) unit.assembler.emit(OPCODE.COMPARE_OP, number | (wantsBool ? 16 : 0), at);
  else if (operator === "is" || operator === "is not") unit.assembler.emit(OPCODE.IS_OP, operator === "is" ? 0 : 1, at);
  else unit.assembler.emit(OPCODE.CONTAINS_OP, operator === "in" ? 0 : 1, at);
}

/** `x in [1, 2]` looks in a constant tuple. */
function compileComparator(unit: Unit, scope: Scope, operator: ComparisonOperator, node: Expression): void {
  const constant =
    (operator === "in" || operator === "not in") && node.kind === "List" ? tupleValue(node.items) : undefined;
  if (constant === undefined) compileExpression(unit, scope, node);
  else unit.loadConstant(constant, node);
}

function compileComparison(unit: Unit, scope: Scope, node: Comparison): void {
  const { assembler } = unit;
  compileExpression(unit, scope, node.left);
  const last = node.operators.length - 1;
  if (last === 0) {
    compileComparator(unit, scope, node.operators[0], node.comparators[0]);
    return emitComparison(unit, node.operators[0], node, false);
  }
  const cleanUp = new Label();
  const end = new Label();
  for (let i = 0; i < last; i++) {
    compareInChain(unit, scope, node, i, false);
    assembler.emit(OPCODE.COPY, 1, node);
    assembler.emit(OPCODE.TO_BOOL, 0, node);
    assembler.jump(OPCODE.POP_JUMP_IF_FALSE, cleanUp, node);
    assembler.emit(OPCODE.POP_TOP, 0, node);
  }
  compileComparator(unit, scope, node.operators[last], node.comparators[last]);
  emitComparison(unit, node.operators[last], node, false);
  assembler.jumpTo(end, node);
  assembler.mark(cleanUp);
  assembler.emit(OPCODE.SWAP, 2, node);
  assembler.emit(OPCODE.POP_TOP, 0, node);
  assembler.mark(end);
}

function compareInChain(unit: Unit, scope: Scope, node: Comparison, i: number, wantsBool: boolean): void {
  compileComparator(unit, scope, node.operators[i], node.comparators[i]);
  unit.assembler.emit(OPCODE.SWAP, 2, node);
  unit.assembler.emit(OPCODE.COPY, 2, node);
  emitComparison(unit, node.operators[i], node, wantsBool);
}

function compileConditional(unit: Unit, scope: Scope, node: Conditional): void {
  const orElse = new Label();
  const end = new Label();
  compileJumpIf(unit, scope, node.test, orElse, false);
  compileExpression(unit, scope, node.body);
  unit.assembler.jumpTo(end, node.body);
  unit.assembler.mark(orElse);
  compileExpression(unit, scope, node.orElse);
  unit.assembler.mark(end);
}

// —— conditions ——

/** Goes to `label` when the truth of `node` is `wanted`, else on. */
export function compileJumpIf(unit: Unit, scope: Scope, node: Expression, label: Label, wanted: boolean): void {
  const { assembler } = unit;
  const known = unit.context.replacement(node) === undefined ? constantTruth(node) : null;
  if (known !== null) {
    if (known === wanted) assembler.jumpTo(label, node);
    return;
  }
  switch (node.kind) {
    case "UnaryOperation":
      if (node.operator === "not") return compileJumpIf(unit, scope, node.operand, label, !wanted);
      break;
    case "BooleanOperation":
      return jumpIfBoolean(unit, scope, node, label, wanted);
    case "Conditional":
      return jumpIfConditional(unit, scope, node, label, wanted);
    case "Comparison":
      if (node.operators.length > 1) return jumpIfChain(unit, scope, node, label, wanted);
      return jumpIfComparison(unit, scope, node, label, wanted);
    default:
  }
  compileExpression(unit, scope, node);
  assembler.emit(OPCODE.TO_BOOL, 0, node);
  conditionalJump(unit, label, wanted, node);
}

/** Conditional jumps go forward only: back they go by a jump around. */
function conditionalJump(unit: Unit, label: Label, wanted: boolean, at: Span, chosen?: keyof typeof OPPOSITE): void {
  const { assembler } = unit;
  const opcode = chosen ?? (wanted ? OPCODE.POP_JUMP_IF_TRUE : OPCODE.POP_JUMP_IF_FALSE);
  if (label.at < 0) return assembler.jump(opcode, label, at);
  const over = new Label();
  assembler.jump(OPPOSITE[opcode], over, at);
  assembler.jump(OPCODE.JUMP_BACKWARD, label, at);
  assembler.mark(over);
}

const OPPOSITE = {
  [OPCODE.POP_JUMP_IF_TRUE]: OPCODE.POP_JUMP_IF_FALSE,
  [OPCODE.POP_JUMP_IF_FALSE]: OPCODE.POP_JUMP_IF_TRUE,
  [OPCODE.POP_JUMP_IF_NONE]: OPCODE.POP_JUMP_IF_NOT_NONE,
  [OPCODE.POP_JUMP_IF_NOT_NONE]: OPCODE.POP_JUMP_IF_NONE,
};

function jumpIfBoolean(unit: Unit, scope: Scope, node: BooleanOperation, label: Label, wanted: boolean): void {
  const decides = node.operator === "or";
  const last = node.values.length - 1;
  const end = new Label();
  node.values.forEach((value, i) => {
    if (i === last) compileJumpIf(unit, scope, value, label, wanted);
    else compileJumpIf(unit, scope, value, decides === wanted ? label : end, decides);
  });
  unit.assembler.mark(end);
}

function jumpIfConditional(unit: Unit, scope: Scope, node: Conditional, label: Label, wanted: boolean): void {
  const orElse = new Label();
  const end = new Label();
  compileJumpIf(unit, scope, node.test, orElse, false);
  compileJumpIf(unit, scope, node.body, label, wanted);
  unit.assembler.jumpTo(end, node);
  unit.assembler.mark(orElse);
  compileJumpIf(unit, scope, node.orElse, label, wanted);
  unit.assembler.mark(end);
}

function jumpIfChain(unit: Unit, scope: Scope, node: Comparison, label: Label, wanted: boolean): void {
  const { assembler } = unit;
  const cleanUp = new Label();
  const end = new Label();
  const last = node.operators.length - 1;
  compileExpression(unit, scope, node.left);
  for (let i = 0; i < last; i++) {
    compareInChain(unit, scope, node, i, true);
    assembler.jump(OPCODE.POP_JUMP_IF_FALSE, cleanUp, node);
  }
  compileComparator(unit, scope, node.operators[last], node.comparators[last]);
  emitComparison(unit, node.operators[last], node, true);
  conditionalJump(unit, label, wanted, node);
  assembler.jumpTo(end, node);
  assembler.mark(cleanUp);
  assembler.emit(OPCODE.POP_TOP, 0, node);
  if (!wanted) assembler.jumpTo(label, node);
  assembler.mark(end);
}

function jumpIfComparison(unit: Unit, scope: Scope, node: Comparison, label: Label, wanted: boolean): void {
  const [operator] = node.operators;
  const [right] = node.comparators;
  compileExpression(unit, scope, node.left);
  if ((operator === "is" || operator === "is not") && right.kind === "Constant" && right.value === null) {
    const whenNone = (operator === "is") === wanted;
    return conditionalJump(unit, label, wanted, node, whenNone ? OPCODE.POP_JUMP_IF_NONE : OPCODE.POP_JUMP_IF_NOT_NONE);
  }
  compileComparator(unit, scope, operator, right);
  emitComparison(unit, operator, node, true);
  conditionalJump(unit, label, wanted, node);
}

// —— attributes and subscripts ——

export function isVisibleAttribute(unit: Unit, name: string): boolean {
  const { visibility } = unit.context;
  return visibility.allAttributes || visibility.attributes.has(name);
}

function compileAttribute(unit: Unit, scope: Scope, node: Attribute): void {
  if (isSuperCall(unit, scope, node.value)) return compileSuperAttribute(unit, scope, node, false);
  compileExpression(unit, scope, node.value);
  loadAttribute(unit, scope, node, false);
}

export function loadAttribute(unit: Unit, scope: Scope, node: Attribute, forCall: boolean): void {
  const name = scope.mangle(node.name);
  const opcode = isVisibleAttribute(unit, name) ? OPCODE.LOAD_ATTR_VISIBLE : OPCODE.LOAD_ATTR;
  unit.assembler.emit(opcode, (unit.nameAt(name) << 1) | (forCall ? 1 : 0), attributePlace(unit, node));
}

/** Of an attribute that stands on a later line than its owner only that line is marked. */
export function attributePlace(unit: Unit, node: Attribute): Span {
  const { source } = unit.context;
  return source.lineAt(node.start) === source.lineAt(node.nameStart)
    ? node
    : { start: node.nameStart, end: node.nameStart + node.name.length };
}

function compileSubscript(unit: Unit, scope: Scope, node: Subscript): void {
  compileExpression(unit, scope, node.value);
  const bounds = simpleSlice(node.index);
  if (bounds === null) {
    compileExpression(unit, scope, node.index);
    return unit.assembler.emit(OPCODE.BINARY_SUBSCR, 0, node);
  }
  compileBounds(unit, scope, bounds);
  unit.assembler.emit(OPCODE.BINARY_SLICE, 0, node);
}

/** A slice without step, which has instructions of its own. */
export function simpleSlice(node: Expression): Slice | null {
  return node.kind === "Slice" && node.step === null ? node : null;
}

export function compileBounds(unit: Unit, scope: Scope, node: Slice): void {
  for (const bound of [node.lower, node.upper]) {
    if (bound === null) unit.loadConstant(null, node);
    else compileExpression(unit, scope, bound);
  }
}

function compileSlice(unit: Unit, scope: Scope, node: Slice): void {
  compileBounds(unit, scope, node);
  if (node.step !== null) compileExpression(unit, scope, node.step);
  unit.assembler.emit(OPCODE.BUILD_SLICE, node.step === null ? 2 : 3, node);
}

// —— displays ——

const BUILDERS = {
  tuple: { build: OPCODE.BUILD_TUPLE, add: OPCODE.LIST_APPEND, extend: OPCODE.LIST_EXTEND },
  list: { build: OPCODE.BUILD_LIST, add: OPCODE.LIST_APPEND, extend: OPCODE.LIST_EXTEND },
  set: { build: OPCODE.BUILD_SET, add: OPCODE.SET_ADD, extend: OPCODE.SET_UPDATE },
};

/** A display of items, or the positional arguments of a call with stars (as a tuple). */
export function compileItems(
  unit: Unit,
  scope: Scope,
  items: readonly Expression[],
  shape: keyof typeof BUILDERS,
  at: Span,
): void {
  const { assembler } = unit;
  const { build, add, extend } = BUILDERS[shape];
  const constants = items.length > 2 && shape !== "tuple" ? tupleValue(items) : undefined;
  if (constants !== undefined) {
    assembler.emit(build, 0, at);
    unit.loadConstant(constants, { start: at.start, end: at.end });
    return assembler.emit(extend, 1, at);
  }
  const firstStar = items.findIndex((item) => item.kind === "Starred");
  if (firstStar < 0) {
    for (const item of items) compileExpression(unit, scope, item);
    return assembler.emit(build, items.length, at);
  }
  for (const item of items.slice(0, firstStar)) compileExpression(unit, scope, item);
  assembler.emit(shape === "set" ? OPCODE.BUILD_SET : OPCODE.BUILD_LIST, firstStar, at);
  for (const item of items.slice(firstStar)) {
    compileExpression(unit, scope, item.kind === "Starred" ? item.value : item);
    assembler.emit(item.kind === "Starred" ? extend : add, 1, at);
  }
  if (shape === "tuple") assembler.emit(OPCODE.LIST_TO_TUPLE, 0, at);
}

function constantKeys(keys: readonly (Expression | null)[]): PyTuple | undefined {
  return keys.includes(null) ? undefined : tupleValue(keys as readonly Expression[]);
}

function compileDict(unit: Unit, scope: Scope, node: Dict): void {
  const { assembler } = unit;
  const names = node.keys.length > 1 ? constantKeys(node.keys) : undefined;
  if (names !== undefined && node.keys.length <= 16) {
    for (const value of node.values) compileExpression(unit, scope, value);
    unit.loadConstant(names, { start: node.start, end: node.end });
    return assembler.emit(OPCODE.BUILD_CONST_KEY_MAP, node.keys.length, node);
  }
  let waiting = 0;
  let begun = false;
  const flush = (): void => {
    if (!begun) assembler.emit(OPCODE.BUILD_MAP, waiting, node);
    else if (waiting > 0) {
      assembler.emit(OPCODE.BUILD_MAP, waiting, node);
      assembler.emit(OPCODE.DICT_UPDATE, 1, node);
    }
    begun = true;
    waiting = 0;
  };
  node.keys.forEach((key, i) => {
    if (key === null) {
      flush();
      compileExpression(unit, scope, node.values[i]);
      assembler.emit(OPCODE.DICT_UPDATE, 1, node);
      return;
    }
    compileExpression(unit, scope, key);
    compileExpression(unit, scope, node.values[i]);
    waiting += 1;
    if (waiting === 16) flush();
  });
  if (waiting > 0 || !begun) flush();
}

// —— generators and coroutines ——

function compileYield(unit: Unit, scope: Scope, node: Yield): void {
  if (node.value === null) unit.loadConstant(null, node);
  else compileExpression(unit, scope, node.value);
  emitYield(unit, node);
}

/** Gives the value on top to whoever resumed the frame; then what is sent lies there. */
export function emitYield(unit: Unit, at: Span): void {
  const { assembler, scope } = unit;
  if (scope.isAsync) assembler.emit(OPCODE.ASYNC_GEN_WRAP, 0, at);
  assembler.emit(OPCODE.YIELD_VALUE, 0, at);
  assembler.emit(OPCODE.RESUME, resumeArgument(unit, 1), at);
}

/** CPython adds 4 where nothing but the generator's own handler is around. */
function resumeArgument(unit: Unit, kind: number): number {
  const { handler } = unit.assembler;
  return handler !== null && handler.outer === null ? kind | 4 : kind;
}

function compileYieldFrom(unit: Unit, scope: Scope, node: YieldFrom): void {
  compileExpression(unit, scope, node.value);
  unit.assembler.emit(OPCODE.GET_YIELD_FROM_ITER, 0, node);
  emitDelegation(unit, node, 2);
}

function compileAwait(unit: Unit, scope: Scope, node: Await): void {
  compileExpression(unit, scope, node.value);
  emitAwait(unit, node, 0);
}

/** Awaits what is on top. kind 1: of `async with` entering, 2: of its leaving, for messages. */
export function emitAwait(unit: Unit, at: Span | null, kind: number): void {
  unit.assembler.emit(OPCODE.GET_AWAITABLE, kind, at);
  emitDelegation(unit, at, 3);
}

/** Awaits what GET_ANEXT left on top. */
export function emitAwaitNext(unit: Unit, at: Span | null): void {
  emitDelegation(unit, at, 3);
}

/** Passes values to and from the iterator on top until it ends, and leaves its result. */
function emitDelegation(unit: Unit, at: Span | null, resume: number): void {
  const { assembler } = unit;
  const send = new Label();
  const failed = new Label();
  const end = new Label();
  unit.loadConstant(null, at);
  assembler.mark(send);
  assembler.jump(OPCODE.SEND, end, at);
  assembler.pushHandler(failed, false, assembler.depth);
  assembler.emit(OPCODE.YIELD_VALUE, 1, at);
  assembler.popHandler();
  assembler.emit(OPCODE.RESUME, resume, at);
  assembler.jump(OPCODE.JUMP_BACKWARD_NO_INTERRUPT, send, at);
  assembler.mark(failed);
  assembler.emit(OPCODE.CLEANUP_THROW, 0, at);
  assembler.jump(OPCODE.JUMP_BACKWARD_NO_INTERRUPT, end, at);
  assembler.mark(end);
  assembler.emit(OPCODE.END_SEND, 0, at);
}
