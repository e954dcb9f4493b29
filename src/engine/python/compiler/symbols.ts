/**
 * Scopes of a listing: who binds a name, who uses it, and so what each use means. First `SymbolCollector` walks the tree
 * (`collect.ts`), then `resolve` decides.
 * Rule: list, set and dict comprehensions are inlined, as in CPython 3.12 and later: their scope is their own, their
 * variables lie in the frame of the code around them (the "unit").
 */
import type { SourceText, Span } from "./diagnostics.ts";
import type { ClassDefinition, Comprehension, FunctionDefinition, Lambda, Module } from "./tree.ts";

export type ScopeNode = Module | FunctionDefinition | ClassDefinition | Lambda | Comprehension;

/** Where a name is bound: `at` is the offset from which it holds the new value. */
export interface Binding {
  readonly at: number;
  readonly scope: Scope;
}

export class Symbol {
  readonly name: string;
  parameter = false;
  /** Bound in this scope by anything. */
  bound = false;
  used = false;
  /** Bound by an import. */
  imported = false;
  declared: "global" | "nonlocal" | null = null;
  /** The statement that declared it, for messages. */
  declaration: Span | null = null;
  /** Offset of its first mention, for messages. */
  firstUse = -1;
  firstBinding = -1;
  /** Bindings that reach this variable, from inner scopes too (filled when resolved). */
  readonly bindings: Binding[] = [];
  /** Offsets where functions that use it from another unit begin. */
  readonly captures: number[] = [];
  /** An inner unit uses it: it lies in a cell. */
  captured = false;

  constructor(name: string) {
    this.name = name;
  }
}

export interface Loop {
  readonly start: number;
  readonly end: number;
}

export class Scope {
  readonly node: ScopeNode;
  readonly kind: "module" | "function" | "class";
  /** True for a comprehension that lies in its parent's frame. */
  readonly inlined: boolean;
  readonly parent: Scope | null;
  readonly name: string;
  readonly children: Scope[] = [];
  readonly symbols = new Map<string, Symbol>();
  /** Loops of this scope, to know what may run again. */
  readonly loops: Loop[] = [];
  /** Name of the innermost class, for private names. */
  readonly className: string | null;
  isGenerator = false;
  isAsync = false;
  /** A class one of whose methods says `super()` or `__class__`. */
  needsClassCell = false;
  /** Names that its methods assign on `self`. */
  readonly staticAttributes = new Set<string>();
  /** Bindings of free and global names made here, by name. */
  readonly outerBindings: { name: string; at: number }[] = [];
  /** Names that a unit takes from outside, in order. */
  readonly frees: string[] = [];

  constructor(
    node: ScopeNode,
    kind: Scope["kind"],
    name: string,
    parent: Scope | null,
    className: string | null,
    inlined = false,
  ) {
    this.node = node;
    this.kind = kind;
    this.name = name;
    this.parent = parent;
    this.className = className;
    this.inlined = inlined;
    parent?.children.push(this);
  }

  /** The scope whose frame holds this one's variables. */
  get unit(): Scope {
    return this.inlined && this.parent !== null ? this.parent.unit : this;
  }

  symbol(name: string): Symbol {
    let symbol = this.symbols.get(name);
    if (symbol === undefined) {
      symbol = new Symbol(name);
      this.symbols.set(name, symbol);
    }
    return symbol;
  }

  /** `__x` inside class C is `_C__x`. */
  mangle(name: string): string {
    if (this.className === null || !name.startsWith("__") || name.endsWith("__") || name.includes(".")) return name;
    const stripped = this.className.replace(/^_+/, "");
    return stripped === "" ? name : `_${stripped}${name}`;
  }

  get isFunction(): boolean {
    return this.kind === "function";
  }
}

/** What a name means where it is used. */
export type Resolution =
  /** A module-level name of the listing, or a built-in. */
  | { readonly kind: "global" }
  /** A variable of this frame. */
  | { readonly kind: "local"; readonly scope: Scope; readonly symbol: Symbol }
  /** A cell: made in this frame, or taken from outside. */
  | { readonly kind: "cell"; readonly scope: Scope; readonly symbol: Symbol }
  /** In a class body: its namespace first, then what lies around it. */
  | { readonly kind: "class"; readonly outer: Resolution };

/** Decides cells and free names of the whole tree. @throws ListingError for a nonlocal without a binding */
export function resolveScopes(source: SourceText, scope: Scope): void {
  for (const symbol of scope.symbols.values()) resolveSymbol(source, scope, symbol);
  for (const child of scope.children) resolveScopes(source, child);
}

function resolveSymbol(source: SourceText, scope: Scope, symbol: Symbol): void {
  if (symbol.declared === "nonlocal") checkNonlocal(source, scope, symbol);
  const owner = ownerFor(scope, symbol);
  if (owner === null) return;
  for (const { name, at } of scope.outerBindings) if (name === symbol.name) owner.symbol.bindings.push({ at, scope });
  const unit = scope.unit;
  if (owner.scope.unit === unit) return;
  owner.symbol.captured = true;
  owner.symbol.captures.push(captureOffset(scope, owner.scope.unit));
  for (
    let at: Scope | null = unit;
    at !== null && at !== owner.scope.unit;
    at = at.parent === null ? null : at.parent.unit
  ) {
    if (!at.frees.includes(symbol.name)) at.frees.push(symbol.name);
  }
}

/** Owner of a name that is not this scope's own. */
function ownerFor(scope: Scope, symbol: Symbol): { scope: Scope; symbol: Symbol } | null {
  if (symbol.declared === "global" || scope.kind === "module") return null;
  if (symbol.bound && symbol.declared === null) return null;
  return scope.parent === null ? null : findFrom(scope.parent, symbol.name);
}

function findFrom(scope: Scope, name: string): { scope: Scope; symbol: Symbol } | null {
  let at: Scope | null = scope;
  while (at !== null && at.kind !== "module") {
    const symbol = at.symbols.get(name);
    if (symbol !== undefined) {
      if (symbol.declared === "global" && at.kind === "function") return null;
      const reachable = at.kind === "function" || name === "__class__";
      if (reachable && symbol.declared === null && symbol.bound) return { scope: at, symbol };
    }
    at = at.parent;
  }
  return null;
}

function captureOffset(scope: Scope, owner: Scope): number {
  let at: Scope = scope;
  while (at.parent !== null && at.parent.unit !== owner) at = at.parent;
  return at.node.start;
}

function checkNonlocal(source: SourceText, scope: Scope, symbol: Symbol): void {
  const span: Span = symbol.declaration ?? scope.node;
  if (scope.kind === "module") source.fail(span, "nonlocal declaration not allowed at module level");
  if (scope.parent === null || findFrom(scope.parent, symbol.name) === null) {
    source.fail(span, `no binding for nonlocal '${symbol.name}' found`);
  }
}

/** What `name` (already mangled) means in `scope`. */
export function resolve(scope: Scope, name: string): Resolution {
  const symbol = scope.symbols.get(name);
  if (symbol?.declared === "global") return { kind: "global" };
  if (scope.kind === "class" && !scope.inlined) {
    if (symbol?.bound === true) return { kind: "class", outer: { kind: "global" } };
    const outer = outerResolution(scope, name);
    return symbol?.declared === "nonlocal" ? outer : { kind: "class", outer };
  }
  if (scope.kind === "module") return { kind: "global" };
  if (symbol !== undefined && symbol.bound && symbol.declared === null)
    return { kind: symbol.captured ? "cell" : "local", scope, symbol };
  return outerResolution(scope, name);
}

function outerResolution(scope: Scope, name: string): Resolution {
  const owner = scope.parent === null ? null : findFrom(scope.parent, name);
  if (owner === null) return { kind: "global" };
  return { kind: owner.symbol.captured ? "cell" : "local", scope: owner.scope, symbol: owner.symbol };
}
