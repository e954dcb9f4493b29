/**
 * What a class may say in Python and what would be passed over here: refused before anything runs, so that nothing is taken and
 * then run with another meaning.
 */
import type { SourceText } from "./diagnostics.ts";
import type { Scope } from "./symbols.ts";
import type { ClassDefinition, Statement } from "./tree.ts";

/** Names of a class body that Python itself looks at and this machine does not, and what to write instead. */
const UNHEARD: ReadonlyMap<string, string> = new Map([
  ["__slots__", "nothing: instances take any attribute"],
  ["__del__", "a method that the listing calls: nothing is freed before the run ends"],
  ["__getattribute__", "`__getattr__`, for names that are not there"],
  ["__delattr__", "a method of another name"],
  ["__delete__", "a method of another name"],
  ["__dir__", "a method of another name"],
  ["__index__", "`__int__`, and `int(x)` where a position is wanted"],
  ["__rdivmod__", "`//` and `%`"],
  ["__match_args__", "nothing: there is no match statement"],
  ["__instancecheck__", "a method of another name"],
  ["__subclasscheck__", "a method of another name"],
  ["__prepare__", "plain class attributes"],
]);

/** Built-in types whose instances are values or objects of a shape of their own. */
const NO_BASES: ReadonlySet<string> = new Set([
  "list",
  "dict",
  "set",
  "frozenset",
  "tuple",
  "str",
  "int",
  "float",
  "bool",
  "type",
  "range",
  "property",
  "slice",
]);

/** Notes refusals for one class; a built-in type's name that the module binds anew is the listing's own. */
export function checkClass(source: SourceText, node: ClassDefinition, module: Scope): void {
  for (const base of node.bases) {
    if (base.kind !== "Name" || !NO_BASES.has(base.id) || module.symbols.get(base.id)?.bound === true) continue;
    source.refuse(
      base,
      `a class that inherits from '${base.id}' is not in this subset`,
      `a class with a ${base.id} in an attribute`,
    );
  }
  for (const keyword of node.keywords)
    if (keyword.name === "metaclass")
      source.refuse(keyword, "metaclasses are not in this subset", "a function that makes the class");
  for (const statement of node.body) checkMember(source, statement);
}

function checkMember(source: SourceText, statement: Statement): void {
  if (statement.kind === "FunctionDefinition") return refuseUnheard(source, statement.name, statement.nameStart);
  if (statement.kind !== "Assign") return;
  for (const target of statement.targets) if (target.kind === "Name") refuseUnheard(source, target.id, target.start);
}

function refuseUnheard(source: SourceText, name: string, start: number): void {
  const instead = UNHEARD.get(name);
  if (instead !== undefined)
    source.refuse({ start, end: start + name.length }, `'${name}' of a class is not in this subset`, instead);
}
