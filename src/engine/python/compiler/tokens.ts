/**
 * Cuts a listing into tokens as CPython's tokenizer does: indentation, joined lines, strings, f-strings with their fields.
 * Rule: what CPython's tokenizer refuses is refused here, in its words; the parser never sees it.
 */
import type { SourceText, Span } from "./diagnostics.ts";
import { scanNumber, unescape } from "./literals.ts";

export type TokenKind =
  | "name"
  | "keyword"
  | "number"
  | "string"
  | "fstring"
  | "operator"
  | "newline"
  | "indent"
  | "dedent"
  | "end";

/** A literal stretch of an f-string, or a field in braces. */
export type FormatPiece =
  | { readonly kind: "text"; readonly text: string; readonly start: number; readonly end: number }
  | {
      readonly kind: "field";
      readonly tokens: readonly Token[];
      /** Text of the expression with `=` and blanks, for `{x=}`; null without. */
      readonly echo: string | null;
      readonly conversion: number;
      readonly spec: readonly FormatPiece[] | null;
      readonly start: number;
      readonly end: number;
    };

export interface Token {
  readonly kind: TokenKind;
  /** The text as written (names in NFKC; the value for strings). */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly pieces?: readonly FormatPiece[];
  /** True inside brackets. */
  readonly nested: boolean;
}

const KEYWORDS: ReadonlySet<string> = new Set([
  "False",
  "None",
  "True",
  "and",
  "as",
  "assert",
  "async",
  "await",
  "break",
  "class",
  "continue",
  "def",
  "del",
  "elif",
  "else",
  "except",
  "finally",
  "for",
  "from",
  "global",
  "if",
  "import",
  "in",
  "is",
  "lambda",
  "nonlocal",
  "not",
  "or",
  "pass",
  "raise",
  "return",
  "try",
  "while",
  "with",
  "yield",
]);

const OPERATORS = [
  "**=",
  "//=",
  ">>=",
  "<<=",
  "...",
  "!=",
  "->",
  "+=",
  "-=",
  "*=",
  "/=",
  "%=",
  "&=",
  "|=",
  "^=",
  "@=",
  ":=",
  "**",
  "//",
  "<<",
  ">>",
  "<=",
  ">=",
  "==",
  "+",
  "-",
  "*",
  "/",
  "%",
  "@",
  "&",
  "|",
  "^",
  "~",
  "<",
  ">",
  "(",
  ")",
  "[",
  "]",
  "{",
  "}",
  ",",
  ":",
  ";",
  ".",
  "=",
];

const CLOSERS: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };
const NAME = /[\p{XIDS}_][\p{XIDC}]*/uy;
const STRING_START = /([rRbBuUfF]{0,2})('''|"""|'|")/y;

interface Bracket {
  readonly text: string;
  readonly at: number;
}

class Tokenizer {
  readonly source: SourceText;
  readonly text: string;
  readonly tokens: Token[] = [];
  readonly brackets: Bracket[] = [];
  /** Columns of open blocks, counted with tabs to 8 and with tabs as 1: both must agree. */
  readonly indents: { wide: number; narrow: number }[] = [{ wide: 0, narrow: 0 }];
  at: number;
  lineStart = true;
  /** Fields of an f-string within format specs of fields. */
  readonly specDepth: number;
  readonly inField: boolean;

  constructor(source: SourceText, at: number, inField = false, specDepth = 0) {
    this.source = source;
    this.text = source.text;
    this.at = at;
    this.inField = inField;
    this.specDepth = specDepth;
  }

  fail(span: Span, message: string): never {
    return this.source.fail(span, message);
  }

  push(kind: TokenKind, start: number, end: number, text = this.text.slice(start, end)): void {
    this.tokens.push({ kind, text, start, end, nested: this.brackets.length > 0 });
  }

  all(): Token[] {
    while (this.at < this.text.length) {
      if (this.lineStart && this.brackets.length === 0) this.readIndent();
      else this.readToken();
    }
    this.finish();
    return this.tokens;
  }

  finish(): void {
    this.source.unclosed = this.brackets.at(-1) ?? null;
    const end = this.text.length;
    if (!this.lineStart && this.source.unclosed === null) this.push("newline", end, end, "");
    for (let i = this.indents.length; i > 1; i--) this.push("dedent", end, end, "");
    this.push("end", end, end, "");
  }

  /** At the start of a line: blank lines and comments say nothing, others indent, dedent or go on. */
  readIndent(): void {
    const start = this.at;
    let wide = 0;
    let narrow = 0;
    for (; ; this.at++) {
      const c = this.text[this.at];
      if (c === " ") {
        wide += 1;
        narrow += 1;
      } else if (c === "\t") {
        wide = (Math.floor(wide / 8) + 1) * 8;
        narrow += 1;
      } else if (c === "\f") {
        wide = 0;
        narrow = 0;
      } else break;
    }
    const c = this.text[this.at];
    if (c === undefined || c === "\n" || c === "#" || (c === "\r" && this.text[this.at + 1] === "\n")) this.skipLine();
    else {
      this.lineStart = false;
      this.indentTo(start, wide, narrow);
    }
  }

  skipLine(): void {
    const end = this.text.indexOf("\n", this.at);
    this.at = end < 0 ? this.text.length : end + 1;
  }

  indentTo(start: number, wide: number, narrow: number): void {
    const top = this.indents[this.indents.length - 1];
    if (wide === top.wide) {
      if (narrow !== top.narrow) this.tabError(start);
    } else if (wide > top.wide) {
      if (narrow <= top.narrow) this.tabError(start);
      this.indents.push({ wide, narrow });
      this.push("indent", start, this.at);
    } else this.dedentTo(start, wide, narrow);
  }

  lineEnd(): Span {
    const end = this.text.indexOf("\n", this.at);
    const at = end < 0 ? this.text.length : end;
    return { start: at, end: at };
  }

  dedentTo(start: number, wide: number, narrow: number): void {
    while (wide < this.indents[this.indents.length - 1].wide) {
      this.indents.pop();
      this.push("dedent", this.at, this.at, "");
    }
    const top = this.indents[this.indents.length - 1];
    // CPython marks the end of that line.
    if (wide !== top.wide)
      this.fail(this.lineEnd(), "IndentationError: unindent does not match any outer indentation level");
    if (narrow !== top.narrow) this.tabError(start);
  }

  tabError(start: number): never {
    return this.fail({ start, end: this.at }, "TabError: inconsistent use of tabs and spaces in indentation");
  }

  readToken(): void {
    const c = this.text[this.at];
    if (c === " " || c === "\t" || c === "\f") this.at += 1;
    else if (c === "\n" || (c === "\r" && this.text[this.at + 1] === "\n")) this.readNewline();
    else if (c === "#") this.at = this.endOfLine();
    else if (c === "\\") this.joinLine();
    else if (!this.readString() && !this.readName()) this.readRest(c);
  }

  endOfLine(): number {
    const end = this.text.indexOf("\n", this.at);
    return end < 0 ? this.text.length : end;
  }

  readNewline(): void {
    const length = this.text[this.at] === "\r" ? 2 : 1;
    if (this.brackets.length === 0) {
      this.push("newline", this.at, this.at + length, "");
      this.lineStart = true;
    }
    this.at += length;
  }

  joinLine(): void {
    const next = this.text[this.at + 1] === "\r" ? this.at + 2 : this.at + 1;
    if (this.text[next] !== "\n")
      this.fail({ start: this.at + 1, end: this.at + 2 }, "unexpected character after line continuation character");
    if (next + 1 >= this.text.length) this.fail({ start: this.at, end: this.at + 1 }, "unexpected EOF while parsing");
    this.at = next + 1;
  }

  readName(): boolean {
    NAME.lastIndex = this.at;
    const match = NAME.exec(this.text);
    if (match === null) return false;
    const end = this.at + match[0].length;
    const text = match[0].normalize("NFKC");
    this.push(KEYWORDS.has(text) ? "keyword" : "name", this.at, end, text);
    this.at = end;
    return true;
  }

  readRest(c: string): void {
    if (/[0-9]/.test(c) || (c === "." && /[0-9]/.test(this.text[this.at + 1] ?? ""))) {
      const end = scanNumber(this.source, this.at);
      this.push("number", this.at, end);
      this.at = /[jJ]/.test(this.text[end] ?? "") ? end + 1 : end;
    } else this.readOperator();
  }

  readOperator(): void {
    const operator = OPERATORS.find((o) => this.text.startsWith(o, this.at));
    if (operator === undefined) this.badCharacter();
    else {
      if (CLOSERS[operator] !== undefined) this.openBracket(operator);
      else if (operator === ")" || operator === "]" || operator === "}") this.closeBracket(operator);
      else this.push("operator", this.at, this.at + operator.length);
      this.at += operator.length;
    }
  }

  openBracket(text: string): void {
    this.push("operator", this.at, this.at + 1);
    this.brackets.push({ text, at: this.at });
    if (this.brackets.length > 200) this.fail({ start: this.at, end: this.at + 1 }, "too many nested parentheses");
  }

  closeBracket(text: string): void {
    const span = { start: this.at, end: this.at + 1 };
    const open = this.brackets.pop();
    if (open === undefined) this.fail(span, `${this.inField ? "f-string: " : ""}unmatched '${text}'`);
    else if (CLOSERS[open.text] !== text) {
      const line = this.source.lineAt(open.at);
      const where = line === this.source.lineAt(this.at) ? "" : ` on line ${line}`;
      this.fail(span, `closing parenthesis '${text}' does not match opening parenthesis '${open.text}'${where}`);
    }
    this.push("operator", this.at, this.at + 1);
  }

  badCharacter(): never {
    const point = this.text.codePointAt(this.at) ?? 0;
    const character = String.fromCodePoint(point);
    const code = point.toString(16).toUpperCase().padStart(4, "0");
    const span = { start: this.at, end: this.at + character.length };
    if (character === "$" || character === "?" || character === "!" || character === "`")
      this.fail(span, "invalid syntax");
    if (/[\p{C}\p{Z}]/u.test(character)) this.fail(span, `invalid non-printable character U+${code}`);
    return this.fail(span, `invalid character '${character}' (U+${code})`);
  }

  readString(): boolean {
    STRING_START.lastIndex = this.at;
    const match = STRING_START.exec(this.text);
    if (match === null) return false;
    const prefix = match[1].toLowerCase();
    if (!["", "r", "b", "u", "f", "br", "rb", "fr", "rf"].includes(prefix)) return false;
    const start = this.at;
    this.at += match[0].length;
    const raw = prefix.includes("r");
    if (prefix.includes("f")) this.readFormatString(start, match[2], raw);
    else this.readPlainString(start, match[2], raw, prefix.includes("b"));
    return true;
  }

  readPlainString(start: number, quote: string, raw: boolean, bytes: boolean): void {
    const inside = this.at;
    for (;;) {
      if (this.text.startsWith(quote, this.at)) break;
      const c = this.text[this.at];
      if (c === undefined || (c === "\n" && quote.length === 1)) this.unterminated(start, quote, "string");
      this.at += c === "\\" && this.at + 1 < this.text.length ? (this.text.startsWith("\r\n", this.at + 1) ? 3 : 2) : 1;
    }
    const body = this.text.slice(inside, this.at).replaceAll("\r\n", "\n");
    this.at += quote.length;
    if (bytes) this.source.refuse({ start, end: this.at }, "bytes are not in this subset", "a str");
    this.push("string", start, this.at, raw ? body : unescape(this.source, body, inside));
  }

  unterminated(start: number, quote: string, what: string): never {
    const triple = quote.length === 3 ? "triple-quoted " : "";
    const lastLine = this.source.lineAt(Math.min(this.at, Math.max(0, this.text.length - 1)));
    return this.fail({ start, end: start + 1 }, `unterminated ${triple}${what} literal (detected at line ${lastLine})`);
  }

  readFormatString(start: number, quote: string, raw: boolean): void {
    const pieces = this.readPieces(start, quote, raw, false);
    this.at += quote.length;
    this.tokens.push({ kind: "fstring", text: "", start, end: this.at, pieces, nested: this.brackets.length > 0 });
  }

  /** Up to the closing quote, or in a format spec up to `}`; neither is consumed. */
  readPieces(start: number, quote: string, raw: boolean, inSpec: boolean): FormatPiece[] {
    const pieces: FormatPiece[] = [];
    let text = "";
    let textStart = this.at;
    const flush = (): void => {
      if (text !== "") pieces.push({ kind: "text", text, start: textStart, end: this.at });
      text = "";
    };
    for (;;) {
      const c = this.text[this.at];
      if (inSpec && (c === "}" || c === undefined || this.text.startsWith(quote, this.at))) break;
      if (this.text.startsWith(quote, this.at)) break;
      if (c === undefined || (c === "\n" && quote.length === 1)) {
        if (inSpec) this.fail({ start: this.at, end: this.at + 1 }, "f-string: expecting '}', or format specs");
        this.unterminated(start, quote, "f-string");
      }
      if (text === "") textStart = this.at;
      if ((c === "{" || c === "}") && !inSpec && this.text[this.at + 1] === c) {
        text += c;
        this.at += 2;
      } else if (c === "{") {
        flush();
        pieces.push(this.readField(start, quote, raw, inSpec ? 1 : 0));
      } else if (c === "}") this.fail({ start: this.at, end: this.at + 1 }, "f-string: single '}' is not allowed");
      else text += this.readFormatText(raw);
    }
    flush();
    return pieces;
  }

  /** One character of literal text, or one escape. */
  readFormatText(raw: boolean): string {
    const c = this.text[this.at];
    if (c !== "\\" || raw) {
      const two = c === "\\" && /["'\\]/.test(this.text[this.at + 1] ?? "");
      const out = this.text.slice(this.at, this.at + (two ? 2 : 1));
      this.at += out.length;
      return out;
    }
    const escape =
      /^\\(?:x[0-9a-fA-F]{0,2}|u[0-9a-fA-F]{0,4}|U[0-9a-fA-F]{0,8}|N\{[^}]*\}|[0-7]{1,3}|\r\n|[\s\S])/.exec(
        this.text.slice(this.at, this.at + 80),
      );
    // A brace after the backslash opens a field all the same: `f"\{x}"` is a backslash and a field.
    const found = escape === null || /^\\[{}]/.test(escape[0]) ? "\\" : escape[0];
    const at = this.at;
    this.at += found.length;
    return found === "\\" ? "\\" : unescape(this.source, found.replace("\r\n", "\n"), at);
  }

  readField(start: number, quote: string, raw: boolean, deeper: number): FormatPiece {
    const open = this.at;
    const specDepth = this.specDepth + deeper;
    if (specDepth > 2) this.fail({ start: open, end: open + 1 }, "f-string: expressions nested too deeply");
    const inner = new Tokenizer(this.source, open + 1, true, 0);
    inner.lineStart = false;
    inner.readFieldTokens(quote, open);
    this.at = inner.at;
    const tokens = inner.tokens;
    const echo = this.readEcho(open);
    const conversion = this.text[this.at] === "!" ? this.readConversion() : 0;
    let spec: FormatPiece[] | null = null;
    if (this.text[this.at] === ":") {
      this.at += 1;
      spec = this.readSpec(start, quote, raw, specDepth);
      if (this.text[this.at] !== "}")
        this.fail({ start: this.at, end: this.at + 1 }, "f-string: expecting '}', or format specs");
    }
    if (this.text[this.at] !== "}") this.fail({ start: this.at, end: this.at }, "f-string: expecting '}'");
    this.at += 1;
    return { kind: "field", tokens, echo, conversion, spec, start: open, end: this.at };
  }

  readSpec(start: number, quote: string, raw: boolean, specDepth: number): FormatPiece[] {
    const inner = new Tokenizer(this.source, this.at, true, specDepth);
    const pieces = inner.readPieces(start, quote, raw, true);
    this.at = inner.at;
    return pieces;
  }

  /** `=` after the expression: its text up to here is shown too. */
  readEcho(open: number): string | null {
    if (this.text[this.at] !== "=") return null;
    this.at += 1;
    while (/\s/.test(this.text[this.at] ?? "")) this.at += 1;
    return this.text.slice(open + 1, this.at);
  }

  readConversion(): number {
    const at = this.at;
    const next = this.text[at + 1] ?? "";
    if (next === '"' || next === "'") this.fail({ start: at + 1, end: at + 1 }, "f-string: expecting '}'");
    const letter = /^[\p{XIDS}_]\p{XIDC}*/u.exec(this.text.slice(at + 1, at + 20));
    const kind = letter === null ? -1 : ["s", "r", "a"].indexOf(letter[0]);
    if (/\s/.test(next))
      this.fail({ start: at, end: at + 2 }, "f-string: conversion type must come right after the exclamation mark");
    if (letter === null) this.fail({ start: at + 1, end: at + 2 }, "f-string: missing conversion character");
    else if (kind < 0)
      this.fail(
        { start: at + 1, end: at + 1 + letter[0].length },
        `f-string: invalid conversion character '${letter[0]}': expected 's', 'r', or 'a'`,
      );
    this.at += 2;
    while (/\s/.test(this.text[this.at] ?? "")) this.at += 1;
    return kind + 1;
  }

  /** Tokens of a field's expression, up to `}`, `:`, `!` or `=` outside brackets. */
  readFieldTokens(quote: string, open: number): void {
    for (;;) {
      const c = this.text[this.at];
      const outside = this.brackets.length === 0;
      if (c === undefined) this.fail({ start: open, end: open + 1 }, "'{' was never closed");
      if (outside && this.endsField(c)) break;
      if (outside && this.text.startsWith(quote, this.at) && quote.length === 1 && !this.closesLater(quote)) {
        this.fail({ start: this.at, end: this.at }, "f-string: expecting '}'");
      }
      if (c === "\n") this.at += 1;
      else if (c === "\\") this.joinLine();
      else this.readToken();
    }
    if (this.tokens.length === 0)
      this.fail(
        { start: this.at, end: this.at + 1 },
        `f-string: valid expression required before '${this.text[this.at]}'`,
      );
    this.push("end", this.at, this.at, "");
  }

  /** Whether the quote here can be the start of a nested string on this line (it has a partner). */
  closesLater(quote: string): boolean {
    const rest = this.text.slice(this.at + 1, this.endOfLine());
    return rest.includes(quote);
  }

  endsField(c: string): boolean {
    if (c === "}" || c === ":") return true;
    const next = this.text[this.at + 1];
    if (c === "!") return next !== "=";
    return c === "=" && next !== "=" && /^=\s*[}:!]/.test(this.text.slice(this.at, this.at + 40));
  }
}

/** @throws ListingError */
export function tokenize(source: SourceText): Token[] {
  return new Tokenizer(source, 0).all();
}
