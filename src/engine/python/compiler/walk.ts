/** The children of a syntax node, in the order in which they run. Rule: every kind of node is here, and only here. */
import type { Expression, FormattedPart, Keyword, Parameters, Statement } from "./tree.ts";

export type TreeNode = Expression | Statement;
type Visit = (node: TreeNode) => void;

function each(nodes: readonly (TreeNode | null)[], visit: Visit): void {
  for (const node of nodes) if (node !== null) visit(node);
}

function eachKeyword(keywords: readonly Keyword[], visit: Visit): void {
  for (const keyword of keywords) visit(keyword.value);
}

function eachPart(parts: readonly FormattedPart[], visit: Visit): void {
  for (const part of parts) {
    if (part.kind !== "FormattedField") continue;
    visit(part.value);
    if (part.spec !== null) eachPart(part.spec, visit);
  }
}

/** Defaults of parameters: they run where the function is made. */
export function eachDefault(parameters: Parameters, visit: Visit): void {
  each(parameters.defaults, visit);
  each(parameters.keywordDefaults, visit);
}

/** Visits what lies directly inside an expression, bodies of lambdas and comprehensions included. */
export function eachInExpression(node: Expression, visit: Visit): void {
  switch (node.kind) {
    case "Name":
    case "Constant":
      return;
    case "JoinedString":
      return eachPart(node.parts, visit);
    case "UnaryOperation":
      return visit(node.operand);
    case "BinaryOperation":
      return each([node.left, node.right], visit);
    case "BooleanOperation":
      return each(node.values, visit);
    case "Comparison":
      return each([node.left, ...node.comparators], visit);
    case "Conditional":
      return each([node.test, node.body, node.orElse], visit);
    case "Lambda":
      eachDefault(node.parameters, visit);
      return visit(node.body);
    case "Attribute":
    case "Starred":
    case "YieldFrom":
    case "Await":
      return visit(node.value);
    case "Subscript":
      return each([node.value, node.index], visit);
    case "Slice":
      return each([node.lower, node.upper, node.step], visit);
    case "Call":
      each([node.callee, ...node.args], visit);
      return eachKeyword(node.keywords, visit);
    case "Tuple":
    case "List":
    case "SetDisplay":
      return each(node.items, visit);
    case "Dict":
      node.values.forEach((value, i) => {
        each([node.keys[i], value], visit);
      });
      return;
    case "Comprehension":
      for (const clause of node.clauses) each([clause.iterable, clause.target, ...clause.conditions], visit);
      return each([node.element, node.value], visit);
    case "NamedExpression":
      return each([node.value, node.target], visit);
    case "Yield":
      if (node.value !== null) visit(node.value);
  }
}

/** Visits what lies directly inside a statement, bodies of functions and classes included. */
export function eachInStatement(node: Statement, visit: Visit): void {
  switch (node.kind) {
    case "FunctionDefinition":
      each(node.decorators, visit);
      eachDefault(node.parameters, visit);
      return each(node.body, visit);
    case "ClassDefinition":
      each([...node.decorators, ...node.bases], visit);
      eachKeyword(node.keywords, visit);
      return each(node.body, visit);
    case "Return":
    case "ExpressionStatement":
      if (node.value !== null) visit(node.value);
      return;
    case "Delete":
      return each(node.targets, visit);
    case "Assign":
      return each([node.value, ...node.targets], visit);
    case "AugmentedAssign":
      return each([node.target, node.value], visit);
    case "AnnotatedAssign":
      return each([node.value, node.target], visit);
    case "For":
      return each([node.iterable, node.target, ...node.body, ...node.orElse], visit);
    case "While":
    case "If":
      return each([node.test, ...node.body, ...node.orElse], visit);
    case "With":
      for (const item of node.items) each([item.context, item.target], visit);
      return each(node.body, visit);
    case "Raise":
      return each([node.exception, node.cause], visit);
    case "Try":
      each(node.body, visit);
      for (const clause of node.clauses) each([clause.type, ...clause.body], visit);
      return each([...node.orElse, ...node.finalBody], visit);
    case "Assert":
      return each([node.test, node.message], visit);
    default:
  }
}

const STATEMENTS: ReadonlySet<string> = new Set([
  "FunctionDefinition",
  "ClassDefinition",
  "Return",
  "Delete",
  "Assign",
  "AugmentedAssign",
  "AnnotatedAssign",
  "For",
  "While",
  "If",
  "With",
  "Raise",
  "Try",
  "Assert",
  "Import",
  "ImportFrom",
  "Global",
  "Nonlocal",
  "ExpressionStatement",
  "Pass",
  "Break",
  "Continue",
]);

export function isStatement(node: TreeNode): node is Statement {
  return STATEMENTS.has(node.kind);
}

export function eachChild(node: TreeNode, visit: Visit): void {
  if (isStatement(node)) eachInStatement(node, visit);
  else eachInExpression(node, visit);
}
