/**
 * Expressions, by recursive descent with CPython's grammar and precedence.
 * Rule: a node's span runs from its first token to its last, brackets included where the grammar rule includes them.
 */
import { BINARY } from "../bytecode.ts";
import { ELLIPSIS } from "../objects/immutables.ts";
import { DEEPEST_NESTING, failTooDeep } from "./check-nesting.ts";
import type { SourceText, Span } from "./diagnostics.ts";
import { numberValue } from "./literals.ts";
import { checkPlainTarget, describeExpression } from "./targets.ts";
import type { FormatPiece, Token, TokenKind } from "./tokens.ts";
import type {
  Call,
  Comparison,
  ComparisonOperator,
  ComprehensionClause,
  Expression,
  FormattedPart,
  Keyword,
  Name,
  Parameter,
  Parameters,
  Slice,
} from "./tree.ts";

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
const STARTING_KEYWORDS: ReadonlySet<string> = new Set(["None", "True", "False", "not", "lambda", "await", "yield"]);
const STARTING_OPERATORS: ReadonlySet<string> = new Set(["(", "[", "{", "-", "+", "~", "..."]);

export class ExpressionParser {
  readonly source: SourceText;
  readonly tokens: readonly Token[];
  at = 0;
  /** Constructs around the token that were read by recursion, brackets and blocks aside: those have limits of their own. */
  depth = 0;
  /** Ends expressions of f-string fields as if within brackets. */
  readonly inField: boolean;

  constructor(source: SourceText, tokens: readonly Token[], inField = false) {
    this.source = source;
    this.tokens = tokens;
    this.inField = inField;
  }

  // —— tokens ——

  get token(): Token {
    return this.tokens[this.at];
  }

  /** End of the last token that was taken. */
  get lastEnd(): number {
    return this.at === 0 ? this.token.start : this.tokens[this.at - 1].end;
  }

  kindIs(kind: TokenKind): boolean {
    return this.token.kind === kind;
  }

  is(text: string): boolean {
    const { token } = this;
    return token.text === text && (token.kind === "operator" || token.kind === "keyword");
  }

  nextIs(text: string): boolean {
    const token = this.tokens[Math.min(this.at + 1, this.tokens.length - 1)];
    return token.text === text && (token.kind === "operator" || token.kind === "keyword");
  }

  take(text: string): boolean {
    if (!this.is(text)) return false;
    this.at += 1;
    return true;
  }

  expect(text: string): void {
    if (!this.take(text)) this.invalid();
  }

  takeName(): Token {
    const { token } = this;
    if (token.kind !== "name") this.invalid();
    this.at += 1;
    return token;
  }

  fail(span: Span, message: string): never {
    return this.source.fail(span, message);
  }

  /** Reads what lies within a construct. @throws ListingError where too many lie within each other */
  deeper<T>(read: () => T): T {
    this.depth += 1;
    if (this.depth > DEEPEST_NESTING) failTooDeep(this.source, this.token);
    const node = read();
    this.depth -= 1;
    return node;
  }

  /** "invalid syntax" at the current token, or what CPython says instead. */
  invalid(): never {
    const { token } = this;
    this.failUnclosed();
    if (token.kind === "indent") this.fail(token, "IndentationError: unexpected indent");
    if (token.kind === "dedent") this.fail(token, "IndentationError: unexpected unindent");
    return this.fail({ start: token.start, end: Math.max(token.end, token.start + 1) }, "invalid syntax");
  }

  /** A bracket that is never closed is the error when the text's end, or a line behind it, does not fit. */
  failUnclosed(): void {
    const { source, token } = this;
    const open = source.unclosed;
    if (open === null || this.inField) return;
    const behind = token.kind === "end" || source.lineAt(token.start) > source.lineAt(open.at);
    if (behind) this.fail({ start: open.at, end: open.at + 1 }, `'${open.text}' was never closed`);
  }

  startsExpression(): boolean {
    const { kind, text } = this.token;
    if (kind === "name" || kind === "number" || kind === "string" || kind === "fstring") return true;
    return kind === "keyword" ? STARTING_KEYWORDS.has(text) : kind === "operator" && STARTING_OPERATORS.has(text);
  }

  /** A closing bracket or comma was due after `last`. */
  expectCloser(text: string, last: Expression | null): void {
    if (this.take(text)) return;
    if (
      last !== null &&
      this.startsExpression() &&
      !this.is("yield") &&
      !(last.kind === "Name" && this.token.kind === "string")
    ) {
      const { start } = last;
      const next = this.expression();
      if (this.kindIs("end")) this.failUnclosed();
      if (!this.is("=")) this.fail({ start, end: next.end }, "invalid syntax. Perhaps you forgot a comma?");
    }
    this.invalid();
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

  primary(): Expression {
    const { start } = this.token;
    let node = this.atom();
    for (;;) {
      if (this.take(".")) {
        const name = this.takeName();
        node = { kind: "Attribute", value: node, name: name.text, nameStart: name.start, start, end: this.lastEnd };
      } else if (this.is("(")) node = this.call(node, start);
      else if (this.take("[")) {
        const index = this.subscript();
        this.expectCloser("]", index);
        node = { kind: "Subscript", value: node, index, start, end: this.lastEnd };
      } else return node;
    }
  }

  // —— subscripts ——

  subscript(): Expression {
    const { start } = this.token;
    const first = this.subscriptItem();
    if (!this.is(",")) return first;
    const items = [first];
    while (this.take(",") && !this.is("]")) items.push(this.subscriptItem());
    return { kind: "Tuple", items, parenthesized: false, start, end: this.lastEnd };
  }

  subscriptItem(): Expression {
    const { start } = this.token;
    if (this.is("*")) return this.starred();
    const lower = this.is(":") ? null : this.namedExpression();
    if (!this.is(":")) {
      if (lower === null) this.invalid();
      return lower;
    }
    this.expect(":");
    const upper = this.sliceBound();
    const step = this.take(":") ? this.sliceBound() : null;
    const node: Slice = { kind: "Slice", lower, upper, step, start, end: this.lastEnd };
    return node;
  }

  sliceBound(): Expression | null {
    return this.is(":") || this.is("]") || this.is(",") ? null : this.expression();
  }

  // —— calls ——

  call(callee: Expression, start: number): Call {
    this.expect("(");
    const { args, keywords } = this.callArguments();
    return { kind: "Call", callee, args, keywords, start, end: this.lastEnd };
  }

  /** Up to and with the closing bracket. */
  callArguments(): { args: Expression[]; keywords: Keyword[] } {
    const args: Expression[] = [];
    const keywords: Keyword[] = [];
    let last: Expression | null = null;
    while (!this.is(")")) {
      last = this.argument(args, keywords);
      if (!this.is(")") && !this.take(",")) this.expectCloser(")", last);
    }
    this.expect(")");
    return { args, keywords };
  }

  argument(args: Expression[], keywords: Keyword[]): Expression {
    const { start, kind, text } = this.token;
    if (this.take("**")) {
      const value = this.expression();
      keywords.push({ name: null, value, start, end: this.lastEnd });
      return value;
    }
    if ((kind === "name" || kind === "keyword") && this.nextIs("=")) return this.keywordArgument(keywords, start, text);
    return this.positionalArgument(args, keywords);
  }

  keywordArgument(keywords: Keyword[], start: number, name: string): Expression {
    if (name === "True" || name === "False" || name === "None")
      this.fail({ start, end: this.tokens[this.at + 1].end }, `cannot assign to ${name}`);
    if (this.token.kind === "keyword") this.invalid();
    this.at += 2;
    if (this.is(",") || this.is(")")) this.fail({ start, end: this.lastEnd }, "expected argument value expression");
    const value = this.expression();
    if (keywords.some((k) => k.name === name))
      this.fail({ start, end: this.lastEnd }, `keyword argument repeated: ${name}`);
    if (this.is("for"))
      this.fail(
        { start, end: this.tokens[this.at].end },
        "invalid syntax. Maybe you meant '==' or ':=' instead of '='?",
      );
    keywords.push({ name, value, start, end: this.lastEnd });
    return value;
  }

  positionalArgument(args: Expression[], keywords: Keyword[]): Expression {
    const { start } = this.token;
    const isStar = this.is("*");
    let node = isStar ? this.starredArgument() : this.namedExpression();
    if (this.is("for") || (this.is("async") && this.nextIs("for"))) {
      node = this.comprehension("generator", node, null, start);
      if (args.length > 0 || keywords.length > 0 || (this.is(",") && !this.nextIs(")")))
        this.fail(node, "Generator expression must be parenthesized");
      // The call's brackets are the generator expression's own.
      if (this.is(")")) node = { ...node, start: this.bracketBefore(start), end: this.token.end };
    }
    if (this.is("=")) {
      if (["True", "False", "None"].includes(describeExpression(node)))
        this.fail({ start, end: this.token.end }, `cannot assign to ${describeExpression(node)}`);
      this.fail({ start, end: this.token.end }, 'expression cannot contain assignment, perhaps you meant "=="?');
    }
    if (!isStar && keywords.length > 0) this.misplacedArgument(keywords);
    if (isStar && keywords.some((k) => k.name === null))
      this.fail(
        { start: this.bracketBefore(start), end: node.end },
        "iterable argument unpacking follows keyword argument unpacking",
      );
    args.push(node);
    return node;
  }

  /** Start of the bracket before the token that starts at `start`. */
  bracketBefore(start: number): number {
    let at = this.at;
    while (this.tokens[at].start > start) at -= 1;
    return this.tokens[at - 1].start;
  }

  misplacedArgument(keywords: readonly Keyword[]): never {
    const unpacked = keywords.some((k) => k.name === null);
    return this.fail(this.token, `positional argument follows keyword argument${unpacked ? " unpacking" : ""}`);
  }

  starredArgument(): Expression {
    const { start } = this.token;
    this.expect("*");
    if (this.is(")") || this.is(",")) this.fail(this.token, "Invalid star expression");
    const value = this.expression();
    return { kind: "Starred", value, start, end: this.lastEnd };
  }

  // —— comprehensions ——

  comprehension(
    shape: "list" | "set" | "dict" | "generator",
    element: Expression,
    value: Expression | null,
    start: number,
  ): Expression {
    if (element.kind === "Starred") this.fail(element, "iterable unpacking cannot be used in comprehension");
    const clauses = this.clauses();
    return { kind: "Comprehension", shape, element, value, clauses, start, end: this.lastEnd };
  }

  atComprehension(): boolean {
    return this.is("for") || (this.is("async") && this.nextIs("for"));
  }

  clauses(): ComprehensionClause[] {
    const clauses: ComprehensionClause[] = [];
    while (this.atComprehension()) {
      const { start } = this.token;
      const isAsync = this.take("async");
      this.expect("for");
      const target = this.targetList();
      if (!this.is("in")) this.fail(this.token, "'in' expected after for-loop variables");
      this.expect("in");
      const iterable = this.disjunction();
      const conditions: Expression[] = [];
      while (this.take("if")) conditions.push(this.disjunction());
      clauses.push({ target, iterable, conditions, isAsync, start, end: this.lastEnd });
    }
    return clauses;
  }

  // —— atoms ——

  atom(): Expression {
    const { token } = this;
    const { start, end } = token;
    switch (token.kind) {
      case "name":
        this.at += 1;
        return { kind: "Name", id: token.text, start, end };
      case "number":
        this.at += 1;
        return { kind: "Constant", value: numberValue(token.text), isString: false, start, end };
      case "string":
      case "fstring":
        return this.strings();
      case "keyword":
        return this.keywordAtom();
      case "operator":
        return this.bracketAtom();
      default:
        return this.invalid();
    }
  }

  keywordAtom(): Expression {
    const { start, end, text } = this.token;
    const value = text === "None" ? null : text === "True" ? true : text === "False" ? false : undefined;
    if (value === undefined) this.invalid();
    this.at += 1;
    return { kind: "Constant", value, isString: false, start, end };
  }

  bracketAtom(): Expression {
    const { start, end } = this.token;
    if (this.take("(")) return this.parenthesis(start);
    if (this.take("[")) return this.list(start);
    if (this.take("{")) return this.braces(start);
    if (this.take("...")) return { kind: "Constant", value: ELLIPSIS, isString: false, start, end };
    return this.invalid();
  }

  parenthesis(start: number): Expression {
    if (this.take(")")) return { kind: "Tuple", items: [], parenthesized: true, start, end: this.lastEnd };
    if (this.is("yield")) {
      const node = this.yieldExpression();
      this.expectCloser(")", null);
      return node;
    }
    const first = this.starNamedExpression();
    if (this.atComprehension()) {
      const clauses = this.clauses();
      if (first.kind === "Starred") this.fail(first, "iterable unpacking cannot be used in comprehension");
      this.expectCloser(")", clauses[clauses.length - 1].iterable);
      return {
        kind: "Comprehension",
        shape: "generator",
        element: first,
        value: null,
        clauses,
        start,
        end: this.lastEnd,
      };
    }
    if (!this.is(",")) return this.group(first);
    const items = this.rest(first, ")");
    if (items.length > 1 && this.atComprehension())
      this.fail(
        { start: first.start, end: items[items.length - 1].end },
        "did you forget parentheses around the comprehension target?",
      );
    this.expectCloser(")", items[items.length - 1]);
    return { kind: "Tuple", items, parenthesized: true, start, end: this.lastEnd };
  }

  group(node: Expression): Expression {
    this.refuseEqualSign(node);
    if (node.kind === "Starred") this.fail(node, "cannot use starred expression here");
    this.expectCloser(")", node);
    return node;
  }

  /** Further items after `first`, up to before the closer. */
  rest(first: Expression, closer: string): Expression[] {
    const items = [first];
    while (this.take(",") && !this.is(closer)) items.push(this.starNamedExpression());
    return items;
  }

  list(start: number): Expression {
    if (this.take("]")) return { kind: "List", items: [], start, end: this.lastEnd };
    const first = this.starNamedExpression();
    if (this.atComprehension()) {
      if (first.kind === "Starred") this.fail(first, "iterable unpacking cannot be used in comprehension");
      const clauses = this.clauses();
      this.expectCloser("]", clauses[clauses.length - 1].iterable);
      return { kind: "Comprehension", shape: "list", element: first, value: null, clauses, start, end: this.lastEnd };
    }
    this.refuseEqualSign(first);
    const items = this.rest(first, "]");
    if (items.length > 1 && this.atComprehension())
      this.fail(
        { start: first.start, end: items[items.length - 1].end },
        "did you forget parentheses around the comprehension target?",
      );
    this.expectCloser("]", items[items.length - 1]);
    return { kind: "List", items, start, end: this.lastEnd };
  }

  braces(start: number): Expression {
    if (this.take("}")) return { kind: "Dict", keys: [], values: [], start, end: this.lastEnd };
    if (this.is("**")) return this.dict(start, [], []);
    const first = this.starNamedExpression();
    if (first.kind !== "Starred" && this.is(":")) return this.dictOrComprehension(start, first);
    if (this.atComprehension()) {
      if (first.kind === "Starred") this.fail(first, "iterable unpacking cannot be used in comprehension");
      const clauses = this.clauses();
      this.expectCloser("}", clauses[clauses.length - 1].iterable);
      return { kind: "Comprehension", shape: "set", element: first, value: null, clauses, start, end: this.lastEnd };
    }
    this.refuseEqualSign(first);
    const items = this.rest(first, "}");
    this.expectCloser("}", items[items.length - 1]);
    return { kind: "SetDisplay", items, start, end: this.lastEnd };
  }

  dictOrComprehension(start: number, key: Expression): Expression {
    const value = this.dictValue();
    if (!this.atComprehension()) return this.dict(start, [key], [value]);
    const clauses = this.clauses();
    this.expectCloser("}", clauses[clauses.length - 1].iterable);
    return { kind: "Comprehension", shape: "dict", element: key, value, clauses, start, end: this.lastEnd };
  }

  dictValue(): Expression {
    const colon = this.token;
    this.expect(":");
    if (this.is("}") || this.is(",")) this.fail(colon, "expression expected after dictionary key and ':'");
    if (this.is("*")) this.fail(this.token, "cannot use a starred expression in a dictionary value");
    return this.expression();
  }

  dict(start: number, keys: (Expression | null)[], values: Expression[]): Expression {
    while (!this.is("}")) {
      if (keys.length > 0 && !this.take(",")) this.expectCloser("}", values[values.length - 1]);
      if (this.is("}")) break;
      const unpacking = this.token;
      if (this.take("**")) {
        keys.push(null);
        values.push(this.binary(0));
        if (this.atComprehension()) this.fail(unpacking, "dict unpacking cannot be used in dict comprehension");
      } else {
        const key = this.expression();
        if (!this.is(":")) this.fail({ start: key.end - 1, end: key.end }, "':' expected after dictionary key");
        keys.push(key);
        values.push(this.dictValue());
      }
    }
    this.expect("}");
    return { kind: "Dict", keys, values, start, end: this.lastEnd };
  }

  yieldExpression(): Expression {
    const { start } = this.token;
    this.expect("yield");
    if (this.take("from")) {
      const value = this.expression();
      return { kind: "YieldFrom", value, start, end: this.lastEnd };
    }
    const value = this.startsExpression() || this.is("*") ? this.starExpressions() : null;
    return { kind: "Yield", value, start, end: this.lastEnd };
  }

  // —— strings ——

  strings(): Expression {
    const { start } = this.token;
    const parts: FormattedPart[] = [];
    let formatted = false;
    while (this.token.kind === "string" || this.token.kind === "fstring") {
      const { token } = this;
      this.at += 1;
      if (token.kind === "fstring") {
        formatted = true;
        parts.push(...this.formattedParts(token.pieces ?? []));
      } else parts.push({ kind: "Constant", value: token.text, isString: true, start: token.start, end: token.end });
    }
    const merged = mergeTexts(parts);
    const end = this.lastEnd;
    if (formatted) return { kind: "JoinedString", parts: merged, start, end };
    const value = merged.length === 0 ? "" : (merged[0] as { value: string }).value;
    return { kind: "Constant", value, isString: true, start, end };
  }

  formattedParts(pieces: readonly FormatPiece[]): FormattedPart[] {
    const parts: FormattedPart[] = [];
    for (const piece of pieces) {
      const { start, end } = piece;
      if (piece.kind === "text") parts.push({ kind: "Constant", value: piece.text, isString: true, start, end });
      else {
        if (piece.echo !== null) parts.push({ kind: "Constant", value: piece.echo, isString: true, start, end });
        const value = new ExpressionParser(this.source, piece.tokens, true).fieldExpression(piece.start);
        const spec = piece.spec === null ? null : mergeTexts(this.formattedParts(piece.spec));
        const conversion = piece.echo !== null && piece.conversion === 0 && spec === null ? 2 : piece.conversion;
        parts.push({ kind: "FormattedField", value, conversion, spec, start, end });
      }
    }
    return parts;
  }

  /** The whole of a field's tokens. */
  fieldExpression(open: number): Expression {
    const { token } = this;
    if (!this.startsExpression() && !this.is("*")) {
      const message = "!:}=".includes(token.text)
        ? `f-string: valid expression required before '${token.text}'`
        : "f-string: expecting a valid expression after '{'";
      this.fail(token, message);
    }
    if (this.is("lambda"))
      this.fail(
        { start: token.start, end: this.tokens[this.tokens.length - 1].end },
        "f-string: lambda expressions are not allowed without parentheses",
      );
    const node = this.is("yield") ? this.yieldExpression() : this.starExpressions();
    if (this.token.kind !== "end") {
      if (this.startsExpression())
        this.fail({ start: node.start, end: this.token.end }, "invalid syntax. Perhaps you forgot a comma?");
      this.fail(this.token, "f-string: expecting '=', or '!', or ':', or '}'");
    }
    if (node.kind === "Starred") this.fail({ start: open + 1, end: node.end }, "can't use starred expression here");
    return node;
  }

  // —— parameters ——

  /** Parameters up to before `closer`; annotations are read and dropped. */
  parameters(closer: string, annotated: boolean): Parameters {
    return new ParameterReader(this, closer, annotated).read();
  }
}

/** Joins neighbouring literal texts, and drops empty ones beside others. */
function mergeTexts(parts: readonly FormattedPart[]): FormattedPart[] {
  const merged: FormattedPart[] = [];
  for (const part of parts) {
    const last = merged.at(-1);
    if (part.kind === "Constant" && last !== undefined && last.kind === "Constant") {
      merged[merged.length - 1] = { ...last, value: `${last.value as string}${part.value as string}`, end: part.end };
    } else merged.push(part);
  }
  return merged.length > 1 ? merged.filter((p) => p.kind !== "Constant" || p.value !== "") : merged;
}

/** Reads the parameters of a function or lambda. */
class ParameterReader {
  readonly parser: ExpressionParser;
  readonly closer: string;
  readonly annotated: boolean;
  readonly positional: Parameter[] = [];
  readonly defaults: Expression[] = [];
  readonly keywordOnly: Parameter[] = [];
  readonly keywordDefaults: (Expression | null)[] = [];
  positionalOnly = 0;
  star: Parameter | null = null;
  doubleStar: Parameter | null = null;
  afterStar = false;

  constructor(parser: ExpressionParser, closer: string, annotated: boolean) {
    this.parser = parser;
    this.closer = closer;
    this.annotated = annotated;
  }

  read(): Parameters {
    const { parser } = this;
    while (!parser.is(this.closer)) {
      if (this.doubleStar !== null) parser.fail(parser.token, "arguments cannot follow var-keyword argument");
      this.readOne();
      if (!parser.is(this.closer) && !parser.take(",")) parser.invalid();
    }
    this.refuseDuplicates();
    const { positional, positionalOnly, defaults, star, keywordOnly, keywordDefaults, doubleStar } = this;
    return { positional, positionalOnly, defaults, star, keywordOnly, keywordDefaults, doubleStar };
  }

  readOne(): void {
    const { parser } = this;
    if (parser.is("/")) this.readSlash();
    else if (parser.take("**")) {
      this.doubleStar = this.name();
      if (parser.is("=")) parser.fail(parser.token, "var-keyword argument cannot have default value");
    } else if (parser.is("*")) this.readStar();
    else this.readPlain();
  }

  readSlash(): void {
    const { parser } = this;
    if (this.positionalOnly > 0) parser.fail(parser.token, "/ may appear only once");
    if (this.afterStar) parser.fail(parser.token, "/ must be ahead of *");
    if (this.positional.length === 0) parser.fail(parser.token, "at least one argument must precede /");
    parser.at += 1;
    this.positionalOnly = this.positional.length;
  }

  readStar(): void {
    const { parser } = this;
    const { token } = parser;
    parser.at += 1;
    if (this.afterStar) parser.fail(token, "* argument may appear only once");
    this.afterStar = true;
    if (parser.token.kind === "name") {
      this.star = this.name();
      if (parser.is("=")) parser.fail(parser.token, "var-positional argument cannot have default value");
    } else if (parser.is(this.closer) || (parser.is(",") && (parser.nextIs(this.closer) || parser.nextIs("**")))) {
      parser.fail(token, "named arguments must follow bare *");
    }
  }

  readPlain(): void {
    const { parser } = this;
    const parameter = this.name();
    const fallback = parser.take("=") ? parser.expression() : null;
    if (this.afterStar) {
      this.keywordOnly.push(parameter);
      this.keywordDefaults.push(fallback);
      return;
    }
    if (fallback === null && this.defaults.length > 0)
      parser.fail(parameter, "parameter without a default follows parameter with a default");
    this.positional.push(parameter);
    if (fallback !== null) this.defaults.push(fallback);
  }

  name(): Parameter {
    const { parser } = this;
    const { token } = parser;
    if (parser.is("("))
      parser.fail(
        token,
        this.annotated
          ? "Function parameters cannot be parenthesized"
          : "Lambda expression parameters cannot be parenthesized",
      );
    parser.takeName();
    const parameter = { name: token.text, start: token.start, end: token.end };
    if (this.annotated && parser.take(":")) parser.starExpression();
    return parameter;
  }

  refuseDuplicates(): void {
    const seen = new Set<string>();
    const all = [...this.positional, this.star, ...this.keywordOnly, this.doubleStar];
    for (const parameter of all) {
      if (parameter === null) continue;
      if (seen.has(parameter.name))
        this.parser.fail(parameter, `duplicate argument '${parameter.name}' in function definition`);
      seen.add(parameter.name);
    }
  }
}
