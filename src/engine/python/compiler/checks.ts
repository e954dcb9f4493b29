/**
 * Names and modules that the listing means and that are not here: refused before anything runs, where they stand.
 * Rule: a name that Python would not know either is left to run time, where it is a NameError as in Python.
 */
import { checkClass } from "./check-classes.ts";
import { checkCopies } from "./check-copies.ts";
import type { SourceText, Span } from "./diagnostics.ts";
import { resolve, type Scope } from "./symbols.ts";
import type { ClassDefinition, Expression, Import, ImportFrom, Module } from "./tree.ts";
import { eachChild, isStatement, type TreeNode } from "./walk.ts";

/** What the checks ask of the prelude. */
export interface KnownModules {
  has(name: string): boolean;
  /** Names of a module; null for no such module. */
  namesOf(name: string): ReadonlySet<string> | null;
  /** Whether a name of a module is a built-in type from which no class can be derived. */
  isFinalType(module: string, name: string): boolean;
  readonly names: readonly string[];
  readonly refusedModules: ReadonlyMap<string, string>;
  readonly refusedNames: ReadonlyMap<string, string>;
  readonly refusedAttributes: ReadonlyMap<string, string>;
}

/** Modules that only annotations need: nothing is imported for them. */
const ANNOTATION_MODULES: ReadonlySet<string> = new Set(["typing", "__future__"]);

function isAnnotationModule(name: string): boolean {
  return ANNOTATION_MODULES.has(name);
}

class ModuleCheck {
  readonly source: SourceText;
  readonly known: KnownModules;
  /** Names bound by `import m` and nothing else, to the module. */
  readonly modules = new Map<string, string>();
  /** Names bound by `from m import n`, to module and name. */
  readonly members = new Map<string, readonly [module: string, name: string]>();
  /** Names that `typing` gave. */
  readonly annotationNames = new Set<string>();

  constructor(source: SourceText, known: KnownModules) {
    this.source = source;
    this.known = known;
  }

  importNode(node: Import | ImportFrom): void {
    if (node.kind === "ImportFrom") return this.importFrom(node);
    for (const { name, alias, start, end } of node.names) {
      if (isAnnotationModule(name)) this.annotationNames.add(alias ?? name);
      else if (!this.known.has(name)) this.refuseModule(name, { start, end });
      else this.modules.set(alias ?? name.split(".")[0], alias === null ? name.split(".")[0] : name);
    }
  }

  importFrom(node: ImportFrom): void {
    if (isAnnotationModule(node.module)) {
      for (const { name, alias } of node.names) this.annotationNames.add(alias ?? name);
      return;
    }
    if (node.module.startsWith("."))
      return this.source.refuse(
        node,
        "relative imports are not in this subset: a listing stands alone",
        "the code itself, in the listing",
      );
    const names = this.known.namesOf(node.module);
    if (names === null) return this.refuseModule(node.module, { start: node.start, end: node.end });
    for (const { name, alias, start, end } of node.names) {
      this.members.set(alias ?? name, [node.module, name]);
      if (!names.has(name) && !this.known.has(`${node.module}.${name}`))
        this.refuseMember(node.module, name, { start, end }, names);
    }
  }

  refuseModule(name: string, span: Span): void {
    const instead = this.known.refusedModules.get(name);
    const message = `module '${name}' is not in this subset`;
    this.source.refuse(
      span,
      message,
      instead ?? `one of: ${this.known.names.filter((n) => !n.startsWith("_") && n !== "builtins").join(", ")}`,
    );
  }

  refuseMember(module: string, name: string, span: Span, names: ReadonlySet<string>): void {
    const near = [...names].filter((n) => !n.startsWith("_")).sort();
    const instead = this.known.refusedNames.get(`${module}.${name}`);
    this.source.refuse(
      span,
      `'${module}.${name}' is not in this subset`,
      instead ?? (near.length > 0 && near.length < 60 ? `one of: ${near.join(", ")}` : undefined),
    );
  }

  /** What Python's own objects have and ours have not, unless the listing itself gives something that name. */
  ownAttribute({ name, nameStart }: Extract<Expression, { kind: "Attribute" }>): void {
    const instead = this.known.refusedAttributes.get(name);
    if (instead === undefined || new RegExp(`\\bdef\\s+${name}\\b|\\b${name}\\s*=[^=]`).test(this.source.text)) return;
    this.source.refuse({ start: nameStart, end: nameStart + name.length }, `'.${name}' is not in this subset`, instead);
  }

  /** `threading.Foo` where `threading` can only be the module. */
  attribute(node: Extract<Expression, { kind: "Attribute" }>, root: Scope): void {
    const path = dotted(node.value);
    if (path === null) return;
    const [first, ...rest] = path;
    const module = this.modules.get(first);
    const symbol = root.symbols.get(first);
    if (module === undefined || symbol === undefined || symbol.bindings.length !== 1) return;
    const full = [module, ...rest].join(".");
    const names = this.known.namesOf(full);
    if (names === null || names.has(node.name) || this.known.has(`${full}.${node.name}`) || node.name.startsWith("__"))
      return;
    this.refuseMember(full, node.name, { start: node.nameStart, end: node.nameStart + node.name.length }, names);
  }

  /** `class Own(queue.Queue)`: such objects have a shape of their own. */
  bases(node: ClassDefinition, root: Scope): void {
    for (const base of node.bases) {
      const member = this.#memberOf(base, root);
      if (member === null || !this.known.isFinalType(...member)) continue;
      const name = member.join(".");
      this.source.refuse(
        base,
        `a class that inherits from '${name}' is not in this subset`,
        `a class with a ${name} in an attribute`,
      );
    }
  }

  #memberOf(node: Expression, root: Scope): readonly [string, string] | null {
    const path = dotted(node);
    if (path === null || root.symbols.get(path[0])?.bindings.length !== 1) return null;
    if (path.length === 1) return this.members.get(path[0]) ?? null;
    const module = this.modules.get(path[0]);
    return module === undefined ? null : [[module, ...path.slice(1, -1)].join("."), path[path.length - 1]];
  }

  name(scope: Scope, name: string, at: number): void {
    const span = { start: at, end: at + name.length };
    if (this.annotationNames.has(name))
      this.source.refuse(
        span,
        `'${name}' of typing means nothing here outside annotations`,
        "an annotation, or nothing",
      );
    const instead = this.known.refusedNames.get(name);
    if (instead === undefined || resolve(scope, name).kind !== "global") return;
    this.source.refuse(span, `'${name}' is not in this subset`, instead);
  }
}

function dotted(node: Expression): string[] | null {
  if (node.kind === "Name") return [node.id];
  if (node.kind !== "Attribute") return null;
  const owner = dotted(node.value);
  return owner === null ? null : [...owner, node.name];
}

function bindsSomewhere(scope: Scope, name: string): boolean {
  return scope.symbols.get(name)?.bound === true || scope.children.some((child) => bindsSomewhere(child, name));
}

/** Notes refusals for imports, members of modules, and built-in names that are not here. */
export function checkNames(source: SourceText, module: Module, root: Scope, known: KnownModules): void {
  const check = new ModuleCheck(source, known);
  const attributes: Extract<Expression, { kind: "Attribute" }>[] = [];
  const classes: ClassDefinition[] = [];
  const hasOwnVars = bindsSomewhere(root, "vars");
  const look = (node: TreeNode): void => {
    if (node.kind === "Import" || node.kind === "ImportFrom") check.importNode(node);
    else if (node.kind === "Attribute") attributes.push(node);
    else if (node.kind === "ClassDefinition") classes.push(node);
    checkCopies(source, node, hasOwnVars);
    eachChild(node, look);
  };
  for (const statement of module.body) if (isStatement(statement)) look(statement);
  for (const node of classes) {
    checkClass(source, node, root);
    check.bases(node, root);
  }
  for (const node of attributes) {
    check.ownAttribute(node);
    check.attribute(node, root);
  }
  checkScope(check, root, root);
}

function checkScope(check: ModuleCheck, scope: Scope, root: Scope): void {
  for (const [name, symbol] of scope.symbols) {
    if (!symbol.used) continue;
    const boundHere = root.symbols.get(name)?.bound === true;
    if (!boundHere || check.annotationNames.has(name)) check.name(scope, name, symbol.firstUse);
  }
  for (const child of scope.children) checkScope(check, child, root);
}
