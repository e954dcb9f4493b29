/**
 * Statements and blocks, by recursive descent with CPython's grammar.
 * Rule: whole constructs that Python has and this subset has not are noted as refusals and skipped, so that one reading
 * finds them all; syntax errors end it.
 */
import { BINARY } from "../bytecode.ts";
import type { SourceText } from "./diagnostics.ts";
import { ExpressionParser } from "./parse-expressions.ts";
import { checkAssignable, checkDeletable, checkPlainTarget, describeExpression } from "./targets.ts";
import { type Token, tokenize } from "./tokens.ts";
import { ListingError } from "./diagnostics.ts";
import type { ExceptClause, Expression, ImportAlias, Keyword, Module, Statement, Try, WithItem } from "./tree.ts";

const AUGMENTED: Readonly<Record<string, number>> = {
  "+=": BINARY.ADD,
  "-=": BINARY.SUBTRACT,
  "*=": BINARY.MULTIPLY,
  "/=": BINARY.TRUE_DIVIDE,
  "//=": BINARY.FLOOR_DIVIDE,
  "%=": BINARY.REMAINDER,
  "@=": BINARY.MATRIX_MULTIPLY,
  "&=": BINARY.AND,
  "|=": BINARY.OR,
  "^=": BINARY.XOR,
  ">>=": BINARY.RSHIFT,
  "<<=": BINARY.LSHIFT,
  "**=": BINARY.POWER,
};

/** Names of a module; null for one that is not known. */
type NamesOf = (module: string) => ReadonlySet<string> | null;

class StatementParser extends ExpressionParser {
  /** End of the last statement of the block that was read last: compound statements end there. */
  bodyEnd = 0;
  namesOf: NamesOf = () => null;

  module(): Module {
    const body: Statement[] = [];
    while (this.token.kind !== "end") this.statement(body);
    return { kind: "Module", body, start: 0, end: this.source.text.length };
  }

  statement(into: Statement[]): void {
    if (this.token.kind === "newline") {
      this.at += 1;
      return;
    }
    const compound = this.compound();
    if (compound === null) this.simpleLine(into);
    else if (compound !== "skipped") into.push(compound);
  }

  compound(): Statement | "skipped" | null {
    const { text, kind } = this.token;
    if (kind === "name") return this.softKeyword();
    if (kind === "operator") return text === "@" ? this.decorated() : null;
    if (kind !== "keyword") return null;
    switch (text) {
      case "if":
        return this.ifStatement("if");
      case "while":
        return this.whileStatement();
      case "for":
        return this.forStatement(false, this.token.start);
      case "def":
        return this.definition([], false, this.token.start);
      case "class":
        return this.classDefinition([], this.token.start);
      case "try":
        return this.tryStatement();
      case "with":
        return this.withStatement(false, this.token.start);
      case "async":
        return this.asyncStatement([]);
      default:
        return null;
    }
  }

  // —— blocks ——

  /** After a header: `:` and its statements. `what` names the construct for messages. */
  block(what: string, headerStart: number): Statement[] {
    const body = this.blockOf(what, headerStart);
    this.bodyEnd = body.at(-1)?.end ?? this.lastEnd;
    return body;
  }

  blockOf(what: string, headerStart: number): Statement[] {
    this.expectColon();
    const body: Statement[] = [];
    if (!this.kindIs("newline")) {
      this.simpleLine(body);
      return body;
    }
    this.at += 1;
    if (!this.kindIs("indent")) {
      this.fail(
        { start: this.token.start, end: Math.max(this.token.end, this.token.start + 1) },
        `IndentationError: expected an indented block after ${what} on line ${this.source.lineAt(headerStart)}`,
      );
    }
    this.at += 1;
    while (this.token.kind !== "dedent" && this.token.kind !== "end") this.statement(body);
    if (this.token.kind === "dedent") this.at += 1;
    return body;
  }

  expectColon(): void {
    if (this.take(":")) return;
    const { token } = this;
    const last = this.tokens[this.at - 1];
    if (this.is("=") || (this.startsExpression() && last.kind !== "keyword")) this.invalid();
    this.fail({ start: token.start, end: Math.max(token.end, token.start + 1) }, "expected ':'");
  }

  condition(): Expression {
    const node = this.namedExpression();
    this.refuseEqualSign(node);
    return node;
  }

  ifStatement(word: "if" | "elif"): Statement {
    const { start } = this.token;
    this.at += 1;
    const test = this.condition();
    const body = this.block(`'${word}' statement`, start);
    let orElse: Statement[] = [];
    if (this.is("elif")) orElse = [this.deeper(() => this.ifStatement("elif"))];
    else orElse = this.elseBlock();
    return { kind: "If", test, body, orElse, start, end: this.bodyEnd };
  }

  elseBlock(): Statement[] {
    const { start } = this.token;
    return this.take("else") ? this.block("'else' statement", start) : [];
  }

  whileStatement(): Statement {
    const { start } = this.token;
    this.at += 1;
    const test = this.condition();
    const body = this.block("'while' statement", start);
    const orElse = this.elseBlock();
    return { kind: "While", test, body, orElse, start, end: this.bodyEnd };
  }

  forStatement(isAsync: boolean, start: number): Statement {
    const header = this.token.start;
    this.at += 1;
    const target = this.targetList();
    this.expect("in");
    const iterable = this.starExpressions();
    const body = this.block("'for' statement", header);
    const orElse = this.elseBlock();
    return { kind: "For", target, iterable, body, orElse, isAsync, start, end: this.bodyEnd };
  }

  // —— with ——

  withStatement(isAsync: boolean, start: number): Statement {
    const header = this.token.start;
    this.at += 1;
    const items = this.parenthesizedItems() ?? this.withItems(":");
    const body = this.block("'with' statement", header);
    return { kind: "With", items, body, isAsync, start, end: this.bodyEnd };
  }

  /** `with (a as b, c as d):`; null when the bracket belongs to an expression. */
  parenthesizedItems(): WithItem[] | null {
    if (!this.is("(")) return null;
    const { at: before, depth } = this;
    try {
      this.at += 1;
      const items = this.withItems(")");
      this.expect(")");
      if (this.is(":")) return items;
    } catch (error) {
      if (!(error instanceof ListingError)) throw error;
    }
    this.at = before;
    this.depth = depth;
    return null;
  }

  withItems(closer: string): WithItem[] {
    const items: WithItem[] = [];
    do {
      if (items.length > 0 && this.is(closer) && closer === ")") break;
      const { start } = this.token;
      const context = this.expression();
      let target: Expression | null = null;
      if (this.take("as")) {
        target = this.is("*") ? this.starred() : this.binary(0);
        checkPlainTarget(this.source, target);
      }
      items.push({ context, target, start, end: this.lastEnd });
    } while (this.take(","));
    return items;
  }

  // —— try ——

  tryStatement(): Statement {
    const { start } = this.token;
    this.at += 1;
    const body = this.block("'try' statement", start);
    const clauses: ExceptClause[] = [];
    const isStar = this.is("except") && this.tokens[this.at + 1].text === "*";
    while (this.is("except")) clauses.push(this.exceptClause(clauses, isStar));
    const elseToken = this.token;
    const orElse = clauses.length > 0 ? this.elseBlock() : [];
    const finallyStart = this.token.start;
    const finalBody = this.take("finally") ? this.block("'finally' statement", finallyStart) : [];
    if (clauses.length === 0 && finalBody.length === 0) {
      this.fail(
        { start: elseToken.start, end: Math.max(elseToken.end, elseToken.start + 1) },
        "expected 'except' or 'finally' block",
      );
    }
    const node: Try = { kind: "Try", isStar, body, clauses, orElse, finalBody, start, end: this.bodyEnd };
    return node;
  }

  exceptClause(former: readonly ExceptClause[], isStar: boolean): ExceptClause {
    const { start } = this.token;
    this.at += 1;
    if (this.take("*") !== isStar)
      this.fail({ start, end: start + 6 }, "cannot have both 'except' and 'except*' on the same 'try'");
    if (isStar && this.is(":")) this.fail(this.token, "expected one or more exception types");
    const bare = former.find((c) => c.type === null);
    if (bare !== undefined) this.fail({ start: bare.start, end: bare.start + 6 }, "default 'except:' must be last");
    const type = this.is(":") ? null : this.expression();
    if (type !== null && this.is(","))
      this.fail({ start: type.start, end: this.lineEnd() }, "multiple exception types must be parenthesized");
    const name = type !== null && this.take("as") ? this.takeName().text : null;
    const body = this.block(isStar ? "'except*' statement" : "'except' statement", start);
    return { type, name, body, start, end: this.bodyEnd };
  }

  lineEnd(): number {
    let i = this.at;
    while (this.tokens[i].kind !== "newline" && this.tokens[i].kind !== "end" && this.tokens[i].text !== ":") i += 1;
    return this.tokens[i].start;
  }

  // —— definitions ——

  decorated(): Statement {
    const { start } = this.token;
    const decorators: Expression[] = [];
    while (this.take("@")) {
      decorators.push(this.namedExpression());
      if (this.token.kind !== "newline") this.invalid();
      while (this.token.kind === "newline") this.at += 1;
    }
    if (this.is("def")) return this.definition(decorators, false, this.token.start);
    if (this.is("class")) return this.classDefinition(decorators, this.token.start);
    if (this.is("async") && this.nextIs("def")) return this.asyncStatement(decorators);
    return this.fail({ start: this.token.start, end: Math.max(this.token.end, start + 1) }, "invalid syntax");
  }

  asyncStatement(decorators: readonly Expression[]): Statement {
    const { start } = this.token;
    this.at += 1;
    if (this.is("def")) return this.definition(decorators, true, start);
    if (this.is("for")) return this.forStatement(true, start);
    if (this.is("with")) return this.withStatement(true, start);
    return this.invalid();
  }

  definition(decorators: readonly Expression[], isAsync: boolean, start: number): Statement {
    const header = this.token.start;
    this.at += 1;
    const name = this.takeName();
    this.skipTypeParameters();
    if (!this.take("("))
      this.fail({ start: this.token.start, end: Math.max(this.token.end, this.token.start + 1) }, "expected '('");
    const parameters = this.parameters(")", true);
    this.expect(")");
    if (this.take("->")) this.expression();
    const body = this.block("function definition", header);
    return {
      kind: "FunctionDefinition",
      name: name.text,
      nameStart: name.start,
      parameters,
      body,
      decorators,
      isAsync,
      start,
      end: this.bodyEnd,
    };
  }

  classDefinition(decorators: readonly Expression[], start: number): Statement {
    this.at += 1;
    const name = this.takeName();
    this.skipTypeParameters();
    let bases: Expression[] = [];
    let keywords: Keyword[] = [];
    if (this.take("(")) ({ args: bases, keywords } = this.callArguments());
    const body = this.block("class definition", start);
    return {
      kind: "ClassDefinition",
      name: name.text,
      nameStart: name.start,
      bases,
      keywords,
      body,
      decorators,
      start,
      end: this.bodyEnd,
    };
  }

  skipTypeParameters(): void {
    if (!this.is("[")) return;
    const { start } = this.token;
    let depth = 0;
    do {
      if (this.is("[")) depth += 1;
      if (this.is("]")) depth -= 1;
      this.at += 1;
    } while (depth > 0);
    this.source.refuse(
      { start, end: this.lastEnd },
      "type parameters are not in this subset",
      "no type parameters: annotations are not looked at",
    );
  }

  // —— constructs known by their place ——

  softKeyword(): "skipped" | null {
    const { text, start } = this.token;
    if (text === "match" && this.isMatch()) {
      this.skipBlock();
      this.source.refuse({ start, end: start + 5 }, "the match statement is not in this subset", "if and elif");
      return "skipped";
    }
    if (text === "type" && this.tokens[this.at + 1].kind === "name") {
      while (this.token.kind !== "newline" && this.token.kind !== "end") this.at += 1;
      this.source.refuse({ start, end: this.lastEnd }, "type aliases are not in this subset", "a plain assignment");
      return "skipped";
    }
    return null;
  }

  /** `match …:` whose block begins with `case`. */
  isMatch(): boolean {
    let i = this.at;
    while (this.tokens[i].kind !== "newline" && this.tokens[i].kind !== "end") i += 1;
    const rest = this.tokens.slice(i - 1, i + 3);
    return rest.length === 4 && rest[0].text === ":" && rest[2].kind === "indent" && rest[3].text === "case";
  }

  skipBlock(): void {
    let depth = 0;
    do {
      if (this.token.kind === "indent") depth += 1;
      if (this.token.kind === "dedent") depth -= 1;
      this.at += 1;
    } while (this.token.kind !== "end" && (depth > 0 || this.tokens[this.at - 1].kind !== "dedent"));
  }

  // —— simple statements ——

  simpleLine(into: Statement[]): void {
    do {
      into.push(this.simple());
      if (!this.take(";")) break;
    } while (this.token.kind !== "newline" && this.token.kind !== "end");
    if (this.token.kind === "newline") this.at += 1;
    else if (this.token.kind !== "end") this.invalid();
  }

  simple(): Statement {
    const { token } = this;
    const { start } = token;
    if (token.kind !== "keyword") return this.expressionStatement();
    switch (token.text) {
      case "pass":
        this.at += 1;
        return { kind: "Pass", start, end: this.lastEnd };
      case "break":
        this.at += 1;
        return { kind: "Break", start, end: this.lastEnd };
      case "continue":
        this.at += 1;
        return { kind: "Continue", start, end: this.lastEnd };
      case "return": {
        this.at += 1;
        const value = this.startsExpression() || this.is("*") ? this.starExpressions() : null;
        return { kind: "Return", value, start, end: this.lastEnd };
      }
      case "raise":
        return this.raiseStatement();
      case "global":
      case "nonlocal":
        return this.scopeStatement(token);
      case "del":
        return this.deleteStatement();
      case "assert":
        return this.assertStatement();
      case "import":
        return this.importStatement();
      case "from":
        return this.importFromStatement();
      default:
        return this.expressionStatement();
    }
  }

  raiseStatement(): Statement {
    const { start } = this.token;
    this.at += 1;
    const exception = this.startsExpression() ? this.expression() : null;
    const cause = exception !== null && this.take("from") ? this.expression() : null;
    return { kind: "Raise", exception, cause, start, end: this.lastEnd };
  }

  scopeStatement(word: Token): Statement {
    this.at += 1;
    const names = [this.takeName().text];
    while (this.take(",")) names.push(this.takeName().text);
    return { kind: word.text === "global" ? "Global" : "Nonlocal", names, start: word.start, end: this.lastEnd };
  }

  deleteStatement(): Statement {
    const { start } = this.token;
    this.at += 1;
    const node = this.commaList(() => this.starNamedExpression());
    checkDeletable(this.source, node);
    const targets = node.kind === "Tuple" && !node.parenthesized ? node.items : [node];
    return { kind: "Delete", targets, start, end: this.lastEnd };
  }

  assertStatement(): Statement {
    const { start } = this.token;
    this.at += 1;
    const test = this.condition();
    const message = this.take(",") ? this.expression() : null;
    return { kind: "Assert", test, message, start, end: this.lastEnd };
  }

  dottedName(): string {
    let name = this.takeName().text;
    while (this.take(".")) name += `.${this.takeName().text}`;
    return name;
  }

  importStatement(): Statement {
    const { start } = this.token;
    this.at += 1;
    const names: ImportAlias[] = [];
    this.expectImportedName();
    do {
      const at = this.token.start;
      const name = this.dottedName();
      const alias = this.take("as") ? this.takeName().text : null;
      names.push({ name, alias, start: at, end: this.lastEnd });
    } while (this.take(","));
    return { kind: "Import", names, start, end: this.lastEnd };
  }

  importFromStatement(): Statement {
    const { start } = this.token;
    this.at += 1;
    let dots = "";
    while (this.is(".") || this.is("...")) {
      dots += this.token.text;
      this.at += 1;
    }
    const module = this.is("import") ? dots : dots + this.dottedName();
    this.expect("import");
    if (this.take("*")) return this.importOfAll(module, start);
    const names = this.importedNames();
    return { kind: "ImportFrom", module, star: false, names, start, end: this.lastEnd };
  }

  importOfAll(module: string, start: number): Statement {
    const end = this.lastEnd;
    const place = { start: end - 1, end };
    const names = this.publicNames(module).map((name) => ({ name, alias: null, ...place }));
    return { kind: "ImportFrom", module, star: true, names, start, end };
  }

  /** What `import *` binds: only what the listing mentions, so that nothing else is among its module-level names. */
  publicNames(module: string): readonly string[] {
    const names = this.namesOf(module);
    if (names === null) return [];
    const mentioned = new Set(this.source.text.match(/[\p{L}_][\p{L}\p{N}_]*/gu));
    return [...names].filter((name) => !name.startsWith("_") && mentioned.has(name));
  }

  expectImportedName(): void {
    if (this.token.kind === "newline")
      this.fail({ start: this.token.start, end: this.token.start }, "Expected one or more names after 'import'");
  }

  importedNames(): ImportAlias[] {
    const names: ImportAlias[] = [];
    this.expectImportedName();
    const bracket = this.take("(");
    do {
      if (names.length > 0 && this.is(")") && bracket) break;
      if (names.length > 0 && !bracket && this.token.kind !== "name")
        this.fail(this.token, "trailing comma not allowed without surrounding parentheses");
      const token = this.takeName();
      const alias = this.take("as") ? this.takeName().text : null;
      names.push({ name: token.text, alias, start: token.start, end: this.lastEnd });
    } while (this.take(","));
    if (bracket) this.expect(")");
    return names;
  }

  // —— expressions and assignments ——

  rightSide(): Expression {
    return this.is("yield") ? this.yieldExpression() : this.starExpressions();
  }

  expressionStatement(): Statement {
    const { start } = this.token;
    const first = this.rightSide();
    if (this.is("=")) return this.assignment(first, start);
    if (this.token.kind === "operator" && AUGMENTED[this.token.text] !== undefined) return this.augmented(first, start);
    if (this.is(":") && !this.inField) return this.annotated(first, start);
    this.refuseLegacyCall(first);
    if (this.is(":=")) this.invalid();
    if (first.kind === "Starred") this.fail(first, "can't use starred expression here");
    return { kind: "ExpressionStatement", value: first, start, end: this.lastEnd };
  }

  refuseLegacyCall(node: Expression): void {
    if (node.kind !== "Name" || (node.id !== "print" && node.id !== "exec") || !this.startsExpression()) return;
    const last = this.starExpressions();
    this.fail(
      { start: node.start, end: last.end },
      `Missing parentheses in call to '${node.id}'. Did you mean ${node.id}(...)?`,
    );
  }

  assignment(first: Expression, start: number): Statement {
    const targets: Expression[] = [];
    let value = first;
    while (this.take("=")) {
      if (value.kind === "Yield" || value.kind === "YieldFrom")
        this.fail(value, "assignment to yield expression not possible");
      checkAssignable(this.source, value);
      targets.push(value);
      value = this.rightSide();
    }
    if (value.kind === "Starred") this.fail(value, "can't use starred expression here");
    if (this.is(":=")) this.invalid();
    return { kind: "Assign", targets, value, start, end: this.lastEnd };
  }

  augmented(target: Expression, start: number): Statement {
    const operator = AUGMENTED[this.token.text];
    if (target.kind !== "Name" && target.kind !== "Attribute" && target.kind !== "Subscript") {
      this.fail(target, `'${describeExpression(target)}' is an illegal expression for augmented assignment`);
    }
    this.at += 1;
    const value = this.rightSide();
    return { kind: "AugmentedAssign", target, operator, value, start, end: this.lastEnd };
  }

  annotated(target: Expression, start: number): Statement {
    if (target.kind === "Tuple") this.fail(target, "only single target (not tuple) can be annotated");
    if (target.kind === "List") this.fail(target, "only single target (not list) can be annotated");
    if (target.kind !== "Name" && target.kind !== "Attribute" && target.kind !== "Subscript")
      this.misplacedColon(target);
    this.at += 1;
    this.expression();
    const value = this.take("=") ? this.rightSide() : null;
    return { kind: "AnnotatedAssign", target, value, start, end: this.lastEnd };
  }

  misplacedColon(target: Expression): never {
    const after = this.tokens[this.at + 1].kind;
    if (after === "newline" || after === "end") this.invalid();
    return this.fail(target, "illegal target for annotation");
  }
}

/** @throws ListingError at the first syntax error */
export function parse(source: SourceText, namesOf: NamesOf = () => null): Module {
  const parser = new StatementParser(source, tokenize(source));
  parser.namesOf = namesOf;
  return parser.module();
}
