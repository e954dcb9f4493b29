/**
 * What follows an atom: attributes, subscripts, calls with their arguments.
 * Rule: arguments that CPython refuses are refused here, with its words and at its place.
 */
import { describeExpression } from "./targets.ts";
import type { Call, Expression, Keyword, Slice } from "./tree.ts";
import { AtomParser } from "./parse-atoms.ts";

export abstract class CallParser extends AtomParser {
  protected abstract namedExpression(): Expression;
  protected abstract starred(): Expression;

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
}
