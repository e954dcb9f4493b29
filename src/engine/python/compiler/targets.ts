/** What may stand left of `=`, behind `del`, `for` and `as`. Rule: the words are CPython's. */
import type { SourceText } from "./diagnostics.ts";
import type { Expression } from "./tree.ts";

const DESCRIPTIONS: Readonly<Record<Expression["kind"], string>> = {
  Name: "name",
  Constant: "literal",
  JoinedString: "f-string expression",
  UnaryOperation: "expression",
  BinaryOperation: "expression",
  BooleanOperation: "expression",
  Comparison: "comparison",
  Conditional: "conditional expression",
  Lambda: "lambda",
  Attribute: "attribute",
  Subscript: "subscript",
  Slice: "slice",
  Call: "function call",
  Starred: "starred",
  Tuple: "tuple",
  List: "list",
  SetDisplay: "set display",
  Dict: "dict literal",
  Comprehension: "list comprehension",
  NamedExpression: "named expression",
  Yield: "yield expression",
  YieldFrom: "yield expression",
  Await: "await expression",
};

const COMPREHENSIONS = {
  list: "list comprehension",
  set: "set comprehension",
  dict: "dict comprehension",
  generator: "generator expression",
};

/** What an expression is, as CPython's messages call it. */
export function describeExpression(node: Expression): string {
  if (node.kind === "Comprehension") return COMPREHENSIONS[node.shape];
  if (node.kind !== "Constant") return DESCRIPTIONS[node.kind];
  if (node.isString) return "literal";
  if (node.value === null) return "None";
  if (typeof node.value === "boolean") return node.value ? "True" : "False";
  return typeof node.value === "object" && "typeName" in node.value ? "ellipsis" : "literal";
}

/** The first part of a target that cannot be assigned to, or null. */
function invalidTarget(node: Expression, deleting = false): Expression | null {
  switch (node.kind) {
    case "Name":
    case "Attribute":
    case "Subscript":
      return null;
    case "Starred":
      return deleting ? node : invalidTarget(node.value);
    case "Tuple":
    case "List":
      for (const item of node.items) {
        const wrong = invalidTarget(item, deleting);
        if (wrong !== null) return wrong;
      }
      return null;
    default:
      return node;
  }
}

/** Whether CPython adds "Maybe you meant '==' instead of '='?". */
function suggestsEquality(node: Expression): boolean {
  switch (node.kind) {
    case "Constant":
      return describeExpression(node) === "literal" || describeExpression(node) === "ellipsis";
    case "Comprehension":
      return node.shape !== "generator";
    case "JoinedString":
    case "UnaryOperation":
    case "BinaryOperation":
    case "Call":
    case "Dict":
    case "SetDisplay":
    case "Await":
    case "NamedExpression":
      return !(node.kind === "UnaryOperation" && node.operator === "not");
    default:
      return false;
  }
}

/** @throws ListingError for a target of `=` that cannot be one */
export function checkAssignable(source: SourceText, node: Expression): void {
  const wrong = invalidTarget(node);
  if (wrong !== null) {
    const what = describeExpression(wrong);
    const here = wrong === node && suggestsEquality(node) ? " here. Maybe you meant '==' instead of '='?" : "";
    source.fail(wrong, `cannot assign to ${what}${here}`);
  }
  checkStars(source, node);
  if (node.kind === "Starred") source.fail(node, "starred assignment target must be in a list or tuple");
}

/** @throws ListingError for a target of `for`, `as` or a comprehension */
export function checkPlainTarget(source: SourceText, node: Expression): void {
  const wrong = invalidTarget(node);
  if (wrong !== null) source.fail(wrong, `cannot assign to ${describeExpression(wrong)}`);
  checkStars(source, node);
  if (node.kind === "Starred") source.fail(node, "starred assignment target must be in a list or tuple");
}

function checkStars(source: SourceText, node: Expression): void {
  if (node.kind !== "Tuple" && node.kind !== "List") return;
  const stars = node.items.filter((item) => item.kind === "Starred");
  if (stars.length > 1) source.fail(node, "multiple starred expressions in assignment");
  // An instruction has eight bits for the names before the star.
  if (stars.length === 1 && node.items.indexOf(stars[0]) > 255)
    source.fail(node, "too many expressions in star-unpacking assignment");
  for (const item of node.items) checkStars(source, item.kind === "Starred" ? item.value : item);
}

/** @throws ListingError for a target of `del` */
export function checkDeletable(source: SourceText, node: Expression): void {
  const wrong = invalidTarget(node, true);
  if (wrong !== null) source.fail(wrong, `cannot delete ${describeExpression(wrong)}`);
}
