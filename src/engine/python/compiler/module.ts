/**
 * One module, from its text to code objects: reading, scopes, checks, visibility, instructions.
 * Rule: all of a listing's refusals are found before any code is made; the prelude goes the same way and must have none.
 */
import { CODE_KIND, type Code, type GlobalReference, OPCODE } from "../bytecode.ts";
import type { Value } from "../values.ts";
import { checkNesting } from "./check-nesting.ts";
import { checkNames, type KnownModules } from "./checks.ts";
import { collectSymbols } from "./collect.ts";
import type { SourceText } from "./diagnostics.ts";
import { docstringOf } from "./functions.ts";
import { parse } from "./parse-statements.ts";
import { compileStatements } from "./statements.ts";
import { resolveScopes, type Scope } from "./symbols.ts";
import type { Expression, Module } from "./tree.ts";
import { type ModuleContext, Unit } from "./unit.ts";
import { computeVisibility, NOTHING_VISIBLE, type Visibility } from "./visibility.ts";

/** A module that was read and checked, but has no code yet. */
export interface ReadModule {
  readonly source: SourceText;
  readonly tree: Module;
  readonly root: Scope;
  readonly visibility: Visibility;
  readonly scopes: ModuleContext["scopes"];
  /** Names that it binds, here or by `global` in a function. */
  readonly bound: ReadonlySet<string>;
  /** Names that some scope declares `global`. */
  readonly declaredGlobal: ReadonlySet<string>;
}

/** @throws ListingError at the first syntax error; refusals are noted in `source` */
export function readModule(source: SourceText, known: KnownModules | null, builtins: ReadonlySet<string>): ReadModule {
  const tree = parse(source, (module) => known?.namesOf(module) ?? null);
  checkNesting(source, tree);
  const collected = collectSymbols(source, tree);
  resolveScopes(source, collected.root);
  if (known !== null) checkNames(source, tree, collected.root, known);
  const visibility = known === null ? NOTHING_VISIBLE : computeVisibility(tree, collected, builtins);
  return { source, tree, root: collected.root, visibility, scopes: collected.scopes, ...moduleNames(collected.root) };
}

function moduleNames(root: Scope): Pick<ReadModule, "bound" | "declaredGlobal"> {
  const bound = new Set<string>();
  const declaredGlobal = new Set<string>();
  for (const [name, symbol] of root.symbols) if (symbol.bound || symbol.firstBinding >= 0) bound.add(name);
  const look = (scope: Scope): void => {
    for (const [name, symbol] of scope.symbols) {
      if (symbol.declared !== "global") continue;
      if (scope.node.kind !== "Comprehension") declaredGlobal.add(name);
      if (symbol.firstBinding >= 0) bound.add(name);
    }
    for (const child of scope.children) look(child);
  };
  look(root);
  return { bound, declaredGlobal };
}

/** What making code needs of the program around the module. */
export interface Linkage {
  readonly moduleIndex: number;
  readonly internal: boolean;
  nextCodeId(): number;
  addCode(code: Code): void;
  globalReference(name: string, visible: boolean, reachable: boolean): GlobalReference;
  moduleNamed(name: string): number | undefined;
  noteString(text: string): void;
  noteImport(index: number): void;
  replacement(node: Expression): Value | undefined;
}

/** Makes the code of a module and of all its functions; gives the module's own. */
export function generate(read: ReadModule, linkage: Linkage): Code {
  const { source, tree, root, visibility, scopes } = read;
  const context: ModuleContext = {
    source,
    scopes,
    visibility,
    declaredGlobal: read.declaredGlobal,
    internal: linkage.internal,
    moduleIndex: linkage.moduleIndex,
    nextCodeId: () => linkage.nextCodeId(),
    addCode: (code) => linkage.addCode(code),
    globalReference: (name) =>
      linkage.globalReference(name, visibility.moduleNames.has(name), visibility.reachableNames.has(name)),
    moduleNamed: (name) => linkage.moduleNamed(name),
    noteString: (text) => linkage.noteString(text),
    noteImport: (index) => linkage.noteImport(index),
    replacement: (node) => linkage.replacement(node),
  };
  const unit = new Unit(context, root, CODE_KIND.MODULE, "<module>", "<module>");
  unit.layOut(null);
  const start = { start: 0, end: 0 };
  unit.assembler.emit(OPCODE.RESUME, 0, null);
  const docstring = docstringOf(tree.body);
  compileStatements(unit, root, docstring === null ? tree.body : tree.body.slice(1));
  unit.assembler.emit(OPCODE.RETURN_CONST, unit.constant(null), tree.body.length === 0 ? start : null);
  return unit.finish(null, 1, docstring);
}
