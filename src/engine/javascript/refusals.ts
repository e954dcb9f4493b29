/** What a listing may not do, found in its tree, with the line and what to write instead. Rule: nothing that is found here runs. */
import type { AnyNode, Program } from "acorn";
import type { Diagnostic } from "../program/listing.ts";
import { REFUSED_NAMES } from "./names.ts";
import { childrenOf } from "./tree.ts";

/** In the order of the text. */
export function findRefusals(program: Program): readonly Diagnostic[] {
  const search = new Search();
  search.visit(program, "top");
  return search.refusals();
}

type Around = "top" | "function" | "async";

class Search {
  readonly #found: Diagnostic[] = [];
  readonly #names: { readonly node: Extract<AnyNode, { type: "Identifier" }> }[] = [];
  readonly #declared = new Set<string>();

  refusals(): readonly Diagnostic[] {
    const names = this.#names.filter(({ node }) => !this.#declared.has(node.name));
    const ofNames = names.map(({ node }) => {
      const { why, instead } = REFUSED_NAMES.get(node.name) ?? { why: "", instead: "" };
      return toDiagnostic(node, `${node.name} is not available here: ${why}`, instead);
    });
    return [...this.#found, ...ofNames].toSorted((a, b) => a.line - b.line || a.column - b.column);
  }

  visit(node: AnyNode, around: Around): void {
    switch (node.type) {
      case "ImportDeclaration":
      case "ImportExpression":
      case "ExportNamedDeclaration":
      case "ExportDefaultDeclaration":
      case "ExportAllDeclaration":
        this.#refuse(
          node,
          "a listing stands alone: import and export are not available here",
          "Write what you need into the listing.",
        );
        return;
      case "MetaProperty":
        if (node.meta.name === "import") this.#refuse(node, "import.meta is not available here", "Write it without.");
        return;
      case "AwaitExpression":
        if (around !== "async")
          this.#refuse(
            node,
            "await stands outside an async function",
            "Put it into an async function main() and call main().",
          );
        return this.#children(node, around);
      case "FunctionDeclaration":
      case "FunctionExpression":
      case "ArrowFunctionExpression":
        if (node.id) this.#declared.add(node.id.name);
        node.params.forEach((one) => this.#declare(one));
        return this.#children(node, node.async ? "async" : "function");
      case "ForOfStatement":
        if (node.await && around !== "async")
          this.#refuse(
            node,
            "for await stands outside an async function",
            "Put it into an async function main() and call main().",
          );
        return this.#children(node, around);
      case "VariableDeclarator":
        this.#declare(node.id);
        return this.#children(node, around);
      case "ClassDeclaration":
      case "ClassExpression":
        if (node.id) this.#declared.add(node.id.name);
        return this.#children(node, around);
      case "CatchClause":
        if (node.param) this.#declare(node.param);
        return this.#children(node, around);
      case "MemberExpression":
        this.visit(node.object, around);
        if (node.computed) this.visit(node.property, around);
        return;
      case "Property":
      case "PropertyDefinition":
      case "MethodDefinition":
        if (node.computed) this.visit(node.key, around);
        if (node.value) this.visit(node.value, node.type === "PropertyDefinition" ? "function" : around);
        return;
      case "LabeledStatement":
        return this.visit(node.body, around);
      case "BreakStatement":
      case "ContinueStatement":
        return;
      case "Identifier":
        if (REFUSED_NAMES.has(node.name)) this.#names.push({ node });
        return;
      default:
        return this.#children(node, around);
    }
  }

  #children(node: AnyNode, around: Around): void {
    for (const child of childrenOf(node)) this.visit(child, around);
  }

  /** The names that a pattern binds. */
  #declare(pattern: AnyNode): void {
    switch (pattern.type) {
      case "Identifier":
        this.#declared.add(pattern.name);
        return;
      case "AssignmentPattern":
        return this.#declare(pattern.left);
      case "RestElement":
        return this.#declare(pattern.argument);
      case "Property":
        return this.#declare(pattern.value);
      case "ArrayPattern":
      case "ObjectPattern":
        return childrenOf(pattern).forEach((child) => this.#declare(child));
      default:
    }
  }

  #refuse(node: AnyNode, message: string, instead: string): void {
    this.#found.push(toDiagnostic(node, message, instead));
  }
}

function toDiagnostic({ loc }: AnyNode, message: string, instead: string): Diagnostic {
  const { start, end } = loc ?? { start: { line: 1, column: 0 }, end: { line: 1, column: 1 } };
  return {
    line: start.line,
    column: start.column + 1,
    endLine: end.line,
    endColumn: end.column + 1,
    kind: "Unsupported",
    message,
    instead,
  };
}
