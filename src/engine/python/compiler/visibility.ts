/**
 * Which names are visible operations: whose reads and writes are steps.
 * Rule: a module name that function code uses and that is assigned when threads may already run; a closure variable
 * assigned after it was captured; an attribute assigned anywhere but as `self.NAME` in `__init__`. In doubt: visible.
 */
import type { Collected } from "./collect.ts";
import { findStarts, type Starts } from "./starts.ts";
import { resolve, type Loop, type Scope, type Symbol } from "./symbols.ts";
import type { Module } from "./tree.ts";
import { eachChild, type TreeNode } from "./walk.ts";

export interface Visibility {
  readonly moduleNames: ReadonlySet<string>;
  /** Module names that function code uses: by any other name only main, which runs the module's own code, comes to an object. */
  readonly reachableNames: ReadonlySet<string>;
  readonly attributes: ReadonlySet<string>;
  /** `setattr` or `delattr` with a computed name. */
  readonly allAttributes: boolean;
  readonly starts: Starts;
  isVisibleCell(scope: Scope, symbol: Symbol): boolean;
}

function loopsAround(loops: readonly Loop[], at: number): Loop[] {
  return loops.filter((loop) => loop.start <= at && at <= loop.end);
}

/** Whether what happens at `later` may come after what happens at `earlier`, in one scope. */
function mayFollow(loops: readonly Loop[], earlier: number, later: number): boolean {
  if (later > earlier) return true;
  return loopsAround(loops, earlier).some((loop) => loop.start <= later && later <= loop.end);
}

/** Names that functions (code that threads may run) use as module names. */
function namesUsedByFunctions(root: Scope): { used: Set<string>; bound: Set<string> } {
  const used = new Set<string>();
  const bound = new Set<string>();
  const look = (scope: Scope): void => {
    if (runsInFunction(scope)) {
      for (const [name, symbol] of scope.symbols) {
        if (!isModuleName(scope, name)) continue;
        used.add(name);
        if (symbol.firstBinding >= 0 && symbol.declared === "global") bound.add(name);
      }
    }
    for (const child of scope.children) look(child);
  };
  look(root);
  return { used, bound };
}

/** Class bodies of the module and inlined comprehensions of module code run once, in main. */
function runsInFunction(scope: Scope): boolean {
  for (let at: Scope | null = scope; at !== null; at = at.parent) if (at.unit.kind === "function") return true;
  return false;
}

function isModuleName(scope: Scope, name: string): boolean {
  const meaning = resolve(scope, name);
  return meaning.kind === "global" || (meaning.kind === "class" && meaning.outer.kind === "global");
}

function visibleModuleNames(
  root: Scope,
  starts: Starts,
  { used, bound }: ReturnType<typeof namesUsedByFunctions>,
): Set<string> {
  const visible = new Set<string>(bound);
  const moduleBindings = (scope: Scope): void => {
    if (runsInFunction(scope)) return;
    for (const { name, at } of scope.outerBindings)
      if (used.has(name) && mayFollow(root.loops, starts.first, at)) visible.add(name);
    for (const child of scope.children) moduleBindings(child);
  };
  for (const [name, symbol] of root.symbols) {
    if (
      used.has(name) &&
      symbol.bindings.some((b) => starts.first < Infinity && mayFollow(root.loops, starts.first, b.at))
    )
      visible.add(name);
  }
  moduleBindings(root);
  return visible;
}

function dynamicStores(module: Module): { names: string[]; all: boolean } {
  const names: string[] = [];
  let all = false;
  const look = (node: TreeNode): void => {
    if (
      node.kind === "Call" &&
      node.callee.kind === "Name" &&
      (node.callee.id === "setattr" || node.callee.id === "delattr")
    ) {
      const [, name] = node.args;
      if (name?.kind === "Constant" && typeof name.value === "string") names.push(name.value);
      else all = true;
    }
    eachChild(node, look);
  };
  for (const statement of module.body) look(statement);
  return { names, all };
}

export function computeVisibility(module: Module, collected: Collected, builtins: ReadonlySet<string>): Visibility {
  const starts = findStarts(module, builtins);
  const dynamic = dynamicStores(module);
  const attributes = new Set(dynamic.names);
  for (const { name, inInit } of collected.attributeStores) if (!inInit) attributes.add(name);
  const byFunctions = namesUsedByFunctions(collected.root);
  return {
    moduleNames: visibleModuleNames(collected.root, starts, byFunctions),
    reachableNames: byFunctions.used,
    attributes,
    allAttributes: dynamic.all,
    starts,
    isVisibleCell: (scope, symbol) =>
      symbol.bindings.some(
        (binding) =>
          binding.scope.unit !== scope.unit ||
          symbol.captures.some((at) => binding.at !== at && mayFollow(scope.unit.loops, at, binding.at)),
      ),
  };
}

/** Nothing in the prelude is visible by name. */
export const NOTHING_VISIBLE: Visibility = {
  moduleNames: new Set(),
  reachableNames: new Set(),
  attributes: new Set(),
  allAttributes: false,
  starts: { first: Infinity, any: false },
  isVisibleCell: () => false,
};
