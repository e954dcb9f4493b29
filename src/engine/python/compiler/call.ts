/** Calls: plain, of methods without a bound method, with keywords, with unpacking, and of `super()`. */
import { OPCODE } from "../bytecode.ts";
import { PyTuple } from "../values.ts";
import type { Span } from "./diagnostics.ts";
import { attributePlace, compileExpression, compileItems, loadAttribute } from "./expressions.ts";
import { loadName } from "./names.ts";
import { resolve, type Scope } from "./symbols.ts";
import type { Attribute, Call, Expression, Keyword } from "./tree.ts";
import type { Unit } from "./unit.ts";

export function compileCall(unit: Unit, scope: Scope, node: Call): void {
  if (isSuperCall(unit, scope, node)) return compileBareSuper(unit, scope, node);
  const unpacks = node.args.some((a) => a.kind === "Starred") || node.keywords.some((k) => k.name === null);
  if (unpacks) {
    compileExpression(unit, scope, node.callee);
    unit.assembler.emit(OPCODE.PUSH_NULL, 0, node.callee);
    return compileUnpackedArguments(unit, scope, node.args, node.keywords, node);
  }
  const place = compileCallee(unit, scope, node);
  for (const arg of node.args) compileExpression(unit, scope, arg);
  finishCall(unit, scope, node.args.length, node.keywords, place);
}

/** Callee and self (or a hole); gives the place that the call itself is marked with. */
function compileCallee(unit: Unit, scope: Scope, node: Call): Span {
  const { callee } = node;
  if (callee.kind === "Name") {
    loadName(unit, scope, callee.id, callee, true);
    return node;
  }
  if (callee.kind !== "Attribute") {
    compileExpression(unit, scope, callee);
    unit.assembler.emit(OPCODE.PUSH_NULL, 0, callee);
    return node;
  }
  if (isSuperCall(unit, scope, callee.value)) compileSuperAttribute(unit, scope, callee, true);
  else {
    compileExpression(unit, scope, callee.value);
    const fromModule =
      callee.value.kind === "Name" && moduleScope(scope).symbols.get(callee.value.id)?.imported === true;
    loadAttribute(unit, scope, callee, !fromModule);
    if (fromModule) unit.assembler.emit(OPCODE.PUSH_NULL, 0, attributePlace(unit, callee));
  }
  const place = attributePlace(unit, callee);
  return place === callee ? node : { start: place.start, end: node.end };
}

function moduleScope(scope: Scope): Scope {
  let at = scope;
  while (at.parent !== null) at = at.parent;
  return at;
}

function finishCall(unit: Unit, scope: Scope, positional: number, keywords: readonly Keyword[], at: Span): void {
  const { assembler } = unit;
  for (const keyword of keywords) compileExpression(unit, scope, keyword.value);
  if (keywords.length === 0) return assembler.emit(OPCODE.CALL, positional, at);
  unit.loadConstant(new PyTuple(keywords.map((k) => k.name)), { start: at.start, end: at.end });
  assembler.emit(OPCODE.CALL_KW, positional + keywords.length, at);
}

/** With the callable and a hole on the stack: arguments, some of them unpacked, and the call. `before` arguments lie on the stack already. */
function compileUnpackedArguments(
  unit: Unit,
  scope: Scope,
  args: readonly Expression[],
  keywords: readonly Keyword[],
  at: Span,
  before = 0,
): void {
  const { assembler } = unit;
  const [only] = args;
  if (before === 0 && args.length === 1 && only.kind === "Starred") {
    assembler.emit(OPCODE.BUILD_LIST, 0, at);
    compileExpression(unit, scope, only.value);
    assembler.emit(OPCODE.LIST_EXTEND, 1 | 256, at);
    assembler.emit(OPCODE.LIST_TO_TUPLE, 0, at);
  } else if (before === 0) compileItems(unit, scope, args, "tuple", at);
  else {
    assembler.emit(OPCODE.BUILD_LIST, before, at);
    for (const arg of args) {
      compileExpression(unit, scope, arg.kind === "Starred" ? arg.value : arg);
      assembler.emit(arg.kind === "Starred" ? OPCODE.LIST_EXTEND : OPCODE.LIST_APPEND, 1, at);
    }
    assembler.emit(OPCODE.LIST_TO_TUPLE, 0, at);
  }
  if (keywords.length > 0) compileKeywordMap(unit, scope, keywords, at);
  assembler.emit(OPCODE.CALL_FUNCTION_EX, keywords.length > 0 ? 1 : 0, at);
}

/** Named arguments are gathered into maps; unpacked ones are merged into the first. */
function compileKeywordMap(unit: Unit, scope: Scope, keywords: readonly Keyword[], at: Span): void {
  const { assembler } = unit;
  let begun = false;
  for (let i = 0; i < keywords.length; ) {
    let end = i;
    while (end < keywords.length && keywords[end].name !== null) end += 1;
    if (end > i || !begun) compileNamed(unit, scope, keywords.slice(i, end), at);
    if (end > i && begun) assembler.emit(OPCODE.DICT_MERGE, 1, at);
    begun = true;
    i = end;
    if (i >= keywords.length) break;
    compileExpression(unit, scope, keywords[i].value);
    assembler.emit(OPCODE.DICT_MERGE, 1, at);
    i += 1;
  }
}

function compileNamed(unit: Unit, scope: Scope, keywords: readonly Keyword[], at: Span): void {
  if (keywords.length > 1) {
    for (const { value } of keywords) compileExpression(unit, scope, value);
    unit.loadConstant(new PyTuple(keywords.map((k) => k.name)), { start: at.start, end: at.end });
    return unit.assembler.emit(OPCODE.BUILD_CONST_KEY_MAP, keywords.length, at);
  }
  for (const { name, value } of keywords) {
    unit.loadConstant(name, { start: at.start, end: at.end });
    compileExpression(unit, scope, value);
  }
  unit.assembler.emit(OPCODE.BUILD_MAP, keywords.length, at);
}

/** The arguments of a class statement, behind its function and name. */
export function compileClassArguments(
  unit: Unit,
  scope: Scope,
  bases: readonly Expression[],
  keywords: readonly Keyword[],
  at: Span,
): void {
  const unpacks = bases.some((a) => a.kind === "Starred") || keywords.some((k) => k.name === null);
  if (unpacks) return compileUnpackedArguments(unit, scope, bases, keywords, at, 2);
  for (const base of bases) compileExpression(unit, scope, base);
  finishCall(unit, scope, bases.length + 2, keywords, at);
}

// —— super ——

/** `super()` without arguments in a method, where nobody has given `super` another meaning. */
export function isSuperCall(unit: Unit, scope: Scope, node: Expression): boolean {
  if (node.kind !== "Call" || node.callee.kind !== "Name" || node.callee.id !== "super") return false;
  if (node.args.length > 0 || node.keywords.length > 0 || unit.scope.kind !== "function") return false;
  const parameters = firstParameter(unit.scope);
  return (
    parameters !== null && resolve(scope, "super").kind === "global" && resolve(scope, "__class__").kind === "cell"
  );
}

function firstParameter(scope: Scope): string | null {
  const { node } = scope;
  if (node.kind !== "FunctionDefinition" && node.kind !== "Lambda") return null;
  return node.parameters.positional[0]?.name ?? null;
}

function loadSuperParts(unit: Unit, node: Expression): void {
  const first = firstParameter(unit.scope);
  loadName(unit, unit.scope, "__class__", node);
  if (first !== null) loadName(unit, unit.scope, first, node);
}

export function compileSuperAttribute(unit: Unit, scope: Scope, node: Attribute, forCall: boolean): void {
  const call = node.value as Call;
  loadName(unit, scope, "super", call.callee);
  loadSuperParts(unit, call);
  unit.assembler.emit(
    OPCODE.LOAD_SUPER_ATTR,
    (unit.nameAt(scope.mangle(node.name)) << 2) | (forCall ? 1 : 0),
    attributePlace(unit, node),
  );
}

function compileBareSuper(unit: Unit, scope: Scope, node: Call): void {
  loadName(unit, scope, "super", node.callee, true);
  loadSuperParts(unit, node);
  unit.assembler.emit(OPCODE.CALL, 2, node);
}
