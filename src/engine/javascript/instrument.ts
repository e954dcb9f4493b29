/**
 * Puts marks into a JavaScript listing: before each statement, around the body of each async function, before and after each await,
 * around what a call gives. Rule: a mark is a synchronous call that changes no value and stands where no job could begin, so that the
 * marked text queues the same jobs in the same order as the listing (docs/js-event-loop.md).
 */
import type {
  AnyNode,
  ArrowFunctionExpression,
  AwaitExpression,
  Function as FunctionNode,
  YieldExpression,
} from "acorn";
import { MagicString } from "magic-string";
import { MARKS } from "./names.ts";
import { childrenOf, lineOf, type Tree } from "./tree.ts";

/** An activation's name in its own body. */
const SELF = "__ilf";

/** What kind of body a node stands in. */
type Body = "plain" | "async" | "async-generator";

interface Place {
  readonly body: Body;
  /** What a function without a name of its own would be called here. */
  readonly hint: string;
}

const AT_TOP: Place = { body: "plain", hint: "" };

/** The marked text of a listing. */
export function instrument(source: string, tree: Tree): string {
  return new Marker(source, tree).mark();
}

class Marker {
  readonly #source: string;
  readonly #tree: Tree;
  readonly #text: MagicString;

  constructor(source: string, tree: Tree) {
    this.#source = source;
    this.#tree = tree;
    this.#text = new MagicString(source);
  }

  mark(): string {
    const { program } = this.#tree;
    this.#bindAsync(program.body, 0);
    this.#statements(program.body, AT_TOP);
    return this.#text.toString();
  }

  #visit(node: AnyNode, place: Place): void {
    switch (node.type) {
      case "FunctionDeclaration":
      case "FunctionExpression":
      case "ArrowFunctionExpression":
        return this.#function(node, place);
      case "BlockStatement":
      case "StaticBlock":
        this.#bindAsync(
          node.body,
          node.type === "BlockStatement" ? node.start + 1 : this.#source.indexOf("{", node.start) + 1,
        );
        return this.#statements(node.body, place);
      case "SwitchCase":
        if (node.test) this.#visit(node.test, place);
        return this.#statements(node.consequent, place);
      case "IfStatement":
        this.#visit(node.test, place);
        this.#branch(node.consequent, place);
        if (node.alternate) this.#branch(node.alternate, place);
        return;
      case "WhileStatement":
      case "DoWhileStatement":
      case "ForStatement":
      case "ForInStatement":
        return this.#loop(node, place);
      case "ForOfStatement":
        return node.await ? this.#forAwait(node, place) : this.#loop(node, place);
      case "AwaitExpression":
        return this.#await(node, place);
      case "YieldExpression":
        return place.body === "async-generator" ? this.#yield(node, place) : this.#children(node, place);
      case "ReturnStatement":
        return place.body === "plain" ? this.#children(node, place) : this.#return(node, place);
      case "CallExpression":
        return node.callee.type === "Super" ? this.#children(node, place) : this.#around(node, "called(", ")", place);
      case "ChainExpression":
        return this.#chain(node, place);
      case "NewExpression":
        return this.#new(node, place);
      case "VariableDeclarator":
        return this.#children(node, { ...place, hint: node.id.type === "Identifier" ? node.id.name : "" });
      case "AssignmentExpression":
      case "AssignmentPattern":
        return this.#children(node, { ...place, hint: node.left.type === "Identifier" ? node.left.name : "" });
      case "Property":
      case "PropertyDefinition":
      case "MethodDefinition":
        return this.#member(node, place);
      default:
        return this.#children(node, place);
    }
  }

  #children(node: AnyNode, place: Place): void {
    for (const child of childrenOf(node)) this.#visit(child, place);
  }

  /** A mark before each statement; declarations of functions run nothing, and a directive must stay first. */
  #statements(list: readonly AnyNode[], place: Place): void {
    for (const statement of list) {
      const isDirective = statement.type === "ExpressionStatement" && statement.directive !== undefined;
      if (statement.type !== "FunctionDeclaration" && !isDirective)
        this.#text.appendRight(statement.start, at(statement, place));
      this.#visit(statement, { ...place, hint: "" });
    }
  }

  /** The body of an `if` or a loop, in braces where it has none. */
  #branch(node: AnyNode, place: Place): void {
    if (node.type === "BlockStatement") return this.#visit(node, place);
    this.#text.appendRight(node.start, `{${at(node, place)}`);
    this.#visit(node, place);
    this.#text.appendLeft(node.end, "}");
  }

  #loop(node: Extract<AnyNode, { body: unknown }>, place: Place): void {
    const body = node.body as AnyNode;
    for (const child of childrenOf(node)) {
      if (child !== body) {
        this.#visit(child, place);
        continue;
      }
      this.#branch(body, place);
      // An endless loop around nothing must still be seen.
      if (body.type === "BlockStatement" && body.body.length === 0)
        this.#text.appendRight(body.start + 1, at(body, place));
    }
  }

  #forAwait(node: Extract<AnyNode, { type: "ForOfStatement" }>, place: Place): void {
    this.#visit(node.left, place);
    this.#around(node.right, `each(${SELF},${lineOf(node)},(`, "))", place);
    this.#branch(node.body, place);
  }

  /** Declared async functions are hoisted: they are taken over where their block begins. */
  #bindAsync(list: readonly AnyNode[], from: number): void {
    for (const one of list) {
      if (one.type === "FunctionDeclaration" && one.async && !one.generator && one.id !== null)
        this.#text.appendRight(from, `${one.id.name}=${MARKS}.async(${one.id.name});`);
    }
  }

  #function(node: FunctionNode & AnyNode, { hint }: Place): void {
    const isMethod = hint.startsWith(".");
    const name = node.id?.name ?? (hint.replace(".", "") || "async");
    const body: Body = !node.async ? "plain" : node.generator ? "async-generator" : "async";
    const isValue = node.type !== "FunctionDeclaration" && body === "async" && !isMethod;
    if (isValue) this.#text.appendRight(node.start, `${MARKS}.async((`);
    for (const parameter of node.params) this.#visit(parameter, { body: "plain", hint: "" });
    this.#body(node, { body, hint: "" }, name);
    if (isValue) this.#text.appendLeft(node.end, node.id ? "))" : `),${JSON.stringify(hint)})`);
  }

  #body(node: FunctionNode & AnyNode, place: Place, name: string): void {
    const opener = `const ${SELF}=${MARKS}.begin(${JSON.stringify(name)},${lineOf(node)});try{`;
    const closer = `}catch(__ile){throw ${MARKS}.failed(${SELF},__ile)}finally{${MARKS}.end(${SELF})}`;
    if (node.body.type !== "BlockStatement")
      return this.#expressionBody(node as ArrowFunctionExpression, place, opener, closer);
    const from = endOfDirectives(node.body.body) ?? node.body.start + 1;
    if (place.body !== "plain") this.#text.appendRight(from, opener);
    this.#bindAsync(node.body.body, from);
    this.#statements(node.body.body, place);
    if (place.body !== "plain") this.#text.appendRight(node.body.end - 1, closer);
  }

  #expressionBody(node: ArrowFunctionExpression, place: Place, opener: string, closer: string): void {
    if (place.body === "plain") return this.#visit(node.body, place);
    const arrow = this.#tree.arrows.findLast((end) => end <= node.body.start) ?? node.body.start;
    this.#text.appendRight(arrow, `{${opener}${at(node.body, place)}return ${MARKS}.result(${SELF},(`);
    this.#visit(node.body, place);
    this.#text.appendLeft(node.end, `))${closer}}`);
  }

  #return(node: Extract<AnyNode, { type: "ReturnStatement" }>, place: Place): void {
    if (node.argument) return this.#around(node.argument, `result(${SELF},(`, "))", place);
    this.#text.appendRight(node.start + "return".length, ` ${MARKS}.result(${SELF})`);
  }

  #await(node: AwaitExpression, place: Place): void {
    this.#text.appendRight(node.start, `${MARKS}.resumed(${SELF},`);
    this.#around(node.argument, `suspend(${SELF},${lineOf(node)},(`, "))", place);
    this.#text.appendLeft(node.end, ")");
  }

  /** What a delegating `yield*` does between is not seen. */
  #yield(node: YieldExpression, place: Place): void {
    if (node.delegate) return this.#children(node, place);
    this.#text.appendRight(node.start, `${MARKS}.resumed(${SELF},`);
    if (node.argument) this.#around(node.argument, `pause(${SELF},${lineOf(node)},(`, "))", place);
    else this.#text.appendRight(node.start + "yield".length, ` ${MARKS}.pause(${SELF},${lineOf(node)})`);
    this.#text.appendLeft(node.end, ")");
  }

  /** In `a?.b().c()` a call may not be cut out: what the whole gives is looked at. */
  #chain(node: Extract<AnyNode, { type: "ChainExpression" }>, place: Place): void {
    const isCall = node.expression.type === "CallExpression";
    if (isCall) this.#text.appendRight(node.start, `${MARKS}.called(`);
    this.#insideChain(node.expression, place);
    if (isCall) this.#text.appendLeft(node.end, ")");
  }

  #insideChain(node: AnyNode, place: Place): void {
    for (const child of childrenOf(node)) {
      const goesOn =
        (node.type === "CallExpression" && child === node.callee) ||
        (node.type === "MemberExpression" && child === node.object);
      const isLink = child.type === "CallExpression" || child.type === "MemberExpression";
      if (goesOn && isLink) this.#insideChain(child, place);
      else this.#visit(child, place);
    }
  }

  #new(node: Extract<AnyNode, { type: "NewExpression" }>, place: Place): void {
    const isPromise = node.callee.type === "Identifier" && node.callee.name === "Promise";
    const [executor] = node.arguments;
    if (!isPromise || executor === undefined || executor.type === "SpreadElement") return this.#children(node, place);
    this.#text.appendRight(node.start, `${MARKS}.made(`);
    this.#around(executor, `executor(${lineOf(node)},(`, "))", place);
    this.#text.appendLeft(node.end, ")");
  }

  /** A dot before the hint tells a method: it cannot stand in parentheses. */
  #member(
    node: Extract<AnyNode, { type: "Property" | "PropertyDefinition" | "MethodDefinition" }>,
    place: Place,
  ): void {
    const name = node.key.type === "Identifier" && !node.computed ? node.key.name : "";
    const isMethod =
      node.type === "MethodDefinition" || (node.type === "Property" && (node.method || node.kind !== "init"));
    if (node.computed) this.#visit(node.key, place);
    if (node.type === "Property" && node.shorthand) {
      if (node.value.type === "AssignmentPattern") this.#visit(node.value, place);
      return;
    }
    if (node.value) this.#visit(node.value, { body: place.body, hint: isMethod ? `.${name}` : name });
  }

  #around(node: AnyNode, before: string, after: string, place: Place): void {
    this.#text.appendRight(node.start, `${MARKS}.${before}`);
    const inside = { ...place, hint: "" };
    if (node.type === "CallExpression" && before === "called(") this.#children(node, inside);
    else this.#visit(node, inside);
    this.#text.appendLeft(node.end, after);
  }
}

/** The mark before a statement; an activation is named, since an await that threw is noticed only there. */
function at(node: AnyNode, { body }: Place): string {
  return body === "plain" ? `${MARKS}.at(${lineOf(node)});` : `${MARKS}.at(${lineOf(node)},${SELF});`;
}

function endOfDirectives(body: readonly AnyNode[]): number | undefined {
  return body.filter((one) => one.type === "ExpressionStatement" && one.directive !== undefined).at(-1)?.end;
}
