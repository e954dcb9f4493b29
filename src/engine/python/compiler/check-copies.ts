/**
 * `o.__dict__` and `vars(o)` give a copy here, so what would change an object by way of them is refused before anything runs.
 * Rule: reading them is what it is in Python.
 */
import type { SourceText } from "./diagnostics.ts";
import type { Expression, Statement } from "./tree.ts";
import { isStatement, type TreeNode } from "./walk.ts";

const CHANGING: ReadonlySet<string> = new Set(["update", "setdefault", "pop", "popitem", "clear"]);

/**
 * Notes a refusal where a statement or an expression would change, or keep, an object's attributes as a dict.
 * @param hasOwnVars whether the listing gives the name `vars` to something of its own: what a call of it gives is then anybody's
 */
export function checkCopies(source: SourceText, node: TreeNode, hasOwnVars: boolean): void {
  for (const found of copiesIn(node)) if (found.kind === "Attribute" || !hasOwnVars) refuse(source, found);
}

function copiesIn(node: TreeNode): Expression[] {
  if (isStatement(node)) return changedBy(node);
  const changes = node.kind === "Attribute" && CHANGING.has(node.name) && isAttributeDict(node.value);
  return changes ? [node.value] : [];
}

function changedBy(node: Statement): Expression[] {
  switch (node.kind) {
    case "Assign":
      return [...node.targets.flatMap(changedTarget), ...(isAttributeDict(node.value) ? [node.value] : [])];
    case "AugmentedAssign":
      return changedTarget(node.target);
    case "Delete":
      return node.targets.flatMap(changedTarget);
    default:
      return [];
  }
}

function changedTarget(target: Expression): Expression[] {
  if (target.kind === "Subscript" && isAttributeDict(target.value)) return [target.value];
  return isAttributeDict(target) ? [target] : [];
}

function isAttributeDict(node: Expression): boolean {
  if (node.kind === "Attribute") return node.name === "__dict__";
  return node.kind === "Call" && node.callee.kind === "Name" && node.callee.id === "vars";
}

function refuse(source: SourceText, node: Expression): void {
  const span = node.kind === "Attribute" ? { start: node.nameStart, end: node.nameStart + node.name.length } : node;
  const name = node.kind === "Attribute" ? "__dict__" : "vars()";
  source.refuse(
    span,
    `changing or keeping what '${name}' gives is not in this subset: it is a copy here`,
    "`setattr(o, name, value)` and `delattr(o, name)`; `dict(vars(o))` to keep a copy",
  );
}
