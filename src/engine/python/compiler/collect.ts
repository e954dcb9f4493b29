/**
 * Walks the tree once: makes the scopes, notes every binding and use of a name, and refuses what only the whole
 * function shows (`return` outside one, `global` after a use, `break` outside a loop). Messages are CPython's.
 */
import type { SourceText, Span } from "./diagnostics.ts";
import { Scope, type ScopeNode } from "./symbols.ts";
import type {
  AugmentedAssign,
  ClassDefinition,
  Comprehension,
  Expression,
  For,
  FunctionDefinition,
  Global,
  Lambda,
  Module,
  NamedExpression,
  Nonlocal,
  Parameters,
  Statement,
  Try,
  While,
  With,
} from "./tree.ts";
import { eachDefault, eachInExpression, eachInStatement, isStatement, type TreeNode } from "./walk.ts";

/** An assignment or deletion of an attribute. */
export interface AttributeStore {
  readonly name: string;
  /** `self.name = …` directly in `__init__`. */
  readonly inInit: boolean;
}

export interface Collected {
  readonly root: Scope;
  readonly scopes: ReadonlyMap<ScopeNode, Scope>;
  readonly attributeStores: readonly AttributeStore[];
}

const COMPREHENSION_NAMES = {
  list: "list comprehension",
  set: "set comprehension",
  dict: "dict comprehension",
  generator: "generator expression",
};

class SymbolCollector {
  readonly source: SourceText;
  readonly scopes = new Map<ScopeNode, Scope>();
  readonly attributeStores: AttributeStore[] = [];
  scope: Scope;
  loopDepth = 0;
  /** Inside the body of an `except*` clause of this function. */
  inStar = false;

  constructor(source: SourceText, module: Module) {
    this.source = source;
    this.scope = new Scope(module, "module", "<module>", null, null);
    this.scopes.set(module, this.scope);
  }

  fail(span: Span, message: string): never {
    return this.source.fail(span, message);
  }

  // —— names ——

  use(name: string, at: number): void {
    const symbol = this.scope.symbol(this.scope.mangle(name));
    symbol.used = true;
    if (symbol.firstUse < 0) symbol.firstUse = at;
  }

  /** `at`: from where on it holds the new value; `where`: its mention. */
  bind(name: string, at: number, where: number, scope = this.scope): void {
    if (name === "__debug__") this.fail({ start: where, end: where + name.length }, "cannot assign to __debug__");
    const mangled = scope.mangle(name);
    const symbol = scope.symbol(mangled);
    if (symbol.firstBinding < 0) symbol.firstBinding = where;
    if (symbol.declared !== null) scope.outerBindings.push({ name: mangled, at });
    else {
      symbol.bound = true;
      symbol.bindings.push({ at, scope: this.scope });
    }
  }

  bindImport(name: string, at: number, where: number): void {
    this.bind(name, at, where);
    this.scope.symbol(this.scope.mangle(name)).imported = true;
  }

  bindTarget(node: Expression, at: number): void {
    switch (node.kind) {
      case "Name":
        return this.bind(node.id, at, node.start);
      case "Starred":
        return this.bindTarget(node.value, at);
      case "Tuple":
      case "List":
        for (const item of node.items) this.bindTarget(item, at);
        return;
      case "Attribute":
        this.storeAttribute(node.value, node.name);
        return this.visit(node.value);
      default:
        return eachInExpression(node, (child) => this.visit(child));
    }
  }

  storeAttribute(owner: Expression, name: string): void {
    const { scope } = this;
    const node = scope.node;
    const own = node.kind === "FunctionDefinition" && node.name === "__init__" && scope.parent?.kind === "class";
    const inInit = own && owner.kind === "Name" && owner.id === node.parameters.positional[0]?.name;
    this.attributeStores.push({ name: scope.mangle(name), inInit });
    if (owner.kind === "Name" && owner.id === "self") enclosingClass(scope)?.staticAttributes.add(name);
  }

  // —— scopes ——

  within(scope: Scope, body: () => void): void {
    const { scope: outer, loopDepth, inStar } = this;
    this.scopes.set(scope.node, scope);
    this.scope = scope;
    this.loopDepth = 0;
    this.inStar = false;
    body();
    this.scope = outer;
    this.loopDepth = loopDepth;
    this.inStar = inStar;
  }

  functionScope(node: FunctionDefinition | Lambda, name: string): Scope {
    return new Scope(node, "function", name, this.scope, this.scope.className);
  }

  parameters(parameters: Parameters, start: number): void {
    const all = [...parameters.positional, ...parameters.keywordOnly, parameters.star, parameters.doubleStar];
    for (const parameter of all) {
      if (parameter === null) continue;
      this.bind(parameter.name, start, parameter.start);
      this.scope.symbol(this.scope.mangle(parameter.name)).parameter = true;
    }
  }

  definition(node: FunctionDefinition): void {
    for (const decorator of node.decorators) this.visit(decorator);
    eachDefault(node.parameters, (child) => this.visit(child));
    const scope = this.functionScope(node, node.name);
    scope.isAsync = node.isAsync;
    this.within(scope, () => {
      this.parameters(node.parameters, node.start);
      this.statements(node.body);
    });
    this.bind(node.name, node.start, node.nameStart);
  }

  lambda(node: Lambda): void {
    eachDefault(node.parameters, (child) => this.visit(child));
    this.within(this.functionScope(node, "<lambda>"), () => {
      this.parameters(node.parameters, node.start);
      this.visit(node.body);
    });
  }

  classDefinition(node: ClassDefinition): void {
    for (const child of [...node.decorators, ...node.bases]) this.visit(child);
    for (const keyword of node.keywords) this.visit(keyword.value);
    const scope = new Scope(node, "class", node.name, this.scope, node.name);
    this.within(scope, () => this.statements(node.body));
    this.bind(node.name, node.start, node.nameStart);
  }

  comprehension(node: Comprehension): void {
    const [first] = node.clauses;
    this.visit(first.iterable);
    const inlined = node.shape !== "generator";
    const scope = new Scope(
      node,
      "function",
      inlined ? `<${node.shape}comp>` : "<genexpr>",
      this.scope,
      this.scope.className,
      inlined,
    );
    const outer = this.scope;
    const isAsync = node.clauses.some((c) => c.isAsync);
    if (!inlined) scope.isGenerator = true;
    scope.isAsync = inlined ? outer.isAsync : isAsync;
    if (inlined && isAsync && !outer.isAsync)
      this.fail(node, "asynchronous comprehension outside of an asynchronous function");
    scope.loops.push({ start: node.start, end: node.end });
    this.within(scope, () => {
      node.clauses.forEach((clause, i) => {
        if (i > 0) this.visit(clause.iterable);
        this.bindTarget(clause.target, clause.target.start);
        for (const condition of clause.conditions) this.visit(condition);
      });
      this.visit(node.element);
      if (node.value !== null) this.visit(node.value);
    });
  }

  named(node: NamedExpression): void {
    this.visit(node.value);
    let target = this.scope;
    while (target.node.kind === "Comprehension" && target.parent !== null) {
      if (target.symbols.get(node.target.id)?.bound === true) {
        this.fail(
          node.target,
          `assignment expression cannot rebind comprehension iteration variable '${node.target.id}'`,
        );
      }
      const symbol = target.symbol(node.target.id);
      symbol.declared = "nonlocal";
      symbol.declaration = node.target;
      target = target.parent;
    }
    if (target === this.scope) return this.bind(node.target.id, node.end, node.target.start);
    if (target.kind === "class")
      this.fail(node, "assignment expression within a comprehension cannot be used in a class body");
    const isGlobal = target.kind === "module" || target.symbols.get(node.target.id)?.declared === "global";
    for (let at: Scope | null = this.scope; at !== null && at !== target; at = at.parent) {
      at.symbol(node.target.id).declared = isGlobal ? "global" : "nonlocal";
    }
    this.bind(node.target.id, node.end, node.target.start, target);
  }

  // —— what only a function may have ——

  enclosingFunction(span: Span, what: string): Scope {
    const { scope } = this;
    const node = scope.node;
    if (node.kind === "Comprehension" && what !== "'await'")
      this.fail(span, `'yield' inside ${COMPREHENSION_NAMES[node.shape]}`);
    if (scope.unit.kind !== "function") this.fail(span, `${what} outside function`);
    return scope.unit;
  }

  yielding(span: Span, from: boolean): void {
    const scope = this.enclosingFunction(span, "'yield'");
    if (from && scope.isAsync) this.fail(span, "'yield from' inside async function");
    scope.isGenerator = true;
  }

  awaiting(span: Span): void {
    const scope = this.enclosingFunction(span, "'await'");
    if (!scope.isAsync && scope.node.kind !== "Comprehension") this.fail(span, "'await' outside async function");
    if (scope.node.kind === "Comprehension") scope.isAsync = true;
  }

  // —— visiting ——

  statements(body: readonly Statement[]): void {
    for (const statement of body) this.statement(statement);
  }

  visit(node: TreeNode): void {
    if (isStatement(node)) this.statement(node);
    else this.expression(node);
  }

  expression(node: Expression): void {
    switch (node.kind) {
      case "Name":
        if (node.id === "super" || node.id === "__class__") this.useClassCell(node.id, node.start);
        return this.use(node.id, node.start);
      case "Lambda":
        return this.lambda(node);
      case "Comprehension":
        return this.comprehension(node);
      case "NamedExpression":
        return this.named(node);
      case "Yield":
        this.yielding(node, false);
        break;
      case "YieldFrom":
        this.yielding(node, true);
        break;
      case "Await":
        this.awaiting(node);
        break;
      default:
    }
    eachInExpression(node, (child) => this.visit(child));
  }

  /** `super()` and `__class__` in a method take the class from a cell of the class body. */
  useClassCell(name: string, at: number): void {
    if (this.scope.kind !== "function") return;
    let scope: Scope | null = this.scope;
    while (scope !== null && scope.kind === "function") scope = scope.parent;
    if (scope === null || scope.kind !== "class") return;
    scope.needsClassCell = true;
    scope.symbol("__class__").bound = true;
    if (name === "super") this.use("__class__", at);
  }

  statement(node: Statement): void {
    switch (node.kind) {
      case "FunctionDefinition":
        return this.definition(node);
      case "ClassDefinition":
        return this.classDefinition(node);
      case "Assign":
        this.visit(node.value);
        for (const target of node.targets) this.bindTarget(target, node.end);
        return;
      case "AnnotatedAssign":
        if (node.value !== null) this.visit(node.value);
        if (node.value !== null || node.target.kind === "Name") this.bindTarget(node.target, node.end);
        else eachInExpression(node.target, (child) => this.visit(child));
        return;
      case "AugmentedAssign":
        return this.augmented(node);
      case "Delete":
        for (const target of node.targets) this.deleted(target, node.end);
        return;
      case "For":
      case "While":
        return this.loop(node);
      case "With":
        return this.withStatement(node);
      case "Try":
        return this.tryStatement(node);
      case "Import":
        for (const { name, alias, start } of node.names) this.bindImport(alias ?? name.split(".")[0], node.end, start);
        return;
      case "ImportFrom":
        if (node.star && this.scope.kind !== "module")
          this.fail({ start: node.end - 1, end: node.end }, "import * only allowed at module level");
        for (const { name, alias, start } of node.names) this.bindImport(alias ?? name, node.end, start);
        return;
      case "Global":
      case "Nonlocal":
        return this.declare(node);
      case "Return":
        if (this.scope.kind !== "function") this.fail(node, "'return' outside function");
        this.leavingStar(node);
        break;
      case "Break":
        if (this.loopDepth === 0) this.leavingStar(node);
        if (this.loopDepth === 0) this.fail(node, "'break' outside loop");
        break;
      case "Continue":
        if (this.loopDepth === 0) this.leavingStar(node);
        if (this.loopDepth === 0) this.fail(node, "'continue' not properly in loop");
        break;
      default:
    }
    eachInStatement(node, (child) => this.visit(child));
  }

  augmented(node: AugmentedAssign): void {
    if (node.target.kind === "Name") this.use(node.target.id, node.target.start);
    this.visit(node.value);
    this.bindTarget(node.target, node.end);
  }

  deleted(target: Expression, at: number): void {
    if (target.kind === "Name") this.use(target.id, target.start);
    if (target.kind === "Tuple" || target.kind === "List") for (const item of target.items) this.deleted(item, at);
    else this.bindTarget(target, at);
  }

  loop(node: For | While): void {
    this.scope.loops.push({ start: node.start, end: node.end });
    if (node.kind === "For") {
      if (node.isAsync && !this.scope.isAsync) this.fail(node, "'async for' outside async function");
      this.visit(node.iterable);
      this.bindTarget(node.target, node.target.start);
    } else this.visit(node.test);
    this.loopDepth += 1;
    this.statements(node.body);
    this.loopDepth -= 1;
    this.statements(node.orElse);
  }

  withStatement(node: With): void {
    if (node.isAsync && !this.scope.isAsync) this.fail(node, "'async with' outside async function");
    for (const item of node.items) {
      this.visit(item.context);
      if (item.target !== null) this.bindTarget(item.target, item.end);
    }
    this.statements(node.body);
  }

  tryStatement(node: Try): void {
    this.statements(node.body);
    for (const clause of node.clauses) {
      if (clause.type !== null) this.visit(clause.type);
      if (clause.name !== null) {
        this.bind(clause.name, clause.start, clause.start);
        // It is unbound again when the clause ends.
        this.bind(clause.name, clause.end, clause.start);
      }
      this.exceptBody(clause.body, node.isStar);
    }
    this.statements(node.orElse);
    this.statements(node.finalBody);
  }

  /** The body of a clause; none of `except*` can be left but by its end or an exception. */
  exceptBody(body: readonly Statement[], isStar: boolean): void {
    const { loopDepth, inStar } = this;
    if (isStar) {
      this.inStar = true;
      this.loopDepth = 0;
    }
    this.statements(body);
    this.inStar = inStar;
    this.loopDepth = loopDepth;
  }

  /** `return`, `break` and `continue` that would leave an `except*`. */
  leavingStar(node: Span): void {
    if (this.inStar) this.fail(node, "'break', 'continue' and 'return' cannot appear in an except* block");
  }

  declare(node: Global | Nonlocal): void {
    const word = node.kind === "Global" ? "global" : "nonlocal";
    for (const plain of node.names) {
      const symbol = this.scope.symbol(this.scope.mangle(plain));
      const taken = symbol.parameter
        ? `name '${plain}' is parameter and ${word}`
        : symbol.declared !== null && symbol.declared !== word
          ? `name '${plain}' is nonlocal and global`
          : symbol.used
            ? `name '${plain}' is used prior to ${word} declaration`
            : symbol.bound
              ? `name '${plain}' is assigned to before ${word} declaration`
              : null;
      if (word === "nonlocal" && this.scope.kind === "module")
        this.fail(node, "nonlocal declaration not allowed at module level");
      const place = symbol.declaration ?? node;
      if (taken !== null && (this.scope.kind !== "module" || symbol.used || symbol.bound)) this.fail(place, taken);
      symbol.declared = word;
      symbol.declaration ??= node;
    }
  }
}

function enclosingClass(scope: Scope): Scope | null {
  for (let at = scope.kind === "function" ? scope.parent : null; at !== null; at = at.parent)
    if (at.kind === "class") return at;
  return null;
}

/** @throws ListingError */
export function collectSymbols(source: SourceText, module: Module): Collected {
  const collector = new SymbolCollector(source, module);
  collector.statements(module.body);
  return { root: collector.scope, scopes: collector.scopes, attributeStores: collector.attributeStores };
}
