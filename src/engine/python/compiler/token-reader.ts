/**
 * A parser's place among the tokens, and what CPython says where the next one does not fit.
 * Rule: nothing is given back: what was taken is known to belong to the construct that is being read.
 */
import { DEEPEST_NESTING, failTooDeep } from "./check-nesting.ts";
import type { SourceText, Span } from "./diagnostics.ts";
import type { Token, TokenKind } from "./tokens.ts";
import type { Expression } from "./tree.ts";

const STARTING_KEYWORDS: ReadonlySet<string> = new Set(["None", "True", "False", "not", "lambda", "await", "yield"]);
const STARTING_OPERATORS: ReadonlySet<string> = new Set(["(", "[", "{", "-", "+", "~", "..."]);

export abstract class TokenReader {
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

  protected abstract expression(): Expression;
}
