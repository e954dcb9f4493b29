/** `class Name(bases): …` after its body ran: the order of its bases (C3), its attributes, and the calls that classes may ask for. */
import { OPCODE } from "../bytecode.ts";
import type { Heap } from "../heap.ts";
import { type Host, type NativeResult, TailCall } from "../native.ts";
import { PyRef, type Value } from "../values.ts";
import { cellSlot } from "./cells.ts";
import { CLASS, classNameOf, type ClassValue, findAlong, makeClass, mroOf } from "./classes.ts";
import { isSame } from "./identity.ts";
import { functionCode } from "./functions.ts";
import { PyClassMethod, PyProperty, PyType } from "./immutables.ts";
import { KIND } from "./kinds.ts";
import { callPrelude, typeError, typeNameOf, userMethod } from "./specials.ts";
import { isKind, OBJECT } from "./types.ts";

export interface ClassRequest {
  readonly name: string;
  readonly qualifiedName: string;
  readonly bases: readonly Value[];
  readonly namespace: ReadonlyMap<string, Value>;
  readonly classCell: PyRef | null;
  readonly keywords: ReadonlyMap<string, Value> | null;
}

/** The class, or a call that finishes it. @throws TypeError */
export function buildClass(host: Host, request: ClassRequest): NativeResult {
  const { heap } = host;
  const bases = checkBases(heap, request.bases);
  const namespace = completeNamespace(request.namespace);
  const made = makeClass(heap, {
    name: request.name,
    qualifiedName: request.qualifiedName,
    module: moduleOf(host, request.namespace),
    bases,
    inherited: orderOf(heap, bases),
    capacity: countAttributes(heap, bases, request.namespace),
    namespace,
  });
  if (request.classCell !== null) heap.store(cellSlot(request.classCell.at), heap.toWord(made));
  return finishClass(host, made, request);
}

function checkBases(heap: Heap, bases: readonly Value[]): ClassValue[] {
  if (bases.length === 0) return [OBJECT];
  const twice = bases.find((base, i) => bases.findIndex((other) => isSame(base, other)) < i);
  if (twice !== undefined) throw typeError(`duplicate base class ${classNameOf(heap, twice as ClassValue)}`);
  return bases.map((base) => {
    if (base instanceof PyType) {
      if (base.acceptsSubclasses) return base;
      throw typeError(`type '${base.qualifiedName}' is not an acceptable base type`);
    }
    if (isKind(heap, base, KIND.CLASS)) return base;
    throw typeError(`a class cannot be derived from ${typeNameOf(heap, base)}`);
  });
}

/** A class with `__eq__` but no `__hash__` has no hash; `__init_subclass__` is a class method by itself. */
function completeNamespace(namespace: ReadonlyMap<string, Value>): ReadonlyMap<string, Value> {
  const complete = new Map(namespace);
  if (complete.has("__eq__") && !complete.has("__hash__")) complete.set("__hash__", null);
  const hook = complete.get("__init_subclass__");
  if (hook instanceof PyRef) complete.set("__init_subclass__", new PyClassMethod(hook));
  return complete;
}

function moduleOf(host: Host, namespace: ReadonlyMap<string, Value>): string {
  const told = namespace.get("__module__");
  if (typeof told === "string") return told;
  for (const value of namespace.values()) {
    if (isKind(host.heap, value, KIND.FUNCTION)) {
      return host.program.modules[host.program.codes[functionCode(host.heap, value.at)].parts.module].name;
    }
  }
  return "__main__";
}

/** How many attributes the methods assign to instances: room for them is made at once. */
function countAttributes(heap: Heap, bases: readonly ClassValue[], namespace: ReadonlyMap<string, Value>): number {
  const names = new Set<string>();
  for (const value of namespace.values()) addAssignedNames(heap, value, names);
  const inherited = bases.map((base) => (base instanceof PyRef ? heap.load(base.at + CLASS.CAPACITY) : 0));
  return Math.max(1, names.size + Math.max(0, ...inherited));
}

function addAssignedNames(heap: Heap, value: Value, names: Set<string>): void {
  if (value instanceof PyProperty) addAssignedNames(heap, value.setter, names);
  if (!isKind(heap, value, KIND.FUNCTION)) return;
  const code = heap.program.codes[functionCode(heap, value.at)];
  const { instructions } = code;
  for (let i = 0; i < instructions.length; i += 2) {
    const opcode = instructions[i];
    if (opcode === OPCODE.STORE_ATTR || opcode === OPCODE.STORE_ATTR_VISIBLE)
      names.add(code.names[instructions[i + 1]]);
  }
}

/** The C3 order of the bases' classes. @throws TypeError where there is none */
function orderOf(heap: Heap, bases: readonly ClassValue[]): ClassValue[] {
  const rows: ClassValue[][] = [...bases.map((base) => mroOf(heap, base).slice()), bases.slice()];
  const order: ClassValue[] = [];
  for (;;) {
    const left = rows.filter((row) => row.length > 0);
    if (left.length === 0) return order;
    const next = left
      .map((row) => row[0])
      .find((head) => !left.some((row) => row.slice(1).some((each) => isSame(each, head))));
    if (next === undefined) throw noOrder(heap, left);
    order.push(next);
    for (const row of rows) if (row.length > 0 && isSame(row[0], next)) row.shift();
  }
}

function noOrder(heap: Heap, rows: readonly ClassValue[][]): unknown {
  const names = [...new Set(rows.map((row) => classNameOf(heap, row[0])))].join(", ");
  return typeError(`Cannot create a consistent method resolution order (MRO) for bases ${names}`);
}

/** `__set_name__` of attributes and `__init_subclass__` of bases, where a listing wrote them. */
function finishClass(host: Host, made: PyRef, request: ClassRequest): NativeResult {
  const { heap } = host;
  const named = [...request.namespace].filter(([, value]) => userMethod(heap, value, "__set_name__") !== undefined);
  const hook = findAlong(heap, mroOf(heap, made), 1, "__init_subclass__");
  const asksBases = hook !== undefined && hook.slot !== 0;
  if (named.length > 0) {
    const items = named.flatMap(([name, value]) => [name, value]);
    return callPrelude(host, "_finish_class", [made, host.objects.makeList(items), asksBases]);
  }
  if (asksBases) return callInitSubclass(host, made, request.keywords);
  if (request.keywords !== null && request.keywords.size > 0) {
    throw typeError(`${request.name}.__init_subclass__() takes no keyword arguments`);
  }
  return made;
}

function callInitSubclass(host: Host, made: PyRef, keywords: ReadonlyMap<string, Value> | null): NativeResult {
  const { heap } = host;
  const found = findAlong(heap, mroOf(heap, made), 1, "__init_subclass__")!;
  const method = heap.classes.valueOf(found) as PyClassMethod;
  return new TailCall(method.callee, [made], keywords, () => made);
}
