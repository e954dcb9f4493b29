/**
 * One code object under construction: its scope, its locals, its pools of constants and names, its open blocks.
 * Rule: expressions and statements are compiled by functions of their own files; they write through this.
 */
import { CODE_KIND, Code, type CodeKind, type GlobalReference, OPCODE } from "../bytecode.ts";
import { PyFloat, PyTuple, type Value } from "../values.ts";
import { Assembler } from "./assembler.ts";
import type { Handler, Label } from "./layout.ts";
import type { SourceText, Span } from "./diagnostics.ts";
import type { Scope, Symbol } from "./symbols.ts";
import type { Expression, Parameters, Statement } from "./tree.ts";
import type { Visibility } from "./visibility.ts";
import type { ScopeNode } from "./symbols.ts";

/** What all units of one module share. */
export interface ModuleContext {
  readonly source: SourceText;
  readonly scopes: ReadonlyMap<ScopeNode, Scope>;
  readonly visibility: Visibility;
  /** Names that some scope declares `global`. */
  readonly declaredGlobal: ReadonlySet<string>;
  readonly internal: boolean;
  readonly moduleIndex: number;
  /** Reserves the next id in the program. */
  nextCodeId(): number;
  /** Takes a finished code object. */
  addCode(code: Code): void;
  globalReference(name: string): GlobalReference;
  /** Index of an importable module; undefined when there is none. */
  moduleNamed(name: string): number | undefined;
  noteString(text: string): void;
  noteImport(index: number): void;
  /** Values put in place of the right side of a parameter, by offset of the expression. */
  replacement(node: Expression): Value | undefined;
}

/** A block that `return`, `break` and `continue` have to leave properly. */
export interface Block {
  readonly kind: "while" | "for" | "try" | "finally" | "in-finally" | "with" | "async-with" | "except" | "value";
  /** Handler outside the block. */
  readonly handler: Handler | null;
  readonly next: Label | null;
  readonly exit: Label | null;
  readonly finalBody?: readonly Statement[];
  readonly name?: string | null;
  readonly place?: { readonly start: number; readonly end: number };
}

export class Unit {
  readonly context: ModuleContext;
  readonly scope: Scope;
  readonly assembler: Assembler;
  readonly kind: CodeKind;
  readonly name: string;
  readonly qualifiedName: string;
  readonly locals: string[] = [];
  readonly slots = new Map<Symbol, number>();
  readonly slotByName = new Map<string, number>();
  readonly cells: number[] = [];
  readonly frees: number[] = [];
  readonly constants: Value[] = [];
  readonly constantKeys = new Map<string, number>();
  readonly names: string[] = [];
  readonly nameIndex = new Map<string, number>();
  readonly globals: GlobalReference[] = [];
  readonly globalIndex = new Map<string, number>();
  readonly blocks: Block[] = [];
  /** Where exceptions that leave a generator go; null in other code. */
  generatorEnd: Label | null = null;
  /** Kept while blocks are left early. */
  handlerAfterLeaving: Handler | null = null;
  readonly id: number;

  constructor(context: ModuleContext, scope: Scope, kind: CodeKind, name: string, qualifiedName: string) {
    this.context = context;
    this.scope = scope;
    this.assembler = new Assembler(context.source);
    this.kind = kind;
    this.name = name;
    this.qualifiedName = qualifiedName;
    this.id = context.nextCodeId();
    context.noteString(name);
    context.noteString(qualifiedName);
  }

  // —— locals ——

  /** Reserves the places of parameters, of the scope's other variables, and of what it takes from outside. */
  layOut(parameters: Parameters | null): void {
    if (parameters !== null) {
      for (const { name } of [...parameters.positional, ...parameters.keywordOnly])
        this.addOwn(this.scope.mangle(name));
      if (parameters.star !== null) this.addOwn(this.scope.mangle(parameters.star.name));
      if (parameters.doubleStar !== null) this.addOwn(this.scope.mangle(parameters.doubleStar.name));
    }
    if (this.scope.kind === "function") {
      for (const [name, symbol] of this.scope.symbols) if (symbol.bound && symbol.declared === null) this.addOwn(name);
    }
    if (this.scope.needsClassCell) this.addOwn("__class__");
    for (const name of this.scope.frees) this.frees.push(this.addSlot(name));
    for (const name of this.scope.frees) this.slotByName.set(name, this.locals.lastIndexOf(name));
  }

  addOwn(name: string): void {
    const symbol = this.scope.symbol(name);
    if (this.slots.has(symbol)) return;
    const slot = this.addSlot(name);
    this.slots.set(symbol, slot);
    this.slotByName.set(name, slot);
    if (symbol.captured) this.cells.push(slot);
  }

  addSlot(name: string): number {
    return this.locals.push(name) - 1;
  }

  /** Place of a variable of this unit or of one it takes from outside. */
  slotOf(owner: Scope, symbol: Symbol): number {
    const own = this.slots.get(symbol);
    if (own !== undefined) return own;
    const at = this.scope.frees.indexOf(symbol.name);
    if (owner.unit !== this.scope && at >= 0) return this.frees[at];
    throw new Error(`compiler: ${symbol.name} has no place in ${this.qualifiedName}`);
  }

  // —— pools ——

  constant(value: Value): number {
    const key = constantKey(value);
    const known = key === null ? undefined : this.constantKeys.get(key);
    if (known !== undefined) return known;
    noteStrings(this.context, value);
    const index = this.constants.push(value) - 1;
    if (key !== null) this.constantKeys.set(key, index);
    return index;
  }

  nameAt(name: string): number {
    let index = this.nameIndex.get(name);
    if (index === undefined) {
      index = this.names.push(name) - 1;
      this.nameIndex.set(name, index);
      this.context.noteString(name);
    }
    return index;
  }

  globalAt(name: string): number {
    let index = this.globalIndex.get(name);
    if (index === undefined) {
      index = this.globals.push(this.context.globalReference(name)) - 1;
      this.globalIndex.set(name, index);
      this.context.noteString(name);
    }
    return index;
  }

  loadConstant(value: Value, at: Span | null): void {
    this.assembler.emit(OPCODE.LOAD_CONST, this.constant(value), at);
  }

  // —— blocks ——

  within(block: Block, body: () => void): void {
    this.blocks.push(block);
    body();
    this.blocks.pop();
  }

  finish(parameters: Parameters | null, firstLine: number, docstring: string | null): Code {
    const { context } = this;
    const code = new Code({
      id: this.id,
      name: this.name,
      qualifiedName: this.qualifiedName,
      kind: this.kind,
      module: context.moduleIndex,
      internal: context.internal,
      parameters: parameters?.positional.length ?? 0,
      positionalOnly: parameters?.positionalOnly ?? 0,
      keywordOnly: parameters?.keywordOnly.length ?? 0,
      hasStar: (parameters?.star ?? null) !== null,
      hasDoubleStar: (parameters?.doubleStar ?? null) !== null,
      locals: this.locals,
      cells: this.cells,
      frees: this.frees,
      constants: this.constants,
      names: this.names,
      globals: this.globals,
      firstLine,
      docstring,
      ...this.assembler.finish(),
    });
    for (const name of this.locals) context.noteString(name);
    if (docstring !== null) context.noteString(docstring);
    context.addCode(code);
    return code;
  }
}

function noteStrings(context: ModuleContext, value: Value): void {
  if (typeof value === "string") context.noteString(value);
  if (value instanceof PyTuple) for (const item of value.items) noteStrings(context, item);
}

/** Equal keys for constants that may be one; null for what is never merged. */
function constantKey(value: Value): string | null {
  if (value === null) return "None";
  if (value instanceof PyFloat) return `f${Object.is(value.value, -0) ? "-0" : value.value}`;
  if (value instanceof PyTuple) {
    const keys = value.items.map(constantKey);
    return keys.includes(null) ? null : `(${keys.map((k) => `${k?.length}:${k}`).join(",")})`;
  }
  if (typeof value === "object") return null;
  return `${typeof value}${String(value)}`;
}

/** The kind of code that a function's body becomes. */
export function functionKind(scope: Scope): CodeKind {
  if (scope.isAsync) return scope.isGenerator ? CODE_KIND.ASYNC_GENERATOR : CODE_KIND.COROUTINE;
  return scope.isGenerator ? CODE_KIND.GENERATOR : CODE_KIND.FUNCTION;
}
