/** Functions, lambdas and classes. Rule: decorators, defaults and bases run outside, in the order CPython runs them. */
import { CODE_KIND, type Code, OPCODE } from "../bytecode.ts";
import { PyTuple } from "../values.ts";
import { compileClassArguments } from "./call.ts";
import { beginGenerator, endGenerator, innerPrefix } from "./comprehensions.ts";
import type { Span } from "./diagnostics.ts";
import { compileExpression } from "./expressions.ts";
import { storeName } from "./names.ts";
import { compileStatements } from "./statements.ts";
import { resolve, type Scope } from "./symbols.ts";
import type { ClassDefinition, FunctionDefinition, Lambda, Parameters, Statement } from "./tree.ts";
import { functionKind, Unit } from "./unit.ts";

interface FunctionExtras {
  readonly defaults: boolean;
  readonly keywordDefaults: boolean;
}

function scopeOf(unit: Unit, node: FunctionDefinition | ClassDefinition | Lambda): Scope {
  const scope = unit.context.scopes.get(node);
  if (scope === undefined) throw new Error("compiler: definition without a scope");
  return scope;
}

export function compileFunction(unit: Unit, scope: Scope, node: FunctionDefinition): void {
  const { assembler } = unit;
  for (const decorator of node.decorators) compileExpression(unit, scope, decorator);
  const extras = compileDefaults(unit, scope, node.parameters, node);
  const own = scopeOf(unit, node);
  const inner = new Unit(unit.context, own, functionKind(own), node.name, qualified(unit, scope, node.name));
  inner.layOut(node.parameters);
  const first = node.decorators[0]?.start ?? node.start;
  begin(inner, { start: first, end: first });
  const docstring = docstringOf(node.body);
  compileStatements(inner, own, docstring === null ? node.body : node.body.slice(1));
  inner.assembler.emit(OPCODE.RETURN_CONST, inner.constant(null), null);
  endGenerator(inner);
  const code = inner.finish(
    node.parameters,
    unit.context.source.lineAt(node.decorators[0]?.start ?? node.start),
    docstring,
  );
  const place = { start: node.start, end: node.nameStart + node.name.length };
  makeFunction(unit, inner, code, place, extras);
  for (const decorator of [...node.decorators].reverse()) assembler.emit(OPCODE.CALL, 0, decorator);
  storeName(unit, scope, node.name, place);
}

function qualified(unit: Unit, scope: Scope, name: string): string {
  return resolve(scope, scope.mangle(name)).kind === "global" ? name : innerPrefix(unit) + name;
}

function begin(inner: Unit, at: Span): void {
  if (inner.kind !== CODE_KIND.FUNCTION) return beginGenerator(inner, at);
  const { assembler } = inner;
  if (inner.frees.length > 0) assembler.emit(OPCODE.COPY_FREE_VARS, inner.frees.length, null);
  for (const slot of inner.cells) assembler.emit(OPCODE.MAKE_CELL, slot, null);
  assembler.emit(OPCODE.RESUME, 0, at);
}

export function docstringOf(body: readonly Statement[]): string | null {
  const [first] = body;
  if (first?.kind !== "ExpressionStatement" || first.value.kind !== "Constant" || !first.value.isString) return null;
  return withoutIndent(first.value.value as string);
}

/** Lines after the first lose the indent that they share, and the first its own, as the compiler does since 3.13. */
function withoutIndent(text: string): string {
  const [first, ...rest] = text.split("\n");
  const indents = rest.filter((line) => /[^ ]/.test(line)).map((line) => line.search(/[^ ]/));
  const margin = indents.length === 0 ? 0 : Math.min(...indents);
  return [first.replace(/^ +/, ""), ...rest.map((line) => line.slice(Math.min(margin, line.search(/[^ ]|$/))))].join(
    "\n",
  );
}

function compileDefaults(unit: Unit, scope: Scope, parameters: Parameters, at: Span): FunctionExtras {
  const { assembler } = unit;
  const { defaults, keywordOnly, keywordDefaults } = parameters;
  if (defaults.length > 0) {
    const place = { start: defaults[0].start, end: defaults[defaults.length - 1].end };
    compileExpression(unit, scope, { kind: "Tuple", items: defaults, parenthesized: true, ...place });
  }
  const names: string[] = [];
  keywordDefaults.forEach((value, i) => {
    if (value === null) return;
    names.push(scope.mangle(keywordOnly[i].name));
    compileExpression(unit, scope, value);
  });
  if (names.length > 0) {
    unit.loadConstant(new PyTuple(names), { start: at.start, end: at.end });
    assembler.emit(OPCODE.BUILD_CONST_KEY_MAP, names.length, at);
  }
  return { defaults: defaults.length > 0, keywordDefaults: names.length > 0 };
}

/** Makes the function of a finished unit; its default tuples lie on the stack already. */
export function makeFunction(unit: Unit, inner: Unit, code: Code, at: Span, extras: FunctionExtras): void {
  const { assembler } = unit;
  const frees = inner.scope.frees;
  for (const name of frees) {
    const owner = resolve(inner.scope.parent ?? inner.scope, name);
    const meaning = owner.kind === "class" ? owner.outer : owner;
    assembler.emit(OPCODE.LOAD_CLOSURE, closureSlot(unit, inner, name, meaning), at);
  }
  if (frees.length > 0) assembler.emit(OPCODE.BUILD_TUPLE, frees.length, at);
  unit.loadConstant(code, { start: at.start, end: at.end });
  assembler.emit(OPCODE.MAKE_FUNCTION, 0, at);
  if (frees.length > 0) assembler.emit(OPCODE.SET_FUNCTION_ATTRIBUTE, 8, at);
  if (extras.keywordDefaults) assembler.emit(OPCODE.SET_FUNCTION_ATTRIBUTE, 2, at);
  if (extras.defaults) assembler.emit(OPCODE.SET_FUNCTION_ATTRIBUTE, 1, at);
}

function closureSlot(unit: Unit, inner: Unit, name: string, meaning: ReturnType<typeof resolve>): number {
  if (name === "__class__" && unit.scope.needsClassCell && unit.kind === CODE_KIND.CLASS)
    return unit.slotOf(unit.scope, unit.scope.symbol(name));
  if (meaning.kind === "cell" || meaning.kind === "local") return unit.slotOf(meaning.scope, meaning.symbol);
  const at = unit.scope.frees.indexOf(name);
  if (at < 0) throw new Error(`compiler: ${name} of ${inner.qualifiedName} has no cell in ${unit.qualifiedName}`);
  return unit.frees[at];
}

export function compileLambda(unit: Unit, scope: Scope, node: Lambda): void {
  const extras = compileDefaults(unit, scope, node.parameters, node);
  const own = scopeOf(unit, node);
  const inner = new Unit(unit.context, own, functionKind(own), "<lambda>", `${innerPrefix(unit)}<lambda>`);
  inner.layOut(node.parameters);
  begin(inner, node);
  compileExpression(inner, own, node.body);
  inner.assembler.emit(OPCODE.RETURN_VALUE, 0, node.body);
  endGenerator(inner);
  const code = inner.finish(node.parameters, unit.context.source.lineAt(node.start), null);
  makeFunction(unit, inner, code, node, extras);
}

// —— classes ——

export function compileClass(unit: Unit, scope: Scope, node: ClassDefinition): void {
  const { assembler } = unit;
  for (const decorator of node.decorators) compileExpression(unit, scope, decorator);
  const place = { start: node.start, end: node.end };
  assembler.emit(OPCODE.LOAD_BUILD_CLASS, 0, place);
  assembler.emit(OPCODE.PUSH_NULL, 0, place);
  const own = scopeOf(unit, node);
  const inner = new Unit(unit.context, own, CODE_KIND.CLASS, node.name, qualified(unit, scope, node.name));
  const code = compileClassBody(inner, own, node);
  makeFunction(unit, inner, code, place, { defaults: false, keywordDefaults: false });
  unit.loadConstant(node.name, place);
  compileClassArguments(unit, scope, node.bases, node.keywords, place);
  for (const decorator of [...node.decorators].reverse()) assembler.emit(OPCODE.CALL, 0, decorator);
  storeName(unit, scope, node.name, place);
}

function compileClassBody(inner: Unit, own: Scope, node: ClassDefinition): Code {
  const { assembler } = inner;
  const at = { start: node.start, end: node.start };
  inner.layOut(null);
  if (inner.frees.length > 0) assembler.emit(OPCODE.COPY_FREE_VARS, inner.frees.length, null);
  for (const slot of inner.cells) assembler.emit(OPCODE.MAKE_CELL, slot, null);
  assembler.emit(OPCODE.RESUME, 0, at);
  assembler.emit(OPCODE.LOAD_NAME_CLASS, (inner.nameAt("__name__") << 16) | inner.globalAt("__name__"), at);
  assembler.emit(OPCODE.STORE_NAME_CLASS, inner.nameAt("__module__"), at);
  inner.loadConstant(inner.qualifiedName, at);
  assembler.emit(OPCODE.STORE_NAME_CLASS, inner.nameAt("__qualname__"), at);
  if (!inner.context.internal) {
    inner.loadConstant(inner.context.source.lineAt(node.decorators[0]?.start ?? node.start), at);
    assembler.emit(OPCODE.STORE_NAME_CLASS, inner.nameAt("__firstlineno__"), at);
  }
  const docstring = docstringOf(node.body);
  if (docstring !== null) {
    inner.loadConstant(docstring, node.body[0]);
    assembler.emit(OPCODE.STORE_NAME_CLASS, inner.nameAt("__doc__"), node.body[0]);
  }
  compileStatements(inner, own, docstring === null ? node.body : node.body.slice(1));
  if (!inner.context.internal) {
    inner.loadConstant(new PyTuple([...own.staticAttributes].sort()), null);
    assembler.emit(OPCODE.STORE_NAME_CLASS, inner.nameAt("__static_attributes__"), null);
  }
  if (own.needsClassCell) {
    assembler.emit(OPCODE.LOAD_CLOSURE, inner.slotOf(own, own.symbol("__class__")), null);
    assembler.emit(OPCODE.COPY, 1, null);
    assembler.emit(OPCODE.STORE_NAME_CLASS, inner.nameAt("__classcell__"), null);
    assembler.emit(OPCODE.RETURN_VALUE, 0, null);
  } else assembler.emit(OPCODE.RETURN_CONST, inner.constant(null), null);
  return inner.finish(null, inner.context.source.lineAt(node.decorators[0]?.start ?? node.start), docstring);
}
