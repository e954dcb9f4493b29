/**
 * What stands by itself in an expression: names, literals, displays and comprehensions, things in brackets, f-strings.
 * Rule: as everywhere in the parser, a node's span runs from its first token to its last.
 */
import { ELLIPSIS } from "../objects/immutables.ts";
import { numberValue } from "./literals.ts";
import type { FormatPiece, Token } from "./tokens.ts";
import type { ComprehensionClause, Expression, FormattedPart } from "./tree.ts";
import { TokenReader } from "./token-reader.ts";

export abstract class AtomParser extends TokenReader {
  // —— what may stand within brackets and fields: `parse-expressions.ts` ——

  protected abstract starExpressions(): Expression;
  protected abstract starNamedExpression(): Expression;
  protected abstract disjunction(): Expression;
  protected abstract binary(level: number): Expression;
  protected abstract targetList(): Expression;
  protected abstract refuseEqualSign(node: Expression): void;
  /** A parser of the tokens of an f-string's field. */
  protected abstract fieldParser(tokens: readonly Token[]): AtomParser;

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
        const value = this.fieldParser(piece.tokens).fieldExpression(piece.start);
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
