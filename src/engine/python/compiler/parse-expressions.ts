/**
 * Expressions, by recursive descent with CPython's grammar and precedence.
 * Rule: a node's span runs from its first token to its last, brackets included where the grammar rule includes them.
 */
import { BINARY } from "../bytecode.ts";
import { checkPlainTarget, describeExpression } from "./targets.ts";
import type { Token } from "./tokens.ts";
import type { Comparison, ComparisonOperator, Expression, Name, Parameters } from "./tree.ts";
import { CallParser } from "./parse-calls.ts";
import { ParameterReader } from "./parse-parameters.ts";

/** Binary operators by how tightly they bind. */
const LEVELS: readonly Readonly<Record<string, number>>[] = [
  { "|": BINARY.OR },
  { "^": BINARY.XOR },
  { "&": BINARY.AND },
  { "<<": BINARY.LSHIFT, ">>": BINARY.RSHIFT },
  { "+": BINARY.ADD, "-": BINARY.SUBTRACT },
  {
    "*": BINARY.MULTIPLY,
    "/": BINARY.TRUE_DIVIDE,
    "//": BINARY.FLOOR_DIVIDE,
    "%": BINARY.REMAINDER,
    "@": BINARY.MATRIX_MULTIPLY,
  },
];

const COMPARISONS: ReadonlySet<string> = new Set(["<", "<=", "==", "!=", ">", ">="]);
export class ExpressionParser extends CallParser {
  protected override fieldParser(tokens: readonly Token[]): ExpressionParser {
    return new ExpressionParser(this.source, tokens, true);
  }

  // —— lists of expressions ——

  /** `a, *b, c`: a tuple when there is a comma. */
  starExpressions(): Expression {
    return this.commaList(() => this.starExpression());
  }

  commaList(item: () => Expression): Expression {
    const { start } = this.token;
    const first = item();
    if (!this.is(",")) return first;
    const items = [first];
    while (this.take(",")) {
      if (!this.startsExpression() && !this.is("*")) break;
      items.push(item());
    }
    return { kind: "Tuple", items, parenthesized: false, start, end: this.lastEnd };
  }

  starExpression(): Expression {
    return this.is("*") ? this.starred() : this.expression();
  }

  starNamedExpression(): Expression {
    return this.is("*") ? this.starred() : this.namedExpression();
  }

  starred(): Expression {
    const { start } = this.token;
    this.expect("*");
    const value = this.binary(0);
    return { kind: "Starred", value, start, end: this.lastEnd };
  }

  /** Targets of `for` and comprehensions. */
  targetList(): Expression {
    const node = this.commaList(() => (this.is("*") ? this.starred() : this.binary(0)));
    checkPlainTarget(this.source, node);
    return node;
  }

  // —— expressions, loosest first ——

  namedExpression(): Expression {
    const { token } = this;
    if (token.kind === "name" && this.nextIs(":=")) {
      this.at += 2;
      const target: Name = { kind: "Name", id: token.text, start: token.start, end: token.end };
      const value = this.expression();
      return { kind: "NamedExpression", target, value, start: token.start, end: this.lastEnd };
    }
    const node = this.expression();
    if (this.is(":=")) this.fail(node, `cannot use assignment expressions with ${describeExpression(node)}`);
    return node;
  }

  /** After a condition or an element: `=` where only `==` or `:=` can have been meant. */
  refuseEqualSign(node: Expression): void {
    if (!this.is("=")) return;
    this.at += 1;
    if (!this.startsExpression()) {
      this.at -= 1;
      return;
    }
    const value = this.binary(0);
    if (this.is("=") || this.is(":=")) return;
    const span = { start: node.start, end: value.end };
    if (node.kind === "Name") this.fail(span, "invalid syntax. Maybe you meant '==' or ':=' instead of '='?");
    const what = describeExpression(node);
    if (["list", "tuple", "generator expression", "True", "False", "None"].includes(what)) return;
    this.fail(node, `cannot assign to ${what} here. Maybe you meant '==' instead of '='?`);
  }

  expression(): Expression {
    if (this.is("lambda")) return this.lambda();
    const { start } = this.token;
    const body = this.disjunction();
    if (!this.take("if")) return body;
    const test = this.disjunction();
    if (!this.take("else")) {
      if (this.is(":")) this.invalid();
      this.fail({ start, end: test.end }, "expected 'else' after 'if' expression");
    }
    const orElse = this.deeper(() => this.expression());
    return { kind: "Conditional", test, body, orElse, start, end: this.lastEnd };
  }

  lambda(): Expression {
    const { start } = this.token;
    this.expect("lambda");
    const parameters = this.parameters(":", false);
    this.expect(":");
    const body = this.deeper(() => this.expression());
    return { kind: "Lambda", parameters, body, start, end: this.lastEnd };
  }

  disjunction(): Expression {
    return this.chain("or", () => this.chain("and", () => this.inversion()));
  }

  chain(operator: "and" | "or", operand: () => Expression): Expression {
    const { start } = this.token;
    const first = operand();
    if (!this.is(operator)) return first;
    const values = [first];
    while (this.take(operator)) values.push(operand());
    return { kind: "BooleanOperation", operator, values, start, end: this.lastEnd };
  }

  inversion(): Expression {
    const { start } = this.token;
    if (!this.take("not")) return this.comparison();
    const operand = this.deeper(() => this.inversion());
    return { kind: "UnaryOperation", operator: "not", operand, start, end: this.lastEnd };
  }

  comparison(): Expression {
    const { start } = this.token;
    const left = this.binary(0);
    const operators: ComparisonOperator[] = [];
    const comparators: Expression[] = [];
    for (let operator = this.comparisonOperator(); operator !== null; operator = this.comparisonOperator()) {
      operators.push(operator);
      comparators.push(this.binary(0));
    }
    if (operators.length === 0) return left;
    const node: Comparison = { kind: "Comparison", left, operators, comparators, start, end: this.lastEnd };
    return node;
  }

  comparisonOperator(): ComparisonOperator | null {
    const { text } = this.token;
    if (this.token.kind === "operator" && COMPARISONS.has(text)) {
      this.at += 1;
      return text as ComparisonOperator;
    }
    if (this.take("in")) return "in";
    if (this.is("not") && this.nextIs("in")) {
      this.at += 2;
      return "not in";
    }
    if (!this.take("is")) return null;
    return this.take("not") ? "is not" : "is";
  }

  binary(level: number): Expression {
    if (level === LEVELS.length) return this.factor();
    const { start } = this.token;
    let left = this.binary(level + 1);
    for (;;) {
      const operator = this.token.kind === "operator" ? LEVELS[level][this.token.text] : undefined;
      if (operator === undefined) return left;
      this.at += 1;
      const right = this.binary(level + 1);
      left = { kind: "BinaryOperation", operator, left, right, start, end: this.lastEnd };
    }
  }

  factor(): Expression {
    const { start, text } = this.token;
    if (!this.is("-") && !this.is("+") && !this.is("~")) return this.power();
    this.at += 1;
    const operand = this.deeper(() => this.factor());
    return { kind: "UnaryOperation", operator: text as "-" | "+" | "~", operand, start, end: this.lastEnd };
  }

  power(): Expression {
    const { start } = this.token;
    const left = this.awaited();
    if (!this.take("**")) return left;
    const right = this.deeper(() => this.factor());
    return { kind: "BinaryOperation", operator: BINARY.POWER, left, right, start, end: this.lastEnd };
  }

  awaited(): Expression {
    const { start } = this.token;
    if (!this.take("await")) return this.primary();
    const value = this.primary();
    return { kind: "Await", value, start, end: this.lastEnd };
  }

  // —— parameters ——

  /** Parameters up to before `closer`; annotations are read and dropped. */
  parameters(closer: string, annotated: boolean): Parameters {
    return new ParameterReader(this, closer, annotated).read();
  }
}
