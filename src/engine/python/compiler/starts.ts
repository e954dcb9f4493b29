/**
 * Where in a listing the first thread may have been started: from there on what module code assigns may be read by others.
 * Rule: by names alone, and on the safe side: a call that cannot be looked through counts as a start when any function
 * of the listing contains one.
 */
import type { Expression, FunctionDefinition, Lambda, Module } from "./tree.ts";
import { eachChild, isStatement, type TreeNode } from "./walk.ts";

/** Methods that start a thread, or give work to one. */
const STARTING_METHODS: ReadonlySet<string> = new Set([
  "start",
  "submit",
  "map",
  "apply",
  "apply_async",
  "map_async",
  "starmap",
  "starmap_async",
  "imap",
  "imap_unordered",
  "start_new_thread",
  "run_in_executor",
  "to_thread",
  "fork",
  "spawn",
]);

/** Classes and functions that start threads when they are called. */
const STARTING_NAMES: ReadonlySet<string> = new Set([
  "ThreadPoolExecutor",
  "ProcessPoolExecutor",
  "ThreadPool",
  "Pool",
  "Manager",
  "start_new_thread",
]);

export interface Starts {
  /** Offset in module code of the first statement part that may start a thread; Infinity for none. */
  readonly first: number;
  /** Whether anything anywhere may start one. */
  readonly any: boolean;
}

type Body = FunctionDefinition | Lambda;

class StartFinder {
  /** Functions and methods by name. */
  readonly functions = new Map<string, Body[]>();
  /** Classes by name, to their methods. */
  readonly classes = new Map<string, FunctionDefinition[]>();
  readonly starting = new Set<string>();
  readonly builtins: ReadonlySet<string>;
  anyFunctionStarts = false;

  constructor(module: Module, builtins: ReadonlySet<string>) {
    this.builtins = builtins;
    for (const statement of module.body) this.gather(statement);
    this.settle();
  }

  gather(node: TreeNode): void {
    if (node.kind === "FunctionDefinition") this.add(node.name, node);
    if (node.kind === "Assign" && node.value.kind === "Lambda") {
      for (const target of node.targets) if (target.kind === "Name") this.add(target.id, node.value);
    }
    if (node.kind === "ClassDefinition") {
      this.classes.set(
        node.name,
        node.body.filter((s): s is FunctionDefinition => s.kind === "FunctionDefinition"),
      );
    }
    eachChild(node, (child) => this.gather(child));
  }

  add(name: string, body: Body): void {
    const same = this.functions.get(name);
    if (same === undefined) this.functions.set(name, [body]);
    else same.push(body);
  }

  /** Marks names until nothing more is found. */
  settle(): void {
    for (let size = -1; size !== this.starting.size; ) {
      size = this.starting.size;
      for (const [name, bodies] of this.functions) {
        if (bodies.some((body) => this.bodyStarts(body))) this.starting.add(name);
      }
      this.anyFunctionStarts = this.starting.size > 0;
      for (const [name, methods] of this.classes) {
        if (methods.some((m) => m.name === "__init__" && this.bodyStarts(m))) this.starting.add(name);
      }
    }
  }

  bodyStarts(body: Body): boolean {
    if (body.kind === "Lambda") return this.firstIn(body.body) < Infinity;
    return body.body.some((statement) => this.firstIn(statement) < Infinity);
  }

  /** Offset of the first call in `node` that may start a thread, functions defined in it left out. */
  firstIn(node: TreeNode): number {
    if (node.kind === "FunctionDefinition" || node.kind === "Lambda") return Infinity;
    if (node.kind === "With" && (this.starting.has("__enter__") || this.starting.has("__exit__"))) return node.start;
    let first = node.kind === "Call" && this.callStarts(node.callee) ? node.start : Infinity;
    eachChild(node, (child) => {
      first = Math.min(first, this.firstIn(child));
    });
    return first;
  }

  callStarts(callee: Expression): boolean {
    if (callee.kind === "Attribute")
      return STARTING_METHODS.has(callee.name) || STARTING_NAMES.has(callee.name) || this.starting.has(callee.name);
    if (callee.kind !== "Name") return this.anyFunctionStarts;
    const { id } = callee;
    if (STARTING_NAMES.has(id) || this.starting.has(id)) return true;
    const known = this.functions.has(id) || this.classes.has(id) || this.builtins.has(id);
    return !known && this.anyFunctionStarts;
  }
}

/** `builtins`: names of functions and classes that are known to start nothing. */
export function findStarts(module: Module, builtins: ReadonlySet<string>): Starts {
  const finder = new StartFinder(module, builtins);
  let first = Infinity;
  for (const statement of module.body) first = Math.min(first, finder.firstIn(statement));
  return { first, any: first < Infinity || finder.starting.size > 0 || containsStart(module, finder) };
}

/** A start in a method of a class that nobody names, in a lambda… */
function containsStart(module: Module, finder: StartFinder): boolean {
  let found = false;
  const look = (node: TreeNode): void => {
    if (node.kind === "Call" && finder.callStarts(node.callee)) found = true;
    if (!found) eachChild(node, look);
  };
  for (const statement of module.body) if (isStatement(statement)) look(statement);
  return found;
}
